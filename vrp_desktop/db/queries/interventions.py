"""What the organisation delivers, read and written."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from sqlalchemy import RowMapping, func, select

from vrp_desktop.db.models import intervention
from vrp_desktop.db.queries import tags
from vrp_desktop.db.queries.assignments import Scope, only_interventions
from vrp_desktop.db.store import Tx, WriteTx
from vrp_desktop.domain.interventions import MANY_CODES, Intervention, InterventionDetails

_COLUMNS = [f.name for f in fields(InterventionDetails) if f.name not in MANY_CODES]


def _built(tx: Tx, rows: Sequence[RowMapping]) -> tuple[Intervention, ...]:
    codes = tags.of_many(tx, [row["id"] for row in rows])
    return tuple(
        Intervention(
            row["id"],
            InterventionDetails(
                **{name: row[name] for name in _COLUMNS},
                **tags.fields(codes[row["id"]], MANY_CODES),
            ),
        )
        for row in rows
    )


def every(tx: Tx, scope: Scope | None = None) -> tuple[Intervention, ...]:
    """All of them, by name."""
    own = select(intervention).where(*only_interventions(intervention.c.id, scope))
    by_name = own.order_by(func.lower(intervention.c.name), intervention.c.code)
    return _built(tx, tx.rows(by_name))


def get(tx: Tx, intervention_id: str) -> Intervention | None:
    """One, or None."""
    rows = tx.rows(select(intervention).where(intervention.c.id == intervention_id))
    return next(iter(_built(tx, rows)), None)


def by_code(tx: Tx, code: str) -> Intervention | None:
    """One by its code without regard to capitals, or None."""
    wanted = select(intervention).where(func.lower(intervention.c.code) == code.strip().lower())
    return next(iter(_built(tx, tx.rows(wanted))), None)


def _values(details: InterventionDetails) -> dict[str, Any]:
    return {name: getattr(details, name) for name in _COLUMNS}


def _codes(details: InterventionDetails) -> dict[str, tuple[str, ...]]:
    return {name: getattr(details, name) for name in MANY_CODES}


def add(tx: WriteTx, details: InterventionDetails) -> str:
    """Writes a new one and returns its id."""
    intervention_id = tx.insert(intervention, _values(details))
    tags.write(tx, intervention_id, _codes(details))
    return intervention_id


def change(tx: WriteTx, intervention_id: str, details: InterventionDetails) -> None:
    """Rewrites one."""
    tx.update(intervention, intervention_id, _values(details))
    tags.write(tx, intervention_id, _codes(details))
