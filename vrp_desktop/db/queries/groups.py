"""Groups and their members, read and written."""

from sqlalchemy import RowMapping, select

from vrp_desktop.db.models import regular_group
from vrp_desktop.db.store import Tx
from vrp_desktop.domain.groups import Group, GroupDetails


def get(tx: Tx, group_id: str) -> Group | None:
    """One group, or None."""
    row = tx.one(select(regular_group).where(regular_group.c.id == group_id))
    return None if row is None else _group(row)


def _group(row: RowMapping) -> Group:
    return Group(row["id"], GroupDetails(row["intervention_id"], row["name"], row["closed"], row["ended_on"]))
