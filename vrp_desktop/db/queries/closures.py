"""Term dates and closures, read and written."""

from dataclasses import asdict, fields
from datetime import date

from sqlalchemy import select

from vrp_desktop.db.models import closure
from vrp_desktop.db.store import Tx, WriteTx
from vrp_desktop.domain.closures import Closure, ClosureDetails

_COLUMNS = [f.name for f in fields(ClosureDetails)]


def every(tx: Tx) -> tuple[Closure, ...]:
    """All of them, in order of time."""
    rows = tx.rows(select(closure).order_by(closure.c.first_on, closure.c.last_on, closure.c.id))
    return tuple(Closure(row["id"], ClosureDetails(**{name: row[name] for name in _COLUMNS})) for row in rows)


def between(tx: Tx, first: date, last: date) -> tuple[ClosureDetails, ...]:
    """Those that close a day of the span."""
    return tuple(
        one.details for one in every(tx) if one.details.first_on <= last and first <= one.details.last_on
    )


def get(tx: Tx, closure_id: str) -> Closure | None:
    """One, or None."""
    return next((one for one in every(tx) if one.id == closure_id), None)


def add(tx: WriteTx, details: ClosureDetails) -> str:
    """Writes a new one and returns its id."""
    return tx.insert(closure, asdict(details))


def change(tx: WriteTx, closure_id: str, details: ClosureDetails) -> None:
    """Rewrites one."""
    tx.update(closure, closure_id, asdict(details))


def remove(tx: WriteTx, closure_id: str) -> None:
    """Takes one away."""
    tx.delete(closure, closure_id)
