"""Sessions and lists of them, read and written."""

from collections.abc import Collection
from dataclasses import fields
from datetime import date, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Select, Table, func, or_, select

from vrp_desktop.db.models import (
    attendance,
    head_count,
    intervention,
    regular_group,
    session,
    tag,
    trained,
)
from vrp_desktop.db.queries import tags
from vrp_desktop.db.queries.assignments import Scope, only_interventions
from vrp_desktop.db.store import Tx, WriteTx
from vrp_desktop.domain.names import sort_key
from vrp_desktop.domain.sessions import (
    ATTENDED,
    Mark,
    PersonSession,
    Remark,
    Session,
    SessionDetails,
    SessionLine,
    Status,
)

TAGGED = ("priorities", "focus_areas", "workers")
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
    return Session(row["id"], details, row["finished_on"])


def last_of(tx: Tx, intervention_id: str, until: date, kind: str | None = None) -> Session | None:
    """The session of an intervention (of one kind, where it is named) to go by on a day: the latest on the
    same weekday in four weeks, else the latest of all; not a cancelled one. None where there is none."""
    held = (
        select(session.c.id, session.c.held_on)
        .where(
            session.c.intervention_id == intervention_id,
            session.c.held_on <= until,
            session.c.status != Status.CANCELLED.value,
        )
        .order_by(*_LATEST_FIRST)
    )
    if kind is not None:
        held = held.where(session.c.kind == kind)
    same_weekday = held.where(session.c.held_on.in_([until - timedelta(weeks=n) for n in range(1, 5)]))
    found = tx.one(same_weekday.limit(1)) or tx.one(held.limit(1))
    return None if found is None else get(tx, found["id"])


def places(tx: Tx, intervention_id: str, limit: int) -> tuple[str, ...]:
    """Where its sessions were held, the latest first."""
    statement = (
        select(session.c.place)
        .where(session.c.intervention_id == intervention_id, session.c.place != "")
        .group_by(session.c.place)
        .order_by(func.max(session.c.held_on).desc(), session.c.place)
        .limit(limit)
    )
    return tuple(row["place"] for row in tx.rows(statement))


def kinds_led(tx: Tx, user_id: str, since: date) -> tuple[str, ...]:
    """The kinds of session that somebody has led since a day, the latest used first."""
    statement = (
        select(session.c.kind)
        .join_from(tag, session, tag.c.owner == session.c.id)
        .where(tag.c.field == "workers", tag.c.code == user_id, session.c.held_on >= since)
        .group_by(session.c.kind)
        .order_by(func.max(session.c.held_on).desc(), session.c.kind)
    )
    return tuple(row["kind"] for row in tx.rows(statement))


def groups(tx: Tx, intervention_id: str, on: date, also: str | None = None) -> tuple[tuple[str, str], ...]:
    """The groups of an intervention that had not ended on a day, and ``also`` that one: id and name, by
    name."""
    ended = regular_group.c.ended_on
    statement = select(regular_group.c.id, regular_group.c.name).where(
        regular_group.c.intervention_id == intervention_id,
        or_(ended.is_(None), ended >= on, regular_group.c.id == also),
    )
    rows = tx.rows(statement)
    return tuple(sorted(((row["id"], row["name"]) for row in rows), key=lambda one: (sort_key(one[1]), one)))


def has_twin(tx: Tx, details: SessionDetails, besides: str | None = None) -> bool:
    """Whether a session of that intervention, day, time, kind, group, title and place stands in the store
    already. One whose time is not known has no twin."""
    if details.starts_at is None:
        return False
    same = ("intervention_id", "held_on", "kind", "group_id", "title", "place")
    statement = select(session.c.id).where(
        *(session.c[name].is_not_distinct_from(getattr(details, name)) for name in same),
        session.c.starts_at == details.starts_at.strftime("%H:%M"),
        session.c.status != Status.CANCELLED.value,
        session.c.id.is_distinct_from(besides),
    )
    return tx.scalar(statement.limit(1)) is not None


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


def remove(tx: WriteTx, session_id: str) -> None:
    """Takes away a session that was only planned, and of which nothing was recorded."""
    tags.write(tx, session_id, dict.fromkeys(TAGGED, ()))
    tx.delete(session, session_id)


def set_status(tx: WriteTx, session_id: str, status: Status) -> None:
    """Says whether it took place, and nothing else."""
    tx.update(session, session_id, {"status": status.value})


def set_finished(tx: WriteTx, session_id: str, day: date | None) -> None:
    """Says when its register was done; None: it is not."""
    tx.update(session, session_id, {"finished_on": day})


def between(
    tx: Tx,
    first: date,
    last: date,
    intervention_id: str | None = None,
    limit: int = 500,
    scope: Scope | None = None,
    led_by: str | None = None,
) -> tuple[SessionLine, ...]:
    """Sessions dated in that span (led by one user, where they are named), the latest first."""
    chosen = select(session.c.id).where(
        session.c.held_on.between(first, last), *only_interventions(session.c.intervention_id, scope)
    )
    if intervention_id is not None:
        chosen = chosen.where(session.c.intervention_id == intervention_id)
    chosen = chosen.where(*only_led_by(led_by))
    return _lines(tx, chosen.order_by(*_LATEST_FIRST).limit(limit))


def only_led_by(user_id: str | None) -> tuple[ColumnElement[bool], ...]:
    """Conditions that keep to the sessions somebody led; None: to everybody's."""
    if user_id is None:
        return ()
    led = select(tag.c.owner).where(tag.c.field == "workers", tag.c.code == user_id)
    return (session.c.id.in_(led),)


def unfinished(
    tx: Tx, first: date, before: date, limit: int = 100, scope: Scope | None = None
) -> tuple[SessionLine, ...]:
    """Sessions of those days (the last one left out) that nobody has finished: whose register is not done, or
    still planned. The latest first."""
    chosen = select(session.c.id).where(
        session.c.held_on >= first,
        session.c.held_on < before,
        session.c.finished_on.is_(None),
        *only_interventions(session.c.intervention_id, scope),
    )
    return _lines(tx, chosen.order_by(*_LATEST_FIRST).limit(limit))


def lines_of(tx: Tx, session_ids: Collection[str]) -> dict[str, SessionLine]:
    """These sessions as lines of a list, by id."""
    return {
        line.id: line
        for batch in tags.in_batches(session_ids)
        for line in _lines(tx, select(session.c.id).where(session.c.id.in_(batch)))
    }


def _lines(tx: Tx, chosen: Select[Any]) -> tuple[SessionLine, ...]:
    """Lines of the chosen sessions; their counts come from covering indexes, for these sessions only."""

    def marks(*conditions: ColumnElement[bool]) -> ColumnElement[int]:
        return (
            select(func.count())
            .select_from(attendance)
            .where(attendance.c.session_id == session.c.id, *conditions)
            .scalar_subquery()
        )

    def summed(table: Table) -> ColumnElement[int]:
        return (
            select(func.coalesce(func.sum(table.c.count), 0))
            .where(table.c.session_id == session.c.id)
            .scalar_subquery()
        )

    named = ("id", "held_on", "minutes", "kind", "place", "intervention_id", "title", "finished_on")
    counted = ("came", "marked", "heads", "trained")
    statement = (
        select(
            *(session.c[name] for name in named),
            session.c.starts_at,
            session.c.status,
            intervention.c.name.label("intervention"),
            func.coalesce(regular_group.c.name, "").label("group"),
            marks(attendance.c.mark.in_(sorted(ATTENDED))).label("came"),
            marks(attendance.c.mark.is_not(None)).label("marked"),
            summed(head_count).label("heads"),
            summed(trained).label("trained"),
        )
        .join_from(session, intervention, session.c.intervention_id == intervention.c.id)
        .outerjoin(regular_group, session.c.group_id == regular_group.c.id)
        .where(session.c.id.in_(chosen))
        .order_by(*_LATEST_FIRST)
    )
    rows = tx.rows(statement)
    workers = _workers(tx, [row["id"] for row in rows])
    return tuple(
        SessionLine(
            **{name: row[name] for name in (*named, *counted, "intervention", "group")},
            starts_at=clock_time(row["starts_at"]),
            status=Status(row["status"]),
            workers=workers.get(row["id"], ()),
        )
        for row in rows
    )


def _workers(tx: Tx, session_ids: Collection[str]) -> dict[str, tuple[str, ...]]:
    """The names of who led each of these sessions."""
    user, found = tx.tables["user"], dict[str, tuple[str, ...]]()
    for batch in tags.in_batches(session_ids):
        statement = (
            select(tag.c.owner, user.c.name)
            .join_from(tag, user, tag.c.code == user.c.id)
            .where(tag.c.owner.in_(batch), tag.c.field == "workers")
            .order_by(tag.c.position)
        )
        for row in tx.rows(statement):
            found[row["owner"]] = (*found.get(row["owner"], ()), row["name"])
    return found


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
            attendance.c.id,
            attendance.c.mark,
            attendance.c.note,
            attendance.c.excuse,
            attendance.c.star,
        )
        .join_from(attendance, session, attendance.c.session_id == session.c.id)
        .join(intervention, session.c.intervention_id == intervention.c.id)
        .where(attendance.c.person_id == person_id)
        .order_by(*_LATEST_FIRST)
        .limit(limit)
    )
    rows = tx.rows(statement)
    codes = tags.of_many(tx, [row["id"] for row in rows])
    return tuple(
        PersonSession(
            **{name: row[name] for name in ("session_id", *named, "intervention")},
            starts_at=clock_time(row["starts_at"]),
            status=Status(row["status"]),
            mark=Mark(row["mark"]) if row["mark"] else None,
            remark=remark_of(row, codes[row["id"]]),
        )
        for row in rows
    )


def remark_of(row: RowMapping, codes: tags.Codes) -> Remark:
    """What stands beside somebody's mark: from their row of a register, and its codes."""
    return Remark(row["note"], row["excuse"], row["star"], codes.get("focus_areas", ()))
