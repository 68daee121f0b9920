"""Signing in to a store: a passphrase, or the recovery key in its place."""

from pathlib import Path

from PySide6.QtCore import QTimer, Signal

from vrp_desktop.domain.errors import Refused
from vrp_desktop.ui.kit.forms import Form
from vrp_desktop.ui.kit.parts import button, label, primary, row
from vrp_desktop.ui.kit.passphrases import PassphraseField
from vrp_desktop.ui.kit.work import Work
from vrp_desktop.ui.welcome import opening
from vrp_desktop.ui.welcome.opening import Opened
from vrp_desktop.ui.welcome.page import WelcomePage

FREE_TRIES = 3
LONGEST_WAIT = 300


def wait_after(wrong: int) -> int:
    """How many seconds to wait after so many wrong passphrases in a row: none at first, then doubling."""
    return 0 if wrong < FREE_TRIES else min(LONGEST_WAIT, 5 * 2 ** (wrong - FREE_TRIES))


class SignInPage(WelcomePage):
    """One field, one button."""

    opened = Signal(object)
    """An ``Opened``."""
    other = Signal()
    """Another store is wanted."""

    def __init__(self, work: Work, folder: Path, locked: bool = False) -> None:
        super().__init__("Locked" if locked else "Sign in", f"Store: {folder}")
        self._work = work
        self._folder = folder
        self._wrong = 0
        self._left = 0
        self.form = Form()
        self.passphrase: PassphraseField = self.form.add("passphrase", "Passphrase", PassphraseField())
        self.form.submitted.connect(self._submit)
        self.button = primary("Sign in", self._submit)
        self._clock = QTimer(self)
        self._clock.setInterval(1000)
        self._clock.timeout.connect(self._tick)
        self.body.addWidget(self.form)
        self.body.addWidget(row(self.button))
        if folder == opening.demo_folder():
            self._demo_words = label("", "muted")
            self.body.addWidget(self._demo_words)
            work.read(opening.demo_passphrase, self._show_demo, owner=self)
        self.body.addSpacing(16)
        self._help = label(
            "Type the recovery key in place of the passphrase: it was shown once, when the store was made, "
            "and somebody was asked to write it down. Without either, the records cannot be opened.",
            "muted",
        )
        self._help.hide()
        self._other = button("Open or make another store", self.other.emit, "link")
        self.body.addWidget(button("I have lost my passphrase", self._help.show, "link"))
        self.body.addWidget(self._help)
        self.body.addWidget(self._other)
        self.body.addStretch(1)

    def start(self) -> None:
        self.form.focus_first()

    def _show_demo(self, passphrase: str) -> None:
        self._demo_words.setText(f"This is the demo, with invented people. Its passphrase is: {passphrase}")

    def _submit(self) -> None:
        if not self.button.isEnabled():
            return
        typed = self.passphrase.value()
        if not typed:
            self.form.refuse(Refused.for_fields({"passphrase": "Type your passphrase."}))
            return
        self.form.clear_faults()
        self.button.setEnabled(False)
        self.button.setText("Opening…")
        self._other.setEnabled(False)  # A store that is opening must not be left behind open.
        folder = self._folder
        # Among the saves: the store that was just locked is closed before it is opened again.
        self._work.save(
            lambda: opening.sign_in(folder, typed),
            self._done,
            self._failed,
            always=self._ready,
            owner=self,
            saying="Opening the store",
        )

    def _done(self, opened: Opened) -> None:
        self.passphrase.clear()
        self._wrong = 0
        self.opened.emit(opened)

    def _failed(self, refused: Refused) -> None:
        if "passphrase" in refused.fields:
            self._wrong += 1
            self._left = wait_after(self._wrong)
        self.form.refuse(refused)
        self.form.focus_first()
        self.passphrase.edit.selectAll()

    def _ready(self) -> None:
        self.button.setText("Sign in")
        self.button.setEnabled(True)
        self._other.setEnabled(True)
        if self._left:
            self._clock.start()
            self._show_wait()

    def _tick(self) -> None:
        self._left -= 1
        self._show_wait()

    def _show_wait(self) -> None:
        waiting = self._left > 0
        self.button.setEnabled(not waiting)
        unit = "second" if self._left == 1 else "seconds"
        self.button.setText(f"Try again in {self._left} {unit}" if waiting else "Sign in")
        if not waiting:
            self._clock.stop()
