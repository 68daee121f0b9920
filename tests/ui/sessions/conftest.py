"""The pages this folder tries, and the short questions about a session."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QInputDialog, QWidget

from tests.ui.pages import pages  # noqa: F401 - a fixture
from vrp_desktop.db.queries import users
from vrp_desktop.domain.ids import new_id
from vrp_desktop.domain.permissions import Actor, Role
from vrp_desktop.services.provider import Provider


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
