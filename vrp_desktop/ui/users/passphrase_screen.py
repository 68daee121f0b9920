"""One's own passphrase, changed by whoever is signed in."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from vrp_desktop.domain.changes import Saved
from vrp_desktop.domain.errors import Refused
from vrp_desktop.services.commissioner import Commissioner
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.kit.forms import Form
from vrp_desktop.ui.kit.parts import COLUMN, column, label, primary, row, scrolled
from vrp_desktop.ui.kit.passphrases import PassphraseField
from vrp_desktop.ui.kit.screen import Screen
from vrp_desktop.ui.kit.work import Work


class PassphraseScreen(Screen):
    """Three fields, one button."""

    title = "Change my passphrase"

    def __init__(self, services: Provider | Commissioner, work: Work) -> None:
        super().__init__(work)
        self._services = services
        self.form = Form()
        self._fields: tuple[PassphraseField, ...] = (
            self.form.add("passphrase", "Your passphrase now", PassphraseField()),
            self.form.add(
                "new",
                "Your new passphrase",
                PassphraseField(),
                "At least 12 characters. Three or four words that only you would put together.",
            ),
            self.form.add("again", "The new one again", PassphraseField()),
        )
        self.form.submitted.connect(self._save)
        self.button = primary("Change my passphrase", self._save)
        self.said = label("", "good")
        self.said.hide()
        whole = column(
            label("Nobody else learns it. The records and the recovery key stay as they are.", "muted"),
            self.form,
            row(self.button),
            self.said,
            None,
            spacing=14,
            margin=24,
        )
        whole.setMaximumWidth(COLUMN + 60)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(whole))

    def load(self) -> None:
        self.forget()

    def forget(self) -> None:
        self.form.clear_faults()
        self.said.hide()
        for each in self._fields:
            each.clear()

    def first_focus(self) -> QWidget | None:
        return self._fields[0].control()

    def _save(self) -> None:
        if not self.button.isEnabled():
            return
        self.form.clear_faults()
        self.said.hide()
        said = self.form.values()
        if said["new"] != said["again"]:
            self.form.refuse(
                Refused.for_fields({"again": "The two passphrases differ. Type the same one twice."})
            )
            return
        new, now = said["new"], said["passphrase"]
        self.button.setEnabled(False)
        self.save(
            lambda: self._services.users.change_my_passphrase(new, now),
            self._done,
            self.form.refuse,
            always=lambda: self.button.setEnabled(True),
        )

    def _done(self, _: Saved) -> None:
        self.forget()
        self.said.setText("Changed. Use the new passphrase from now on.")
        self.said.show()
