"""One journey through one intervention: referral, decision, start, end, and what it is about."""

from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from vrp_desktop.domain import codes
from vrp_desktop.domain.changes import Saved
from vrp_desktop.domain.drafts import Draft
from vrp_desktop.domain.enrolments import AlreadyEnrolled, EnrolmentDetails
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.strategy import priority_of
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.kit import messages
from vrp_desktop.ui.kit.drafts import Kept
from vrp_desktop.ui.kit.fields import ManyField
from vrp_desktop.ui.kit.flow import Beside
from vrp_desktop.ui.kit.forms import Form
from vrp_desktop.ui.kit.icons import priority_mark
from vrp_desktop.ui.kit.parts import column, label, primary, quiet, row, scrolled
from vrp_desktop.ui.kit.screen import Screen
from vrp_desktop.ui.kit.work import Work
from vrp_desktop.ui.record.journey_form import JourneyForm, Priorities, Shown, shown
from vrp_desktop.ui.record.journey_notes import JourneyNotes


class EnrolmentScreen(Screen):
    """Begins as an enrolment that was referred, accepted and started today, so that Enter is often enough."""

    title = "Journey"

    def __init__(self, services: Provider, work: Work) -> None:
        super().__init__(work)
        self._services = services
        self._enrolment_id: str | None = None
        self._person_id = ""
        self._other: str | None = None
        self._visit = 0
        today = services.workspace.today
        self.who = label("", "title")
        self.standing = label("", "muted")
        self.form = JourneyForm(today)
        self.which, self.decision = self.form.which, self.form.decision
        self.form.other_button.clicked.connect(self._open_other)
        self.about = Form()
        self.about.section(
            "What it is about", "Several can be chosen. Strengths and needs have a page of the record."
        )
        self.about.add(
            "focus_areas",
            "Focus areas",
            ManyField(codes.code_list("focus_area"), rows=10, mark=priority_mark),
        )
        self.priorities = Priorities()
        self.about.place(self.priorities)
        self.about.finish()
        self.notes = JourneyNotes(self, services)
        self.notes.told.connect(self._tell)
        self.notes.noted.connect(self._noted)
        typed = (self.form, self.about, *(box.form for box in self.notes.boxes))
        self.kept = Kept(self, services.drafts, "enrolment", *typed)
        self.about.edited.connect(self._mark)
        self.which.edited.connect(self._offer)
        self.form.submitted.connect(self._save)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(
                QKeySequence(keys), self, self._save, context=Qt.ShortcutContext.WidgetWithChildrenShortcut
            )
        self.save_button = primary("Enrol", self._save)
        both = column(Beside(self.form, column(self.about, self.notes, None)))
        both.setContentsMargins(24, 12, 24, 12)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 12, 0, 0)
        head = column(self.who, self.standing, self.kept.line, spacing=0)
        head.setContentsMargins(24, 0, 24, 0)
        layout.addWidget(head)
        layout.addWidget(scrolled(both), 1)
        self.history_button = quiet("History", self._history)
        foot = row(
            self.save_button, quiet("Back to the record", lambda: self._back()), None, self.history_button
        )
        foot.setContentsMargins(24, 10, 24, 10)
        layout.addWidget(foot)

    def arrive(
        self,
        enrolment_id: str | None = None,
        person_id: str | None = None,
        again: str | None = None,
        **_: Any,
    ) -> None:
        """Opens a journey, or begins one for ``person_id``: like the one they come back to, ``again``."""
        self.kept.settle()
        self.kept.forget()
        self._enrolment_id, self._person_id = enrolment_id, ""
        self._visit += 1
        services, subject = self._services, enrolment_id or str(person_id)

        def begin() -> tuple[Shown, Draft | None]:
            return shown(services, enrolment_id, person_id, again), services.drafts.of("enrolment", subject)

        def show(read: tuple[Shown, Draft | None]) -> None:
            self._begin(read[0])
            again_so = partial(self.arrive, enrolment_id, person_id, again)
            own = [(form, form.typed()) for form in (self.form, self.about)]
            if self.kept.open(subject, read[1], again_so, self._fit):
                self._offer()
            for form, before in own:
                if form.typed() == before:
                    form.settled()  # What was typed stood beside the journey only.

        self.read(begin, show, self._cannot, latest="journey")

    def first_focus(self) -> QWidget | None:
        return self.which.control()

    def may_leave(self) -> bool:
        self._visit += 1
        self.kept.settle()
        return True

    def settle(self) -> None:
        self.kept.settle()

    def forget(self) -> None:
        self.kept.forget()
        self._visit += 1
        self.who.setText("")

    def _begin(self, read: Shown) -> None:
        self._person_id = read.person.id
        self.who.setText(read.person.known_as)
        new = read.journey is None
        self.which.set_choices([(i.id, i.name) for i in read.there])
        self.which.control().setEnabled(new)
        self.form.had_started = not new and read.details.started_on is not None
        self.form.other_button.hide()
        self.form.offer_workers(read.workers)
        self.form.write(read.details)
        self.which.set_value(read.chosen)
        self.about.write(read.details)
        for box in self.notes.boxes:
            box.clear_form()
        self.notes.show_journey(read.journey)
        verb = "Enrol" if new else "Save"
        self.save_button.setText(verb)
        self.save_button.setAccessibleName(verb)
        self.history_button.setVisible(not new)
        self._fit()
        (self.which if new else self.decision).control().setFocus()

    def _tell(self, standing: str) -> None:
        self.standing.setText(standing)
        self.standing.setVisible(bool(standing))

    def _noted(self) -> None:
        """What stood beside the journey is saved, or not wanted: no draft brings it back."""
        if self.form.touched or self.about.touched:
            self.form.edited.emit()
        else:
            self.kept.drop()

    def _cannot(self, refused: Refused) -> None:
        messages.refused(self, refused)
        self._back()

    def _fit(self) -> None:
        self.form.fit()
        for box in self.notes.boxes:
            box.reopen()
        self._mark()

    def _mark(self) -> None:
        areas = self.about.field("focus_areas").value()
        self.priorities.show_codes(dict.fromkeys(map(priority_of, areas)))

    def _offer(self) -> None:
        """Another intervention was chosen: others work there."""
        chosen, enrolments = self.which.value(), self._services.enrolments
        self.read(lambda: enrolments.key_workers(str(chosen)), self.form.offer_workers, latest="workers")

    def _save(self) -> None:
        enrolment_id, person_id, enrolments = self._enrolment_id, self._person_id, self._services.enrolments
        subject, visit = self.kept.subject, self._visit
        if subject is None or not self.save_button.isEnabled():
            return  # The journey has not come yet, or is being saved.
        if (box := self.notes.begun()) is not None:
            box.form.refuse(Refused("Save this first, or cancel it."))
            return
        try:
            answers = {**self.form.answers(), **self.about.values()}
        except Refused as refused:
            self.form.refuse(refused)
            return
        intervention_id = answers.pop("intervention_id")
        details = EnrolmentDetails(**answers)

        def save() -> Saved:
            if enrolment_id is not None:
                return enrolments.change(enrolment_id, details)
            return enrolments.add(person_id, intervention_id, details)

        def saved(_: Saved) -> None:
            self.kept.drop(of=subject)
            if visit == self._visit:
                self._back(going_on=enrolment_id is None)

        self.save_button.setEnabled(False)
        self.save(save, saved, self._refuse, always=lambda: self.save_button.setEnabled(True))

    def _refuse(self, refused: Refused) -> None:
        self._other = refused.enrolment_id if isinstance(refused, AlreadyEnrolled) else None
        self.form.other_button.setVisible(self._other is not None)
        self.form.refuse(refused)

    def _open_other(self) -> None:
        if self._other is not None:
            self.go("enrolment", enrolment_id=self._other)

    def _history(self) -> None:
        called = f"{self.who.text()}, {self.which.box.currentText()}"
        self.go("history", entity="enrolment", row=self._enrolment_id, called=called)

    def _back(self, *, going_on: bool = False) -> None:
        if self._person_id:
            self.go("person", person_id=self._person_id, page="journeys", going_on=going_on)
        else:
            self.go("people")
