"""A real window over a real encrypted store, and hands that count the keys they press."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.conftest import dressed, work  # noqa: F401 - fixtures of the window's tests
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.kit.work import Work
from vrp_desktop.ui.shell.frame import Frame
from vrp_desktop.ui.shell.screens import PROVIDER

# Rights to folders are taken by means that Windows does not have.
collect_ignore = ["test_looking.py"] if sys.platform == "win32" else []


_MODIFIERS = {"Ctrl": "ControlModifier", "Shift": "ShiftModifier", "Alt": "AltModifier"}


@dataclass
class Hands:
    """Presses keys on whatever has the keyboard, waits for what they set off, and counts them.

    ``type`` is the typing a person does in any case; only ``press`` counts as keys.
    """

    qtbot: QtBot
    work: Work
    frame: Frame
    pressed: list[str] = field(default_factory=list)
    letters: int = 0
    """How many were typed."""

    def press(self, keys: str, times: int = 1) -> None:
        """One chord like "Ctrl+Return", a number of times."""
        *modifiers, name = keys.split("+")
        held = Qt.KeyboardModifier.NoModifier
        for modifier in modifiers:
            held |= getattr(Qt.KeyboardModifier, _MODIFIERS[modifier])
        for _ in range(times):
            self.pressed.append(keys)
            QTest.keyClick(self.focus(), getattr(Qt.Key, f"Key_{name}"), held)
            self.settle()

    def type(self, text: str) -> None:
        """Letters into whatever has the keyboard."""
        self.letters += len(text)
        for letter in text:
            # QTest knows ASCII letters only; a name has others.
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter)
                QApplication.sendEvent(self.focus(), event)
        self.settle()

    def focus(self) -> QWidget:
        """What has the keyboard."""
        found = QApplication.focusWidget()
        assert found is not None, "nothing has the keyboard"
        return found

    def settle(self) -> None:
        """Until everything asked for is saved, read and drawn."""
        QApplication.processEvents()
        self.qtbot.waitUntil(lambda: not self.work.is_busy(), timeout=10_000)
        QApplication.processEvents()


@pytest.fixture
def hands(qtbot: QtBot, provider: Provider, work: Work) -> Iterator[Hands]:  # noqa: F811 - the fixture
    """The window of an empty provider, on its first page."""
    frame = Frame(provider, PROVIDER, work, "Sam Okafor")
    qtbot.addWidget(frame)
    frame.resize(1366, 768)
    frame.show()
    qtbot.waitExposed(frame)
    frame.activateWindow()
    made = Hands(qtbot, work, frame)
    yield made
    made.settle()
