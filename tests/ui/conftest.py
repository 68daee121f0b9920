"""What every test of the window needs: the kit's colours, preferences of its own, work that is waited for."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from vrp_desktop.ui.kit import theme
from vrp_desktop.ui.kit.work import Work


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication, tmp_path: Path) -> None:
    """The application in its light colours, with preferences that no other test sees."""
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path / "preferences"))
    if qapp.property("dressed") is None:
        theme.start(qapp, theme.Choice.LIGHT)
        qapp.setProperty("dressed", True)
    elif theme.theme().choice is not theme.Choice.LIGHT:
        theme.dress(qapp, theme.Choice.LIGHT)


@pytest.fixture
def work(qtbot: QtBot) -> Iterator[Work]:
    """Work on real threads. A bug or trouble that nobody asked for fails the test at its end."""
    made = Work()
    surprises: list[object] = []
    made.crashed.connect(surprises.append)
    made.trouble.connect(surprises.append)
    yield made
    qtbot.waitUntil(lambda: not made.is_busy(), timeout=10_000)
    made.close()
    for surprise in surprises:
        if isinstance(surprise, BaseException):
            raise surprise


@pytest.fixture
def settled(qtbot: QtBot, work: Work) -> "Settled":
    """Call it to wait until everything asked for is answered and drawn."""
    return Settled(qtbot, work)


class Settled:
    """Waits for the work in hand."""

    def __init__(self, qtbot: QtBot, work: Work) -> None:
        self._qtbot = qtbot
        self._work = work

    def __call__(self) -> None:
        self._qtbot.waitUntil(lambda: not self._work.is_busy(), timeout=10_000)
