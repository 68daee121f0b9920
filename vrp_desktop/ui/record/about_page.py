"""What can be written about somebody: who they are, what matters to them, and the equality questions."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from vrp_desktop.domain.changes import Saved, Topic
from vrp_desktop.domain.drafts import Draft
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.people import PersonDetails
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.kit import messages
from vrp_desktop.ui.kit.drafts import Kept
from vrp_desktop.ui.kit.parts import column, primary, row, scrolled
from vrp_desktop.ui.kit.work import Work
from vrp_desktop.ui.record.forms import EqualityForm, WhoAndWhat, answers_of
from vrp_desktop.ui.record.page import RecordPage


class AboutPage(RecordPage):
    """Saved with one button or Ctrl+Enter; what is typed and not saved comes back. For somebody new it is
    the only page there is."""

    name = "about"
    word = "About them"
    topics = frozenset({Topic.PEOPLE})

    added = Signal(str)
    """Somebody new has a record now: its id."""
    told = Signal(object)
    """The details as they are now."""

    def __init__(self, services: Provider, work: Work) -> None:
        super().__init__(services, work)
        self._visit = 0
        self._before = PersonDetails("")
        self.form = WhoAndWhat()
        self.equality = EqualityForm()
        forms = (self.form.who, self.form.matters, self.form.talking, self.equality)
        self.kept = Kept(self, services.drafts, "person", *forms)
        self.save_button = primary("Save", self._save)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(
                QKeySequence(keys), self, self._save, context=Qt.ShortcutContext.WidgetWithChildrenShortcut
            )
        for form in (self.form.who, self.form.talking, self.equality):
            form.submitted.connect(self._save)
        self._forms = forms
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        line = column(self.kept.line)
        line.setContentsMargins(24, 8, 24, 0)
        layout.addWidget(line)
        self.area = scrolled(column(self.form, column(self.equality, margin=24)))
        layout.addWidget(self.area, 1)
        foot = row(self.save_button, None)
        foot.setContentsMargins(24, 10, 24, 4)
        layout.addWidget(foot)

    def begin(self, known_as: str) -> None:
        """A record for somebody new."""
        self.empty()
        self.person_id = ""
        self._shows(PersonDetails(known_as))
        self.form.who.focus_first()
        drafts = self.services.drafts
        self.read(lambda: drafts.of("person"), lambda draft: self._bring_back("", draft), latest="about")

    def show_person(self, person_id: str) -> None:
        # What was being written comes back as a draft, and is said to be one.
        self.kept.settle()
        for form in self._forms:
            form.settled()
        super().show_person(person_id)

    def load(self) -> None:
        person_id, visit, services = self.person_id, self._visit, self.services
        if self.touched:
            return  # What is being written stays.

        def show(read: tuple[PersonDetails, Draft | None]) -> None:
            if visit == self._visit and not self.touched:
                self._shows(read[0])
                self._bring_back(person_id, read[1])

        self.read(
            lambda: (services.people.get(person_id).details, services.drafts.of("person", person_id)),
            show,
            lambda _: None,  # The record says itself that it is gone.
            latest="about",
        )

    def focus_on(self, field: str) -> None:
        """The keyboard to one field, which comes into sight."""
        for form in self._forms:
            if field in form.names():
                control = form.field(field).control()
                control.setFocus(Qt.FocusReason.OtherFocusReason)
                self.area.ensureWidgetVisible(control)

    def first_focus(self) -> QWidget | None:
        return self.form.who.field("known_as").control()

    @property
    def touched(self) -> bool:
        """Whether something was changed and not saved."""
        return any(form.touched for form in self._forms)

    def may_leave(self) -> bool:
        if not self.touched:
            return True
        called = self._before.known_as or "this person"
        leaves = messages.ask(
            self,
            "Not saved yet",
            f"What you changed of {called} is not saved.",
            "Leave it",
            "Stay here",
        )
        if leaves:
            self.kept.drop()
            self._shows(self._before)
        return leaves

    def settle(self) -> None:
        self.kept.settle()

    def empty(self) -> None:
        self._visit += 1
        self.kept.settle()
        self.kept.forget()
        self._shows(PersonDetails(""))

    def _shows(self, details: PersonDetails) -> None:
        self._before = details
        self.form.write(details)
        self.equality.write(details)
        self._name_button()

    def _name_button(self) -> None:
        new = not self.person_id
        self.save_button.setText("Add person" if new else "Save")
        self.save_button.setAccessibleName(self.save_button.text())

    def _bring_back(self, subject: str, draft: Draft | None) -> None:
        known_as = self._before.known_as
        again: Callable[[], None] = self.load if subject else lambda: self.begin(known_as)
        self.kept.open(subject, draft, again)

    def _save(self) -> None:
        person_id, visit, people = self.person_id, self._visit, self.services.people
        if not self.save_button.isEnabled() or self.kept.subject != person_id:
            return  # It is being saved, or the record has not come yet.
        try:
            details = self._answers()
        except Refused as refused:
            self._refuse(refused)
            return

        def save() -> Saved:
            return people.change(person_id, details) if person_id else people.add(details)

        def saved(done: Saved) -> None:
            self.kept.drop(of=person_id)
            if visit != self._visit:
                return
            self.person_id = done.id
            self._bring_back(done.id, None)
            if self._says(details):
                self._shows(details)
            else:
                # Somebody typed on meanwhile: that is not saved yet, and stays.
                self._before = details
                self._name_button()
                self.form.who.edited.emit()
            self.told.emit(details)
            if not person_id:
                self.added.emit(done.id)

        self.save_button.setEnabled(False)
        self.save(save, saved, self._refuse, always=lambda: self.save_button.setEnabled(True))

    def _answers(self) -> PersonDetails:
        return answers_of(self._forms, self._before, self.services.workspace.today)

    def _says(self, details: PersonDetails) -> bool:
        """Whether the forms still say what was saved."""
        try:
            return self._answers() == details
        except Refused:
            return False

    def _refuse(self, refused: Refused) -> None:
        """Tells the faults over the form that has them."""
        for form in self._forms:
            if refused.fields.keys() & form.names():
                form.refuse(refused)
                return
        self.form.who.refuse(refused)
