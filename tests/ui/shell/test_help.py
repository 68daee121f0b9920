"""F1 and the help: every page has one, the right one opens, and the keyboard goes back where it was."""

import importlib
import pkgutil
import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.pages import Pages, commissioner_pages, pages
from vrp_desktop import shipped
from vrp_desktop.ui import welcome as welcome_room
from vrp_desktop.ui.kit.preferences import Preferences
from vrp_desktop.ui.people.list_screen import PeopleScreen
from vrp_desktop.ui.sessions.people_view import KEYS, OTHER_KEYS
from vrp_desktop.ui.shell.help import WELCOME, Help, of_welcome, text_of, title_of
from vrp_desktop.ui.shell.help_sheet import HelpSheet
from vrp_desktop.ui.shell.screens import COMMISSIONER, PROVIDER, Page
from vrp_desktop.ui.shell.window import Window
from vrp_desktop.ui.welcome.page import WelcomePage

__all__ = ["commissioner_pages", "pages"]

NAMES = sorted({page.help or page.name for page in (*PROVIDER, *COMMISSIONER)} | set(WELCOME))
LONGEST = 25
"""Lines: help that has to be scrolled through for long is not read at five to seven."""
LABELS = re.compile(r"\b(offender|client|perpetrator|victim|youth|youths)s?\b|\bcases?\b", re.IGNORECASE)
WIDGETS_OWN = {"Enter", "Escape", "Tab", "Space", "Up", "Down", "Left", "Right", "Page Up", "Page Down"}
"""Keys that lists, fields and buttons answer by themselves."""


def keys_in(name: str) -> set[str]:
    return set(re.findall(r"`([^`]+)`", text_of(name)))


def sheet_of(helped: Help) -> HelpSheet:
    assert helped.sheet is not None
    return helped.sheet


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """A key for whoever has the keyboard."""
    holder = QApplication.focusWidget()
    assert holder is not None
    QTest.keyClick(holder, key, modifiers)


# ---- what is written


def test_every_page_has_its_help_and_every_help_its_page() -> None:
    written = sorted(path.stem for path in shipped.folder("help").iterdir())
    assert written == NAMES


def test_the_welcome_pages_are_all_those_there_are() -> None:
    found = set()
    for module in pkgutil.iter_modules(welcome_room.__path__):
        made = importlib.import_module(f"{welcome_room.__name__}.{module.name}")
        for thing in vars(made).values():
            if (
                isinstance(thing, type)
                and issubclass(thing, WelcomePage)
                and thing.__module__ == made.__name__
            ):
                found.add(of_welcome(thing.__new__(thing)))
    assert found - {"page"} == set(WELCOME)


@pytest.mark.parametrize("name", NAMES)
def test_a_help_page_is_short_titled_and_leads_nowhere_else(name: str) -> None:
    text = text_of(name)
    assert text.startswith(f"# {title_of(name)}\n\n")
    assert len(title_of(name)) <= 40
    assert len(text.splitlines()) <= LONGEST
    assert "](" not in text
    assert "http" not in text


@pytest.mark.parametrize("name", NAMES)
def test_help_labels_nobody(name: str) -> None:
    assert LABELS.findall(text_of(name)) == []


def test_no_two_help_pages_of_one_window_have_the_same_title() -> None:
    for names in (
        {p.help or p.name for p in PROVIDER},
        {p.help or p.name for p in COMMISSIONER},
        set(WELCOME),
    ):
        titles = [title_of(name) for name in names]
        assert len(set(titles)) == len(titles)


# ---- the keys it names


def shortcuts(page: QWidget) -> set[str]:
    return {
        key.toString(QKeySequence.SequenceFormat.PortableText)
        for shortcut in page.findChildren(QShortcut)
        for key in shortcut.keys()  # noqa: SIM118 - the keys of a QShortcut, which is no mapping
    }


def named_keys_exist(opened: Pages, these: tuple[Page, ...]) -> None:
    frame = opened.frame
    everywhere = {"F1", "Ctrl+K", "Ctrl+L", "Alt+Left", *(f"Ctrl+{n}" for n in range(1, 7))}
    for page in these:
        frame.go(page.name)
        opened.settle()
        for box in frame.findChildren(QWidget, "message"):
            box.close()
        screen = frame._made[page.name]
        there = shortcuts(screen) | WIDGETS_OWN | (shortcuts(frame) & everywhere)
        if page.name == "assessment":
            # Its sheet is open only for a journey; that the key works is held in ui/outcomes.
            there |= {"Backspace"}
        if page.name == "register":
            there |= {QKeySequence(key).toString() for key in KEYS} | set(OTHER_KEYS)
        assert keys_in(page.help or page.name) <= there, page.name


def test_the_keys_that_the_providers_help_names_are_there(pages: Pages) -> None:
    named_keys_exist(pages, PROVIDER)


def test_the_keys_that_the_commissioners_help_names_are_there(commissioner_pages: Pages) -> None:
    named_keys_exist(commissioner_pages, COMMISSIONER)


def test_the_keys_that_the_welcome_pages_name_are_there() -> None:
    for name in WELCOME:
        assert keys_in(name) <= WIDGETS_OWN | {"F1"}, name


# ---- opening and closing


def test_f1_opens_the_help_of_the_page_and_escape_gives_the_keyboard_back(pages: Pages) -> None:
    people = pages.open(PeopleScreen, "people")
    assert people.text.hasFocus()
    press(Qt.Key.Key_F1)
    sheet = sheet_of(pages.frame.help)
    assert sheet.isVisible()
    assert sheet.text.hasFocus()
    assert sheet.list.value() == "people"
    assert sheet.text.accessibleName() == "Help: People"
    assert "Look before you add" in sheet.text.toPlainText()
    press(Qt.Key.Key_Escape)
    assert not sheet.isVisible()
    assert people.text.hasFocus()


@pytest.mark.parametrize("page", PROVIDER, ids=lambda page: page.name)
def test_f1_knows_every_page_of_a_provider(pages: Pages, page: Page) -> None:
    pages.frame.go(page.name)
    pages.settle()
    if pages.frame.shown() is pages.frame._made[page.name]:
        QTest.keyClick(pages.frame, Qt.Key.Key_F1)
        assert sheet_of(pages.frame.help).list.value() == page.name


def test_a_commissioners_organisation_has_a_help_of_its_own(commissioner_pages: Pages) -> None:
    commissioner_pages.frame.go("organisation")
    commissioner_pages.settle()
    press(Qt.Key.Key_F1)
    assert "It is encrypted all the same" in sheet_of(commissioner_pages.frame.help).text.toPlainText()


def test_another_page_brings_its_own_help_and_keeps_the_keyboard(pages: Pages) -> None:
    pages.frame.start()
    pages.settle()
    press(Qt.Key.Key_F1)
    press(Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    pages.settle()
    people = pages.shown(PeopleScreen)
    sheet = sheet_of(pages.frame.help)
    assert sheet.isVisible()
    assert sheet.list.value() == "people"
    assert people.text.hasFocus()
    pages.click(sheet.close_button)
    assert not sheet.isVisible()
    assert people.text.hasFocus()


def test_every_help_page_can_be_chosen_from_the_list_by_keyboard(pages: Pages) -> None:
    pages.frame.start()
    pages.settle()
    press(Qt.Key.Key_F1)
    sheet = sheet_of(pages.frame.help)
    assert sheet.list.box.count() == len(PROVIDER)
    sheet.list.box.setFocus()
    press(Qt.Key.Key_Down)
    assert sheet.text.accessibleName() == "Help: People"
    assert "Find a child" in sheet.text.toPlainText()
    press(Qt.Key.Key_Escape)
    assert not sheet.isVisible()


def test_the_search_and_the_menu_lead_to_the_help(pages: Pages) -> None:
    frame = pages.frame
    frame.search.begin()
    QTest.keyClicks(frame.search, "help: the reg")
    pages.settle()
    assert frame.search.texts() == ["Help: The register   ·   command"]
    press(Qt.Key.Key_Return)
    sheet = sheet_of(frame.help)
    assert sheet.list.value() == "register"
    press(Qt.Key.Key_Escape)
    assert frame.search.hasFocus()
    who = next(w for w in frame.findChildren(QToolButton) if w.accessibleIdentifier() == "who")
    menu = who.menu()
    assert isinstance(menu, QMenu)
    next(action for action in menu.actions() if action.text() == "Help (F1)").trigger()
    assert sheet.isVisible()
    assert sheet.list.value() == "home"


def test_the_sheet_leaves_the_page_in_sight_where_there_is_room(pages: Pages) -> None:
    pages.frame.start()
    pages.settle()
    press(Qt.Key.Key_F1)
    sheet = sheet_of(pages.frame.help)
    assert sheet.width() < pages.frame.stack.width() / 2
    assert sheet.height() == pages.frame.stack.height()
    pages.frame.resize(683, 384)
    pages.qtbot.waitUntil(lambda: sheet.width() == pages.frame.stack.width())
    bar = sheet.text.horizontalScrollBar()
    assert bar.maximum() == 0
    assert pages.frame.minimumSizeHint().width() <= 683
    press(Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    pages.settle()
    assert not sheet.isVisible()
    assert pages.shown(PeopleScreen).text.hasFocus()


def test_everything_in_the_sheet_that_takes_the_keyboard_has_a_name(pages: Pages) -> None:
    pages.frame.start()
    pages.settle()
    press(Qt.Key.Key_F1)
    sheet = sheet_of(pages.frame.help)
    takes = [
        w for w in sheet.findChildren(QWidget) if w.focusPolicy() & Qt.FocusPolicy.TabFocus and w.isVisible()
    ]
    named = {w.text() if isinstance(w, QPushButton) else w.accessibleName() for w in takes}
    assert named == {"Help with", "Close", "Help: Home"}


# ---- before a workspace is open


@pytest.fixture
def window(qapp: QApplication, qtbot: QtBot) -> Iterator[Window]:
    made = Window(qapp, Preferences())
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    yield made
    qtbot.waitUntil(lambda: not made.work.is_busy(), timeout=10_000)
    made.close()


def test_f1_on_the_first_page(window: Window) -> None:
    before = QApplication.focusWidget()
    press(Qt.Key.Key_F1)
    sheet = sheet_of(window.help)
    assert sheet.list.value() == "choose"
    assert [sheet.list.box.itemData(row) for row in range(sheet.list.box.count())] == list(WELCOME)
    press(Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is before


def test_help_that_was_open_does_not_come_back_with_the_first_pages(window: Window) -> None:
    window.help.open()
    sheet = sheet_of(window.help)
    assert sheet.isVisible()
    window._stack.addWidget(QWidget())
    window._stack.setCurrentIndex(1)
    window._stack.setCurrentIndex(0)
    assert not sheet.isVisible()
