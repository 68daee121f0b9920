"""Writing somebody into a person's life: a name, or a record that is found by it."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from vrp_desktop.domain import codes
from vrp_desktop.domain.network import Link, LinkDetails
from vrp_desktop.domain.people import PersonLine
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.kit.dates import DateField
from vrp_desktop.ui.kit.fields import CheckField, ChoiceField, TextArea, TextField
from vrp_desktop.ui.kit.forms import Form
from vrp_desktop.ui.kit.parts import heading, label, primary, quiet, row
from vrp_desktop.ui.kit.picker import Picker
from vrp_desktop.ui.kit.screen import Screen


class FamilyForm(QWidget):
    """The fields of one link. ``link`` is the one that is changed, None for a new one; ``other`` is whose
    record was found for it."""

    def __init__(self, screen: Screen, services: Provider, save: Callable[[], None]) -> None:
        super().__init__()
        self.link: Link | None = None
        self.other: PersonLine | None = None
        self.title = heading("Add somebody")
        self.picker = Picker(screen, services.people.search, "family-person")
        self.picker.picked.connect(self.pick)
        self.hint = label("Somebody who has a record here. For anybody else write a name below.", "small")
        self.found = label("", "good")
        self.undo_button = quiet("Not them", self._unpick)
        self.found_line = row(self.found, self.undo_button, None)
        self.form = Form()
        self.form.add("relation", "What they are to them", ChoiceField(codes.code_list("relation"), "Choose"))
        self.form.add("name", "What they are called", TextField(), "“Nan” or “Jo from school” is enough.")
        self.form.add("contact", "How to reach them", TextField())
        self.form.add("emergency", "", CheckField("To be called in an emergency"))
        self.form.add("trusted", "", CheckField("Somebody they trust"))
        self.form.add("lives_with", "", CheckField("Lives with them"))
        self.form.add("note", "Note", TextArea(2))
        self.form.add(
            "ended_on",
            "No longer in their life since",
            DateField(services.workspace.today, start_today=False),
            "Leave it empty while they are.",
        )
        self.form.submitted.connect(save)
        # The page shows them under all of it: they must not have to be scrolled to.
        self.save_button = primary("Add", save)
        self.cancel_button = quiet("Cancel")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for part in (self.title, self.picker, self.hint, self.found_line, self.form):
            layout.addWidget(part)
        layout.addStretch(1)
        self.begin()

    def begin(self, link: Link | None = None) -> None:
        """Empty for somebody new, or with what was written of somebody."""
        self.link, self.other = link, None
        self.title.setText("Add somebody" if link is None else f"Change {link.name}")
        self.form.write(LinkDetails(None) if link is None else link.details)
        self.form.show_field("ended_on", link is not None)
        self.form.show_field("name", link is None or link.other_id is None)
        self.picker.clear()
        self._fit()
        words = "Add" if link is None else "Save"
        self.save_button.setText(words)
        self.save_button.setAccessibleName(words)
        self.cancel_button.setVisible(link is not None)

    def details(self) -> LinkDetails:
        """What stands in the fields. Refused where one cannot be read."""
        return self.form.build(LinkDetails)

    def pick(self, line: PersonLine) -> None:
        """Somebody's record was found: what is left is what they are to the person."""
        self.other = line
        name = self.form.field("name")
        name.set_value(line.known_as)
        name.edited.emit()
        self._fit()
        self.form.field("relation").control().setFocus(Qt.FocusReason.OtherFocusReason)

    def _unpick(self) -> None:
        self.other = None
        self._fit()
        self.picker.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fit(self) -> None:
        """A record is looked for while none is linked; one that was found can be put back."""
        looks = self.other is None and (self.link is None or self.link.other_id is None)
        self.picker.setVisible(looks)
        self.hint.setVisible(looks)
        self.found_line.setVisible(self.other is not None)
        if self.other is not None:
            name = f" ({self.other.full_name})" if self.other.full_name else ""
            self.found.setText(f"It will lead to the record of {self.other.known_as}{name}.")
