"""Archives at the end of a commission: sealing one, whose it is to keep, and destroying it on its day."""

from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from vrp_desktop.domain.custody import Handover, clock_words
from vrp_desktop.domain.errors import Refused
from vrp_desktop.services.custody import Archive, Sealed
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.kit.dates import DateField, written
from vrp_desktop.ui.kit.fields import CheckField, TextField
from vrp_desktop.ui.kit.forms import Form
from vrp_desktop.ui.kit.parts import COLUMN, button, card, column, heading, label, primary, row, scrolled
from vrp_desktop.ui.kit.passphrases import PassphraseField
from vrp_desktop.ui.kit.recovery import RecoveryCard
from vrp_desktop.ui.kit.screen import Screen
from vrp_desktop.ui.kit.tables import Column, Table
from vrp_desktop.ui.kit.work import Job, Work


class ArchivesScreen(Screen):
    """What is left of a commission, in one file that somebody with a name answers for."""

    title = "Archives"

    def __init__(self, services: Provider, work: Work) -> None:
        super().__init__(work)
        self._services = services
        self._job: Job | None = None
        self._key: RecoveryCard | None = None
        self.table: Table[Archive] = Table(
            "Archives",
            [
                Column("Custodian", lambda archive: archive.custodian, stretch=2),
                Column("Contact", lambda archive: archive.contact, stretch=2),
                Column("Sealed", lambda archive: written(archive.made_on)),
                Column("To be destroyed", lambda archive: written(archive.destroy_on)),
                Column("Clock", self._clock, stretch=1),
            ],
            "No archive yet. At the end of a commission everything goes into one sealed file.",
        )
        self.table.chosen.connect(self._choose)
        self.form = Form()
        self.form.section("Seal an archive", "The whole store and every final return, in one encrypted file.")
        self.form.add("custodian", "Custodian", TextField(), "The person or office that answers for it.")
        self.form.add(
            "contact", "How they are reached", TextField(), "An address or number, for years to come."
        )
        today = services.workspace.today
        self.form.add("destroy_on", "To be destroyed on", DateField(today, start_today=False))
        self._first: PassphraseField = self.form.add(
            "archive_passphrase",
            "The archive’s own passphrase",
            PassphraseField(),
            "Give it to the custodian; yours does not open the archive. At least 12 characters.",
        )
        self._again: PassphraseField = self.form.add("again", "The same passphrase again", PassphraseField())
        self._own: PassphraseField = self.form.add("passphrase", "Your own passphrase", PassphraseField())
        self.seal_button = primary("Seal the archive…", self._ask_where)
        self.form.place(row(self.seal_button))
        self.form.submitted.connect(self._ask_where)
        self.said = label("", "good")
        self.doing = label("", "muted")
        self.stop = button("Stop", self._stop)
        self.under_way = row(self.doing, self.stop, None)
        self.under_way.hide()
        self.recovery = card(
            heading("The archive’s recovery key"),
            label("It is shown this once. It opens the archive if its passphrase is lost.", "muted"),
            button("I have put it away", self._put_away),
        )
        self.recovery.hide()
        self.destroying = Form()
        self.destroying.section("Destroy the chosen archive", "Its file is deleted; that it was stays noted.")
        self.destroying.add(
            "confirmed", "", CheckField("Its custodian has confirmed that their copy is destroyed")
        )
        self._mine: PassphraseField = self.destroying.add(
            "passphrase", "Your own passphrase", PassphraseField()
        )
        self.destroy_button = button("Destroy it", self._destroy)
        self.destroying.place(row(self.destroy_button))
        self.destroying.submitted.connect(self._destroy)
        self.destroying.hide()
        self.form.setMaximumWidth(COLUMN)
        whole = column(
            self.table,
            self.destroying,
            self.recovery,
            self.form,
            self.under_way,
            self.said,
            None,
            spacing=16,
            margin=24,
        )
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(whole))
        work.progressed.connect(self._tell)

    def arrive(self, **_: Any) -> None:
        self.said.clear()
        self.load()

    def load(self) -> None:
        self.read(self._services.custody.archives, self._show, latest="archives")

    def first_focus(self) -> QWidget | None:
        return self.form.field("custodian").control()

    def may_leave(self) -> bool:
        """Not before the recovery key has been put away: it is shown this once."""
        return self._key is None

    def forget(self) -> None:
        self._stop()
        self._put_away()
        self._clear()

    def seal(self, folder: Path) -> None:
        """Seals everything into a file in a folder."""
        if self._job is not None:
            return
        self.form.clear_faults()
        self.said.clear()
        try:
            answers = self.form.values()
            if answers["archive_passphrase"] != answers["again"]:
                raise Refused.for_fields({"again": "The two passphrases differ. Type the same one twice."})
        except Refused as refused:
            self.form.refuse(refused)
            return
        handover = Handover(answers["custodian"], answers["contact"], answers["destroy_on"])
        theirs, own, custody = answers["archive_passphrase"], answers["passphrase"], self._services.custody
        self.seal_button.setEnabled(False)
        self.under_way.show()
        self._job = self.work.long(
            lambda job: custody.seal(folder, handover, theirs, own, job.progress, job.cancelled),
            self._sealed,
            self.form.refuse,
            owner=self,
            saying="Sealing the archive",
            always=self._over,
            beside=True,
        )

    def _ask_where(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "Where should the archive be written?")
        if chosen:
            self.seal(Path(chosen))

    def _sealed(self, sealed: Sealed) -> None:
        self._clear()
        self._key = RecoveryCard(sealed.recovery_key)
        layout = self.recovery.layout()
        assert isinstance(layout, QVBoxLayout)  # noqa: S101 - a card has no other
        layout.insertWidget(2, self._key)
        self.recovery.show()
        returns = "1 final return" if sealed.returns == 1 else f"{sealed.returns} final returns"
        self.said.setText(
            f"Sealed and proven: {sealed.path}, with {returns}. Hand over file and key by two ways."
        )
        self.load()

    def _put_away(self) -> None:
        self.recovery.hide()
        if self._key is not None:
            self._key.forget()
            self._key.deleteLater()
            self._key = None

    def _clear(self) -> None:
        self.form.write({"custodian": "", "contact": "", "destroy_on": None})
        for field in (self._first, self._again, self._own, self._mine):
            field.clear()

    def _over(self) -> None:
        self._job = None
        self.under_way.hide()
        self.seal_button.setEnabled(True)

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _tell(self, job: Job, done: int, total: int, what: str) -> None:
        if job is self._job:
            self.doing.setText(f"{what}: {done} %" if total == 100 else what)

    def _show(self, archives: tuple[Archive, ...]) -> None:
        self.table.show_lines(archives)
        self.table.fit_height(6)
        self._choose(self.table.current())

    def _choose(self, archive: Archive | None) -> None:
        self.destroying.setVisible(archive is not None and archive.destroyed_on is None)

    def _destroy(self) -> None:
        archive = self.table.current()
        if archive is None:
            return
        answers, custody = self.destroying.values(), self._services.custody
        self.destroying.clear_faults()
        self.save(
            lambda: custody.destroy(archive.id, answers["passphrase"], answers["confirmed"]),
            self._destroyed,
            self.destroying.refuse,
        )

    def _destroyed(self, _: object) -> None:
        self._mine.clear()
        self.destroying.write({"confirmed": False})
        self.load()

    def _clock(self, archive: Archive) -> str:
        today: date = self._services.workspace.today
        words = clock_words(archive.destroy_on, archive.destroyed_on, today)
        return words[0].upper() + words[1:]
