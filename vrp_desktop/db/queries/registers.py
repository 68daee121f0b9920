"""A session's register: who was there, by name or by head-count."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, or_, select

from vrp_desktop.db.models import (
    attendance,
    enrolment,
    group_member,
    head_count,
    intervention,
    person,
    regular_group,
    trained,
)
from vrp_desktop.db.models import session as session_table
from vrp_desktop.db.queries import tags
from vrp_desktop.db.queries.assignments import Scope, seen_of
from vrp_desktop.db.queries.sessions import remark_of
from vrp_desktop.db.store import Tx, WriteTx
from vrp_desktop.domain.names import sort_key
from vrp_desktop.domain.people import PersonDetails
from vrp_desktop.domain.session_kinds import asks
from vrp_desktop.domain.sessions import (
    ATTENDED,
    HeadCount,
    Mark,
    Register,
    RegisterRow,
    Remark,
    Session,
    Trained,
)

_LATELY, _LATELY_SESSIONS = timedelta(days=35), 4
"""Who came to so many sessions like it, so many days back, is offered before everybody else."""


def register(tx: Tx, session: Session, scope: Scope | None = None) -> Register:
    """The session, its regulars, who came lately to sessions like it, then everybody else in it, and
    what was counted. Of somebody outside the scope only the preferred name and the mark are told."""
    held_on, delivers = session.details.held_on, session.details.intervention_id
    regulars = _regulars(tx, session)
    marked = {
        row["person_id"]: row
        for row in tx.rows(select(attendance).where(attendance.c.session_id == session.id))
    }
    lately = _lately(tx, session) - regulars
    everybody = regulars | lately | marked.keys()
    own = seen_of(tx, scope, everybody)
    # Somebody who came lately and is not one's own to see has no business in this register unless marked.
    everybody = {one for one in everybody if one in own or one in marked or one in regulars}
    codes = tags.of_many(tx, [row["id"] for row in marked.values()])
    ended = _ended(tx, delivers, held_on, everybody - regulars)
    rows = []
    for person_id, details in _people(tx, everybody):
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
                remark_of(said, codes[said["id"]]) if said is not None and seen else Remark(),
                person_id in lately,
                ended.get(person_id) if seen else None,
            )
        )
    rows.sort(
        key=lambda row: (
            not row.regular,
            not row.lately,
            sort_key(row.known_as, row.full_name),
            row.person_id,
        )
    )
    name = tx.scalar(select(intervention.c.name).where(intervention.c.id == delivers))
    group = tx.one(select(regular_group).where(regular_group.c.id == session.details.group_id))
    return Register(
        session,
        name,
        tuple(rows),
        head_counts(tx, session.id),
        trained_in(tx, session.id),
        "" if group is None else group["name"],
        group is not None and group["closed"],
    )


def _regulars(tx: Tx, session: Session) -> set[str]:
    """The group's members on that day; without a group, everybody whose journey was open. Somebody whose last
    day it was still belongs in that day's register."""
    held_on, group_id = session.details.held_on, session.details.group_id
    if group_id is not None:
        usual = select(group_member.c.person_id).where(
            group_member.c.group_id == group_id,
            group_member.c.joined_on <= held_on,
            or_(group_member.c.left_on.is_(None), group_member.c.left_on >= held_on),
        )
    elif asks(session.details.kind).regulars:
        usual = select(enrolment.c.person_id).where(
            enrolment.c.intervention_id == session.details.intervention_id,
            enrolment.c.started_on <= held_on,
            or_(enrolment.c.ended_on.is_(None), enrolment.c.ended_on >= held_on),
        )
    else:
        return set()
    return {row["person_id"] for row in tx.rows(usual)}


def _lately(tx: Tx, like: Session) -> set[str]:
    """Who came to the last sessions of that kind, of the same group where it has one."""
    kind, group_id, held_on = like.details.kind, like.details.group_id, like.details.held_on
    if not (asks(kind).regulars or asks(kind).alone):
        return set()
    before = (
        select(session_table.c.id)
        .where(
            session_table.c.intervention_id == like.details.intervention_id,
            session_table.c.held_on.between(held_on - _LATELY, held_on),
            session_table.c.id != like.id,
            session_table.c.kind == kind,
            session_table.c.group_id.is_(None) if group_id is None else session_table.c.group_id == group_id,
        )
        .order_by(session_table.c.held_on.desc(), session_table.c.id.desc())
        .limit(_LATELY_SESSIONS)
    )
    came = select(attendance.c.person_id).where(
        attendance.c.session_id.in_(before), attendance.c.mark.in_(sorted(ATTENDED))
    )
    return {row["person_id"] for row in tx.rows(came)}


def _ended(tx: Tx, intervention_id: str, day: date, person_ids: Collection[str]) -> dict[str, date]:
    """Whose journey in the intervention was over by a day, and since when."""
    last: dict[str, date | None] = {}
    for batch in tags.in_batches(person_ids):
        statement = select(enrolment.c.person_id, enrolment.c.ended_on).where(
            enrolment.c.intervention_id == intervention_id,
            enrolment.c.started_on <= day,
            enrolment.c.person_id.in_(batch),
        )
        for row in tx.rows(statement):
            before = last.get(row["person_id"], date.min)
            ended = row["ended_on"]
            last[row["person_id"]] = None if before is None or ended is None else max(before, ended)
    return {person_id: ended for person_id, ended in last.items() if ended is not None and ended < day}


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


def write_marks(tx: WriteTx, session_id: str, marks: Mapping[str, Mark | None]) -> None:
    """Makes these people's marks what is given.

    A mark that is taken back leaves its row behind: who was looked at is known, and the person stays in the
    register until they are taken off it. Why somebody was excused goes with the mark.
    """
    stored = _rows_of(tx, session_id, marks)
    for person_id, mark in marks.items():
        values: dict[str, Any] = {"mark": mark and mark.value}
        if mark is not Mark.EXCUSED:
            values["excuse"] = None
        if person_id in stored:
            tx.update(attendance, stored[person_id], values, subject=person_id)
        elif mark is not None:
            row = {**_BLANK, **values, "session_id": session_id, "person_id": person_id}
            tx.insert(attendance, row, subject=person_id)


def list_people(tx: WriteTx, session_id: str, person_ids: Collection[str]) -> None:
    """Puts people into a register without a mark; those who are in it stay as they are."""
    stored = _rows_of(tx, session_id, person_ids)
    for person_id in dict.fromkeys(person_ids):
        if person_id not in stored:
            row = {**_BLANK, "session_id": session_id, "person_id": person_id}
            tx.insert(attendance, row, subject=person_id)


def write_remark(tx: WriteTx, session_id: str, person_id: str, remark: Remark) -> None:
    """Makes what stands beside a person's mark what is given; the mark stays."""
    values = {"note": remark.note, "excuse": remark.excuse, "star": remark.star}
    row_id = _rows_of(tx, session_id, (person_id,)).get(person_id)
    if row_id is not None:
        tx.update(attendance, row_id, values, subject=person_id)
    else:
        row = {**_BLANK, **values, "session_id": session_id, "person_id": person_id}
        row_id = tx.insert(attendance, row, subject=person_id)
    tags.write(tx, row_id, {"focus_areas": remark.focus_areas}, subject=person_id)


_BLANK: dict[str, Any] = {"mark": None, "note": "", "excuse": None, "star": False}


def _rows_of(tx: Tx, session_id: str, person_ids: Collection[str]) -> dict[str, str]:
    """The ids of these people's rows in a register, by person."""
    statement = select(attendance.c.id, attendance.c.person_id).where(attendance.c.session_id == session_id)
    if len(person_ids) == 1:
        statement = statement.where(attendance.c.person_id == next(iter(person_ids)))
    return {row["person_id"]: row["id"] for row in tx.rows(statement)}


def take_off(tx: WriteTx, session_id: str, person_id: str) -> bool:
    """Removes a person's row from the register; whether there was one."""
    statement = select(attendance.c.id).where(
        attendance.c.session_id == session_id, attendance.c.person_id == person_id
    )
    found = tx.scalar(statement)
    if found is not None:
        tx.set_tags(found, "focus_areas", (), person_id)
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


def trained_in(tx: Tx, session_id: str) -> tuple[Trained, ...]:
    """The professionals trained in a session, by sector."""
    statement = select(trained).where(trained.c.session_id == session_id).order_by(trained.c.id)
    return tuple(
        Trained(row["sector"], row["count"], row["before"], row["after"]) for row in tx.rows(statement)
    )


def write_trained(tx: WriteTx, session_id: str, lines: Iterable[Trained]) -> None:
    """Makes the professionals trained in a session exactly these; those of 0 are left out."""
    wanted = {line.sector: line for line in lines if line.count}
    for row in tx.rows(select(trained).where(trained.c.session_id == session_id)):
        line = wanted.pop(row["sector"], None)
        if line is None:
            tx.delete(trained, row["id"])
        else:
            tx.update(trained, row["id"], asdict(line))
    for line in wanted.values():
        tx.insert(trained, {"session_id": session_id, **asdict(line)})


def there(tx: Tx, session_id: str) -> int:
    """How many people the register says were there: named, counted, or professionals trained."""
    professionals = sum(line.count for line in trained_in(tx, session_id))
    return came(tx, session_id) + heads(tx, session_id) + professionals


def copy_marks(tx: WriteTx, session_id: str, other_id: str) -> None:
    """Marks everybody in another session's register as they are in this one."""
    statement = select(attendance.c.person_id, attendance.c.mark).where(
        attendance.c.session_id == session_id, attendance.c.mark.is_not(None)
    )
    write_marks(tx, other_id, {row["person_id"]: Mark(row["mark"]) for row in tx.rows(statement)})
