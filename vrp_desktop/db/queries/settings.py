"""What a store remembers about itself: its organisation, the threshold, its kind."""

from typing import Any

from sqlalchemy import select

from vrp_desktop.db.transactions import Tx, WriteTx


def read(tx: Tx, name: str, otherwise: Any = None) -> Any:
    """A setting's value, or ``otherwise`` where it has never been written."""
    setting = tx.tables["setting"]
    found = tx.one(select(setting.c.value).where(setting.c.name == name))
    return otherwise if found is None else found["value"]


def write(tx: WriteTx, name: str, value: Any) -> None:
    """Stores a setting: anything that JSON can hold."""
    setting = tx.tables["setting"]
    row_id = tx.scalar(select(setting.c.id).where(setting.c.name == name))
    if row_id is None:
        tx.insert(setting, {"name": name, "value": value})
    else:
        tx.update(setting, row_id, {"value": value})
