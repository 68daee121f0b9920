"""The pages this folder tries, an evening with a register of three, and short questions."""

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QInputDialog, QWidget

from tests.builders import a_session, an_intervention, enrolled
from tests.ui.pages import Pages, pages  # noqa: F401 - a fixture
from vrp_desktop.db.queries import users
from vrp_desktop.domain.ids import new_id
from vrp_desktop.domain.permissions import Actor, Role
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.sessions.register_screen import RegisterScreen


@pytest.fixture
def boxing(provider: Provider) -> str:
    """An intervention without anybody in it."""
    return provider.interventions.add(an_intervention()).id


@pytest.fixture
def three(provider: Provider, boxing: str) -> list[str]:
    """The ids of Ana, Ben and Céline, who take part."""
    return enrolled(provider, boxing, "Ana", "Ben", "Céline")


@pytest.fixture
def evening(provider: Provider, boxing: str, three: list[str]) -> str:
    """Tonight's session of a club of three."""
    return provider.sessions.log(a_session(boxing)).id


@pytest.fixture
def register(pages: Pages, evening: str) -> RegisterScreen:  # noqa: F811 - the fixture
    """Its register, open."""
    return pages.open(RegisterScreen, "register", session_id=evening)


def answering(page: QWidget, verb: str, value: str | int | None) -> None:
    """Chooses or writes into the next question, and presses the button of that name."""
    timer = QTimer(page, interval=10)

    def answer() -> None:
        box = QApplication.activeModalWidget()
        if not isinstance(box, QInputDialog):
            return
        timer.stop()
        if isinstance(value, str):
            box.setTextValue(value)
        elif value is not None:
            box.setIntValue(value)
        buttons = box.findChildren(QDialogButtonBox)[0].buttons()
        next(made for made in buttons if made.text().replace("&", "") == verb).click()

    timer.timeout.connect(answer)
    timer.start()


def a_manager(provider: Provider, name: str) -> str:
    """A colleague who records in every intervention; their id."""
    actor = Actor(new_id(), name, frozenset({Role.MANAGER}))
    with provider.workspace.store.writing(provider.workspace.actor.id, provider.workspace.clock) as tx:
        users.add(tx, actor)
    return actor.id
