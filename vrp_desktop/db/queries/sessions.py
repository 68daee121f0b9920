"""Sessions and lists of them, read and written."""

from dataclasses import fields
from datetime import date, time
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select

from vrp_desktop.db.models import attendance, head_count, intervention, session
from vrp_desktop.db.queries import tags
from vrp_desktop.db.queries.assignments import Scope, only_interventions
from vrp_desktop.db.store import Tx, WriteTx
from vrp_desktop.domain.sessions import (
    ATTENDED,
    Mark,
    PersonSession,
    Session,
    SessionDetails,
    SessionLine,
    Status,
)

TAGGED = ("priorities", "focus_areas")
_COLUMNS = [f.name for f in fields(SessionDetails) if f.name not in (*TAGGED, "starts_at", "status")]
_LATEST_FIRST = (session.c.held_on.desc(), session.c.starts_at.desc(), session.c.id.desc())


def clock_time(stored: str | None) -> time | None:
    """A time of day as it is stored, "18:30", or None."""
    return None if stored is None else time.fromisoformat(stored)


def get(tx: Tx, session_id: str) -> Session | None:
    """One session, or None."""
    row = tx.one(select(session).where(session.c.id == session_id))
    if row is None:
        return None
    details = SessionDetails(
        **{name: row[name] for name in _COLUMNS},
        starts_at=clock_time(row["starts_at"]),
        status=Status(row["status"]),
        **tags.fields(tags.of(tx, session_id), TAGGED),
    )
    return Session(row["id"], details)


def last_of(tx: Tx, intervention_id: str, until: date) -> Session | None:
    """The latest session of an intervention held by a day that was not cancelled, or None."""
    latest = (
        select(session.c.id)
        .where(
            session.c.intervention_id == intervention_id,
            session.c.held_on <= until,
            session.c.status != Status.CANCELLED.value,
        )
        .order_by(*_LATEST_FIRST)
        .limit(1)
    )
    found = tx.scalar(latest)
    return None if found is None else get(tx, found)


def _values(details: SessionDetails) -> dict[str, Any]:
    return {
        **{name: getattr(details, name) for name in _COLUMNS},
        "starts_at": details.starts_at and details.starts_at.strftime("%H:%M"),
        "status": details.status.value,
    }


def _codes(details: SessionDetails) -> dict[str, tuple[str, ...]]:
    return {name: getattr(details, name) for name in TAGGED}


def add(tx: WriteTx, details: SessionDetails) -> str:
    """Writes a new session and returns its id."""
    session_id = tx.insert(session, _values(details))
    tags.write(tx, session_id, _codes(details))
    return session_id


def change(tx: WriteTx, session_id: str, details: SessionDetails) -> None:
    """Rewrites a session."""
    tx.update(session, session_id, _values(details))
    tags.write(tx, session_id, _codes(details))


def set_status(tx: WriteTx, session_id: str, status: Status) -> None:
    """Says whether it took place, and nothing else."""
    tx.update(session, session_id, {"status": status.value})


def between(
    tx: Tx,
    first: date,
    last: date,
    intervention_id: str | None = None,
    limit: int = 500,
    scope: Scope | None = None,
) -> tuple[SessionLine, ...]:
    """Sessions dated in that span, the latest first."""
    chosen = select(session.c.id).where(
        session.c.held_on.between(first, last), *only_interventions(session.c.intervention_id, scope)
    )
    if intervention_id is not None:
        chosen = chosen.where(session.c.intervention_id == intervention_id)
    return _lines(tx, chosen.order_by(*_LATEST_FIRST).limit(limit))


def unfinished(
    tx: Tx, first: date, before: date, limit: int = 100, scope: Scope | None = None
) -> tuple[SessionLine, ...]:
    """Sessions of those days (the last one left out) that nobody has finished: delivered without a mark or a
    head-count, or still planned. The latest first."""
    marked = (
        select(attendance.c.id)
        .where(attendance.c.session_id == session.c.id, attendance.c.mark.is_not(None))
        .exists()
    )
    counted = select(head_count.c.id).where(head_count.c.session_id == session.c.id).exists()
    chosen = select(session.c.id).where(
        session.c.held_on >= first,
        session.c.held_on < before,
        or_(
            session.c.status == Status.PLANNED.value,
            (session.c.status == Status.DELIVERED.value) & ~marked & ~counted,
        ),
        *only_interventions(session.c.intervention_id, scope),
    )
    return _lines(tx, chosen.order_by(*_LATEST_FIRST).limit(limit))


def _lines(tx: Tx, chosen: Select[Any]) -> tuple[SessionLine, ...]:
    """Lines of the chosen sessions; their counts come from covering indexes, for these sessions only."""

    def marks(*conditions: ColumnElement[bool]) -> ColumnElement[int]:
        return (
            select(func.count())
            .select_from(attendance)
            .where(attendance.c.session_id == session.c.id, *conditions)
            .scalar_subquery()
        )

    heads = (
        select(func.coalesce(func.sum(head_count.c.count), 0))
        .where(head_count.c.session_id == session.c.id)
        .scalar_subquery()
    )
    named = ("id", "held_on", "minutes", "kind", "place", "intervention_id")
    statement = (
        select(
            *(session.c[name] for name in named),
            session.c.starts_at,
            session.c.status,
            intervention.c.name.label("intervention"),
            marks(attendance.c.mark.in_(sorted(ATTENDED))).label("came"),
            marks(attendance.c.mark.is_not(None)).label("marked"),
            heads.label("heads"),
        )
        .join_from(session, intervention, session.c.intervention_id == intervention.c.id)
        .where(session.c.id.in_(chosen))
        .order_by(*_LATEST_FIRST)
    )
    return tuple(
        SessionLine(
            **{name: row[name] for name in (*named, "intervention", "came", "marked", "heads")},
            starts_at=clock_time(row["starts_at"]),
            status=Status(row["status"]),
        )
        for row in tx.rows(statement)
    )


def of_person(tx: Tx, person_id: str, limit: int) -> tuple[PersonSession, ...]:
    """The sessions a person is in the register of, the latest first."""
    named = ("held_on", "minutes", "kind", "place", "intervention_id")
    statement = (
        select(
            session.c.id.label("session_id"),
            *(session.c[name] for name in named),
            session.c.starts_at,
            session.c.status,
            intervention.c.name.label("intervention"),
            attendance.c.mark,
            attendance.c.note,
        )
        .join_from(attendance, session, attendance.c.session_id == session.c.id)
        .join(intervention, session.c.intervention_id == intervention.c.id)
        .where(attendance.c.person_id == person_id)
        .order_by(*_LATEST_FIRST)
        .limit(limit)
    )
    return tuple(
        PersonSession(
            **{name: row[name] for name in ("session_id", *named, "intervention", "note")},
            starts_at=clock_time(row["starts_at"]),
            status=Status(row["status"]),
            mark=Mark(row["mark"]) if row["mark"] else None,
        )
        for row in tx.rows(statement)
    )
