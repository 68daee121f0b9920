"""Each entry of the journal vouches for all before it: what is done to the past is seen."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from tests.db.rows import ACTOR, KEY, a_row, now
from vrp_desktop.db import models, upgrade
from vrp_desktop.db.connection import WRITE, engine
from vrp_desktop.db.queries import audit, backups
from vrp_desktop.db.store import STORE_FILE, Store, Tx
from vrp_desktop.domain.journal import Head, Verified
from vrp_desktop.domain.permissions import StoreKind


@pytest.fixture
def written(store: Store) -> Store:
    """A store whose journal has twelve entries: two of its making, ten people."""
    with store.writing(ACTOR, now) as tx:
        tx.insert_many(models.person, (a_row(f"P{number}") for number in range(10)), "id")
    return store


def verified(store: Store, known: dict[str, list[Head]] | None = None) -> Verified:
    with store.reading() as tx:
        return audit.verified(tx, known or {})


def tamper(store: Store, *statements: str) -> None:
    """As somebody would who has the key and another program."""
    pool = engine(store.folder / STORE_FILE, KEY)
    with pool.connect().execution_options(**WRITE) as connection, connection.begin():
        for statement in statements:
            connection.execute(text(statement))
    pool.dispose()


def test_what_was_written_is_whole_over_several_transactions(written: Store) -> None:
    with written.writing(ACTOR, now) as tx:
        tx.event("signed in", "user", ACTOR, by="passphrase")
        row = tx.insert(models.person, a_row("Zoë “Z”", enjoys="\x1f ☃"))
        tx.update(models.person, row, {"enjoys": ""})
    assert verified(written) == Verified(15, 0, None)


SWAP = (
    "UPDATE journal SET seq = -1 WHERE seq = 5",
    "UPDATE journal SET seq = 5 WHERE seq = 6",
    "UPDATE journal SET seq = 6 WHERE seq = -1",
)


@pytest.mark.parametrize(
    ("statements", "seq", "why"),
    [
        (("UPDATE journal SET fields = replace(fields, 'P4', 'Q4') WHERE seq = 7",), 7, "rewritten"),
        (("UPDATE journal SET actor = 'somebody else' WHERE seq = 4",), 4, "rewritten or moved"),
        (("UPDATE journal SET at = '2020' WHERE seq = 1",), 1, "rewritten or moved"),
        (("UPDATE journal SET subject = NULL WHERE seq = 9",), 9, "rewritten or moved"),
        (("UPDATE journal SET digest = content WHERE seq = 12",), 12, "rewritten or moved"),
        (("DELETE FROM journal WHERE seq = 6",), 7, "One entry is missing"),
        (("DELETE FROM journal WHERE seq < 4",), 4, "3 entries are missing"),
        (SWAP, 5, "rewritten or moved"),
        (("UPDATE journal SET fields = '{}', salt = '' WHERE seq = 8",), 8, "nobody was erased"),
    ],
)
def test_the_first_entry_that_does_not_fit_is_named(
    written: Store, statements: tuple[str, ...], seq: int, why: str
) -> None:
    tamper(written, *statements)
    broken = verified(written).broken
    assert broken is not None
    assert (broken.seq, why in broken.why) == (seq, True), broken.why


def test_a_lost_end_is_seen_by_whoever_knows_where_it_stood(written: Store) -> None:
    with written.reading() as tx:
        known = {device: [head] for device, head in backups.heads(tx).items()}
    assert verified(written, known).broken is None
    tamper(written, "DELETE FROM journal WHERE seq > 9")
    assert verified(written).broken is None
    broken = verified(written, known).broken
    assert broken is not None
    assert (broken.seq, "12 entries" in broken.why) == (10, True)
    with written.writing(ACTOR, now) as tx:
        tx.insert_many(models.person, (a_row(f"R{number}") for number in range(5)), "id")
    again = verified(written, known).broken
    assert again is not None
    assert (again.seq, "when a backup was made" in again.why) == (12, True)


def test_an_erasure_blanks_what_came_before_it_and_nothing_after(written: Store) -> None:
    with written.writing(ACTOR, now) as tx:
        entry = tx.scalar(text("SELECT id FROM journal WHERE seq = 8"))
        tx.blank([entry])
        values = {"person_id": "gone", "erased_on": now().date(), "reason": "asked", "rows": {}}
        tx.insert(models.erasure, values)
    assert verified(written) == Verified(13, 1, None)
    with written.writing(ACTOR, lambda: now() + timedelta(minutes=1)) as tx:
        tx.insert(models.person, a_row("Later"))
    tamper(written, "UPDATE journal SET fields = '{}', salt = '' WHERE seq = 14")
    broken = verified(written).broken
    assert broken is not None
    assert broken.seq == 14


def test_an_event_is_no_way_to_pretend_a_row_changed(store: Store) -> None:
    with pytest.raises(ValueError, match="insert, update and delete"), store.writing(ACTOR, now) as tx:
        tx.event("insert", "person", "p")


def test_two_entries_that_tell_the_same_do_not_look_the_same(store: Store) -> None:
    with store.writing(ACTOR, now) as tx:
        for _ in range(2):
            tx.event("viewed", "person", "p", "p")
    with store.reading() as tx:
        rows = tx.rows(text("SELECT salt, content FROM journal WHERE action = 'viewed'"))
    assert len({row["salt"] for row in rows}) == len({row["content"] for row in rows}) == 2


@pytest.mark.parametrize("kind", StoreKind)
def test_the_journal_of_an_older_store_is_chained(tmp_path: Path, kind: StoreKind) -> None:
    pool = engine(tmp_path / STORE_FILE, KEY)
    first = "p0001" if kind is StoreKind.PROVIDER else "c0001"
    insert = (
        'INSERT INTO journal (id, device, seq, at, actor, "change", "action", entity, "row", subject, fields)'
        " VALUES (:id, :device, :seq, '2026-01-01', 'a', 'c', 'insert', 'user', 'r', :subject, :fields)"
    )
    with pool.connect().execution_options(**WRITE) as connection, connection.begin():
        upgrade.upgrade(connection, kind, first)
        for number in range(1, 7):
            values: dict[str, Any] = {
                "id": f"id{number}",
                "device": "one" if number % 2 else "two",
                "seq": (number + 1) // 2,
                "subject": None if number < 4 else "s",
                "fields": '{"name":[null,"Ana ☃"]}',
            }
            connection.execute(text(insert), values)
        upgrade.upgrade(connection, kind)
    pool.dispose()
    pool = engine(tmp_path / STORE_FILE, KEY)
    with pool.connect() as connection:
        found = audit.verified(Tx(connection, upgrade.METADATA[kind]), {})
    pool.dispose()
    assert found == Verified(6, 0, None)
