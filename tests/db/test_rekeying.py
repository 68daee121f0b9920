"""Another key for a store: what it held is there, the old key opens nothing, a kill leaves one of the two."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from sqlalchemy import func, select

from tests.db.rows import ACTOR, KEY, a_row, now
from vrp_desktop.db import models
from vrp_desktop.db.copies_aside import rekey_copies
from vrp_desktop.db.store import STORE_FILE, Store
from vrp_desktop.domain.errors import Trouble
from vrp_desktop.domain.permissions import StoreKind

NEW = bytes(reversed(range(32)))
PEOPLE = 3_000


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store.create(tmp_path / "store", StoreKind.PROVIDER, KEY)
    with made.writing(ACTOR, now) as tx:
        tx.insert_many(models.person, [a_row(enjoys="x" * 500) for _ in range(PEOPLE)])
    return made


def count(store: Store) -> int:
    with store.reading() as tx:
        return int(tx.scalar(select(func.count()).select_from(models.person)))


def opens(folder: Path, key: bytes) -> bool:
    try:
        store = Store.open(folder, key)
    except Trouble:
        return False
    assert count(store) == PEOPLE
    store.close()
    return True


def test_the_new_key_opens_everything_and_the_old_one_nothing(store: Store) -> None:
    store.rekey(NEW)
    assert store.key == NEW
    assert count(store) == PEOPLE
    with store.writing(ACTOR, now) as tx:
        tx.delete(models.person, tx.insert(models.person, a_row("after it")))
    store.close()
    assert not opens(store.folder, KEY)
    assert opens(store.folder, NEW)


def test_copies_of_upgrades_follow_and_strange_files_are_left_alone(store: Store) -> None:
    store.checkpoint()
    whole = (store.folder / STORE_FILE).read_bytes()
    copy, strange = (store.folder / f"store-before-upgrade-from-{name}.db" for name in ("p0001", "x"))
    copy.write_bytes(whole)
    strange.write_bytes(b"something else entirely")
    store.rekey(NEW)
    store.close()
    for _ in range(2):
        rekey_copies(store.folder, KEY, NEW)
    assert strange.read_bytes() == b"something else entirely"
    elsewhere = store.folder.with_name("elsewhere")
    elsewhere.mkdir()
    copy.rename(elsewhere / STORE_FILE)
    assert not opens(elsewhere, KEY)
    assert opens(elsewhere, NEW)


def test_readers_are_waited_for_and_new_ones_wait(store: Store) -> None:
    order: list[str] = []
    reading, done = threading.Event(), threading.Event()

    def read() -> None:
        with store.reading() as tx:
            reading.set()
            done.wait(10)
            tx.scalar(select(func.count()).select_from(models.person))
            order.append("read")

    def change() -> None:
        store.rekey(NEW)
        order.append("changed")

    reader, changer = threading.Thread(target=read), threading.Thread(target=change)
    reader.start()
    assert reading.wait(10)
    changer.start()
    done.set()
    for thread in (reader, changer):
        thread.join(20)
    assert order == ["read", "changed"]
    assert count(store) == PEOPLE
    store.close()


FULL = """
import resource, sys
from pathlib import Path
from tests.db.rows import KEY
from tests.db.test_rekeying import NEW, PEOPLE, count
from vrp_desktop.db.store import Store
from vrp_desktop.domain.errors import Trouble

store = Store.open(Path(sys.argv[1]), KEY)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
try:
    store.rekey(NEW)
except Trouble as trouble:
    print(trouble)
assert store.key == KEY
assert count(store) == PEOPLE
store.close()
"""


@pytest.mark.parametrize("share", [0.05, 0.5, 0.9])
def test_a_full_disk_leaves_the_store_with_the_key_it_had(store: Store, share: float) -> None:
    store.checkpoint()
    store.close()
    room = int((store.folder / STORE_FILE).stat().st_size * share)
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(store.folder), str(room)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Free" in done.stdout
    assert opens(store.folder, KEY)


KILLED = """
import sys
from pathlib import Path
from tests.db.rows import KEY
from tests.db.test_rekeying import NEW
from vrp_desktop.db.store import Store

store = Store.open(Path(sys.argv[1]), KEY)
print("now", flush=True)
store.rekey(NEW)
print("done", flush=True)
"""


def test_a_kill_at_any_moment_leaves_a_store_that_one_of_the_two_keys_opens(
    store: Store, tmp_path: Path
) -> None:
    """The moments are spread over the time that a change takes here, which is measured first."""
    store.checkpoint()
    store.close()
    whole = (store.folder / STORE_FILE).read_bytes()
    took, with_new = 0.0, 0
    for number in range(13):
        folder = tmp_path / f"killed-{number}"
        folder.mkdir()
        (folder / STORE_FILE).write_bytes(whole)
        with subprocess.Popen([sys.executable, "-c", KILLED, str(folder)], stdout=subprocess.PIPE) as child:
            assert child.stdout is not None
            assert child.stdout.readline() == b"now\n"
            began = time.monotonic()
            if number:
                time.sleep(took * number / 12)
                os.kill(child.pid, signal.SIGKILL)
            else:
                assert child.stdout.readline() == b"done\n"
                took = time.monotonic() - began
            child.wait()
        old, new = opens(folder, KEY), opens(folder, NEW)
        assert old != new
        with_new += new
    assert with_new >= 1
