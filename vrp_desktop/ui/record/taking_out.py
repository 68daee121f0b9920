"""A copy of a document taken out of the store: asked for with the passphrase, and noted."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from vrp_desktop.domain.changes import Changes
from vrp_desktop.domain.documents import Document
from vrp_desktop.ui.kit import messages
from vrp_desktop.ui.kit.forms import Form
from vrp_desktop.ui.kit.parts import button, card, label, quiet, row
from vrp_desktop.ui.kit.passphrases import PassphraseField
from vrp_desktop.ui.record.page import RecordPage


class TakingOut(QWidget):
    """Under the table, once it is asked for; it is about one document."""

    def __init__(self, page: RecordPage) -> None:
        super().__init__()
        self._page = page
        self._document: Document | None = None
        self.about = label("")
        self.form = Form()
        self.form.place(self.about)
        self.passphrase: PassphraseField = self.form.add(
            "passphrase", "Your passphrase once more", PassphraseField()
        )
        self.folder_button = button("Choose the folder", self._ask_folder)
        self.form.place(row(self.folder_button, quiet("Cancel", self.end)))
        self.form.submitted.connect(self._ask_folder)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(card(self.form))
        self.end()

    def begin(self, document: Document) -> None:
        """Asks for the passphrase and the folder."""
        self._document = document
        self.about.setText(
            f"A copy of {document.told} outside is not encrypted, and who took it out is noted. Delete it "
            "when it has been given."
        )
        self.show()
        self.form.focus_first()

    def end(self) -> None:
        """Forgets which document it was about, and what was typed."""
        self._document = None
        self.about.setText("")
        self.passphrase.clear()
        self.form.clear_faults()
        self.hide()

    def write_into(self, folder: Path) -> None:
        """Writes the copy into a folder."""
        document, documents = self._document, self._page.services.documents
        passphrase = self.passphrase.value()
        if document is None:
            return

        def done(path: Path) -> None:
            self.end()
            messages.inform(self, "The copy is written", f"{path.name} is in {path.parent}, not encrypted.")

        self.passphrase.clear()
        self._page.save(
            lambda: documents.take_out(document.id, folder, passphrase),
            done,
            self.form.refuse,
            changes=Changes.in_(),
            told=False,
        )

    def _ask_folder(self) -> None:
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        chosen = QFileDialog.getExistingDirectory(self, "Where to write the copy", documents)
        if chosen:
            self.write_into(Path(chosen))
