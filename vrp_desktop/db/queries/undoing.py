"""Taking a whole change back: the inverse of each of its entries, as a change of its own."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Column, Date, Table, select
from sqlalchemy.exc import IntegrityError

from vrp_desktop.db.journal import plain
from vrp_desktop.db.queries import assessments, audit, enrolments, outcomes, pauses, registers, sessions
from vrp_desktop.db.queries.people import folded_names
from vrp_desktop.db.store import Tx, WriteTx
from vrp_desktop.domain.assessments import clash
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.journal import OF_ROWS, Told
from vrp_desktop.domain.outcomes import MOST_GOALS
from vrp_desktop.domain.people import PersonDetails
from vrp_desktop.domain.sessions import Status

UNDOABLE = frozenset(
    {"person", "enrolment", "session", "attendance", "head_count", "trained", "goal", "reading", "tag"}
    | {"intervention", "regular_group", "group_member", "plan", "occurrence", "closure"}
    | {"pause", "onward_referral", "goal_step", "assessment", "finding", "relationship", "notice", "consent"}
    | {"task", "asked", "story"}
)
"""The tables whose changes can be taken back: what workers record."""

_NAMES = ("known_as", "given_name", "family_name")
_LOOSE = (("tag", "owner"), ("reading", "item"))
"""Columns that hold another row's id without a reference that the file itself keeps."""


def fault(tx: Tx, entries: Sequence[Told]) -> str | None:
    """Why a change cannot be taken back safely, in words; None where it can."""
    if not entries or any(e.action not in OF_ROWS or e.entity not in UNDOABLE for e in entries):
        return "Only what was recorded of people, sessions and interventions can be taken back."
    if any(entry.erased for entry in entries):
        return "Part of it was erased, and what is erased stays so."
    last = {(entry.entity, entry.row): entry for entry in entries}
    if any(audit.touched_after(tx, *key, entry.seq) for key, entry in last.items()):
        return "Something of it was changed again later. Take the later change back first."
    mine = {entry.row for entry in entries}
    made = {(entry.entity, entry.row) for entry in entries if entry.action == "insert"}
    for entry in last.values():
        table = tx.tables[entry.entity]
        stored = tx.one(select(table).where(table.c.id == entry.row))
        if entry.action == "delete":
            if stored is not None:
                return "It is there again."
        elif stored is None or any(
            told is None or plain(stored[name]) != told[1] for name, told in entry.fields.items()
        ):
            return "What stands there now is not what was saved."
        if (entry.entity, entry.row) in made and _referred_to(tx, table, entry.row, mine):
            return "Something was added to it later. Take that back first."
    return None


def undo(tx: WriteTx, entries: Sequence[Told]) -> None:
    """Writes the inverse of each entry, the last one first. Refused where the file does not allow it."""
    try:
        for entry in reversed(entries):
            table = tx.tables[entry.entity]
            before = {
                name: _typed(table.c[name], told[0])
                for name, told in entry.fields.items()
                if told is not None
            }
            if entry.action == "insert":
                tx.delete(table, entry.row, entry.subject)
            elif entry.action == "update":
                tx.update(
                    table, entry.row, {**before, **_derived(tx, table, entry.row, before)}, entry.subject
                )
            else:
                tx.insert(table, {"id": entry.row, **before}, entry.subject)
    except IntegrityError:
        # "from None": the original carries the statement, and its parameters could be somebody's.
        raise Refused("It cannot be taken back: something else stands in its place now.") from None


def _typed(column: Column[Any], told: Any) -> Any:
    return date.fromisoformat(told) if isinstance(column.type, Date) and told is not None else told


def _derived(tx: Tx, table: Table, row: str, before: Mapping[str, Any]) -> dict[str, Any]:
    """What follows from other fields, and the journal leaves out: a person's names, ready to be searched."""
    if table.name != "person" or not before.keys() & set(_NAMES):
        return {}
    stored = tx.one(select(table).where(table.c.id == row))
    names = {name: stored[name] for name in _NAMES} if stored is not None else {}
    chosen = {**names, **{name: before[name] for name in _NAMES if name in before}}
    return {"folded": folded_names(PersonDetails(**chosen))}


def _referred_to(tx: Tx, table: Table, row: str, besides: Collection[str]) -> bool:
    """Whether rows refer to this one that the change itself did not bring."""
    columns = [
        key.parent for other in tx.tables.values() for key in other.foreign_keys if key.column.table is table
    ]
    columns += [tx.tables[name].c[column] for name, column in _LOOSE]
    return any(
        str(found["id"]) not in besides
        for column in columns
        for found in tx.rows(select(column.table.c.id).where(column == row))
    )


def unsound(tx: Tx, entries: Sequence[Told]) -> str | None:
    """What no longer fits together where a change was taken back, in words; None where all does."""
    for entry in entries:
        table = tx.tables[entry.entity]
        row = tx.one(select(table).where(table.c.id == entry.row))
        if row is None:
            continue
        words = None
        if entry.entity == "enrolment":
            words = _overlapping(tx, row["id"]) or _pauses_unfit(tx, row["id"])
        elif entry.entity == "pause":
            words = _pauses_unfit(tx, row["enrolment_id"])
        elif entry.entity == "assessment":
            words = _out_of_order(tx, row["enrolment_id"])
        elif entry.entity == "goal":
            words = _too_many_goals(tx, row["enrolment_id"]) or _steps_before(tx, row["id"], row["set_on"])
        elif entry.entity in ("session", "attendance", "head_count"):
            words = _nobody_where_none_was(tx, row["id"] if entry.entity == "session" else row["session_id"])
        if words is not None:
            return words
    return None


def _overlapping(tx: Tx, enrolment_id: str) -> str | None:
    journey = enrolments.get(tx, enrolment_id)
    if journey is None:
        return None
    same = enrolments.of_person(tx, journey.person_id, journey.intervention_id)
    clash = any(other.id != journey.id and journey.details.overlaps(other.details) for other in same)
    return "They have another journey in the same intervention at that time." if clash else None


def _out_of_order(tx: Tx, enrolment_id: str) -> str | None:
    taken = [one.details for one in assessments.of_enrolment(tx, enrolment_id)]
    fits = all(not clash(one, taken[:number]) for number, one in enumerate(taken))
    return None if fits else "The measures filled in would not follow each other from start to end any more."


def _pauses_unfit(tx: Tx, enrolment_id: str) -> str | None:
    journey = enrolments.get(tx, enrolment_id)
    if journey is None:
        return None
    there = pauses.of_journey(tx, enrolment_id)
    try:
        for pause in there:
            others = (other for other in there if other.id != pause.id)
            pause.details.checked(date.max, journey.details, others)
    except Refused:
        return "The pauses of the journey would not fit into it, or into each other."
    return None


def _too_many_goals(tx: Tx, enrolment_id: str) -> str | None:
    unmet = sum(goal.details.met_on is None for goal in outcomes.goals(tx, enrolment_id))
    return (
        f"There would be more than {MOST_GOALS} goals that are not met yet." if unmet > MOST_GOALS else None
    )


def _steps_before(tx: Tx, goal_id: str, set_on: date) -> str | None:
    due = [step.details.due_on for step in outcomes.steps(tx, (goal_id,))]
    return "A step would be due before the goal was set." if any(d and d < set_on for d in due) else None


def _nobody_where_none_was(tx: Tx, session_id: str) -> str | None:
    session = sessions.get(tx, session_id)
    if session is None or session.details.status is Status.DELIVERED:
        return None
    came = registers.came(tx, session_id) + registers.heads(tx, session_id)
    return "Its register would say that somebody came to a session that did not take place." if came else None
