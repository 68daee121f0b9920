"""Making a store, and signing in to one."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from vrp_desktop.domain.permissions import StoreKind
from vrp_desktop.services.workspace import Workspace

SHORTEST_PASSPHRASE = 12


class Found(StrEnum):
    """What stands in a folder."""

    NOTHING = "nothing"
    STORE = "store"
    DAMAGED = "damaged"
    """A store whose keys file, twin or database is missing or torn."""


@dataclass(frozen=True)
class Created:
    """A fresh store, open, with its first user signed in. The recovery key is told this once only."""

    workspace: Workspace
    recovery_key: str


def look(folder: Path) -> Found:
    """What there is in a folder, without a passphrase."""
    raise NotImplementedError


def create(
    folder: Path,
    kind: StoreKind,
    organisation: str,
    user: str,
    passphrase: str,
    clock: Callable[[], datetime] | None = None,
) -> Created:
    """Makes a store of a kind, with its first user (manager and administrator, or commissioner).

    Refuses a passphrase under 12 characters or on the deny list, a folder that already holds a store,
    empty names. Trouble where the folder cannot be written; nothing is left half-made.
    """
    raise NotImplementedError


def sign_in(folder: Path, passphrase: str, clock: Callable[[], datetime] | None = None) -> Workspace:
    """Opens the store with a user's passphrase (or with the recovery key, typed in its place).

    Upgrades an older schema after copying the store aside. Refuses a wrong passphrase; Trouble for a
    damaged store, a store from a newer version (left untouched) or a folder that cannot be read.
    """
    raise NotImplementedError
