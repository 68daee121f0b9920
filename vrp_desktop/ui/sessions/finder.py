"""Finding anybody for a register by a part of their name, or adding somebody new in two fields."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QDropEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from vrp_desktop.domain import age
from vrp_desktop.domain.pasting import pasted
from vrp_desktop.domain.people import SOUNDS_LIKE, PersonLine
from vrp_desktop.ui.kit.parts import button, label, restyle, row

ID = Qt.ItemDataRole.UserRole + 1
MOST_SHOWN = 6
_LINE, _ROUGH = 36, 48
"""How high a line of those found is at the least; and, outdoors, what is typed into and tapped."""

_BESIDES = 300
"""How much of a window, in pixels, is needed by what stands above and below those who are found."""


class _Names(QLineEdit):
    """A line for one name, that knows when it is given a list: by key, by the menu, or dropped."""

    def __init__(self, listed: Callable[[str], object]) -> None:
        super().__init__()
        self._listed = listed

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not (event.matches(QKeySequence.StandardKey.Paste) and self._took(_clipboard())):
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.createStandardContextMenu()
        for action in menu.actions():
            if action.objectName() == "edit-paste":
                action.triggered.disconnect()
                action.triggered.connect(self.paste_any)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def paste_any(self) -> None:
        """Pastes one name into the line; a list goes elsewhere."""
        if not self._took(_clipboard()):
            self.paste()

    def dropEvent(self, event: QDropEvent) -> None:
        if not self._took(event.mimeData().text()):
            super().dropEvent(event)

    def _took(self, text: str) -> bool:
        listed = len(pasted(text)) > 1
        if listed:
            self._listed(text)
        return listed


def _clipboard() -> str:
    return QGuiApplication.clipboard().text()


class Finder(QWidget):
    """A field, and below it who it may be. Enter takes the first, unless it only sounds like
    the name; the last line adds somebody new."""

    asked = Signal(str)
    """A text to search for."""
    picked = Signal(object)
    """The ``PersonLine`` to mark as present."""
    newcomer = Signal(str, object)
    """A name, and an approximate age or None."""
    pasted = Signal(str)
    """A whole list of names, in place of one."""
    touched = Signal()
    """Something was typed."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: tuple[PersonLine, ...] = ()
        self._answered = ""
        self._enter_waits = False
        self._line = _LINE
        words = label("Find anybody, or write a new name", "label")
        self.words = words
        self.name = _Names(self.pasted.emit)
        self.name.setPlaceholderText("Name or nickname")
        self.name.setClearButtonEnabled(True)
        self.name.setAccessibleName(words.text())
        self.name.setAccessibleIdentifier("find-person")
        words.setBuddy(self.name)
        self.found = QListWidget()
        self.found.setAccessibleName("People found")
        self.found.setAccessibleIdentifier("people-found")
        self.found.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.found.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.found.hide()
        self.age = QLineEdit()
        self.age.setFixedWidth(70)
        self.age.setAccessibleName("About how old, in years")
        self.age.setAccessibleIdentifier("newcomer-age")
        self.hint = label("", "muted")
        self.add = button("Add", self._add)
        self.new = row(self.hint, self.age, self.add, None)
        self.new.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        words.setWordWrap(False)
        for part in (self.found, row(words, self.name, spacing=12), self.new):
            layout.addWidget(part)
        self.name.textEdited.connect(self._typed)
        self.name.returnPressed.connect(self._enter)
        self.age.returnPressed.connect(self._add)
        for edit in (self.name, self.age):
            edit.textEdited.connect(lambda _: self.touched.emit())
        self.found.itemActivated.connect(self._take)
        self.found.itemClicked.connect(self._take)
        self.name.installEventFilter(self)

    def fit(self, rough: bool, alone: bool) -> None:
        """Large outdoors; where a session is about one person, it asks for that one."""
        self.words.setText("Who was it with?" if alone else "Find anybody, or write a new name")
        self.name.setAccessibleName(self.words.text())
        for part in (self.name, self.age):
            restyle(part, "large", rough)
        restyle(self.add, "role", "tap" if rough else "")
        self._line = _ROUGH if rough else _LINE
        self.found.setStyleSheet(f"QListView::item {{ min-height: {_ROUGH}px; }}" if rough else "")

    def show_found(
        self, text: str, lines: Sequence[PersonLine], here: Mapping[str, str] | None = None
    ) -> None:
        """Shows who may be meant by a text, unless it has changed since. ``here`` says of those in the
        register how they are marked."""
        if text != self.name.text().strip():
            return
        self._lines, self._answered = tuple(lines[:MOST_SHOWN]), text
        self.found.clear()
        for line in self._lines:
            named = f" · {line.full_name}" if line.full_name not in ("", line.known_as) else ""
            years = "" if line.age is None else f" · {line.age}, {age.word_for(line.age)}"
            alike = f" · {SOUNDS_LIKE}" if line.sounds_like else ""
            there = f" · {here[line.id]}" if here and line.id in here else ""
            item = QListWidgetItem(f"{line.known_as}{alike}{named}{years}{there}")
            item.setData(ID, line.id)
            self.found.addItem(item)
        self.found.addItem(QListWidgetItem(f"Add “{text}” as somebody new"))
        height = max(self._line, self.found.sizeHintForRow(0))
        # On a small screen the line that is typed into stays in sight, and the first that are found.
        fits = max(3, (self.window().height() - _BESIDES) // height)
        self.found.setFixedHeight(min(self.found.count(), fits) * height + 8)
        # Enter never takes somebody who only sounds like what was written for the one who was meant.
        sure = bool(self._lines) and not self._lines[0].sounds_like
        self.found.setCurrentRow(0 if sure else self.found.count() - 1)
        self.found.show()
        if self._enter_waits:
            self._enter_waits = False
            self._take(self.found.currentItem())

    def typed(self) -> dict[str, str]:
        """What stands half-typed here; empty where nothing does. An age, even an empty one, is there where
        it is asked for."""
        if not self.name.text():
            return {}
        asked = {"age": self.age.text()} if not self.new.isHidden() else {}
        return {"name": self.name.text(), **asked}

    def put_back(self, typed: Mapping[str, Any]) -> None:
        """Shows again what was typed, and whom it finds."""
        name = str(typed.get("name", ""))
        self.name.setText(name)
        if "age" in typed:
            self._ask_age()
            self.age.setText(str(typed["age"]))
        elif name.strip():
            self.asked.emit(name.strip())

    def reset(self) -> None:
        """Empties the field for the next name."""
        self.name.clear()
        self.age.clear()
        self._lines, self._answered, self._enter_waits = (), "", False
        self.found.hide()
        self.new.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The down and up keys choose among those found without leaving the field; Escape empties it."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self.found.isVisible():
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None:
                # Up from the first leads to the last at once: somebody new.
                self.found.setCurrentRow((self.found.currentRow() + step) % self.found.count())
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.reset()
                return True
        return super().eventFilter(watched, event)

    def _typed(self, text: str) -> None:
        self.new.hide()
        self._enter_waits = False
        if text.strip():
            self.asked.emit(text.strip())
        else:
            self.reset()

    def _enter(self) -> None:
        """Enter may come before the answer to what was just typed: then it waits for it."""
        if not self.name.text().strip():
            return
        if self._answered == self.name.text().strip():
            self._take(self.found.currentItem() or self.found.item(0))
        else:
            self._enter_waits = True

    def _take(self, item: QListWidgetItem) -> None:
        chosen = next((line for line in self._lines if line.id == item.data(ID)), None)
        if chosen is not None:
            self.reset()
            self.picked.emit(chosen)
            return
        self._ask_age()
        self.age.setFocus()

    def _ask_age(self) -> None:
        self.found.hide()
        self.hint.setText(f"{self.name.text().strip()} is about")
        self.new.show()

    def _add(self) -> None:
        text = self.age.text().strip()
        if text and not (text.isdecimal() and int(text) <= age.OLDEST):
            self.hint.setText(f"Write an age from 0 to {age.OLDEST}, or leave it empty.")
            self.age.setFocus()
            return
        known_as = self.name.text().strip()
        self.reset()
        self.newcomer.emit(known_as, int(text) if text else None)
        self.name.setFocus()
