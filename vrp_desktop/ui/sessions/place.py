"""Where somebody was in a register, and what stood half-typed there: kept, and brought back."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from vrp_desktop.services.drafts import Drafts
from vrp_desktop.ui.kit.drafts import KEPT_AFTER
from vrp_desktop.ui.kit.screen import Screen

PAGE = "register"


class Place:
    """The draft of one register page. ``look`` gives what stands there now, so that JSON can hold it; it is
    kept where it differs from what was kept before."""

    def __init__(self, screen: Screen, drafts: Drafts, look: Callable[[], dict[str, Any]]) -> None:
        self._screen, self._drafts, self._look = screen, drafts, look
        self._subject: str | None = None
        self._kept: Mapping[str, Any] = {}
        self._touched = False
        self._timer = QTimer(screen, singleShot=True, interval=KEPT_AFTER)
        self._timer.timeout.connect(self.settle)

    def open(self, subject: str, kept: Mapping[str, Any]) -> None:
        """The page now shows the register of ``subject``, of which ``kept`` is stored."""
        self._timer.stop()
        self._subject, self._kept, self._touched = subject, kept, False

    def touched(self) -> None:
        """Something was typed, marked or gone to."""
        if self._subject is not None:
            self._touched = True
            if not self._timer.isActive():
                self._timer.start()

    @property
    def kept(self) -> Mapping[str, Any]:
        """What is stored of it."""
        return self._kept

    def settle(self) -> None:
        """Keeps what stands there now, once anything was touched."""
        self._timer.stop()
        subject = self._subject
        if subject is None or not self._touched or (fields := self._look()) == self._kept:
            return
        self._kept = fields
        self._screen.save(lambda: self._drafts.keep(PAGE, subject, fields), told=False)

    def drop(self) -> None:
        """The register is done: nothing is half-typed any more."""
        self._timer.stop()
        subject, self._subject = self._subject, None
        if subject is not None:
            self._screen.save(lambda: self._drafts.drop(PAGE, subject), told=False)

    def forget(self) -> None:
        """No page is shown any more."""
        self._timer.stop()
        self._subject, self._kept = None, {}


def caret_of(control: QWidget) -> int:
    """Where the caret stands in a field; 0 where there is none."""
    if isinstance(control, QLineEdit):
        return control.cursorPosition()
    return control.textCursor().position() if isinstance(control, QPlainTextEdit) else 0


def put_caret(control: QWidget, at: int) -> None:
    """Puts the caret back, as far as the text reaches."""
    if isinstance(control, QLineEdit):
        control.setCursorPosition(min(at, len(control.text())))
    elif isinstance(control, QPlainTextEdit):
        cursor = control.textCursor()
        cursor.setPosition(min(at, len(control.toPlainText())))
        control.setTextCursor(cursor)
