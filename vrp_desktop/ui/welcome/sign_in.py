"""Signing in to a store: a passphrase, or the recovery key in its place."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer, Signal

from vrp_desktop.domain.errors import Damaged, Refused
from vrp_desktop.ui.kit.forms import Form
from vrp_desktop.ui.kit.parts import button, label, primary, row
from vrp_desktop.ui.kit.passphrases import PassphraseField
from vrp_desktop.ui.kit.work import Work
from vrp_desktop.ui.welcome import opening
from vrp_desktop.ui.welcome.opening import Opened
from vrp_desktop.ui.welcome.page import WelcomePage


class SignInPage(WelcomePage):
    """One field, one button."""

    opened = Signal(object)
    """An ``Opened``."""
    other = Signal()
    """Another store is wanted."""
    lost = Signal()
    """A new passphrase is wanted, by the recovery key."""
    restore = Signal(str)
    """A backup is wanted; with the words of what is wrong with the store, if something is."""

    def __init__(self, work: Work, folder: Path, locked: bool = False) -> None:
        super().__init__("Locked" if locked else "Sign in", f"Store: {folder}")
        self._work = work
        self._folder = folder
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
        self._other = button("Open or make another store", self.other.emit, "link")
        self._lost = button("I have lost my passphrase", self.lost.emit, "link")
        self.body.addWidget(self._lost)
        self.body.addWidget(button("Restore a backup", partial(self.restore.emit, ""), "link"))
        self.body.addWidget(self._other)
        self.body.addStretch(1)

    def start(self) -> None:
        self.form.focus_first()
        self._ask_wait()

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
        self._lost.setEnabled(False)
        self._other.setEnabled(False)  # A store that is opening must not be left behind open.
        folder = self._folder
        # Among the saves: the store that was just locked is closed before it is opened again.
        self._work.save(
            lambda: _opened(folder, typed),
            self._done,
            self._failed,
            always=self._ready,
            owner=self,
            saying="Opening the store",
        )

    def _done(self, opened: Opened | Damaged) -> None:
        self.passphrase.clear()
        if isinstance(opened, Damaged):
            self.restore.emit(str(opened))
            return
        self.opened.emit(opened)

    def _failed(self, refused: Refused) -> None:
        self.form.refuse(refused)
        self.form.focus_first()
        self.passphrase.edit.selectAll()

    def _ready(self) -> None:
        self.button.setText("Sign in")
        self.button.setEnabled(True)
        self._lost.setEnabled(True)
        self._other.setEnabled(True)
        self._ask_wait()

    def _ask_wait(self) -> None:
        """Somebody may have guessed wrong, now or before the program was started."""
        folder = self._folder
        self._work.read(lambda: opening.seconds_to_wait(folder), self._wait, owner=self)

    def _wait(self, seconds: int) -> None:
        self._left = seconds
        if seconds:
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


def _opened(folder: Path, typed: str) -> Opened | Damaged:
    """The store, or why only a backup helps."""
    try:
        return opening.sign_in(folder, typed)
    except Damaged as damaged:
        return damaged
