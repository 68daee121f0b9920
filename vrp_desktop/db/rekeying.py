"""Encrypting a store file with another key."""

from contextlib import suppress
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher

from vrp_desktop.db.connection import engine, in_words
from vrp_desktop.db.judging import judge
from vrp_desktop.domain.errors import Trouble


def rekey(path: Path, old: bytes, new: bytes) -> None:
    """Encrypts a file, that nobody has open, with ``new`` in place of ``old``.

    It is one transaction: a program that is killed in it leaves a file that one of the two keys opens, whole.
    Trouble, and the file as it was, where the disk has no room for as much again."""
    # SQLCipher says "ok" on a full disk, or blames the key, by how far it came: only opening the file tells.
    with suppress(sqlcipher.OperationalError):
        _told(path, old, f"PRAGMA rekey=\"x'{new.hex()}'\"")
    try:
        judge(path, new)
    except Trouble:
        judge(path, old)
        raise Trouble(
            "The store could not be encrypted with a new key: the disk may be full. Nothing was lost. Free "
            "as much space as the store takes up, then try again."
        ) from None
    _told(path, new)


def _told(path: Path, key: bytes, *statements: str) -> None:
    """Runs statements on a file all of whose log is in the file itself."""
    pool = engine(path, key)
    try:
        with in_words(path.parent), pool.connect() as connection:
            raw: Any = connection.connection.driver_connection
            for statement in ("PRAGMA wal_checkpoint(TRUNCATE)", *statements):
                raw.execute(statement)
    finally:
        pool.dispose()
