"""The fields of logging a session that no other page has: its kind, its length, its place."""

from collections.abc import Iterable
from functools import partial
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QEvent, QObject, QStringListModel, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QCompleter,
    QHBoxLayout,
    QListView,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from vrp_desktop.domain import codes
from vrp_desktop.ui.kit.dates import TimeField
from vrp_desktop.ui.kit.field import Field
from vrp_desktop.ui.kit.fields import NumberField, TextField
from vrp_desktop.ui.kit.flow import Flowing
from vrp_desktop.ui.kit.parts import Button, button, label

LETTERS = {
    "group": "g",
    "one_to_one": "o",
    "open_access": "a",
    "outreach": "d",
    "family": "f",
    "online": "n",
    "workshop": "w",
    "training": "t",
    "event": "e",
}
"""The key of each kind: alone while the choice has the keyboard, with Alt from anywhere on the page. It is
underlined in the words, and stays the same in whatever order the kinds stand."""

LENGTHS = ((30, "30 min"), (60, "1 h"), (90, "1½ h"), (120, "2 h"), (180, "3 h"))
_STEP = 30
_PLACES_SHOWN = 10


class KindField(Field):
    """Large buttons, one of them pressed: one stop for the tab key, arrows or a letter choose."""

    def __init__(self) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        self.buttons: dict[str, QPushButton] = {}
        for code in codes.code_list("session_kind").codes:
            at = code.label.lower().index(LETTERS[code.code])
            made = Button(f"{code.label[:at]}&{code.label[at:]}")  # Qt makes Alt and the letter its key.
            made.setProperty("role", "pick")
            made.setCheckable(True)
            made.setAccessibleIdentifier(f"kind-{code.code}")
            made.setAccessibleName(code.label)
            made.setToolTip(f"{LETTERS[code.code].upper()}, or Alt+{LETTERS[code.code].upper()}")
            made.installEventFilter(self)
            made.clicked.connect(self._tell)
            self._group.addButton(made)
            self.buttons[code.code] = made
        self._flow = Flowing(*self.buttons.values(), across=8)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._flow)
        self.set_value("group")

    def set_order(self, kinds: Iterable[str]) -> None:
        """Stands the kinds in this order, from the left."""
        order = [*kinds]
        if order == list(self.buttons):
            return
        self.buttons = {kind: self.buttons[kind] for kind in order}
        self._flow.put(self.buttons.values())
        for before, after in pairwise(self.buttons.values()):
            QWidget.setTabOrder(before, after)

    def value(self) -> str:
        return next(code for code, made in self.buttons.items() if made.isChecked())

    def control(self) -> QPushButton:
        return self.buttons[self.value()]

    def name_as(self, name: str, words: str, description: str) -> None:
        self.setAccessibleIdentifier(name)
        self.setAccessibleName(words)
        self.describe(description)

    def describe(self, description: str) -> None:
        for made in self.buttons.values():
            made.setAccessibleDescription(description)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            held = event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
            kind = next((code for code, key in LETTERS.items() if key == event.text().lower()), None)
            if kind is not None and held == Qt.KeyboardModifier.NoModifier:
                self.buttons[kind].setFocus(Qt.FocusReason.ShortcutFocusReason)
                self.buttons[kind].click()
                return True
        return super().eventFilter(watched, event)

    def _show(self, value: Any) -> None:
        if value in self.buttons:
            self.buttons[value].setChecked(True)


class MinutesField(NumberField):
    """How long: typed in minutes, stepped with the up and down keys, or one of the usual lengths pressed."""

    def __init__(self) -> None:
        super().__init__(suffix="minutes")
        self.edit.installEventFilter(self)
        self.quick: list[QPushButton] = []
        for minutes, words in LENGTHS:
            made = button(words, partial(self._choose, minutes), "quick")
            made.setAccessibleName(f"{words} long")
            made.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            self.quick.append(made)
        inner = self.layout()
        assert isinstance(inner, QHBoxLayout)  # noqa: S101 - the number's own
        inner.takeAt(inner.count() - 1)  # What filled the rest of the line makes room for the buttons.
        inner.addWidget(Flowing(*self.quick, across=6, down=6), 1)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Up: _STEP, Qt.Key.Key_Down: -_STEP}.get(Qt.Key(event.key()))
            if step is not None:
                text = self.edit.text().strip()
                now = int(text) if text.isdecimal() and len(text) < 5 else 0
                self._choose(max(_STEP, (now + step) // _STEP * _STEP))
                return True
        return super().eventFilter(watched, event)

    def _choose(self, minutes: int) -> None:
        self.edit.setText(str(minutes))


class BeginField(TimeField):
    """When it began; beside it stands when it ended."""

    def __init__(self) -> None:
        super().__init__()
        self.end = label("", "muted")
        self.end.setWordWrap(False)
        inner = self.layout()
        assert isinstance(inner, QHBoxLayout)  # noqa: S101 - the field's own
        inner.insertWidget(1, self.end)


class PlaceField(TextField):
    """A place, typed freely; those where it was held before are offered, all of them on the down key."""

    def __init__(self) -> None:
        super().__init__()
        self._places = QStringListModel(self)
        completer = QCompleter(self._places, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setMaxVisibleItems(_PLACES_SHOWN)
        self.list = QListView()
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        completer.setPopup(self.list)
        self._completer = completer
        self.edit.setCompleter(completer)
        # After the completer's own filter, so that this one comes first.
        for watched in (self.edit, self.list):
            watched.installEventFilter(self)

    def set_places(self, places: Iterable[str]) -> None:
        """Offers these."""
        self._places.setStringList(list(places))

    def places(self) -> list[str]:
        """What is offered."""
        return self._places.stringList()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key, shown = event.key(), self.list.isVisible()
            if watched is self.edit and key == Qt.Key.Key_Down and not shown:
                self._completer.setCompletionPrefix("")
                self._completer.complete()
                return True
            if watched is self.list and shown and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._enter(bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
                return True
        return super().eventFilter(watched, event)

    def _enter(self, submits: bool) -> None:
        """Enter takes the place the keyboard stands on, and no more; without one it is as in any line."""
        chosen = self.list.currentIndex()
        self.list.hide()
        if chosen.isValid() and not submits:
            self.edit.setText(str(chosen.data()))
        else:
            self.edit.returnPressed.emit()
