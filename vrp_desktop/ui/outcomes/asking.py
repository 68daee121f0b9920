"""A measure on screen, one item after the other: a number key chooses, Enter goes on, Backspace goes back."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from vrp_desktop.domain.instruments import Item
from vrp_desktop.ui.kit.flow import Rows
from vrp_desktop.ui.kit.parts import button, label, quiet, row


class Asking(QFrame):
    """The screen is turned round, and they choose. What is chosen is told; the form of numbers holds it."""

    chosen = Signal(str, object)
    """An item's code and the value that was chosen."""
    ended = Signal()
    """Enter was pressed after the last item."""

    def __init__(self, items: Sequence[Item]) -> None:
        super().__init__()
        self.setProperty("ground", "asking")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleIdentifier("asking")
        self.items = tuple(items)
        self.values: dict[str, int] = {}
        self.at = 0
        self.step = label("", "muted")
        self.words = label("", "title")
        self.buttons: list[QPushButton] = []
        self._group = QButtonGroup(self)
        self._choices = QWidget()
        self._flow: Rows | QVBoxLayout | None = None
        self.back_button = quiet("Back", self.back)
        self.next_button = button("Next", self.next)
        for each in (self.back_button, self.next_button):
            each.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(20, 16, 20, 16)
        self._layout.setSpacing(10)
        for part in (self.step, self.words, self._choices, row(self.back_button, None, self.next_button)):
            self._layout.addWidget(part)
        self.show_item(0)

    def take(self, values: dict[str, int]) -> None:
        """What is answered so far, and the first item that is not."""
        self.values = dict(values)
        open_ones = [n for n, item in enumerate(self.items) if item.code not in values]
        self.show_item(open_ones[0] if open_ones else 0)

    def show_item(self, number: int) -> None:
        """Asks one item."""
        self.at = number
        item = self.items[number]
        self.step.setText(f"{number + 1} of {len(self.items)}")
        self.words.setText(item.title)
        made = QWidget()
        long = bool(item.answers) and len(item.answers) == item.highest - item.lowest + 1
        flow: Rows | QVBoxLayout = QVBoxLayout() if long else Rows(across=8, down=8)
        flow.setContentsMargins(0, 0, 0, 0)
        if isinstance(flow, QVBoxLayout):
            flow.setSpacing(6)
        made.setLayout(flow)
        if not long:
            fits = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
            fits.setHeightForWidth(True)
            made.setSizePolicy(fits)
        self._group = QButtonGroup(made)
        self.buttons = []
        order = [value for value, _ in item.answers] if long else range(item.lowest, item.highest + 1)
        for value in order:
            words = item.answer_words(value)
            text = str(value) if words == str(value) else f"{value}  {words}"
            one = button(text, partial(self.choose, value), "pick")
            one.setCheckable(True)
            one.setChecked(self.values.get(item.code) == value)
            one.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            one.setAccessibleName(f"{item.title}: {text}")
            if long:
                one.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            self._group.addButton(one)
            self.buttons.append(one)
            flow.addWidget(one)
        self._layout.replaceWidget(self._choices, made)
        self._choices.hide()
        self._choices.deleteLater()
        self._choices = made
        before: QWidget = self
        for each in (*self.buttons, self.back_button, self.next_button):
            QWidget.setTabOrder(before, each)
            before = each
        self.back_button.setEnabled(number > 0)
        self.next_button.setText("Next" if number + 1 < len(self.items) else "To the end")
        self._tell(item)

    def choose(self, value: int) -> None:
        """They chose; the same again takes it back."""
        item = self.items[self.at]
        if self.values.get(item.code) == value:
            del self.values[item.code]
        else:
            self.values[item.code] = value
        self.chosen.emit(item.code, self.values.get(item.code))
        self.show_item(self.at)

    def next(self) -> None:
        """The next item; after the last, the end."""
        if self.at + 1 < len(self.items):
            self.show_item(self.at + 1)
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.ended.emit()

    def back(self) -> None:
        """The item before."""
        if self.at > 0:
            self.show_item(self.at - 1)
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, item = event.key(), self.items[self.at]
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.next()
        elif key == Qt.Key.Key_Backspace:
            self.back()
        elif event.text().isdecimal() and event.text().isascii():
            self._digit(int(event.text()), item)
        else:
            super().keyPressEvent(event)

    def _digit(self, digit: int, item: Item) -> None:
        now = self.values.get(item.code)
        # On a scale of more than nine a second digit follows the first: 1 and then 0 is 10.
        if now is not None and item.highest > 9 and 10 * now + digit <= item.highest and now > 0:
            self.choose(10 * now + digit)
        elif item.lowest <= digit <= item.highest and digit != now:
            self.choose(digit)

    def _tell(self, item: Item) -> None:
        value = self.values.get(item.code)
        said = "not answered" if value is None else item.answer_words(value)
        self.setAccessibleName(f"{self.step.text()}: {item.title}")
        self.setAccessibleDescription(f"Now: {said}. Number keys choose, Enter goes on, Backspace goes back.")
