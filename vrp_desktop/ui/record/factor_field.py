"""Choosing a strength or a need by a part of its name, or by another word for it."""

from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout

from vrp_desktop.domain import codes
from vrp_desktop.domain.codes import Code
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.findings import every, kind_of, label_of, search
from vrp_desktop.domain.strategy import level_of
from vrp_desktop.ui.kit.field import Field
from vrp_desktop.ui.kit.icons import priority_mark
from vrp_desktop.ui.kit.tables import Column, Table

MOST_SHOWN = 6


class FactorField(Field):
    """A line to type into, and under it what may be meant. Enter takes the first, or the one the keyboard
    stands on; the down key goes into the list, which holds all of them where nothing is typed."""

    taken = Signal(str)
    """The code that was chosen by hand."""

    def __init__(self) -> None:
        super().__init__()
        self._code = ""
        self.edit = QLineEdit()
        self.edit.setPlaceholderText("Type a word: school, friends, sleep …")
        self.edit.setClearButtonEnabled(True)
        self.found: Table[Code] = Table(
            "Strengths and needs found",
            [
                Column(
                    "What",
                    lambda c: c.label,
                    stretch=1,
                    icon=lambda c: priority_mark(level_of(c.code)),
                    tip=lambda c: f"{c.label} ({codes.label('priority', level_of(c.code))})",
                ),
                Column("Kind", lambda c: kind_of(c.code).label),
            ],
            "Nothing of that name. Try another word, or the down key in the empty line.",
            single_click=True,
        )
        self.found.hide()
        self.found.opened.connect(lambda one: self.take(one.code))
        self.edit.textEdited.connect(self._typed)
        self.edit.installEventFilter(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.edit)
        layout.addWidget(self.found)
        self.setFocusProxy(self.edit)

    @property
    def chosen(self) -> str:
        """The code that was chosen; empty while none is."""
        return self._code

    def value(self) -> str:
        if not self._code and self.edit.text().strip():
            raise Refused("Choose one of the list under it: the down key goes there, Enter takes it.")
        return self._code

    def typed(self) -> str:
        return self._code or self.edit.text()

    def control(self) -> QLineEdit:
        return self.edit

    def take(self, code: str) -> None:
        """Chooses one, as a person does."""
        self.set_value(code)
        self._tell()
        self.taken.emit(code)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter takes the first one that was found; the down key goes into the list."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                if self._code:
                    self.taken.emit(self._code)
                elif self.found.model.lines and self.edit.text().strip():
                    self.take(self.found.model.lines[0].code)
                return True
            if event.key() == Qt.Key.Key_Down:
                if not self.edit.text().strip():
                    self._offer(every())
                if self.found.model.lines:
                    self.found.view.setFocus()
                return True
        return super().eventFilter(watched, event)

    def _typed(self, text: str) -> None:
        self._code = ""
        if text.strip():
            self._offer(search(text, 2 * MOST_SHOWN))
        else:
            self.found.hide()
        self._tell()

    def _offer(self, lines: tuple[Code, ...]) -> None:
        self.found.show_lines(lines)
        self.found.fit_height(MOST_SHOWN)
        self.found.show()

    def _show(self, value: Any) -> None:
        listed = value in {one.code for one in every()}
        self._code = str(value) if listed else ""
        self.edit.setText(label_of(self._code) if listed else str(value or ""))
        self.edit.setCursorPosition(0)
        self.found.hide()
        self.found.show_lines(())
