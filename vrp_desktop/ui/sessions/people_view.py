"""The list of people in a register: large rows, a box, the name, and the mark as a word."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from vrp_desktop.domain import age, codes
from vrp_desktop.domain.sessions import Mark, RegisterRow
from vrp_desktop.ui.kit.dates import written
from vrp_desktop.ui.kit.theme import colours
from vrp_desktop.ui.sessions.model import BEGINS_ROLE, ROW_ROLE, RegisterModel

Index = QModelIndex | QPersistentModelIndex
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_DOTS = Qt.TextElideMode.ElideRight
KEYS = {
    Qt.Key.Key_P: Mark.PRESENT,
    Qt.Key.Key_L: Mark.LATE,
    Qt.Key.Key_E: Mark.LEFT_EARLY,
    Qt.Key.Key_X: Mark.EXCUSED,
    Qt.Key.Key_A: Mark.ABSENT,
    Qt.Key.Key_Backspace: None,
    Qt.Key.Key_Delete: None,
}
KEYS_IN_WORDS = (
    "Space came · L late · E left early · X excused · A absent · ⌫ clear · Enter more · * star · "
    "! concern · Ctrl+Z undo"
)
ROW, ROUGH_ROW = 40, 56
"""The height of a row in pixels; outdoors, with cold hands."""


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
        self._register = model
        self.setModel(model)
        self._painter = _RowPainter(self)
        self.setItemDelegate(self._painter)
        self.setAccessibleName("Register")
        self.setAccessibleDescription(KEYS_IN_WORDS)
        self.setAccessibleIdentifier("register-people")
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)

    def set_rough(self, rough: bool) -> None:
        """Large rows, or those of indoors."""
        self._painter.height = ROUGH_ROW if rough else ROW
        self.scheduleDelayedItemsLayout()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        here = self.currentIndex()
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        key = Qt.Key(event.key())
        if here.isValid() and plain and key == Qt.Key.Key_Space:
            self._register.toggle(here)
            self._on_to_next(here)
        elif here.isValid() and plain and key in KEYS:
            self._register.ask(here, KEYS[key])
            self._on_to_next(here)
        elif here.isValid() and event.text() in ("*", "s", "S"):
            self.starred.emit()
        elif here.isValid() and event.text() == "!":
            self.concerned.emit()
        elif here.isValid() and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2) and plain:
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click anywhere in the left of a row marks it: a large target for a cold hand."""
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.button() == Qt.MouseButton.LeftButton:
            self.setCurrentIndex(index)
            self._register.toggle(index)
            return
        super().mousePressEvent(event)

    def _on_to_next(self, here: QModelIndex) -> None:
        if here.row() + 1 < self._register.rowCount():
            self.setCurrentIndex(self._register.index(here.row() + 1))


class _RowPainter(QStyledItemDelegate):
    """Paints a row: a 24-pixel box with a tick, the preferred name, who that is, and the mark in words."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.height = ROW

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, self.height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: RegisterRow = index.data(ROW_ROLE)
        ink = colours()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        state = option.state
        area: QRect = option.rect
        font: QFont = option.font
        current = bool(state & QStyle.StateFlag.State_HasFocus)
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, QColor(ink.chosen))
        painter.setPen(QColor(ink.hairline))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        if index.data(BEGINS_ROLE):
            painter.setPen(QPen(QColor(ink.border), 2))
            painter.drawLine(area.topLeft(), area.topRight())
        if current:
            painter.setPen(QPen(QColor(ink.focus), 3))
            painter.drawRoundedRect(area.adjusted(2, 2, -2, -3), 4, 4)
        self._box(painter, QRect(area.left() + 14, area.center().y() - 12, 24, 24), row.mark)

        strong = QFont(font)
        strong.setBold(True)
        painter.setFont(strong)
        painter.setPen(QColor(ink.text))
        left = area.left() + 58
        name_width = min(QFontMetrics(strong).horizontalAdvance(row.known_as) + 14, area.width() - 180)
        name_area = QRect(left, area.top(), name_width, area.height())
        painter.drawText(name_area, _LEFT, QFontMetrics(strong).elidedText(row.known_as, _DOTS, name_width))

        painter.setFont(font)
        painter.setPen(QColor(ink.muted))
        rest = QRect(left + name_width, area.top(), area.right() - left - name_width - 160, area.height())
        painter.drawText(rest, _LEFT, QFontMetrics(font).elidedText(_who(row), _DOTS, max(0, rest.width())))

        if row.mark is not None:
            painter.setPen(QColor(ink.text if row.mark.attended else ink.muted))
            word = QRect(area.right() - 156, area.top(), 142, area.height())
            painter.drawText(word, _RIGHT, QFontMetrics(font).elidedText(_said(row), _DOTS, word.width()))
        if row.remark.star:
            painter.setFont(strong)
            painter.setPen(QColor(ink.accent))
            painter.drawText(QRect(area.left() + 43, area.top(), 14, area.height()), _LEFT, "★")
        painter.restore()

    def _box(self, painter: QPainter, box: QRect, mark: Mark | None) -> None:
        ink = colours()
        attended = mark is not None and mark.attended
        painter.setPen(QPen(QColor(ink.accent if attended else ink.border), 2))
        painter.setBrush(QColor(ink.accent if attended else ink.surface))
        painter.drawRoundedRect(box, 5, 5)
        painter.setPen(QPen(QColor(ink.on_accent if attended else ink.muted), 3))
        x, y = box.left(), box.top()
        if attended:
            painter.drawPolyline([QPoint(x + 6, y + 12), QPoint(x + 10, y + 17), QPoint(x + 18, y + 7)])
        elif mark is not None:
            painter.drawLine(QPoint(x + 7, y + 12), QPoint(x + 17, y + 12))


def _said(row: RegisterRow) -> str:
    if row.mark is Mark.EXCUSED and row.remark.excuse:
        return codes.label("excuse", row.remark.excuse)
    return "" if row.mark is None else "Came" if row.mark is Mark.PRESENT else row.mark.label


def _who(row: RegisterRow) -> str:
    known = "" if row.full_name in ("", row.known_as) else f"{row.full_name} · "
    years = "age not known" if row.age is None else f"{row.age}"
    if row.ended_on is not None:
        belongs = f" · journey here ended {written(row.ended_on, year=False)}"
    elif row.regular:
        belongs = ""
    else:
        belongs = f" · {age.word_for(row.age)}, {'came lately' if row.lately else 'not enrolled'}"
    note = f" · {row.remark.note}" if row.remark.note else ""
    return f"{known}{years}{belongs}{note}"
