"""A month as a grid of days: arrows move by a day and a week, also into the next month."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QFont, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from vrp_desktop.domain.diary import WEEKS, weeks_of
from vrp_desktop.domain.sessions import SessionLine
from vrp_desktop.ui.kit.dates import WEEKDAYS, written
from vrp_desktop.ui.kit.theme import colours
from vrp_desktop.ui.sessions.words import SHAPES, STANDINGS, standing

Index = QModelIndex | QPersistentModelIndex
_NONE = QModelIndex()
_DAY_HIGH, _DAY_WIDE = 58, 68
"""The room of a day, in pixels: its number, and below it up to three counts."""


class MonthModel(QAbstractTableModel):
    """Six weeks from a Monday on; each day with how many of its sessions stand how."""

    def __init__(self, today: date) -> None:
        super().__init__()
        self.today = today
        self.month = today.replace(day=1)
        self._sessions: dict[date, Counter[str]] = {}

    def show(self, month: date, lines: Iterable[SessionLine]) -> None:
        """Shows the month in which a day lies."""
        self.beginResetModel()
        self.month = month.replace(day=1)
        self._sessions = {}
        for line in lines:
            self._sessions.setdefault(line.held_on, Counter())[standing(line, self.today)] += 1
        self.endResetModel()

    def rowCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else WEEKS

    def columnCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else len(WEEKDAYS)

    def day(self, index: Index) -> date:
        """The day of a cell."""
        return weeks_of(self.month)[0] + timedelta(days=7 * index.row() + index.column())

    def place(self, day: date) -> QModelIndex:
        """The cell of a day; invalid where it is not in these weeks."""
        after = (day - weeks_of(self.month)[0]).days
        return self.index(*divmod(after, 7)) if 0 <= after < 7 * WEEKS else QModelIndex()

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return WEEKDAYS[section][:3]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        day = self.day(index)
        held = self._sessions.get(day, Counter())
        if role == Qt.ItemDataRole.DisplayRole:
            counts = " ".join(f"{SHAPES[code]}{held[code]}" for code, _ in STANDINGS if held[code])
            return f"{day.day}\n{counts}"
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            said = ", ".join(f"{held[code]} {words.lower()}" for code, words in STANDINGS if held[code])
            near = ", today" if day == self.today else ""
            return f"{written(day, weekday=True)}{near}: {said or 'no session'}"
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ForegroundRole and day.month != self.month.month:
            return QBrush(QColor(colours().muted))
        if role == Qt.ItemDataRole.FontRole and day == self.today:
            font = QFont()
            font.setWeight(QFont.Weight.Bold)
            font.setUnderline(True)
            return font
        return None


class MonthView(QTableView):
    """The grid. What is asked for is told; whoever listens shows the month and calls ``choose``."""

    day_chosen = Signal(object)
    opened = Signal(object)
    """A day on which Enter or a double click asked for its session."""

    def __init__(self, model: MonthModel) -> None:
        super().__init__()
        self.days = model
        self.setModel(model)
        self.setAccessibleName("Month")
        self.setAccessibleIdentifier("month")
        self.setTabKeyNavigation(False)
        self.setShowGrid(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_DAY_HIGH)
        header = self.horizontalHeader()
        header.setSectionsClickable(False)
        header.setHighlightSections(False)
        header.setMinimumSectionSize(48)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.setMinimumWidth(_DAY_WIDE * len(WEEKDAYS))
        self.setFixedHeight(_DAY_HIGH * WEEKS + header.sizeHint().height() + 6)
        self.clicked.connect(lambda index: self.day_chosen.emit(model.day(index)))
        self.doubleClicked.connect(lambda index: self.opened.emit(model.day(index)))

    def chosen(self) -> date:
        """The day the keyboard stands on."""
        index = self.currentIndex()
        return self.days.day(index) if index.isValid() else self.days.today

    def choose(self, day: date) -> None:
        """Puts the keyboard on a day of the month that is shown."""
        self.setCurrentIndex(self.days.place(day))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        day, key = self.chosen(), event.key()
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}
        if key in steps:
            self.day_chosen.emit(day + timedelta(days=steps[Qt.Key(key)]))
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.day_chosen.emit(months_on(day, -1 if key == Qt.Key.Key_PageUp else 1))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(day)
        else:
            super().keyPressEvent(event)


def months_on(day: date, months: int) -> date:
    """The same day so many months on, or the last of a shorter month."""
    at = day.year * 12 + day.month - 1 + months
    first = date(at // 12, at % 12 + 1, 1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return first.replace(day=min(day.day, last.day))
