"""A full disk and a folder that cannot be written: told in words, and nothing is lost."""

import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.db.rows import ACTOR, KEY, a_row, now
from vrp_desktop.db import models
from vrp_desktop.db.store import STORE_FILE, Store
from vrp_desktop.domain.errors import Trouble
from vrp_desktop.domain.permissions import StoreKind

# No file may grow beyond a size: what a full disk is to a program that is writing.
FILLING = """
import resource, sys
from pathlib import Path
from sqlalchemy import func, select
from tests.db.rows import ACTOR, KEY, a_row, now
from vrp_desktop.db import models
from vrp_desktop.db.store import Store
from vrp_desktop.domain.errors import Trouble

folder = Path(sys.argv[1])
store = Store.open(folder, KEY)
largest = max(path.stat().st_size for path in folder.iterdir())
resource.setrlimit(resource.RLIMIT_FSIZE, (largest + 200_000, resource.RLIM_INFINITY))
saved = 0
try:
    while saved < 10_000:
        with store.writing(ACTOR, now) as tx:
            tx.insert_many(models.person, [a_row(enjoys="x" * 500) for _ in range(int(sys.argv[2]))])
        saved += int(sys.argv[2])
except Trouble as trouble:
    print(trouble)
with store.reading() as tx:
    assert tx.scalar(select(func.count()).select_from(models.person)) == saved
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
with store.writing(ACTOR, now) as tx:
    tx.insert(models.person, a_row("after it"))
print(saved)
"""

# Root may write everywhere, so the right to do so is given up first; the folder is the test's own.
WITHOUT_THE_RIGHT = """
import ctypes, os, sys
from pathlib import Path
from sqlalchemy import func, select
from tests.db.rows import ACTOR, KEY, a_row, now
from vrp_desktop.db import models
from vrp_desktop.db.store import Store
from vrp_desktop.domain.errors import Refused, Trouble
from vrp_desktop.domain.permissions import StoreKind

if os.geteuid() == 0:
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    assert ctypes.CDLL(None, use_errno=True).capset(header, (ctypes.c_uint32 * 6)()) == 0
folder = Path(sys.argv[2])
try:
    if sys.argv[1] == "create":
        Store.create(folder, StoreKind.PROVIDER, KEY)
    else:
        store = Store.open(folder, KEY)
        if sys.argv[1] == "look":
            with store.reading() as tx:
                print(tx.scalar(select(func.count()).select_from(models.person)))
        try:
            with store.writing(ACTOR, now) as tx:
                tx.insert(models.person, a_row("Ben"))
        finally:
            store.close()
except Trouble as trouble:
    print(trouble)
"""


def run(script: str, *arguments: object) -> list[str]:
    """The lines a program wrote; it must end well and say nothing on the error stream."""
    command = [sys.executable, "-c", script, *map(str, arguments)]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (told.returncode, told.stderr) == (0, "")
    return told.stdout.splitlines()


def names(folder: Path) -> list[str]:
    store = Store.open(folder, KEY)
    with store.reading() as tx:
        found = [str(row["known_as"]) for row in tx.rows(select(models.person.c.known_as))]
    store.close()
    return found


@pytest.mark.parametrize("rows", [1, 50])
def test_a_full_disk_is_told_and_loses_nothing(store: Store, rows: int) -> None:
    store.close()
    words, saved = run(FILLING, store.folder, rows)
    assert "disk" in words
    assert "space" in words
    assert 0 < int(saved) < 10_000
    assert names(store.folder) == ["Ana"] * int(saved) + ["after it"]


@pytest.mark.parametrize("what", ["folder", "file", "folder and file", "unreadable file"])
def test_a_store_that_cannot_be_written_says_so(store: Store, what: str) -> None:
    with store.writing(ACTOR, now) as tx:
        tx.insert(models.person, a_row())
    store.close()
    before = (store.folder / STORE_FILE).read_bytes()
    modes = {"file": (store.folder / STORE_FILE, 0o400), "folder": (store.folder, 0o500)}
    modes["unreadable file"] = (store.folder / STORE_FILE, 0o000)
    chosen = [modes[name] for name in what.split(" and ")]
    for path, mode in chosen:
        path.chmod(mode)
    try:
        told = run(WITHOUT_THE_RIGHT, "open", store.folder)
    finally:
        for path, _ in chosen:
            path.chmod(0o700)
    assert len(told) == 1
    assert "right to" in told[0]
    assert str(store.folder) in told[0]
    assert (store.folder / STORE_FILE).read_bytes() == before
    assert names(store.folder) == ["Ana"]


def test_a_folder_that_cannot_be_written_gets_no_store(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        [told] = run(WITHOUT_THE_RIGHT, "create", tmp_path / "store")
    finally:
        tmp_path.chmod(0o700)
    assert "choose another folder" in told
    assert list(tmp_path.iterdir()) == []


def test_a_file_in_the_place_of_the_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(Trouble, match="choose another folder"):
        Store.create(tmp_path / "file", StoreKind.PROVIDER, KEY)
    with pytest.raises(Trouble, match="choose another folder"):
        Store.create(tmp_path / "file" / "below", StoreKind.PROVIDER, KEY)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
