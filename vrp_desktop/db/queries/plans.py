"""Plans, and the days on which each has had its turn, read and written."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from sqlalchemy import RowMapping, Select, func, select

from vrp_desktop.db.models import (
    attendance,
    concern,
    draft,
    head_count,
    intervention,
    occurrence,
    plan,
    regular_group,
    session,
    trained,
)
from vrp_desktop.db.queries import tags
from vrp_desktop.db.queries.assignments import Scope, only_interventions
from vrp_desktop.db.queries.sessions import TAGGED, clock_time
from vrp_desktop.db.store import Tx, WriteTx
from vrp_desktop.domain.plans import Plan, PlanDetails
from vrp_desktop.domain.sessions import Status

_COLUMNS = [f.name for f in fields(PlanDetails) if f.name not in (*TAGGED, "starts_at")]
_WRITTEN_IN = (attendance.c.session_id, head_count.c.session_id, trained.c.session_id, concern.c.session_id)
"""Columns that hold a session's id where somebody has recorded something of it."""


@dataclass(frozen=True)
class Occurrence:
    """A day on which a plan has its turn, and the session it became; None: it is skipped."""

    id: str
    plan_id: str
    planned_on: date
    session_id: str | None


def every(
    tx: Tx, scope: Scope | None = None, intervention_id: str | None = None, group_id: str | None = None
) -> tuple[Plan, ...]:
    """All of them, in the order in which they were made; of one intervention or group, where it is given."""
    wanted = _all().where(*only_interventions(plan.c.intervention_id, scope))
    if intervention_id is not None:
        wanted = wanted.where(plan.c.intervention_id == intervention_id)
    if group_id is not None:
        wanted = wanted.where(plan.c.group_id == group_id)
    return _built(tx, tx.rows(wanted.order_by(plan.c.id)))


def get(tx: Tx, plan_id: str) -> Plan | None:
    """One, or None."""
    return next(iter(_built(tx, tx.rows(_all().where(plan.c.id == plan_id)))), None)


def _all() -> Select[Any]:
    return (
        select(
            plan,
            intervention.c.ended_on.label("intervention_ends"),
            regular_group.c.ended_on.label("group_ends"),
        )
        .join_from(plan, intervention, plan.c.intervention_id == intervention.c.id)
        .outerjoin(regular_group, plan.c.group_id == regular_group.c.id)
    )


def _built(tx: Tx, rows: Sequence[RowMapping]) -> tuple[Plan, ...]:
    codes = tags.of_many(tx, [row["id"] for row in rows])
    return tuple(
        Plan(
            row["id"],
            PlanDetails(
                **{name: row[name] for name in _COLUMNS},
                # Every plan says when it begins.
                starts_at=clock_time(row["starts_at"]),  # type: ignore[arg-type]
                **tags.fields(codes[row["id"]], TAGGED),
            ),
            row["made_until"],
            min(filter(None, (row["intervention_ends"], row["group_ends"])), default=None),
        )
        for row in rows
    )


def _values(details: PlanDetails) -> dict[str, Any]:
    values = {name: getattr(details, name) for name in _COLUMNS}
    return {**values, "starts_at": f"{details.starts_at:%H:%M}"}


def _codes(details: PlanDetails) -> dict[str, tuple[str, ...]]:
    return {name: getattr(details, name) for name in TAGGED}


def add(tx: WriteTx, details: PlanDetails) -> str:
    """Writes a new one and returns its id."""
    plan_id = tx.insert(plan, _values(details))
    tags.write(tx, plan_id, _codes(details))
    return plan_id


def change(tx: WriteTx, plan_id: str, details: PlanDetails) -> None:
    """Rewrites one."""
    tx.update(plan, plan_id, _values(details))
    tags.write(tx, plan_id, _codes(details))


def made(tx: WriteTx, plan_id: str, until: date) -> None:
    """Its sessions stand in the store up to a day."""
    tx.update(plan, plan_id, {"made_until": until})


def occurrences(tx: Tx, plan_id: str, first: date, last: date = date.max) -> tuple[Occurrence, ...]:
    """A plan's turns that were planned for those days, in order of time."""
    statement = (
        select(occurrence)
        .where(occurrence.c.plan_id == plan_id, occurrence.c.planned_on.between(first, last))
        .order_by(occurrence.c.planned_on)
    )
    return tuple(_occurrence(row) for row in tx.rows(statement))


def _occurrence(row: RowMapping) -> Occurrence:
    return Occurrence(row["id"], row["plan_id"], row["planned_on"], row["session_id"])


def of_session(tx: Tx, session_id: str) -> Occurrence | None:
    """The turn that a session is, or None where no plan made it."""
    row = tx.one(select(occurrence).where(occurrence.c.session_id == session_id))
    return None if row is None else _occurrence(row)


def on(tx: Tx, plan_id: str, day: date) -> Occurrence | None:
    """A plan's turn that was planned for a day, or None."""
    return next(iter(occurrences(tx, plan_id, day, day)), None)


def next_days(tx: Tx, today: date) -> dict[str, date]:
    """By plan, the day of its next session from today on that is not cancelled."""
    statement = (
        select(occurrence.c.plan_id, func.min(session.c.held_on).label("day"))
        .join_from(occurrence, session, occurrence.c.session_id == session.c.id)
        .where(session.c.held_on >= today, session.c.status != Status.CANCELLED.value)
        .group_by(occurrence.c.plan_id)
    )
    return {row["plan_id"]: row["day"] for row in tx.rows(statement)}


def earliest(tx: Tx, plan_id: str) -> date | None:
    """The first day on which a plan ever had its turn, or None."""
    found: date | None = tx.scalar(
        select(func.min(occurrence.c.planned_on)).where(occurrence.c.plan_id == plan_id)
    )
    return found


def note(tx: WriteTx, plan_id: str, planned_on: date, session_id: str) -> None:
    """A plan's turn on a day became a session."""
    tx.insert(occurrence, {"plan_id": plan_id, "planned_on": planned_on, "session_id": session_id})


def tie(tx: WriteTx, turn: Occurrence, session_id: str | None) -> None:
    """A turn is another session, or (None) skipped."""
    tx.update(occurrence, turn.id, {"session_id": session_id})


def forget(tx: WriteTx, turn: Occurrence) -> None:
    """A plan does not have its turn on that day any more."""
    tx.delete(occurrence, turn.id)


def written_in(tx: Tx, session_ids: Collection[str]) -> set[str]:
    """Those of these sessions of which somebody has recorded something, or typed it and not saved it yet."""
    found: set[str] = set()
    for batch in tags.in_batches(session_ids):
        for column in (*_WRITTEN_IN, draft.c.subject):
            rows = tx.rows(select(column.label("session_id")).where(column.in_(batch)).distinct())
            found.update(row["session_id"] for row in rows)
    return found
