"""A provider's key that nobody has confirmed: its fingerprint to compare by telephone, and the confirming."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from vrp_desktop.domain.errors import Refused
from vrp_desktop.ui.kit.flow import Beside
from vrp_desktop.ui.kit.forms import Form
from vrp_desktop.ui.kit.parts import button, card, column, heading, label, row
from vrp_desktop.ui.kit.passphrases import PassphraseField

_CHANGED = (
    "This return is signed with another key than {provider} signed with before, so it was not taken in. "
    "A new store makes a new key; so does somebody who writes in their name."
)
_NEW = (
    "This is the first key seen of {provider}. The return counts already; until the key is compared, only "
    "the name on it says that it is theirs."
)
_COMPARE = (
    "Ring them, on a number you had before the file came. Let them read the fingerprint to you: it is on the "
    "last sheet of the workbook on their own computer, “signature”. Confirm only if every letter and digit "
    "is the same. From then on, what this key signs is theirs."
)


class KeyPanel(QWidget):
    """One key at a time. It asks through ``confirmed``, with the passphrase that was typed."""

    def __init__(self, confirmed: Callable[[str], None]) -> None:
        super().__init__()
        self._confirmed = confirmed
        self._changed = False
        self.about = heading("")
        self.what = label("")
        self.fingerprint = label("", "title")
        self.fingerprint.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.fingerprint.setAccessibleIdentifier("fingerprint")
        self.form = Form()
        self.passphrase: PassphraseField = self.form.add(
            "passphrase", "Your passphrase once more", PassphraseField()
        )
        self.confirm_button = button("Confirm the key", self._ask)
        self.form.place(row(self.confirm_button))
        self.form.finish()
        self.form.submitted.connect(self._ask)
        said = column(self.what, label(_COMPARE, "muted"), None, spacing=6)
        asked = column(label("Fingerprint of the key", "label"), self.fingerprint, self.form, None, spacing=6)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(card(self.about, Beside(said, asked, (1, 1), wide=820, spacing=28, below=12)))
        self.hide()

    def offer(self, provider: str, fingerprint: str, changed: bool) -> None:
        """Shows a key that can be confirmed."""
        if fingerprint != self.fingerprint.text():
            self._empty()
        self.about.setText("Is this their new key?" if changed else "Is this their key?")
        self.what.setText((_CHANGED if changed else _NEW).format(provider=provider))
        self.fingerprint.setText(fingerprint)
        self.fingerprint.setAccessibleName(f"Fingerprint of the key of {provider}: {fingerprint}")
        words = "Confirm the key and take the file in" if changed else "Confirm the key"
        self.confirm_button.setText(words)
        self.confirm_button.setAccessibleName(words)
        self.show()

    def withdraw(self) -> None:
        """There is nothing to confirm."""
        self._empty()
        self.fingerprint.setText("")
        self.hide()

    def busy(self, busy: bool) -> None:
        """While it is being confirmed nobody confirms it twice."""
        self.confirm_button.setEnabled(not busy)

    def refuse(self, refused: Refused) -> None:
        """Says beside the passphrase what is wrong."""
        self.form.refuse(refused)

    def _empty(self) -> None:
        self.form.clear_faults()
        self.passphrase.clear()

    def _ask(self) -> None:
        if self.confirm_button.isEnabled():
            self.form.clear_faults()
            self._confirmed(self.form.values()["passphrase"])
