"""A store file that cannot be written: read as it is, through a log that waits, or refused in words."""

import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import func, select

from tests.db.rows import ACTOR, KEY, a_row, now
from tests.rights import read_only
from tests.torture.writing import a_store
from vrp_desktop.db import models
from vrp_desktop.db.integrity import check
from vrp_desktop.db.store import STORE_FILE, Store
from vrp_desktop.domain.errors import Damaged, Trouble, Unwritable
from vrp_desktop.domain.looking import Hindrance
from vrp_desktop.security.lock import LOCK_FILE

# It ends as a program that is killed: nothing is closed.
KILLED = """
import os, random, sys
from pathlib import Path
from tests.db.rows import KEY
from tests.torture.writing import save
from vrp_desktop.db.store import Store

save(Store.open(Path(sys.argv[1]), KEY), random.Random(1))
os._exit(0)
"""
LOG, INDEX = f"{STORE_FILE}-wal", f"{STORE_FILE}-shm"


@pytest.fixture
def killed(tmp_path: Path) -> Path:
    """A store of three people, the third of whom waits in the log of a program that was killed."""
    folder = tmp_path / "killed"
    a_store(folder, people=2)
    subprocess.run([sys.executable, "-c", KILLED, folder], check=True)
    assert (folder / LOG).stat().st_size > 0
    return folder


def people(store: Store) -> int:
    with store.reading() as tx:
        return int(tx.scalar(select(func.count()).select_from(models.person)))


def test_everything_that_writes_is_refused_in_the_same_words(store: Store) -> None:
    store.close()
    with read_only(store.folder):
        looking = Store.open(store.folder, KEY)
        said = set()
        for call in (
            lambda: looking.writing(ACTOR, now).__enter__(),
            looking.checkpoint,
            looking.clean,
            lambda: looking.rekey(bytes(32)),
        ):
            with pytest.raises(Unwritable) as told:
                call()
            said.add(str(told.value))
        assert people(looking) == 0
        assert check(looking) == ()
        looking.close()
        looking.close()
        with pytest.raises(Trouble, match="locked or closed"):
            people(looking)
    assert said == {
        "This store is open to be looked at only, because it may not be written where it is. Nothing can be "
        f"saved. To work in it, copy the whole folder {store.folder} to a place where you have the right to "
        "write, or ask whoever looks after this computer for that right, then sign in again."
    }


@pytest.mark.parametrize("locked", [True, False])
def test_two_look_at_once(store: Store, locked: bool) -> None:
    store.close()
    if not locked:
        (store.folder / LOCK_FILE).unlink()
    with read_only(store.folder):
        first, second = Store.open(store.folder, KEY), Store.open(store.folder, KEY)
        assert (people(first), people(second)) == (0, 0)
        first.close()
        second.close()


def test_where_it_can_be_written_one_program_works_alone(store: Store) -> None:
    with pytest.raises(Trouble, match="open already"):
        Store.open(store.folder, KEY)
    with pytest.raises(Trouble, match="open already"):
        Store.open(store.folder, KEY, why=Hindrance.NO_ROOM)
    assert store.only_look is None


def test_what_waits_in_the_log_is_read_too(killed: Path) -> None:
    with read_only(killed):
        store = Store.open(killed, KEY)
        assert people(store) == 3
        assert check(store) == ()
        store.close()
    store = Store.open(killed, KEY)
    assert (store.only_look, people(store), check(store)) == (None, 3, ())
    store.close()


def test_a_log_that_cannot_be_read_is_not_passed_over(killed: Path) -> None:
    (killed / INDEX).unlink()
    with read_only(killed), pytest.raises(Trouble) as told:
        Store.open(killed, KEY)
    assert type(told.value) is Trouble
    assert f"{killed} was not closed as it should be" in str(told.value)
    assert "Copy the whole folder to a place with room where you have the right to write" in str(told.value)
    store = Store.open(killed, KEY)
    assert people(store) == 3
    store.close()


def test_an_older_store_is_not_upgraded_there(tmp_path: Path) -> None:
    a_store(tmp_path / "old", people=2, oldest=True)
    with read_only(tmp_path / "old"), pytest.raises(Unwritable) as told:
        Store.open(tmp_path / "old", KEY)
    assert "older version of this program and must be upgraded" in str(told.value)
    assert f"copy the whole folder {tmp_path / 'old'}" in str(told.value)


def test_a_damaged_one_is_damaged_there_too(store: Store) -> None:
    store.close()
    bent = bytearray((store.folder / STORE_FILE).read_bytes())
    bent[100] ^= 1
    (store.folder / STORE_FILE).write_bytes(bent)
    with read_only(store.folder), pytest.raises(Damaged, match="restore the latest backup"):
        Store.open(store.folder, KEY)


def test_a_store_that_changes_under_the_eyes_is_told(store: Store, tmp_path: Path) -> None:
    with store.writing(ACTOR, now) as tx:
        tx.insert(models.person, a_row())
    store.close()
    (store.folder / LOCK_FILE).unlink()
    with read_only(store.folder):
        looking = Store.open(store.folder, KEY)
        assert people(looking) == 1
    # Somebody else, who has the right to, writes.
    writing = Store.open(store.folder, KEY)
    with writing.writing(ACTOR, now) as tx:
        tx.insert(models.person, a_row("Ben"))
    with pytest.raises(Trouble, match="changed by another program"):
        people(looking)
    looking.close()
    writing.close()
