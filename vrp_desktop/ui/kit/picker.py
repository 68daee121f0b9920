"""Choosing a person by a part of their name."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from vrp_desktop.domain import age
from vrp_desktop.domain.people import PersonLine
from vrp_desktop.ui.kit.parts import label
from vrp_desktop.ui.kit.screen import Screen
from vrp_desktop.ui.kit.tables import Column, Table

MOST_SHOWN = 5


class Picker(QWidget):
    """A line to type a name into, and under it who it may be. Enter takes the one the keyboard stands on."""

    picked = Signal(object)
    """The ``PersonLine`` that was chosen."""

    def __init__(
        self, screen: Screen, search: Callable[[str, int], tuple[PersonLine, ...]], name: str
    ) -> None:
        super().__init__()
        self._screen, self._search = screen, search
        words = label("Find somebody by name", "label")
        self.text = QLineEdit()
        self.text.setPlaceholderText("Any part of a name or nickname")
        self.text.setClearButtonEnabled(True)
        self.text.setMaximumWidth(420)
        self.text.setAccessibleName(words.text())
        self.text.setAccessibleIdentifier(name)
        words.setBuddy(self.text)
        self.found: Table[PersonLine] = Table(
            "People found",
            [
                Column("Known as", lambda p: p.told_as, stretch=2),
                Column("Name", lambda p: p.full_name, stretch=2),
                Column("Age", lambda p: age.word_for(p.age) if p.age is None else f"{p.age}", leaves=1),
            ],
            "Nobody of that name here.",
            single_click=True,
        )
        self.found.opened.connect(self._take)
        self.found.hide()
        self.text.textEdited.connect(self._typed)
        self.text.returnPressed.connect(self._first)
        self.text.installEventFilter(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for part in (words, self.text, self.found):
            layout.addWidget(part)

    def clear(self) -> None:
        """Forgets who was looked for."""
        self.text.clear()
        self.found.show_lines(())
        self.found.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The down key goes from the text into the list."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Down
            and self.found.model.lines
        ):
            self.found.view.setFocus()
            return True
        return super().eventFilter(watched, event)

    def _typed(self, text: str) -> None:
        if text.strip():
            search = self._search
            self._screen.read(
                lambda: search(text, MOST_SHOWN), self._show, latest=self.text.accessibleIdentifier()
            )
        else:
            self.clear()

    def _show(self, lines: tuple[PersonLine, ...]) -> None:
        if not self.text.text().strip():
            return
        self.found.show_lines(lines)
        self.found.fit_height(MOST_SHOWN)
        self.found.show()

    def _first(self) -> None:
        """Somebody who only sounds like what was written has to be chosen from the list."""
        if self.found.model.lines and not self.found.model.lines[0].sounds_like:
            self._take(self.found.model.lines[0])

    def _take(self, line: PersonLine) -> None:
        self.clear()
        self.picked.emit(line)
