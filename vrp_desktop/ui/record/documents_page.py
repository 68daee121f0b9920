"""Documents of one person: what there is, opening it, adding to it, and the photo."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from vrp_desktop.domain import codes
from vrp_desktop.domain.changes import Changes, Saved, Topic
from vrp_desktop.domain.documents import PORTRAIT, Document, Portrait
from vrp_desktop.domain.errors import Refused
from vrp_desktop.services.documents import Looked
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.kit import messages
from vrp_desktop.ui.kit.dates import written
from vrp_desktop.ui.kit.flow import Beside, Flowing
from vrp_desktop.ui.kit.parts import button, column, heading, label, primary, quiet, row, scrolled
from vrp_desktop.ui.kit.tables import Column, Table
from vrp_desktop.ui.kit.work import Work
from vrp_desktop.ui.record.document_forms import DocumentForm
from vrp_desktop.ui.record.page import RecordPage
from vrp_desktop.ui.record.portraits import shrunk
from vrp_desktop.ui.record.taking_out import TakingOut

_READING = (
    "It is read in another program. When this one is locked or closed it is deleted there: what you change "
    "in it is not kept, unless you save it elsewhere and add that."
)


class DocumentsPage(RecordPage):
    """At the left what there is, at the right a file to be added, which is looked at first."""

    name = "documents"
    word = "Documents"
    topics = frozenset({Topic.DOCUMENTS, Topic.CONSENT})

    def __init__(self, services: Provider, work: Work) -> None:
        super().__init__(services, work)
        self._visit = 0
        self.table: Table[Document] = Table(
            "Documents",
            [
                Column("Name", lambda d: d.details.name, stretch=3, tip=lambda d: d.details.name),
                Column("Kind", lambda d: codes.label("document_kind", d.details.kind), leaves=1),
                Column("Day", lambda d: written(d.details.added_on) if d.details.added_on else ""),
                Column("File", lambda d: f"{d.type_words}, {d.size_words}", leaves=3),
                Column("Note", lambda d: d.details.note, stretch=2, leaves=4, tip=lambda d: d.details.note),
            ],
            "No document yet.",
        )
        self.table.opened.connect(lambda _: self._open())
        self.table.chosen.connect(lambda _: self._fit())
        self.photo = label("", "fault")
        self.open_button = button("Open", self._open)
        self.change_button = button("Change", self._describe)
        self.out_button = button("Take out a copy", self._take_out)
        self.delete_button = button("Delete", self._delete)
        self.reading = label(_READING, "muted")
        self.out = TakingOut(self)
        self.choose_button = button("Choose a file", self._ask_file)
        self.form = DocumentForm(services.workspace.today, row(self.choose_button))
        self.save_button = primary("Save", self._save)
        self.cancel_button = quiet("Cancel", self._clear_form)
        self.form.place(row(self.save_button, self.cancel_button))
        self.form.finish()
        self.form.submitted.connect(self._save)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(
                QKeySequence(keys), self, self._save, context=Qt.ShortcutContext.WidgetWithChildrenShortcut
            )
        there = column(
            heading("What there is"),
            self.photo,
            self.table,
            Flowing(self.open_button, self.change_button, self.out_button, self.delete_button),
            self.reading,
            self.out,
            None,
            spacing=12,
        )
        inner = column(Beside(there, self.form, (3, 2), spacing=28), None)
        inner.setContentsMargins(24, 14, 24, 14)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scrolled(inner))
        self.empty()

    def load(self) -> None:
        person_id, visit, documents = self.person_id, self._visit, self.services.documents

        def show(read: tuple[tuple[Document, ...], Portrait]) -> None:
            if visit == self._visit:
                self.table.show_lines(read[0])
                self.table.fit_height(10)
                self.photo.setText(read[1].why)
                self.photo.setVisible(bool(read[1].why))
                self._fit()

        self.read(
            lambda: (documents.of_person(person_id), documents.portrait(person_id)),
            show,
            lambda _: None,  # The record says itself that it is gone.
            latest="documents",
        )

    def first_focus(self) -> QWidget | None:
        return self.table.view if self.table.model.lines else self.choose_button

    def may_leave(self) -> bool:
        if not self.form.touched and self.form.chosen.file is None:
            return True
        leaves = messages.ask(
            self,
            "Not saved yet",
            "The document you chose or described is not saved.",
            "Leave it",
            "Stay here",
        )
        if leaves:
            self._clear_form()
        return leaves

    def empty(self) -> None:
        self._visit += 1
        self.table.show_lines(())
        self.photo.hide()
        self.reading.hide()
        self.out.end()
        self._clear_form()

    def choose(self, path: Path) -> None:
        """Looks at a file that is to be added."""
        person_id, visit, documents = self.person_id, self._visit, self.services.documents

        def show(looked: Looked) -> None:
            if visit == self._visit:
                self.form.show_file(looked)
                self._fit()
                self.form.field("name").control().setFocus()

        self.read(lambda: documents.look(person_id, path), show, self._refuse_file, latest="file")

    def _fit(self) -> None:
        one = self.table.current() is not None
        for each in (self.open_button, self.change_button, self.out_button, self.delete_button):
            each.setEnabled(one)
        chosen = self.form.chosen
        self.save_button.setEnabled(chosen.file is not None or chosen.document is not None)
        self.cancel_button.setVisible(self.save_button.isEnabled())

    def _clear_form(self) -> None:
        self.form.clear()
        self._fit()

    def _refuse_file(self, refused: Refused) -> None:
        self._clear_form()
        self.form.refuse(refused)

    def _ask_file(self) -> None:
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        chosen, _ = QFileDialog.getOpenFileName(self, "Choose a document", documents)
        if chosen:
            self.choose(Path(chosen))

    def _save(self) -> None:
        person_id, visit, documents = self.person_id, self._visit, self.services.documents
        file, document = self.form.chosen.file, self.form.chosen.document
        if not self.save_button.isEnabled() or not person_id:
            return
        try:
            details = self.form.details()
        except Refused as refused:
            self.form.refuse(refused)
            return

        def save() -> Saved:
            if document is not None:
                return documents.change(document.id, details)
            assert file is not None  # noqa: S101 - else the button cannot be pressed
            content = shrunk(file.content) if details.kind == PORTRAIT else file.content
            return documents.add(person_id, details, content)

        def saved(_: Saved) -> None:
            if visit == self._visit:
                self._clear_form()
                self.choose_button.setFocus()

        self.save_button.setEnabled(False)
        self.save(save, saved, self.form.refuse, always=self._fit)

    def _open(self) -> None:
        document, visit, documents = self.table.current(), self._visit, self.services.documents
        if document is None:
            return

        def show(path: Path) -> None:
            if visit == self._visit:
                self.reading.show()
                QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

        self.save(lambda: documents.open(document.id), show, changes=Changes.in_(), told=False)

    def _describe(self) -> None:
        if (document := self.table.current()) is not None:
            self.form.show_document(document)
            self._fit()
            self.form.focus_first()

    def _take_out(self) -> None:
        if (document := self.table.current()) is not None:
            self.out.begin(document)

    def _delete(self) -> None:
        document, documents = self.table.current(), self.services.documents
        if document is None:
            return
        if messages.ask(
            self,
            "Delete this document?",
            f"{document.told} is deleted for good. It cannot be taken back.",
            "Delete it",
            "Keep it",
        ):
            self.save(lambda: documents.delete(document.id))
