"""What is to be done, read and written."""

from dataclasses import asdict, fields
from datetime import date

from sqlalchemy import ColumnElement, RowMapping, select

from vrp_desktop.db.models import PROVIDER, person, task
from vrp_desktop.db.queries.assignments import Scope, seen_of
from vrp_desktop.db.store import Tx, WriteTx
from vrp_desktop.domain.tasks import Task, TaskDetails, TaskLine
from vrp_desktop.domain.users import told_as

_USER = PROVIDER.tables["user"]
_COLUMNS = [f.name for f in fields(TaskDetails)]


def get(tx: Tx, task_id: str) -> Task | None:
    """One, or None."""
    row = tx.one(select(task).where(task.c.id == task_id))
    if row is None:
        return None
    details = TaskDetails(**{name: row[name] for name in _COLUMNS})
    return Task(row["id"], details, row["made_by"], row["made_on"], row["done_on"])


def of_person(tx: Tx, person_id: str, limit: int) -> tuple[TaskLine, ...]:
    """What is to be done for somebody, and what was: open ones first, by the day they are due."""
    return _lines(tx, None, limit, task.c.person_id == person_id)


def open_of(tx: Tx, user_id: str, scope: Scope | None, limit: int) -> tuple[TaskLine, ...]:
    """What somebody has still to do, by the day it is due; whom it is about only where the scope sees
    them."""
    return _lines(tx, scope, limit, task.c.owner_id == user_id, task.c.done_on.is_(None))


def add(tx: WriteTx, details: TaskDetails, made_by: str, made_on: date) -> str:
    """Writes a new one and returns its id."""
    values = {**asdict(details), "made_by": made_by, "made_on": made_on}
    return tx.insert(task, values, subject=details.person_id)


def change(tx: WriteTx, stored: Task, details: TaskDetails) -> None:
    """Rewrites one."""
    tx.update(task, stored.id, asdict(details), subject=details.person_id or stored.details.person_id)


def set_done(tx: WriteTx, stored: Task, on: date | None) -> None:
    """Says when it was done; None that it is open again."""
    tx.update(task, stored.id, {"done_on": on}, subject=stored.details.person_id)


def remove(tx: WriteTx, stored: Task) -> None:
    """Takes one away; the journal keeps it."""
    tx.delete(task, stored.id, subject=stored.details.person_id)


def _lines(tx: Tx, scope: Scope | None, limit: int, *conditions: ColumnElement[bool]) -> tuple[TaskLine, ...]:
    statement = (
        select(task, person.c.known_as, _USER.c.name.label("owner"), _USER.c.active)
        .join_from(task, _USER, task.c.owner_id == _USER.c.id)
        .outerjoin(person, task.c.person_id == person.c.id)
        .where(*conditions)
        .order_by(
            task.c.done_on.is_not(None),
            task.c.done_on.desc(),
            task.c.due_on.is_(None),
            task.c.due_on,
            task.c.id,
        )
        .limit(limit)
    )
    rows = tx.rows(statement)
    seen = seen_of(tx, scope, {row["person_id"] for row in rows if row["person_id"] is not None})
    return tuple(_line(row, row["person_id"] in seen) for row in rows)


def _line(row: RowMapping, named: bool) -> TaskLine:
    return TaskLine(
        row["id"],
        row["words"],
        row["due_on"],
        row["owner_id"],
        told_as(row["owner"], row["active"]),
        row["person_id"] if named else None,
        (row["known_as"] or "") if named else "",
        row["done_on"],
    )
