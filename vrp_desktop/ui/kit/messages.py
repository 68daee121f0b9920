"""What the window says when something cannot be done, and the questions it asks."""

import logging

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from vrp_desktop.domain.errors import Refused, Trouble

log = logging.getLogger(__name__)


def refused(parent: QWidget | None, said: Refused) -> QMessageBox:
    """Shows a refusal that no form could show. Does not wait; returns the open message."""
    return _open(parent, QMessageBox.Icon.Information, "That cannot be done yet", str(said))


def trouble(parent: QWidget | None, said: Trouble) -> QMessageBox:
    """Shows what is wrong with the disk, a file or a key, and what to do."""
    return _open(parent, QMessageBox.Icon.Warning, "Something needs attention", str(said))


def crashed(parent: QWidget | None, error: BaseException) -> QMessageBox:
    """Shows that the program failed, without a word of what was in hand: no text of the error, no names."""
    place = _place(error)
    log.error("a fault in the program: %s at %s", type(error).__name__, place)
    return _open(
        parent,
        QMessageBox.Icon.Critical,
        "The program has a fault",
        "That did not work, and it is not your doing. What was saved before is safe. Try once more; if it "
        f"fails again, report this: {type(error).__name__} at {place}.",
    )


def inform(parent: QWidget | None, title: str, text: str) -> QMessageBox:
    """Says something that has to be seen. Does not wait."""
    return _open(parent, QMessageBox.Icon.Information, title, text)


def ask(parent: QWidget | None, title: str, text: str, yes: str, no: str = "Cancel") -> bool:
    """Asks a question with two verbs for answers, and waits. Escape is ``no``."""
    box = QMessageBox(QMessageBox.Icon.Question, title, text, QMessageBox.StandardButton.NoButton, parent)
    agree = box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
    stay = box.addButton(no, QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(agree)
    box.setEscapeButton(stay)
    box.exec()
    return box.clickedButton() is agree


def _open(parent: QWidget | None, icon: QMessageBox.Icon, title: str, text: str) -> QMessageBox:
    box = QMessageBox(icon, title, text, QMessageBox.StandardButton.Close, parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setAccessibleIdentifier("message")
    box.open()
    return box


def _place(error: BaseException) -> str:
    trace = error.__traceback__
    if trace is None:
        return "an unknown place"
    while trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_globals.get('__name__', '?')}:{trace.tb_lineno}"
