"""Head-counts: how many came and were not named, by age band and sex. One tab stop; digits write."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QCheckBox, QHeaderView, QTableView, QVBoxLayout, QWidget

from vrp_desktop.domain import age, codes
from vrp_desktop.domain.sessions import HeadCount
from vrp_desktop.ui.kit.parts import heading, label, row
from vrp_desktop.ui.kit.stylesheet import SMALL

Index = QModelIndex | QPersistentModelIndex
_NONE = QModelIndex()
_BANDS = (*((band.code, band.label) for band in age.BANDS), (age.NOT_KNOWN, "Age not known"))
_SEXES: tuple[tuple[str | None, str], ...] = (
    *((sex.code, sex.label) for sex in codes.code_list("sex").with_rows),
    (None, "Not known"),
)
MOST = 10_000


class HeadsModel(QAbstractTableModel):
    """Bands down, sexes across. It keeps what is typed and asks for it to be saved."""

    typed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.numbers: dict[tuple[str, str | None], int] = {}

    def show(self, counts: tuple[HeadCount, ...]) -> None:
        """Shows head-counts as they were read; counted and estimated ones of a cell stand together."""
        self.beginResetModel()
        self.numbers = {}
        for count in counts:
            key = (count.band, count.sex)
            self.numbers[key] = self.numbers.get(key, 0) + count.count
        self.endResetModel()

    def rowCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else len(_BANDS)

    def columnCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else len(_SEXES)

    def flags(self, index: Index) -> Qt.ItemFlag:
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEditable

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            named = _SEXES if orientation == Qt.Orientation.Horizontal else _BANDS
            return named[section][1]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        number = self.numbers.get(_key(index), 0)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return str(number) if number else ""
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignCenter
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{_BANDS[index.row()][1]}, {_SEXES[index.column()][1]}: {number}"
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Takes a whole number from 0 to 10,000; anything else leaves the cell as it was."""
        text = str(value).strip() or "0"
        if role != Qt.ItemDataRole.EditRole or not text.isdecimal() or int(text) > MOST:
            return False
        if self.numbers.get(_key(index), 0) != int(text):
            self.numbers[_key(index)] = int(text)
            self.dataChanged.emit(index, index)
            self.typed.emit()
        return True


class HeadCounts(QWidget):
    """The head-count of one session, with its sum and whether it was counted or estimated."""

    changed = Signal(object)
    """The head-counts as they now are, to be saved."""

    def __init__(self) -> None:
        super().__init__()
        self.model = HeadsModel()
        self.view = QTableView()
        self.view.setModel(self.model)
        self.view.setAccessibleName("Head-count of people not named, by age and sex")
        self.view.setAccessibleIdentifier("head-counts")
        self.view.setTabKeyNavigation(False)
        self.view.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed | QAbstractItemView.EditTrigger.DoubleClicked
        )
        self.view.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.view.horizontalHeader().setHighlightSections(False)
        # Three narrow columns: their heads have no room for the wide margins of other tables.
        across = f"QHeaderView::section {{ padding: 0 2px; font-size: {SMALL}pt; }}"
        self.view.horizontalHeader().setStyleSheet(across)
        self.view.setMinimumWidth(356)
        self.view.verticalHeader().setHighlightSections(False)
        self.view.verticalHeader().setDefaultSectionSize(28)
        self.view.verticalHeader().setStyleSheet("QHeaderView::section { padding: 0 8px; }")
        self.view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setFixedHeight(28 * len(_BANDS) + 44)
        self.estimated = QCheckBox("These are estimates")
        self.estimated.setAccessibleIdentifier("head-counts-estimated")
        self.total = label("", "muted")
        self.model.typed.connect(self._tell)
        self.estimated.clicked.connect(self._tell)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        self.view.setToolTip("Type a number in a cell; the arrow keys move")
        layout.addWidget(heading("Came, and not named (Ctrl+H)"))
        layout.addWidget(self.view)
        layout.addWidget(row(self.estimated, None, self.total, spacing=12))
        self.total.setWordWrap(False)

    def show_counts(self, counts: tuple[HeadCount, ...]) -> None:
        """Shows head-counts as they were read."""
        self.model.show(counts)
        self.estimated.setChecked(any(count.estimated for count in counts))
        self._sum()

    def counts(self) -> tuple[HeadCount, ...]:
        """What stands there now; empty cells are left out."""
        return tuple(
            HeadCount(band, sex, number, self.estimated.isChecked())
            for (band, sex), number in self.model.numbers.items()
            if number
        )

    def _tell(self) -> None:
        self._sum()
        self.changed.emit(self.counts())

    def _sum(self) -> None:
        heads = sum(self.model.numbers.values())
        self.total.setText(f"{heads} more people" if heads != 1 else "1 more person")


def _key(index: Index) -> tuple[str, str | None]:
    return _BANDS[index.row()][0], _SEXES[index.column()][0]
