"""backup, verify, restore: as scripts call them."""

import shutil
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.rights import read_only

needs_rights = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no rights to take in this way")


@pytest.fixture
def store(demo_store: Path, tmp_path: Path) -> Path:
    """A copy of the demo, so that what a test leaves is no other's."""
    return Path(shutil.copytree(demo_store, tmp_path / "store"))


def test_a_store_goes_round_through_a_backup(run: Run, store: Path, tmp_path: Path) -> None:
    made = run("backup", "--store", store, "--json")
    assert made.status == 0
    file = Path(made.plain["file"])
    assert file.parent == tmp_path / "store-backups"
    assert made.plain["counts"]["person"] == 30
    assert made.plain["size"] == file.stat().st_size

    verified = run("verify", "--store", store, file, "--json")
    assert (verified.status, verified.plain["sound"]) == (0, True)

    restored = run("restore", file, "--store", tmp_path / "new", "--json")
    assert (restored.status, restored.plain["counts"]["person"]) == (0, 30)
    assert restored.plain["erased_again"] == 0
    assert run("verify", "--store", tmp_path / "new").status == 0
    listed = run("return", "--store", tmp_path / "new", "--list", "--json")
    assert listed.plain == run("return", "--store", store, "--list", "--json").plain


def test_a_backup_goes_where_it_is_sent(run: Run, store: Path, tmp_path: Path) -> None:
    made = run("backup", "--store", store, "--to", tmp_path / "stick")
    assert made.status == 0
    (file,) = (tmp_path / "stick").iterdir()
    assert made.out == f"Backed up and proven: {file} ({file.stat().st_size / 1_000_000:.1f} MB).\n"
    assert not (tmp_path / "store-backups").exists() or not list((tmp_path / "store-backups").iterdir())


def test_verify_says_which_file_is_damaged_and_ends_with_1(run: Run, store: Path, tmp_path: Path) -> None:
    good = Path(run("backup", "--store", store, "--to", tmp_path / "one", "--json").plain["file"])
    bad = tmp_path / "bad.vrpbackup"
    raw = bytearray(good.read_bytes())
    raw[len(raw) // 2] ^= 1
    bad.write_bytes(raw)
    said = run("verify", "--store", store, good, bad)
    assert said.status == 1
    first, second = said.out.splitlines()
    assert first == f"{good}: sound"
    assert second.startswith(f"{bad}: The backup {bad} is damaged: ")
    plain = run("verify", "--store", store, good, bad, "--json").plain
    assert (plain["sound"], [bool(one["fault"]) for one in plain["checked"]]) == (False, [False, True])


def test_verify_says_that_a_store_is_damaged(run: Run, store: Path) -> None:
    with (store / "store.db").open("r+b") as file:
        file.seek(40 * 4096 + 100)
        file.write(bytes(64))
    said = run("verify", "--store", store)
    assert said.status == 1
    assert "changed outside the program" in said.out or "is damaged" in said.err


def test_restoring_into_a_store_is_refused(run: Run, store: Path) -> None:
    file = run("backup", "--store", store, "--json").plain["file"]
    said = run("restore", file, "--store", store)
    assert said.status == 1
    assert "There is a store in" in said.err
    assert "Choose the name of a new folder" in said.err
    assert run("verify", "--store", store).status == 0


def test_restoring_with_a_wrong_passphrase_leaves_nothing(
    run: Run, store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = run("backup", "--store", store, "--json").plain["file"]
    monkeypatch.setenv("VRP_PASSPHRASE", "not this one, not at all")
    said = run("restore", file, "--store", tmp_path / "new")
    assert said.status == 1
    assert "does not open this backup" in said.err
    assert sorted(path.name for path in tmp_path.iterdir() if "new" in path.name) == []


@pytest.mark.parametrize("command", [("restore", "nothing.vrpbackup"), ("verify", "nothing.vrpbackup")])
def test_a_file_that_is_not_there(run: Run, store: Path, tmp_path: Path, command: tuple[str, str]) -> None:
    folder = tmp_path / "new" if command[0] == "restore" else store
    said = run(command[0], "--store", folder, tmp_path / command[1])
    assert said.status == 1
    assert "There is no file" in said.out + said.err


@needs_rights
def test_a_store_that_cannot_be_written_is_backed_up_and_says_so(
    run: Run, store: Path, tmp_path: Path
) -> None:
    with read_only(store):
        made = run("backup", "--store", store, "--to", tmp_path / "stick", "--json")
        assert made.status == 0
        assert made.err.count("Open to be looked at only, because it may not be written where it is") == 1
        beside = run("backup", "--store", store)
        listed = run("return", "--store", store, "--list")
        code = listed.out.split()[0]
        out = ("--intervention", code, "--quarter", listed.out.splitlines()[-1], "--out", tmp_path / "out")
        refused = run("return", "--store", store, *out)
        checked = run("verify", "--store", store)
    assert (beside.status, refused.status, listed.status, checked.status) == (1, 1, 0, 0)
    assert f"copy the whole folder {store}" in beside.err
    assert f"copy the whole folder {store}" in refused.err
    assert not (tmp_path / "out").exists()
    assert run("restore", Path(made.plain["file"]), "--store", tmp_path / "new").status == 0
    again = run("verify", "--store", tmp_path / "new")
    assert (again.status, again.err) == (0, "")
