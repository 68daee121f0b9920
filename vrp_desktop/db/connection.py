"""Connections to an encrypted file: the key, the pragmas, and the disk's faults in words.

The measured reasons for each pragma: WAL with ``synchronous=FULL`` lost nothing in a power cut where
``NORMAL`` did; a raw key opens in 0.15 ms where a passphrase would cost SQLCipher 0.2 s for each connection.
"""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, Engine, QueuePool, create_engine, event
from sqlalchemy.exc import DBAPIError

from vrp_desktop.domain.errors import Damaged, Trouble, Unwritable
from vrp_desktop.domain.looking import Hindrance

BUSY_SECONDS = 10
_BEGIN = "vrp_begin"
READ = {_BEGIN: ("PRAGMA query_only=ON", "PRAGMA cache_size=-16384", "BEGIN")}
"""Execution options of a read transaction: the engine itself refuses to write in it."""
WRITE = {_BEGIN: ("PRAGMA query_only=OFF", "PRAGMA cache_size=-65536", "BEGIN IMMEDIATE")}
"""Execution options of a write transaction: it waits for its turn when it begins, never half way.

The cache is in KiB: 240,000 attendances with their journal take 16 s with 8 MB of it, and 9 s with 64.
"""

_PAGES = 500
"""Of 4 KiB, copied in one step: about 20 ms, after which it can be stopped."""

DAMAGED = (
    "The store in {folder} is damaged and cannot be read. Do not write to this folder. "
    "Copy it aside as it is, then restore the latest backup."
)
_FAULTS = {
    "SQLITE_FULL": "The disk is full, so nothing was saved. Free some space, then save again.",
    "SQLITE_IOERR": "The disk refused to read or write: it may be full, or have been taken out. "
    "Nothing was half-saved. Free some space or put the disk back, then try again.",
    "SQLITE_READONLY": "The store's folder {folder} cannot be written, so nothing was saved. "
    "Ask whoever looks after this computer for the right to write there.",
    "SQLITE_CANTOPEN": "The store in {folder} cannot be opened. Check that the folder is still there "
    "and that you have the right to read and write it.",
    "SQLITE_PERM": "The store in {folder} cannot be opened: you have no right to read and write it.",
    "SQLITE_BUSY": "The store is busy with something else, so nothing was saved. Try again in a moment.",
    "SQLITE_NOTADB": DAMAGED,
    "SQLITE_CORRUPT": DAMAGED,
    "SQLITE_INTERRUPT": "The store was locked or closed in the meantime. Sign in again and start anew.",
    "SQLITE_NOMEM": "This computer has run out of memory, so nothing was saved. Close other programs.",
}
"""By the beginning of SQLite's own name for a fault. Anything else is a bug and stays what it is."""
_LOG_WAITS = (
    "The store in {folder} was not closed as it should be: the last changes wait in {log} beside it, and "
    "cannot be read where nothing can be written. Nothing was touched. Copy the whole folder to a place with "
    "room where you have the right to write, then sign in to the copy."
)
_INDEX = ("SQLITE_CANTOPEN", "SQLITE_FULL", "SQLITE_IOERR", "SQLITE_PROTOCOL", "SQLITE_READONLY")
"""Faults of the log's index."""
_UNWRITABLE = {"SQLITE_FULL": Hindrance.NO_ROOM, "SQLITE_READONLY": Hindrance.NO_RIGHT}
"""Faults of writing alone: what is there can still be read."""


def engine(path: Path, key: bytes, only_look: bool = False) -> Engine:
    """A pool of connections to one file. The key is in no URL, and parameters are in no error's text.

    ``only_look`` opens without the least change to the file, its log or the folder, for judging it.
    """

    def connect() -> Any:
        return _connect(path, key, only_look)

    made = create_engine(
        "sqlite+pysqlite://",
        module=sqlcipher,
        creator=connect,
        poolclass=QueuePool,
        pool_size=4,
        max_overflow=12,
        hide_parameters=True,
        json_serializer=as_json,
    )
    event.listen(made, "begin", _begin)
    return made


def as_json(value: Any) -> str:
    """JSON as every column of the store holds it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _connect(path: Path, key: bytes, only_look: bool) -> Any:
    address = path.resolve().as_uri()
    waiting = only_look and log_waits(path)
    if only_look:
        # Without a log beside it the file alone is the truth; with one, it must be read through the log.
        address += "?mode=ro" if waiting else "?immutable=1"
    raw = sqlcipher.connect(
        address, uri=True, isolation_level=None, check_same_thread=False, timeout=BUSY_SECONDS
    )
    try:
        # The log level comes first: SQLCipher writes to the error stream about keys that do not fit.
        raw.execute("PRAGMA cipher_log_level=NONE")
        raw.execute(f"PRAGMA key=\"x'{key.hex()}'\"")
        raw.execute("PRAGMA temp_store=MEMORY")
        raw.execute("PRAGMA trusted_schema=OFF")
        raw.execute("PRAGMA foreign_keys=ON")
        if not only_look:
            raw.execute("PRAGMA journal_mode=WAL")
            raw.execute("PRAGMA synchronous=FULL")
            raw.execute("PRAGMA secure_delete=ON")
            if sys.platform == "darwin":
                raw.execute("PRAGMA fullfsync=ON")
                raw.execute("PRAGMA checkpoint_fullfsync=ON")
        if waiting:
            _look_through_the_log(raw, path)
    except BaseException:
        raw.close()
        raise
    return raw


def log_waits(path: Path) -> bool:
    """Whether a log beside the file holds what is not in it yet."""
    log = _beside(path, "-wal")
    return log.exists() and log.stat().st_size > 0


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(f"{path.name}{ending}")


def _look_through_the_log(raw: Any, path: Path) -> None:
    try:
        raw.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlcipher.OperationalError as fault:
        # The file itself is open: it is the log's index that is not there or not sound, and cannot be made.
        if not _name_of(fault).startswith(_INDEX):
            raise
        words = _LOG_WAITS.format(folder=path.parent, log=_beside(path, "-wal").name)
        raise Trouble(words) from None


def _begin(connection: Connection) -> None:
    how = connection.get_execution_options().get(_BEGIN, READ[_BEGIN])
    for statement in how:
        connection.exec_driver_sql(statement)


def copy(raw: Any, path: Path, key: bytes, told: Callable[[int, int], None]) -> None:
    """Copies what a connection reads into a new file under ``key``, a few pages at a time.

    In a read transaction that is one moment of the store, while others go on writing. ``told`` hears how
    many pages of how many are copied, and may raise to stop. The file is not flushed to the disk."""
    target = sqlcipher.connect(str(path), isolation_level=None, check_same_thread=False)
    try:
        target.execute("PRAGMA cipher_log_level=NONE")
        target.execute(f"PRAGMA key=\"x'{key.hex()}'\"")
        # Whoever asks for a copy checks the whole of it before it counts.
        target.execute("PRAGMA journal_mode=OFF")
        target.execute("PRAGMA synchronous=OFF")
        raw.backup(
            target, pages=_PAGES, progress=lambda status, left, total: told(total - left, total), sleep=0
        )
    finally:
        target.close()


def cut_short(raw: Any) -> None:
    """Ends the statement that a connection is working on in another thread, if it is."""
    # The other thread may have finished and closed it this moment.
    with suppress(sqlcipher.ProgrammingError):
        raw.interrupt()


@contextmanager
def in_words(folder: Path) -> Iterator[None]:
    """Turns a fault of the disk or the file into Trouble that says what to do."""
    try:
        yield
    except (DBAPIError, sqlcipher.Error) as fault:
        name = _name_of(fault)
        words = next((words for start, words in _FAULTS.items() if name.startswith(start)), None)
        if words is None:
            raise
        # "from None": the original carries the statement, and its parameters could be somebody's.
        told = words.format(folder=folder)
        if words is DAMAGED:
            raise Damaged(told) from None
        why = _UNWRITABLE.get(name)
        raise (Trouble(told) if why is None else Unwritable(told, why)) from None


def _name_of(fault: BaseException) -> str:
    original = fault.orig if isinstance(fault, DBAPIError) else fault
    return str(getattr(original, "sqlite_errorname", ""))
