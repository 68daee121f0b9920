"""A store of an earlier version: a proven backup of it lies in the first place before it is upgraded."""

import errno
import os
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.builders import PASSPHRASE, Clock, a_person
from tests.conftest import Template
from vrp_desktop.db import upgrade
from vrp_desktop.db.backup_file import BackupFile
from vrp_desktop.db.connection import WRITE, engine
from vrp_desktop.db.store import PROGRAM, STORE_FILE
from vrp_desktop.domain.backups import Reason
from vrp_desktop.domain.errors import Trouble
from vrp_desktop.domain.permissions import StoreKind
from vrp_desktop.services import stores
from vrp_desktop.services.backup_places import first_place
from vrp_desktop.services.backups import Backups
from vrp_desktop.services.provider import Provider
from vrp_desktop.services.restoring import restore
from vrp_desktop.services.workspace import Workspace

NEWEST = upgrade.NEWEST[StoreKind.PROVIDER]
EARLIER = upgrade.revisions(StoreKind.PROVIDER)[1:]


@pytest.fixture
def older(workspace: Workspace, provider_template: Template) -> Callable[[str], Path]:
    """The store as an earlier version of the program has left it, with Ana in it."""

    def make(revision: str) -> Path:
        Provider(workspace).people.add(a_person("Ana"))
        workspace.close()
        pool = engine(workspace.folder / STORE_FILE, provider_template.key)
        with pool.connect().execution_options(**WRITE) as connection:
            raw = connection.connection.driver_connection
            assert raw is not None
            raw.execute("PRAGMA foreign_keys=OFF")
            with connection.begin():
                upgrade.downgrade(connection, StoreKind.PROVIDER, revision)
        pool.dispose()
        return workspace.folder

    return make


def backups_of(folder: Path) -> list[BackupFile]:
    return [BackupFile(path) for path in sorted(first_place(folder).glob("*.vrpbackup"))]


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a store, byte for byte. The lock and the shared memory hold none of it."""
    return {
        path.name: path.read_bytes() for path in folder.iterdir() if not path.name.endswith((".lock", "-shm"))
    }


@pytest.mark.parametrize("revision", EARLIER)
def test_a_backup_of_the_old_schema_stands_before_an_upgrade(
    older: Callable[[str], Path], revision: str, clock: Clock
) -> None:
    folder = older(revision)
    names = contents(folder).keys()
    workspace = stores.sign_in(folder, PASSPHRASE, clock)
    [file] = backups_of(folder)
    assert (file.manifest.reason, file.manifest.schema) == (Reason.BEFORE_UPGRADE, revision)
    assert file.is_of(workspace.store.key)
    assert file.manifest.counts["person"] == 1
    assert workspace.store.schema == NEWEST
    assert contents(folder).keys() - {f"{STORE_FILE}-wal"} == names
    with workspace.store.reading() as tx:
        [told] = tx.rows(text("SELECT actor, action FROM journal WHERE entity = 'backup'"))
    assert tuple(told.values()) == (PROGRAM, "backed up")
    workspace.close()
    stores.sign_in(folder, PASSPHRASE, clock).close()
    assert len(backups_of(folder)) == 1


@pytest.mark.parametrize("revision", EARLIER)
def test_that_backup_restored_is_upgraded(
    older: Callable[[str], Path], revision: str, clock: Clock, tmp_path: Path
) -> None:
    folder = older(revision)
    stores.sign_in(folder, PASSPHRASE, clock).close()
    [file] = backups_of(folder)
    restored = restore(file.path, PASSPHRASE, tmp_path / "restored", clock=clock).folder
    workspace = stores.sign_in(restored, PASSPHRASE, clock)
    assert [line.known_as for line in Provider(workspace).people.search("")] == ["Ana"]
    assert Backups(workspace).faults() == ()
    workspace.close()
    assert backups_of(restored) == [], "the backup it came from is the one before its upgrade"


def test_what_was_not_yet_in_the_file_is_in_the_backup(
    older: Callable[[str], Path], provider_template: Template, clock: Clock, tmp_path: Path
) -> None:
    """As after a crash: the last commits stand in the log beside the file."""
    folder, crashed = older(EARLIER[0]), tmp_path / "crashed"
    pool = engine(folder / STORE_FILE, provider_template.key)
    with pool.connect().execution_options(**WRITE) as connection:
        with connection.begin():
            connection.execute(text("UPDATE person SET known_as = 'Annie'"))
        shutil.copytree(folder, crashed)
    pool.dispose()
    assert (crashed / f"{STORE_FILE}-wal").stat().st_size > 0
    (crashed / f"{STORE_FILE}-shm").unlink()
    stores.sign_in(crashed, PASSPHRASE, clock).close()
    [file] = backups_of(crashed)
    restored = restore(file.path, PASSPHRASE, tmp_path / "restored", clock=clock).folder
    workspace = stores.sign_in(restored, PASSPHRASE, clock)
    assert [line.known_as for line in Provider(workspace).people.search("")] == ["Annie"]
    workspace.close()


def test_without_a_backup_the_upgrade_does_not_begin(older: Callable[[str], Path], clock: Clock) -> None:
    folder = older(EARLIER[0])
    before = contents(folder)
    first_place(folder).write_text("a file where the folder should be")
    with pytest.raises(Trouble, match=r"has been left as it was.*Free some space.*sign in again"):
        stores.sign_in(folder, PASSPHRASE, clock)
    assert contents(folder) == before
    first_place(folder).unlink()
    stores.sign_in(folder, PASSPHRASE, clock).close()


def test_a_full_disk_leaves_the_old_store_and_no_backup(
    older: Callable[[str], Path], clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = older(EARLIER[0])
    before = contents(folder)

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(Trouble, match=r"No space left on device\. Free some space"):
            stores.sign_in(folder, PASSPHRASE, clock)
    assert contents(folder) == before
    assert list(first_place(folder).iterdir()) == []


def test_an_upgrade_that_fails_again_and_again_does_not_fill_the_disk(
    older: Callable[[str], Path], clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = older(EARLIER[0])
    with monkeypatch.context() as patched:
        patched.setattr("vrp_desktop.db.store.bring_up_to_date", lambda *_: 1 / 0)
        for _ in range(3):
            with pytest.raises(ZeroDivisionError):
                stores.sign_in(folder, PASSPHRASE, clock)
            clock.go(days=1)
    [file] = backups_of(folder)
    # One that is not sound any more is not relied on.
    raw = bytearray(file.path.read_bytes())
    raw[len(raw) // 3] ^= 4
    file.path.write_bytes(raw)
    stores.sign_in(folder, PASSPHRASE, clock).close()
    assert len(backups_of(folder)) == 2


def test_it_is_in_the_rotation_for_ninety_days(older: Callable[[str], Path], clock: Clock) -> None:
    folder = older(EARLIER[0])
    workspace = stores.sign_in(folder, PASSPHRASE, clock)
    [before] = backups_of(folder)

    def kept_after(days: int) -> bool:
        clock.go(days=days)
        Provider(workspace).people.add(a_person("Ben"))
        Backups(workspace).keep()
        return before.path.exists()

    assert kept_after(0)
    # As an ordinary one it would give way to the newest of its day.
    assert kept_after(0)
    clock.go(minutes=31)
    for _ in range(8):
        assert kept_after(11)
    # Longer than any schedule, and with more than twelve days that have a backup.
    for _ in range(12):
        kept_after(31)
    assert not before.path.exists()
    workspace.close()


def test_copies_that_earlier_versions_left_age_out(workspace: Workspace, clock: Clock) -> None:
    lately, old = (workspace.folder / f"store-before-upgrade-from-{name}.db" for name in ("p0005", "p0002"))
    for copy, age in ((lately, 89), (old, 91)):
        workspace.store.checkpoint()
        shutil.copyfile(workspace.folder / STORE_FILE, copy)
        at = (clock() - timedelta(days=age)).timestamp()
        os.utime(copy, (at, at))
    Backups(workspace).keep()
    assert lately.exists()
    assert not old.exists()


def test_a_store_of_today_is_opened_without_a_backup(provider_folder: Path, clock: Clock) -> None:
    stores.sign_in(provider_folder, PASSPHRASE, clock).close()
    assert not first_place(provider_folder).exists()
