"""The chosen entry of the journal or of a history: what it says, and its whole change taken back."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from vrp_desktop.domain.journal import Told
from vrp_desktop.domain.journal_words import details, happened
from vrp_desktop.domain.permissions import Action
from vrp_desktop.services.commissioner import Commissioner
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.kit import messages
from vrp_desktop.ui.kit.parts import button, card, label, row
from vrp_desktop.ui.kit.screen import Screen

_MOST_SAID = 8


class ChosenEntry(QWidget):
    """For whoever may take a change back there is a button, or the reason why there is none."""

    def __init__(
        self, screen: Screen, services: Provider | Commissioner, taken_back: Callable[[], None]
    ) -> None:
        super().__init__()
        self._screen, self._services, self._taken_back = screen, services, taken_back
        self._told: Told | None = None
        self.details = label("")
        self.details.setAccessibleName("What the entry says")
        self.why_not = label("", "muted")
        self.undo_button = button("Take this change back…", self._undo)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(card(self.details, self.why_not, row(self.undo_button), spacing=8))
        self.show_entry(None)

    def show_entry(self, told: Told | None, lines: Sequence[str] = ()) -> None:
        """Shows what an entry says, in these lines; None shows nothing."""
        self._told = told
        self.setVisible(told is not None)
        self.details.setText("\n".join(lines))
        self.why_not.setText("")
        self.why_not.hide()
        self.undo_button.hide()
        services = self._services
        if told is None or told.withheld or not isinstance(services, Provider):
            return
        if not services.workspace.actor.may(Action.UNDO):
            return
        change = told.change

        def show(why: str | None) -> None:
            if self._told is not told:
                return
            self.undo_button.setVisible(why is None)
            self.why_not.setVisible(why is not None)
            self.why_not.setText("" if why is None else f"It cannot be taken back: {lowered(why)}")

        self._screen.read(lambda: services.audit.why_not(change), show, latest="why")

    def _undo(self) -> None:
        told, services = self._told, self._services
        if told is None or not isinstance(services, Provider):
            return
        audit, change = services.audit, told.change

        def sure(entries: tuple[Told, ...]) -> None:
            text = "All of this is taken back at once:\n\n" + "\n".join(map(_said, entries[:_MOST_SAID]))
            if len(entries) > _MOST_SAID:
                text += f"\n… and {len(entries) - _MOST_SAID} more"
            text += "\n\nThe journal keeps both: the change, and that you took it back."
            if messages.ask(self._screen, "Take this change back?", text, "Take it back"):
                self._screen.save(lambda: audit.undo(change), lambda _: self._taken_back())

        self._screen.read(lambda: audit.change(change), sure)


def _said(told: Told) -> str:
    """One line: what happened, to whom, and what stood there before and after."""
    about = f": {told.about}" if told.about else ""
    said = "; ".join(details(told)) if told.action == "update" else ""
    return f"{happened(told)}{about}{f' ({said})' if said else ''}"


def lowered(words: Any) -> str:
    """A sentence, for standing within another."""
    text = str(words)
    return text[:1].lower() + text[1:]
