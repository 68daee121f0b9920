"""The organisation's own measures, read and written."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select

from vrp_desktop.db.models import instrument
from vrp_desktop.db.store import Tx, WriteTx


def every(tx: Tx) -> tuple[tuple[str, Mapping[str, Any], date | None], ...]:
    """Each by its code, with its definition and the day from which it is not used any more."""
    rows = tx.rows(select(instrument).order_by(instrument.c.added_on, instrument.c.id))
    return tuple((row["code"], row["definition"], row["retired_on"]) for row in rows)


def add(tx: WriteTx, code: str, definition: Mapping[str, Any], today: date) -> str:
    """Writes a new one and returns its id."""
    values = {"code": code, "definition": definition, "added_on": today, "retired_on": None}
    return tx.insert(instrument, values)


def retire(tx: WriteTx, code: str, day: date | None) -> bool:
    """It is not used any more from a day on, or is again; whether there is one of that code."""
    row_id = tx.scalar(select(instrument.c.id).where(instrument.c.code == code))
    if row_id is None:
        return False
    tx.update(instrument, row_id, {"retired_on": day})
    return True
