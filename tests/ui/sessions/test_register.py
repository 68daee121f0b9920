"""The register: what is shown is what is stored, whatever is pressed and whatever fails."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.builders import a_person, a_session, enrolled
from tests.ui.pages import Pages
from vrp_desktop.domain.sessions import HeadCount, Mark, Status
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.home.screen import HomeScreen
from vrp_desktop.ui.sessions.register_screen import RegisterScreen


def drawn(screen: RegisterScreen) -> list[str]:
    """The register as it looks: a box, a name, and what is said where it is not plain."""
    rows = [screen.model.row(screen.model.index(at)) for at in range(screen.model.rowCount())]
    return [
        f"{'☑' if row.mark is not None and row.mark.attended else '☐'} {row.known_as}"
        + ("" if row.mark in (None, Mark.PRESENT) else f", {row.mark.label.lower()}")
        for row in rows
    ]


def stored(provider: Provider, session_id: str) -> dict[str, Mark | None]:
    return {row.known_as: row.mark for row in provider.registers.read(session_id).rows}


@pytest.mark.parametrize(
    ("key", "mark"),
    [
        (Qt.Key.Key_Space, Mark.PRESENT),
        (Qt.Key.Key_P, Mark.PRESENT),
        (Qt.Key.Key_L, Mark.LATE),
        (Qt.Key.Key_E, Mark.LEFT_EARLY),
        (Qt.Key.Key_X, Mark.EXCUSED),
        (Qt.Key.Key_A, Mark.ABSENT),
    ],
)
def test_a_key_is_a_mark_and_goes_on_to_the_next(
    pages: Pages, provider: Provider, register: RegisterScreen, evening: str, key: Qt.Key, mark: Mark
) -> None:
    pages.key(register.people, key)
    assert stored(provider, evening) == {"Ana": mark, "Ben": None, "Céline": None}
    assert register.model.row(register.people.currentIndex()).known_as == "Ben"
    assert register.count.text() == f"{1 if mark.attended else 0} of 3 came"


def test_backspace_takes_a_mark_back(
    pages: Pages, provider: Provider, register: RegisterScreen, evening: str
) -> None:
    pages.key(register.people, Qt.Key.Key_A)
    assert drawn(register)[0] == "☐ Ana, absent"
    pages.key(register.people, Qt.Key.Key_Up)
    pages.key(register.people, Qt.Key.Key_Backspace)
    assert drawn(register) == ["☐ Ana", "☐ Ben", "☐ Céline"]
    assert stored(provider, evening)["Ana"] is None


def test_a_click_anywhere_on_a_row_marks_it(
    pages: Pages, provider: Provider, register: RegisterScreen, evening: str
) -> None:
    where = register.people.visualRect(register.model.index(1)).center()
    QTest.mouseClick(register.people.viewport(), Qt.MouseButton.LeftButton, pos=where)
    pages.settle()
    assert drawn(register) == ["☐ Ana", "☑ Ben", "☐ Céline"]
    assert stored(provider, evening)["Ben"] is Mark.PRESENT


def test_all_present_leaves_what_was_said(
    pages: Pages, provider: Provider, register: RegisterScreen, evening: str
) -> None:
    pages.key(register.people, Qt.Key.Key_X)
    pages.click(register.all)
    assert drawn(register) == ["☐ Ana, excused", "☑ Ben", "☑ Céline"]
    assert stored(provider, evening) == {
        "Ana": Mark.EXCUSED,
        "Ben": Mark.PRESENT,
        "Céline": Mark.PRESENT,
    }


def test_twelve_fit_on_a_cheap_laptop_without_scrolling(
    pages: Pages, provider: Provider, boxing: str, evening: str
) -> None:
    enrolled(provider, boxing, *(f"Child {number}" for number in range(9)))
    screen = pages.open(RegisterScreen, "register", session_id=evening)
    assert screen.model.rowCount() == 12
    assert screen.people.verticalScrollBar().maximum() == 0


def test_somebody_who_is_here_is_found_by_a_part_of_the_name(
    pages: Pages, provider: Provider, register: RegisterScreen, evening: str
) -> None:
    provider.people.add(a_person("Łucja", family_name="Wójcik"))
    register.finder.name.setFocus()
    QTest.keyClicks(register.finder.name, "wojc")
    QTest.keyClick(register.finder.name, Qt.Key.Key_Return)  # before the answer has come
    pages.settle()
    assert drawn(register)[-1] == "☑ Łucja"
    assert stored(provider, evening)["Łucja"] is Mark.PRESENT
    assert provider.people.count() == 4
    assert (register.finder.name.text(), register.finder.name.hasFocus()) == ("", True)


def test_enter_takes_nobody_who_only_sounds_like_the_name(
    pages: Pages, provider: Provider, register: RegisterScreen, evening: str
) -> None:
    provider.people.add(a_person("Caitlin"))
    finder = register.finder
    finder.name.setFocus()
    QTest.keyClicks(finder.name, "Kaitlyn")
    QTest.keyClick(finder.name, Qt.Key.Key_Return)  # before the answer has come
    pages.settle()
    assert finder.age.hasFocus()
    assert "Caitlin" not in stored(provider, evening)
    finder.reset()
    QTest.keyClicks(finder.name, "Kaitlyn")
    pages.settle()
    assert [finder.found.item(row).text() for row in range(finder.found.count())] == [
        "Caitlin · sounds like",
        "Add “Kaitlyn” as somebody new",
    ]
    pages.key(finder.name, Qt.Key.Key_Up)
    pages.key(finder.name, Qt.Key.Key_Return)
    assert stored(provider, evening)["Caitlin"] is Mark.PRESENT


def test_somebody_new_needs_a_name_and_perhaps_an_age(
    pages: Pages, provider: Provider, register: RegisterScreen, evening: str
) -> None:
    register.finder.name.setFocus()
    QTest.keyClicks(register.finder.name, "Tiny")
    pages.key(register.finder.name, Qt.Key.Key_Return)
    assert register.finder.age.hasFocus()
    QTest.keyClicks(register.finder.age, "old")
    pages.key(register.finder.age, Qt.Key.Key_Return)
    assert "age" in register.finder.hint.text()
    assert provider.people.count() == 3
    register.finder.age.setText("15")
    pages.key(register.finder.age, Qt.Key.Key_Return)
    assert drawn(register)[-1] == "☑ Tiny"
    assert [(line.known_as, line.age) for line in provider.people.search("Tiny")] == [("Tiny", 15)]


def test_head_counts_are_typed_into_cells_and_saved(
    pages: Pages, provider: Provider, register: RegisterScreen, evening: str
) -> None:
    heads = register.heads
    heads.view.setFocus()
    across = [heads.model.headerData(n, Qt.Orientation.Horizontal) for n in range(heads.model.columnCount())]
    assert across == ["Female", "Male", "Not known"]
    heads.view.setCurrentIndex(heads.model.index(1, 0))
    QTest.keyClicks(heads.view.viewport(), "7")
    QTest.keyClick(heads.view.focusWidget(), Qt.Key.Key_Return)
    pages.settle()
    assert provider.registers.read(evening).head_counts == (HeadCount("10-13", "female", 7),)
    assert heads.total.text() == "7 more people"
    assert register.count.text() == "0 of 3 came · 7 more not named"
    pages.frame.go("people")
    again = pages.open(RegisterScreen, "register", session_id=evening)
    assert again.count.text() == "0 of 3 came · 7 more not named"
    QTest.mouseClick(heads.estimated, Qt.MouseButton.LeftButton, pos=heads.estimated.rect().center())
    heads.estimated.setFocus()
    pages.key(heads.estimated, Qt.Key.Key_Space)
    assert provider.registers.read(evening).head_counts[0].estimated is heads.estimated.isChecked()


@pytest.mark.parametrize("text", ["many", "-3", "2.5", "99999", "٣x"])
def test_what_is_no_number_of_heads_leaves_the_cell_as_it_was(
    pages: Pages, provider: Provider, register: RegisterScreen, evening: str, text: str
) -> None:
    cell = register.heads.model.index(2, 1)
    assert register.heads.model.setData(cell, "4")
    assert not register.heads.model.setData(cell, text)
    pages.settle()
    assert cell.data() == "4"
    assert provider.registers.read(evening).heads == 4


def test_a_note_is_saved_within_two_seconds_of_the_last_letter(
    qtbot: QtBot, provider: Provider, register: RegisterScreen, evening: str
) -> None:
    register.note.control().setFocus()
    QTest.keyClicks(register.note.control(), "A good night.")
    qtbot.waitUntil(lambda: provider.sessions.get(evening).details.note == "A good night.", timeout=2000)


@pytest.mark.parametrize("leave", ["another page", "lock", "finish"])
def test_a_note_is_saved_on_leaving(
    pages: Pages, provider: Provider, register: RegisterScreen, evening: str, leave: str
) -> None:
    QTest.keyClicks(register.note.control(), "Just typed")
    if leave == "lock":
        pages.frame.settle()
        pages.frame.forget()
        assert register.note.value() == ""
    elif leave == "finish":
        register.finish.click()
    else:
        pages.frame.go("people")
    pages.settle()
    assert provider.sessions.get(evening).details.note == "Just typed"


def test_a_note_does_not_undo_what_was_corrected_meanwhile(
    pages: Pages, provider: Provider, register: RegisterScreen, evening: str
) -> None:
    corrected = replace(provider.sessions.get(evening).details, minutes=45, place="The canal")
    provider.sessions.change(evening, corrected)
    QTest.keyClicks(register.note.control(), "Cold")
    pages.frame.go("people")
    pages.settle()
    assert provider.sessions.get(evening).details == replace(corrected, note="Cold")


def test_a_planned_session_takes_a_mark_and_then_a_note(
    pages: Pages, provider: Provider, boxing: str, evening: str
) -> None:
    planned = provider.sessions.log(a_session(boxing, status=Status.PLANNED)).id
    screen = pages.open(RegisterScreen, "register", session_id=planned)
    pages.key(screen.people, Qt.Key.Key_Space)
    QTest.keyClicks(screen.note.control(), "They came after all")
    pages.click(screen.finish)
    details = provider.sessions.get(planned).details
    assert (details.status, details.note) == (Status.DELIVERED, "They came after all")
    assert pages.refused == []
    pages.shown(HomeScreen)


def test_where_the_store_says_no_the_page_says_why_and_shows_the_truth(
    pages: Pages, provider: Provider, register: RegisterScreen, evening: str
) -> None:
    happened = provider.sessions.get(evening).details
    stranger = provider.people.add(a_person("Dawud")).id
    provider.sessions.change(evening, replace(happened, status=Status.CANCELLED, cancel_reason="staff"))

    pages.key(register.people, Qt.Key.Key_Space)
    assert "cancelled" in pages.message()
    assert drawn(register) == ["☐ Ana", "☐ Ben", "☐ Céline"]
    assert not register.people.isEnabled(), "a session that did not happen takes no marks"

    register.finder.picked.emit(provider.people.search("Dawud")[0])
    pages.settle()
    assert "cancelled" in pages.message()
    assert "☑ Dawud" not in drawn(register)
    assert stranger not in {row.person_id for row in provider.registers.read(evening).rows}

    register.heads.model.setData(register.heads.model.index(1, 1), "9")
    pages.settle()
    assert "cancelled" in pages.message()
    assert register.heads.counts() == ()
    assert register.count.text() == "0 of 3 came"


def test_locking_leaves_nobody_on_the_page(register: RegisterScreen) -> None:
    assert drawn(register)
    register.forget()
    assert drawn(register) == []
    assert (register.which.text(), register.about.text(), register.count.text()) == ("", "", "")
