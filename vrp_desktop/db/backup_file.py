"""A backup as one file: a plain container of the encrypted database, its keys, and a manifest vouched for.

The container is an ordinary ZIP without compression, so that any tool can take out ``store.db`` and
``store.keys``. Nothing in it is readable without a passphrase or recovery key of that time, but for the
manifest: names of tables with how many rows each, and the organisation.
"""

import json
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from vrp_desktop.domain.backups import Reason
from vrp_desktop.domain.errors import Refused, Trouble
from vrp_desktop.domain.journal import Head
from vrp_desktop.domain.permissions import StoreKind
from vrp_desktop.security.derived import vouch, vouched
from vrp_desktop.security.files import flush, make_private

DATABASE, KEYS, RETURNS, INDEX = "store.db", "store.keys", "returns.sealed", "index.txt"
PARTS = (DATABASE, KEYS, RETURNS, INDEX)
"""``RETURNS`` and ``INDEX`` stand in an archive of a commission only."""

_MANIFEST, _MAC = "manifest.json", "manifest.mac"
_FORMAT, _VERSION = "vrp-desktop backup", 1
_PURPOSE = "backup manifest"
_LARGEST = 4_000_000
"""Bytes of a manifest: a list of thousands who were erased."""
_AT_ONCE = 1 << 20


@dataclass(frozen=True)
class Part:
    """A file in the container: its size in bytes and its SHA-256."""

    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself. ``store`` names the organisation's store, ``device`` the copy of it."""

    store: str
    organisation: str
    kind: StoreKind
    schema: str
    device: str
    made_at: datetime
    reason: Reason
    counts: Mapping[str, int]
    """Rows by table."""
    heads: Mapping[str, Head]
    """Where each device's journal stood."""
    erased: str
    """The ids of everybody erased up to then, sealed with the store key, as hex digits."""
    parts: Mapping[str, Part]

    @property
    def changes(self) -> int:
        """How many entries its journal holds."""
        return self.counts["journal"]

    def to_bytes(self) -> bytes:
        """As it stands in the container, and is vouched for."""
        plain = {
            "format": _FORMAT,
            "version": _VERSION,
            "store": self.store,
            "organisation": self.organisation,
            "kind": self.kind.value,
            "schema": self.schema,
            "device": self.device,
            "made_at": self.made_at.isoformat(),
            "reason": self.reason.value,
            "counts": dict(self.counts),
            "heads": {device: list(head) for device, head in self.heads.items()},
            "erased": self.erased,
            "parts": {name: [part.size, part.sha256] for name, part in self.parts.items()},
        }
        return json.dumps(plain, ensure_ascii=False, indent=1, sort_keys=True).encode()


class BackupFile:
    """A backup's file, looked into. Refused where it is none, Trouble where it is damaged or newer.

    What its manifest says is to be believed only after ``is_of``."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with self._opened() as container:
            names = container.namelist()
            if _MANIFEST not in names or _MAC not in names:
                raise self.not_one()
            self._raw = self._small(container, _MANIFEST)
            self._mac = self._small(container, _MAC).decode("ascii", "replace")
        self.manifest = self._parsed()
        if sorted(names) != sorted([_MANIFEST, _MAC, *self.manifest.parts]):
            raise self.damaged("it does not hold what its manifest says")

    @property
    def size(self) -> int:
        """In bytes."""
        return self.path.stat().st_size

    def is_of(self, store_key: bytes) -> bool:
        """Whether somebody with this key wrote the manifest, and nobody has changed it since."""
        return vouched(store_key, _PURPOSE, self._raw, self._mac)

    def unpack(self, folder: Path, names: Iterable[str], told: Callable[[], None] = lambda: None) -> None:
        """Writes parts into a folder, each compared with the manifest. ``told`` is called again and again."""
        with self._opened() as container:
            for name in names:
                part = self.manifest.parts[name]
                with container.open(name) as source, _Written(folder / name) as target:
                    if _poured(source, target, told, part.size) != part:
                        raise self.damaged(f"“{name}” in it is not what was written")

    def damaged(self, why: str) -> Trouble:
        """Words for a backup that cannot be used."""
        return Trouble(f"The backup {self.path} is damaged: {why}. Choose another backup.")

    def not_one(self) -> Refused:
        """Words for a file that is something else."""
        return Refused(f"{self.path} is not a backup of this program. Choose a file that ends in .vrpbackup.")

    def newer(self) -> Trouble:
        """Words for what only a later version can read."""
        return Trouble(
            f"The backup {self.path} was made by a newer version of this program. Install that version, "
            "then restore it."
        )

    @contextmanager
    def _opened(self) -> Iterator[zipfile.ZipFile]:
        try:
            with self.path.open("rb") as file:
                if file.read(4) != b"PK\x03\x04":
                    raise self.not_one()
                with zipfile.ZipFile(file) as container:
                    yield container
        except FileNotFoundError:
            raise Refused(f"There is no file {self.path}. Check the name, or put the stick back.") from None
        except (zipfile.BadZipFile, NotImplementedError, EOFError, RuntimeError) as fault:
            raise self.damaged("it is cut short or has been changed") from fault
        except OSError as fault:
            raise Trouble(
                f"{self.path} cannot be read: {fault.strerror or fault}. Check that the disk or stick is in "
                "place and that you have the right to read it."
            ) from fault

    def _small(self, container: zipfile.ZipFile, name: str) -> bytes:
        if container.getinfo(name).file_size > _LARGEST:
            raise self.damaged("its manifest is too long")
        return container.read(name)

    def _parsed(self) -> Manifest:
        try:
            plain: dict[str, Any] = json.loads(self._raw)
            if plain["format"] != _FORMAT:
                raise self.not_one()
            if plain["version"] > _VERSION:
                raise self.newer()
            parts = {name: Part(int(size), str(digest)) for name, (size, digest) in plain["parts"].items()}
            if not {DATABASE, KEYS} <= parts.keys() <= set(PARTS):
                raise self.damaged("its manifest names other parts than a backup has")
            made_at = datetime.fromisoformat(plain["made_at"])
            if made_at.tzinfo is None:
                raise self.damaged("its manifest cannot be read")
            return Manifest(
                str(plain["store"]),
                str(plain["organisation"]),
                StoreKind(plain["kind"]),
                str(plain["schema"]),
                str(plain["device"]),
                made_at,
                Reason(plain["reason"]),
                {str(table): int(count) for table, count in plain["counts"].items()},
                {
                    str(device): Head(int(seq), str(digest))
                    for device, (seq, digest) in plain["heads"].items()
                },
                str(plain["erased"]),
                parts,
            )
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as fault:
            raise self.damaged("its manifest cannot be read") from fault


def not_written(folder: Path, fault: OSError) -> Trouble:
    """Words for a disk that does not take what is written in a folder."""
    return Trouble(
        f"Nothing could be written in {folder}: {fault.strerror or fault}. Free some space, or put the disk "
        "or stick back; nothing that was there before has been touched."
    )


class _Written:
    """A private file that is on the disk when the block ends. Its faults are the target's, in words: those
    of the backup that is read at the same time are told otherwise."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with self._in_words():
            make_private(path)
            self._file = path.open("wb")

    def __enter__(self) -> "_Written":
        return self

    def write(self, block: bytes) -> None:
        with self._in_words():
            self._file.write(block)

    def __exit__(self, *_: object) -> None:
        with self._in_words(), self._file:
            self._file.flush()
            flush(self._file.fileno())

    @contextmanager
    def _in_words(self) -> Iterator[None]:
        try:
            yield
        except OSError as fault:
            raise not_written(self._path.parent, fault) from fault


def write(
    path: Path,
    folder: Path,
    names: Iterable[str],
    store_key: bytes,
    manifest_of: Callable[[Mapping[str, Part]], Manifest],
    told: Callable[[], None] = lambda: None,
) -> Manifest:
    """Writes a container of a folder's files, and waits until the disk has it. OSError leaves no file."""
    make_private(path)
    try:
        with path.open("wb") as file:
            parts: dict[str, Part] = {}
            with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as container:
                for name in names:
                    with (
                        (folder / name).open("rb") as source,
                        container.open(name, "w", force_zip64=True) as target,
                    ):
                        parts[name] = _poured(source, target, told)
                manifest = manifest_of(parts)
                raw = manifest.to_bytes()
                container.writestr(_MANIFEST, raw)
                container.writestr(_MAC, vouch(store_key, _PURPOSE, raw))
            file.flush()
            flush(file.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return manifest


def _poured(source: Any, target: Any, told: Callable[[], None], most: int | None = None) -> Part:
    """Copies a stream, at most one block past ``most``, and says what went through."""
    size, digest = 0, sha256()
    while (most is None or size <= most) and (block := source.read(_AT_ONCE)):
        told()
        target.write(block)
        digest.update(block)
        size += len(block)
    return Part(size, digest.hexdigest())
