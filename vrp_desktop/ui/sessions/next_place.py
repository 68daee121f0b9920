"""Detached work goes on somewhere else: a place from the list, or a new one."""

from collections.abc import Sequence

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtWidgets import QCompleter, QLineEdit, QVBoxLayout, QWidget

from vrp_desktop.ui.kit.parts import button, label, row


class NextPlace(QWidget):
    """Asks for the place; known ones are offered while it is typed."""

    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._known = QStringListModel(self)
        self.place = QLineEdit()
        self.place.setPlaceholderText("Where you are now")
        self.place.setMinimumHeight(48)
        self.place.setAccessibleIdentifier("next-place")
        self.place.setAccessibleName("Go on at another place")
        completer = QCompleter(self._known, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.place.setCompleter(completer)
        self.go_on = button("Go on there", self._ask, "tap")
        self.place.returnPressed.connect(self._ask)
        words = label("Go on at another place", "label")
        words.setBuddy(self.place)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(words)
        layout.addWidget(row(self.place, self.go_on))

    def offer(self, places: Sequence[str]) -> None:
        """The places that are known."""
        self._known.setStringList(list(places))

    def _ask(self) -> None:
        place = self.place.text().strip()
        if place:
            self.place.clear()
            self.wanted.emit(place)
        else:
            self.place.setFocus()
