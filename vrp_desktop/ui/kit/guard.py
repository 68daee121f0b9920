"""The wording guard in a field: as somebody types, a quiet line says what could be written instead."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLabel

from vrp_desktop.domain.wording import Wording, shipped_wording

_AFTER = 300
"""Milliseconds after the last key."""
_SHOWN = 2
"""How many suggestions stand there at once: more would be a lecture."""


class Guard:
    """What is looked for: the words that come with the program, and those of the open organisation."""

    def __init__(self) -> None:
        self._wording: Wording | None = None

    @property
    def wording(self) -> Wording:
        return self._wording or shipped_wording()

    def use(self, wording: Wording | None) -> None:
        """Looks for these from now on; None is what comes with the program."""
        self._wording = wording


_guard: Guard | None = None


def guard() -> Guard:
    """The one guard of the running window."""
    global _guard
    if _guard is None:
        _guard = Guard()
    return _guard


class WordingLine(QLabel):
    """The suggestions for one field; hidden where there are none. It never takes the keyboard."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "hint")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setAccessibleIdentifier("wording")
        self._text = ""
        self._timer = QTimer(self, singleShot=True, interval=_AFTER)
        self._timer.timeout.connect(self._look)
        self.hide()

    def typed(self, text: str) -> None:
        """Somebody has typed: looked at once they pause."""
        self._text = text
        self._timer.start()

    def clear_words(self) -> None:
        """Another record stands in the field."""
        self._timer.stop()
        self._text = ""
        self.hide()

    def _look(self) -> None:
        hints = guard().wording.hints(self._text)[:_SHOWN]
        words = "  ".join(hint.words for hint in hints)
        if words != self.text():
            self.setText(words)
            self.setAccessibleName(words)
        self.setVisible(bool(hints))
