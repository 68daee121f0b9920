"""The register as Qt sees it. It stores nothing: it shows what was saved, and asks for marks."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from vrp_desktop.domain import age, codes
from vrp_desktop.domain.names import folded
from vrp_desktop.domain.sessions import Mark, Register, RegisterRow, Remark

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = Qt.ItemDataRole.UserRole + 1
BEGINS_ROLE = Qt.ItemDataRole.UserRole + 2
"""What another sort of people that begins with this row is called; empty where none does."""
_NONE = QModelIndex()


class RegisterModel(QAbstractListModel):
    """One row a person, checked when they attended. The box shows the truth: it changes once it is saved."""

    mark_requested = Signal(str, object)
    """A person's id, and the ``Mark`` asked for; None takes the mark back."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[RegisterRow] = []
        self._at: dict[str, int] = {}
        self._asked: dict[str, Mark | None] = {}

    def show(self, register: Register) -> None:
        """Shows a register as it was just read."""
        self._reset(list(register.rows))

    def clear(self) -> None:
        """Forgets everybody."""
        self._reset([])

    def row(self, index: Index) -> RegisterRow:
        """The person at an index."""
        return self._rows[index.row()]

    def everybody(self) -> frozenset[str]:
        """Who is in the register."""
        return frozenset(self._at)

    def like(self, text: str) -> list[RegisterRow]:
        """Those of whose names a word begins with each word of a text."""
        wanted = folded(text).split()
        return [row for row in self._rows if wanted and _begins(row, wanted)]

    def called(self, name: str) -> list[RegisterRow]:
        """Those whose preferred or whole name is exactly this."""
        wanted = folded(name)
        return [row for row in self._rows if wanted in (folded(row.known_as), folded(row.full_name))]

    def of(self, person_id: str) -> RegisterRow | None:
        """Somebody's row, or None."""
        at = self._at.get(person_id)
        return None if at is None else self._rows[at]

    def place_of(self, person_id: str) -> QModelIndex:
        """Where a person stands; an invalid index where they do not."""
        at = self._at.get(person_id)
        return QModelIndex() if at is None else self.index(at)

    def add(self, row: RegisterRow) -> QModelIndex:
        """Shows somebody who was not in the register; returns their place."""
        self.beginInsertRows(QModelIndex(), len(self._rows), len(self._rows))
        self._at[row.person_id] = len(self._rows)
        self._rows.append(row)
        self.endInsertRows()
        return self.index(len(self._rows) - 1)

    def toggle(self, index: Index) -> None:
        """Asks for present, or for no mark where there is one; two quick presses ask for both in turn."""
        now = self.now(self.row(index).person_id)
        self.ask(index, None if now is not None and now.attended else Mark.PRESENT)

    def ask(self, index: Index, mark: Mark | None) -> None:
        """Asks for a mark. It shows once ``saved`` says so."""
        self.mark_requested.emit(self.row(index).person_id, mark)

    def now(self, person_id: str) -> Mark | None:
        """Somebody's mark as it was last asked for, else as it is stored."""
        row = self.of(person_id)
        return self._asked.get(person_id, None if row is None else row.mark)

    def expect(self, person_id: str, mark: Mark | None) -> None:
        """A mark is being saved."""
        self._asked[person_id] = mark

    def saved(self, marks: Mapping[str, Mark | None]) -> None:
        """The marks are in the store: shows them. Why somebody was excused goes with that mark."""
        for person_id, mark in marks.items():
            row = self.of(person_id)
            if row is not None:
                excuse = row.remark.excuse if mark is Mark.EXCUSED else None
                self._put(replace(row, mark=mark, remark=replace(row.remark, excuse=excuse)))
            if self._asked.get(person_id) == mark:
                self._asked.pop(person_id, None)

    def remarked(self, person_id: str, remark: Remark) -> None:
        """What stands beside a mark is in the store: shows it."""
        row = self.of(person_id)
        if row is not None:
            self._put(replace(row, remark=remark))

    def failed(self, person_id: str) -> None:
        """It was not saved: the row goes on showing what the store holds."""
        self._asked.pop(person_id, None)

    def unmarked(self) -> list[str]:
        """The regulars nobody has said anything of yet, and everybody else whose mark was taken back."""
        return [row.person_id for row in self._rows if row.mark is None and not row.lately]

    def came(self) -> int:
        """How many attended."""
        return sum(1 for row in self._rows if row.mark is not None and row.mark.attended)

    def expected(self) -> int:
        """How many there are of whom something is to be said: not who only came lately."""
        return sum(1 for row in self._rows if row.mark is not None or not row.lately)

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
            return spoken(row)
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{row.full_name or row.known_as}, {age.word_for(row.age)}"
        if role == ROW_ROLE:
            return row
        if role == BEGINS_ROLE:
            here = _sort(row)
            if index.row() == 0:
                return here if here == LATELY else ""
            return "" if _sort(self._rows[index.row() - 1]) == here else here
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """A click on the box, or the space bar of a screen reader, asks; it does not store."""
        if role == Qt.ItemDataRole.CheckStateRole and index.isValid():
            self.toggle(index)
            return True
        return False

    def _reset(self, rows: list[RegisterRow]) -> None:
        self.beginResetModel()
        self._rows = rows
        self._at = {row.person_id: number for number, row in enumerate(rows)}
        self._asked.clear()
        self.endResetModel()

    def _put(self, row: RegisterRow) -> None:
        at = self._at[row.person_id]
        self._rows[at] = row
        self.dataChanged.emit(self.index(at), self.index(at))


REGULARS, LATELY, OTHERS = "", "Came lately", "Also here"


def _sort(row: RegisterRow) -> str:
    return REGULARS if row.regular else LATELY if row.lately else OTHERS


def _begins(row: RegisterRow, wanted: list[str]) -> bool:
    words = folded(f"{row.known_as} {row.full_name}").split()
    return all(any(word.startswith(part) for word in words) for part in wanted)


def mark_words(mark: Mark | None) -> str:
    """A mark in words; "not marked yet" is not "absent"."""
    return "not marked yet" if mark is None else mark.label.lower()


def spoken(row: RegisterRow) -> str:
    """A row as a screen reader says it: who, the mark, and what stands beside it."""
    remark = row.remark
    parts = (
        row.known_as,
        mark_words(row.mark),
        codes.label("excuse", remark.excuse) if remark.excuse else "",
        "something to celebrate" if remark.star else "",
        "has a note" if remark.note else "",
        "came lately" if row.lately and row.mark is None else "",
        "journey here has ended" if row.ended_on else "",
        "you raised a concern" if row.concern else "",
    )
    return ", ".join(filter(None, parts))
