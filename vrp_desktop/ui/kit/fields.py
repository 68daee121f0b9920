"""The single fields of a form: text, number, choice, several choices, yes or no."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QIcon, QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
)

from vrp_desktop.domain.codes import Code, CodeList
from vrp_desktop.domain.errors import Refused
from vrp_desktop.ui.kit.field import CheckField, Field
from vrp_desktop.ui.kit.guard import WordingLine
from vrp_desktop.ui.kit.parts import label
from vrp_desktop.ui.kit.theme import theme

__all__ = ["CheckField", "ChoiceField", "Field", "ManyField", "NumberField", "TextArea", "TextField"]

CODE = Qt.ItemDataRole.UserRole + 1


class TextField(Field):
    """One line of text. ``width`` in characters makes it as short as what is expected."""

    def __init__(self, placeholder: str = "", width: int = 0) -> None:
        super().__init__()
        self.edit = QLineEdit()
        self.edit.setPlaceholderText(placeholder)
        if width:
            self.edit.setFixedWidth(self.edit.fontMetrics().averageCharWidth() * width + 28)
        self.edit.textChanged.connect(self._tell)
        self._hold(self.edit, stretch=not width)

    def value(self) -> str:
        return self.edit.text().strip()

    def control(self) -> QLineEdit:
        return self.edit

    def _show(self, value: Any) -> None:
        self.edit.setText(value or "")


class TextArea(Field):
    """Several lines of text, with the wording guard under them. Tab leaves it."""

    def __init__(self, lines: int = 3) -> None:
        super().__init__()
        self.edit = QPlainTextEdit()
        self.edit.setTabChangesFocus(True)
        self.edit.setFixedHeight(self.edit.fontMetrics().lineSpacing() * lines + 24)
        self.wording = WordingLine()
        self.edit.textChanged.connect(self._tell)
        self.edited.connect(lambda: self.wording.typed(self.edit.toPlainText()))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        layout.addWidget(self.edit)
        layout.addWidget(self.wording)
        self.setFocusProxy(self.edit)

    def value(self) -> str:
        return self.edit.toPlainText().strip()

    def control(self) -> QPlainTextEdit:
        return self.edit

    def _show(self, value: Any) -> None:
        self.wording.clear_words()
        self.edit.setPlainText(value or "")


class NumberField(Field):
    """A whole number, or None where nothing is written."""

    def __init__(self, width: int = 6, suffix: str = "") -> None:
        super().__init__()
        self.edit = QLineEdit()
        self.edit.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        self.edit.setFixedWidth(self.edit.fontMetrics().averageCharWidth() * width + 28)
        self.edit.textChanged.connect(self._tell)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.edit)
        if suffix:
            layout.addWidget(label(suffix, "muted"))
        layout.addStretch(1)
        self.setFocusProxy(self.edit)

    def value(self) -> int | None:
        text = self.edit.text().strip()
        if not text:
            return None
        if not text.isdecimal() or len(text) > 9:
            raise Refused("Write a whole number, like 12.")
        return int(text)

    def typed(self) -> str:
        return self.edit.text()

    def put_back(self, typed: Any) -> None:
        self._quiet = True
        self.edit.setText(str(typed))
        self._quiet = False

    def control(self) -> QLineEdit:
        return self.edit

    def _show(self, value: Any) -> None:
        self.edit.setText("" if value is None else str(value))


class ChoiceField(Field):
    """One choice of a list. ``otherwise`` ("Not recorded") stands first and is None; "" leaves it out.

    Grouped lists show their groups as headings. Choices may be a ``CodeList`` or (code, words) pairs.
    """

    def __init__(
        self, choices: CodeList | Iterable[tuple[str, str]] = (), otherwise: str = "Not recorded"
    ) -> None:
        super().__init__()
        self._otherwise = otherwise
        self.box = QComboBox()
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.box.setMinimumContentsLength(24)
        self.box.setMaxVisibleItems(14)
        self.box.installEventFilter(self)
        self.set_choices(choices)
        self.box.currentIndexChanged.connect(self._tell)
        self._hold(self.box)

    def set_choices(self, choices: CodeList | Iterable[tuple[str, str]]) -> None:
        """Other choices; what was chosen stays where it is still there."""
        self._quiet = True
        before = self.box.currentData()
        self.box.clear()
        if self._otherwise:
            self.box.addItem(self._otherwise, None)
        for group, codes in _grouped(choices):
            if group:
                self.box.addItem(group, None)
                item = _model(self.box).item(self.box.count() - 1)
                item.setFlags(Qt.ItemFlag.NoItemFlags)
                font = item.font()
                font.setBold(True)
                item.setFont(font)
            for code in codes:
                # No blanks before it under a heading: letters that are typed would not find it.
                self.box.addItem(code.label, code.code)
        self.set_value(before)

    def value(self) -> str | None:
        chosen = self.box.currentData()
        return None if chosen is None else str(chosen)

    def control(self) -> QComboBox:
        return self.box

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # A wheel over a closed list would change an answer while the page is scrolled.
        if event.type() == QEvent.Type.Wheel and not self.box.hasFocus():
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    def _show(self, value: Any) -> None:
        found = self.box.findData(value) if value is not None else (0 if self._otherwise else -1)
        if found < 0 and value is not None:
            self.box.addItem(str(value), value)
            found = self.box.count() - 1
        self.box.setCurrentIndex(found)


class ManyField(Field):
    """Several choices of a list: one stop for the tab key, arrows move, space ticks."""

    def __init__(
        self,
        choices: CodeList | Iterable[tuple[str, str]] = (),
        rows: int = 6,
        mark: Callable[[str], QIcon] | None = None,
    ) -> None:
        """``rows`` are in sight at once. ``mark`` gives the small picture before the words of a code."""
        super().__init__()
        self._mark = mark
        self.view = _TickList()
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.view.setResizeMode(QListView.ResizeMode.Adjust)
        self.view.setItemDelegate(_Narrow(self.view))
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.model = QStandardItemModel(self)
        self.view.setModel(self.model)
        self._rows = rows
        self.set_choices(choices)
        self.model.itemChanged.connect(self._tell)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)
        self.setFocusProxy(self.view)
        if mark is not None:
            theme().changed.connect(self._put_marks)

    def set_choices(self, choices: CodeList | Iterable[tuple[str, str]]) -> None:
        """Other choices; ticks stay where they are still there."""
        before = self.value()
        self._quiet = True
        self.model.clear()
        for group, codes in _grouped(choices):
            if group:
                item = QStandardItem(group)
                item.setFlags(Qt.ItemFlag.NoItemFlags)
                font = item.font()
                font.setBold(True)
                item.setFont(font)
                self.model.appendRow(item)
            for code in codes:
                item = QStandardItem(code.label)
                item.setData(code.code, CODE)
                item.setToolTip(code.label)
                item.setCheckable(True)
                item.setFlags(
                    Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable
                )
                item.setCheckState(Qt.CheckState.Unchecked)
                self.model.appendRow(item)
        self._put_marks()
        self.view.setFixedHeight(min(self._rows, max(1, self.model.rowCount())) * 36 + 8)
        self.set_value(before)

    def value(self) -> tuple[str, ...]:
        return tuple(
            str(item.data(CODE)) for item in self._items() if item.checkState() == Qt.CheckState.Checked
        )

    def control(self) -> QListView:
        return self.view

    def _put_marks(self) -> None:
        if self._mark is not None:
            before, self._quiet = self._quiet, True
            for item in self._items():
                item.setIcon(self._mark(str(item.data(CODE))))
            self._quiet = before

    def _items(self) -> list[QStandardItem]:
        items = [self.model.item(row) for row in range(self.model.rowCount())]
        return [item for item in items if item.data(CODE) is not None]

    def _show(self, value: Any) -> None:
        wanted = set(value or ())
        for item in self._items():
            state = Qt.CheckState.Checked if item.data(CODE) in wanted else Qt.CheckState.Unchecked
            item.setCheckState(state)


class _Narrow(QStyledItemDelegate):
    """Lines never ask for more width than there is: long words end in dots, and are whole on hovering."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, super().sizeHint(option, index).height())


class _TickList(QListView):
    """Space ticks the current line, also where nothing was chosen before."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if event.key() == Qt.Key.Key_Space and index.isValid():
            if index.flags() & Qt.ItemFlag.ItemIsUserCheckable:
                ticked = index.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked.value
                state = Qt.CheckState.Unchecked if ticked else Qt.CheckState.Checked
                self.model().setData(index, state.value, Qt.ItemDataRole.CheckStateRole)
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: Any) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            for row in range(self.model().rowCount()):
                index = self.model().index(row, 0)
                if index.flags() & Qt.ItemFlag.ItemIsUserCheckable:
                    self.setCurrentIndex(index)
                    return


def _model(box: QComboBox) -> QStandardItemModel:
    model = box.model()
    assert isinstance(model, QStandardItemModel)  # noqa: S101 - what Qt gives a combo box of its own
    return model


def _grouped(choices: CodeList | Iterable[tuple[str, str]]) -> list[tuple[str, Sequence[Code]]]:
    if not isinstance(choices, CodeList):
        return [("", [Code(code, words) for code, words in choices])]
    if not choices.groups:
        return [("", choices.codes)]
    grouped: list[tuple[str, Sequence[Code]]] = [
        (group.label, [code for code in choices.codes if code.group == group.code])
        for group in choices.groups
    ]
    rest = [code for code in choices.codes if code.group is None]
    return [*grouped, *([("", rest)] if rest else [])]
