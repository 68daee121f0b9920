"""The commands `demo` and `return`, on a real store."""

import re
from datetime import datetime
from pathlib import Path

import pytest

from tests.cli.conftest import PASSPHRASE, Run
from vrp_desktop.domain.permissions import StoreKind
from vrp_desktop.domain.quarters import Quarter
from vrp_desktop.services import demo, stores

PRESENT = Quarter.of(datetime.now().astimezone().date())


def test_list_says_what_there_is(run: Run, demo_store: Path) -> None:
    answer = run("return", "--store", demo_store, "--list", "--json")
    assert answer.status == 0
    quarters = answer.plain["quarters"]
    assert quarters[-2:] == [str(PRESENT.previous), str(PRESENT)]
    # Some were referred in the weeks before the first session.
    assert quarters[:-2] in ([], [str(PRESENT.previous.previous)])
    assert answer.plain["interventions"]
    assert {key for each in answer.plain["interventions"] for key in each} == {"code", "name"}


def test_list_in_words(run: Run, demo_store: Path) -> None:
    answer = run("return", "--store", demo_store, "--list")
    assert str(PRESENT) in answer.out.splitlines()


@pytest.fixture
def code(run: Run, demo_store: Path) -> str:
    return str(run("return", "--store", demo_store, "--list", "--json").plain["interventions"][0]["code"])


def test_a_draft(run: Run, demo_store: Path, code: str, tmp_path: Path) -> None:
    options = ("--intervention", code.lower(), "--quarter", PRESENT.previous, "--out", tmp_path / "out")
    answer = run("return", "--store", demo_store, *map(str, options), "--json")
    assert answer.status == 0, answer.err
    plain = answer.plain
    assert Path(plain["workbook"]) == tmp_path / "out" / f"{code}_{PRESENT.previous}_draft.xlsx"
    assert Path(plain["workbook"]).is_file()
    assert Path(plain["pdf"]).is_file()
    assert (plain["standing"], plain["version"]) == ("draft", 1)
    assert re.fullmatch("[0-9a-f]{64}", plain["content_hash"])
    assert plain["primary"] > 0
    assert plain["secondary"] >= 0
    assert isinstance(plain["warnings"], list)
    assert answer.err.splitlines() == [
        "Counting",
        "Protecting small counts",
        "Writing the workbook",
        "Writing the PDF",
    ]


def test_a_final_return_twice_is_the_same_file(run: Run, demo_store: Path, code: str, tmp_path: Path) -> None:
    def final(name: str) -> bytes:
        out = tmp_path / name
        answer = run(
            *("return", "--store", demo_store, "--intervention", code),
            *("--quarter", str(PRESENT.previous), "--out", out, "--final", "--json"),
        )
        assert (answer.plain["standing"], answer.plain["version"]) == ("final", 1)
        return (out / f"{code}_{PRESENT.previous}_v1.xlsx").read_bytes()

    assert final("one") == final("two")


def test_the_template_needs_no_store(run: Run, tmp_path: Path) -> None:
    answer = run("return", "--template", "--out", tmp_path, "--json")
    assert answer.status == 0
    assert Path(answer.plain["workbook"]).is_file()


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--quarter", "2026-Q2"], "is not a quarter"),
        (["--quarter", "2099-00-Q1"], "has not begun"),
        (["--intervention", "NO-99"], "There are: "),
    ],
)
def test_what_can_be_mended_is_one_line_and_status_1(
    run: Run, demo_store: Path, code: str, tmp_path: Path, options: list[str], says: str
) -> None:
    usual = ["--intervention", code, "--quarter", str(PRESENT), "--out", tmp_path / "out"]
    answer = run("return", "--store", demo_store, *usual, *options, "--json")
    assert (answer.status, answer.out) == (1, "")
    assert says in answer.err.splitlines()[-1]
    assert "Traceback" not in answer.err
    assert not (tmp_path / "out").exists()


def test_what_is_missing_is_named(run: Run, demo_store: Path) -> None:
    answer = run("return", "--store", demo_store, "--intervention", "LEE-07")
    assert answer.status == 2
    assert "required: --quarter, --out" in answer.err


def test_a_wrong_passphrase(run: Run, demo_store: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("not the right words\n")
    answer = run("return", "--store", demo_store, "--list", "--passphrase-file", tmp_path / "secret")
    assert answer.status == 1
    assert "does not open this store" in answer.err


def test_a_commissioners_store_makes_no_returns(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "store"
    stores.create(folder, StoreKind.COMMISSIONER, "The VRP", "Sam", PASSPHRASE).workspace.close()
    answer = run("return", "--store", folder, "--list")
    assert answer.status == 1
    assert "is a commissioner's; this command is for a provider's" in answer.err


def test_no_store_at_all(run: Run, tmp_path: Path) -> None:
    answer = run("return", "--store", tmp_path / "nowhere", "--list")
    assert answer.status == 1
    assert "There is no store" in answer.err


class TestDemo:
    def test_makes_a_store_that_return_can_list(self, run: Run, tmp_path: Path) -> None:
        folder = tmp_path / "demo"
        size = ("--people", "12", "--sessions", "10", "--quarters", "1")
        made = run("demo", "--store", folder, "--seed", "7", *size, "--json")
        assert made.status == 0, made.err
        assert made.plain["people"] == 12
        assert made.err.splitlines()[-1].startswith("100 %")
        listed = run("return", "--store", folder, "--list", "--json")
        assert listed.plain["quarters"] == made.plain["quarters"]
        # Some were referred in the weeks before the first session.
        assert made.plain["quarters"] in ([str(PRESENT)], [str(PRESENT.previous), str(PRESENT)])
        assert [each["code"] for each in listed.plain["interventions"]] == made.plain["interventions"]

    def test_without_a_passphrase_it_is_the_demos_own_and_says_so(
        self, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delenv("VRP_PASSPHRASE")
        folder = tmp_path / "demo"
        made = run("demo", "--store", folder, "--people", "5", "--sessions", "5", "--quarters", "1")
        assert made.status == 0, made.err
        assert demo.PASSPHRASE in made.err
        stores.sign_in(folder, demo.PASSPHRASE).close()

    def test_a_folder_in_use_is_left_alone(self, run: Run, demo_store: Path) -> None:
        answer = run("demo", "--store", demo_store)
        assert answer.status == 1
        assert "There is a store in" in answer.err
