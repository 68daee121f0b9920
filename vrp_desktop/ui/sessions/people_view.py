"""The list of people in a register. One tab stop: space marks and goes on, letters say more."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QListView

from vrp_desktop.domain.sessions import Mark
from vrp_desktop.ui.kit.theme import colours
from vrp_desktop.ui.sessions.model import RegisterModel
from vrp_desktop.ui.sessions.row_painter import MORE, RowPainter

Index = QModelIndex | QPersistentModelIndex
KEYS = {
    Qt.Key.Key_P: Mark.PRESENT,
    Qt.Key.Key_L: Mark.LATE,
    Qt.Key.Key_E: Mark.LEFT_EARLY,
    Qt.Key.Key_X: Mark.EXCUSED,
    Qt.Key.Key_A: Mark.ABSENT,
    Qt.Key.Key_Backspace: None,
    Qt.Key.Key_Delete: None,
}
OTHER_KEYS = ("Enter", "F2", "Shift+X", "S", "*", "!")
"""What else the list answers to, as the help names it."""
KEYS_IN_WORDS = (
    "Space: came, and on to the next · L late · E left early · X excused · A absent · ⌫ clear · "
    "Enter: this person · * celebrate · ! concern · Ctrl+Z undo"
)
_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
EMPTY = "Nobody is named yet. Find them below, or write a new name."
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2)


class PeopleView(QListView):
    """One tab stop for the whole register. Space marks and goes on, so that a group is one key a person."""

    opened = Signal()
    """More is to be said of the current person."""
    starred = Signal()
    """The current person has something to celebrate, or no longer."""
    concerned = Signal()
    """Something about the current person is a worry."""

    def __init__(self, model: RegisterModel) -> None:
        super().__init__()
        self.register = model
        self.setModel(model)
        self.rows = RowPainter(self)
        self.setItemDelegate(self.rows)
        self.setAccessibleName("Register")
        self.setAccessibleDescription(KEYS_IN_WORDS)
        self.setAccessibleIdentifier("register-people")
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def fit(self, rough: bool, tells_enrolment: bool) -> None:
        """Large rows outdoors; and whether somebody who is no regular is said not to be enrolled."""
        self.rows.fit(rough, tells_enrolment)
        self.scheduleDelayedItemsLayout()

    def dataChanged(self, first: Index, last: Index, roles: Sequence[int] = ()) -> None:
        """A mark changes what a row says and never its height: the others need not be laid out anew, which
        with 300 of them would be seen."""
        QAbstractItemView.dataChanged(self, first, last, roles)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        here = self.currentIndex()
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        key = Qt.Key(event.key())
        if not here.isValid():
            super().keyPressEvent(event)
        elif plain and key == Qt.Key.Key_Space:
            self.register.toggle(here)
            self._on_to_next(here)
        elif key == Qt.Key.Key_X and event.modifiers() == Qt.KeyboardModifier.ShiftModifier:
            self.register.ask(here, Mark.EXCUSED)
            self.opened.emit()
        elif plain and key in KEYS:
            self.register.ask(here, KEYS[key])
            self._on_to_next(here)
        elif event.text() in ("*", "s", "S"):
            self.starred.emit()
        elif event.text() == "!":
            self.concerned.emit()
        elif plain and key in _ENTER:
            self.opened.emit()
        elif event.text().isprintable() and event.text() and not event.modifiers() & _COMMANDS:
            # Half of the letters are marks: no other one may seem to begin a search for a name.
            event.ignore()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on a row marks it, a large target for a cold hand; one at its end says more of them."""
        where = event.position().toPoint()
        index = self.indexAt(where)
        if not index.isValid() or event.button() != Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
            return
        area = self.visualRect(index)
        self.setCurrentIndex(index)
        if where.x() > area.right() - MORE:
            self.opened.emit()
        elif where.y() >= area.top() + self.rows.above(index):
            self.register.toggle(index)

    def paintEvent(self, event: QPaintEvent) -> None:
        """An empty register says what to do."""
        super().paintEvent(event)
        if self.register.rowCount() == 0:
            painter = QPainter(self.viewport())
            painter.setPen(QColor(colours().muted))
            area = self.viewport().rect().adjusted(24, 24, -24, -24)
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(area, int(flags), EMPTY)
            painter.end()

    def _on_to_next(self, here: QModelIndex) -> None:
        if here.row() + 1 < self.register.rowCount():
            self.setCurrentIndex(self.register.index(here.row() + 1))
