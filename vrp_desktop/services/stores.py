"""Making a store, and signing in to one."""

import secrets
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from vrp_desktop.db.queries import settings, users
from vrp_desktop.db.store import STORE_FILE, Store
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.ids import new_id
from vrp_desktop.domain.permissions import Actor, Role, StoreKind
from vrp_desktop.security import keys, passphrases, seal
from vrp_desktop.security.files import flush_folder
from vrp_desktop.security.lock import InUse, StoreLock
from vrp_desktop.services import unlocking
from vrp_desktop.services import workspace as workspaces
from vrp_desktop.services.unlocking import in_words
from vrp_desktop.services.workspace import Workspace

SHORTEST_PASSPHRASE = passphrases.SHORTEST
THRESHOLD = 5
"""The smallest count that a new provider publishes; smaller ones are hidden."""

_FIRST_ROLES = {
    StoreKind.PROVIDER: frozenset({Role.MANAGER, Role.ADMINISTRATOR, Role.WORKER}),
    StoreKind.COMMISSIONER: frozenset({Role.COMMISSIONER, Role.ADMINISTRATOR}),
}


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

    def __repr__(self) -> str:
        return f"Created({self.workspace!r})"


def look(folder: Path) -> Found:
    """What there is in a folder, without a passphrase. Trouble where it must not be read."""
    with in_words(folder):
        database = folder / STORE_FILE
        names = (database, folder / keys.KEYS_FILE, folder / keys.TWIN_FILE)
        if not any(path.exists() for path in names):
            return Found.NOTHING
        whole = database.is_file() and database.stat().st_size > 0 and keys.readable(folder)
        return Found.STORE if whole else Found.DAMAGED


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
    organisation, user = organisation.strip(), user.strip()
    _check(organisation, user, passphrase)
    folder = folder.absolute()
    _check_free(folder)
    clock = clock or workspaces.now
    actor = Actor(new_id(), user, _FIRST_ROLES[kind])
    with in_words(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        _clear_unfinished(folder)
        making = folder.with_name(f".{folder.name}.making-{secrets.token_hex(4)}")
        making.mkdir(mode=0o700)
        try:
            key, recovery_key = keys.create(making, actor.id, passphrase)
            store = Store.create(making, kind, key, clock)
            try:
                _fill(store, actor, organisation, clock)
            finally:
                store.close()
            flush_folder(making)
            if folder.exists():
                folder.rmdir()  # It is empty; Windows cannot rename over a folder.
            making.rename(folder)
            flush_folder(folder.parent)
        except BaseException:
            shutil.rmtree(making, ignore_errors=True)
            raise
    return Created(Workspace(folder, Store.open(folder, key), actor, clock), recovery_key)


def sign_in(folder: Path, passphrase: str, clock: Callable[[], datetime] | None = None) -> Workspace:
    """Opens the store with a user's passphrase (or with the recovery key, typed in its place).

    Upgrades an older schema after copying the store aside. Refuses a wrong passphrase; Trouble for a
    damaged store, a store from a newer version (left untouched) or a folder that cannot be read.
    """
    if look(folder) is Found.NOTHING:
        raise Refused(f"There is no store in {folder}. Choose the folder it is in, or make a new store.")
    clock = clock or workspaces.now
    unlocked = unlocking.unlock(folder, passphrase, clock)
    store = Store.open(folder, unlocked.key)
    try:
        with store.reading() as tx:
            actor = users.active(tx, unlocked.user_id)
        if actor is None:
            raise Refused("You are no longer a user of this store. Ask whoever holds the administrator role.")
    except BaseException:
        store.close()
        raise
    return Workspace(folder, store, actor, clock)


def _check(organisation: str, user: str, passphrase: str) -> None:
    faults: dict[str, str] = {}
    if not organisation:
        faults["organisation"] = "Write the organisation's name, as it should stand on a return."
    if not user:
        faults["user"] = "Write your name, so that colleagues know who recorded what."
    weak = passphrases.fault(passphrase, (organisation, user))
    if weak is not None:
        faults["passphrase"] = weak
    if faults:
        raise Refused.for_fields(faults)


def _check_free(folder: Path) -> None:
    with in_words(folder):
        if look(folder) is not Found.NOTHING:
            raise Refused(f"There is a store in {folder} already. Sign in to it, or choose another folder.")
        if folder.exists() and any(folder.iterdir()):
            raise Refused(
                f"There is something in {folder} already. Choose an empty folder, or the name of a new one."
            )


def _clear_unfinished(folder: Path) -> None:
    """Removes what a making that was killed left behind, unless it is still at work."""
    for left in folder.parent.glob(f".{folder.name}.making-*"):
        try:
            StoreLock(left).release()
        except (InUse, OSError):
            continue
        shutil.rmtree(left, ignore_errors=True)


def _fill(store: Store, actor: Actor, organisation: str, clock: Callable[[], datetime]) -> None:
    with store.writing(actor.id, clock) as tx:
        users.add(tx, actor)
        settings.write(tx, "organisation", {"id": new_id(), "name": organisation})
        if store.kind is StoreKind.PROVIDER:
            settings.write(tx, "threshold", THRESHOLD)
            private, public = seal.new_signing_key()
            values = {"public": public, "private": private, "made_on": clock().date()}
            tx.insert(tx.tables["signing_key"], values)
