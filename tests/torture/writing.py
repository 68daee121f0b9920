"""A program that saves and says so, and what is looked at in the store after it was stopped."""

import os
import random
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Pool, RowMapping, event, func, select, text
from sqlalchemy.exc import DBAPIError

from tests.db.rows import ACTOR, KEY, a_row, now
from vrp_desktop.db import models, upgrade
from vrp_desktop.db.connection import WRITE, engine
from vrp_desktop.db.integrity import check
from vrp_desktop.db.store import STORE_FILE, Store, Tx
from vrp_desktop.domain.errors import Trouble
from vrp_desktop.domain.journal import BEGINNING, CHAINED, SEPARATOR, content_of, digest_of
from vrp_desktop.domain.permissions import StoreKind
from vrp_desktop.security.keys import KEYS_FILE
from vrp_desktop.services.upgrading import open_store

TAGS = ["a", "b", "c"]
ENTRIES = 1 + len(TAGS)
"""Journal entries that one saved person writes: the row's and its tags'."""

ACKNOWLEDGED = "acknowledged"
"""The file into which a program under ``disk.c`` writes what it was told is saved."""


def a_store(folder: Path, people: int = 0, oldest: bool = False) -> set[str]:
    """Makes a provider's store with so many people; returns their ids. ``oldest``: of the first schema."""
    store = Store.create(folder, StoreKind.PROVIDER, KEY, now)
    (folder / KEYS_FILE).write_bytes(b"what is in it is no matter here")
    chance = random.Random(str(folder))
    ids = {save(store, chance) for _ in range(people)}
    store.close()
    if oldest:
        pool = engine(folder / STORE_FILE, KEY)
        with pool.connect().execution_options(**WRITE) as connection:
            raw = connection.connection.driver_connection
            assert raw is not None
            raw.execute("PRAGMA foreign_keys=OFF")
            with connection.begin():
                upgrade.downgrade(connection, StoreKind.PROVIDER, upgrade.revisions(StoreKind.PROVIDER)[-1])
        pool.dispose()
    return ids


def save(store: Store, chance: random.Random) -> str:
    """One intention: a person with tags, the journal and every index, in one transaction."""
    with store.writing(ACTOR, now) as tx:
        row_id = tx.insert(models.person, a_row(enjoys="x" * chance.randrange(5_000)))
        tx.set_tags(row_id, "focus", TAGS)
    return row_id


def write_without_end(folder: Path, seed: int, tell: Callable[[str], Any]) -> None:
    """Opens the store and saves until it is killed, telling of each save after it."""
    store, chance = Store.open(folder, KEY), random.Random(seed)
    while True:
        tell(save(store, chance))


def write_to_the_end(folder: Path, saves: int) -> None:
    """Saves, closes, opens again and saves once more; what is saved goes into the acknowledged file."""
    descriptor = os.open(folder / ACKNOWLEDGED, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    chance = random.Random(saves)
    for _ in range(2):
        store = open_store(folder, KEY, now)
        for _ in range(saves // 2):
            os.write(descriptor, f"{save(store, chance)}\n".encode())
        store.close()


@dataclass
class Seen:
    """What trials have found in stores, summed up."""

    acknowledged: int = 0
    lost: int = 0
    half: int = 0
    damaged: int = 0

    def __str__(self) -> str:
        return f"{self.lost} lost, {self.half} half, {self.damaged} damaged"

    @property
    def held(self) -> bool:
        return (self.lost, self.half, self.damaged) == (0, 0, 0)

    def look(self, folder: Path, acknowledged: Iterable[str]) -> None:
        """Opens a store with the real program, as the next start would, and holds all it has together."""
        wanted = set(acknowledged)
        try:
            store = open_store(folder, KEY, now)
            try:
                self.damaged += bool(check(store))
                with store.reading() as tx:
                    self._hold(tx, wanted)
            finally:
                store.close()
        except (Trouble, DBAPIError):
            self.damaged += 1

    def _hold(self, tx: Tx, wanted: set[str]) -> None:
        person, tag = models.person, models.tag
        there = {row["id"] for row in tx.rows(select(person.c.id))}
        tags = {
            row["owner"]: row["n"]
            for row in tx.rows(select(tag.c.owner, func.count().label("n")).group_by(tag.c.owner))
        }
        by_index = text("SELECT count(*) AS n FROM person INDEXED BY ix_person_folded WHERE folded >= ''")
        entries = tx.rows(text(f"SELECT {', '.join(_WORDS)} FROM journal ORDER BY seq"))  # noqa: S608 - names
        self.lost += len(wanted - there)
        whole = (
            tags == dict.fromkeys(there, len(TAGS))
            and tx.scalar(by_index) == len(there)
            and {row["row"] for row in entries if row["entity"] == "person"} == there
            and sum(row["entity"] in ("person", "tag") for row in entries) == ENTRIES * len(there)
            and _is_chained(entries)
        )
        self.half += not whole


_WORDS = (*CHAINED, "fields", "salt", "content", "digest")


def _is_chained(entries: Sequence[RowMapping]) -> bool:
    """Whether each entry follows the one before and vouches for all of them, reckoned by hand."""
    digest = BEGINNING
    for number, entry in enumerate(entries, 1):
        words = SEPARATOR.join("" if entry[name] is None else str(entry[name]) for name in CHAINED)
        content = content_of(entry["salt"], entry["fields"])
        digest = digest_of(digest, words, content)
        if (entry["seq"], entry["content"], entry["digest"]) != (number, content, digest):
            return False
    return True


if __name__ == "__main__":
    if "--careless" in sys.argv:
        # What the store would be without waiting for the disk: the simulation must notice.
        event.listen(Pool, "connect", lambda raw, _: raw.execute("PRAGMA synchronous=NORMAL"))
    write_to_the_end(Path(sys.argv[1]), int(sys.argv[2]))
