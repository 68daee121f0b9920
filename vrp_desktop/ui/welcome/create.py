"""Making a store: the organisation, the first user, a passphrase, and where it is kept."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog

from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.permissions import StoreKind
from vrp_desktop.services.places import place_of
from vrp_desktop.ui.kit.fields import CheckField, TextField
from vrp_desktop.ui.kit.forms import Form
from vrp_desktop.ui.kit.parts import button, column, label, primary, row
from vrp_desktop.ui.kit.passphrases import PassphraseField
from vrp_desktop.ui.kit.preferences import free_folder
from vrp_desktop.ui.kit.work import Work
from vrp_desktop.ui.welcome import opening
from vrp_desktop.ui.welcome.opening import Opened
from vrp_desktop.ui.welcome.page import WelcomePage


class CreatePage(WelcomePage):
    """Asks no more than a store needs."""

    made = Signal(object)
    """An ``Opened`` with its recovery key."""
    back = Signal()

    def __init__(self, work: Work, kind: StoreKind, folder: Path | None = None) -> None:
        super().__init__("Make a store", "You are its first user and its administrator.")
        self._work = work
        self._kind = kind
        self._folder = folder or free_folder(kind.value)
        self.form = Form()
        self.form.add(
            "organisation",
            "Organisation",
            TextField(),
            "As it should stand on a return."
            if kind is StoreKind.PROVIDER
            else "As it should stand on what you publish.",
        )
        self.form.add("user", "Your name", TextField(), "So that colleagues know who recorded what.")
        self._first: PassphraseField = self.form.add(
            "passphrase",
            "Passphrase",
            PassphraseField(),
            "At least 12 characters. Three or four words that only you would put together are easy to "
            "remember and hard to guess.",
        )
        self._second: PassphraseField = self.form.add("again", "The same passphrase again", PassphraseField())
        self._where = label("", "label")
        self._warning = label("", "fault")
        self._warning.hide()
        self._change = button("Choose another folder…", self._choose)
        self.form.place(
            column(
                label("Where it is kept", "label"), self._where, self._warning, row(self._change), spacing=4
            )
        )
        self._where.setProperty("role", "muted")
        self._aware: CheckField = self.form.add("aware", "", CheckField("Keep it there all the same"))
        self._back = button("Back", self.back.emit, "quiet")
        self._create = primary("Make the store", self._submit)
        self.body.addWidget(self.form)
        self.body.addWidget(row(self._create, self._back))
        self.body.addStretch(1)
        self.form.submitted.connect(self._submit)
        self.set_folder(self._folder)

    def start(self) -> None:
        self.form.focus_first()

    def set_folder(self, folder: Path) -> None:
        """Shows where the store will be, and warns of a place where it would be in danger."""
        self._folder = folder
        self._place = place_of(folder)
        self._where.setText(str(folder))
        self._warning.setText(self._place.warning)
        self._warning.setVisible(not self._place.is_safe)
        self.form.show_field("aware", not self._place.is_safe)

    def _choose(self) -> None:
        chosen = QFileDialog.getExistingDirectory(
            self, "Where should the store be kept?", str(self._folder.parent)
        )
        if chosen:
            folder = Path(chosen)
            empty = not any(folder.iterdir())
            self.set_folder(folder if empty else folder / f"vrp-{self._kind.value}")

    def _submit(self) -> None:
        if not self._create.isEnabled():
            return
        self.form.clear_faults()
        said = self.form.values()
        if said["passphrase"] and said["passphrase"] != said["again"]:
            self.form.refuse(
                Refused.for_fields({"again": "The two passphrases differ. Type the same one twice."})
            )
            return
        if not self._place.is_safe and not said["aware"]:
            self.form.refuse(
                Refused.for_fields({"aware": "Choose another folder, or tick that it should stay there."})
            )
            return
        folder, kind = self._folder, self._kind
        self._create.setEnabled(False)
        self._back.setEnabled(False)
        self._create.setText("Making the store…")
        self._work.save(
            lambda: opening.create(folder, kind, said["organisation"], said["user"], said["passphrase"]),
            self._done,
            self.form.refuse,
            always=self._ready,
            owner=self,
            saying="Making the store",
        )

    def _done(self, opened: Opened) -> None:
        self._first.clear()
        self._second.clear()
        self.made.emit(opened)

    def _ready(self) -> None:
        self._create.setEnabled(True)
        self._back.setEnabled(True)
        self._create.setText("Make the store")
