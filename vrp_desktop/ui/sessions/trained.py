"""Professionals trained: how many of each sector, and how sure they felt before and after."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QVBoxLayout, QWidget

from vrp_desktop.domain import codes
from vrp_desktop.domain.sessions import Trained
from vrp_desktop.ui.kit.parts import heading, label

Index = QModelIndex | QPersistentModelIndex
_NONE = QModelIndex()
_COLUMNS = (("count", "Came"), ("before", "Before"), ("after", "After"))
_SPOKEN = {"count": "came", "before": "how sure before", "after": "how sure after"}
_MOST = 10_000


class TrainedModel(QAbstractTableModel):
    """Sectors down. It keeps what is typed and asks for it to be saved."""

    typed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.sectors = codes.code_list("sector").codes
        self.lines: dict[str, Trained] = {}

    def show(self, lines: tuple[Trained, ...]) -> None:
        """Shows lines as they were read."""
        self.beginResetModel()
        self.lines = {line.sector: line for line in lines}
        self.endResetModel()

    def rowCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self.sectors)

    def columnCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else len(_COLUMNS)

    def flags(self, index: Index) -> Qt.ItemFlag:
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEditable

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return (
            _COLUMNS[section][1] if orientation == Qt.Orientation.Horizontal else self.sectors[section].label
        )

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        sector, name = self.sectors[index.row()], _COLUMNS[index.column()][0]
        value = getattr(self.lines.get(sector.code, Trained(sector.code, 0)), name)
        words = "" if not value and name == "count" else _written(name, value)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return words
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignCenter
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{sector.label}, {_SPOKEN[name]}: {words or 'nothing'}"
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Takes a number of people, or a mean from 0 to 10; anything else leaves the cell as it was."""
        sector, name = self.sectors[index.row()].code, _COLUMNS[index.column()][0]
        number = _read(name, str(value).strip())
        if role != Qt.ItemDataRole.EditRole or number is False:
            return False
        before = self.lines.get(sector, Trained(sector, 0))
        line = Trained(**{**asdict(before), name: number})
        if line != before:
            self.lines[sector] = line
            self.dataChanged.emit(index, index)
            self.typed.emit()
        return True


class TrainedTable(QWidget):
    """One tab stop; digits write."""

    changed = Signal(object)
    """The lines as they now are, to be saved."""

    def __init__(self) -> None:
        super().__init__()
        self.model = TrainedModel()
        self.view = QTableView()
        self.view.setModel(self.model)
        self.view.setAccessibleName("Professionals trained, by sector")
        self.view.setAccessibleIdentifier("trained")
        self.view.setTabKeyNavigation(False)
        self.view.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed | QAbstractItemView.EditTrigger.DoubleClicked
        )
        self.view.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.view.horizontalHeader().setStyleSheet("QHeaderView::section { padding: 0 3px; }")
        self.view.verticalHeader().setDefaultSectionSize(32)
        self.view.verticalHeader().setStyleSheet("QHeaderView::section { padding: 0 8px; }")
        self.view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setFixedHeight(32 * self.model.rowCount() + 44)
        self.total = label("", "muted")
        self.missing = label("", "label")
        self.model.typed.connect(self._tell)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(6)
        words = (
            "How many came from each; and, if you asked, how sure they felt before and after: the mean of "
            "0 to 10."
        )
        for part in (heading("Professionals trained"), label(words, "small"), self.view, self.missing):
            layout.addWidget(part)

    def show_lines(self, lines: tuple[Trained, ...]) -> None:
        """Shows lines as they were read."""
        self.model.show(lines)
        self._sum()

    def half_typed(self) -> list[dict[str, Any]]:
        """Sectors of which it is said how sure people felt, and not yet how many came: not stored so far."""
        return [
            asdict(line)
            for line in self.model.lines.values()
            if not line.count and (line.before is not None or line.after is not None)
        ]

    def put_back(self, half: Sequence[Mapping[str, Any]]) -> None:
        """Shows again what ``half_typed`` gave."""
        there = {line.sector for line in self.lines()}
        self.show_lines((*self.lines(), *(Trained(**one) for one in half if one["sector"] not in there)))

    def lines(self) -> tuple[Trained, ...]:
        """What stands there now; sectors nobody came from are left out."""
        return tuple(line for line in self.model.lines.values() if line.count)

    def _tell(self) -> None:
        self._sum()
        self.changed.emit(self.lines())

    def _sum(self) -> None:
        people = sum(line.count for line in self.lines())
        self.total.setText("1 person trained" if people == 1 else f"{people} people trained")
        open_ones = [codes.label("sector", one["sector"]) for one in self.half_typed()]
        self.missing.setText(f"Write how many came from: {', '.join(open_ones)}." if open_ones else "")
        self.missing.setVisible(bool(open_ones))


def _written(name: str, value: int | None) -> str:
    if value is None:
        return ""
    return str(value) if name == "count" else f"{value / 10:g}"


def _read(name: str, text: str) -> int | bool | None:
    """What was typed as it is stored; False where it makes no sense."""
    if not text:
        return 0 if name == "count" else None
    if name == "count":
        return int(text) if text.isdecimal() and int(text) <= _MOST else False
    whole, _, tenth = text.replace(",", ".").partition(".")
    if not whole.isdecimal() or (tenth and not (tenth.isdecimal() and len(tenth) == 1)):
        return False
    tenths = int(whole) * 10 + int(tenth or 0)
    return tenths if tenths <= 100 else False
