"""Bringing a store back: which backup, a passphrase of that day, and it stands where the store was."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QProgressBar

from vrp_desktop.domain.errors import Refused, Trouble
from vrp_desktop.ui.kit.dates import written
from vrp_desktop.ui.kit.forms import Form
from vrp_desktop.ui.kit.parts import button, card, heading, label, primary, row
from vrp_desktop.ui.kit.passphrases import PassphraseField
from vrp_desktop.ui.kit.tables import Column, Table
from vrp_desktop.ui.kit.work import Job, Work
from vrp_desktop.ui.welcome import opening
from vrp_desktop.ui.welcome.page import WelcomePage

if TYPE_CHECKING:
    from datetime import datetime

    from vrp_desktop.services.restoring import Choice, Restored


class RestorePage(WelcomePage):
    """Choose, type, restore. Nothing that is there is lost: the store before is kept aside."""

    restored = Signal(object)
    """The folder of the store that was brought back."""
    back = Signal()

    def __init__(self, work: Work, folder: Path, why: str = "") -> None:
        super().__init__("Restore a backup", why)
        self._work = work
        self._folder = folder
        self._job: Job | None = None
        self._pointed: list[Choice] = []
        self._found: tuple[Choice, ...] = ()
        self.table: Table[Choice] = Table(
            "Backups to restore",
            [
                Column("Made", lambda choice: _when(choice.made_at), stretch=3, tip=lambda c: str(c.path)),
                Column("Of", lambda choice: choice.organisation, stretch=2),
                Column("People", lambda choice: f"{choice.people:,}", number=True),
                Column("Size", lambda choice: f"{choice.size / 1_000_000:,.1f} MB", number=True),
                Column(
                    "Proven", lambda choice: written(choice.proven_at.date()) if choice.proven_at else "–"
                ),
            ],
            "No backup was found beside the store.",
            "Choose a backup…",
            self._choose,
        )
        self.other = button("Choose another file…", self._choose)
        self.form = Form()
        self.passphrase: PassphraseField = self.form.add(
            "passphrase",
            "Passphrase or recovery key",
            PassphraseField(),
            "One that was in use on the day of the backup. On another computer, take the recovery key.",
        )
        self.form.submitted.connect(self._submit)
        self.button = primary("Restore this backup", self._submit)
        self.leave = button("Back", self.back.emit, "quiet")
        self.bar = QProgressBar()
        self.bar.setAccessibleName("How far it is")
        self.doing = label("", "muted")
        self.under_way = row(self.bar, self.doing, button("Stop", self._stop))
        self.under_way.hide()
        self.body.addWidget(self.table)
        self.body.addWidget(row(self.other))
        self.body.addWidget(self.form)
        self.body.addWidget(row(self.button, self.leave))
        self.body.addWidget(self.under_way)
        self.said = heading("")
        self.aside = label("", "muted")
        self.go_on = primary("Sign in", lambda: self.restored.emit(self._folder))
        self.done = card(self.said, self.aside, row(self.go_on), spacing=10)
        self.done.hide()
        self.body.addWidget(self.done)
        self.body.addWidget(
            label(
                f"It will stand in {folder}. A store that is there now is kept beside it, untouched.", "small"
            )
        )
        self.body.addStretch(1)
        self.table.fit_height(6)
        work.progressed.connect(self._progress)

    def start(self) -> None:
        folder = self._folder
        self._work.read(lambda: opening.choices(folder), self._show, owner=self)
        self.other.setFocus(Qt.FocusReason.OtherFocusReason)

    def point_at(self, path: Path) -> None:
        """Adds a backup that lies somewhere else, and chooses it."""
        self.form.clear_faults()
        self._work.read(lambda: _pointed_at(path), self._add, self.form.refuse, owner=self)

    def _show(self, found: tuple[Choice, ...]) -> None:
        self._found = found
        self._fill()
        if self._found:
            self.table.choose(0)
            self.passphrase.control().setFocus(Qt.FocusReason.OtherFocusReason)

    def _add(self, choice: Choice) -> None:
        self._pointed = [choice, *(one for one in self._pointed if one.path != choice.path)]
        self._fill()
        self.table.choose(0)
        self.passphrase.control().setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill(self) -> None:
        pointed = {choice.path for choice in self._pointed}
        self.table.show_lines([*self._pointed, *(one for one in self._found if one.path not in pointed)])
        self.table.fit_height(6)

    def _submit(self) -> None:
        if self._job is not None:
            return
        choice, secret, folder = self.table.current(), self.passphrase.value(), self._folder
        if choice is None:
            self.form.refuse(Refused("Choose a backup first."))
            return
        if not secret:
            self.form.refuse(
                Refused.for_fields({"passphrase": "Type a passphrase of that day, or the recovery key."})
            )
            return
        self.form.clear_faults()
        self._enable(False)
        self.bar.setRange(0, 100)
        self.under_way.show()
        path = choice.path
        # Among the saves: the store that was just locked is closed before another takes its place.
        self._job = self._work.long(
            lambda job: _restored(path, secret, folder, job),
            self._done,
            self._refused,
            owner=self,
            saying="Restoring",
            always=self._over,
        )

    def _done(self, restored: Restored) -> None:
        self.passphrase.clear()
        for part in (self.table, self.other, self.form, self.button, self.leave):
            part.hide()
        self.words.hide()
        again = restored.erased_again
        records = "1 record" if again == 1 else f"{again} records"
        erased = f" {records} that had been erased since came back with it, and went again." if again else ""
        self.said.setText(f"The store is back, as it was on {_when(restored.made_at)}.")
        kept = f" What was there before is kept in {restored.aside}." if restored.aside else ""
        self.aside.setText(f"Every page, every row and the journal were compared.{erased}{kept}")
        self.done.show()
        self.go_on.setFocus(Qt.FocusReason.OtherFocusReason)

    def _refused(self, refused: Refused) -> None:
        self.form.refuse(refused)
        self.passphrase.edit.selectAll()

    def _over(self) -> None:
        self._job = None
        self.under_way.hide()
        self._enable(True)

    def _enable(self, free: bool) -> None:
        for part in (self.table, self.other, self.button, self.leave):
            part.setEnabled(free)

    def _progress(self, job: Job, done: int, total: int, what: str) -> None:
        if job is self._job:
            self.bar.setRange(0, total)
            self.bar.setValue(done)
            self.doing.setText(what)

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _choose(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self, "The backup to restore", "", "Backups (*.vrpbackup);;All files (*)"
        )
        if chosen:
            self.point_at(Path(chosen))


def _pointed_at(path: Path) -> Choice:
    """What is wrong with a file stands in the form, where the person is, and in no message in the way."""
    try:
        return opening.choice_of(path)
    except Trouble as trouble:
        raise Refused(str(trouble)) from trouble


def _restored(path: Path, secret: str, folder: Path, job: Job) -> Restored:
    try:
        return opening.restore(path, secret, folder, job)
    except Trouble as trouble:
        raise Refused(str(trouble)) from trouble


def _when(moment: datetime) -> str:
    there = moment.astimezone()
    return f"{written(there.date(), weekday=True)}, {there:%H:%M}"
