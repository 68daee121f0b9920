"""A record: it opens on who the person is; journeys and sessions follow on pages of their own."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from vrp_desktop.domain import codes
from vrp_desktop.domain.changes import Saved, Topic
from vrp_desktop.domain.concerns import Veiled
from vrp_desktop.domain.drafts import Draft
from vrp_desktop.domain.enrolments import EnrolmentLine
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.people import PersonDetails
from vrp_desktop.domain.sessions import PersonSession, remark_words
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.kit import messages
from vrp_desktop.ui.kit.dates import written
from vrp_desktop.ui.kit.drafts import Kept
from vrp_desktop.ui.kit.parts import button, column, label, primary, quiet, row, scrolled
from vrp_desktop.ui.kit.screen import Screen
from vrp_desktop.ui.kit.tables import Column, Table
from vrp_desktop.ui.kit.work import Work
from vrp_desktop.ui.record.forms import EqualityPage, FirstPage, answers_of
from vrp_desktop.ui.record.words import introduction

Record = tuple[PersonDetails, tuple[EnrolmentLine, ...], tuple[PersonSession, ...], tuple[Veiled, ...]]


class PersonScreen(Screen):
    """One person. The name stands large; a change is saved with one button or Ctrl+Enter."""

    title = "Person"
    topics = frozenset({Topic.ENROLMENTS, Topic.REGISTER, Topic.SESSIONS, Topic.CONCERNS})

    def __init__(self, services: Provider, work: Work) -> None:
        super().__init__(work)
        self._services = services
        self._person_id: str | None = None
        self._visit = 0
        self._raising = False
        self._before = PersonDetails("")
        self.name = label("", "title")
        self.about = label("", "muted")
        self.first = FirstPage()
        self.equality = EqualityPage()
        self.kept = Kept(self, services.drafts, "person", self.first.who, self.first.matters, self.equality)
        self.journeys: Table[EnrolmentLine] = Table(
            "Journeys",
            [
                Column("Intervention", lambda e: e.intervention, stretch=3),
                Column("Now", lambda e: e.details.standing),
                Column("Referred", lambda e: written(e.details.referred_on), leaves=2),
                Column(
                    "By",
                    lambda e: codes.label("referral_source", e.details.referral_source, ""),
                    stretch=1,
                    leaves=3,
                ),
                Column("Started", lambda e: written(e.details.started_on) if e.details.started_on else ""),
                Column(
                    "Ended", lambda e: written(e.details.ended_on) if e.details.ended_on else "", leaves=1
                ),
            ],
            "No intervention yet.",
            "Enrol in an intervention",
            self._enrol,
        )
        self.journeys.opened.connect(lambda line: self.go("enrolment", enrolment_id=line.id))
        self.sessions: Table[PersonSession] = Table(
            "Sessions attended",
            [
                Column("Day", lambda s: written(s.held_on, weekday=True)),
                Column("Intervention", lambda s: s.intervention, stretch=3),
                Column("Kind", lambda s: codes.label("session_kind", s.kind), leaves=2),
                Column("Register", lambda s: "" if s.mark is None else s.mark.label),
                Column("Note", lambda s: remark_words(s.remark), stretch=2, leaves=1),
            ],
            "No session yet.",
        )
        self.sessions.opened.connect(lambda line: self.go("register", session_id=line.session_id))
        self.save_button = primary("Save", self._save)
        self.history_button = quiet("History", self._history)
        self.concern_button = button("Raise a concern", self._raise_concern)
        self.concern_button.setToolTip("Something you saw or heard worries you (Ctrl+Shift+C)")
        self.concerns_button = quiet("Concerns", lambda: self.go("concerns", person_id=self._person_id))
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setAccessibleName("Pages of the record")
        self.tabs.setAccessibleName("Pages of the record")
        self.tabs.addTab(scrolled(self.first), "First page")
        self.tabs.addTab(scrolled(column(self.equality, margin=24)), "Equality")
        self.enrol_button = button("Enrol in an intervention", self._enrol)
        self.outcomes_button = button("Goals and progress", self._outcomes)
        self._journeys_page = column(
            row(self.enrol_button, self.outcomes_button),
            self.journeys,
            spacing=12,
            margin=24,
        )
        self.tabs.addTab(self._journeys_page, "Journeys")
        self.tabs.addTab(column(self.sessions, margin=24), "Sessions")
        self.journeys.chosen.connect(lambda _: self._fit_buttons())
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(
                QKeySequence(keys), self, self._save, context=Qt.ShortcutContext.WidgetWithChildrenShortcut
            )
        QShortcut(
            QKeySequence("Ctrl+Shift+C"),
            self,
            self._raise_concern,
            context=Qt.ShortcutContext.WidgetWithChildrenShortcut,
        )
        for form in (self.first.who, self.equality):
            form.submitted.connect(self._save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 12, 0, 0)
        layout.setSpacing(4)
        head = column(self.name, self.about, self.kept.line, spacing=0)
        head.setContentsMargins(24, 0, 24, 4)
        layout.addWidget(head)
        layout.addWidget(self.tabs, 1)
        foot = row(
            self.save_button,
            quiet("Back to people", lambda: self.go("people")),
            None,
            self.concern_button,
            self.concerns_button,
            self.history_button,
        )
        foot.setContentsMargins(24, 10, 24, 10)
        layout.addWidget(foot)

    def arrive(self, person_id: str | None = None, known_as: str = "", page: int = 0, **_: Any) -> None:
        """Opens a record, or an empty one for somebody called ``known_as``."""
        self.kept.settle()
        if self.kept.subject != (person_id or ""):
            self.kept.forget()
        self._person_id = person_id
        self._visit += 1
        self.tabs.setCurrentIndex(page)
        for number in (2, 3):
            self.tabs.setTabEnabled(number, person_id is not None)
        if person_id is None:
            self._show_details(PersonDetails(known_as))
            self._show_lines((), (), ())
            self.first.who.focus_first()
            self.read(
                lambda: self._services.drafts.of("person"),
                lambda draft: self._bring_back("", draft),
                latest="record",
            )
        else:
            if self.kept.subject is None:
                # Until the answer comes nobody's details stand under another person's name.
                self._show_details(PersonDetails(""))
                self._show_lines((), (), ())
            self.read(
                lambda: (self._record(person_id), self._services.drafts.of("person", person_id)),
                self._show,
                self._gone,
                latest="record",
            )

    def load(self) -> None:
        """Reads journeys and sessions again; what is being written stays."""
        person_id, visit = self._person_id, self._visit

        def show(record: Record) -> None:
            if visit == self._visit:
                self._show_lines(*record[1:])

        if person_id is not None:
            self.read(lambda: self._record(person_id), show, self._gone, latest="lines")

    def first_focus(self) -> QWidget | None:
        pages = (
            self.first.who.field("known_as").control(),
            self.equality.field("sex").control(),
            self.enrol_button,
            self.sessions.view,
        )
        return pages[self.tabs.currentIndex()]

    def may_leave(self) -> bool:
        if not self._touched():
            return True
        if self._raising:
            self.kept.settle()  # What is typed comes back with the record: a concern does not wait.
            return True
        leaves = messages.ask(
            self,
            "Not saved yet",
            f"What you changed of {self._called()} is not saved.",
            "Leave it",
            "Stay here",
        )
        if leaves:
            self.kept.drop()
        return leaves

    def settle(self) -> None:
        self.kept.settle()

    def forget(self) -> None:
        self.kept.forget()
        self._person_id = None
        self._visit += 1
        self._show_details(PersonDetails(""))
        self._show_lines((), (), ())

    def _record(self, person_id: str) -> Record:
        services = self._services
        return (
            services.people.get(person_id).details,
            services.enrolments.lines_of_person(person_id),
            services.sessions.of_person(person_id),
            services.concerns.of_person(person_id),
        )

    def _show(self, read: tuple[Record, Draft | None]) -> None:
        record, draft = read
        self._show_details(record[0])
        self._show_lines(*record[1:])
        self._bring_back(str(self._person_id), draft)

    def _bring_back(self, subject: str, draft: Draft | None) -> None:
        person_id, before = self._person_id, self._before
        self.kept.open(subject, draft, lambda: self.arrive(person_id, before.known_as))

    def _show_details(self, details: PersonDetails) -> None:
        self._show_head(details)
        self.first.write(details)
        self.equality.write(details)

    def _show_head(self, details: PersonDetails) -> None:
        self._before = details
        new = self._person_id is None
        self.name.setText(details.known_as or "Somebody new")
        words = introduction(details, self._services.workspace.today)
        self.about.setText("A name is enough for now." if new else words)
        self.titled.emit("Add a person" if new else "Person")
        self.history_button.setVisible(not new)
        self.concern_button.setVisible(not new)
        self.save_button.setText("Add person" if new else "Save")
        self.save_button.setAccessibleName(self.save_button.text())

    def _show_lines(
        self,
        journeys: tuple[EnrolmentLine, ...],
        sessions: tuple[PersonSession, ...],
        concerns: tuple[Veiled, ...],
    ) -> None:
        self.journeys.show_lines(journeys)
        self.sessions.show_lines(sessions)
        self.concerns_button.setVisible(bool(concerns))
        self.concerns_button.setText(f"Concerns: {len(concerns)}")
        self.concerns_button.setAccessibleName(self.concerns_button.text())
        self._fit_buttons()

    def _fit_buttons(self) -> None:
        self.outcomes_button.setEnabled(self._journey() is not None)

    def _journey(self) -> EnrolmentLine | None:
        """The journey the keyboard stands on, else the first that is under way."""
        started = [line for line in self.journeys.model.lines if line.details.started_on]
        current = self.journeys.current()
        return current if current in started else (started[0] if started else None)

    def _called(self) -> str:
        return self._before.known_as or "this person"

    def _touched(self) -> bool:
        return self.first.who.touched or self.first.matters.touched or self.equality.touched

    def _gone(self, refused: Refused) -> None:
        messages.refused(self, refused)
        self.go("people")

    def _history(self) -> None:
        self.go("history", entity="person", row=self._person_id, called=self._called())

    def _raise_concern(self) -> None:
        if self._person_id is None:
            return
        here = {"person_id": self._person_id, "page": self.tabs.currentIndex()}
        self._raising = True
        self.go("concern", person_id=self._person_id, back=("person", here))
        self._raising = False

    def _enrol(self) -> None:
        self.go("enrolment", person_id=self._person_id)

    def _outcomes(self) -> None:
        journey = self._journey()
        if journey is not None:
            self.go("outcome-sheet", enrolment_id=journey.id)

    def _save(self) -> None:
        person_id, visit, people = self._person_id, self._visit, self._services.people
        if not self.save_button.isEnabled() or (person_id is not None and self.kept.subject != person_id):
            return  # It is being saved, or the record has not come yet.
        try:
            details = self._answers()
        except Refused as refused:
            self._refuse(refused)
            return

        def save() -> Saved:
            return people.change(person_id, details) if person_id else people.add(details)

        def saved(done: Saved) -> None:
            self.kept.drop(of=person_id or "")
            if visit != self._visit:
                return
            self._person_id = done.id
            self._bring_back(done.id, None)
            for number in (2, 3):
                self.tabs.setTabEnabled(number, True)
            if self._says(details):
                self._show_details(details)
            else:
                # Somebody typed on meanwhile: that is not saved yet, and stays.
                self._show_head(details)
                self.first.who.edited.emit()
                return
            if person_id is None:
                # The next step with somebody new: what do they take part in?
                self.tabs.setCurrentIndex(2)
                self.enrol_button.setFocus()

        self.save_button.setEnabled(False)
        self.save(save, saved, self._refuse, always=lambda: self.save_button.setEnabled(True))

    def _answers(self) -> PersonDetails:
        return answers_of(self.first, self.equality, self._before, self._services.workspace.today)

    def _says(self, details: PersonDetails) -> bool:
        """Whether the forms still say what was saved."""
        try:
            return self._answers() == details
        except Refused:
            return False

    def _refuse(self, refused: Refused) -> None:
        """Leads to the page that has the first fault."""
        on_equality = refused.fields.keys() & {"sex", "ethnicity", "disability", "send", "care", "education"}
        self.tabs.setCurrentIndex(1 if on_equality else 0)
        (self.equality if on_equality else self.first.who).refuse(refused)
