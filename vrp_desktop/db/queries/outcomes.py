"""Goals and readings, read and written."""

from dataclasses import fields
from datetime import date
from typing import Any

from sqlalchemy import RowMapping, func, select

from vrp_desktop.db.models import enrolment, goal, intervention, person, reading
from vrp_desktop.db.queries import tags
from vrp_desktop.db.queries.assignments import Scope, only_people
from vrp_desktop.db.store import Tx, WriteTx
from vrp_desktop.domain.names import folded, sort_key
from vrp_desktop.domain.outcomes import (
    Goal,
    GoalDetails,
    Instrument,
    OutcomeLine,
    OutcomeSheet,
    Reading,
    Stage,
)
from vrp_desktop.domain.people import PersonDetails

_COLUMNS = [f.name for f in fields(GoalDetails)]


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
    )


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
    return OutcomeSheet(
        enrolment_id,
        row["person_id"],
        row["known_as"],
        row["name"],
        tags.of(tx, enrolment_id).get("focus_areas", ()),
        goals(tx, enrolment_id),
        tuple(map(_reading, tx.rows(taken.order_by(reading.c.taken_on, reading.c.id)))),
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
        return tx.insert(reading, {**key, "value": value}, subject=person_id)
    tx.update(reading, stored, {"value": value}, subject=person_id)
    return str(stored)


def remove_reading(tx: WriteTx, reading_id: str, person_id: str) -> None:
    """Removes a reading; the journal keeps it."""
    tx.delete(reading, reading_id, subject=person_id)
