"""Where backups lie: beside the store, and in a second place that the organisation has chosen."""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from vrp_desktop.db.backup import Watch
from vrp_desktop.db.backup_file import BackupFile
from vrp_desktop.domain import backups as rules
from vrp_desktop.domain.backups import SUFFIX, Kept
from vrp_desktop.domain.errors import Refused, Trouble
from vrp_desktop.security.files import flush, flush_folder, make_private, write_whole

_PROVEN = "proven.json"
"""For those who cannot open the store: which backups were restored on trial, and when. The store's own word
is the one that counts."""
_AT_ONCE = 1 << 20


def first_place(store: Path) -> Path:
    """Beside the store's folder, not inside: a folder that is taken away leaves its backups behind."""
    whole = store.absolute()
    return whole.with_name(f"{whole.name}-backups")


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
