"""Making a backup, and proving that it can be restored: each is opened and checked before it counts."""

import json
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from vrp_desktop.db import backup_file, integrity, upgrade
from vrp_desktop.db.backup_file import DATABASE, KEYS, BackupFile, Manifest
from vrp_desktop.db.connection import READ, engine, in_words
from vrp_desktop.db.judging import judge
from vrp_desktop.db.queries import audit
from vrp_desktop.db.queries import backups as queries
from vrp_desktop.db.store import Store
from vrp_desktop.db.transactions import Tx
from vrp_desktop.domain.backups import Reason
from vrp_desktop.domain.errors import Trouble
from vrp_desktop.domain.permissions import StoreKind
from vrp_desktop.security import keys
from vrp_desktop.security.derived import NotOpened, open_bytes, seal_bytes
from vrp_desktop.security.files import flush_folder
from vrp_desktop.security.lock import InUse, StoreLock

Progress = Callable[[int, int, str], None]
"""How many hundredths are done, of a hundred, and what is being done."""
_ERASED = "backup erasures"
_MAKING = ".backup-"


class Stopped(Exception):  # noqa: N818 - what happened, at somebody's wish
    """Somebody asked to stop, or the store is being closed; nothing is left behind."""


@dataclass(frozen=True)
class Watch:
    """How long work over a backup tells how far it is, and hears that it should stop."""

    progress: Progress = lambda done, total, what: None
    cancelled: Callable[[], bool] = lambda: False

    def tell(self, hundredths: int, what: str) -> None:
        """Says how far it is. Raises Stopped."""
        self.go_on()
        self.progress(hundredths, 100, what)

    def go_on(self) -> None:
        """Raises Stopped where somebody wished so."""
        if self.cancelled():
            raise Stopped


@dataclass(frozen=True)
class Sealing:
    """An archive's own key, the keys file that opens it, and what else goes into its container."""

    key: bytes = field(repr=False)
    keys_file: bytes = field(repr=False)
    parts: Mapping[str, bytes]


def make(
    store: Store,
    path: Path,
    made_at: datetime,
    reason: Reason,
    watch: Watch | None = None,
    sealing: Sealing | None = None,
) -> Manifest:
    """Writes a backup of an open store to a file that is not there yet; others go on reading and writing.

    It is written aside, opened again, restored on trial and compared before it gets its name. Trouble
    where the disk or the copy fails; then, as after Stopped, there is no file. ``sealing`` puts it under a
    key of its own."""
    watch = _until_closed(store, watch or Watch())
    with aside(path.parent) as work:
        keys_before = _keys_of(store.folder)
        with store.reading() as tx:
            # Here, because the store's key is never changed while somebody reads.
            key = store.key if sealing is None else sealing.key
            counts, heads = queries.counts(tx), queries.heads(tx)
            name, organisation = queries.identity(tx)
            erased = seal_bytes(key, _ERASED, json.dumps(queries.erased(tx)).encode()).hex()

            def copied(done: int, total: int) -> None:
                watch.tell(60 * done // max(total, 1), "Copying")

            with _disk_in_words(path.parent), in_words(path.parent):
                tx.copy_to(work / DATABASE, key, copied)
        if _keys_of(store.folder) != keys_before:
            raise Trouble("Somebody's keys were changed meanwhile, so no backup was made. It is tried again.")
        extra = {KEYS: keys_before} if sealing is None else {KEYS: sealing.keys_file, **sealing.parts}

        def manifest_of(parts: Mapping[str, backup_file.Part]) -> Manifest:
            return Manifest(
                store=name,
                organisation=organisation,
                kind=store.kind,
                schema=store.schema,
                device=store.device,
                made_at=made_at,
                reason=reason,
                counts=counts,
                heads=heads,
                erased=erased,
                parts=parts,
            )

        with _disk_in_words(path.parent):
            for part, content in extra.items():
                (work / part).write_bytes(content)
            watch.tell(62, "Writing")
            written = work / path.name
            manifest = backup_file.write(written, work, [DATABASE, *extra], key, manifest_of, watch.go_on)
            (work / DATABASE).unlink()
            watch.tell(70, "Checking")
            trial = work / "trial"
            trial.mkdir()
            prove(BackupFile(written), key, trial, watch)
            watch.tell(99, "Checking")
            written.replace(path)
            flush_folder(path.parent)
    return manifest


def prove(file: BackupFile, key: bytes, folder: Path, watch: Watch | None = None) -> None:
    """Restores the database of a backup into an empty folder and compares everything with the manifest.

    Trouble where the key is another, a byte has changed, or a row is missing."""
    watch = watch or Watch()
    if not file.is_of(key):
        raise file.damaged("it was not sealed with this store's key, or its manifest has been changed")
    with _disk_in_words(folder):
        file.unpack(folder, [DATABASE], watch.go_on)
    watch.go_on()
    check(file, folder, key)


def check(file: BackupFile, folder: Path, key: bytes) -> None:
    """Compares a database that was taken out of a backup with the manifest. Trouble where they differ."""
    manifest = file.manifest
    kind = upgrade.kind_of(manifest.schema)
    if kind is None:
        raise file.newer()
    path = folder / DATABASE
    try:
        standing = judge(path, key)
        if (standing.kind, standing.revision, standing.device) != (kind, manifest.schema, manifest.device):
            raise file.damaged("its database is not the one in its manifest")
        with _looking(path, key, kind) as tx:
            wrong = integrity.faults(tx)
            if wrong:
                raise file.damaged(wrong[0])
            if queries.counts(tx) != dict(manifest.counts):
                raise file.damaged("it does not hold as many records as it should")
            if standing.revision == upgrade.NEWEST[kind]:
                if queries.heads(tx) != dict(manifest.heads):
                    raise file.damaged("its journal does not end where it should")
                if audit.verified(tx, {}).broken is not None:
                    raise file.damaged("its journal has been rewritten")
    except Trouble as trouble:
        if str(file.path) in str(trouble):
            raise
        raise file.damaged("its database cannot be read") from trouble


def erased_in(file: BackupFile, key: bytes) -> list[str]:
    """Everybody who had been erased when it was made; nobody where the key is another."""
    try:
        return [str(one) for one in json.loads(open_bytes(key, _ERASED, bytes.fromhex(file.manifest.erased)))]
    except (NotOpened, ValueError):
        return []


def erased_at(path: Path, key: bytes, kind: StoreKind) -> list[str]:
    """Everybody who has been erased from a store that may be damaged, as far as it can be read at all."""
    try:
        with _looking(path, key, kind) as tx:
            return queries.erased(tx)
    except (Trouble, DBAPIError, OSError):
        return []


@contextmanager
def aside(folder: Path) -> Iterator[Path]:
    """A private folder to work in, on the same disk, gone at the end; what a killed program left goes too."""
    with _disk_in_words(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _clear_unfinished(folder)
        made = tempfile.TemporaryDirectory(prefix=_MAKING, dir=folder, ignore_cleanup_errors=True)
    with made as name:
        at_work = StoreLock(Path(name))
        try:
            yield Path(name)
        finally:
            at_work.release()


def _clear_unfinished(folder: Path) -> None:
    """Removes what a killed program left behind, not what another is at work on."""
    for left in folder.glob(f"{_MAKING}*"):
        try:
            StoreLock(left).release()
        except (InUse, OSError):
            continue
        shutil.rmtree(left, ignore_errors=True)


@contextmanager
def _looking(path: Path, key: bytes, kind: StoreKind) -> Iterator[Tx]:
    """Reads a database that nobody writes to, without changing a byte."""
    pool = engine(path, key, only_look=True)
    try:
        with (
            in_words(path.parent),
            pool.connect().execution_options(**READ) as connection,
            connection.begin(),
        ):
            yield Tx(connection, upgrade.METADATA[kind])
    finally:
        pool.dispose()


@contextmanager
def _disk_in_words(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as fault:
        raise backup_file.not_written(folder, fault) from fault


def _until_closed(store: Store, watch: Watch) -> Watch:
    return Watch(watch.progress, lambda: store.closing or watch.cancelled())


def _keys_of(folder: Path) -> bytes:
    """The keys file, or its twin where only that is left."""
    for name in (keys.KEYS_FILE, keys.TWIN_FILE):
        if (folder / name).is_file():
            return (folder / name).read_bytes()
    raise Trouble(f"The keys in {folder} are gone, so no backup was made. Sign out, then restore a backup.")
