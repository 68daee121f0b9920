"""Whether a store can be written at all, and whether one that is only looked at is still what was opened."""

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine

from vrp_desktop.db.connection import WRITE, in_words
from vrp_desktop.domain.errors import Damaged, Trouble, Unwritable
from vrp_desktop.domain.looking import Hindrance
from vrp_desktop.security.files import flush

_NO_RIGHT = (errno.EACCES, errno.EPERM, errno.EROFS)
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
_INDEX = 32_768
"""Bytes that the index of the log takes up, beside the store."""
_CHANGED = (
    "The store in {folder} has been changed by another program, or taken away, since it was opened to be "
    "looked at. Sign out and sign in again to see it as it is now."
)

Stamp = tuple[tuple[int, int] | None, ...]
"""Size and time of a file and of its log, as far as they are there."""


def hindrance_of(fault: OSError) -> Hindrance | None:
    """Why a file or folder could not be written, where that is all that is wrong with it."""
    if fault.errno in _NO_RIGHT:
        return Hindrance.NO_RIGHT
    return Hindrance.NO_ROOM if fault.errno in _NO_ROOM else None


def hindrance(path: Path, pool: Engine) -> Hindrance | None:
    """Why a store that can be read cannot be written; None where it can. Trouble where neither is sure."""
    try:
        # First by the system's own answers: else SQLite would leave files for its log beside the store.
        os.close(os.open(path, os.O_RDWR))
        with tempfile.TemporaryFile(dir=path.parent):
            pass
    except OSError as fault:
        return hindrance_of(fault) or Hindrance.NO_ANSWER
    try:
        # Beginning to write makes the log and its index, and changes nothing in them.
        with (
            in_words(path.parent),
            pool.connect().execution_options(**WRITE) as connection,
            connection.begin(),
        ):
            return None
    except Unwritable as fault:
        return fault.why
    except Damaged:
        raise
    except Trouble:
        # SQLite does not say what the disk has refused: whether it has room can be tried.
        why = _without_room(path.parent)
        if why is None:
            raise
        return why


def _without_room(folder: Path) -> Hindrance | None:
    try:
        with tempfile.NamedTemporaryFile(prefix=".room-", dir=folder) as file:
            file.write(bytes(_INDEX))
            file.flush()
            flush(file.fileno())
    except OSError as fault:
        return hindrance_of(fault) or Hindrance.NO_ANSWER
    return None


def stamp(path: Path) -> Stamp:
    """How a file and its log look from outside."""
    return tuple(_stamp(path.with_name(f"{path.name}{ending}")) for ending in ("", "-wal"))


@contextmanager
def unchanged(path: Path, opened: Stamp | None) -> Iterator[None]:
    """Trouble where a file that nobody may write to, read in the block, is not as it was when it was opened:
    what is read past all locks could then be of two moments. None asks nothing."""
    words = _CHANGED.format(folder=path.parent)
    if opened is not None and stamp(path) != opened:
        raise Trouble(words)
    try:
        yield
    except Trouble:
        if opened is not None and stamp(path) != opened:
            raise Trouble(words) from None
        raise


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        about = path.stat()
    except OSError:
        return None
    return about.st_size, about.st_mtime_ns
