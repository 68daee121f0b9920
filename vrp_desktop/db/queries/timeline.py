"""What happened to one person, table by table: one indexed query each, and none for each row."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Any

from sqlalchemy import Column, ColumnElement, Select, Table, bindparam, func, select

from vrp_desktop.db.models import (
    PROVIDER,
    assessment,
    attendance,
    consent,
    document,
    enrolment,
    finding,
    goal,
    goal_step,
    group_member,
    intervention,
    notice,
    onward_referral,
    pause,
    person,
    reading,
    regular_group,
    relationship,
    session,
    task,
)
from vrp_desktop.db.queries import concerns
from vrp_desktop.db.queries.assignments import Scope, seen_of
from vrp_desktop.db.store import Tx
from vrp_desktop.domain import timeline as told
from vrp_desktop.domain.findings import is_veiled
from vrp_desktop.domain.instruments import Instrument
from vrp_desktop.domain.timeline import Kind, Moment
from vrp_desktop.domain.users import told_as

_USER = PROVIDER.tables["user"]
_JOURNAL = PROVIDER.tables["journal"]
_WHO, _UNTIL, _MOST = "who", "until", "most"

Row = Mapping[str, Any]


@dataclass(frozen=True)
class _Source:
    """A table in which something of somebody stands. ``day`` is its column where each row is one moment: then
    only as many rows are read as are shown. Other tables have few rows a person, each of several moments."""

    kind: Kind
    rows: Select[Any]
    tell: Callable[[Row], Iterable[Moment]]
    day: Column[date] | None = None

    @property
    def statement(self) -> Select[Any]:
        if self.day is None:
            return self.rows
        newest = self.rows.where(self.day <= bindparam(_UNTIL)).order_by(self.day.desc())
        return newest.limit(bindparam(_MOST))


def _theirs(column: Column[str]) -> ColumnElement[bool]:
    return column == bindparam(_WHO)


def _of_journey(table: Table, *more: ColumnElement[Any]) -> Select[Any]:
    """Rows of a person's journeys."""
    return (
        select(table, *more)
        .join_from(enrolment, table, table.c.enrolment_id == enrolment.c.id)
        .where(_theirs(enrolment.c.person_id))
    )


def _of_intervention(table: Table, *more: ColumnElement[Any]) -> Select[Any]:
    named = intervention.c.name.label("intervention")
    joined = _of_journey(table, named, *more)
    return joined.join(intervention, enrolment.c.intervention_id == intervention.c.id)


def _owned(table: Table) -> Select[Any]:
    return select(table).where(_theirs(table.c.person_id))


_NOTED = (
    select(func.min(_JOURNAL.c.at))
    .where(
        _JOURNAL.c.entity == relationship.name,
        _JOURNAL.c.row == relationship.c.id,
        _JOURNAL.c.action == "insert",
    )
    .scalar_subquery()
)
"""When somebody was noted in a life: the table does not say, the journal does."""

_SOURCES: tuple[_Source, ...] = (
    _Source(
        Kind.JOURNEY,
        select(enrolment, intervention.c.name.label("intervention"))
        .join_from(enrolment, intervention, enrolment.c.intervention_id == intervention.c.id)
        .where(_theirs(enrolment.c.person_id)),
        told.of_enrolment,
    ),
    _Source(Kind.JOURNEY, _of_intervention(pause, enrolment.c.ended_on), told.of_pause),
    _Source(Kind.JOURNEY, _of_journey(onward_referral), told.of_onward),
    _Source(
        Kind.SESSION,
        select(
            attendance.c.session_id,
            attendance.c.mark,
            attendance.c.note,
            attendance.c.excuse,
            attendance.c.star,
            session.c.held_on,
            session.c.starts_at,
            session.c.kind,
            session.c.title,
            regular_group.c.name.label("group"),
            intervention.c.name.label("intervention"),
        )
        .join_from(attendance, session, attendance.c.session_id == session.c.id)
        .join(intervention, session.c.intervention_id == intervention.c.id)
        .outerjoin(regular_group, session.c.group_id == regular_group.c.id)
        .where(_theirs(attendance.c.person_id)),
        told.of_attendance,
        session.c.held_on,
    ),
    _Source(Kind.GOAL, _of_journey(goal), told.of_goal),
    _Source(
        Kind.GOAL,
        select(goal_step, goal.c.enrolment_id)
        .join_from(enrolment, goal, goal.c.enrolment_id == enrolment.c.id)
        .join(goal_step, goal_step.c.goal_id == goal.c.id)
        .where(_theirs(enrolment.c.person_id)),
        told.of_step,
        goal_step.c.done_on,
    ),
    _Source(
        Kind.GOAL,
        _of_journey(reading, goal.c.words.label("goal")).outerjoin(goal, reading.c.item == goal.c.id),
        told.of_reading,
        reading.c.taken_on,
    ),
    _Source(
        Kind.MEASURE,
        _of_journey(assessment),
        told.of_assessment,
        assessment.c.taken_on,
    ),
    _Source(Kind.NEED, _owned(finding), told.of_finding, finding.c.seen_on),
    _Source(
        Kind.NETWORK,
        select(relationship, person.c.known_as.label("other"), _NOTED.label("noted_at"))
        .outerjoin(person, relationship.c.other_id == person.c.id)
        .where(_theirs(relationship.c.person_id)),
        told.of_relationship,
    ),
    _Source(
        Kind.NETWORK,
        select(group_member, regular_group.c.name.label("group"))
        .join_from(group_member, regular_group, group_member.c.group_id == regular_group.c.id)
        .where(_theirs(group_member.c.person_id)),
        told.of_member,
    ),
    _Source(Kind.CONSENT, _owned(consent), told.of_consent),
    _Source(Kind.CONSENT, _owned(notice), told.of_notice, notice.c.told_on),
    _Source(
        Kind.DOCUMENT,
        select(*(document.c[name] for name in ("person_id", "name", "kind", "added_on", "note"))).where(
            _theirs(document.c.person_id)
        ),
        told.of_document,
        document.c.added_on,
    ),
    _Source(
        Kind.TASK,
        select(task, _USER.c.name.label("owner_name"), _USER.c.active)
        .join_from(task, _USER, task.c.owner_id == _USER.c.id)
        .where(_theirs(task.c.person_id)),
        told.of_task,
        task.c.done_on,
    ),
)
_STATEMENTS = tuple((source, source.statement) for source in _SOURCES)


def of_person(
    tx: Tx,
    person_id: str,
    kinds: Collection[Kind],
    until: date,
    limit: int,
    scope: Scope | None,
    zone: tzinfo | None,
    measures: Mapping[str, Instrument],
    reader_id: str,
) -> list[Moment]:
    """What happened of these kinds until a day, in any order: no more than ``limit`` rows of a table that
    has many, so that what comes first of all is among them. ``zone`` is that of the days of moments,
    ``measures`` are those that are known, by code; words that are veiled for the reader are not told."""
    wanted: dict[str, Any] = {_WHO: person_id, _UNTIL: until, _MOST: limit}
    found: list[Moment] = []
    for source, statement in _STATEMENTS:
        if source.kind in kinds:
            given = wanted if source.day is not None else {_WHO: person_id}
            rows: list[Row] = [dict(row) for row in tx.rows(statement, given)]
            if source.tell is told.of_relationship:
                rows = _named(tx, rows, scope, zone)
            elif source.tell is told.of_task:
                rows = [{**row, "owner": told_as(row["owner_name"], row["active"])} for row in rows]
            elif source.tell is told.of_assessment:
                rows = [{**row, "made": measures.get(row["instrument"])} for row in rows]
            elif source.tell is told.of_finding:
                rows = [_veiled(row, reader_id) for row in rows]
            found += (moment for row in rows for moment in source.tell(row) if moment.day <= until)
    return found


def _named(tx: Tx, rows: list[Row], scope: Scope | None, zone: tzinfo | None) -> list[Row]:
    """Only those whose own record is seen keep the name they have there."""
    seen = seen_of(tx, scope, {row["other_id"] for row in rows if row["other_id"] is not None})
    return [
        {
            **row,
            "other": row["other"] if row["other_id"] in seen else None,
            "noted_on": None if row["noted_at"] is None else _day(row["noted_at"], zone),
        }
        for row in rows
    ]


def concerns_of(tx: Tx, person_id: str, user_id: str, until: date, zone: tzinfo | None) -> list[Moment]:
    """That concerns were raised, and when; ``user_id`` is who asks."""
    moments = (one.raised_at for one in concerns.veiled(tx, user_id, zone, person_id))
    return [told.of_concern(person_id, at.date(), at.time()) for at in moments if at.date() <= until]


def _veiled(row: Row, reader_id: str) -> Row:
    veiled = is_veiled(row["code"], row["words"], row["written_by"], reader_id)
    return {**row, "veiled": veiled, "words": "" if veiled else row["words"]}


def _day(stored: str, zone: tzinfo | None) -> date:
    return datetime.fromisoformat(stored).astimezone(zone).date()
