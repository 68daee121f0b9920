"""The form of the page Documents: a file that is added, or what is written about one that is there."""

from dataclasses import dataclass
from datetime import date

from PySide6.QtWidgets import QWidget

from vrp_desktop.domain import codes
from vrp_desktop.domain.documents import JPEG, LIMITS, PNG, PORTRAIT, Document, DocumentDetails, size_words
from vrp_desktop.services.documents import Looked
from vrp_desktop.ui.kit.dates import DateField
from vrp_desktop.ui.kit.fields import ChoiceField, TextArea, TextField
from vrp_desktop.ui.kit.forms import Form
from vrp_desktop.ui.kit.parts import heading, label

_ADD = "Add a document"


@dataclass(frozen=True)
class Chosen:
    """What the form is about: a file that was looked at, or a document that is there; neither at first."""

    file: Looked | None = None
    document: Document | None = None


class DocumentForm(Form):
    """Name, kind, day and note; above them which file it is."""

    def __init__(self, today: date, *choosing: QWidget) -> None:
        """``choosing`` stands above the fields: the way to a file."""
        super().__init__()
        self._today = today
        self.chosen = Chosen()
        self.title = heading(_ADD)
        self.place(self.title)
        self.place(label(LIMITS, "muted"))
        for part in choosing:
            self.place(part)
        self.file = label("")
        self.place(self.file)
        self.add("name", "Name", TextField(), "By which a colleague finds it again.")
        self.kind: ChoiceField = self.add(
            "kind", "Kind", ChoiceField(codes.code_list("document_kind"), otherwise="Choose")
        )
        self.add("added_on", "Day", DateField(today), "When it was made, or came.")
        self.add("note", "Note", TextArea(2))
        self.clear()

    def details(self) -> DocumentDetails:
        """What the form says. Refused where the day cannot be read."""
        return self.build(DocumentDetails)

    def show_file(self, looked: Looked) -> None:
        """A file that was chosen: its name to begin with, and what sort it is."""
        self.chosen = Chosen(file=looked)
        self.title.setText(_ADD)
        told = f"{looked.media_type.words}, {size_words(len(looked.content))}."
        if looked.same is not None:
            told += f" This very file is here already: {looked.same.told}."
        elif looked.media_type in (JPEG, PNG):
            told += (
                f" As “{codes.label('document_kind', PORTRAIT)}” it is made small, and what the camera wrote "
                "into it is left out."
            )
        self.write(DocumentDetails(looked.name, None, self._today))
        self.file.setText(told)

    def show_document(self, document: Document) -> None:
        """A document that is there, to be described otherwise."""
        self.chosen = Chosen(document=document)
        self.title.setText("Change what is written about it")
        self.write(document.details)
        self.file.setText(f"About {document.told}. The file stays as it is.")

    def clear(self) -> None:
        """Ready for the next file; what the last one held is forgotten."""
        self.chosen = Chosen()
        self.title.setText(_ADD)
        self.write(DocumentDetails("", None, self._today))
        self.file.setText("No file is chosen.")
