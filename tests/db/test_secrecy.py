"""Nothing of a child, and nothing of the key, outside the encrypted file."""

import base64
import logging
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from tests.db.rows import ACTOR, KEY, a_row, now
from vrp_desktop.db import models
from vrp_desktop.db.store import STORE_FILE, Store
from vrp_desktop.domain.errors import Trouble

CANARY = "Zebedee Quillfeather"
FORMS = [CANARY.encode(how) for how in ("utf-8", "utf-16-le", "utf-16-be")]
FORMS += [CANARY.casefold().encode(), CANARY.split()[1].encode()]
KEY_FORMS = [KEY, KEY.hex().encode(), KEY.hex().upper().encode(), base64.b64encode(KEY), repr(KEY).encode()]


def leaks(folder: Path) -> list[tuple[str, bytes]]:
    """Each file of a folder, and what in it should not be there."""
    files = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert len(files[STORE_FILE]) >= 4096
    wanted = [*FORMS, *KEY_FORMS, b"SQLite format 3", b"known_as", b"CREATE TABLE"]
    return [(name, form) for name, content in files.items() for form in wanted if form in content]


def test_no_file_of_the_store_can_be_read_without_the_key(store: Store) -> None:
    with store.writing(ACTOR, now) as tx:
        row_id = tx.insert(models.person, a_row(CANARY, enjoys=CANARY * 20_000))
        tx.insert_many(models.person, (a_row(f"{CANARY} {number}") for number in range(500)))
    assert leaks(store.folder) == []
    assert {path.name for path in store.folder.iterdir()} >= {STORE_FILE, f"{STORE_FILE}-wal"}
    with store.writing(ACTOR, now) as tx:
        tx.update(models.person, row_id, {"enjoys": ""})
    assert leaks(store.folder) == []
    store.close()
    assert leaks(store.folder) == []
    assert b"SQLite format 3" not in (store.folder / STORE_FILE).read_bytes()


def test_the_scan_would_find_them(tmp_path: Path) -> None:
    (tmp_path / STORE_FILE).write_bytes(b"SQLite format 3\0" + bytes(4096) + CANARY.encode() + KEY)
    assert {form for _, form in leaks(tmp_path)} >= {CANARY.encode(), KEY, b"SQLite format 3"}


def test_an_error_tells_neither_a_name_nor_the_key(
    store: Store, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    said = [repr(store), repr(vars(store)), repr(store._open().url)]
    with pytest.raises(IntegrityError) as raised, store.writing(ACTOR, now) as tx:
        tx.insert_many(models.person, [a_row(CANARY, id="same"), a_row(CANARY, id="same")])
    said += [str(raised.value), repr(raised.value), str(raised.value.orig)]
    store.close()
    with pytest.raises(Trouble) as damaged:
        Store.open(store.folder, bytes(reversed(KEY)))
    said += [str(damaged.value), repr(damaged.value.__cause__), caplog.text, *capfd.readouterr()]
    together = "\n".join(said)
    assert CANARY not in together
    assert not [form for form in (KEY, bytes(reversed(KEY))) if form.hex() in together.lower()]
    assert capfd.readouterr().err == ""


def test_the_files_of_a_store_are_for_its_owner_only(store: Store) -> None:
    """Windows keeps the rights of the folder; elsewhere a file made by SQLite would be for all to read."""
    if sys.platform != "win32":
        rights = {path.name: path.stat().st_mode & 0o077 for path in store.folder.iterdir()}
        assert rights == dict.fromkeys(rights, 0)


def test_an_independent_reader_sees_noise(store: Store) -> None:
    """Python's own SQLite, which knows nothing of the key."""
    store.close()
    script = "import sqlite3, sys; sqlite3.connect(sys.argv[1]).execute('SELECT * FROM sqlite_master')"
    command = [sys.executable, "-c", script, str(store.folder / STORE_FILE)]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    assert told.returncode == 1
    assert "file is not a database" in told.stderr
