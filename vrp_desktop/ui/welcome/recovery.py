"""The recovery key, shown once."""

from PySide6.QtCore import Signal

from vrp_desktop.ui.kit.field import CheckField
from vrp_desktop.ui.kit.parts import primary, row
from vrp_desktop.ui.kit.recovery import RecoveryCard, Write
from vrp_desktop.ui.kit.work import Work
from vrp_desktop.ui.welcome.page import WelcomePage


class RecoveryPage(WelcomePage):
    """Cannot be left before somebody says that the key is written down."""

    done = Signal()

    def __init__(self, key: str, work: Work | None = None, write: Write | None = None) -> None:
        super().__init__(
            "Write down the recovery key",
            "If everybody’s passphrase is lost, only this key opens the store. It is shown this once. "
            "Nobody, not even we, can bring the records back without it.",
        )
        self.card = RecoveryCard(key, work, write)
        self.shown = self.card.shown
        self.body.addWidget(self.card)
        self.go_on = primary("Continue", self._finish)
        self.tick = CheckField("I have written it down and put it away safely")
        self.tick.box.setAccessibleIdentifier("written-down")
        self.tick.edited.connect(lambda: self.go_on.setEnabled(self.tick.value()))
        self.go_on.setEnabled(False)
        self.body.addWidget(self.tick)
        self.body.addWidget(row(self.go_on))
        self.body.addStretch(1)

    def start(self) -> None:
        self.shown.setFocus()
        self.shown.deselect()

    def _finish(self) -> None:
        self.card.forget()
        self.done.emit()
