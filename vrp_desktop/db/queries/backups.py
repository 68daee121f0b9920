"""What a backup says of the store it was made from."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func, select, text

from vrp_desktop.db.queries import settings
from vrp_desktop.db.transactions import Tx
from vrp_desktop.domain.journal import LOCKED, REKEYED, SIGNED_IN, SIGNED_OUT, VIEWED, Head

_TABLES = text(
    "SELECT name FROM sqlite_master WHERE type = 'table' AND substr(name, 1, 7) <> 'sqlite_' ORDER BY name"
)
_COLUMN = text("SELECT 1 FROM pragma_table_info(:table_name) WHERE name = :column_name")
BACKUP = "backup"
"""The entity of the journal's entries about backups themselves: these are no reason for another backup."""
_ONLY_LOOKED = (SIGNED_IN, SIGNED_OUT, LOCKED, VIEWED)


def identity(tx: Tx) -> tuple[str, str]:
    """The store's identifier and the organisation's name; a store without one goes by its device."""
    organisation = settings.read(tx, "organisation")
    if organisation is None:
        return str(settings.read(tx, "device")), ""
    return str(organisation["id"]), str(organisation["name"])


def counts(tx: Tx) -> dict[str, int]:
    """How many rows each table in the file holds, whatever its schema."""
    return {
        str(name): int(tx.scalar(text(f'SELECT count(*) FROM "{name}"')))  # noqa: S608 - a table's own name
        for name in (row["name"] for row in tx.rows(_TABLES))
    }


def heads(tx: Tx) -> dict[str, Head]:
    """Where each device's journal stands; nowhere in a file whose schema had no chain yet."""
    if not _has(tx, "journal", "digest"):
        return {}
    journal = tx.tables["journal"]
    last = (
        select(journal.c.device, func.max(journal.c.seq).label("seq")).group_by(journal.c.device).subquery()
    )
    ends = select(journal.c.device, journal.c.seq, journal.c.digest).join(
        last, (journal.c.device == last.c.device) & (journal.c.seq == last.c.seq)
    )
    return {row["device"]: Head(row["seq"], row["digest"]) for row in tx.rows(ends)}


def changed_since(tx: Tx, then: Mapping[str, Head], program: str) -> bool:
    """Whether somebody has changed anything since the journals stood there. What the program notes by
    itself (``program`` is its actor), looking at records, and what is noted of backups is no change."""
    journal = tx.tables["journal"]
    for device, head in heads(tx).items():
        before = then[device].seq if device in then else 0
        since = select(journal.c.id).where(
            journal.c.device == device,
            journal.c.seq > before,
            journal.c.actor != program,
            journal.c.entity != BACKUP,
            journal.c.action.not_in(_ONLY_LOOKED),
        )
        if head.seq > before and tx.one(since.limit(1)) is not None:
            return True
    return False


def rekeyed_since(tx: Tx, then: Mapping[str, Head]) -> datetime | None:
    """When the store first got another key after the journals stood there.

    None where it did not, and where this journal does not hold what those held: then they are another
    copy's of the store, which may know what this one does not."""
    journal = tx.tables["journal"]
    for device, head in then.items():
        held = select(journal.c.digest).where(journal.c.device == device, journal.c.seq == head.seq)
        if tx.scalar(held) != head.digest:
            return None
    # What begins with it is of earlier versions, which said it just before.
    changes = (
        select(journal.c.device, journal.c.seq, journal.c.at)
        .where(journal.c.entity == "user", journal.c.action.startswith(REKEYED))
        .order_by(journal.c.at)
    )
    for row in tx.rows(changes):
        if row["device"] not in then or row["seq"] > then[row["device"]].seq:
            return datetime.fromisoformat(row["at"])
    return None


def erased(tx: Tx) -> list[str]:
    """The ids of everybody whose record was erased; no names are left of them."""
    if not _has(tx, "erasure", "person_id"):
        return []
    return sorted(row["person_id"] for row in tx.rows(select(tx.tables["erasure"].c.person_id)))


def _has(tx: Tx, table: str, column: str) -> bool:
    """Whether the file itself has a column: an older one may not."""
    return tx.scalar(_COLUMN, {"table_name": table, "column_name": column}) is not None
