"""A session's register: who was there, by name or by head-count."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import func, or_, select

from vrp_desktop.db.models import attendance, enrolment, head_count, intervention, person
from vrp_desktop.db.queries import tags
from vrp_desktop.db.queries.assignments import Scope, seen_of
from vrp_desktop.db.store import Tx, WriteTx
from vrp_desktop.domain.names import sort_key
from vrp_desktop.domain.people import PersonDetails
from vrp_desktop.domain.sessions import ATTENDED, HeadCount, Mark, Register, RegisterRow, Session


def register(tx: Tx, session: Session, scope: Scope | None = None) -> Register:
    """The session, its regulars, then everybody else in the register, and the head-counts. Of somebody
    outside the scope only the preferred name and the mark are told."""
    held_on, delivers = session.details.held_on, session.details.intervention_id
    regulars = {
        row["person_id"]
        for row in tx.rows(
            # Somebody whose journey ends on the very day still belongs in that day's register.
            select(enrolment.c.person_id).where(
                enrolment.c.intervention_id == delivers,
                enrolment.c.started_on <= held_on,
                or_(enrolment.c.ended_on.is_(None), enrolment.c.ended_on >= held_on),
            )
        )
    }
    marked = {
        row["person_id"]: row
        for row in tx.rows(select(attendance).where(attendance.c.session_id == session.id))
    }
    rows = []
    own = seen_of(tx, scope, regulars | marked.keys())
    for person_id, details in _people(tx, regulars | marked.keys()):
        said = marked.get(person_id)
        seen = person_id in own
        rows.append(
            RegisterRow(
                person_id,
                details.known_as,
                details.full_name if seen else "",
                details.age_on(held_on) if seen else None,
                person_id in regulars,
                Mark(said["mark"]) if said is not None and said["mark"] else None,
                said["note"] if said is not None and seen else "",
            )
        )
    rows.sort(key=lambda row: (not row.regular, sort_key(row.known_as, row.full_name), row.person_id))
    name = tx.scalar(select(intervention.c.name).where(intervention.c.id == delivers))
    return Register(session, name, tuple(rows), head_counts(tx, session.id))


def _people(tx: Tx, person_ids: Iterable[str]) -> Iterable[tuple[str, PersonDetails]]:
    named = ("known_as", "given_name", "family_name", "birth_date", "approximate_age", "approximate_age_on")
    for batch in tags.in_batches(sorted(person_ids)):
        columns = select(person.c.id, *(person.c[name] for name in named))
        for row in tx.rows(columns.where(person.c.id.in_(batch))):
            yield row["id"], PersonDetails(**{name: row[name] for name in named})


def listed(tx: Tx, session_id: str) -> set[str]:
    """Everybody in the register, with or without a mark."""
    statement = select(attendance.c.person_id).where(attendance.c.session_id == session_id)
    return {row["person_id"] for row in tx.rows(statement)}


def came(tx: Tx, session_id: str) -> int:
    """How many named people are marked as having been there, however short."""
    statement = (
        select(func.count())
        .select_from(attendance)
        .where(attendance.c.session_id == session_id, attendance.c.mark.in_(sorted(ATTENDED)))
    )
    return int(tx.scalar(statement) or 0)


def write_marks(
    tx: WriteTx, session_id: str, marks: Mapping[str, Mark | None], note: str | None = None
) -> None:
    """Makes these people's marks what is given; ``note`` None leaves a note as it is.

    A mark that is taken back leaves its row behind: who was looked at is known, and the person stays in the
    register until they are taken off it.
    """
    statement = select(attendance.c.id, attendance.c.person_id).where(attendance.c.session_id == session_id)
    if len(marks) == 1:
        statement = statement.where(attendance.c.person_id == next(iter(marks)))
    stored = {row["person_id"]: row["id"] for row in tx.rows(statement)}
    for person_id, mark in marks.items():
        values: dict[str, Any] = {"mark": mark and mark.value}
        if note is not None:
            values["note"] = note
        if person_id in stored:
            tx.update(attendance, stored[person_id], values, subject=person_id)
        elif mark is not None or note:
            row = {"note": "", **values, "session_id": session_id, "person_id": person_id}
            tx.insert(attendance, row, subject=person_id)


def take_off(tx: WriteTx, session_id: str, person_id: str) -> bool:
    """Removes a person's row from the register; whether there was one."""
    statement = select(attendance.c.id).where(
        attendance.c.session_id == session_id, attendance.c.person_id == person_id
    )
    found = tx.scalar(statement)
    if found is not None:
        tx.delete(attendance, found, subject=person_id)
    return found is not None


def head_counts(tx: Tx, session_id: str) -> tuple[HeadCount, ...]:
    """The head-counts of a session."""
    statement = select(head_count).where(head_count.c.session_id == session_id).order_by(head_count.c.id)
    return tuple(
        HeadCount(row["band"], row["sex"], row["count"], row["estimated"]) for row in tx.rows(statement)
    )


def write_head_counts(tx: WriteTx, session_id: str, counts: Iterable[HeadCount]) -> None:
    """Makes the head-counts exactly these: those of the same kind are added up, those of 0 left out."""
    wanted: dict[tuple[str, str | None, bool], int] = {}
    for heads in counts:
        key = (heads.band, heads.sex, heads.estimated)
        wanted[key] = wanted.get(key, 0) + heads.count
    for row in tx.rows(select(head_count).where(head_count.c.session_id == session_id)):
        count = wanted.pop((row["band"], row["sex"], row["estimated"]), 0)
        if count:
            tx.update(head_count, row["id"], {"count": count})
        else:
            tx.delete(head_count, row["id"])
    for (band, sex, estimated), count in wanted.items():
        if count:
            row_values = {"band": band, "sex": sex, "estimated": estimated, "count": count}
            tx.insert(head_count, {"session_id": session_id, **row_values})


def heads(tx: Tx, session_id: str) -> int:
    """How many people were counted without being named."""
    return sum(count.count for count in head_counts(tx, session_id))
