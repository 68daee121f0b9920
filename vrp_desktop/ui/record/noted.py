"""What is noted beside a journey, line by line, each changed or taken away in a small form below."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from vrp_desktop.domain.errors import Refused
from vrp_desktop.ui.kit.fields import TextField
from vrp_desktop.ui.kit.forms import Form
from vrp_desktop.ui.kit.parts import button, heading, label, quiet, row

_ID = "entry_id"
"""A field that nobody sees: which line the form is about, so that a draft of it comes back to that line."""


@dataclass(frozen=True)
class Entry:
    """A line: its row, its words, and what the form shows of it."""

    id: str
    words: str
    details: object


class Noted(QWidget):
    """A heading, a line for each entry, and a form that opens on asking. What is wanted is told by signals;
    the page does it, and answers with ``close`` or ``form.refuse``."""

    save_wanted = Signal(str, object)
    """The id of the entry, empty for a new one, and its details."""
    remove_wanted = Signal(str)
    closed = Signal()
    """The form is put away: what stood in it is saved, or not wanted."""

    def __init__(self, title: str, verb: str, build: Callable[[Form], object], **blank: Any) -> None:
        """``verb`` is the button of a new one, ``build`` makes details of the form, ``blank`` is what a new
        one begins with."""
        super().__init__()
        self._build, self._blank = build, blank
        self._empty: dict[str, Any] = {}
        self.lines: list[str] = []
        self.change_buttons: list[QPushButton] = []
        self.add_button = button(verb, lambda: self.open("", blank))
        self.form = Form()
        self.form.add(_ID, "Which", TextField())
        self.form.show_field(_ID, False)
        self.save_button = button("Save", self._save)
        self.remove_button = quiet("Remove", lambda: self.remove_wanted.emit(self.form.field(_ID).value()))
        self.cancel_button = quiet("Cancel", self.close_form)
        for each in (self.save_button, self.remove_button, self.cancel_button):
            each.setAccessibleName(f"{each.text()}: {title}")
        self._entries = QVBoxLayout()
        self._entries.setContentsMargins(0, 0, 0, 0)
        self._entries.setSpacing(4)
        self._rows: list[QWidget] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(heading(title))
        layout.addLayout(self._entries)
        layout.addWidget(row(self.add_button))
        layout.addWidget(self.form)
        self._buttons = row(self.save_button, self.remove_button, self.cancel_button)
        layout.addWidget(self._buttons)
        self.form.submitted.connect(self._save)

    def show_entries(self, entries: Sequence[Entry], may_add: bool = True) -> None:
        """Shows these lines in place of those before."""
        for each in self._rows:
            self._entries.removeWidget(each)
            each.deleteLater()
        self._rows, self.change_buttons = [], []
        self.lines = [entry.words for entry in entries]
        for entry in entries:
            change = button("Change", partial(self.open, entry.id, entry.details), "link")
            change.setAccessibleName(f"Change: {entry.words[:120]}")
            made = row(label(entry.words), change)
            self.change_buttons.append(change)
            self._rows.append(made)
            self._entries.addWidget(made)
        self.add_button.setEnabled(may_add)

    @property
    def begun(self) -> bool:
        """Whether the form is open."""
        return not self.form.isHidden()

    def open(self, entry_id: str, details: object) -> None:
        """Opens the form on one of the lines, or on a new one."""
        self.clear_form()
        self.form.write(details)
        self.form.field(_ID).set_value(entry_id)
        self._show_form(True)
        self.fit()
        self.first().control().setFocus()

    def reopen(self) -> None:
        """Opens the form where a draft has brought something back into it."""
        self._show_form(self.form.typed() != self._empty)
        self.fit()

    def close_form(self) -> None:
        """Empties the form and puts it away; the keyboard is where it was opened."""
        self.clear_form()
        self.add_button.setFocus()
        self.closed.emit()

    def clear_form(self) -> None:
        """Empties the form and puts it away."""
        self.form.write(dict.fromkeys(self.form.typed()))
        self._empty = self.form.typed()
        self._show_form(False)

    def first(self) -> Any:
        """The field the keyboard begins in."""
        return self.form.field(next(iter(self._blank)))

    def fit(self) -> None:
        """Shows the fields that the answers ask for. Override."""

    def _show_form(self, shown: bool) -> None:
        self.form.setVisible(shown)
        self._buttons.setVisible(shown)
        self.add_button.setVisible(not shown)
        self.remove_button.setVisible(shown and bool(self.form.field(_ID).value()))

    def _save(self) -> None:
        try:
            details = self._build(self.form)
        except Refused as refused:
            self.form.refuse(refused)
            return
        self.save_wanted.emit(self.form.field(_ID).value(), details)
