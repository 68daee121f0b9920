"""Whether a store is sound to the last page: the cipher's own check, SQLite's, its references."""

from collections.abc import Collection

from sqlalchemy import text

from vrp_desktop.db.connection import log_waits
from vrp_desktop.db.store import STORE_FILE, Store
from vrp_desktop.db.transactions import Tx

_CIPHER = "PRAGMA cipher_integrity_check"
_CHECKS = {
    _CIPHER: "a page has been changed outside the program",
    "PRAGMA integrity_check": "its tables do not hang together",
    "PRAGMA foreign_key_check": "a row refers to another that is not there",
}


def check(store: Store) -> tuple[str, ...]:
    """What is wrong with an open store. Trouble where a page cannot even be read."""
    if store.only_look is not None:
        with store.reading() as tx:
            # What waits in a log stays there: then every page is read by the other checks alone.
            return faults(tx, {_CIPHER} if log_waits(store.folder / STORE_FILE) else ())
    found: tuple[str, ...] = ()
    for _ in range(2):
        # Pages that wait in the log are taken for faults, so they are brought into the file before; and
        # should somebody have written in between, a second look tells.
        store.checkpoint()
        with store.reading() as tx:
            found = faults(tx)
        if not found:
            break
    return found


def faults(tx: Tx, but: Collection[str] = ()) -> tuple[str, ...]:
    """What is wrong with a file that nobody writes to, in words; nothing where it is sound."""
    return tuple(
        words
        for statement, words in _CHECKS.items()
        if statement not in but and any("ok" not in row.values() for row in tx.rows(text(statement)))
    )
