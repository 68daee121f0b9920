"""One table of a return as Qt sees it: the counted figures, and which of them will not leave the house."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush, QColor, QFont

from vrp_desktop.domain.returns import form
from vrp_desktop.domain.returns.figures import Figure, Key, ReturnDocument, Shown
from vrp_desktop.ui.kit.theme import colours

Index = QModelIndex | QPersistentModelIndex
Intervals = Mapping[Key, tuple[int, int | None]]
_FAR = 100_000
"""From here on a bound says nothing any more."""
_NONE = QModelIndex()
_BESIDE = ("Quarter before", "Change")


class FiguresModel(QAbstractTableModel):
    """Rows and columns as the form has them; the first column is the row's label."""

    def __init__(self) -> None:
        super().__init__()
        self._table: form.Table | None = None
        self._counted: ReturnDocument | None = None
        self._protected: ReturnDocument | None = None
        self._intervals: Intervals = {}
        self._before: ReturnDocument | None = None

    def show(
        self,
        table: form.Table,
        counted: ReturnDocument,
        protected: ReturnDocument,
        intervals: Intervals | None = None,
        before: ReturnDocument | None = None,
    ) -> None:
        """Shows one table of a return. ``intervals``: the best that a reader could say of what is hidden.
        ``before``: the quarter before, which stands beside the figures where there is one column of them."""
        self.beginResetModel()
        self._table, self._counted, self._protected = table, counted, protected
        self._intervals = intervals or {}
        self._before = before
        self.endResetModel()

    def clear(self) -> None:
        """Forgets the return."""
        self.beginResetModel()
        self._table = self._counted = self._protected = self._before = None
        self._intervals = {}
        self.endResetModel()

    def rowCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() or self._table is None else len(self._table.rows)

    def columnCount(self, parent: Index = _NONE) -> int:
        if parent.isValid() or self._table is None:
            return 0
        return 1 + len(self._table.columns) + (len(_BESIDE) if self._has_beside else 0)

    @property
    def _has_beside(self) -> bool:
        return self._before is not None and self._table is not None and len(self._table.columns) == 1

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if self._table is None or orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            heads = (self._table.head, *(column.label for column in self._table.columns), *_BESIDE)
            return heads[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignLeft if section == 0 else Qt.AlignmentFlag.AlignRight
            return Qt.AlignmentFlag.AlignVCenter | side | Qt.TextFlag.TextWordWrap
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if self._table is None:
            return None
        row = self._table.rows[index.row()]
        if index.column() == 0:
            return self._label(row, role)
        counted, leaves = self.figures(index)
        if index.column() > len(self._table.columns):
            return self._beside(index, counted, role)
        if role == Qt.ItemDataRole.DisplayRole:
            return written(counted, leaves)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ForegroundRole and leaves.shown is not Shown.VALUE:
            return QBrush(QColor(colours().muted))
        if role == Qt.ItemDataRole.FontRole and row.level == 0:
            return _strong()
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            return self.intruder(index) or None
        return None

    def _beside(self, index: Index, counted: Figure, role: int) -> Any:
        """The quarter before, and the change since."""
        if role == Qt.ItemDataRole.DisplayRole:
            assert self._before is not None  # noqa: S101 - only then are there such columns
            was = self._before.get(*counted.key)
            last = self._table is not None and index.column() == len(self._table.columns) + 1
            return written(was, was) if last else change(counted, was)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ForegroundRole:
            return QBrush(QColor(colours().muted))
        return None

    def since(self, index: Index) -> str:
        """How the figure stood in the quarter before, in words; empty where there is none."""
        if self._table is None or self._before is None or not index.isValid() or index.column() == 0:
            return ""
        counted, _ = self.figures(index)
        was = self._before.get(*counted.key)
        if was.shown is not Shown.VALUE or counted.shown is not Shown.VALUE:
            return ""
        return f"The quarter before: {written(was, was)} ({change(counted, was)})."

    def key(self, index: Index) -> Key | None:
        """The figure in a cell; None beside them."""
        inside = self._table is not None and index.isValid() and index.column() > 0
        return self.figures(index)[0].key if inside else None

    def intruder(self, index: Index) -> str:
        """What whoever has all the returns could say of a hidden or rounded figure; empty for one that is
        shown as it is."""
        if self._table is None or not index.isValid() or index.column() == 0:
            return ""
        _, leaves = self.figures(index)
        if leaves.shown is not Shown.CONFIDENTIAL and leaves.key not in self._intervals:
            return ""
        said = f"In what is sent it stands as {leaves.shown.symbol or f'{leaves.value:,}'}."
        if leaves.key not in self._intervals:
            return said
        best = best_guess(self._intervals[leaves.key])
        return f"{said} The best anybody could say, with every return beside it: {best}."

    def figures(self, index: Index) -> tuple[Figure, Figure]:
        """A figure as it was counted, and as it leaves the house."""
        assert self._table is not None and self._counted is not None and self._protected is not None  # noqa: S101,PT018 - asked only of a cell that is shown
        key = (
            self._table.id,
            self._table.rows[index.row()].code,
            self._table.columns[min(index.column(), len(self._table.columns)) - 1].code,
        )
        return self._counted.get(*key), self._protected.get(*key)

    def _label(self, row: form.Row, role: int) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return row.label if row.level == 0 else f"   {row.label}"
        if role == Qt.ItemDataRole.FontRole and row.level == 0:
            return _strong()
        if role == Qt.ItemDataRole.ToolTipRole:
            return row.label
        return None


def change(now: Figure, before: Figure) -> str:
    """ "+3", "−2", "0"; empty where one of the two has no number."""
    if not isinstance(now.value, int | float) or not isinstance(before.value, int | float):
        return ""
    moved = now.value - before.value
    number = f"{abs(moved):,.2f}".rstrip("0").rstrip(".")
    return f"+{number}" if moved > 0 else f"−{number}" if moved < 0 else "0"


def best_guess(interval: tuple[int, int | None]) -> str:
    """What could be said of a hidden or rounded count, in words: "between 0 and 7", "3 or more"."""
    low, high = interval
    if low == high:
        return f"{low:,}"
    return f"{low:,} or more" if high is None or high >= _FAR else f"between {low:,} and {high:,}"


def written(counted: Figure, leaves: Figure) -> str:
    """A figure in a cell: "31", or "3 → [c]" or "12 → 10" where it is hidden or rounded in what is sent, or
    its symbol."""
    if counted.shown is not Shown.VALUE:
        return counted.shown.symbol
    value = counted.value
    number = str(value)
    if isinstance(value, int | float):
        # Hours come in halves and quarters: "3", "1.5".
        number = f"{value:,.2f}".rstrip("0").rstrip(".")
    if leaves.shown is Shown.CONFIDENTIAL:
        return f"{number} → [c]"
    return number if leaves.value == value else f"{number} → {leaves.value:,}"


def _strong() -> QFont:
    font = QFont()
    font.setWeight(QFont.Weight.DemiBold)
    return font
