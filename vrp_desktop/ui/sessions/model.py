"""The register as Qt sees it. It stores nothing: it shows what was saved, and asks for marks."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from vrp_desktop.domain import age
from vrp_desktop.domain.sessions import Mark, Register, RegisterRow

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = Qt.ItemDataRole.UserRole + 1
_NONE = QModelIndex()


class RegisterModel(QAbstractListModel):
    """One row a person, checked when they attended. The box shows the truth: it changes once it is saved."""

    mark_requested = Signal(str, object)
    """A person's id, and the ``Mark`` asked for; None takes the mark back."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[RegisterRow] = []
        self._asked: dict[str, Mark | None] = {}

    def show(self, register: Register) -> None:
        """Shows a register as it was just read."""
        self.beginResetModel()
        self._rows = list(register.rows)
        self._asked.clear()
        self.endResetModel()

    def clear(self) -> None:
        """Forgets everybody."""
        self.beginResetModel()
        self._rows, self._asked = [], {}
        self.endResetModel()

    def row(self, index: Index) -> RegisterRow:
        """The person at an index."""
        return self._rows[index.row()]

    def place_of(self, person_id: str) -> QModelIndex:
        """Where a person stands; an invalid index where they do not."""
        for number, row in enumerate(self._rows):
            if row.person_id == person_id:
                return self.index(number)
        return QModelIndex()

    def add(self, row: RegisterRow) -> QModelIndex:
        """Shows somebody who was not in the register; returns their place."""
        self.beginInsertRows(QModelIndex(), len(self._rows), len(self._rows))
        self._rows.append(row)
        self.endInsertRows()
        return self.index(len(self._rows) - 1)

    def toggle(self, index: Index) -> None:
        """Asks for present, or for no mark where there is one; two quick presses ask for both in turn."""
        row = self.row(index)
        now = self._asked.get(row.person_id, row.mark)
        self.ask(index, None if now is not None and now.attended else Mark.PRESENT)

    def ask(self, index: Index, mark: Mark | None) -> None:
        """Asks for a mark. It shows once ``saved`` says so."""
        person_id = self.row(index).person_id
        self._asked[person_id] = mark
        self.mark_requested.emit(person_id, mark)

    def saved(self, person_id: str, mark: Mark | None) -> None:
        """The mark is in the store: shows it."""
        index = self.place_of(person_id)
        if index.isValid():
            self._rows[index.row()] = replace(self._rows[index.row()], mark=mark)
            self.dataChanged.emit(index, index)
        if self._asked.get(person_id) == mark:
            self._asked.pop(person_id, None)

    def failed(self, person_id: str) -> None:
        """It was not saved: the row goes on showing what the store holds."""
        self._asked.pop(person_id, None)

    def unmarked(self) -> list[str]:
        """The people nobody has said anything of yet."""
        return [row.person_id for row in self._rows if row.mark is None]

    def came(self) -> int:
        """How many attended."""
        return sum(1 for row in self._rows if row.mark is not None and row.mark.attended)

    def rowCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        attended = row.mark is not None and row.mark.attended
        if role == Qt.ItemDataRole.DisplayRole:
            return row.known_as
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if attended else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{row.known_as}, {mark_words(row.mark)}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{row.full_name or row.known_as}, {age.word_for(row.age)}"
        if role == ROW_ROLE:
            return row
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """A click on the box, or the space bar of a screen reader, asks; it does not store."""
        if role == Qt.ItemDataRole.CheckStateRole and index.isValid():
            self.toggle(index)
            return True
        return False


def mark_words(mark: Mark | None) -> str:
    """A mark in words; "not marked yet" is not "absent"."""
    return "not marked yet" if mark is None else mark.label.lower()
