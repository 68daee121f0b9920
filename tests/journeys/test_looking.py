"""A worker with a write-protected stick: sees the register and the record, and is told the whole time."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.builders import NOW, PASSPHRASE, Clock, a_session, an_intervention, enrolled
from tests.rights import read_only
from vrp_desktop.domain.permissions import Role
from vrp_desktop.domain.users import UserDetails
from vrp_desktop.services import stores
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.kit.preferences import Preferences
from vrp_desktop.ui.record.screen import PersonScreen
from vrp_desktop.ui.sessions.register_screen import RegisterScreen
from vrp_desktop.ui.shell.frame import Frame
from vrp_desktop.ui.shell.window import Window
from vrp_desktop.ui.welcome.sign_in import SignInPage

WORKER = "a passphrase for Ben"


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    QStandardPaths.setTestModeEnabled(False)


@pytest.fixture
def ids(provider_folder: Path) -> dict[str, str]:
    """A boxing club with Ana in it, its session of tonight, and Ben who works there."""
    workspace = stores.sign_in(provider_folder, PASSPHRASE, Clock(NOW))
    provider = Provider(workspace)
    club = provider.interventions.add(an_intervention()).id
    [ana] = enrolled(provider, club, "Ana")
    evening = provider.sessions.log(a_session(club)).id
    ben = provider.users.add(UserDetails("Ben", frozenset({Role.WORKER})), WORKER, PASSPHRASE).id
    provider.assignments.assign(ben, (club,))
    workspace.close()
    return {"ana": ana, "evening": evening}


@pytest.fixture
def window(qapp: QApplication, qtbot: QtBot, provider_folder: Path, ids: dict[str, str]) -> Iterator[Window]:
    with read_only(provider_folder):
        made = Window(qapp, Preferences(), provider_folder)
        qtbot.addWidget(made)
        with qtbot.waitActive(made):
            made.show()
        yield made
        settle(made, qtbot)
        made.close()


def settle(window: Window, qtbot: QtBot) -> None:
    QApplication.processEvents()
    qtbot.waitUntil(lambda: not window.work.is_busy(), timeout=20_000)
    QApplication.processEvents()


def signed_in(window: Window, qtbot: QtBot) -> Frame:
    page = window.welcome.page()
    assert isinstance(page, SignInPage)
    page.passphrase.set_value(WORKER)
    page.form.submitted.emit()
    qtbot.waitUntil(lambda: window.frame is not None, timeout=20_000)
    settle(window, qtbot)
    assert window.frame is not None
    return window.frame


def by_name(frame: QWidget, name: str) -> QLabel:
    return next(one for one in frame.findChildren(QLabel) if one.accessibleIdentifier() == name)


def told() -> str:
    """The text of the one message that is open; closes it."""
    [box] = [
        one for one in QApplication.topLevelWidgets() if isinstance(one, QMessageBox) and one.isVisible()
    ]
    text = box.text()
    box.close()
    return text


def test_it_can_be_looked_at_and_says_so(
    window: Window, qtbot: QtBot, ids: dict[str, str], provider_folder: Path
) -> None:
    crashes: list[object] = []
    window.work.crashed.connect(crashes.append)
    frame = signed_in(window, qtbot)
    notice = by_name(frame, "only-look")
    assert notice.isVisible()
    assert notice.accessibleName() == notice.text()
    assert notice.text().startswith(
        "Open to be looked at only, because the place it is in is write-protected"
    )

    frame.go("register", session_id=ids["evening"])
    settle(window, qtbot)
    register = frame.shown()
    assert isinstance(register, RegisterScreen)
    assert register.model.row(register.model.index(0)).known_as == "Ana"
    register.people.setFocus()
    QTest.keyClick(register.people, Qt.Key.Key_Space)
    settle(window, qtbot)
    assert "Nothing can be saved" in (said := told())
    assert f"copy the whole folder {provider_folder}" in said
    assert register.model.row(register.model.index(0)).mark is None
    assert frame.saved.text() == ""

    frame.go("person", person_id=ids["ana"])
    settle(window, qtbot)
    person = frame.shown()
    assert isinstance(person, PersonScreen)
    assert person.name.text() == "Ana"
    assert by_name(frame, "only-look").isVisible()
    more = next(one for one in frame.findChildren(QPushButton) if one.text() == "How to work in it")
    QTest.keyClick(more, Qt.Key.Key_Space)
    assert "copy the whole folder" in told()
    assert crashes == []


def test_every_page_opens_and_it_locks_without_a_word(
    window: Window, qtbot: QtBot, ids: dict[str, str]
) -> None:
    surprises: list[object] = []
    window.work.trouble.connect(surprises.append)
    window.work.crashed.connect(surprises.append)
    frame = signed_in(window, qtbot)
    for name in frame.page_names():
        if frame._pages[name].word:
            frame.go(name)
            settle(window, qtbot)
    window._keeper.keep()
    settle(window, qtbot)
    window.lock()
    settle(window, qtbot)
    assert isinstance(window.welcome.page(), SignInPage)
    assert surprises == []
