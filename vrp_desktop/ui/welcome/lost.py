"""A lost passphrase: the recovery key first, then whose it is and a new one."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from vrp_desktop.domain.errors import Refused
from vrp_desktop.ui.kit.fields import ChoiceField, TextField
from vrp_desktop.ui.kit.forms import Form
from vrp_desktop.ui.kit.parts import button, primary, row
from vrp_desktop.ui.kit.passphrases import PassphraseField
from vrp_desktop.ui.kit.work import Work
from vrp_desktop.ui.welcome import opening
from vrp_desktop.ui.welcome.opening import Opened
from vrp_desktop.ui.welcome.page import WelcomePage

if TYPE_CHECKING:
    from vrp_desktop.domain.users import User

_NEW = ("user", "passphrase", "again")


class LostPage(WelcomePage):
    """Two steps on one page: what is asked second appears once the recovery key is right."""

    recovered = Signal(object)
    """An ``Opened`` with its new recovery key."""
    back = Signal()

    def __init__(self, work: Work, folder: Path) -> None:
        super().__init__(
            "I have lost my passphrase",
            "If a colleague holds the administrator role, they can sign in and give you another one. If not, "
            "get the recovery key: it was shown when the store was made, and somebody put it away on paper. "
            "Without either, the records cannot be opened by anybody.",
        )
        self._work = work
        self._folder = folder
        self._users: tuple[User, ...] = ()
        self.form = Form()
        self.form.add(
            "recovery_key",
            "Recovery key",
            TextField(),
            "Seven groups of four letters and digits. Capitals, spaces and hyphens do not matter.",
        )
        self._who: ChoiceField = self.form.add(
            "user", "Whose passphrase is lost?", ChoiceField(otherwise="Choose")
        )
        self._first: PassphraseField = self.form.add(
            "passphrase",
            "New passphrase",
            PassphraseField(),
            "At least 12 characters: three or four words that only you would put together.",
        )
        self._second: PassphraseField = self.form.add("again", "The same passphrase again", PassphraseField())
        for name in _NEW:
            self.form.show_field(name, False)
        self.button = primary("Continue", self._submit)
        self._back = button("Back", self.back.emit, "quiet")
        self.form.submitted.connect(self._submit)
        self.body.addWidget(self.form)
        self.body.addWidget(row(self.button, self._back))
        self.body.addStretch(1)

    def start(self) -> None:
        self.form.focus_first()

    def _submit(self) -> None:
        if not self.button.isEnabled():
            return
        self.form.clear_faults()
        said = self.form.values()
        folder, typed = self._folder, said["recovery_key"]
        if not typed.strip():
            self.form.refuse(Refused.for_fields({"recovery_key": "Type the recovery key."}))
            return
        if not self._users:
            self._busy(True)
            self._work.save(
                lambda: opening.users_by_recovery_key(folder, typed),
                self._ask,
                self.form.refuse,
                always=lambda: self._busy(False),
                owner=self,
                saying="Trying the recovery key",
            )
            return
        only = self._users[0].id if len(self._users) == 1 else ""
        user_id = said["user"] or only
        if not user_id:
            self.form.refuse(Refused.for_fields({"user": "Choose whose passphrase is lost."}))
            return
        if said["passphrase"] and said["passphrase"] != said["again"]:
            self.form.refuse(
                Refused.for_fields({"again": "The two passphrases differ. Type the same one twice."})
            )
            return
        self._busy(True)
        self._work.save(
            lambda: opening.recover(folder, typed, user_id, said["passphrase"]),
            self._done,
            self.form.refuse,
            always=lambda: self._busy(False),
            owner=self,
            saying="Setting the new passphrase",
        )

    def _ask(self, users: "tuple[User, ...]") -> None:
        self._users = users
        self._who.set_choices([(user.id, user.name) for user in users])
        self.form.show_field("user", len(users) > 1)
        self.form.show_field("passphrase", True)
        self.form.show_field("again", True)
        self.button.setText("Set the new passphrase")
        (self._who if len(users) > 1 else self._first).control().setFocus()

    def _done(self, opened: Opened) -> None:
        self.form.field("recovery_key").set_value("")
        self._first.clear()
        self._second.clear()
        self.recovered.emit(opened)

    def _busy(self, busy: bool) -> None:
        self.button.setEnabled(not busy)
        self._back.setEnabled(not busy)
