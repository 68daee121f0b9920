"""Linking a concern that was about nobody named to the record of whom it turned out to be."""

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from vrp_desktop.domain.people import PersonLine
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.kit import messages
from vrp_desktop.ui.kit.parts import label
from vrp_desktop.ui.kit.picker import Picker
from vrp_desktop.ui.kit.screen import Screen


class Linking(QWidget):
    """For the designated lead: a name is typed, whoever is found is linked. Why stands in the note above."""

    def __init__(self, screen: Screen, services: Provider, link: Callable[[PersonLine], None]) -> None:
        super().__init__()
        self._screen, self._link = screen, link
        self.picker = Picker(screen, services.people.search, "concern-person")
        self.picker.picked.connect(self._picked)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(label("Do you know now whom it is about?", "heading"))
        layout.addWidget(label("Write in your note how you know, then find their record.", "muted"))
        layout.addWidget(self.picker)
        self.hide()

    def offer(self, offered: bool) -> None:
        """Shows it, where a concern is linked to nobody yet."""
        self.picker.clear()
        self.setVisible(offered)

    def _picked(self, line: PersonLine) -> None:
        name = f"{line.known_as} ({line.full_name})" if line.full_name else line.known_as
        if messages.ask(
            self._screen,
            "Link it to this record?",
            f"The concern is about {name} from now on, and their record is kept. It cannot be linked to "
            "another one later.",
            "Link it",
        ):
            self._link(line)
