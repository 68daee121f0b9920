"""What was done on a register is taken back in turn, through the services; what cannot be says so."""

import threading
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.builders import a_person
from tests.ui.pages import Pages
from vrp_desktop.domain.sessions import HeadCount, Mark, Remark, Status
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.sessions.register_screen import RegisterScreen

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def undo(pages: Pages, screen: RegisterScreen) -> None:
    screen.people.setFocus()
    QTest.keyClick(screen.people, Qt.Key.Key_Z, CTRL)
    pages.settle()


def redo(pages: Pages, screen: RegisterScreen) -> None:
    screen.people.setFocus()
    QTest.keyClick(screen.people, Qt.Key.Key_Z, CTRL | SHIFT)
    pages.settle()


def marks(provider: Provider, session_id: str) -> list[Mark | None]:
    return [row.mark for row in provider.registers.read(session_id).rows]


def shown(screen: RegisterScreen) -> list[Mark | None]:
    return [screen.model.row(screen.model.index(at)).mark for at in range(screen.model.rowCount())]


def test_marks_are_taken_back_one_after_the_other_and_done_again(
    pages: Pages, provider: Provider, register: RegisterScreen, evening: str
) -> None:
    pages.key(register.people, Qt.Key.Key_Space)
    pages.key(register.people, Qt.Key.Key_L)
    pages.key(register.people, Qt.Key.Key_X)
    history = [
        [Mark.PRESENT, Mark.LATE, Mark.EXCUSED],
        [Mark.PRESENT, Mark.LATE, None],
        [Mark.PRESENT, None, None],
        [None, None, None],
    ]
    for expected in history[1:]:
        undo(pages, register)
        assert marks(provider, evening) == shown(register) == expected
    assert register.said.text() == "Taken back: Ana, came."
    undo(pages, register)
    assert register.said.text() == "There is nothing to take back on this page."
    for expected in reversed(history[:-1]):
        redo(pages, register)
        assert marks(provider, evening) == shown(register) == expected
    undo(pages, register)
    pages.key(register.people, Qt.Key.Key_A)
    redo(pages, register)
    assert register.said.text() == "Nothing was taken back.", "something else was done since"


def test_a_mark_that_is_still_being_saved_is_the_one_taken_back(
    pages: Pages, provider: Provider, register: RegisterScreen, evening: str
) -> None:
    pages.key(register.people, Qt.Key.Key_Space)
    go_on = threading.Event()
    pages.work.save(lambda: go_on.wait(20), told=False)
    QTest.keyClick(register.people, Qt.Key.Key_L)
    QTest.keyClick(register.people, Qt.Key.Key_Z, CTRL)
    assert shown(register) == [Mark.PRESENT, None, None]
    go_on.set()
    pages.settle()
    QApplication.processEvents()
    pages.settle()
    assert marks(provider, evening) == shown(register) == [Mark.PRESENT, None, None]


def test_a_mark_over_a_mark_goes_back_to_the_first_of_them(
    pages: Pages, provider: Provider, register: RegisterScreen, evening: str
) -> None:
    for key in (Qt.Key.Key_A, Qt.Key.Key_L):
        register.people.setCurrentIndex(register.model.index(0))
        QTest.keyClick(register.people, key)  # the second before the first is saved
    pages.settle()
    undo(pages, register)
    assert marks(provider, evening)[0] is Mark.ABSENT


def test_all_present_is_one_step(
    pages: Pages, provider: Provider, register: RegisterScreen, evening: str
) -> None:
    pages.key(register.people, Qt.Key.Key_X)
    pages.click(register.all)
    undo(pages, register)
    assert marks(provider, evening) == [Mark.EXCUSED, None, None]


def test_head_counts_notes_and_stars_are_taken_back(
    pages: Pages, provider: Provider, register: RegisterScreen, evening: str
) -> None:
    cell = register.heads.model.index(1, 0)
    register.heads.model.setData(cell, "7")
    pages.settle()
    register.heads.model.setData(cell, "9")
    pages.settle()
    QTest.keyClicks(register.people, "*")
    pages.settle()
    undo(pages, register)
    assert provider.registers.read(evening).rows[0].remark == Remark()
    undo(pages, register)
    assert provider.registers.read(evening).head_counts == (HeadCount("10-13", "female", 7),)
    assert (cell.data(), register.count.text()) == ("7", "0 of 3 came · 7 more not named")
    undo(pages, register)
    assert provider.registers.read(evening).head_counts == ()
    redo(pages, register)
    assert (cell.data(), provider.registers.read(evening).heads) == ("7", 7)


def test_somebody_new_or_found_is_off_the_register_again_and_comes_back(
    pages: Pages, provider: Provider, register: RegisterScreen, evening: str
) -> None:
    steps: list[Callable[[], None]] = [
        lambda: register.finder.newcomer.emit("Tiny", 12),
        lambda: register.finder.picked.emit(provider.people.search("Dawud")[0]),
    ]
    provider.people.add(a_person("Dawud"))
    for join in steps:
        join()
        pages.settle()
        assert len(marks(provider, evening)) == 4
        undo(pages, register)
        assert marks(provider, evening) == shown(register) == [None, None, None]
        redo(pages, register)
        assert shown(register) == [None, None, None, Mark.PRESENT] == marks(provider, evening)
        undo(pages, register)
    assert provider.people.count() == 5, "a record that was made stays"


def test_who_was_taken_off_comes_back_with_mark_and_note(
    pages: Pages, provider: Provider, register: RegisterScreen, evening: str, three: list[str]
) -> None:
    provider.registers.mark(evening, three[0], Mark.LATE)
    provider.registers.remark(evening, three[0], Remark("Bus", star=True))
    register.load()
    pages.settle()
    pages.key(register.people, Qt.Key.Key_Return)
    pages.click(register.person.off)
    assert marks(provider, evening)[0] is None
    undo(pages, register)
    row = provider.registers.read(evening).rows[0]
    assert (row.mark, row.remark) == (Mark.LATE, Remark("Bus", star=True))
    assert shown(register)[0] is Mark.LATE


def test_what_cannot_be_taken_back_any_more_says_so_and_is_not_offered_again(
    pages: Pages, provider: Provider, register: RegisterScreen, evening: str, three: list[str]
) -> None:
    pages.key(register.people, Qt.Key.Key_A)
    pages.key(register.people, Qt.Key.Key_L)
    provider.registers.mark_many(evening, dict.fromkeys(three, None))
    session = provider.sessions.get(evening)
    provider.sessions.change(
        evening, replace(session.details, status=Status.CANCELLED, cancel_reason="weather")
    )
    pages.key(register.people, Qt.Key.Key_Up)
    pages.key(register.people, Qt.Key.Key_Up)
    redo(pages, register)  # nothing was taken back
    undo(pages, register)  # Ben's late mark becomes none again: no mark at all is always allowed
    undo(pages, register)
    redo(pages, register)
    assert "That cannot be taken back any more." in pages.message()
    register.saving.undo()
    assert register.said.text() == "There is nothing to take back on this page."
    assert marks(provider, evening) == shown(register) == [None, None, None]


def test_a_text_field_has_its_own_undo(
    pages: Pages, provider: Provider, register: RegisterScreen, evening: str
) -> None:
    pages.key(register.people, Qt.Key.Key_Space)
    register.note.control().setFocus()
    QTest.keyClicks(register.note.control(), "A good night")
    QTest.keyClick(register.note.control(), Qt.Key.Key_Z, CTRL)
    pages.settle()
    assert marks(provider, evening)[0] is Mark.PRESENT
    assert register.note.value() != "A good night"


def test_another_register_takes_nothing_back_of_the_one_before(
    pages: Pages, provider: Provider, register: RegisterScreen, evening: str, boxing: str
) -> None:
    pages.key(register.people, Qt.Key.Key_Space)
    other = provider.sessions.log(provider.sessions.like(evening)).id
    screen = pages.open(RegisterScreen, "register", session_id=other)
    undo(pages, screen)
    assert marks(provider, evening)[0] is Mark.PRESENT


def test_why_somebody_was_excused_comes_back_with_that_mark(
    pages: Pages, provider: Provider, register: RegisterScreen, evening: str, three: list[str]
) -> None:
    provider.registers.mark(evening, three[0], Mark.EXCUSED)
    provider.registers.remark(evening, three[0], Remark("Mum rang", excuse="ill"))
    register.load()
    pages.settle()
    pages.key(register.people, Qt.Key.Key_Space)  # the wrong row
    assert provider.registers.read(evening).rows[0].remark == Remark("Mum rang")
    undo(pages, register)
    row = provider.registers.read(evening).rows[0]
    assert (row.mark, row.remark) == (Mark.EXCUSED, Remark("Mum rang", excuse="ill"))
    assert register.model.row(register.model.index(0)) == row


def test_pressing_undo_more_often_than_there_are_steps_takes_back_nothing_that_comes_later(
    pages: Pages, provider: Provider, register: RegisterScreen, evening: str
) -> None:
    go_on = threading.Event()
    pages.work.save(lambda: go_on.wait(20), told=False)
    QTest.keyClick(register.people, Qt.Key.Key_Space)
    for _ in range(3):
        QTest.keyClick(register.people, Qt.Key.Key_Z, CTRL)
    go_on.set()
    pages.settle()
    assert marks(provider, evening) == [None, None, None]
    pages.key(register.people, Qt.Key.Key_L)
    pages.key(register.people, Qt.Key.Key_L)
    assert marks(provider, evening) == shown(register) == [None, Mark.LATE, Mark.LATE]


def test_a_note_that_is_being_typed_does_not_put_back_who_is_taken_off(
    pages: Pages, provider: Provider, register: RegisterScreen, evening: str
) -> None:
    zed = provider.people.add(a_person("Zed")).id
    provider.registers.mark(evening, zed, Mark.PRESENT)
    register.load()
    pages.settle()
    register.people.setCurrentIndex(register.model.place_of(zed))
    pages.key(register.people, Qt.Key.Key_Return)
    QTest.keyClicks(register.person.note.control(), "By mistake")
    pages.click(register.person.off)
    register.settle()
    pages.settle()
    assert zed not in {row.person_id for row in provider.registers.read(evening).rows}
    undo(pages, register)
    row = next(row for row in provider.registers.read(evening).rows if row.person_id == zed)
    assert (row.mark, row.remark.note) == (Mark.PRESENT, "By mistake")
