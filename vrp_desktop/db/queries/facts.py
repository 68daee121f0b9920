"""What one return is counted from, read in narrow columns; and what a return's list of blockers names."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select, union

from vrp_desktop.db.models import (
    assessment,
    attendance,
    concern,
    enrolment,
    finding,
    goal,
    head_count,
    onward_referral,
    person,
    reading,
    session,
    tag,
    trained,
)
from vrp_desktop.db.queries import tags
from vrp_desktop.db.store import Tx
from vrp_desktop.domain import codes as code_lists
from vrp_desktop.domain.instruments import shipped_instruments
from vrp_desktop.domain.quarters import Quarter
from vrp_desktop.domain.returns.facts import (
    AssessmentFact,
    ConcernFact,
    EnrolmentFact,
    Facts,
    FindingFact,
    GoalFact,
    HeadsFact,
    MarkFact,
    PersonFact,
    ReadingFact,
    ReferralFact,
    SessionFact,
    TrainedFact,
)
from vrp_desktop.domain.sessions import ATTENDED, Status

_NONE: frozenset[str] = frozenset()


def read(tx: Tx, intervention_id: str, quarter: Quarter) -> Facts:
    """Everything the form needs of one intervention, up to the quarter's last day."""
    in_quarter = _sessions(intervention_id, quarter.start, quarter.end)
    journeys = (enrolment.c.intervention_id == intervention_id, enrolment.c.referred_on <= quarter.end)
    return Facts(
        people=_people(tx, in_quarter, journeys),
        enrolments=_enrolments(tx, journeys),
        sessions=_read_sessions(tx, in_quarter),
        marks=tuple(MarkFact(*row) for row in tx.tuples(marks_of(intervention_id, quarter))),
        heads=tuple(
            HeadsFact(*row)
            for row in tx.tuples(
                select(*(head_count.c[f.name] for f in fields(HeadsFact)))
                .join_from(session, head_count, head_count.c.session_id == session.c.id)
                .where(*in_quarter)
            )
        ),
        findings=_findings(tx, in_quarter, quarter),
        goals=tuple(
            GoalFact(*row)
            for row in tx.tuples(
                select(*(goal.c[f.name] for f in fields(GoalFact)))
                .join_from(enrolment, goal, goal.c.enrolment_id == enrolment.c.id)
                .where(*journeys)
            )
        ),
        readings=tuple(
            ReadingFact(*row)
            for row in tx.tuples(
                select(*(reading.c[f.name] for f in fields(ReadingFact)))
                .join_from(enrolment, reading, reading.c.enrolment_id == enrolment.c.id)
                .where(*journeys, reading.c.taken_on <= quarter.end)
            )
        ),
        trained=tuple(
            TrainedFact(*row)
            for row in tx.tuples(
                select(*(trained.c[f.name] for f in fields(TrainedFact)))
                .join_from(session, trained, trained.c.session_id == session.c.id)
                .where(*in_quarter)
            )
        ),
        assessments=_assessments(tx, journeys, quarter),
        referrals=tuple(
            ReferralFact(*row)
            for row in tx.tuples(
                select(*(onward_referral.c[f.name] for f in fields(ReferralFact)))
                .join_from(enrolment, onward_referral, onward_referral.c.enrolment_id == enrolment.c.id)
                .where(*journeys, onward_referral.c.referred_on.between(quarter.start, quarter.end))
            )
        ),
        concerns=_concerns(tx, intervention_id, journeys, quarter),
        supported_earlier=_supported_earlier(tx, intervention_id, quarter),
    )


_Conditions = tuple[ColumnElement[bool], ...]


def marks_of(intervention_id: str, quarter: Quarter) -> Select[Any]:
    """The largest read of all: by the covering index on attendance, so that no note is ever fetched."""
    return (
        select(attendance.c.session_id, attendance.c.person_id, attendance.c.mark)
        .join_from(session, attendance, attendance.c.session_id == session.c.id)
        .where(
            *_sessions(intervention_id, quarter.start, quarter.end),
            attendance.c.mark.is_not(None),
        )
    )


def _sessions(intervention_id: str, first: date, last: date) -> _Conditions:
    return (session.c.intervention_id == intervention_id, session.c.held_on.between(first, last))


def _people(tx: Tx, in_quarter: _Conditions, journeys: _Conditions) -> tuple[PersonFact, ...]:
    marked = select(attendance.c.person_id).join_from(
        session, attendance, attendance.c.session_id == session.c.id
    )
    concerned = union(select(enrolment.c.person_id).where(*journeys), marked.where(*in_quarter))
    columns = [person.c[f.name] for f in fields(PersonFact)]
    return tuple(PersonFact(*row) for row in tx.tuples(select(*columns).where(person.c.id.in_(concerned))))


def _enrolments(tx: Tx, journeys: _Conditions) -> tuple[EnrolmentFact, ...]:
    columns = [enrolment.c[f.name] for f in fields(EnrolmentFact) if f.name in enrolment.c]
    codes = _codes(tx, select(enrolment.c.id).where(*journeys))
    return tuple(
        EnrolmentFact(*row, *_lists(codes, row[0], "focus_areas"))
        for row in tx.tuples(select(*columns).where(*journeys))
    )


def _findings(tx: Tx, in_quarter: _Conditions, quarter: Quarter) -> tuple[FindingFact, ...]:
    """Factors of everybody marked in the quarter: nobody else can have been supported in it."""
    marked = select(attendance.c.person_id).join_from(
        session, attendance, attendance.c.session_id == session.c.id
    )
    statement = select(*(finding.c[f.name] for f in fields(FindingFact))).where(
        finding.c.person_id.in_(marked.where(*in_quarter, attendance.c.mark.is_not(None))),
        finding.c.code.in_([one.code for one in code_lists.code_list("factor").codes]),
        finding.c.seen_on <= quarter.end,
    )
    return tuple(FindingFact(*row) for row in tx.tuples(statement))


def _assessments(tx: Tx, journeys: _Conditions, quarter: Quarter) -> tuple[AssessmentFact, ...]:
    """Of the measures that the form has rows for. Never the answers."""
    statement = (
        select(*(assessment.c[f.name] for f in fields(AssessmentFact)))
        .join_from(enrolment, assessment, assessment.c.enrolment_id == enrolment.c.id)
        .where(
            *journeys,
            assessment.c.taken_on <= quarter.end,
            assessment.c.instrument.in_([one.code for one in shipped_instruments()]),
        )
    )
    return tuple(AssessmentFact(*row) for row in tx.tuples(statement))


def _concerns(
    tx: Tx, intervention_id: str, journeys: _Conditions, quarter: Quarter
) -> tuple[ConcernFact, ...]:
    """Whose and when, and no word of them."""
    ours = select(session.c.id).where(session.c.intervention_id == intervention_id)
    statement = select(*(concern.c[f.name] for f in fields(ConcernFact))).where(
        concern.c.seen_on.between(quarter.start, quarter.end),
        or_(
            concern.c.session_id.in_(ours),
            concern.c.session_id.is_(None)
            & concern.c.person_id.in_(select(enrolment.c.person_id).where(*journeys)),
        ),
    )
    return tuple(ConcernFact(*row) for row in tx.tuples(statement))


def _read_sessions(tx: Tx, in_quarter: _Conditions) -> tuple[SessionFact, ...]:
    columns = [session.c[f.name] for f in fields(SessionFact) if f.name in session.c]
    codes = _codes(tx, select(session.c.id).where(*in_quarter))
    return tuple(
        SessionFact(*row, *_lists(codes, row[0], "priorities", "focus_areas"))
        for row in tx.tuples(select(*columns).where(*in_quarter).order_by(session.c.held_on, session.c.id))
    )


def _codes(tx: Tx, owners: Select[Any]) -> Mapping[tuple[str, str], frozenset[str]]:
    found: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for owner, field, code in tx.tuples(
        select(tag.c.owner, tag.c.field, tag.c.code).where(tag.c.owner.in_(owners))
    ):
        found[owner, field].add(code)
    return {key: frozenset(codes) for key, codes in found.items()}


def _lists(codes: Mapping[tuple[str, str], frozenset[str]], owner: str, *names: str) -> list[frozenset[str]]:
    return [codes.get((owner, name), _NONE) for name in names]


def _supported_earlier(tx: Tx, intervention_id: str, quarter: Quarter) -> dict[str, date]:
    statement = (
        select(attendance.c.person_id, func.min(session.c.held_on).label("first"))
        .join_from(session, attendance, attendance.c.session_id == session.c.id)
        .where(
            session.c.intervention_id == intervention_id,
            session.c.held_on >= quarter.year_start,
            session.c.held_on < quarter.start,
            session.c.status == Status.DELIVERED.value,
            attendance.c.mark.in_([mark.value for mark in ATTENDED]),
        )
        .group_by(attendance.c.person_id)
    )
    return {row[0]: row[1] for row in tx.tuples(statement)}


def names(tx: Tx, person_ids: Collection[str]) -> dict[str, str]:
    """What people are called, by id, for the provider's own eyes."""
    found: dict[str, str] = {}
    for batch in tags.in_batches(person_ids):
        statement = select(person.c.id, person.c.known_as).where(person.c.id.in_(batch))
        found.update({row["id"]: row["known_as"] for row in tx.rows(statement)})
    return found


def first_record(tx: Tx) -> date | None:
    """The first day that a return could count anything of: of a session or of a referral, which often comes
    a quarter before the first session."""
    days = (tx.scalar(select(func.min(column))) for column in (session.c.held_on, enrolment.c.referred_on))
    return min((day for day in days if day is not None), default=None)
