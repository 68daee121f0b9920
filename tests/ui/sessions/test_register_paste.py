"""A list of names pasted into a register: matched, shown, and written only when it is agreed."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtTest import QTest

from tests.builders import a_person
from tests.ui.pages import Pages
from vrp_desktop.domain.pasting import MOST_PASTED
from vrp_desktop.domain.sessions import Mark
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.sessions.paste import LEAVE_OUT, NEW
from vrp_desktop.ui.sessions.register_screen import RegisterScreen

LIST = "1.\tAna\n2.\tDawud Ali\n3.\tTiny, 12\n4.\tSam\n"
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def known(provider: Provider, evening: str) -> dict[str, str]:
    """Dawud, whom everybody knows, and two who are called Sam."""
    return {
        name: provider.people.add(a_person(name.split()[0], given_name=given, family_name=family)).id
        for name, given, family in (
            ("Dawud", "Dawud", "Ali"),
            ("Sam One", "Samira", "One"),
            ("Sam Two", "Samuel", "Two"),
        )
    }


def paste(pages: Pages, screen: RegisterScreen, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    screen.finder.name.setFocus()
    QTest.keyClick(screen.finder.name, Qt.Key.Key_V, CTRL)
    pages.settle()


def drawn(screen: RegisterScreen) -> list[list[str]]:
    return screen.desk.sheet.table.texts()


def came(provider: Provider, session_id: str) -> list[str]:
    return [row.known_as for row in provider.registers.read(session_id).rows if row.mark is Mark.PRESENT]


def test_each_line_is_matched_and_nothing_is_written_before_it_is_agreed(
    pages: Pages, provider: Provider, register: RegisterScreen, evening: str, known: dict[str, str]
) -> None:
    paste(pages, register, LIST)
    sheet = register.desk.sheet
    assert drawn(register) == [
        ["Ana", "Ana, in this register"],
        ["Dawud Ali", "Dawud (Dawud Ali)"],
        ["Tiny, 12", "somebody new"],
        ["Sam", "Choose who is meant"],
    ]
    assert sheet.words.text() == (
        "4 names: 1 in this register, 1 known, 1 new, 1 to be chosen. Nothing is written yet."
    )
    assert came(provider, evening) == []
    assert sheet.yes.text() == "Choose the other 1 first"
    QTest.keyClick(sheet.table.view, Qt.Key.Key_Return, CTRL)
    pages.settle()
    assert came(provider, evening) == [], "whoever is not chosen yet is asked for first"
    assert sheet.who.control().hasFocus()
    sheet.who.control().setCurrentIndex(sheet.who.control().findData(known["Sam Two"]))
    assert drawn(register)[3] == ["Sam", "Sam (Samuel Two)"]
    QTest.keyClick(sheet.who.control(), Qt.Key.Key_Return, CTRL)
    pages.settle()
    rows = {row.known_as: row for row in provider.registers.read(evening).rows if row.mark is Mark.PRESENT}
    assert sorted(rows) == ["Ana", "Dawud", "Sam", "Tiny"]
    assert (rows["Sam"].person_id, rows["Tiny"].age) == (known["Sam Two"], 12)
    assert not sheet.isVisible()
    assert register.finder.name.hasFocus()
    assert register.count.text() == "4 of 6 came"
    assert provider.drafts.of("register", evening) is None or "pasted" not in str(
        provider.drafts.of("register", evening)
    )


def test_a_list_that_was_agreed_can_be_taken_back_whole(
    pages: Pages, provider: Provider, register: RegisterScreen, evening: str, three: list[str]
) -> None:
    provider.registers.mark(evening, three[0], Mark.LATE)
    register.load()
    pages.settle()
    paste(pages, register, "Ana\nTiny\nWren")
    pages.click(register.desk.sheet.yes)
    assert came(provider, evening) == ["Ana", "Tiny", "Wren"]
    register.people.setFocus()
    QTest.keyClick(register.people, Qt.Key.Key_Z, CTRL)
    pages.settle()
    rows = provider.registers.read(evening).rows
    assert [(row.known_as, row.mark) for row in rows] == [("Ana", Mark.LATE), ("Ben", None), ("Céline", None)]


def test_a_line_can_be_left_out_or_made_somebody_new(
    pages: Pages, provider: Provider, register: RegisterScreen, evening: str
) -> None:
    paste(pages, register, "Ana\nBen")
    who = register.desk.sheet.who.control()
    who.setCurrentIndex(who.findData(LEAVE_OUT))
    register.desk.sheet.table.choose(1)
    who.setCurrentIndex(who.findData(NEW))
    assert drawn(register) == [["Ana", "left out"], ["Ben", "somebody new"]]
    pages.click(register.desk.sheet.yes)
    assert came(provider, evening) == ["Ben"]
    assert provider.people.count() == 4


@pytest.mark.parametrize("how", ["menu", "dropped"])
def test_a_list_may_come_by_the_menu_or_be_dropped(pages: Pages, register: RegisterScreen, how: str) -> None:
    QGuiApplication.clipboard().setText("Ana\nBen")
    if how == "menu":
        register.finder.name.paste_any()
    else:
        data = QMimeData()
        data.setText("Ana\nBen")
        copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        register.finder.name.dropEvent(QDropEvent(QPoint(5, 5), copy, data, left, none))
    pages.settle()
    assert [line[0] for line in drawn(register)] == ["Ana", "Ben"]


def test_one_name_goes_into_the_line_as_always(pages: Pages, register: RegisterScreen) -> None:
    paste(pages, register, "Łucja")
    assert register.finder.name.text() == "Łucja"
    assert not register.desk.sheet.isVisible()


def test_five_hundred_names_with_tabs_and_what_is_more_comes_after_them(
    pages: Pages, provider: Provider, register: RegisterScreen, evening: str
) -> None:
    names = [f"{chr(65 + n % 26)}{chr(97 + n // 26)}o" for n in range(MOST_PASTED + 2)]
    paste(pages, register, "\n".join(f"{at}\t{name}\tQuill\t15" for at, name in enumerate(names, 1)))
    sheet = register.desk.sheet
    assert len(sheet.lines) == MOST_PASTED
    assert "502 names" in sheet.rest.text()
    pages.click(sheet.yes)
    assert [(line.name, line.becomes) for line in sheet.lines] == [
        (f"{name} Quill", NEW) for name in names[-2:]
    ], "who only sounds like one of them is somebody else"
    assert sheet.lines[0].age == 15
    pages.click(sheet.yes)
    assert len(came(provider, evening)) == MOST_PASTED + 2
    assert not sheet.isVisible()


def test_a_list_comes_back_after_a_lock_with_what_was_chosen(
    pages: Pages, provider: Provider, register: RegisterScreen, evening: str, known: dict[str, str]
) -> None:
    paste(pages, register, LIST)
    who = register.desk.sheet.who.control()
    register.desk.sheet.table.choose(3)
    who.setCurrentIndex(who.findData(known["Sam One"]))
    pages.frame.settle()
    pages.frame.forget()
    assert register.desk.sheet.lines == []
    pages.settle()
    screen = pages.open(RegisterScreen, "register", session_id=evening)
    assert [line[1] for line in drawn(screen)][3] == "Sam (Samira One)"
    assert screen.desk.sheet.isVisible()
    screen.desk.sheet.closed.emit()
    assert not screen.desk.sheet.isVisible()


def test_what_the_store_refuses_leaves_the_list(
    pages: Pages, provider: Provider, register: RegisterScreen, evening: str
) -> None:
    paste(pages, register, "Ana\nBen")
    provider.sessions.cancel(evening, "weather")
    pages.click(register.desk.sheet.yes)
    assert "cancelled" in pages.message()
    assert [line[0] for line in drawn(register)] == ["Ana", "Ben"]


def test_nobody_is_in_a_register_twice(
    pages: Pages, provider: Provider, register: RegisterScreen, evening: str
) -> None:
    pages.key(register.people, Qt.Key.Key_L)
    take: Callable[[], None] = lambda: pages.key(register.finder.name, Qt.Key.Key_Return)  # noqa: E731 - twice below
    register.finder.name.setFocus()
    QTest.keyClicks(register.finder.name, "an")
    pages.settle()
    assert register.finder.found.item(0).text() == "Ana · in the register: late"
    take()
    assert register.said.text() == "Already in the register: Ana, late."
    assert register.people.hasFocus()
    assert register.model.row(register.people.currentIndex()).known_as == "Ana"
    assert [row.mark for row in provider.registers.read(evening).rows] == [Mark.LATE, None, None]


def test_whoever_is_in_this_register_is_found_before_anybody_else(
    pages: Pages, provider: Provider, register: RegisterScreen
) -> None:
    for _ in range(8):
        provider.people.add(a_person("Ben"))
    register.finder.name.setFocus()
    QTest.keyClicks(register.finder.name, "b")
    pages.settle()
    assert register.finder.found.item(0).text() == "Ben · in the register: not marked yet"
    assert register.finder.found.item(1).text() == "Ben"
