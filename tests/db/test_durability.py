"""Every save waits for the disk, and what is damaged is noticed. Kills and power cuts: ``tests.torture``."""

from pathlib import Path

import pytest
from sqlalchemy import select, text

from tests.db.rows import ACTOR, KEY, a_row, now
from vrp_desktop.db import models
from vrp_desktop.db.connection import engine
from vrp_desktop.db.store import STORE_FILE, Store
from vrp_desktop.domain.errors import Trouble

PAGE = 4096


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
