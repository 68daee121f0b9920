"""The numbers of the home screen, and whom something is due for."""

from datetime import date
from typing import Any

from sqlalchemy import Select, and_, func, or_, select

from vrp_desktop.db.models import (
    attendance,
    enrolment,
    goal,
    group_member,
    person,
    reading,
    regular_group,
    session,
)
from vrp_desktop.db.queries.assignments import Scope, only_interventions, only_people
from vrp_desktop.db.queries.sessions import only_led_by
from vrp_desktop.db.store import Tx
from vrp_desktop.domain.outcomes import Instrument
from vrp_desktop.domain.sessions import ATTENDED, Status


def supported(tx: Tx, first: date, last: date, scope: Scope | None = None, led_by: str | None = None) -> int:
    """How many different people attended at least one delivered session of those days (that one user led,
    where they are named)."""
    statement = (
        select(func.count(attendance.c.person_id.distinct()))
        .join_from(session, attendance, attendance.c.session_id == session.c.id)
        .where(
            session.c.held_on.between(first, last),
            session.c.status == Status.DELIVERED.value,
            attendance.c.mark.in_(sorted(ATTENDED)),
            *only_interventions(session.c.intervention_id, scope),
            *only_led_by(led_by),
        )
    )
    return int(tx.scalar(statement) or 0)


def delivered(tx: Tx, first: date, last: date, scope: Scope | None = None) -> int:
    """How many sessions of those days took place."""
    statement = (
        select(func.count())
        .select_from(session)
        .where(
            session.c.held_on.between(first, last),
            session.c.status == Status.DELIVERED.value,
            *only_interventions(session.c.intervention_id, scope),
        )
    )
    return int(tx.scalar(statement) or 0)


Waiting = tuple[str, str, date]
"""Somebody's id, what they are known as, and since when."""


def undecided(tx: Tx, until: date, limit: int, scope: Scope | None = None) -> tuple[Waiting, ...]:
    """Who was referred by a day and has no decision yet, the longest first."""
    referred = select(enrolment.c.person_id, enrolment.c.referred_on.label("since")).where(
        enrolment.c.decision.is_(None),
        enrolment.c.started_on.is_(None),
        enrolment.c.ended_on.is_(None),
        enrolment.c.referred_on <= until,
        *only_interventions(enrolment.c.intervention_id, scope),
    )
    return _waiting(tx, referred, limit, scope)


def quiet_goals(tx: Tx, until: date, limit: int, scope: Scope | None = None) -> tuple[Waiting, ...]:
    """Who takes part and has a goal, not met, of which no step was noted after a day: since the last one, or
    since it was set; the longest first."""
    step = (
        select(reading.c.item, func.max(reading.c.taken_on).label("on"))
        .where(reading.c.instrument == Instrument.GOAL.value)
        .group_by(reading.c.item)
        .subquery()
    )
    since = func.max(goal.c.set_on, func.coalesce(step.c.on, goal.c.set_on))
    goals = (
        select(enrolment.c.person_id, since.label("since"))
        .join_from(goal, enrolment, goal.c.enrolment_id == enrolment.c.id)
        .outerjoin(step, step.c.item == goal.c.id)
        .where(
            goal.c.met_on.is_(None),
            enrolment.c.ended_on.is_(None),
            since <= until,
            *only_interventions(enrolment.c.intervention_id, scope),
        )
    )
    return _waiting(tx, goals, limit, scope)


def unseen(tx: Tx, since: date, today: date, limit: int, scope: Scope | None = None) -> tuple[Waiting, ...]:
    """Regulars who have come to no session of any kind since a day, though their group has met in that time;
    when they last came, or else joined; the longest first."""
    met = select(session.c.group_id).where(
        session.c.held_on.between(since, today), session.c.status == Status.DELIVERED.value
    )
    came = (
        select(attendance.c.person_id, func.max(session.c.held_on).label("on"))
        .join_from(attendance, session, attendance.c.session_id == session.c.id)
        .where(attendance.c.mark.in_(sorted(ATTENDED)), attendance.c.person_id.in_(_regulars(today, scope)))
        .group_by(attendance.c.person_id)
        .subquery()
    )
    last = func.coalesce(came.c.on, group_member.c.joined_on)
    missing = (
        _regulars(today, scope)
        .add_columns(last.label("since"))
        .outerjoin(came, came.c.person_id == group_member.c.person_id)
        .where(group_member.c.joined_on < since, group_member.c.group_id.in_(met), last < since)
    )
    return _waiting(tx, missing, limit, scope)


def _regulars(today: date, scope: Scope | None) -> Select[Any]:
    return (
        select(group_member.c.person_id)
        .join_from(group_member, regular_group, group_member.c.group_id == regular_group.c.id)
        .where(
            and_(
                group_member.c.joined_on <= today,
                or_(group_member.c.left_on.is_(None), group_member.c.left_on >= today),
            ),
            *only_interventions(regular_group.c.intervention_id, scope),
        )
    )


def _waiting(tx: Tx, found: Select[Any], limit: int, scope: Scope | None) -> tuple[Waiting, ...]:
    each = found.subquery()
    since = func.min(each.c.since)
    statement = (
        select(person.c.id, person.c.known_as, since.label("since"))
        .join_from(each, person, each.c.person_id == person.c.id)
        .where(*only_people(person.c.id, scope))
        .group_by(person.c.id)
        .order_by(since, person.c.id)
        .limit(limit)
    )
    return tuple((row["id"], row["known_as"], _day(row["since"])) for row in tx.rows(statement))


def _day(stored: date | str) -> date:
    """A day as it is stored: of two days SQLite's own max gives back text."""
    return stored if isinstance(stored, date) else date.fromisoformat(stored)
