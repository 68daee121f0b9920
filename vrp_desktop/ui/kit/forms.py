"""A form: labels above fields in one column, sections that say why they ask, faults told all at once."""

import dataclasses
from collections.abc import Mapping
from typing import Any, TypeVar

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from vrp_desktop.domain.errors import Refused
from vrp_desktop.ui.kit.field import CheckField, Field
from vrp_desktop.ui.kit.parts import COLUMN, button, heading, label

D = TypeVar("D")


class ErrorSummary(QFrame):
    """ "There is a problem": takes the keyboard, names every fault, and leads to each field."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "error")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleIdentifier("problem")
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(14, 10, 14, 10)
        self._layout.setSpacing(2)
        self._layout.addWidget(heading("There is a problem"))
        self._lines: list[QWidget] = []
        self.hide()

    def tell(self, faults: list[tuple[str, Field | None]]) -> None:
        """Shows these faults and takes the keyboard."""
        self.clear()
        for words, field in faults:
            made: QWidget
            made = label(words, "fault") if field is None else _link(words, field)
            self._layout.addWidget(made)
            # Else the newest widget would be the last that the tab key reaches.
            QWidget.setTabOrder(self._lines[-1] if self._lines else self, made)
            self._lines.append(made)
        words = "There is a problem. " + " ".join(text for text, _ in faults)
        self.setAccessibleName(words)
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def clear(self) -> None:
        """Takes it away."""
        for made in self._lines:
            self._layout.removeWidget(made)
            made.deleteLater()
        self._lines = []
        self.hide()

    def texts(self) -> list[str]:
        """The faults shown, for those who look from outside."""
        return [w.text() for w in self._lines if isinstance(w, QPushButton | QLabel)]


def _link(words: str, field: Field) -> QPushButton:
    made = button(words, lambda: field.control().setFocus(Qt.FocusReason.OtherFocusReason), "fault")
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    return made


@dataclasses.dataclass
class _Entry:
    field: Field
    hint: str
    fault: QLabel
    box: QWidget
    above: QLabel | None


class Form(QWidget):
    """Fields by the names of a details dataclass. ``build`` reads it, ``write`` shows it, ``refuse`` tells
    its faults. Faults are told on Save, never while typing; what was typed stays."""

    edited = Signal()
    submitted = Signal()
    """Enter was pressed in a line of text."""

    def __init__(self, parent: QWidget | None = None, *, wide: bool = False) -> None:
        """``wide`` lets it grow beyond the width that lines of text are read in."""
        super().__init__(parent)
        self.summary = ErrorSummary()
        self._entries: dict[str, _Entry] = {}
        self._touched = False
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(14)
        self._layout.addWidget(self.summary)
        if not wide:
            self.setMaximumWidth(COLUMN)

    def section(self, title: str, why: str = "") -> None:
        """Begins a part of the form; ``why`` says in a line why it is asked."""
        if self._entries:
            self._layout.addSpacing(10)
        self._layout.addWidget(heading(title))
        if why:
            self._layout.addWidget(label(why, "muted"))

    def add(self, name: str, words: str, field: Field, hint: str = "") -> Any:
        """Adds a field under its label, and gives the field back. ``name`` is the dataclass's field."""
        box = QWidget()
        layout = QVBoxLayout(box)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        above = None
        if not isinstance(field, CheckField):
            above = label(words, "label")
            above.setBuddy(field.control())
            layout.addWidget(above)
        if hint:
            layout.addWidget(label(hint, "small"))
        fault = label("", "fault")
        fault.hide()
        layout.addWidget(fault)
        layout.addWidget(field)
        field.name_as(name, words, hint)
        field.edited.connect(self._edited)
        if (submit := getattr(field.control(), "returnPressed", None)) is not None:
            submit.connect(self.submitted)
        self._layout.addWidget(box)
        self._entries[name] = _Entry(field, hint, fault, box, above)
        return field

    def place(self, widget: QWidget) -> None:
        """Puts something that is no field under what there is so far."""
        self._layout.addWidget(widget)

    def finish(self) -> None:
        """Takes up the room below, so that the fields keep together."""
        self._layout.addStretch(1)

    def field(self, name: str) -> Field:
        """A field by its name."""
        return self._entries[name].field

    def names(self) -> frozenset[str]:
        """The names of the fields that stand here."""
        return frozenset(self._entries)

    def show_field(self, name: str, shown: bool) -> None:
        """Shows or hides a field with its label; a hidden one is still read."""
        self._entries[name].box.setVisible(shown)

    def shows(self, name: str) -> bool:
        """Whether a field is one of those that are shown."""
        return not self._entries[name].box.isHidden()

    def rename(self, name: str, words: str) -> None:
        """Puts other words over a field, for eyes and for screen readers."""
        entry = self._entries[name]
        if entry.above is not None and entry.above.text() != words:
            entry.above.setText(words)
            entry.field.name_as(name, words, entry.hint)

    @property
    def touched(self) -> bool:
        """Whether a person has changed anything since ``write`` or ``settled``."""
        return self._touched

    def settled(self) -> None:
        """What stands here is saved."""
        self._touched = False

    def values(self) -> dict[str, Any]:
        """Every answer by name. Refused with every field that cannot be read."""
        found: dict[str, Any] = {}
        faults: dict[str, str] = {}
        for name, entry in self._entries.items():
            try:
                found[name] = entry.field.value()
            except Refused as refused:
                faults[name] = str(refused)
        if faults:
            raise Refused.for_fields(faults)
        return found

    def build(self, kind: type[D], **others: Any) -> D:
        """A details dataclass of these answers; ``others`` are fields that stand nowhere in the form."""
        names = {field.name for field in dataclasses.fields(kind)}  # type: ignore[arg-type]  # D is a dataclass
        return kind(**{**{k: v for k, v in self.values().items() if k in names}, **others})

    def change(self, details: D) -> D:
        """A copy of details with these answers in place of its own; the rest stays."""
        names = {field.name for field in dataclasses.fields(details)}  # type: ignore[arg-type]  # D is a dataclass
        answers = {k: v for k, v in self.values().items() if k in names}
        return dataclasses.replace(details, **answers)  # type: ignore[type-var]  # D is a dataclass

    def write(self, details: object | Mapping[str, Any]) -> None:
        """Shows a details dataclass (or a mapping), and forgets faults shown before."""
        for name, entry in self._entries.items():
            if isinstance(details, Mapping):
                if name in details:
                    entry.field.set_value(details[name])
            elif hasattr(details, name):
                entry.field.set_value(getattr(details, name))
        self.clear_faults()
        self._touched = False

    def typed(self) -> dict[str, Any]:
        """Every answer as it was given, right or wrong, by name: what a draft keeps."""
        return {name: entry.field.typed() for name, entry in self._entries.items()}

    def put_back(self, typed: Mapping[str, Any]) -> None:
        """Shows again what ``typed`` gave; the form counts as touched."""
        for name, entry in self._entries.items():
            if name in typed:
                entry.field.put_back(typed[name])
        self._touched = True

    def refuse(self, refused: Refused) -> None:
        """Shows a refusal: at the top, and beside each field it names. The top takes the keyboard."""
        self.clear_faults()
        told: list[tuple[str, Field | None]] = []
        for name, words in refused.fields.items():
            entry = self._entries.get(name)
            if entry is None:
                told.append((words, None))
                continue
            entry.fault.setText(words)
            entry.fault.show()
            entry.field.set_faulty(True)
            entry.field.describe(f"{words} {entry.hint}".strip())
            told.append((words, entry.field))
        if not told:
            told = [(str(refused), None)]
        order = [entry.field for entry in self._entries.values()]
        told.sort(key=lambda one: order.index(one[1]) if one[1] is not None else -1)
        self.summary.tell(told)
        QTimer.singleShot(0, self, self._reveal)

    def clear_faults(self) -> None:
        """Takes every fault away."""
        self.summary.clear()
        for entry in self._entries.values():
            if entry.fault.text():
                entry.fault.clear()
                entry.fault.hide()
                entry.field.set_faulty(False)
                entry.field.describe(entry.hint)

    def fault(self, name: str) -> str:
        """The words beside a field, or nothing."""
        return self._entries[name].fault.text()

    def focus_first(self) -> None:
        """The keyboard to the first field."""
        for entry in self._entries.values():
            entry.field.control().setFocus(Qt.FocusReason.OtherFocusReason)
            return

    def _reveal(self) -> None:
        parent = self.parentWidget()
        while parent is not None:
            if (reveal := getattr(parent, "ensureWidgetVisible", None)) is not None:
                reveal(self.summary)
                return
            parent = parent.parentWidget()

    def _edited(self) -> None:
        self._touched = True
        self.edited.emit()
