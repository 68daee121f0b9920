"""Making a store, and signing in to one."""

import secrets
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from vrp_desktop.db.queries import merging, settings, users
from vrp_desktop.db.store import STORE_FILE, Store, Tx
from vrp_desktop.domain.errors import Refused, Trouble, Unwritable
from vrp_desktop.domain.ids import new_id
from vrp_desktop.domain.journal import SIGNED_IN
from vrp_desktop.domain.merging import PARTS_FOR
from vrp_desktop.domain.permissions import Actor, StoreKind
from vrp_desktop.domain.returns.rule import DEFAULT_THRESHOLD
from vrp_desktop.domain.users import FIRST, User
from vrp_desktop.security import keys, passphrases, rekeying, seal
from vrp_desktop.security.files import flush_folder
from vrp_desktop.security.lock import InUse, StoreLock
from vrp_desktop.services import rekeyed, unlocking, upgrading
from vrp_desktop.services import workspace as workspaces
from vrp_desktop.services.unlocking import in_words
from vrp_desktop.services.workspace import Workspace

SHORTEST_PASSPHRASE = passphrases.SHORTEST


class Found(StrEnum):
    """What stands in a folder."""

    NOTHING = "nothing"
    STORE = "store"
    DAMAGED = "damaged"
    """A store whose keys file, twin or database is missing or torn."""


@dataclass(frozen=True)
class Created:
    """A store, open, with somebody signed in, and its new recovery key, which is told this once only."""

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
    actor = Actor(new_id(), user, FIRST[kind])
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

    Upgrades an older schema after a backup, and older keys. Refuses a wrong passphrase, and
    any while a wait after wrong ones lasts; Trouble for a damaged store, a store from a newer version (left
    untouched) or a folder that cannot be read. Where the store cannot be written it is opened to be looked at
    only.
    """
    clock = clock or workspaces.now
    wrong_before = unlocking.wrong_so_far(folder)
    unlocked, store = _opened(folder, passphrase, clock)
    try:
        with store.reading() as tx:
            actor = _who(tx, unlocked)
        if store.only_look is None:
            with suppress(OSError):
                # Nothing depends on it: the keys open the store as they are, and the next time may do.
                keys.settle(folder, unlocked)
            try:
                with store.writing(actor.id, clock) as writing:
                    writing.event(SIGNED_IN, "user", actor.id, by=unlocked.kind, refused_before=wrong_before)
                    if store.kind is StoreKind.PROVIDER:
                        merging.let_go(writing, clock().date() - PARTS_FOR)
            except Unwritable as fault:
                # There is room to open it, and none to save: better known now than after an hour's typing.
                key = store.key
                store.close()
                store = Store.open(folder, key, why=fault.why)
    except BaseException:
        store.close()
        raise
    return Workspace(folder, store, actor, clock)


def seconds_to_wait(folder: Path) -> int:
    """Seconds until the next passphrase is taken, after wrong ones; 0 where it may be typed now."""
    return unlocking.seconds_to_wait(folder, workspaces.now)


def users_by_recovery_key(
    folder: Path, recovery_key: str, clock: Callable[[], datetime] | None = None
) -> tuple[User, ...]:
    """Who may sign in, for whoever holds the recovery key and has to say whose passphrase is lost."""
    _, store = _opened(folder, recovery_key, clock or workspaces.now, by_recovery_key=True)
    try:
        store.need_writable()
        with store.reading() as tx:
            return tuple(user for user in users.every(tx) if user.active)
    finally:
        store.close()


def recover(
    folder: Path,
    recovery_key: str,
    user_id: str,
    passphrase: str,
    clock: Callable[[], datetime] | None = None,
) -> Created:
    """Gives a user a new passphrase and the store a new recovery key; the old one opens nothing any more.

    Refuses a wrong or mistyped recovery key, a weak passphrase, and a user who has left. Trouble where the
    keys cannot be written."""
    clock = clock or workspaces.now
    unlocked, store = _opened(folder, recovery_key, clock, by_recovery_key=True)
    try:
        store.need_writable()
        with store.reading() as tx:
            actor = users.active(tx, user_id)
            organisation = str(settings.read(tx, "organisation")["name"])
        if actor is None:
            raise Refused("Choose whose passphrase is lost.", {"user": "Choose whose passphrase is lost."})
        weak = passphrases.fault(passphrase, (organisation, actor.name))
        if weak is not None:
            raise Refused.for_fields({"passphrase": weak})
        with in_words(folder), unlocking.changing(folder):
            keys.settle(folder, unlocked)
            rekeying.set_passphrase(folder, unlocked.key, actor.id, passphrase, here=True)
            made = rekeying.new_recovery_key(folder, unlocked.key, unlocked.user_id)
        with suppress(Trouble), store.writing(actor.id, clock) as writing:
            writing.event("set a new passphrase by the recovery key", "user", actor.id)
    except BaseException:
        store.close()
        raise
    return Created(Workspace(folder, store, actor, clock), made)


def _opened(
    folder: Path, secret: str, clock: Callable[[], datetime], by_recovery_key: bool = False
) -> tuple[keys.Unlocked, Store]:
    """The store that a secret opens, and by which of the keys it gave."""
    if look(folder) is Found.NOTHING:
        raise Refused(f"There is no store in {folder}. Choose the folder it is in, or make a new store.")
    if by_recovery_key:
        first = unlocking.unlock_by_recovery_key(folder, secret, clock)
    else:
        first = unlocking.unlock(folder, secret, clock)
    tried = (first, *first.others)
    for unlocked in tried:
        try:
            store = upgrading.open_store(folder, unlocked.key, clock)
        except Trouble:
            if unlocked is tried[-1]:
                raise
            continue
        _finish(store, [one.key for one in tried if one.content is unlocked.content], clock)
        return unlocked, store
    raise AssertionError("there is always one that was tried")


def _finish(store: Store, newest_first: list[bytes], clock: Callable[[], datetime]) -> None:
    """Does what is left of removing a user, where the program was stopped in the midst of it."""
    if len(newest_first) == 1 or store.only_look is not None:
        return
    newest, *former = newest_first
    # With a full disk both keys go on opening the store, and the next sign-in tries again.
    with suppress(Trouble, OSError):
        if store.key != newest:
            store.rekey(newest)
        rekeyed.finish(store, former, clock)


def _who(tx: Tx, unlocked: keys.Unlocked) -> Actor:
    """Whose passphrase it was. The recovery key belongs to the organisation: where the user it was made for
    has left, whoever holds the administrator role is signed in by it."""
    actor = users.active(tx, unlocked.user_id)
    if actor is None and unlocked.kind == keys.RECOVERY:
        administrators = [user.id for user in users.every(tx) if user.is_administrator]
        actor = users.active(tx, administrators[0]) if administrators else None
    if actor is None:
        raise Refused("You are no longer a user of this store. Ask whoever holds the administrator role.")
    return actor


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
            settings.write(tx, "threshold", DEFAULT_THRESHOLD)
            private, public = seal.new_signing_key()
            values = {"public": public, "private": private, "made_on": clock().date()}
            tx.insert(tx.tables["signing_key"], values)
