"""Detached work goes on somewhere else: a place from the list, or a new one."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtWidgets import QCompleter, QLineEdit, QPushButton, QVBoxLayout, QWidget

from vrp_desktop.ui.kit.flow import Rows
from vrp_desktop.ui.kit.parts import button, label, row

_SHOWN = 4
"""How many of the known places are one tap away."""


class NextPlace(QWidget):
    """Asks for the place: the latest are one tap away, all known ones are offered while it is typed."""

    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._known = QStringListModel(self)
        self.place = QLineEdit()
        self.place.setPlaceholderText("Where you are now")
        self.place.setProperty("large", True)
        self.place.setAccessibleIdentifier("next-place")
        self.place.setAccessibleName("Go on at another place")
        completer = QCompleter(self._known, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.place.setCompleter(completer)
        self.go_on = button("Go on there", self._ask, "tap")
        self.place.returnPressed.connect(self._ask)
        self.known: list[QPushButton] = []
        self._taps = QWidget()
        self._row = Rows(across=6, down=6)
        self._taps.setLayout(self._row)
        words = label("Go on at another place", "label")
        words.setBuddy(self.place)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(words)
        layout.addWidget(self._taps)
        layout.addWidget(row(self.place, self.go_on))

    def offer(self, places: Sequence[str], here: str = "") -> None:
        """The places that are known, besides the one where one is."""
        others = [place for place in places if place != here]
        self._known.setStringList(others)
        for made in self.known:
            self._row.removeWidget(made)
            made.deleteLater()
        self.known = []
        for place in others[:_SHOWN]:
            made = button(place, partial(self.wanted.emit, place), "tap")
            self.known.append(made)
            self._row.addWidget(made)
        self._taps.setVisible(bool(self.known))

    def _ask(self) -> None:
        place = self.place.text().strip()
        if place:
            self.place.clear()
            self.wanted.emit(place)
        else:
            self.place.setFocus()
