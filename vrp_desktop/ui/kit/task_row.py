"""A row in which something to do is written down: what, until when, by whom."""

from collections.abc import Iterable
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.tasks import TaskDetails, said_gently
from vrp_desktop.domain.users import User
from vrp_desktop.ui.kit.dates import DateField
from vrp_desktop.ui.kit.fields import ChoiceField, TextField
from vrp_desktop.ui.kit.forms import Form
from vrp_desktop.ui.kit.parts import button, label, quiet, row


class TaskRow(QWidget):
    """A button that opens the form; Enter or the button in it adds. The page saves what ``wanted`` tells, and
    answers with ``added`` or ``form.refuse``."""

    wanted = Signal(object)
    """The ``TaskDetails`` to be added, about nobody yet."""

    def __init__(self, today: date) -> None:
        super().__init__()
        self._today = today
        self.open_button = button("Add something to do", self.open)
        self.form = Form()
        self.form.add("words", "What is to be done", TextField())
        self.form.add(
            "due_on", "By when", DateField(today, start_today=False), "Empty where it does not matter."
        )
        self.gently = label("", "muted")
        self.form.place(self.gently)
        self.owner: ChoiceField = self.form.add("owner_id", "Whose it is to do", ChoiceField(otherwise=""))
        self.add_button = button("Add", self._add)
        self.add_button.setAccessibleName("Add it to what is to be done")
        self.cancel_button = quiet("Cancel", self.close_form)
        self.form.place(row(self.add_button, self.cancel_button))
        self.form.edited.connect(self._fit)
        self.form.submitted.connect(self._add)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(row(self.open_button))
        layout.addWidget(self.form)
        self.clear()

    def offer(self, owners: Iterable[User]) -> None:
        """Whose it can be: the first of them is chosen."""
        there = list(owners)
        chosen = self.owner.value()
        self.owner.set_choices([(user.id, user.name) for user in there])
        if there and chosen is None:
            self.owner.set_value(there[0].id)

    def open(self) -> None:
        """The form, the keyboard in its first field."""
        self.form.show()
        self.open_button.hide()
        self.form.focus_first()

    def added(self) -> None:
        """It is saved: the form is ready for the next."""
        self._empty()
        self.form.focus_first()

    def close_form(self) -> None:
        """Puts the form away; the keyboard is where it was opened."""
        self.clear()
        self.open_button.setFocus()

    def clear(self) -> None:
        """Empties the form and puts it away."""
        self._empty()
        self.form.hide()
        self.open_button.show()

    def _empty(self) -> None:
        self.form.write({"words": "", "due_on": None})
        self._fit()

    def _fit(self) -> None:
        try:
            words = said_gently(self.form.field("due_on").value(), self._today)
        except Refused:
            words = ""
        self.gently.setText(words)
        self.gently.setVisible(bool(words))

    def _add(self) -> None:
        try:
            answers = self.form.values()
        except Refused as refused:
            self.form.refuse(refused)
            return
        self.wanted.emit(TaskDetails(answers["words"], answers["owner_id"] or "", answers["due_on"]))
