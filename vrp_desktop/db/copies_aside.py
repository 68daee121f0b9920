"""Copies of the whole store that upgrades by earlier versions have left inside its folder.

No more are made: a backup stands before an upgrade. Those that are there hold everybody, so they follow the
store's key, go with the first erasure, and else after as long as a backup from before an upgrade is kept.
"""

from datetime import UTC, datetime
from pathlib import Path

from vrp_desktop.db.judging import judge
from vrp_desktop.db.rekeying import rekey
from vrp_desktop.domain.backups import BEFORE_KEPT
from vrp_desktop.domain.errors import Trouble

_NAME = "store-before-upgrade-from-*.db"


def copies_aside(folder: Path) -> tuple[Path, ...]:
    """The copies in a store's folder, unfinished ones included."""
    return tuple(sorted([*folder.glob(_NAME), *folder.glob(f".{_NAME}")]))


def rekey_copies(folder: Path, old: bytes, new: bytes) -> None:
    """Encrypts each copy that ``old`` still opens with ``new``; one that it does not is left as it is."""
    for copy in copies_aside(folder):
        try:
            judge(copy, old)
        except Trouble:
            continue
        rekey(copy, old, new)


def give_up_copies(folder: Path, now: datetime) -> None:
    """Deletes those whose time is over. One that is open in another program is left to the next time."""
    for copy in copies_aside(folder):
        try:
            if abs(now - datetime.fromtimestamp(copy.stat().st_mtime, UTC)) > BEFORE_KEPT:
                copy.unlink()
        except OSError:
            continue
