"""What stands in the way of a return, whole sentences, each with a way to the record."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from vrp_desktop.services.returns import Blocker
from vrp_desktop.ui.kit.parts import heading, label

_PADDING = 18


class Blockers(QWidget):
    """Those that block first, marked in words; Enter leads to the record where there is one."""

    opened = Signal(object)
    """The ``Blocker`` that was opened."""

    def __init__(self, title: str = "What to look at first") -> None:
        super().__init__()
        self._blockers: list[Blocker] = []
        self.said = label("", "muted")
        self.list = QListWidget()
        self.list.setWordWrap(True)
        self.list.setAccessibleName(title)
        self.list.setAccessibleIdentifier("blockers")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemActivated.connect(lambda item: self.opened.emit(self._blockers[self.list.row(item)]))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(heading(title))
        layout.addWidget(self.said)
        layout.addWidget(self.list, 1)

    def show_blockers(self, blockers: tuple[Blocker, ...]) -> None:
        """Shows them; none says so."""
        self._blockers = sorted(blockers, key=lambda b: not b.blocks)
        self.list.clear()
        for blocker in self._blockers:
            leads = "  ›" if blocker.session_id or blocker.person_id or blocker.part else ""
            item = QListWidgetItem(f"{'To mend: ' if blocker.blocks else ''}{blocker.text}{leads}")
            if blocker.blocks:
                font = item.font()
                font.setBold(True)
                item.setFont(font)
            self.list.addItem(item)
        blocking = sum(1 for b in self._blockers if b.blocks)
        if blocking:
            self.said.setText(f"{blocking} to mend before the return can be final.")
        else:
            self.said.setText("Nothing stands in the way of a final return.")
        self.list.setVisible(bool(self._blockers))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Each row as high as its sentence."""
        width = self.list.viewport().width() - 2 * _PADDING
        for at in range(self.list.count()):
            item = self.list.item(at)
            area = self.list.fontMetrics().boundingRect(
                0, 0, width, 2000, Qt.TextFlag.TextWordWrap, item.text()
            )
            item.setSizeHint(QSize(0, max(40, area.height() + _PADDING)))
