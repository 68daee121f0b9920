"""The commissioner's organisation: the way to what keeps the store."""

from functools import partial

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from vrp_desktop.services.commissioner import Commissioner
from vrp_desktop.ui.kit.parts import COLUMN, button, card, column, label, scrolled
from vrp_desktop.ui.kit.screen import Screen
from vrp_desktop.ui.kit.work import Work
from vrp_desktop.ui.organisation.pages import COMMISSIONER_PAGES


class CommissionerOrganisationScreen(Screen):
    """A line for each page, with what it is for."""

    title = "Organisation"

    def __init__(self, services: Commissioner, work: Work) -> None:
        super().__init__(work)
        self.buttons: list[QPushButton] = []
        cards = []
        for name, word, words, _ in COMMISSIONER_PAGES:
            made = button(word, partial(self.go, name))
            made.setAccessibleDescription(words)
            self.buttons.append(made)
            cards.append(card(made, label(words, "muted")))
        whole = column(*cards, None, spacing=12, margin=24)
        whole.setMaximumWidth(COLUMN + 200)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(whole))

    def first_focus(self) -> QWidget | None:
        return self.buttons[0]
