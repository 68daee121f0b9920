"""A new recovery key in place of the one on paper."""

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout, QWidget

from vrp_desktop.services.commissioner import Commissioner
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.kit import messages
from vrp_desktop.ui.kit.field import CheckField
from vrp_desktop.ui.kit.forms import Form
from vrp_desktop.ui.kit.parts import COLUMN, column, label, primary, row, scrolled
from vrp_desktop.ui.kit.passphrases import PassphraseField
from vrp_desktop.ui.kit.recovery import RecoveryCard
from vrp_desktop.ui.kit.screen import Screen
from vrp_desktop.ui.kit.work import Work


class RecoveryScreen(Screen):
    """First one's own passphrase; then the key, until somebody says that it is put away."""

    title = "New recovery key"

    def __init__(self, services: Provider | Commissioner, work: Work) -> None:
        super().__init__(work)
        self._services = services
        self.form = Form()
        self._mine: PassphraseField = self.form.add("passphrase", "Your own passphrase", PassphraseField())
        self.form.submitted.connect(self._make)
        self.make_button = primary("Make a new recovery key", self._make)
        self._asking = column(
            label(
                "The key on paper opens the store no more once a new one is made. It still opens the backups "
                "made before: keep it until a later backup is shown as proven.",
                "muted",
            ),
            self.form,
            row(self.make_button),
            spacing=14,
        )
        self.card = RecoveryCard("", work)
        self.tick = CheckField("I have written it down and put it away safely")
        self.done_button = primary("Done", self._done)
        self.done_button.setEnabled(False)
        self.tick.edited.connect(lambda: self.done_button.setEnabled(self.tick.value()))
        self._showing = column(
            label("Write down the new recovery key. It is shown this once.", "heading"),
            self.card,
            self.tick,
            row(self.done_button),
            spacing=14,
        )
        whole = column(self._asking, self._showing, None, margin=24)
        whole.setMaximumWidth(COLUMN + 60)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(whole))
        self._step(showing=False)

    def load(self) -> None:
        self.forget()

    def forget(self) -> None:
        self.card.forget()
        self._mine.clear()
        self.form.clear_faults()
        self._step(showing=False)

    def may_leave(self) -> bool:
        """A key that is shown is gone afterwards."""
        return (
            self._showing.isHidden()
            or self.tick.value()
            or messages.ask(
                self,
                "Leave without the recovery key?",
                "It is shown this once. Without it nobody can open the store after a passphrase is lost.",
                "Leave",
                "Stay",
            )
        )

    def first_focus(self) -> QWidget | None:
        return self._mine.control()

    def _make(self) -> None:
        if not self.make_button.isEnabled():
            return
        self.form.clear_faults()
        mine = self._mine.value()
        self.make_button.setEnabled(False)
        self.save(
            lambda: self._services.users.new_recovery_key(mine),
            self._show,
            self.form.refuse,
            always=lambda: self.make_button.setEnabled(True),
        )

    def _show(self, key: str) -> None:
        self._mine.clear()
        self.card.show_key(key, partial(self._write, key))
        self._step(showing=True)
        self.card.shown.setFocus()
        self.card.shown.deselect()

    def _write(self, key: str, path: Path) -> Path:
        from vrp_desktop.services import kits

        return kits.write_kit(self._services.workspace, key, path)

    def _done(self) -> None:
        self.forget()
        self.go("users")

    def _step(self, showing: bool) -> None:
        self._asking.setVisible(not showing)
        self._showing.setVisible(showing)
        self.tick.set_value(False)
        self.done_button.setEnabled(False)
