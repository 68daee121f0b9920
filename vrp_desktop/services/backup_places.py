"""Where backups lie: beside the store, and in a second place that the organisation has chosen."""

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from vrp_desktop.db.backup import Watch
from vrp_desktop.db.backup_file import BackupFile
from vrp_desktop.db.queries import backups as queries
from vrp_desktop.db.queries import settings
from vrp_desktop.db.store import Store
from vrp_desktop.domain import backups as rules
from vrp_desktop.domain.backups import SUFFIX, Kept, Reason
from vrp_desktop.domain.errors import Refused, Trouble
from vrp_desktop.domain.journal import Head
from vrp_desktop.security.files import flush, flush_folder, make_private, write_whole

NOTED = "backups"
"""The setting that says where the second place is, and how the last backups went."""
FORMER_DEVICES = "former_devices"
"""The setting that says by which names a store that was restored wrote its journal before."""
_PROVEN = "proven.json"
"""For those who cannot open the store: which backups were restored on trial, and when. The store's own word
is the one that counts."""
_ASIDE = ".damaged"
_AT_ONCE = 1 << 20


def first_place(store: Path) -> Path:
    """Beside the store's folder, not inside: a folder that is taken away leaves its backups behind."""
    whole = store.absolute()
    return whole.with_name(f"{whole.name}-backups")


def both(store: Store) -> tuple[Path, ...]:
    """The places there are: the first, and the second where one is chosen and not away."""
    second = store.setting(NOTED, {}).get("second")
    there = [Path(second)] if second and Path(second).is_dir() else []
    return first_place(store.folder), *there


def files_in(place: Path) -> Iterator[BackupFile]:
    """Every backup in a folder whose manifest can be read."""
    for path in sorted(_listed(place)):
        try:
            yield BackupFile(path)
        except (Refused, Trouble):
            continue


def unreadable_in(place: Path) -> Iterator[tuple[Path, str]]:
    """Every file that is called a backup and cannot be used, with why."""
    for path in sorted(_listed(place)):
        try:
            BackupFile(path)
        except (Refused, Trouble) as said:
            yield path, str(said)


def vouched_for(store: Store, place: Path) -> list[BackupFile]:
    """The backups in a place that this copy of the store has made, vouched for by its key."""
    with store.reading() as tx:
        name, _ = queries.identity(tx)
        devices = {store.device, *settings.read(tx, FORMER_DEVICES, [])}
    return [
        file
        for file in files_in(place)
        if file.manifest.store == name and file.manifest.device in devices and file.is_of(store.key)
    ]


def of_former_keys(store: Store, place: Path) -> list[tuple[BackupFile, datetime]]:
    """The backups in a place that were sealed with a key which the store has no longer, and when it got
    another. Nobody vouches for them: what they say of themselves is good for nothing but giving them up.

    An archive is under a key of its own, and has a day of its own to be destroyed on."""
    found = []
    with store.reading() as tx:
        name, _ = queries.identity(tx)
        for file in files_in(place):
            said = file.manifest
            if said.store == name and said.reason is not Reason.ARCHIVE and not file.is_of(store.key):
                ended = queries.rekeyed_since(tx, said.heads)
                if ended is not None:
                    found.append((file, ended))
    return found


def heads_kept(store: Store) -> dict[str, list[Head]]:
    """By device, where the journal stood when this copy of the store made each backup: there it must still
    stand. Ask before the journal is read: a backup that is made meanwhile knows more."""
    heads: dict[str, list[Head]] = {}
    for place in both(store):
        for file in vouched_for(store, place):
            if file.manifest.device == store.device:
                for device, head in file.manifest.heads.items():
                    heads.setdefault(device, []).append(head)
    return heads


def kept(file: BackupFile) -> Kept:
    """A backup as the rotation sees it."""
    manifest = file.manifest
    return Kept(file.path.name, manifest.made_at, manifest.reason, manifest.changes)


def free_path(place: Path, organisation: str, made_at: datetime) -> Path:
    """The path of a new backup; never that of one which is there."""
    number = 1
    while (path := place / rules.file_name(organisation, made_at, number)).exists():
        number += 1
    return path


def copy_to(source: Path, place: Path, watch: Watch) -> Path:
    """Copies a backup to another place, reads the copy back and compares, before it gets its name.

    OSError, or Trouble where it differs, leaves nothing of it."""
    target = place / source.name
    written = place / f".{source.name}.aside"
    try:
        written.unlink(missing_ok=True)
        make_private(written)
        digest = sha256()
        with source.open("rb") as original, written.open("wb") as copy:
            while block := original.read(_AT_ONCE):
                watch.go_on()
                copy.write(block)
                digest.update(block)
            copy.flush()
            flush(copy.fileno())
        if _digest(written, watch) != digest.digest():
            raise Trouble(f"The copy of the backup in {place} is not like the backup. It is tried again.")
        written.replace(target)
        flush_folder(place)
    finally:
        written.unlink(missing_ok=True)
    return target


def put_aside(file: BackupFile, now: datetime) -> None:
    """It is no backup any more. It keeps its content for a while, for whoever wants to look into it."""
    if file.path.exists():
        moved = file.path.replace(file.path.with_name(f"{file.path.name}{_ASIDE}"))
        os.utime(moved, (now.timestamp(), now.timestamp()))


def give_up_put_aside(place: Path, now: datetime) -> None:
    """Removes what was put aside, after as long as a backup from before something large is kept: it may hold
    somebody who was erased."""
    for path in place.glob(f"*{SUFFIX}{_ASIDE}"):
        with suppress(OSError):
            if abs(now - datetime.fromtimestamp(path.stat().st_mtime, UTC)) > rules.BEFORE_KEPT:
                path.unlink()


def remove(files: Iterable[BackupFile], names: frozenset[str]) -> int:
    """Removes those of these names; returns how many could be."""
    removed = 0
    for file in files:
        if file.path.name in names:
            try:
                file.path.unlink(missing_ok=True)
            except OSError:
                continue  # Open in another program, or the stick is write-protected: the next time does it.
            removed += 1
    return removed


def proven_in(place: Path) -> dict[str, datetime]:
    """When the backups in a place were restored on trial, by file name; what cannot be read is nothing."""
    try:
        said = json.loads((place / _PROVEN).read_text(encoding="utf-8"))
        return {str(name): datetime.fromisoformat(at) for name, at in said.items()}
    except (OSError, ValueError, AttributeError, TypeError):
        return {}


def note_proven(place: Path, name: str, at: datetime) -> None:
    """Notes that a backup was restored on trial, and forgets those that are no longer there."""
    said = {n: t for n, t in proven_in(place).items() if (place / n).exists()} | {name: at}
    plain = {n: t.isoformat() for n, t in said.items()}
    write_whole(place / _PROVEN, json.dumps(plain, indent=1, sort_keys=True).encode())


def _listed(place: Path) -> list[Path]:
    try:
        return [path for path in place.iterdir() if path.suffix == SUFFIX and path.is_file()]
    except OSError:
        return []


def _digest(path: Path, watch: Watch) -> bytes:
    digest = sha256()
    with path.open("rb") as file:
        while block := file.read(_AT_ONCE):
            watch.go_on()
            digest.update(block)
    return digest.digest()
