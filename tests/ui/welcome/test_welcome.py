"""From nothing to an open workspace, by keyboard, with real stores."""

from pathlib import Path

import pytest
from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from tests.builders import PASSPHRASE
from tests.conftest import Template
from tests.ui.conftest import Settled
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.permissions import StoreKind
from vrp_desktop.services import stores
from vrp_desktop.ui.kit.work import Work
from vrp_desktop.ui.welcome import opening
from vrp_desktop.ui.welcome.choose import ChoosePage
from vrp_desktop.ui.welcome.create import CreatePage
from vrp_desktop.ui.welcome.lost import LostPage
from vrp_desktop.ui.welcome.opening import Opened
from vrp_desktop.ui.welcome.recovery import RecoveryPage
from vrp_desktop.ui.welcome.restore import RestorePage
from vrp_desktop.ui.welcome.sign_in import SignInPage
from vrp_desktop.ui.welcome.welcome import Welcome


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The local application data of a laptop that has never seen this program."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("HOME", str(tmp_path))
    QStandardPaths.setTestModeEnabled(False)


@pytest.fixture
def welcome(qtbot: QtBot, work: Work) -> Welcome:
    """The welcome pages in a window that has the keyboard."""
    made = Welcome(work)
    qtbot.addWidget(made)
    made.resize(1000, 760)
    with qtbot.waitActive(made):
        made.show()
    return made


@pytest.fixture
def opened(welcome: Welcome) -> list[Opened]:
    """What was opened; the test closes it."""
    found: list[Opened] = []
    welcome.opened.connect(found.append)
    return found


def focus() -> QWidget:
    """The widget that has the keyboard."""
    found = QApplication.focusWidget()
    assert found is not None
    return found


def type_in(text: str) -> None:
    """Types where the keyboard is."""
    QTest.keyClicks(focus(), text)


def press(key: Qt.Key) -> None:
    """Presses a key where the keyboard is."""
    QTest.keyClick(focus(), key)


def words(page: QWidget) -> str:
    """Everything that can be read on a page."""
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def test_a_provider_s_store_is_made_by_keyboard_alone(
    welcome: Welcome, work: Work, settled: Settled, qtbot: QtBot, opened: list[Opened]
) -> None:
    welcome.choose()
    qtbot.waitUntil(lambda: focus().accessibleName() == "We deliver interventions")
    press(Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: focus().accessibleIdentifier() == "organisation")
    type_in("Northside Youth")
    press(Qt.Key.Key_Tab)
    type_in("Sam Okafor")
    press(Qt.Key.Key_Tab)
    type_in(PASSPHRASE)
    press(Qt.Key.Key_Tab)  # "Show"
    press(Qt.Key.Key_Tab)
    type_in(PASSPHRASE)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(welcome.page(), RecoveryPage), timeout=20_000)
    page = welcome.page()
    assert isinstance(page, RecoveryPage)
    key = page.shown.text()
    assert len(key) > 20
    assert not page.go_on.isEnabled()
    assert opened == []
    qtbot.waitUntil(lambda: focus() is page.shown)
    while focus() is not page.tick.box:
        press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_Tab)
    assert focus() is page.go_on
    press(Qt.Key.Key_Space)
    settled()
    (workspace,) = [one.workspace for one in opened]
    assert workspace.kind is StoreKind.PROVIDER
    assert workspace.actor.name == "Sam Okafor"
    workspace.close()
    again = stores.sign_in(workspace.folder, key)
    assert again.actor == workspace.actor
    again.close()


def test_faults_of_a_new_store_stand_beside_their_fields(
    welcome: Welcome, work: Work, settled: Settled, qtbot: QtBot, tmp_path: Path
) -> None:
    welcome.make(StoreKind.COMMISSIONER, tmp_path / "new")
    page = welcome.page()
    assert isinstance(page, CreatePage)
    page.form.write({"organisation": "", "user": "Sam", "passphrase": "short", "again": "short"})
    page.form.submitted.emit()
    settled()
    assert "organisation" in page.form.fault("organisation").lower()
    assert "12 characters" in page.form.fault("passphrase")
    assert page.form.field("passphrase").value() == "short"
    assert not (tmp_path / "new").exists()


def test_two_different_passphrases_make_nothing(welcome: Welcome, settled: Settled, tmp_path: Path) -> None:
    welcome.make(StoreKind.PROVIDER, tmp_path / "new")
    page = welcome.page()
    assert isinstance(page, CreatePage)
    page.form.write({"organisation": "N", "user": "Sam", "passphrase": PASSPHRASE, "again": "other"})
    page.form.submitted.emit()
    settled()
    assert "differ" in page.form.fault("again")
    assert not (tmp_path / "new").exists()


def test_a_folder_in_onedrive_is_never_taken_silently(
    welcome: Welcome, settled: Settled, tmp_path: Path, opened: list[Opened]
) -> None:
    folder = tmp_path / "OneDrive - Northside" / "vrp"
    welcome.make(StoreKind.COMMISSIONER, folder)
    page = welcome.page()
    assert isinstance(page, CreatePage)
    assert "copied by OneDrive" in words(page)
    page.form.write({"organisation": "VRP", "user": "Sam", "passphrase": PASSPHRASE, "again": PASSPHRASE})
    page.form.submitted.emit()
    settled()
    assert "another folder" in page.form.fault("aware")
    assert not folder.exists()


def test_the_usual_folder_is_local_and_never_one_in_use(welcome: Welcome, tmp_path: Path) -> None:
    usual = tmp_path / "data" / "vrp-desktop"
    (usual / "provider").mkdir(parents=True)
    (usual / "provider" / "store.db").touch()
    welcome.make(StoreKind.PROVIDER)
    page = welcome.page()
    assert page is not None
    assert str(usual / "provider-2") in words(page)


def test_signing_in_by_passphrase_and_enter(
    welcome: Welcome, settled: Settled, qtbot: QtBot, provider_folder: Path, opened: list[Opened]
) -> None:
    welcome.sign_in(provider_folder)
    qtbot.waitUntil(lambda: focus().accessibleIdentifier() == "passphrase")
    type_in(PASSPHRASE)
    press(Qt.Key.Key_Return)
    settled()
    (one,) = opened
    assert one.workspace.folder == provider_folder
    page = welcome.page()
    assert isinstance(page, SignInPage)
    assert page.passphrase.value() == ""
    one.workspace.close()


def test_a_wrong_passphrase_is_told_beside_the_field_and_can_be_typed_over(
    welcome: Welcome, settled: Settled, qtbot: QtBot, provider_folder: Path, opened: list[Opened]
) -> None:
    welcome.sign_in(provider_folder)
    page = welcome.page()
    assert isinstance(page, SignInPage)
    qtbot.waitUntil(lambda: focus().accessibleIdentifier() == "passphrase")
    type_in("not this one at all")
    press(Qt.Key.Key_Return)
    settled()
    assert "does not open this store" in page.form.fault("passphrase")
    assert opened == []
    assert focus().accessibleIdentifier() == "passphrase"
    type_in(PASSPHRASE)
    press(Qt.Key.Key_Return)
    settled()
    assert len(opened) == 1
    opened[0].workspace.close()


def test_after_three_wrong_ones_it_waits_longer_each_time(
    welcome: Welcome, settled: Settled, provider_folder: Path
) -> None:
    welcome.sign_in(provider_folder)
    page = welcome.page()
    assert isinstance(page, SignInPage)
    for _ in range(3):
        page.passphrase.set_value("not this one at all")
        page.form.submitted.emit()
        settled()
    # A second may go by on a busy computer.
    assert page.button.text() in ("Try again in 5 seconds", "Try again in 4 seconds")
    assert not page.button.isEnabled()
    page.passphrase.set_value(PASSPHRASE)
    page.form.submitted.emit()
    settled()
    assert not page.button.isEnabled()
    for _ in range(5):
        page._tick()
    assert (page.button.text(), page.button.isEnabled()) == ("Sign in", True)


def test_the_wait_goes_on_after_the_program_was_started_again(
    welcome: Welcome, settled: Settled, provider_folder: Path
) -> None:
    for _ in range(4):
        with pytest.raises(Refused):
            stores.sign_in(provider_folder, "not this one at all")
    welcome.sign_in(provider_folder)
    page = welcome.page()
    assert isinstance(page, SignInPage)
    page.start()
    settled()
    assert page.button.text().startswith("Try again in")


def test_a_damaged_store_leads_to_its_backups(
    welcome: Welcome, provider_folder: Path, settled: Settled
) -> None:
    for path in provider_folder.glob("store.keys*"):
        path.write_bytes(b"torn")
    welcome.sign_in(provider_folder)
    page = welcome.page()
    assert isinstance(page, SignInPage)
    page.passphrase.set_value(PASSPHRASE)
    page.form.submitted.emit()
    settled()
    assert isinstance(welcome.page(), RestorePage)
    assert "The keys of the store are damaged" in words(welcome)


def test_who_has_lost_the_passphrase_is_told_of_the_recovery_key(
    welcome: Welcome, provider_folder: Path
) -> None:
    welcome.sign_in(provider_folder)
    page = welcome.page()
    assert page is not None
    assert "recovery key" not in words(page)
    button = next(
        one for one in page.findChildren(QWidget) if one.accessibleIdentifier() == "i-have-lost-my-passphrase"
    )
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    lost = welcome.page()
    assert isinstance(lost, LostPage)
    assert "recovery key" in words(lost)


def test_after_recovering_the_new_recovery_key_is_shown_before_the_store_opens(
    welcome: Welcome,
    settled: Settled,
    provider_folder: Path,
    provider_template: Template,
    opened: list[Opened],
    tmp_path: Path,
) -> None:
    welcome.lost(provider_folder)
    page = welcome.page()
    assert isinstance(page, LostPage)
    page.form.write({"recovery_key": provider_template.recovery_key})
    page.form.submitted.emit()
    settled()
    page.form.write({"passphrase": "a lamp behind the piano", "again": "a lamp behind the piano"})
    page.form.submitted.emit()
    settled()
    shown = welcome.page()
    assert isinstance(shown, RecoveryPage)
    assert shown.shown.text() != provider_template.recovery_key
    shown.card.save_to(tmp_path / "kit.pdf")
    settled()
    assert (tmp_path / "kit.pdf").is_file()
    assert opened == []
    shown._finish()
    opened[0].workspace.close()


def test_the_recovery_key_leaves_the_clipboard_with_the_page(qtbot: QtBot) -> None:
    page = RecoveryPage("H30H-777F-Q9S2")
    qtbot.addWidget(page)
    page.card._copy()
    assert QGuiApplication.clipboard().text() == "H30H-777F-Q9S2"
    with qtbot.waitSignal(page.done):
        page._finish()
    assert QGuiApplication.clipboard().text() == ""
    assert page.shown.text() == ""


def test_the_demo_opens_with_its_people_and_again_without_making_it_twice(
    welcome: Welcome, settled: Settled, qtbot: QtBot, opened: list[Opened], tmp_path: Path
) -> None:
    welcome.make_demo()
    qtbot.waitUntil(lambda: len(opened) == 1, timeout=120_000)
    first = opened[0].workspace
    assert first.folder == opening.demo_folder() == tmp_path / "data" / "vrp-desktop" / "demo"
    first.close()
    welcome.make_demo()
    qtbot.waitUntil(lambda: len(opened) == 2, timeout=20_000)
    assert opened[1].workspace.actor == first.actor
    opened[1].workspace.close()


def test_the_first_page_asks_who_is_sitting_here(welcome: Welcome) -> None:
    welcome.choose()
    page = welcome.page()
    assert isinstance(page, ChoosePage)
    assert "We deliver interventions" in words(page)
    assert "We commission interventions" in words(page)
    assert "Look around first" in words(page)


def test_a_folder_is_known_as_a_store_at_a_glance(provider_folder: Path, tmp_path: Path) -> None:
    assert opening.is_store(provider_folder)
    assert not opening.is_store(tmp_path / "nothing")
