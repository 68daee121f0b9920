"""A made-up name, typed everywhere, is found in no byte that the program leaves on the disk."""

import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from tests.builders import ORGANISATION, USER
from tests.journeys.canary import CANARY, PASSPHRASE
from vrp_desktop.domain.permissions import StoreKind
from vrp_desktop.services import stores

WORDS = [CANARY, *CANARY.split(), CANARY.casefold(), CANARY.split()[1].casefold(), PASSPHRASE]


def contents(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file by its name, and what is packed inside those that are archives."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file():
            yield name, name.encode() + b"\n" + path.read_bytes()
            if zipfile.is_zipfile(path):
                with zipfile.ZipFile(path) as packed:
                    for inner in packed.namelist():
                        yield f"{name}:{inner}", packed.read(inner)


def leaks(folder: Path, *more: str) -> list[tuple[str, str]]:
    """Which file holds which of the words that should stand nowhere."""
    forms = [
        (word, word.encode(how)) for word in (*WORDS, *more) for how in ("utf-8", "utf-16-le", "utf-16-be")
    ]
    return sorted({(name, word) for name, held in contents(folder) for word, form in forms if form in held})


def test_the_scan_would_find_it(tmp_path: Path) -> None:
    (tmp_path / "log.txt").write_text(f"opened {CANARY}", encoding="utf-16")
    (tmp_path / "settings.ini").write_text("last=quillfeather", encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "return.xlsx", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("sheet.xml", CANARY * 100)
    (tmp_path / "Zebedee.txt").touch()
    assert {name for name, _ in leaks(tmp_path)} == {
        "Zebedee.txt",
        "log.txt",
        "return.xlsx:sheet.xml",
        "settings.ini",
    }


@pytest.mark.skipif(
    sys.platform == "win32", reason="HOME and TMPDIR lead a program to one folder elsewhere only"
)
@pytest.mark.slow
def test_a_name_typed_everywhere_is_found_nowhere(tmp_path: Path) -> None:
    home, given = tmp_path / "home", tmp_path / "input"
    for folder in (home / "tmp", given):
        folder.mkdir(parents=True)
    made = stores.create(home / "store", StoreKind.PROVIDER, ORGANISATION, USER, PASSPHRASE)
    made.workspace.close()
    book = openpyxl.Workbook()
    for number in range(1, 40):
        book.active[f"A{number}"] = CANARY  # type: ignore[index] # a new workbook has a sheet
    book.save(given / f"{CANARY}.xlsx")
    (given / "no workbook.xlsx").write_text(CANARY, encoding="utf-8")
    (given / f"{CANARY}.txt").write_text(f"A letter of {CANARY}", encoding="utf-8")
    environment = {
        **os.environ,
        "HOME": str(home),
        "TMPDIR": str(home / "tmp"),
        "QT_QPA_PLATFORM": "offscreen",
        **{f"XDG_{name}_HOME": str(home / name.lower()) for name in ("CONFIG", "DATA", "CACHE", "STATE")},
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.journeys.canary", home],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=180,
    )
    assert done.returncode == 0, done.stderr[-2_000:]
    assert done.stdout == "all typed\n"

    (tmp_path / "streams").mkdir()
    (tmp_path / "streams" / "error.txt").write_text(done.stderr, encoding="utf-8")
    for folder in (tmp_path / "streams", home, *sorted((tmp_path / "moments").iterdir())):
        assert leaks(folder, made.recovery_key) == [], folder.name

    # That there was something to look through: each sort of file, at some moment.
    names = {name for name, _ in contents(tmp_path / "moments")}
    for part in (
        "store/store.db",
        "store.db-wal",
        "store.keys",
        ".ini",
        ".vrpbackup",
        ".fault.txt",
        ".xlsx",
        ".pdf",
    ):
        assert any(part in name for name in names), part
    assert len(list((home / "data").rglob("*.fault.txt"))) == 2
    assert [path for path in (home / "tmp").rglob("*") if path.is_file()] == []
