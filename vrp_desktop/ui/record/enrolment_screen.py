"""One journey through one intervention: referral, decision, start, end, needs and strengths."""

from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from vrp_desktop.domain import codes
from vrp_desktop.domain.changes import Saved
from vrp_desktop.domain.drafts import Draft
from vrp_desktop.domain.enrolments import EnrolmentDetails
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.interventions import Intervention
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.kit import messages
from vrp_desktop.ui.kit.dates import DateField
from vrp_desktop.ui.kit.drafts import Kept
from vrp_desktop.ui.kit.fields import ChoiceField, ManyField
from vrp_desktop.ui.kit.flow import Beside
from vrp_desktop.ui.kit.forms import Form
from vrp_desktop.ui.kit.icons import priority_mark
from vrp_desktop.ui.kit.parts import column, label, primary, quiet, row, scrolled
from vrp_desktop.ui.kit.screen import Screen
from vrp_desktop.ui.kit.work import Work

DECISIONS = (("accepted", "Accepted"), ("declined", "Declined"))
_UNDER_WAY = ("started_on", "ended_on", "ending")
Journey = tuple[tuple[Intervention, ...], str, str, EnrolmentDetails]


class EnrolmentScreen(Screen):
    """Begins as an enrolment that was referred, accepted and started today, so that Enter is often enough."""

    title = "Journey"

    def __init__(self, services: Provider, work: Work) -> None:
        super().__init__(work)
        self._services = services
        self._enrolment_id: str | None = None
        self._person_id = ""
        self._had_started = False
        self._visit = 0
        today = services.workspace.today
        self.who = label("", "title")
        self.form = Form()
        self.which: ChoiceField = self.form.add("intervention_id", "Intervention", ChoiceField(otherwise=""))
        self.form.add("referred_on", "Referred on", DateField(today))
        self.form.add("referral_source", "Referred by", ChoiceField(codes.code_list("referral_source")))
        self.decision: ChoiceField = self.form.add(
            "decision", "Decision", ChoiceField(DECISIONS, "Still waiting")
        )
        self.form.add("decided_on", "Decided on", DateField(today, start_today=False))
        self.form.add(
            "decline_reason", "Why declined", ChoiceField(codes.code_list("decline_reason"), "Not recorded")
        )
        self.form.add(
            "started_on", "Started on", DateField(today, start_today=False), "Empty until it starts."
        )
        self.form.add("ended_on", "Ended on", DateField(today, start_today=False), "Empty while it goes on.")
        self.form.add("ending", "How it ended", ChoiceField(codes.code_list("ending"), "It goes on"))
        self.form.finish()
        self.about = Form()
        self.about.section("Strengths and needs", "Strengths first. Several can be chosen.")
        self.about.add("factors", "Protective and risk factors", ManyField(codes.code_list("factor"), rows=8))
        self.about.add(
            "focus_areas",
            "What it is about",
            ManyField(codes.code_list("focus_area"), rows=8, mark=priority_mark),
        )
        self.about.finish()
        self.kept = Kept(self, services.drafts, "enrolment", self.form, self.about)
        self.decision.edited.connect(self._fit)
        self.form.submitted.connect(self._save)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(
                QKeySequence(keys), self, self._save, context=Qt.ShortcutContext.WidgetWithChildrenShortcut
            )
        self.save_button = primary("Enrol", self._save)
        both = column(Beside(self.form, self.about))
        both.setContentsMargins(24, 12, 24, 12)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 12, 0, 0)
        head = column(self.who, self.kept.line, spacing=0)
        head.setContentsMargins(24, 0, 24, 0)
        layout.addWidget(head)
        layout.addWidget(scrolled(both), 1)
        self.history_button = quiet("History", self._history)
        foot = row(self.save_button, quiet("Back to the record", self._back), None, self.history_button)
        foot.setContentsMargins(24, 10, 24, 10)
        layout.addWidget(foot)

    def arrive(self, enrolment_id: str | None = None, person_id: str | None = None, **_: Any) -> None:
        """Opens a journey, or begins one for ``person_id``."""
        self.kept.settle()
        self.kept.forget()
        self._enrolment_id, self._person_id = enrolment_id, ""
        self._visit += 1
        services, today = self._services, self._services.workspace.today

        subject = enrolment_id or str(person_id)

        def begin() -> tuple[str, str, Journey, Draft | None]:
            return *journey(), services.drafts.of("enrolment", subject)

        def journey() -> tuple[str, str, Journey]:
            there = services.interventions.all()
            if enrolment_id is not None:
                stored = services.enrolments.get(enrolment_id)
                person = services.people.get(stored.person_id)
                if all(one.id != stored.intervention_id for one in there):
                    # A journey through another intervention is read, by its name, and not written.
                    there = (*there, services.interventions.get(stored.intervention_id))
                return person.id, person.known_as, (there, stored.intervention_id, "Save", stored.details)
            if not there:
                raise Refused("There is no intervention yet. Add one under Organisation first.")
            person = services.people.get(str(person_id))
            return person.id, person.known_as, (there, there[0].id, "Enrol", _begun(today))

        def show(read: tuple[str, str, Journey, Draft | None]) -> None:
            self._begin(read[:3])
            self.kept.open(subject, read[3], lambda: self.arrive(enrolment_id, person_id), self._fit)

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

    def _begin(self, read: tuple[str, str, Journey]) -> None:
        self._person_id, known_as, (there, chosen, verb, details) = read
        self.who.setText(known_as)
        self.which.set_choices([(i.id, i.name) for i in there])
        self.which.control().setEnabled(self._enrolment_id is None)
        self._had_started = self._enrolment_id is not None and details.started_on is not None
        self.form.write(details)
        self.which.set_value(chosen)
        self.about.write(details)
        self.save_button.setText(verb)
        self.save_button.setAccessibleName(verb)
        self.history_button.setVisible(self._enrolment_id is not None)
        self._fit()
        (self.which if self._enrolment_id is None else self.decision).control().setFocus()

    def _cannot(self, refused: Refused) -> None:
        messages.refused(self, refused)
        self._back()

    def _fit(self) -> None:
        decision = self.decision.value()
        self.form.show_field("decided_on", decision is not None)
        self.form.show_field("decline_reason", decision == "declined")
        for name in _UNDER_WAY:
            # A journey that is stored as started keeps its dates in sight: they have to be mended first.
            self.form.show_field(name, decision == "accepted" or self._had_started)

    def _save(self) -> None:
        enrolment_id, person_id, enrolments = self._enrolment_id, self._person_id, self._services.enrolments
        subject, visit = self.kept.subject, self._visit
        if subject is None or not self.save_button.isEnabled():
            return  # The journey has not come yet, or is being saved.
        try:
            answers = {**self.form.values(), **self.about.values()}
        except Refused as refused:
            self.form.refuse(refused)
            return
        intervention_id = answers.pop("intervention_id")
        if answers["decision"] != "declined":
            answers["decline_reason"] = None
        if answers["decision"] != "accepted" and not self._had_started:
            answers.update(dict.fromkeys(_UNDER_WAY))
        if answers["decision"] is None:
            answers["decided_on"] = None
        if answers["referred_on"] is None:
            self.form.refuse(Refused.for_fields({"referred_on": "Write the day of the referral."}))
            return
        details = EnrolmentDetails(**answers)

        def save() -> Saved:
            if enrolment_id is not None:
                return enrolments.change(enrolment_id, details)
            return enrolments.add(person_id, intervention_id, details)

        def saved(_: Saved) -> None:
            self.kept.drop(of=subject)
            if visit == self._visit:
                self._back()

        self.save_button.setEnabled(False)
        self.save(save, saved, self.form.refuse, always=lambda: self.save_button.setEnabled(True))

    def _history(self) -> None:
        called = f"{self.who.text()}, {self.which.box.currentText()}"
        self.go("history", entity="enrolment", row=self._enrolment_id, called=called)

    def _back(self) -> None:
        if self._person_id:
            self.go("person", person_id=self._person_id, page="journeys")
        else:
            self.go("people")


def _begun(today: date) -> EnrolmentDetails:
    return EnrolmentDetails(today, decision="accepted", decided_on=today, started_on=today)
