"""Who was told what we keep and why: the notice to be read out or printed, and that it was told."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from vrp_desktop.domain import codes
from vrp_desktop.domain.changes import Changes, Saved
from vrp_desktop.domain.consent import Conversation, Notice
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.privacy import NoticePaper
from vrp_desktop.services.consents import Agreed
from vrp_desktop.ui.kit import messages
from vrp_desktop.ui.kit.dates import written
from vrp_desktop.ui.kit.flow import Flowing
from vrp_desktop.ui.kit.parts import button, card, heading, label, quiet, row
from vrp_desktop.ui.kit.tables import Column, Table
from vrp_desktop.ui.record.consent_forms import TellingForm
from vrp_desktop.ui.record.page import RecordPage


class NoticePart(QWidget):
    """Under the consents, on their page."""

    def __init__(self, page: RecordPage) -> None:
        super().__init__()
        self._page = page
        self._consents = page.services.consents
        self._today = page.services.workspace.today
        self._form = "younger"
        self._begun = False
        self.table: Table[Notice] = Table(
            "Who was told",
            [
                Column("Told on", lambda n: written(n.details.told_on) if n.details.told_on else ""),
                Column("Who", lambda n: codes.label("consent_by", n.details.told_to), stretch=3),
                Column("In whose words", lambda n: codes.label("notice_form", n.details.form), leaves=1),
                Column("Note", lambda n: n.details.note, stretch=2, leaves=2, tip=lambda n: n.details.note),
            ],
            "Nobody has told them yet what is kept.",
        )
        self.missing = label("", "fault")
        self.telling = TellingForm(self._today)
        self.tell_button = button("Note that they were told", self.tell)
        self.read_button = quiet("Read it", self._read)
        self.print_button = quiet("Save it to print", self._ask_path)
        self.telling.place(Flowing(self.tell_button, self.read_button, self.print_button))
        self.telling.submitted.connect(self.tell)
        self.words = label("")
        self.words.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByKeyboard | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        self.close_button = quiet("Close it", self._close)
        self.paper = card(self.words, row(self.close_button))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(12)
        for part in (
            heading("Told what we keep, and why"),
            label("The privacy notice, in plain words for their age: before the first answers.", "muted"),
            self.table,
            self.missing,
            self.telling,
            self.paper,
        ):
            layout.addWidget(part)
        self.clear()

    def show_told(self, agreed: Agreed) -> None:
        """Shows who was told; what is being written stays."""
        self._form = agreed.form
        self.table.show_lines(agreed.notices)
        self.table.fit_height(4)
        self.missing.setText(agreed.missing)
        self.missing.setVisible(bool(agreed.missing))
        if not self.telling.touched and not self._begun:
            self.telling.clear(self._today, agreed.form)

    def clear(self) -> None:
        """Forgets whose page it was."""
        self.table.show_lines(())
        self.missing.hide()
        self._begun = False
        self.telling.clear(self._today, self._form)
        self._close()

    @property
    def told(self) -> bool:
        """Whether anybody was told so far."""
        return bool(self.table.model.lines)

    def begin(self, said: Conversation) -> None:
        """Nobody was told before this conversation: most often they were in it, in the same way."""
        if not self.telling.touched:
            self._begun = True
            self.telling.write({"told_on": said.decided_on, "told_to": said.given_by, "how": said.how})
        self.telling.field("told_to").control().setFocus(Qt.FocusReason.OtherFocusReason)

    def tell(self) -> None:
        """Notes what the form says."""
        person_id = self._page.person_id
        try:
            told = self.telling.telling()
        except Refused as refused:
            self.telling.refuse(refused)
            return

        def saved(_: Saved) -> None:
            if person_id == self._page.person_id:
                self._begun = False
                self.telling.clear(self._today, self._form)
                self.tell_button.setFocus(Qt.FocusReason.OtherFocusReason)

        self._page.save(lambda: self._consents.tell(person_id, told), saved, self.telling.refuse)

    def _read(self) -> None:
        form = str(self.telling.which.value())

        def show(paper: NoticePaper) -> None:
            self.words.setText(paper.text)
            self.paper.show()
            self.close_button.setFocus()

        self._page.read(lambda: self._consents.notice(form), show, latest="notice")

    def _close(self) -> None:
        self.words.setText("")
        self.paper.hide()

    def _ask_path(self) -> None:
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        start = Path(documents) / f"privacy-notice-{self.telling.which.value()}.pdf"
        chosen, _ = QFileDialog.getSaveFileName(self, "Save the notice", str(start), "PDF (*.pdf)")
        if chosen:
            self.write_notice(Path(chosen))

    def write_notice(self, path: Path) -> None:
        """Writes the notice in the words that are chosen, as a page to be printed."""
        form = str(self.telling.which.value())

        def done(path: Path) -> None:
            messages.inform(self, "The notice is written", f"Print {path.name}. It is in {path.parent}.")

        self._page.save(
            lambda: self._consents.write_notice(form, path),
            done,
            self.telling.refuse,
            changes=Changes.in_(),
            told=False,
        )
