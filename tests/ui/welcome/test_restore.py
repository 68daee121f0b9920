"""The wizard that brings a store back, by keyboard, over real backups."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.builders import PASSPHRASE, Clock, a_person
from tests.conftest import Template
from tests.ui.conftest import Settled
from vrp_desktop.services import stores
from vrp_desktop.services.provider import Provider
from vrp_desktop.services.workspace import Workspace
from vrp_desktop.ui.kit.work import Work
from vrp_desktop.ui.welcome.restore import RestorePage
from vrp_desktop.ui.welcome.sign_in import SignInPage
from vrp_desktop.ui.welcome.welcome import Welcome


@pytest.fixture
def backed_up(workspace: Workspace, clock: Clock) -> Path:
    """A store's folder with two backups beside it: one with Ana, one with Ana and Ben. It is closed."""
    provider = Provider(workspace)
    for known_as in ("Ana", "Ben"):
        provider.people.add(a_person(known_as))
        provider.backups.back_up()
        clock.go(days=1)
    workspace.close()
    return workspace.folder


@pytest.fixture
def welcome(qtbot: QtBot, work: Work) -> Welcome:
    made = Welcome(work)
    qtbot.addWidget(made)
    made.resize(1000, 760)
    with qtbot.waitActive(made):
        made.show()
    return made


def page_of(welcome: Welcome, settled: Settled) -> RestorePage:
    settled()
    page = welcome.page()
    assert isinstance(page, RestorePage)
    page.start()
    settled()
    return page


def test_a_damaged_store_is_brought_back_by_keyboard(
    welcome: Welcome, backed_up: Path, settled: Settled, clock: Clock, qtbot: QtBot
) -> None:
    (backed_up / "store.db").write_bytes(b"gone" * 5_000)
    welcome.sign_in(backed_up)
    first = welcome.page()
    assert isinstance(first, SignInPage)
    first.passphrase.set_value(PASSPHRASE)
    first.form.submitted.emit()
    page = page_of(welcome, settled)
    assert "is damaged and cannot be read" in page.words.text()
    assert [line[:3] for line in page.table.texts()] == [
        ["Monday 23 November 2026, 19:00", "Northside Youth", "2"],
        ["Sunday 22 November 2026, 19:00", "Northside Youth", "1"],
    ]
    assert page.passphrase.control().hasFocus()
    QTest.keyClicks(page.passphrase.control(), PASSPHRASE)
    QTest.keyClick(page.passphrase.control(), Qt.Key.Key_Return)
    settled()
    assert page.said.text() == "The store is back, as it was on Monday 23 November 2026, 19:00."
    assert "What was there before is kept in" in page.aside.text()
    assert page.go_on.hasFocus()
    QTest.keyClick(page.go_on, Qt.Key.Key_Return)
    assert isinstance(welcome.page(), SignInPage)
    again = stores.sign_in(backed_up, PASSPHRASE, clock)
    assert Provider(again).people.count() == 2
    again.close()


def test_an_earlier_backup_can_be_chosen(
    welcome: Welcome, backed_up: Path, settled: Settled, clock: Clock
) -> None:
    welcome.restore(backed_up)
    page = page_of(welcome, settled)
    page.table.choose(1)
    page.passphrase.set_value(PASSPHRASE)
    page.button.click()
    settled()
    assert page.done.isVisible()
    again = stores.sign_in(backed_up, PASSPHRASE, clock)
    assert Provider(again).people.count() == 1
    again.close()


def test_a_backup_from_a_stick_goes_to_a_new_folder_with_the_recovery_key(
    welcome: Welcome,
    backed_up: Path,
    settled: Settled,
    tmp_path: Path,
    provider_template: Template,
    clock: Clock,
) -> None:
    stick = Path(shutil.copytree(backed_up.with_name("provider-backups"), tmp_path / "stick"))
    newest = sorted(stick.glob("*.vrpbackup"))[-1]
    welcome.restore(tmp_path / "new")
    page = page_of(welcome, settled)
    assert page.table.texts() == []
    page.point_at(newest)
    settled()
    page.passphrase.set_value(provider_template.recovery_key)
    page.button.click()
    settled()
    assert page.done.isVisible()
    stores.sign_in(tmp_path / "new", PASSPHRASE, clock).close()


@pytest.mark.parametrize(
    ("typed", "words"),
    [("", "Type a passphrase of that day"), ("not this one at all", "does not open this backup")],
)
def test_a_wrong_passphrase_is_said_beside_the_field(
    welcome: Welcome, backed_up: Path, settled: Settled, typed: str, words: str
) -> None:
    welcome.restore(backed_up)
    page = page_of(welcome, settled)
    page.passphrase.set_value(typed)
    page.button.click()
    settled()
    assert words in page.form.fault("passphrase")
    assert page.button.isEnabled()
    assert not page.done.isVisible()


def test_what_is_wrong_with_a_file_is_said_on_the_page(
    welcome: Welcome, backed_up: Path, settled: Settled, tmp_path: Path
) -> None:
    welcome.restore(backed_up)
    page = page_of(welcome, settled)
    for content, words in ((b"a letter", "is not a backup"), (b"PK\x03\x04 torn", "is damaged")):
        (tmp_path / "file").write_bytes(content)
        page.point_at(tmp_path / "file")
        settled()
        assert words in page.form.summary.texts()[0]


def test_a_backup_that_was_changed_on_the_way_is_said_on_the_page(
    welcome: Welcome, backed_up: Path, settled: Settled
) -> None:
    newest = sorted(backed_up.with_name("provider-backups").glob("*.vrpbackup"))[-1]
    raw = bytearray(newest.read_bytes())
    raw[len(raw) // 2] ^= 1
    newest.write_bytes(raw)
    welcome.restore(backed_up)
    page = page_of(welcome, settled)
    page.passphrase.set_value(PASSPHRASE)
    page.button.click()
    settled()
    assert "is damaged" in page.form.summary.texts()[0]
    assert "Choose another backup" in page.form.summary.texts()[0]


def test_without_a_backup_the_page_asks_for_one(welcome: Welcome, settled: Settled, tmp_path: Path) -> None:
    welcome.restore(tmp_path / "nothing here")
    page = page_of(welcome, settled)
    page.passphrase.set_value(PASSPHRASE)
    page.button.click()
    assert page.form.summary.texts() == ["Choose a backup first."]
    page.leave.click()
    settled()
    assert not isinstance(welcome.page(), RestorePage)
