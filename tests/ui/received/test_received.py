"""Returns in: a mixed folder is answered file by file, and nothing comes in twice."""

import shutil
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt

from tests.builders import PASSPHRASE
from tests.importing import samples
from tests.ui.pages import Pages
from vrp_desktop.services.commissioner import Commissioner
from vrp_desktop.services.workspace import Workspace
from vrp_desktop.ui.received.screen import ReceivedScreen


@pytest.fixture
def folder(a_county: Path, tmp_path: Path) -> Path:
    """Two good returns, one of them twice, one whose total was changed by hand, and a letter."""
    mixed = tmp_path / "returns"
    mixed.mkdir()
    good, other, *_ = sorted(a_county.glob("*.xlsx"))
    shutil.copy(good, mixed / "a good one.xlsx")
    shutil.copy(good, mixed / "the same again.xlsx")
    book = openpyxl.load_workbook(other)
    sheet = book["R2"]
    for row in sheet.iter_rows():
        for cell in row:
            if str(cell.value).isdecimal():
                cell.value = int(str(cell.value)) + 1000
    book.save(mixed / "changed by hand.xlsx")
    book.close()
    (mixed / "minutes.xlsx").write_text("no workbook at all", encoding="utf-8")
    return mixed


def answers(screen: ReceivedScreen) -> dict[str, str]:
    return {line[0]: line[1] for line in screen.answers.texts()}


def test_a_mixed_folder_is_answered_file_by_file(
    commissioner_pages: Pages, commissioner_workspace: Workspace, folder: Path
) -> None:
    pages = commissioner_pages
    screen = pages.open(ReceivedScreen, "received")
    assert screen.table.texts() == []
    screen.bring_in([folder])
    assert screen.under_way.isVisible()
    pages.settle()
    assert not screen.under_way.isVisible()
    assert answers(screen) == {
        "minutes.xlsx": "Not taken in",
        "changed by hand.xlsx": "Not taken in",
        "a good one.xlsx": "Taken in",
        "the same again.xlsx": "Was here already",
    }
    assert screen.tabs.currentIndex() == 1
    first = screen.answers.current()
    assert first is not None
    assert first.path.name == "changed by hand.xlsx"
    told = screen.findings.texts()
    assert told, "what is wrong with the first is shown at once"
    what, sheet, cell, mend, severity = told[0]
    assert (what != "", sheet, cell != "", mend != "", severity) == (True, "R2", True, True, "To mend")
    pages.key(screen.answers.view, Qt.Key.Key_Down)
    chosen = screen.answers.current()
    assert chosen is not None
    assert [line[0] for line in screen.findings.texts()] == [finding.what for finding in chosen.findings]

    stored = Commissioner(commissioner_workspace).imports.received()
    assert len(stored) == 1
    screen.tabs.setCurrentIndex(0)
    pages.settle()
    assert [line[0] for line in screen.table.texts()] == [stored[0].header.intervention]


def test_the_same_folder_again_changes_nothing(
    commissioner_pages: Pages, commissioner_workspace: Workspace, a_county: Path
) -> None:
    pages = commissioner_pages
    screen = pages.open(ReceivedScreen, "received")
    screen.bring_in([a_county])
    pages.settle()
    before = Commissioner(commissioner_workspace).imports.received()
    assert set(answers(screen).values()) == {"Taken in"}
    screen.bring_in([a_county])
    pages.settle()
    assert set(answers(screen).values()) == {"Was here already"}
    assert Commissioner(commissioner_workspace).imports.received() == before


def test_what_was_said_of_a_return_is_kept_with_it(
    commissioner_pages: Pages, commissioner_workspace: Workspace, a_county: Path
) -> None:
    pages = commissioner_pages
    screen = pages.open(ReceivedScreen, "received")
    screen.bring_in([a_county])
    pages.settle()
    screen.tabs.setCurrentIndex(0)
    imports = Commissioner(commissioner_workspace).imports
    for number, received in enumerate(imports.received()):
        screen.table.choose(number)
        pages.settle()
        said = imports.findings(received.id)
        assert [line[0] for line in screen.findings.texts()] == [finding.what for finding in said]
        assert screen.table.texts()[number][-2] == (str(len(said)) if said else "")


def test_a_changed_key_is_confirmed_by_keyboard_and_its_file_comes_in(
    commissioner_pages: Pages, commissioner_workspace: Workspace, tmp_path: Path
) -> None:
    pages, imports = commissioner_pages, Commissioner(commissioner_workspace).imports
    samples.signed(tmp_path / "a.xlsx")
    (first,) = imports.bring_in([tmp_path / "a.xlsx"])
    samples.signed(tmp_path / "b.xlsx", samples.a_return(intervention_code="LEE-08"), key=2)
    screen = pages.open(ReceivedScreen, "received")
    screen.bring_in([tmp_path / "b.xlsx"])
    pages.settle()
    assert answers(screen) == {"b.xlsx": "Not taken in"}
    answer = screen.answers.current()
    assert answer is not None
    assert screen.key.isVisible()
    assert screen.key.fingerprint.text() == answer.fingerprint != first.fingerprint
    assert "another key than" in screen.key.what.text()

    screen.key.passphrase.edit.setText("another passphrase")
    pages.key(screen.key.confirm_button, Qt.Key.Key_Return)
    assert "not your passphrase" in screen.key.form.fault("passphrase")
    (pinned,) = imports.keys()
    assert pinned.fingerprint == first.fingerprint

    screen.key.passphrase.edit.setText(PASSPHRASE)
    pages.key(screen.key.passphrase.edit, Qt.Key.Key_Return)
    assert answers(screen) == {"b.xlsx": "Taken in"}
    (pinned,) = imports.keys()
    assert (pinned.fingerprint, pinned.confirmed) == (answer.fingerprint, True)
    assert not screen.key.isVisible()
    assert screen.key.passphrase.value() == ""


def test_a_new_key_is_confirmed_where_its_return_is_shown(
    commissioner_pages: Pages, commissioner_workspace: Workspace, tmp_path: Path
) -> None:
    pages, imports = commissioner_pages, Commissioner(commissioner_workspace).imports
    samples.signed(tmp_path / "a.xlsx")
    imports.bring_in([tmp_path / "a.xlsx"])
    screen = pages.open(ReceivedScreen, "received")
    assert screen.table.texts()[0][5] == "New key"
    screen.table.choose(0)
    pages.settle()
    assert screen.key.isVisible()
    assert "first key seen" in screen.key.what.text()
    screen.key.passphrase.edit.setText(PASSPHRASE)
    pages.click(screen.key.confirm_button)
    (pinned,) = imports.keys()
    assert pinned.confirmed
    assert screen.table.texts()[0][5] == "New key, confirmed"
    assert not screen.key.isVisible()


def test_a_file_that_is_no_return_has_no_key_to_confirm(
    commissioner_pages: Pages, commissioner_workspace: Workspace, tmp_path: Path
) -> None:
    samples.signed(tmp_path / "a.xlsx")
    (tmp_path / "minutes.xlsx").write_text("no workbook at all", encoding="utf-8")
    screen = commissioner_pages.open(ReceivedScreen, "received")
    screen.bring_in([tmp_path])
    commissioner_pages.settle()
    shown = {}
    for number, line in enumerate(screen.answers.texts()):
        screen.answers.choose(number)
        shown[line[0]] = screen.key.isVisible()
    assert shown == {"a.xlsx": True, "minutes.xlsx": False}
