"""The numbers of a measure, one field an item or a score: what is typed from a paper form."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QScrollArea, QWidget

from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.instruments import Entry, Instrument, Item, Scale
from vrp_desktop.domain.scoring import shown
from vrp_desktop.ui.kit.fields import TextField
from vrp_desktop.ui.kit.forms import Form
from vrp_desktop.ui.kit.parts import label


class ScoreField(TextField):
    """A number that may be negative or have decimals, or None where nothing is written."""

    def __init__(self) -> None:
        super().__init__(width=8)

    def value(self) -> float | None:  # type: ignore[override]  # a line of text that holds a number
        text = self.edit.text().strip().replace(",", ".").replace("−", "-")
        if not text:
            return None
        digits = text.removeprefix("-").replace(".", "", 1)
        if not digits.isascii() or not digits.isdecimal() or len(digits) > 9:
            raise Refused("Write a number, like 12.")
        number = float(text)
        return int(number) if number.is_integer() else number

    def typed(self) -> str:
        return self.edit.text()

    def _show(self, value: object) -> None:
        self.edit.setText(shown(value) if isinstance(value, int | float) else str(value or ""))


class Numbers(Form):
    """A field for each item that is asked, or for each score. Enter goes to the next; so does a digit where
    each answer has only one."""

    def __init__(self, instrument: Instrument, age: int | None) -> None:
        super().__init__()
        self.items: dict[str, Item] = {}
        self.scales: dict[str, Scale] = {}
        self._order: list[QLineEdit] = []
        self._single: set[QLineEdit] = set()
        ranges = {f"{item.lowest} to {item.highest}" for item in instrument.items if not item.words}
        if ranges:
            self.place(
                label(f"From {' or '.join(sorted(ranges))}. A digit goes on to the next item.", "small")
            )
        if instrument.entry is Entry.ITEMS:
            for item in instrument.asked(age):
                self.items[item.code] = item
                hint = _answers(item) if item.words else ""
                field = self.add(item.code, item.title, ScoreField(), hint)
                self._order.append(field.edit)
                if item.lowest >= 0 and item.highest <= 9:
                    self._single.add(field.edit)
        for scale in instrument.scales if instrument.entry is Entry.SCORES else ():
            self.scales[scale.code] = scale
            hint = f"{scale.lowest} to {scale.highest}"
            if scale.of:
                hint += ". Added up by itself where all its parts are written."
            self._order.append(self.add(scale.code, scale.title, ScoreField(), hint).edit)
        for edit in self._order:
            edit.installEventFilter(self)
            edit.textEdited.connect(lambda _, edit=edit: self._typed(edit))

    def first(self) -> QLineEdit | None:
        """Where typing begins."""
        return self._order[0] if self._order else None

    def answers(self) -> dict[str, int]:
        """The answers that are there, by item. Refused where one is no whole number."""
        given = {code: value for code, value in self.values().items() if code in self.items}
        faults = {
            code: "Write a whole number."
            for code, value in given.items()
            if value is not None and not isinstance(value, int)
        }
        if faults:
            raise Refused.for_fields(faults)
        return {code: value for code, value in given.items() if value is not None}

    def scores(self) -> dict[str, float]:
        """The scores that are there, by scale."""
        given = self.values()
        return {code: given[code] for code in self.scales if given[code] is not None}

    def answer(self, code: str, value: int | None) -> None:
        """Writes an answer that was chosen elsewhere, as if it had been typed here."""
        self.field(code).set_value(value)
        self.field(code).edited.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            watched in self._order
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self._go_on(watched)
            return True
        return super().eventFilter(watched, event)

    def _typed(self, edit: QLineEdit) -> None:
        if edit in self._single and len(edit.text().strip()) == 1:
            self._go_on(edit)

    def _go_on(self, watched: object) -> None:
        at = next(number for number, edit in enumerate(self._order) if edit is watched)
        if at + 1 < len(self._order):
            following = self._order[at + 1]
            following.setFocus(Qt.FocusReason.TabFocusReason)
            following.selectAll()
            in_sight(following)
        else:
            self.submitted.emit()


def in_sight(widget: QWidget) -> None:
    """Scrolls to a widget that was given the keyboard by the program: by itself only the tab key does."""
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea):
            parent.ensureWidgetVisible(widget, 0, 60)
            return
        parent = parent.parentWidget()


def _answers(item: Item) -> str:
    if not item.answers:
        return f"{item.lowest} to {item.highest}"
    return ", ".join(f"{number} {words}" for number, words in item.answers)
