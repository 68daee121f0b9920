"""Somebody asks what we hold: the request, the names of others that are taken out, the pack."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from vrp_desktop.domain.changes import Saved
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.people import PersonLine
from vrp_desktop.domain.subject_access import Request
from vrp_desktop.services.provider import Provider
from vrp_desktop.services.subject_access import Review, Written
from vrp_desktop.ui.keeping.names import NamesField
from vrp_desktop.ui.keeping.picker import Picker
from vrp_desktop.ui.kit import messages
from vrp_desktop.ui.kit.dates import DateField, written
from vrp_desktop.ui.kit.fields import TextField
from vrp_desktop.ui.kit.flow import Beside
from vrp_desktop.ui.kit.forms import Form
from vrp_desktop.ui.kit.parts import button, column, heading, label, primary, row
from vrp_desktop.ui.kit.passphrases import PassphraseField
from vrp_desktop.ui.kit.screen import Screen
from vrp_desktop.ui.kit.tables import Column, Table


class AccessPart(QWidget):
    """Requests and a new one at the left; at the right what would be given, name by name."""

    def __init__(self, services: Provider, screen: Screen) -> None:
        super().__init__()
        self._services, self._screen = services, screen
        self._person: PersonLine | None = None
        self._request: Request | None = None
        self._review: Review | None = None
        self._noted = ""
        self.table: Table[Request] = Table(
            "Requests",
            [
                Column("About", lambda r: r.known_as, stretch=2),
                Column("Asked by", lambda r: r.asked_by, stretch=3, leaves=1),
                Column("Asked on", lambda r: written(r.asked_on), leaves=2),
                Column("Owed by", lambda r: written(r.due_on)),
                Column("Given on", lambda r: written(r.given_on) if r.given_on else ""),
            ],
            "Nobody has asked yet.",
        )
        self.table.chosen.connect(self._choose)
        self.picker = Picker(screen, services.people.search, "access-find")
        self.picker.picked.connect(self._picked)
        self.who = label("", "label")
        self.form = Form()
        self.form.section("A new request", "The answer is owed within a month of the day it was asked.")
        self.form.place(self.picker)
        self.form.place(self.who)
        self.form.add(
            "asked_by", "Who asks", TextField(), "Themselves, a parent, a solicitor. Check who they are."
        )
        self.form.add("asked_on", "Asked on", DateField(services.workspace.today))
        self.note_button = button("Note the request", self._note)
        self.form.place(row(self.note_button))
        self.about = label("")
        self.withheld = label("", "fault")
        self.names = NamesField("access-names", "Names of others")
        self.pack = Form()
        self.pack.section(
            "The pack",
            "Everything we hold about them, as a PDF and for a computer. Names of others are taken out where "
            "they are ticked: take a tick away only where somebody has agreed, or is known to them anyway.",
        )
        self.pack.place(self.about)
        self.pack.place(self.withheld)
        self.pack.place(self.names)
        self.passphrase: PassphraseField = self.pack.add(
            "passphrase", "Your passphrase once more", PassphraseField()
        )
        self.write_button = primary("Write the pack", self._ask_folder)
        self.pack.place(row(self.write_button))
        self.pack.submitted.connect(self._ask_folder)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 16, 24, 24)
        left = column(heading("Who has asked"), self.table, self.form, None, spacing=14)
        layout.addWidget(Beside(left, column(self.pack, None), (1, 1), spacing=28))
        layout.addStretch(1)
        self._pick(None)
        self._choose(None)

    def load(self) -> None:
        """Reads the requests."""
        self._screen.read(self._services.subject_access.requests, self._show, latest="requests")

    def forget(self) -> None:
        """Empties it: the store is being locked."""
        self.table.show_lines(())
        self.picker.clear()
        self._pick(None)
        self._choose(None)
        self.form.write({"asked_by": ""})

    def _show(self, requests: tuple[Request, ...]) -> None:
        self.table.show_lines(requests)
        self.table.fit_height(5)
        noted = [number for number, request in enumerate(requests) if request.id == self._noted]
        if noted:
            self._noted = ""
            self.table.choose(noted[0])
            self.table.view.setFocus()
        elif self.table.current() is None:
            self._choose(None)

    def _picked(self, line: PersonLine) -> None:
        self._pick(line)
        self.form.field("asked_by").control().setFocus()

    def _pick(self, line: PersonLine | None) -> None:
        self._person = line
        self.who.setText(f"About {line.known_as}" if line else "Find whom it is about.")
        self.note_button.setEnabled(line is not None)

    def _note(self) -> None:
        person = self._person
        if person is None:
            return
        try:
            answers = self.form.values()
        except Refused as refused:
            self.form.refuse(refused)
            return

        def noted(saved: Saved) -> None:
            self.form.write({"asked_by": ""})
            self._pick(None)
            self._noted = saved.id

        self._screen.save(
            lambda: self._services.subject_access.note(person.id, answers["asked_by"], answers["asked_on"]),
            noted,
            self.form.refuse,
        )

    def _choose(self, request: Request | None) -> None:
        self._request, self._review = request, None
        self.passphrase.clear()
        self.pack.clear_faults()
        self.write_button.setEnabled(False)
        self.names.show_names(())
        self.withheld.hide()
        if request is None:
            self.about.setText("Choose a request.")
            return
        self.about.setText(f"Gathering what we hold about {request.known_as} …")
        self._screen.read(
            lambda: self._services.subject_access.review(request.id), self._show_review, latest="review"
        )

    def _show_review(self, review: Review) -> None:
        self._review = review
        number = len(review.offers)
        names = "No name of anybody else was found" if not number else (
            "1 name of somebody else was found" if number == 1 else f"{number} names of others were found"
        )  # fmt: skip
        self.about.setText(
            f"About {review.pack.known_as}. {names}. What no record calls by a name we know cannot be found: "
            "read the pack before it is given."
        )
        concerns = (
            "A safeguarding concern about them is"
            if review.concerns == 1
            else f"{review.concerns} safeguarding concerns about them are"
        )
        self.withheld.setText(
            f"{concerns} not in this pack. Before you give it, ask the designated safeguarding lead what may "
            "be told without harm to the child or to somebody else."
        )
        self.withheld.setVisible(bool(review.concerns))
        self.names.show_names([(o.key, f"{o.name}: “{o.sentence}” ({o.where})") for o in review.offers])
        self.write_button.setEnabled(True)

    def _ask_folder(self) -> None:
        if self._request is None or not self.write_button.isEnabled():
            return
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        chosen = QFileDialog.getExistingDirectory(self, "Where to write the pack", documents)
        if chosen:
            self.write_into(Path(chosen))

    def write_into(self, folder: Path) -> None:
        """Writes the pack of the chosen request into a folder; the window goes on meanwhile."""
        request, passphrase, lifted = self._request, self.passphrase.value(), self.names.left()
        if request is None:
            return
        self.passphrase.clear()
        self.write_button.setEnabled(False)
        self._screen.save(
            lambda: self._services.subject_access.write(request.id, folder, passphrase, lifted),
            self._written,
            self.pack.refuse,
            always=lambda: self.write_button.setEnabled(self._review is not None),
        )

    def _written(self, done: Written) -> None:
        self.load()
        open_it = messages.ask(
            self,
            "The pack is written",
            f"{done.pdf.name}\n{done.data.name}\n\nThey are in {done.pdf.parent} and are not encrypted: give "
            "them to the person, and delete them from this computer.",
            "Open the folder",
            "Close",
        )
        if open_it:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(done.pdf.parent)))
