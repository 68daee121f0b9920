"""The window over a real store: signing in, pages, finding, locking, quitting."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QStandardPaths, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.builders import PASSPHRASE, a_person
from vrp_desktop import app as application
from vrp_desktop import ui
from vrp_desktop.domain.errors import Refused, Trouble
from vrp_desktop.services import stores
from vrp_desktop.services.provider import Provider
from vrp_desktop.services.workspace import Workspace
from vrp_desktop.ui.kit import theme
from vrp_desktop.ui.kit.preferences import Preferences
from vrp_desktop.ui.kit.screen import Screen
from vrp_desktop.ui.shell.frame import Frame
from vrp_desktop.ui.shell.screens import COMMISSIONER, PROVIDER, Page
from vrp_desktop.ui.shell.search import Found
from vrp_desktop.ui.shell.window import Window
from vrp_desktop.ui.welcome.choose import ChoosePage
from vrp_desktop.ui.welcome.opening import Opened
from vrp_desktop.ui.welcome.sign_in import SignInPage


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    QStandardPaths.setTestModeEnabled(False)


@pytest.fixture
def window(qapp: QApplication, qtbot: QtBot, provider_folder: Path) -> Iterator[Window]:
    """The window, asking for the passphrase of a store with Ana and Ben in it."""
    workspace = stores.sign_in(provider_folder, PASSPHRASE)
    provider = Provider(workspace)
    provider.people.add(a_person("Ana", given_name="Ana", family_name="Kowalska"))
    provider.people.add(a_person("Ben"))
    workspace.close()
    made = Window(qapp, Preferences(), provider_folder)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
    yield made
    qtbot.waitUntil(lambda: not made.work.is_busy(), timeout=10_000)
    made.close()


def settle(window: Window, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not window.work.is_busy(), timeout=10_000)


def sign_in(window: Window, qtbot: QtBot) -> Frame:
    page = window.welcome.page()
    assert isinstance(page, SignInPage)
    page.passphrase.set_value(PASSPHRASE)
    page.form.submitted.emit()
    qtbot.waitUntil(lambda: window.frame is not None, timeout=10_000)
    settle(window, qtbot)
    assert window.frame is not None
    return window.frame


class Stubborn(Screen):
    """A page with something that is not saved."""

    title = "Unsaved"
    stubborn = True

    def may_leave(self) -> bool:
        return not self.stubborn


def workspace_of(window: Window) -> Workspace:
    assert window.opened is not None
    return window.opened.workspace


def words(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def test_signing_in_shows_home_and_who_is_there(window: Window, qtbot: QtBot) -> None:
    frame = sign_in(window, qtbot)
    assert frame.title.text() == "Home"
    named = [w.accessibleName() for w in frame.findChildren(QWidget) if w.accessibleIdentifier() == "who"]
    assert named == ["Sam Okafor"]
    assert Preferences().last_folder == workspace_of(window).folder


@pytest.mark.parametrize("page", [page.name for page in PROVIDER])
def test_every_page_opens_without_arguments_and_leaves_again(window: Window, qtbot: QtBot, page: str) -> None:
    frame = sign_in(window, qtbot)
    crashes: list[object] = []
    window.work.crashed.connect(crashes.append)
    frame.go(page)
    settle(window, qtbot)
    assert crashes == []
    assert frame.title.text()
    assert frame.shown() is not None


def test_the_rail_has_at_most_seven_words_each_with_an_icon() -> None:
    for pages in (PROVIDER, COMMISSIONER):
        words = [page.word for page in pages if page.word]
        assert len(words) <= 7
        assert all(page.icon for page in pages if page.word)
        names = [page.name for page in pages]
        assert len(set(names)) == len(names)
        assert all(page.under in names for page in pages if page.under)


def test_keys_lead_to_pages_and_back(window: Window, qtbot: QtBot) -> None:
    frame = sign_in(window, qtbot)
    QTest.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert frame.title.text() == "People"
    settle(window, qtbot)
    QTest.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert frame.title.text() == "Home"
    settle(window, qtbot)


def test_ctrl_k_finds_a_person_and_enter_opens_the_record(window: Window, qtbot: QtBot) -> None:
    frame = sign_in(window, qtbot)
    QTest.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert frame.search.hasFocus()
    QTest.keyClicks(frame.search, "kowal")
    qtbot.waitUntil(lambda: frame.search.texts()[0].startswith("Ana (Ana Kowalska)"))
    assert frame.search.accessibleDescription().startswith("Ana (Ana Kowalska)")
    QTest.keyClick(frame.search, Qt.Key.Key_Return)
    settle(window, qtbot)
    assert "Ana" in words(frame)
    assert frame.search.text() == ""


def test_ctrl_k_shows_who_only_sounds_like_it_after_everything_else(window: Window, qtbot: QtBot) -> None:
    frame = sign_in(window, qtbot)
    frame.search.begin()
    QTest.keyClicks(frame.search, "Anna")
    qtbot.waitUntil(lambda: frame.search.texts()[0].startswith("Sounds like: Ana (Ana Kowalska)"))
    assert frame.search.accessibleDescription().startswith("Sounds like: Ana")
    frame.search._known = lambda: [Found("Hanna’s page", "page", "person", lambda: None)]
    frame.search._show()
    assert [text.split(" ")[0] for text in frame.search.texts()] == ["Hanna’s", "Sounds"]


def test_ctrl_k_finds_pages_and_commands(window: Window, qtbot: QtBot) -> None:
    frame = sign_in(window, qtbot)
    frame.search.begin()
    QTest.keyClicks(frame.search, "sess")
    qtbot.waitUntil(lambda: frame.search.texts()[0] == "Sessions   ·   page")
    frame.search.selectAll()
    QTest.keyClicks(frame.search, "zzz")
    qtbot.waitUntil(lambda: frame.search.texts() == ["Nothing found. Try a part of a name."])
    frame.search.selectAll()
    QTest.keyClicks(frame.search, "colours: dark")
    settle(window, qtbot)
    QTest.keyClick(frame.search, Qt.Key.Key_Return)
    assert theme.colours().name == "dark"
    assert Preferences().colours is theme.Choice.DARK


def test_escape_takes_what_was_found_away(window: Window, qtbot: QtBot) -> None:
    frame = sign_in(window, qtbot)
    frame.search.begin()
    assert frame.search.list is not None
    assert frame.search.list.isVisible()
    QTest.keyClick(frame.search, Qt.Key.Key_Escape)
    assert not frame.search.list.isVisible()


def test_locking_closes_the_store_and_forgets_what_was_shown(window: Window, qtbot: QtBot) -> None:
    frame = sign_in(window, qtbot)
    frame.go("people")
    settle(window, qtbot)
    folder = workspace_of(window).folder
    QGuiApplication.clipboard().setText("Ana Kowalska")
    with qtbot.waitSignal(frame.destroyed):
        QTest.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    settle(window, qtbot)
    assert window.opened is None
    assert "Ana" not in words(window)
    assert QGuiApplication.clipboard().text() == ""
    page = window.welcome.page()
    assert isinstance(page, SignInPage)
    assert page.title.text() == "Locked"
    stores.sign_in(folder, PASSPHRASE).close()  # The store is let go of.
    sign_in(window, qtbot)


def test_signing_out_leads_back_to_the_same_store(window: Window, qtbot: QtBot) -> None:
    frame = sign_in(window, qtbot)
    frame.sign_out_wanted.emit()
    settle(window, qtbot)
    page = window.welcome.page()
    assert isinstance(page, SignInPage)
    assert page.title.text() == "Sign in"


def test_an_untouched_window_locks_itself_and_a_key_puts_it_off(window: Window, qtbot: QtBot) -> None:
    sign_in(window, qtbot)
    assert window._idle.remaining() > 4 * 60_000
    window._idle.start(60_000)
    handle = window.windowHandle()
    window._idle._timer.setInterval(90_000)
    QTest.keyClick(handle, Qt.Key.Key_Shift)
    assert window._idle.remaining() > 60_000
    window._idle.start(1)
    qtbot.waitUntil(lambda: window.opened is None, timeout=5_000)
    settle(window, qtbot)
    page = window.welcome.page()
    assert isinstance(page, SignInPage)
    assert page.title.text() == "Locked"


def test_a_page_that_will_not_be_left_keeps_the_window_open(window: Window, qtbot: QtBot) -> None:
    frame = sign_in(window, qtbot)
    frame._pages["stubborn"] = Page("stubborn", lambda services, work: Stubborn(work))
    frame.go("stubborn")
    frame.go("people")
    window.lock()
    assert not window.close()
    assert frame.title.text() == "Unsaved"
    assert window.opened is not None
    shown = frame.shown()
    assert isinstance(shown, Stubborn)
    shown.stubborn = False
    assert window.close()


def test_quitting_tells_that_the_last_save_failed(window: Window, qtbot: QtBot) -> None:
    sign_in(window, qtbot)
    told: list[str] = []

    def read_it() -> None:
        box = QApplication.activeModalWidget()
        if isinstance(box, QMessageBox):
            told.append(box.text())
            box.close()

    def full() -> None:
        raise Trouble("The disk is full, so nothing was saved.")

    timer = QTimer(interval=10)
    timer.timeout.connect(read_it)
    timer.start()
    window.work.save(full)
    assert window.close()
    timer.stop()
    assert told == ["The disk is full, so nothing was saved."]


def test_quitting_waits_for_what_is_being_saved(window: Window, qtbot: QtBot) -> None:
    frame = sign_in(window, qtbot)
    assert window.opened is not None
    services: Any = window.opened.services
    folder = window.opened.workspace.folder
    for number in range(20):
        window.work.save(lambda number=number: services.people.add(a_person(f"Newcomer {number}")))  # type: ignore[misc]  # mypy cannot see a default
    assert frame.title.text() == "Home"
    assert window.close()
    workspace = stores.sign_in(folder, PASSPHRASE)
    assert Provider(workspace).people.count() == 22
    workspace.close()


def test_what_is_saved_is_said_at_the_bottom(window: Window, qtbot: QtBot) -> None:
    frame = sign_in(window, qtbot)
    assert window.opened is not None
    services: Any = window.opened.services
    window.work.save(lambda: services.people.add(a_person("Cee")))
    assert frame.running.text() == "Saving"
    settle(window, qtbot)
    assert frame.saved.text().startswith("Saved ")
    assert frame.running.text() == ""


def test_errors_are_shown_over_the_window(window: Window, qtbot: QtBot) -> None:
    for signal, error, said in (
        (window.work.refused, Refused("Do this."), "Do this."),
        (window.work.trouble, Trouble("Do that."), "Do that."),
        (window.work.crashed, ValueError("Ana"), "not your doing"),
    ):
        signal.emit(error)
        box = window.findChildren(QMessageBox)[-1]
        assert said in box.text()
        with qtbot.waitSignal(box.destroyed):
            box.close()


def test_a_laptop_without_a_store_begins_at_the_beginning(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    made = Window(qapp, Preferences(), tmp_path / "nothing here")
    qtbot.addWidget(made)
    assert isinstance(made.welcome.page(), ChoosePage)
    made.close()


def test_the_commissioner_s_window_has_the_commissioner_s_pages(
    window: Window, qtbot: QtBot, commissioner_workspace: Any
) -> None:
    from vrp_desktop.services.commissioner import Commissioner

    window.show_workspace(Opened(commissioner_workspace, Commissioner(commissioner_workspace)))
    settle(window, qtbot)
    assert window.frame is not None
    assert window.frame.page_names() == [page.name for page in COMMISSIONER]
    for name in window.frame.page_names():
        window.frame.go(name)
        settle(window, qtbot)


def test_the_program_starts_with_the_store_it_is_told(
    qapp: QApplication, provider_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VRP_STORE", str(provider_folder))
    assert application.wanted_folder(Preferences()) == provider_folder
    monkeypatch.delenv("VRP_STORE")
    assert application.wanted_folder(Preferences()) is None


def test_at_200_per_cent_the_frame_shows_icons_and_keeps_its_names(window: Window, qtbot: QtBot) -> None:
    frame = sign_in(window, qtbot)
    window.resize(683, 384)
    qtbot.waitUntil(lambda: frame.width() == 683)
    rail = {w.accessibleName(): w for w in frame.findChildren(QPushButton) if w.property("role") == "rail"}
    assert next(iter(rail)) == "Home"
    assert all(button.text() == "" and not button.icon().isNull() for button in rail.values())
    window.resize(1366, 768)
    qtbot.waitUntil(lambda: rail["Home"].text() == "Home")


@pytest.mark.parametrize("page", [page.name for page in PROVIDER])
def test_no_page_is_wider_than_a_small_laptop_at_200_per_cent(
    window: Window, qtbot: QtBot, page: str
) -> None:
    frame = sign_in(window, qtbot)
    window.resize(683, 384)
    frame.go(page)
    settle(window, qtbot)
    assert frame.minimumSizeHint().width() <= 683


def test_modules_that_come_after_qt_are_not_read_as_text() -> None:
    from importlib import import_module

    feature = import_module("shibokensupport.feature")
    assert feature._mod_uses_pyside is ui._uses_qt
    assert ui._uses_qt(theme)
    assert not ui._uses_qt(stores)
