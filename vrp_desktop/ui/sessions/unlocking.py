"""Why a locked session has to be corrected: asked calmly, before anything else can be done to it."""

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from vrp_desktop.domain.errors import Refused
from vrp_desktop.ui.kit.fields import TextField
from vrp_desktop.ui.kit.forms import Form
from vrp_desktop.ui.kit.parts import card, heading, label, primary, row

WHY = (
    "Its register was finished a while ago, or a return has counted it. Say in a few words what was wrong: "
    "it opens for an hour, and the reason stays beside the change."
)


class Unlocking(QWidget):
    """Shown only while a reason is wanted."""

    def __init__(self, given: Callable[[str], None]) -> None:
        """``given`` gets the reason."""
        super().__init__()
        self._given = given
        self.form = Form()
        self.reason: TextField = self.form.add(
            "reason", "Why it has to be corrected", TextField("Ben was there, and not marked")
        )
        self.button = primary("Open it to correct", self.submit)
        self.form.place(row(self.button))
        self.form.submitted.connect(self.submit)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(card(heading("This session is locked"), label(WHY, "muted"), self.form))
        self.hide()

    @property
    def asking(self) -> bool:
        """Whether a reason is wanted now."""
        return not self.isHidden()

    def begin(self) -> None:
        """Asks, and takes the keyboard."""
        self.form.write({"reason": ""})
        self.show()
        self.form.focus_first()

    def end(self) -> None:
        """Asks no more."""
        self.form.write({"reason": ""})
        self.hide()

    def submit(self) -> None:
        """Hands the reason on."""
        self._given(self.reason.value())

    def refuse(self, refused: Refused) -> None:
        """Says what is wrong with the reason."""
        self.form.refuse(refused)
