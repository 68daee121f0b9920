"""Tables and lists: tall rows, the name first and strongest, an empty page that invites."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QIcon, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStackedWidget,
    QTableView,
)

from vrp_desktop.ui.kit.parts import button, column, heading

R = TypeVar("R")
Index = QModelIndex | QPersistentModelIndex
LEAST = 130
"""How narrow a column that stretches may become before another one leaves, in pixels."""
ROW = 40
"""The height of a row, in pixels."""


@dataclass(frozen=True)
class Column(Generic[R]):
    """One column: its title and the words of a row. ``number`` puts it to the right, in even digits;
    ``stretch`` gives it a share of the room that is left over; ``icon`` stands before the words. Where there
    is no room for all, the column of the highest number in ``leaves`` goes first; those of 0 always stay."""

    title: str
    text: Callable[[R], str]
    number: bool = False
    stretch: int = 0
    leaves: int = 0
    icon: Callable[[R], QIcon | None] | None = None
    tip: Callable[[R], str] | None = None


class Rows(QAbstractTableModel, Generic[R]):
    """Frozen lines behind a table."""

    def __init__(self, columns: Sequence[Column[R]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.lines: tuple[R, ...] = ()

    def show(self, lines: Sequence[R]) -> None:
        """Shows these lines in place of those before."""
        self.beginResetModel()
        self.lines = tuple(lines)
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        column, line = self.columns[index.column()], self.lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.text(line)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.number else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.FontRole and index.column() == 0:
            font = QFont()
            font.setWeight(QFont.Weight.DemiBold)
            return font
        if role == Qt.ItemDataRole.FontRole and column.number:
            font = QFont()
            font.setFeature(QFont.Tag("tnum"), 1)
            return font
        if role == Qt.ItemDataRole.DecorationRole and column.icon is not None:
            return column.icon(line)
        if role == Qt.ItemDataRole.ToolTipRole and column.tip is not None:
            return column.tip(line)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.number else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None


class _View(QTableView):
    entered_row = Signal(int)
    resized = Signal()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.entered_row.emit(self.currentIndex().row())
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: Any) -> None:
        super().focusInEvent(event)
        model = self.model()
        if model is not None and model.rowCount() and not self.currentIndex().isValid():
            self.selectRow(0)


class Table(QStackedWidget, Generic[R]):
    """A table of frozen lines. Enter or a double click opens one; empty, it invites to the next step."""

    opened = Signal(object)
    """The line that was opened."""
    chosen = Signal(object)
    """The line the keyboard stands on; None without one."""

    def __init__(
        self,
        name: str,
        columns: Sequence[Column[R]],
        empty: str,
        invite: str = "",
        invited: Callable[[], object] | None = None,
        single_click: bool = False,
    ) -> None:
        """``name`` tells a screen reader what the table holds. ``empty`` says what belongs here; ``invite``
        is the button of the one next step, ``invited`` what it does."""
        super().__init__()
        self.model: Rows[R] = Rows(columns, self)
        self.view = _View()
        self.view.setModel(self.model)
        self.view.setAccessibleName(name)
        self.view.setAccessibleIdentifier(name.lower().replace(" ", "-"))
        self.view.setShowGrid(False)
        self.view.setWordWrap(False)
        self.view.setTabKeyNavigation(False)
        self.view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.view.verticalHeader().hide()
        self.view.verticalHeader().setDefaultSectionSize(ROW)
        header = self.view.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setMinimumSectionSize(48)
        self.view.entered_row.connect(self._open)
        (self.view.clicked if single_click else self.view.doubleClicked).connect(
            lambda index: self._open(index.row())
        )
        self.view.selectionModel().currentRowChanged.connect(lambda *_: self.chosen.emit(self.current()))
        self.empty_label = heading(empty)
        self.invite_button = button(invite, invited) if invite else None
        self.addWidget(self.view)
        self.addWidget(
            column(
                None, self.empty_label, *([self.invite_button] if self.invite_button else []), None, margin=24
            )
        )
        mode = QHeaderView.ResizeMode.Fixed
        header.setSectionResizeMode(mode)
        # Its own size, not that of the stack: on a page not shown yet the view has still to be fitted in.
        self.view.resized.connect(self._fit)
        self._fit()

    def show_lines(self, lines: Sequence[R]) -> None:
        """Shows these lines; the keyboard stays on the same row where it can."""
        row = self.view.currentIndex().row()
        focused = self.view.hasFocus()
        self.model.show(lines)
        self.setCurrentIndex(0 if lines else 1)
        self._fit()
        if lines and (row >= 0 or focused):
            self.view.selectRow(min(max(row, 0), len(lines) - 1))

    def current(self) -> R | None:
        """The line the keyboard stands on."""
        row = self.view.currentIndex().row()
        return self.model.lines[row] if 0 <= row < len(self.model.lines) else None

    def choose(self, row: int) -> None:
        """Puts the keyboard on a row."""
        self.view.selectRow(row)

    def texts(self) -> list[list[str]]:
        """The table as it reads, row by row."""
        return [[part.text(line) for part in self.model.columns] for line in self.model.lines]

    def fit_height(self, most: int = 8) -> None:
        """Makes the table just as high as its rows, up to ``most`` of them."""
        rows = min(most, len(self.model.lines) or 2)
        self.setFixedHeight(rows * ROW + self.view.horizontalHeader().sizeHint().height() + 8)

    def _open(self, row: int) -> None:
        if 0 <= row < len(self.model.lines):
            self.opened.emit(self.model.lines[row])

    def _fit(self) -> None:
        room = self.view.viewport().width()
        widths = self._natural_widths()
        shares = [part.stretch for part in self.model.columns]
        if not any(shares):
            shares[0] = 1
        shown = _staying(widths, self.model.columns, room)
        for number in range(len(widths)):
            self.view.setColumnHidden(number, number not in shown)
            if number not in shown:
                widths[number] = shares[number] = 0
        if not any(shares):
            shares[0] = 1
        over = room - sum(widths)
        if over >= 0:
            whole = sum(shares)
            widths = [width + over * share // whole for width, share in zip(widths, shares, strict=True)]
        else:
            widths = _narrowed(widths, shares, -over)
        for number, width in enumerate(widths):
            self.view.setColumnWidth(number, width)

    def _natural_widths(self) -> list[int]:
        """What each column needs for its words; the first lines speak for the rest."""
        strong = QFont(self.font())
        strong.setWeight(QFont.Weight.DemiBold)
        bold, plain = QFontMetrics(strong), QFontMetrics(self.font())
        widths = []
        for number, part in enumerate(self.model.columns):
            metrics = plain if number else bold
            texts = [part.text(line) for line in self.model.lines[:200]]
            widest = max((metrics.horizontalAdvance(text) for text in texts), default=0)
            room = 34 + (26 if part.icon is not None else 0)
            widths.append(max(widest + room, bold.horizontalAdvance(part.title) + 34, 48))
        return widths


def _staying(widths: list[int], columns: Sequence[Column[R]], room: int) -> set[int]:
    """The columns there is room for, each of those that stretch at its least."""
    shown = set(range(len(widths)))
    least = [
        min(width, LEAST) if part.stretch else width for width, part in zip(widths, columns, strict=True)
    ]
    for number in sorted(shown, key=lambda n: -columns[n].leaves):
        if columns[number].leaves and sum(least[n] for n in shown) > room > 0:
            shown.remove(number)
    return shown


def _narrowed(widths: list[int], shares: list[int], over: int) -> list[int]:
    """Takes what is too much from the widest of the columns that may stretch."""
    widths = list(widths)
    stretching = [number for number, share in enumerate(shares) if share]
    while over > 0:
        widest = max(stretching, key=lambda number: widths[number])
        others = [widths[number] for number in stretching if number != widest]
        step = min(over, max(1, widths[widest] - max(others, default=0)), widths[widest] - 80)
        if step <= 0:
            break
        widths[widest] -= step
        over -= step
    return widths
