"""Whatever is pressed, in whatever order: the page shows what is stored, and every step goes back."""

from collections.abc import Callable
from random import Random

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox

from tests.builders import a_person, enrolled
from tests.ui.pages import Pages
from vrp_desktop.domain.sessions import HeadCount, Mark, Remark
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.sessions.desk import PERSON, SESSION
from vrp_desktop.ui.sessions.register_screen import RegisterScreen

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
OTHERS = ("Maja", "Noor", "Otis")
PRESSES = 60

State = tuple[dict[str, tuple[Mark | None, Remark]], frozenset[HeadCount]]
"""Of whom something is said, and what; and who was counted."""


class Robot:
    """Presses what a person may press: at random, and always the same for one seed."""

    def __init__(self, pages: Pages, screen: RegisterScreen, seed: int) -> None:
        self.pages, self.screen, self.chance = pages, screen, Random(seed)
        self.pressed: list[str] = []
        self._newcomers = 0
        self._acts: dict[Callable[[], None], int] = {
            self.mark: 8,
            self.move: 4,
            self.back: 4,
            self.again: 3,
            self.click_mark: 3,
            self.note: 3,
            self.star: 2,
            self.heads: 2,
            self.find: 2,
            self.all_present: 1,
            self.excuse: 1,
            self.newcomer: 1,
            self.take_off: 1,
            self.read_again: 1,
        }

    def press(self) -> None:
        """One thing; whether it is saved before the next is left to chance."""
        (act,) = self.chance.choices(list(self._acts), list(self._acts.values()))
        self.pressed.append(act.__name__)
        act()
        if self.chance.random() < 0.5:
            self.settle()

    def settle(self) -> None:
        """Until everything is saved and shown, what is being typed too."""
        self.pages.settle()
        self.screen.settle()
        self.pages.settle()

    def _list(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.screen.people.setFocus()
        QTest.keyClick(self.screen.people, key, held)

    def mark(self) -> None:
        keys = (Qt.Key.Key_Space, Qt.Key.Key_L, Qt.Key.Key_E, Qt.Key.Key_X, Qt.Key.Key_A, Qt.Key.Key_Delete)
        self._list(self.chance.choice(keys))

    def move(self) -> None:
        self._list(self.chance.choice((Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home)))

    def back(self) -> None:
        self._list(Qt.Key.Key_Z, CTRL)

    def again(self) -> None:
        self._list(Qt.Key.Key_Z, CTRL | SHIFT)

    def star(self) -> None:
        self._list(Qt.Key.Key_S)

    def all_present(self) -> None:
        self._list(Qt.Key.Key_A, CTRL | SHIFT)

    def click_mark(self) -> None:
        self.screen.side.setCurrentIndex(PERSON)
        buttons = list(self.screen.person.marks.values())
        QTest.mouseClick(self.chance.choice(buttons), Qt.MouseButton.LeftButton)

    def note(self) -> None:
        self.screen.side.setCurrentIndex(PERSON)
        field = self.screen.person.note.control()
        field.setFocus()
        QTest.keyClicks(field, self.chance.choice(("calm ", "late ", "x")))

    def excuse(self) -> None:
        self.screen.side.setCurrentIndex(PERSON)
        box = self.screen.person.excuse.box
        if box.isVisible():
            box.setCurrentIndex(self.chance.randrange(box.count()))

    def heads(self) -> None:
        self.screen.side.setCurrentIndex(SESSION)
        model = self.screen.heads.model
        cell = model.index(self.chance.randrange(model.rowCount()), self.chance.randrange(3))
        model.setData(cell, str(self.chance.randrange(4)))

    def find(self) -> None:
        self._write(self.chance.choice((*OTHERS, "Ana", "Ben")))

    def newcomer(self) -> None:
        self._newcomers += 1
        self._write(f"Q{'abcdefgh'[self._newcomers]}z")
        QTest.keyClick(self.screen.finder.age, Qt.Key.Key_Return)

    def _write(self, name: str) -> None:
        line = self.screen.finder.name
        line.setFocus()
        line.clear()
        QTest.keyClicks(line, name)
        QTest.keyClick(line, Qt.Key.Key_Return)
        self.pages.settle()

    def take_off(self) -> None:
        self.screen.side.setCurrentIndex(PERSON)
        QTest.mouseClick(self.screen.person.off, Qt.MouseButton.LeftButton)
        self.pages.settle()

    def read_again(self) -> None:
        self.screen.load()


def stored(provider: Provider, session_id: str) -> State:
    register = provider.registers.read(session_id)
    said = {row.known_as: (row.mark, row.remark) for row in register.rows}
    return {name: one for name, one in said.items() if one != (None, Remark())}, frozenset(
        register.head_counts
    )


def shown(screen: RegisterScreen) -> State:
    rows = [screen.model.row(screen.model.index(at)) for at in range(screen.model.rowCount())]
    assert len({row.person_id for row in rows}) == len(rows), "somebody stands there twice"
    said = {row.known_as: (row.mark, row.remark) for row in rows}
    return {name: one for name, one in said.items() if one != (None, Remark())}, frozenset(
        screen.heads.counts()
    )


def differences(one: State, other: State) -> list[str]:
    named = [
        f"{name}: {one[0].get(name)} and {other[0].get(name)}"
        for name in sorted(one[0].keys() | other[0].keys())
        if one[0].get(name) != other[0].get(name)
    ]
    return [*named, *map(str, one[1] ^ other[1])]


def check_panel(screen: RegisterScreen) -> None:
    """The panel beside the names shows whom the keyboard stands on, as they are stored."""
    here = screen.people.currentIndex()
    if screen.side.currentIndex() == PERSON and here.isValid():
        row, person = screen.model.row(here), screen.person
        marked = [mark for mark, made in person.marks.items() if made.isChecked()]
        assert (person.name.text(), person.remark(), marked) == (row.known_as, row.remark, [row.mark])


@pytest.mark.parametrize("seed", range(8))
def test_the_page_shows_what_is_stored_and_every_step_goes_back(
    pages: Pages, provider: Provider, boxing: str, evening: str, seed: int
) -> None:
    enrolled(provider, boxing, "Dawud", "Efe")
    for name in OTHERS:
        provider.people.add(a_person(name))
    screen = pages.open(RegisterScreen, "register", session_id=evening)
    robot, steps = Robot(pages, screen, seed), screen.saving.steps
    history: list[State] = []

    for _ in range(PRESSES):
        robot.press()
        if not pages.work.is_busy() and robot.chance.random() < 0.5:
            robot.settle()
            assert differences(shown(screen), stored(provider, evening)) == [], robot.pressed
            check_panel(screen)
    robot.settle()
    ended = stored(provider, evening)
    while steps.canUndo():
        history.append(stored(provider, evening))
        robot.back()
        robot.settle()
        assert differences(shown(screen), stored(provider, evening)) == [], robot.pressed
    assert stored(provider, evening) == ({}, frozenset()), robot.pressed
    for _ in history:
        robot.again()
        robot.settle()
        assert differences(shown(screen), stored(provider, evening)) == [], robot.pressed
    assert differences(stored(provider, evening), ended) == [], robot.pressed
    assert not [w for w in QApplication.topLevelWidgets() if isinstance(w, QMessageBox) and w.isVisible()]
    assert pages.refused == []
