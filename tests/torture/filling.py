"""A program on a disk (``disk.c``) that is full at any moment, and has room again later."""

import ctypes
import random
import sys
from pathlib import Path

from sqlalchemy import func, select

from tests.db.rows import ACTOR, KEY, a_row, now
from tests.torture.writing import save
from vrp_desktop.db import models
from vrp_desktop.db.store import Store
from vrp_desktop.domain.errors import Trouble

ROOM = 400_000
INDEX = 32_768
"""Bytes that opening a store needs beside it, for the index of its log."""


def main(folder: Path, times: int) -> None:
    """Prints how much was acknowledged, how often a full disk was told of in words, and how often all of
    it could be read on a disk that was full."""
    leave_room = ctypes.CDLL(None).vrp_room
    leave_room.argtypes = [ctypes.c_longlong]
    chance, saved, told, kept = random.Random(3), 0, 0, 0
    for _ in range(times):
        store = Store.open(folder, KEY)
        assert _count(store) == saved
        leave_room(chance.randrange(ROOM))
        try:
            while True:
                saved += _save(store, chance)
        except Trouble as trouble:
            told += _is_clear(trouble)
        kept += _count(store) == saved
        leave_room(-1)
        saved += _save(store, chance)
        store.close()
        leave_room(chance.choice((0, chance.randrange(INDEX))))
        store = Store.open(folder, KEY)
        kept += store.only_look is not None and _count(store) == saved
        try:
            _save(store, chance)
        except Trouble as trouble:
            told += _is_clear(trouble)
        leave_room(-1)
        store.close()
    print(saved, told, kept)


def _save(store: Store, chance: random.Random) -> int:
    """One intention: mostly a person, now and then an import of many. How many it saved."""
    if chance.random() < 0.8:
        save(store, chance)
        return 1
    with store.writing(ACTOR, now) as tx:
        tx.insert_many(models.person, [a_row(enjoys="x" * 900) for _ in range(30)])
    return 30


def _count(store: Store) -> int:
    with store.reading() as tx:
        return int(tx.scalar(select(func.count()).select_from(models.person)))


def _is_clear(trouble: Trouble) -> bool:
    return "disk" in str(trouble) and "space" in str(trouble)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
