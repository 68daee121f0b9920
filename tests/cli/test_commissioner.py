"""check, import and consolidate, as another program calls them."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.importing import samples
from vrp_desktop.cli.main import main

PASSPHRASE = "seven purple otters swim north"


@pytest.fixture(autouse=True)
def _passphrase(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VRP_PASSPHRASE", PASSPHRASE)


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    samples.signed(folder / "sound.xlsx")
    return folder


def faulty(path: Path) -> Path:
    def change(book: Workbook) -> None:
        book["R2"]["B6"] = 90

    return samples.edited(samples.signed(path), change)


def test_check_says_by_its_exit_status_what_the_worst_file_is(
    inbox: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sound, fault, none = inbox / "sound.xlsx", faulty(inbox / "fault.xlsx"), inbox / "none.xlsx"
    none.write_bytes(b"")
    assert main(["check", str(sound)]) == 0
    assert capsys.readouterr().out.startswith("sound.xlsx: sound (")
    assert main(["check", str(sound), str(fault)]) == 1
    assert "error in R2!B6: Edited since it was signed" in capsys.readouterr().out
    assert main(["check", str(none), str(fault), str(sound)]) == 2
    shown = capsys.readouterr()
    assert "none.xlsx: not a return" in shown.out
    assert "Checked 3 of 3" in shown.err


def test_check_answers_in_json(inbox: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--json", str(faulty(inbox / "fault.xlsx"))]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert answer["verdict"] == "faults"
    (file,) = answer["files"]
    assert (file["verdict"], file["outcome"], file["signature"]) == ("faults", "checked", "edited")
    assert file["header"]["intervention_code"] == "LEE-07"
    (finding,) = file["findings"]
    assert (finding["severity"], finding["sheet"], finding["cell"]) == ("error", "R2", "B6")
    assert finding["what"]
    assert finding["mend"]


def test_import_makes_a_store_once_and_consolidate_writes_the_county(
    inbox: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store, out = tmp_path / "store", tmp_path / "out"
    assert main(["import", "--store", str(store), "--create", "--json", str(inbox)]) == 0
    shown = capsys.readouterr()
    answer = json.loads(shown.out)
    assert answer["outcomes"] == {"new": 1}
    assert answer["files"][0]["signature"] == "new key"
    assert shown.err.count("recovery key is not shown") == 1, "no key in what may be a log"
    assert not re.search(r"([0-9A-HJKMNP-TV-Z]{4}-){4}", shown.err)
    assert "Importing 1 of 1: sound.xlsx" in shown.err

    assert main(["import", "--store", str(store), "--create", "--json", str(inbox)]) == 0
    shown = capsys.readouterr()
    assert json.loads(shown.out)["outcomes"] == {"unchanged": 1}
    assert "recovery key" not in shown.err

    command = ["consolidate", "--store", str(store), "--quarter", "2026-27-Q2", "--out", str(out)]
    assert main([*command, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["quarter"] == "2026-27-Q2"
    assert [header["intervention_code"] for header in answer["returns"]] == ["LEE-07"]
    assert ["R2", "supported_quarter", "people", 137, 137] in answer["figures"]
    assert Path(answer["workbook"]).read_bytes().startswith(b"PK")
    assert Path(answer["pdf"]).read_bytes().startswith(b"%PDF")
    assert answer["year_to_date"] is False

    command = ["consolidate", "--store", str(store), "--year", "2026-27", "--out", str(out)]
    assert main([*command, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["quarter"], answer["year_to_date"]) == ("2026-27-Q2", True)
    assert answer["gaps"] == [["LEE-07", "2026-27-Q1"]]
    assert answer["over_year"]["R2/supported_ytd/people"] == "to date"
    assert answer["audit"]["returns"] == 1
    assert Path(answer["workbook"]).name == "county_2026-27-to-Q2.xlsx"
    assert main([*command[:3], "--year-to", "2026-27-Q2", "--out", str(out)]) == 0
    assert "nobody more than the returns do" in capsys.readouterr().out


def test_import_says_by_its_exit_status_what_the_worst_file_is(
    inbox: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = tmp_path / "store"
    faulty(inbox / "fault.xlsx")
    assert main(["import", "--store", str(store), "--create", str(inbox)]) == 1
    assert "Files: 2 (new 1, refused 1)." in capsys.readouterr().out
    (inbox / "none.xlsx").write_bytes(b"%PDF")
    assert main(["import", "--store", str(store), str(inbox)]) == 2
    assert "Files: 3 (unchanged 1, refused 2)." in capsys.readouterr().out


def test_a_store_that_is_not_there_is_told_in_one_line(
    inbox: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import", "--store", str(tmp_path / "none"), str(inbox)]) == 1
    shown = capsys.readouterr().err
    assert "--create" in shown
    assert shown.count("\n") == 1
    assert not (tmp_path / "none").exists()


def test_a_changed_key_comes_in_once_it_is_confirmed(
    inbox: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = ["import", "--store", str(tmp_path / "store"), "--json"]
    assert main([*store, "--create", str(inbox)]) == 0
    other = samples.signed(tmp_path / "b.xlsx", samples.a_return(intervention_code="LEE-08"), key=2)
    capsys.readouterr()
    assert main([*store, str(other)]) == 1
    (file,) = json.loads(capsys.readouterr().out)["files"]
    assert file["signature"] == "changed key"
    assert main([*store, "--confirm-key", file["fingerprint"], str(other)]) == 0


def test_a_quarter_that_is_none_is_told(
    inbox: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = str(tmp_path / "store")
    assert main(["import", "--store", store, "--create", str(inbox)]) == 0
    for quarter, words in (("2026-27-Q9", "is not a quarter"), ("2025-26-Q1", "No return for")):
        capsys.readouterr()
        assert (
            main(["consolidate", "--store", store, "--quarter", quarter, "--out", str(tmp_path / "o")]) == 1
        )
        assert words in capsys.readouterr().err
    assert not (tmp_path / "o").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of a file")
def test_a_full_disk_is_told_and_leaves_whole_returns_only(
    inbox: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = tmp_path / "store"
    assert main(["import", "--store", str(store), "--create", str(inbox)]) == 0
    for number in range(12):
        samples.signed(inbox / f"{number:02}.xlsx", samples.a_return(intervention_code=f"LEE-{number + 20}"))
    room = max(path.stat().st_size for path in store.iterdir()) + 200_000
    program = (
        "import resource, sys; from vrp_desktop.cli.main import main; "
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({room}, {room})); sys.exit(main(sys.argv[1:]))"
    )
    command = [sys.executable, "-c", program, "import", "--store", str(store), str(inbox)]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert ended.returncode == 1
    assert "Traceback" not in ended.stderr
    assert ended.stderr.splitlines()[-1].startswith("vrp-desktop: ")

    capsys.readouterr()
    assert main(["import", "--store", str(store), "--json", str(inbox)]) == 0
    outcomes = json.loads(capsys.readouterr().out)["outcomes"]
    assert outcomes["unchanged"] >= 1
    assert outcomes["new"] >= 1
    assert outcomes["unchanged"] + outcomes["new"] == 13
