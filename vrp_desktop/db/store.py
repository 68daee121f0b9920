"""One encrypted store file: opened with a key, read and written in transactions, every change journalled."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import Any

from sqlalchemy import Engine

from vrp_desktop.db import upgrade
from vrp_desktop.db.connection import READ, WRITE, cut_short, engine, in_words
from vrp_desktop.db.judging import Standing, bring_up_to_date, judge
from vrp_desktop.db.looking import Stamp, hindrance, hindrance_of, stamp, unchanged
from vrp_desktop.db.queries import settings
from vrp_desktop.db.rekeying import rekey
from vrp_desktop.db.transactions import Tx, WriteTx
from vrp_desktop.domain.errors import Damaged, Refused, Trouble, Unwritable
from vrp_desktop.domain.ids import new_id
from vrp_desktop.domain.looking import Hindrance, OnlyLook
from vrp_desktop.domain.permissions import StoreKind
from vrp_desktop.security.files import make_private
from vrp_desktop.security.lock import InUse, StoreLock

__all__ = ["PROGRAM", "STORE_FILE", "Store", "Tx", "WriteTx"]

STORE_FILE = "store.db"
PROGRAM = "00000000-0000-0000-0000-000000000000"
"""The actor of what the program does by itself, such as making the store."""

_CLOSED = "The store has been locked or closed. Sign in again; nothing was changed."
_PATIENCE = 5
"""Seconds that closing waits for somebody who reads; a read that is cut short ends at once."""
_LONG_PATIENCE = 60
"""Seconds that a change of the key waits for somebody who reads."""


class Store:
    """An open store. Safe to use from several threads; one writer at a time."""

    kind: StoreKind
    folder: Path
    schema: str
    """The newest; while an older store is saved before it is upgraded, the one that it has."""
    only_look: OnlyLook | None
    """Why it is open to be looked at only; None where it can be written."""

    def __init__(
        self,
        folder: Path,
        standing: Standing,
        pool: Engine,
        lock: StoreLock,
        device: str,
        key: bytes,
        why: Hindrance | None = None,
    ) -> None:
        """Use ``create`` or ``open``."""
        self.folder = folder
        self.kind = standing.kind
        self.schema = standing.revision
        self.only_look = None if why is None else OnlyLook(folder, why)
        self._stamp: Stamp | None = None if why is None else stamp(folder / STORE_FILE)
        self._engine: Engine | None = pool
        self._lock = lock
        self._device = device
        self._key: bytes | None = key
        self._metadata = upgrade.METADATA[standing.kind]
        self._turn = threading.Lock()
        self._writer: int | None = None
        self._readers: dict[int, Any] = {}
        self._gate = threading.Condition()
        self._closed = False
        self._closed_to_readers = False

    def __repr__(self) -> str:
        return f"Store({str(self.folder)!r}, {self.kind.value!r})"

    @classmethod
    def create(
        cls, folder: Path, kind: StoreKind, key: bytes, at: Callable[[], datetime] | None = None
    ) -> "Store":
        """Makes the file and its schema. Trouble where the folder cannot be written."""
        if (folder / STORE_FILE).exists():
            raise Refused(f"There is a store in {folder} already. Sign in to it, or choose another folder.")
        lock = _held(folder, make=True)
        device = new_id()
        pool = engine(folder / STORE_FILE, key)
        try:
            # SQLite gives its log the rights of the file.
            make_private(folder / STORE_FILE)
            with (
                in_words(folder),
                pool.connect().execution_options(**WRITE) as connection,
                connection.begin(),
            ):
                upgrade.upgrade(connection, kind)
                tx = WriteTx(connection, upgrade.METADATA[kind], device, PROGRAM, at or _now)
                settings.write(tx, "kind", kind.value)
                settings.write(tx, "device", device)
        except BaseException:
            pool.dispose()
            for suffix in ("", "-wal", "-shm"):
                (folder / f"{STORE_FILE}{suffix}").unlink(missing_ok=True)
            lock.release()
            raise
        return cls(folder, Standing(kind, upgrade.NEWEST[kind], device), pool, lock, device, key)

    @classmethod
    def open(
        cls,
        folder: Path,
        key: bytes,
        device: str | None = None,
        before_upgrade: Callable[["Store"], object] | None = None,
        why: Hindrance | None = None,
    ) -> "Store":
        """Opens it, upgrading an older schema. Trouble if damaged or from a newer version.

        ``before_upgrade`` saves an older store, which it may only read; where it raises, or there is none,
        the store stays what it is.

        Where it cannot be written, or ``why`` says so, it is opened to be looked at only, without changing a
        byte; Trouble then, if it would have to be upgraded.

        A copy that was restored gets a new ``device`` to write its journal as: else two stores would give
        the same numbers to different entries. Whoever passes it also writes it as the setting."""
        path = folder / STORE_FILE
        lock, unheld = _held_or_looking(folder)
        pool = engine(path, key)
        try:
            standing = judge(path, key)
            why = why or unheld or hindrance(path, pool)
            older = standing.revision != upgrade.NEWEST[standing.kind]
            if why is not None:
                if older:
                    raise Unwritable(OnlyLook(folder, why).too_old, why)
                pool.dispose()
                pool = engine(path, key, only_look=True)
            store = cls(folder, standing, pool, lock, device or standing.device, key, why)
        except BaseException:
            pool.dispose()
            lock.release()
            raise
        if older:
            try:
                if before_upgrade is None:
                    raise RuntimeError("a store is not upgraded before it is saved")
                before_upgrade(store)
                store._open().dispose()
                bring_up_to_date(path, key, standing)
                store.schema = upgrade.NEWEST[standing.kind]
            except BaseException:
                store.close()
                raise
        return store

    @contextmanager
    def reading(self) -> Iterator[Tx]:
        """Everything read inside the block is of one moment."""
        with (
            self._reader() as noted,
            unchanged(self.folder / STORE_FILE, self._stamp),
            in_words(self.folder),
            self._open().connect().execution_options(**READ) as connection,
            connection.begin(),
        ):
            noted(connection.connection.driver_connection)
            yield Tx(connection, self._metadata)

    @contextmanager
    def writing(self, actor: str, at: Callable[[], datetime]) -> Iterator[WriteTx]:
        """Commits when the block ends, rolls back if it raises. Durable once this returns."""
        self.need_writable()
        if self._writer == threading.get_ident():
            raise RuntimeError("a write inside a write would wait for itself")
        with self._turn:
            self._writer = threading.get_ident()
            try:
                with (
                    in_words(self.folder),
                    self._open().connect().execution_options(**WRITE) as connection,
                    connection.begin(),
                ):
                    tx = WriteTx(connection, self._metadata, self._device, actor, at)
                    yield tx
                    if tx.broken:
                        raise RuntimeError("a write that failed was carried on with")
            finally:
                self._writer = None

    def checkpoint(self) -> None:
        """Brings everything that waits in the log into the one file."""
        self.need_writable()
        with self._turn, in_words(self.folder), self._open().connect() as connection:
            raw: Any = connection.connection.driver_connection
            raw.execute("PRAGMA query_only=OFF")
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def need_writable(self) -> None:
        """Unwritable, in words, where it is open to be looked at only."""
        if self.only_look is not None:
            raise Unwritable(self.only_look.words, self.only_look.why)

    @property
    def device(self) -> str:
        """The name under which this copy of the store writes its journal."""
        return self._device

    @property
    def key(self) -> bytes:
        """The store key, to seal copies with. Trouble once the store is closed."""
        if self._key is None:
            raise Trouble(_CLOSED)
        return self._key

    @property
    def closing(self) -> bool:
        """Whether somebody has begun to close it: long work over it should stop."""
        return self._closed

    def setting(self, name: str, otherwise: Any = None) -> Any:
        """A stored setting's value. Settings are written with ``writing`` through ``db.queries.settings``."""
        with self.reading() as tx:
            return settings.read(tx, name, otherwise)

    def clean(self) -> None:
        """Rewrites the file without the least of what was deleted from it, and empties its log.

        Takes about as long as copying the file. Trouble where the disk has no room for a second copy, or
        somebody goes on reading: nothing is lost then, and it can be done again."""
        self.need_writable()
        with self._turn, in_words(self.folder), self._open().connect() as connection:
            raw = connection.connection.driver_connection
            assert raw is not None  # noqa: S101 - a connection that was just opened
            # Outside a transaction, which neither of them can be run in.
            raw.execute("PRAGMA query_only=OFF")
            raw.execute("VACUUM")
            (busy, *_) = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            if busy:
                raise Trouble(
                    "What was deleted could not be cleaned out of the file, because something else is "
                    "reading it. Try again in a moment."
                )

    def rekey(self, key: bytes) -> None:
        """Encrypts the file with another key; writing and reading wait so long.

        Trouble, with everything as it was, where the disk is full or somebody reads for a minute."""
        self.need_writable()
        with self._turn, self._alone():
            old = self.key
            self._open().dispose()
            path = self.folder / STORE_FILE
            rekey(path, old, key)
            self._engine, self._key = engine(path, key), key

    def close(self) -> None:
        """Waits for a write that is under way, cuts reads short, and lets go of the files and the key.

        Twice does nothing more."""
        if self._writer == threading.get_ident():
            raise RuntimeError("closing inside a write would wait for itself")
        with self._turn:
            with self._gate:
                if self._closed:
                    return
                self._closed = True
                until = monotonic() + _PATIENCE
                while self._readers and monotonic() < until:
                    # Again and again: it only reaches a statement that has already begun.
                    for raw in self._readers.values():
                        if raw is not None:
                            cut_short(raw)
                    self._gate.wait(0.02)
            pool, self._engine = self._engine, None
            self._key = None
            if pool is not None:
                pool.dispose()
            self._lock.release()

    def _open(self) -> Engine:
        if self._engine is None:
            raise Trouble(_CLOSED)
        return self._engine

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Waits until nobody reads, and keeps new readers waiting."""
        with self._gate:
            if not self._gate.wait_for(lambda: not self._readers, _LONG_PATIENCE):
                raise Trouble(
                    "Something long is being read from the store, such as a backup. Wait until it is done, "
                    "then try again. Nothing was changed."
                )
            self._closed_to_readers = True
        try:
            yield
        finally:
            with self._gate:
                self._closed_to_readers = False
                self._gate.notify_all()

    @contextmanager
    def _reader(self) -> Iterator[Callable[[Any], None]]:
        """Notes that somebody reads, and with which connection, so that closing can cut it short."""
        this = object()

        def noted(raw: Any) -> None:
            with self._gate:
                self._readers[id(this)] = raw

        with self._gate:
            self._gate.wait_for(lambda: not self._closed_to_readers)
            if self._closed:
                raise Trouble(_CLOSED)
            self._readers[id(this)] = None
        try:
            yield noted
        finally:
            with self._gate:
                del self._readers[id(this)]
                self._gate.notify_all()


def _now() -> datetime:
    return datetime.now(UTC)


def _held(folder: Path, make: bool) -> StoreLock:
    try:
        return _lock(folder, make)
    except OSError as fault:
        raise _not_used(folder, fault) from fault


def _held_or_looking(folder: Path) -> tuple[StoreLock, Hindrance | None]:
    """The lock; where it cannot be written, one of those who only look, and why."""
    try:
        return _lock(folder, make=False), None
    except OSError as fault:
        why = hindrance_of(fault)
        if why is None:
            raise _not_used(folder, fault) from fault
    return _lock(folder, make=False, looking=True), why


def _lock(folder: Path, make: bool, looking: bool = False) -> StoreLock:
    if make:
        folder.mkdir(parents=True, exist_ok=True)
    elif not (folder / STORE_FILE).is_file():
        raise Damaged(
            f"There is no {STORE_FILE} in {folder}. If this is the right folder, restore the latest backup."
        )
    try:
        return StoreLock(folder, looking)
    except InUse:
        raise Trouble(
            f"The store in {folder} is open already, in another window or program. Go on working there, "
            "or close it first."
        ) from None


def _not_used(folder: Path, fault: OSError) -> Trouble:
    return Trouble(
        f"The folder {folder} cannot be used: {fault.strerror or fault}. Check that it is there and "
        "that you have the right to read and write it, or choose another folder."
    )
