"""The frame of the window over a real store, and hands that click and type in it like a person."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLineEdit, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from vrp_desktop.domain.quarters import Quarter
from vrp_desktop.services import demo
from vrp_desktop.services.commissioner import Commissioner
from vrp_desktop.services.provider import Provider
from vrp_desktop.services.workspace import Workspace
from vrp_desktop.ui.kit.fields import ManyField
from vrp_desktop.ui.kit.forms import Form
from vrp_desktop.ui.kit.screen import Screen
from vrp_desktop.ui.kit.work import Work
from vrp_desktop.ui.shell.frame import Frame
from vrp_desktop.ui.shell.screens import COMMISSIONER, PROVIDER

S = TypeVar("S", bound=Screen)


@dataclass
class Pages:
    """Opens pages, and does to them what hands do."""

    qtbot: QtBot
    work: Work
    frame: Frame
    refused: list[str] = field(default_factory=list)
    """Refusals that no page showed in a form."""

    def open(self, kind: type[S], name: str, **arguments: Any) -> S:
        """A page, when everything it reads has come."""
        self.frame.go(name, **arguments)
        self.settle()
        return self.shown(kind)

    def shown(self, kind: type[S]) -> S:
        """The page shown now, which must be of this kind."""
        screen = self.frame.shown()
        assert isinstance(screen, kind), f"{type(screen).__name__} is shown"
        return screen

    def settle(self) -> None:
        """Until everything asked for is saved, read and drawn."""
        QApplication.processEvents()
        self.qtbot.waitUntil(lambda: not self.work.is_busy(), timeout=20_000)
        QApplication.processEvents()

    def click(self, target: QPushButton) -> None:
        """Presses a button that can be pressed."""
        assert target.isEnabled(), f"{target.text()} cannot be pressed"
        assert target.isVisible(), f"{target.text()} is not to be seen"
        QTest.mouseClick(target, Qt.MouseButton.LeftButton)
        self.settle()

    def key(self, target: QWidget, key: Qt.Key) -> None:
        """Presses a key on a widget that has the keyboard."""
        target.setFocus()
        QTest.keyClick(target, key)
        self.settle()

    def fill(self, form: Form, **answers: Any) -> None:
        """Writes, chooses or ticks answers as a person would: the form knows that it was touched."""
        for name, answer in answers.items():
            held = form.field(name)
            if isinstance(held, ManyField):
                held.set_value(answer)
                held.edited.emit()
                continue
            edits = held.findChildren(QLineEdit)
            control = held.control()
            if isinstance(control, QComboBox):
                control.setCurrentIndex(control.findData(answer))
            elif isinstance(control, QCheckBox):
                control.setChecked(answer)
            elif isinstance(answer, tuple):
                for edit, text in zip(edits, answer, strict=True):
                    _type(edit, text)
            else:
                _type(control, answer)
        self.settle()

    def message(self) -> str:
        """The text of the message that is open; closes it."""
        boxes = [w for w in QApplication.topLevelWidgets() if isinstance(w, QMessageBox) and w.isVisible()]
        assert boxes, "no message is open"
        text = boxes[0].text()
        boxes[0].close()
        return text

    def answering(self, verb: str) -> list[str]:
        """Presses a button of the next question; its text is in the list afterwards."""
        asked: list[str] = []
        timer = QTimer(self.frame, interval=10)

        def answer() -> None:
            box = QApplication.activeModalWidget()
            if not isinstance(box, QMessageBox):
                return
            timer.stop()
            asked.append(box.text())
            next(button for button in box.buttons() if button.text().replace("&", "") == verb).click()

        timer.timeout.connect(answer)
        timer.start()
        return asked


def _type(target: QWidget, text: str) -> None:
    select = getattr(target, "selectAll", None)
    if select is not None:
        select()
    QTest.keyClick(target, Qt.Key.Key_Delete)
    QTest.keyClicks(target, text)


def _shown(qtbot: QtBot, frame: Frame, work: Work) -> Iterator[Pages]:
    qtbot.addWidget(frame)
    frame.resize(1366, 768)
    with qtbot.waitActive(frame):
        frame.show()
    made = Pages(qtbot, work, frame)
    work.refused.connect(lambda said: made.refused.append(str(said)))
    yield made
    made.settle()


@pytest.fixture
def pages(qtbot: QtBot, provider: Provider, work: Work) -> Iterator[Pages]:
    """The pages of an empty provider."""
    yield from _shown(qtbot, Frame(provider, PROVIDER, work, "Sam Okafor"), work)


@pytest.fixture
def commissioner_pages(qtbot: QtBot, commissioner_workspace: Workspace, work: Work) -> Iterator[Pages]:
    """The pages of an empty commissioner."""
    services = Commissioner(commissioner_workspace)
    yield from _shown(qtbot, Frame(services, COMMISSIONER, work, "Sam Okafor"), work)


QUARTER = Quarter.parse("2026-27-Q1")


@pytest.fixture(scope="session")
def a_county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the returns of two invented providers."""
    folder = tmp_path_factory.mktemp("county")
    demo.county_returns(folder, QUARTER, providers=2)
    return folder
