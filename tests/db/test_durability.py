"""What was acknowledged is there, whatever happened next; what is damaged is noticed."""

import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from tests.db.rows import ACTOR, KEY, a_row, now
from vrp_desktop.db import models
from vrp_desktop.db.connection import engine
from vrp_desktop.db.store import STORE_FILE, Store
from vrp_desktop.domain.errors import Trouble

WRITER = """
import sys
from pathlib import Path
from tests.db.rows import ACTOR, KEY, a_row, now
from vrp_desktop.db import models
from vrp_desktop.db.store import Store

store = Store.open(Path(sys.argv[1]), KEY)
while True:
    with store.writing(ACTOR, now) as tx:
        row_id = tx.insert(models.person, a_row(enjoys="x" * 3_000))
        tx.set_tags(row_id, "focus", ["a", "b", "c"])
    print(row_id, flush=True)
"""
PAGE = 4096


def killed_after(folder: Path, lines: int) -> list[str]:
    """Ids that a program said it had saved, before it was killed in the middle of saving more."""
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder)], stdout=subprocess.PIPE, text=True
    ) as program:
        assert program.stdout is not None
        said = [program.stdout.readline() for _ in range(lines)]
        program.kill()
        said += program.stdout.readlines()
    return [line.strip() for line in said if line.endswith("\n")]


@pytest.mark.slow
def test_a_program_killed_while_saving_loses_nothing_it_acknowledged(store: Store) -> None:
    store.close()
    chance = random.Random(1)
    acknowledged: set[str] = set()
    for _ in range(20):
        acknowledged |= set(killed_after(store.folder, chance.randrange(1, 15)))
        # The next program opens it at once: the system let go of the lock when the other died.
        again = Store.open(store.folder, KEY)
        person, tag, journal = models.person, models.tag, models.PROVIDER.tables["journal"]
        with again.reading() as tx:
            there = {row["id"] for row in tx.rows(select(person.c.id))}
            tags = tx.rows(select(tag.c.owner, func.count().label("n")).group_by(tag.c.owner))
            told = tx.rows(select(journal.c.seq, journal.c.row).order_by(journal.c.seq))
            assert tx.rows(text("PRAGMA cipher_integrity_check")) == []
            assert tx.scalar(text("PRAGMA integrity_check")) == "ok"
        again.close()
        assert acknowledged <= there
        assert {row["owner"]: row["n"] for row in tags} == dict.fromkeys(there, 3)
        assert there <= {row["row"] for row in told}
        assert [row["seq"] for row in told] == list(range(1, 3 + 4 * len(there)))
    assert len(acknowledged) > 100


def test_every_flipped_bit_is_noticed(store: Store, tmp_path: Path) -> None:
    with store.writing(ACTOR, now) as tx:
        tx.insert_many(models.person, (a_row(f"P{number}", enjoys="x" * 500) for number in range(400)))
    store.close()
    whole = (store.folder / STORE_FILE).read_bytes()
    pages = len(whole) // PAGE
    assert pages > 60
    chance = random.Random(1)
    hurt = tmp_path / "hurt"
    shutil.copytree(store.folder, hurt)
    for page in [0, *chance.sample(range(1, pages), 40)]:
        bent = bytearray(whole)
        bent[page * PAGE + chance.randrange(PAGE)] ^= 1 << chance.randrange(8)
        (hurt / STORE_FILE).write_bytes(bent)
        with pytest.raises(Trouble, match=r"damaged.*restore the latest backup"):
            read_all(hurt)


def read_all(folder: Path) -> None:
    store = Store.open(folder, KEY)
    try:
        with store.reading() as tx:
            if tx.scalar(text("PRAGMA integrity_check")) != "ok" or tx.rows(
                text("PRAGMA cipher_integrity_check")
            ):
                raise Trouble("damaged: a page nobody reads. restore the latest backup")
            for table in models.PROVIDER.sorted_tables:
                tx.rows(select(table))
    finally:
        store.close()


@pytest.mark.parametrize("left", [0, 100, 1_024, PAGE, 5 * PAGE + 17])
def test_a_cut_off_file_is_noticed(store: Store, left: int) -> None:
    store.close()
    path = store.folder / STORE_FILE
    path.write_bytes(path.read_bytes()[:left])
    before = path.read_bytes()
    with pytest.raises(Trouble, match=r"damaged.*restore the latest backup"):
        read_all(store.folder)
    assert path.read_bytes() == before


def test_every_connection_waits_for_the_disk(store: Store) -> None:
    """NORMAL lost acknowledged commits in simulated power cuts; FULL lost none."""
    with store.writing(ACTOR, now) as tx:
        said = {
            name: tx.scalar(text(f"PRAGMA {name}"))
            for name in (
                "journal_mode",
                "synchronous",
                "foreign_keys",
                "secure_delete",
                "trusted_schema",
                "temp_store",
                "cipher_log_level",
            )
        }
        assert said == {
            "journal_mode": "wal",
            "synchronous": 2,
            "foreign_keys": 1,
            "secure_delete": 1,
            "trusted_schema": 0,
            "temp_store": 2,
            "cipher_log_level": "NONE",
        }
        # However briefly another program, such as a backup, holds the file.
        assert tx.scalar(text("PRAGMA busy_timeout")) >= 5_000


def test_a_busy_store_is_trouble_and_not_a_crash(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another program that keeps no lock, such as a backup or an administrator's own tool."""
    store.close()
    monkeypatch.setattr("vrp_desktop.db.connection.BUSY_SECONDS", 0.05)
    store = Store.open(store.folder, KEY)
    other = engine(store.folder / STORE_FILE, KEY)
    raw = other.raw_connection()
    assert raw.driver_connection is not None
    raw.driver_connection.execute("BEGIN IMMEDIATE")
    with pytest.raises(Trouble, match="Try again"), store.writing(ACTOR, now):
        raise AssertionError
    raw.driver_connection.execute("ROLLBACK")
    raw.close()
    other.dispose()
    with store.writing(ACTOR, now) as tx:
        tx.insert(models.person, a_row())
    store.close()
