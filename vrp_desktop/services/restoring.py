"""Bringing a store back from a backup: beside what is there, proven, and only then in its place."""

import secrets
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from vrp_desktop.db import backup
from vrp_desktop.db.backup import Progress, Stopped, Watch
from vrp_desktop.db.backup_file import KEYS, RETURNS, BackupFile
from vrp_desktop.db.queries import backups as queries
from vrp_desktop.db.queries import settings
from vrp_desktop.db.store import PROGRAM, STORE_FILE, Store
from vrp_desktop.domain.backups import Reason
from vrp_desktop.domain.errors import Refused, Trouble
from vrp_desktop.domain.ids import new_id
from vrp_desktop.domain.permissions import StoreKind
from vrp_desktop.security import keys
from vrp_desktop.security.files import flush_folder
from vrp_desktop.security.lock import InUse, StoreLock
from vrp_desktop.services import backup_places as places
from vrp_desktop.services import erasure, stores, unlocking
from vrp_desktop.services import workspace as workspaces
from vrp_desktop.services.backup_places import FORMER_DEVICES
from vrp_desktop.services.custody import take_out_returns
from vrp_desktop.services.unlocking import in_words

_WRONG = (
    "That passphrase does not open this backup. Type a passphrase that was in use when the backup was made, "
    "or the recovery key of that time."
)


@dataclass(frozen=True)
class Choice:
    """A backup that somebody could restore, as its file says of itself."""

    path: Path
    organisation: str
    made_at: datetime
    reason: Reason
    size: int
    people: int
    """How many people's records it holds; 0 in a commissioner's."""
    proven_at: datetime | None


@dataclass(frozen=True)
class Restored:
    """A store that was brought back. ``aside`` is where the one that was there before is kept."""

    folder: Path
    made_at: datetime
    counts: dict[str, int]
    erased_again: int
    """How many people's records came back with it and were erased once more."""
    aside: Path | None


def choices(folder: Path, others: Iterable[Path] = ()) -> tuple[Choice, ...]:
    """The backups beside a store's folder, and in other folders, that can be read; the newest first."""
    found: dict[Path, Choice] = {}
    for place in (places.first_place(folder), *others):
        proven = places.proven_in(place)
        for file in places.files_in(place):
            found[file.path] = _choice(file, proven.get(file.path.name))
    return tuple(sorted(found.values(), key=lambda choice: (choice.made_at, choice.path), reverse=True))


def choice_of(path: Path) -> Choice:
    """A backup that somebody has pointed at. Refused where it is none, Trouble where it is damaged."""
    return _choice(BackupFile(path), places.proven_in(path.parent).get(path.name))


def restore(
    path: Path,
    secret: str,
    folder: Path,
    replace: bool = False,
    clock: Callable[[], datetime] = workspaces.now,
    progress: Progress = Watch.progress,
    cancelled: Callable[[], bool] = Watch.cancelled,
) -> Restored:
    """Brings a store back into a folder, with a passphrase or recovery key of the time of the backup.

    It is restored beside, proven, given a name of its own to write its journal under, and rid again of
    everybody who has been erased since; only then it takes its place. Where there is a store already, it is
    refused, or with ``replace`` kept aside. Refused for a wrong passphrase or the backup of another store;
    Trouble for a damaged backup or a newer one. Whatever fails, everything is as it was."""
    watch, folder = Watch(progress, cancelled), folder.absolute()
    file = BackupFile(path)
    _check_place(file, folder, replace)
    with in_words(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        work = folder.with_name(f".{folder.name}.restoring-{secrets.token_hex(4)}")
        work.mkdir(mode=0o700)
    try:
        watch.tell(0, "Opening the backup")
        key = _unpacked(file, secret, work, clock, watch)
        if RETURNS in file.manifest.parts:
            _take_out(file, key, work, watch)
        watch.tell(70, "Erasing again what was erased")
        scratch = work / "scratch"
        scratch.mkdir()
        erased = _erased_since(file, key, secret, folder, scratch)
        shutil.rmtree(scratch)
        erased_again = _settle_in(file, key, erased, work, clock)
        watch.tell(95, "Putting it in its place")
        with in_words(folder):
            flush_folder(work)
            aside = _swap(folder, work, clock())
    except Stopped:
        raise Refused("Stopped. Everything is as it was.") from None
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return Restored(folder, file.manifest.made_at, dict(file.manifest.counts), erased_again, aside)


def _choice(file: BackupFile, proven_at: datetime | None) -> Choice:
    manifest = file.manifest
    people = manifest.counts.get("person", 0)
    return Choice(
        file.path, manifest.organisation, manifest.made_at, manifest.reason, file.size, people, proven_at
    )


def _check_place(file: BackupFile, folder: Path, replace: bool) -> None:
    if stores.look(folder) is stores.Found.NOTHING:
        with in_words(folder):
            if folder.exists() and any(folder.iterdir()):
                raise Refused(f"There is something in {folder} already. Choose the name of a new folder.")
        return
    if not replace:
        raise Refused(
            f"There is a store in {folder} already, and restoring would hide it. Choose the name of a new "
            "folder."
        )
    known = {f.manifest.store for f in places.files_in(places.first_place(folder))}
    if known and file.manifest.store not in known:
        raise Refused(
            f"{file.path} is a backup of another store, that of {file.manifest.organisation}. Restore it "
            "into a new folder, or choose one of this store’s own backups."
        )
    try:
        StoreLock(folder).release()
    except InUse:
        raise Trouble(
            f"The store in {folder} is open, in another window or program. Close it there, then restore."
        ) from None
    except OSError:
        return  # What is wrong with the folder is said when it is moved aside.


def _unpacked(
    file: BackupFile, secret: str, work: Path, clock: Callable[[], datetime], watch: Watch
) -> bytes:
    with in_words(work):
        file.unpack(work, [KEYS], watch.go_on)
    unlocked = unlocking.unlock(work, secret, clock, wrong=_WRONG)
    # While the store's key was being changed its keys file held two; the manifest tells which is meant.
    opened = [one.key for one in (unlocked, *unlocked.others)]
    key = next((one for one in opened if file.is_of(one)), unlocked.key)
    watch.tell(10, "Restoring")
    backup.prove(file, key, work, watch)
    return key


def _take_out(file: BackupFile, key: bytes, work: Path, watch: Watch) -> None:
    """The final returns of an archive, as files beside its store."""
    folder = work / "returns"
    with in_words(work):
        folder.mkdir()
        file.unpack(folder, [RETURNS], watch.go_on)
        take_out_returns((folder / RETURNS).read_bytes(), key, folder)
        (folder / RETURNS).unlink()


def _erased_since(file: BackupFile, key: bytes, secret: str, folder: Path, work: Path) -> set[str]:
    """Everybody known to have been erased: from the store that stood there, as far as it can be read, and
    from the newest of the backups, each of which knows everybody erased until then."""
    kind, erased = file.manifest.kind, set(backup.erased_in(file, key))
    in_place = _key_of(folder, secret, work / "in place")
    if in_place is not None:
        erased |= set(backup.erased_at(folder / STORE_FILE, in_place, kind))
    others = [
        other
        for place in {places.first_place(folder), file.path.absolute().parent}
        for other in places.files_in(place)
        if other.manifest.store == file.manifest.store and other.manifest.changes > file.manifest.changes
    ]
    for number, other in enumerate(sorted(others, key=lambda o: o.manifest.changes, reverse=True)):
        its_key: bytes | None = key
        if not other.is_of(key):
            keys_of_it = work / f"keys {number}"
            keys_of_it.mkdir()
            other.unpack(keys_of_it, [KEYS])
            its_key = _key_of(keys_of_it, secret, keys_of_it / "copy")
        if its_key is not None and other.is_of(its_key):
            return erased | set(backup.erased_in(other, its_key))
    return erased


def _key_of(folder: Path, secret: str, copy: Path) -> bytes | None:
    """The key of another store or backup, if the same secret opens it. Its own files are left alone."""
    copy.mkdir()
    try:
        for name in (keys.KEYS_FILE, keys.TWIN_FILE):
            if (folder / name).is_file():
                shutil.copyfile(folder / name, copy / name)
        return keys.unlock(copy, secret).key
    except (keys.WrongSecret, keys.KeysDamaged, keys.KeysNewer, OSError):
        return None


def _settle_in(
    file: BackupFile, key: bytes, erased: set[str], folder: Path, clock: Callable[[], datetime]
) -> int:
    """Opens the restored store once, to tell it who it is now and to erase again whom it should not hold."""
    device = new_id()
    # An older one needs no other backup than the one it comes from.
    store = Store.open(folder, key, device, before_upgrade=lambda older: None)
    try:
        with store.writing(PROGRAM, clock) as tx:
            former = settings.read(tx, FORMER_DEVICES, [])
            settings.write(tx, FORMER_DEVICES, [*former, settings.read(tx, "device")])
            settings.write(tx, "device", device)
            tx.event("restored", queries.BACKUP, new_id(), file=file.path.name, made_at=file.manifest.made_at)
        if store.kind is StoreKind.COMMISSIONER:
            return 0  # It has nobody in it to erase.
        return len(erasure.reapply(store, sorted(erased), PROGRAM, clock))
    finally:
        store.close()


def _swap(folder: Path, work: Path, now: datetime) -> Path | None:
    """Puts the restored store in place; returns where the one before is kept, if there was one."""
    aside = None
    if folder.exists():
        if any(folder.iterdir()):
            aside = _free(folder.with_name(f"{folder.name}-before-restoring-{now:%Y-%m-%dT%H%M}"))
            folder.rename(aside)
        else:
            folder.rmdir()
    try:
        work.rename(folder)
    except OSError:
        if aside is not None:
            aside.rename(folder)
        raise
    flush_folder(folder.parent)
    return aside


def _free(path: Path) -> Path:
    number, free = 1, path
    while free.exists():
        number += 1
        free = path.with_name(f"{path.name}-{number}")
    return free
