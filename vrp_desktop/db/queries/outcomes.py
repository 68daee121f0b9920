"""Goals and readings, read and written."""

from collections import Counter
from collections.abc import Collection
from dataclasses import fields
from datetime import date
from typing import Any

from sqlalchemy import RowMapping, func, select

from vrp_desktop.db.models import enrolment, goal, goal_step, intervention, person, reading
from vrp_desktop.db.queries import tags
from vrp_desktop.db.queries.assignments import Scope, only_people
from vrp_desktop.db.store import Tx, WriteTx
from vrp_desktop.domain.names import folded, sort_key
from vrp_desktop.domain.outcomes import (
    Goal,
    GoalDetails,
    GoalStep,
    Instrument,
    OutcomeLine,
    OutcomeSheet,
    PersonGoal,
    Reading,
    Stage,
    StepDetails,
)
from vrp_desktop.domain.people import PersonDetails

_COLUMNS = [f.name for f in fields(GoalDetails)]
_STEP = [f.name for f in fields(StepDetails)]


def _goal(row: RowMapping) -> Goal:
    return Goal(row["id"], row["enrolment_id"], GoalDetails(**{name: row[name] for name in _COLUMNS}))


def goals(tx: Tx, enrolment_id: str) -> tuple[Goal, ...]:
    """An enrolment's goals, in the order they were set."""
    statement = select(goal).where(goal.c.enrolment_id == enrolment_id).order_by(goal.c.set_on, goal.c.id)
    return tuple(map(_goal, tx.rows(statement)))


def get_goal(tx: Tx, goal_id: str) -> Goal | None:
    """One goal, or None."""
    row = tx.one(select(goal).where(goal.c.id == goal_id))
    return None if row is None else _goal(row)


def _reading(row: RowMapping) -> Reading:
    return Reading(
        row["id"],
        row["enrolment_id"],
        Instrument(row["instrument"]),
        row["item"],
        Stage(row["stage"]),
        row["taken_on"],
        row["value"],
        row["note"],
    )


def _step(row: RowMapping) -> GoalStep:
    return GoalStep(row["id"], row["goal_id"], StepDetails(**{name: row[name] for name in _STEP}))


def steps(tx: Tx, goal_ids: Collection[str]) -> tuple[GoalStep, ...]:
    """The steps of these goals: those to be done first, by the day they are due; then those that are done."""
    found: list[GoalStep] = []
    for batch in tags.in_batches(goal_ids):
        found += map(_step, tx.rows(select(goal_step).where(goal_step.c.goal_id.in_(batch))))

    def order(step: GoalStep) -> tuple[date, date, str]:
        return step.details.done_on or date.min, step.details.due_on or date.max, step.id

    return tuple(sorted(found, key=order))


def get_step(tx: Tx, step_id: str) -> GoalStep | None:
    """One step, or None."""
    row = tx.one(select(goal_step).where(goal_step.c.id == step_id))
    return None if row is None else _step(row)


def goals_of_person(tx: Tx, person_id: str) -> tuple[PersonGoal, ...]:
    """Every goal of a person, through all their journeys: those not met first, the latest set first."""
    statement = (
        select(goal, intervention.c.name.label("intervention"))
        .join_from(goal, enrolment, goal.c.enrolment_id == enrolment.c.id)
        .join(intervention, enrolment.c.intervention_id == intervention.c.id)
        .where(enrolment.c.person_id == person_id)
        .order_by(goal.c.met_on.is_not(None), goal.c.set_on.desc(), goal.c.id.desc())
    )
    rows = tx.rows(statement)
    taken = (
        select(reading)
        .join_from(reading, enrolment, reading.c.enrolment_id == enrolment.c.id)
        .where(enrolment.c.person_id == person_id, reading.c.instrument == Instrument.GOAL.value)
        .order_by(reading.c.taken_on, reading.c.id)
    )
    readings: dict[str, list[Reading]] = {}
    for one in map(_reading, tx.rows(taken)):
        readings.setdefault(one.item, []).append(one)
    to_do = Counter(
        step.goal_id for step in steps(tx, [row["id"] for row in rows]) if step.details.done_on is None
    )
    found = []
    for row in rows:
        of_goal: list[Reading | None] = [*readings.get(row["id"], ())] or [None]
        found.append(PersonGoal(_goal(row), row["intervention"], of_goal[0], of_goal[-1], to_do[row["id"]]))
    return tuple(found)


def get_reading(tx: Tx, reading_id: str) -> Reading | None:
    """One reading, or None."""
    row = tx.one(select(reading).where(reading.c.id == reading_id))
    return None if row is None else _reading(row)


def sheet(tx: Tx, enrolment_id: str) -> OutcomeSheet | None:
    """Everything about one enrolment's outcomes, or None."""
    row = tx.one(
        select(enrolment.c.person_id, person.c.known_as, intervention.c.name)
        .join_from(enrolment, person, enrolment.c.person_id == person.c.id)
        .join(intervention, enrolment.c.intervention_id == intervention.c.id)
        .where(enrolment.c.id == enrolment_id)
    )
    if row is None:
        return None
    taken = select(reading).where(reading.c.enrolment_id == enrolment_id)
    set_ = goals(tx, enrolment_id)
    return OutcomeSheet(
        enrolment_id,
        row["person_id"],
        row["known_as"],
        row["name"],
        tags.of(tx, enrolment_id).get("focus_areas", ()),
        set_,
        tuple(map(_reading, tx.rows(taken.order_by(reading.c.taken_on, reading.c.id)))),
        steps(tx, [one.id for one in set_]),
    )


def lines(tx: Tx, text: str, limit: int, today: date, scope: Scope | None = None) -> tuple[OutcomeLine, ...]:
    """The enrolments that are open on a day, with how far their outcomes have got, by preferred name; only
    people whose names contain every word of ``text``."""
    named = ("known_as", "given_name", "family_name", "birth_date", "approximate_age", "approximate_age_on")
    statement = (
        select(
            enrolment.c.id,
            enrolment.c.person_id,
            intervention.c.name.label("intervention"),
            *(person.c[name] for name in named),
        )
        .join_from(enrolment, person, enrolment.c.person_id == person.c.id)
        .join(intervention, enrolment.c.intervention_id == intervention.c.id)
        .where(
            enrolment.c.started_on <= today,
            enrolment.c.ended_on.is_(None) | (enrolment.c.ended_on > today),
            *(func.instr(person.c.folded, word) > 0 for word in folded(text).split()),
            *only_people(enrolment.c.person_id, scope),
        )
        .order_by(person.c.folded, intervention.c.name, enrolment.c.id)
        .limit(limit)
    )
    rows = tx.rows(statement)
    ids = [row["id"] for row in rows]
    set_, taken = _goals_of(tx, ids), _readings_of(tx, ids)
    found = []
    for row in rows:
        who = PersonDetails(**{name: row[name] for name in named})
        how_many, met = set_.get(row["id"], (0, 0))
        readings, last = taken.get(row["id"], (0, None))
        found.append(
            OutcomeLine(
                row["id"],
                row["person_id"],
                who.known_as,
                who.full_name,
                who.age_on(today),
                row["intervention"],
                how_many,
                met,
                readings,
                last,
            )
        )
    return tuple(sorted(found, key=lambda line: (sort_key(line.known_as, line.full_name), line.intervention)))


def _goals_of(tx: Tx, enrolment_ids: list[str]) -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    for batch in tags.in_batches(enrolment_ids):
        statement = (
            select(goal.c.enrolment_id, func.count().label("set"), func.count(goal.c.met_on).label("met"))
            .where(goal.c.enrolment_id.in_(batch))
            .group_by(goal.c.enrolment_id)
        )
        found.update({row["enrolment_id"]: (row["set"], row["met"]) for row in tx.rows(statement)})
    return found


def _readings_of(tx: Tx, enrolment_ids: list[str]) -> dict[str, tuple[int, date | None]]:
    found: dict[str, tuple[int, date | None]] = {}
    for batch in tags.in_batches(enrolment_ids):
        statement = (
            select(
                reading.c.enrolment_id,
                func.count().label("taken"),
                func.max(reading.c.taken_on).label("last"),
            )
            .where(reading.c.enrolment_id.in_(batch))
            .group_by(reading.c.enrolment_id)
        )
        found.update({row["enrolment_id"]: (row["taken"], row["last"]) for row in tx.rows(statement)})
    return found


def _values(details: GoalDetails) -> dict[str, Any]:
    return {name: getattr(details, name) for name in _COLUMNS}


def add_goal(tx: WriteTx, enrolment_id: str, person_id: str, details: GoalDetails) -> str:
    """Writes a new goal and returns its id."""
    return tx.insert(goal, {"enrolment_id": enrolment_id, **_values(details)}, subject=person_id)


def change_goal(tx: WriteTx, goal_id: str, person_id: str, details: GoalDetails) -> None:
    """Rewrites a goal."""
    tx.update(goal, goal_id, _values(details), subject=person_id)


def record(
    tx: WriteTx,
    enrolment_id: str,
    person_id: str,
    instrument: Instrument,
    item: str,
    stage: Stage,
    taken_on: date,
    value: int,
    note: str,
) -> str:
    """Writes a reading, over the one of the same item, stage and day where there is one; returns its id."""
    key = {
        "enrolment_id": enrolment_id,
        "instrument": instrument.value,
        "item": item,
        "stage": stage.value,
        "taken_on": taken_on,
    }
    stored = tx.scalar(select(reading.c.id).where(*(reading.c[name] == part for name, part in key.items())))
    if stored is None:
        return tx.insert(reading, {**key, "value": value, "note": note}, subject=person_id)
    tx.update(reading, stored, {"value": value, "note": note}, subject=person_id)
    return str(stored)


def remove_reading(tx: WriteTx, reading_id: str, person_id: str) -> None:
    """Removes a reading; the journal keeps it."""
    tx.delete(reading, reading_id, subject=person_id)


def add_step(tx: WriteTx, goal_id: str, person_id: str, details: StepDetails) -> str:
    """Writes a new step and returns its id."""
    values = {name: getattr(details, name) for name in _STEP}
    return tx.insert(goal_step, {"goal_id": goal_id, **values}, subject=person_id)


def change_step(tx: WriteTx, step_id: str, person_id: str, details: StepDetails) -> None:
    """Rewrites a step."""
    tx.update(goal_step, step_id, {name: getattr(details, name) for name in _STEP}, subject=person_id)


def remove_step(tx: WriteTx, step_id: str, person_id: str) -> None:
    """Removes a step; the journal keeps it."""
    tx.delete(goal_step, step_id, subject=person_id)
