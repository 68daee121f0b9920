"""The records behind one figure, each with a way to it."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from vrp_desktop.domain.returns.behind import Record
from vrp_desktop.ui.kit.parts import button, heading, label, row
from vrp_desktop.ui.kit.tables import Column, Table


class BehindPart(QWidget):
    """Enter opens a record; Escape goes back to the figure."""

    opened = Signal(object)
    """The ``Record`` that was opened."""

    def __init__(self, back: Callable[[], object]) -> None:
        super().__init__()
        self.title = heading("")
        self.said = label("", "muted")
        self.records: Table[Record] = Table(
            "Records behind the figure",
            [
                Column("Record", lambda one: one.about, stretch=2, tip=lambda one: one.about),
                Column("", lambda one: one.detail, stretch=3, leaves=1, tip=lambda one: one.detail),
            ],
            "No record is behind it.",
        )
        self.records.opened.connect(self.opened)
        self.back = button("Back to the figures", back)
        self._leave = back
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(row(self.back, None))
        layout.addWidget(self.title)
        layout.addWidget(self.said)
        layout.addWidget(self.records, 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
        else:
            super().keyPressEvent(event)

    def show_records(self, title: str, records: tuple[Record, ...], said: str) -> None:
        """Shows them."""
        self.title.setText(title)
        self.said.setText(said)
        self.records.show_lines(records)
        if records:
            self.records.choose(0)
        (self.records.view if records else self.back).setFocus()

    def clear(self) -> None:
        """Forgets them."""
        self.title.setText("")
        self.said.setText("")
        self.records.show_lines([])
