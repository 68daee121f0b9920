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


def main(folder: Path, times: int) -> None:
    """Prints how much was acknowledged, and how much of it was there each time the disk was full."""
    leave_room = ctypes.CDLL(None).vrp_room
    leave_room.argtypes = [ctypes.c_longlong]
    chance, store = random.Random(3), Store.open(folder, KEY)
    saved = kept = told = 0
    for _ in range(times):
        leave_room(chance.randrange(ROOM))
        try:
            for _ in range(10_000):
                if chance.random() < 0.2:
                    with store.writing(ACTOR, now) as tx:
                        tx.insert_many(models.person, [a_row(enjoys="x" * 900) for _ in range(30)])
                    saved += 30
                else:
                    save(store, chance)
                    saved += 1
        except Trouble as trouble:
            told += "disk" in str(trouble) and "space" in str(trouble)
        with store.reading() as tx:
            kept += tx.scalar(select(func.count()).select_from(models.person)) == saved
        leave_room(-1)
        save(store, chance)
        saved += 1
        store.close()
        store = Store.open(folder, KEY)
    store.close()
    print(saved, told, kept)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
