"""What stands half-typed in a register is in the store within two seconds, and comes back with the caret."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from tests.ui.pages import Pages
from vrp_desktop.domain.sessions import Mark
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.kit.work import Work
from vrp_desktop.ui.sessions.register_screen import RegisterScreen
from vrp_desktop.ui.shell.frame import Frame
from vrp_desktop.ui.shell.screens import PROVIDER


@pytest.fixture
def after_a_kill(qtbot: QtBot, provider: Provider, evening: str, work: Work) -> Callable[[], RegisterScreen]:
    """The same register in another window, as after a kill: nothing was settled, nothing was left."""

    def again() -> RegisterScreen:
        frame = Frame(provider, PROVIDER, work, "Sam Okafor")
        qtbot.addWidget(frame)
        frame.resize(1366, 768)
        frame.show()
        frame.activateWindow()
        frame.go("register", session_id=evening)
        qtbot.waitUntil(lambda: not work.is_busy())
        QApplication.processEvents()
        qtbot.waitUntil(lambda: not work.is_busy())
        screen = frame.shown()
        assert isinstance(screen, RegisterScreen)
        return screen

    return again


def kept(qtbot: QtBot, provider: Provider, evening: str, **fields: object) -> None:
    """Waits two seconds at the most until that is in the store."""

    def there() -> bool:
        draft = provider.drafts.of("register", evening)
        return draft is not None and fields.items() <= draft.fields.items()

    qtbot.waitUntil(there, timeout=2_000)


def test_a_name_that_is_half_typed_and_where_the_caret_stood(
    pages: Pages,
    qtbot: QtBot,
    provider: Provider,
    register: RegisterScreen,
    evening: str,
    after_a_kill: Callable[[], RegisterScreen],
) -> None:
    pages.key(register.people, Qt.Key.Key_Down)
    register.finder.name.setFocus()
    QTest.keyClicks(register.finder.name, "Margaret")
    QTest.keyClick(register.finder.name, Qt.Key.Key_Left)
    kept(qtbot, provider, evening, name="Margaret", focus="find-person", caret=7)
    screen = after_a_kill()
    name = screen.finder.name
    assert (name.text(), name.cursorPosition()) == ("Margaret", 7)
    assert name is screen.window().focusWidget()
    assert screen.model.row(screen.people.currentIndex()).known_as == "Ben"
    assert screen.finder.found.item(0).text() == "Add “Margaret” as somebody new"


@pytest.mark.parametrize("years", ["", "1"])
def test_the_age_of_somebody_new(
    pages: Pages,
    qtbot: QtBot,
    provider: Provider,
    register: RegisterScreen,
    evening: str,
    after_a_kill: Callable[[], RegisterScreen],
    years: str,
) -> None:
    register.finder.name.setFocus()
    QTest.keyClicks(register.finder.name, "Tiny")
    pages.key(register.finder.name, Qt.Key.Key_Return)
    QTest.keyClicks(register.finder.age, years)
    kept(qtbot, provider, evening, name="Tiny", age=years, focus="newcomer-age")
    screen = after_a_kill()
    assert (screen.finder.name.text(), screen.finder.age.text()) == ("Tiny", years)
    assert screen.finder.age is screen.window().focusWidget()
    QTest.keyClicks(screen.finder.age, "5")
    QTest.keyClick(screen.finder.age, Qt.Key.Key_Return)
    pages.settle()
    row = provider.registers.read(evening).rows[-1]
    assert (row.known_as, row.age, row.mark) == ("Tiny", int(f"{years}5"), Mark.PRESENT)


@pytest.mark.parametrize("which", ["note", "person-note"])
def test_the_caret_in_a_note(
    pages: Pages,
    qtbot: QtBot,
    provider: Provider,
    register: RegisterScreen,
    evening: str,
    after_a_kill: Callable[[], RegisterScreen],
    which: str,
) -> None:
    edit: QPlainTextEdit = (register.note if which == "note" else register.person.note).edit
    if which == "person-note":
        pages.key(register.people, Qt.Key.Key_Return)
    edit.setFocus()
    QTest.keyClicks(edit, "A good night")
    for _ in range(5):
        QTest.keyClick(edit, Qt.Key.Key_Left)
    kept(qtbot, provider, evening, focus=which, caret=7)
    screen = after_a_kill()
    again = screen.window().focusWidget()
    assert isinstance(again, QPlainTextEdit)
    assert again.accessibleIdentifier() == which
    assert (again.toPlainText(), again.textCursor().position()) == ("A good night", 7)


def test_a_lock_keeps_it_at_once_and_leaves_nobody_on_the_page(
    pages: Pages, provider: Provider, register: RegisterScreen, evening: str
) -> None:
    pages.key(register.people, Qt.Key.Key_L)
    register.finder.name.setFocus()
    QTest.keyClicks(register.finder.name, "Marg")
    pages.frame.settle()
    pages.frame.forget()
    pages.settle()
    assert register.finder.name.text() == ""
    assert register.model.rowCount() == 0
    assert all(edit.text() == "" for edit in register.findChildren(QLineEdit))
    screen = pages.open(RegisterScreen, "register", session_id=evening)
    assert (screen.finder.name.text(), screen.finder.name.hasFocus()) == ("Marg", True)


def test_a_mere_look_leaves_nothing_behind(
    pages: Pages, provider: Provider, register: RegisterScreen, evening: str
) -> None:
    pages.frame.go("home")
    pages.settle()
    assert provider.drafts.of("register", evening) is None


def test_finishing_leaves_nothing_half_typed_behind(
    pages: Pages, provider: Provider, register: RegisterScreen, evening: str
) -> None:
    pages.key(register.people, Qt.Key.Key_Space)
    register.finder.name.setFocus()
    QTest.keyClicks(register.finder.name, "Marg")
    register.settle()
    pages.settle()
    assert provider.drafts.of("register", evening) is not None
    pages.click(register.finish)
    assert provider.drafts.of("register", evening) is None
    assert provider.sessions.get(evening).finished_on is not None
