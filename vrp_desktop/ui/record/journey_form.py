"""The form of a journey: referral, decision, start and end; and the marks of the priorities it is about."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QLabel, QWidget

from vrp_desktop.domain import codes
from vrp_desktop.domain.enrolments import EnrolmentDetails
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.interventions import Intervention
from vrp_desktop.domain.journeys import Journey
from vrp_desktop.domain.people import Person
from vrp_desktop.domain.users import User, told_as
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.kit.dates import DateField
from vrp_desktop.ui.kit.fields import ChoiceField, TextArea
from vrp_desktop.ui.kit.flow import Rows
from vrp_desktop.ui.kit.forms import Form
from vrp_desktop.ui.kit.icons import priority_mark
from vrp_desktop.ui.kit.parts import button, label, row
from vrp_desktop.ui.kit.theme import theme

DECISIONS = (("accepted", "Accepted"), ("declined", "Declined"))
_UNDER_WAY = ("started_on", "ended_on", "ending")


class JourneyForm(Form):
    """Asks no more than the decision makes sense of."""

    def __init__(self, today: date) -> None:
        super().__init__()
        self.had_started = False
        """Whether it is stored as started: then its dates stay in sight, to be mended first."""
        self.other_button = button("Open that enrolment")
        self.other_button.hide()
        self.place(row(self.other_button))
        self.which: ChoiceField = self.add("intervention_id", "Intervention", ChoiceField(otherwise=""))
        self.key_worker: ChoiceField = self.add(
            "key_worker_id", "Key worker", ChoiceField(otherwise="Nobody yet")
        )
        self.section("Referral")
        self.add("referred_on", "Referred on", DateField(today))
        self.add("referral_source", "Referred by", ChoiceField(codes.code_list("referral_source")))
        self.add("referral_reason", "Why they were referred", TextArea(3))
        self.decision: ChoiceField = self.add("decision", "Decision", ChoiceField(DECISIONS, "Still waiting"))
        self.add("decided_on", "Decided on", DateField(today, start_today=False))
        self.add(
            "decline_reason", "Why declined", ChoiceField(codes.code_list("decline_reason"), "Not recorded")
        )
        self.add("started_on", "Started on", DateField(today, start_today=False), "Empty until it starts.")
        self.add("ended_on", "Ended on", DateField(today, start_today=False), "Empty while it goes on.")
        self.add("ending", "How it ended", ChoiceField(codes.code_list("ending"), "It goes on"))
        self.finish()
        self.decision.edited.connect(self.fit)

    def fit(self) -> None:
        """Shows the fields that the decision asks for."""
        decision = self.decision.value()
        self.show_field("decided_on", decision is not None)
        self.show_field("decline_reason", decision == "declined")
        for name in _UNDER_WAY:
            self.show_field(name, decision == "accepted" or self.had_started)

    def offer_workers(self, users: Iterable[User]) -> None:
        """Those who can be the key worker; whoever was chosen stays, where they are among them."""
        chosen, offered = (
            self.key_worker.value(),
            {user.id: told_as(user.name, user.active) for user in users},
        )
        self.key_worker.set_value(None)
        self.key_worker.set_choices(offered.items())
        self.key_worker.set_value(chosen if chosen in offered else None)

    def answers(self) -> dict[str, Any]:
        """What is answered, without what the decision does not ask for. Refused where it cannot be read."""
        answers = self.values()
        if answers["decision"] != "declined":
            answers["decline_reason"] = None
        if answers["decision"] != "accepted" and not self.had_started:
            answers.update(dict.fromkeys(_UNDER_WAY))
        if answers["decision"] is None:
            answers["decided_on"] = None
        if answers["referred_on"] is None:
            raise Refused.for_fields({"referred_on": "Write the day of the referral."})
        return answers


class Priorities(QWidget):
    """The marks and names of the priorities that something is about; hidden without any."""

    def __init__(self) -> None:
        super().__init__()
        layout = Rows(across=18, down=4)
        layout.setContentsMargins(0, 0, 0, 0)
        self.setLayout(layout)
        self._marks: dict[str, QLabel] = {}
        self._parts: dict[str, QWidget] = {}
        for code in codes.code_list("priority").codes:
            mark, words = QLabel(), label(code.label)
            words.setWordWrap(False)
            part = row(mark, words)
            self._marks[code.code], self._parts[code.code] = mark, part
            layout.addWidget(part)
        self._tint()
        theme().changed.connect(self._tint)
        self.show_codes(())

    def show_codes(self, priorities: Iterable[str]) -> None:
        """Shows these."""
        shown = set(priorities)
        for code, part in self._parts.items():
            part.setVisible(code in shown)
        self.setVisible(bool(shown))
        self.setAccessibleName("Priorities: " + ", ".join(self.texts()))

    def texts(self) -> list[str]:
        """The priorities that are shown, as they read."""
        return [codes.label("priority", code) for code, part in self._parts.items() if not part.isHidden()]

    def _tint(self) -> None:
        for code, mark in self._marks.items():
            mark.setPixmap(priority_mark(code).pixmap(QSize(16, 16)))


@dataclass(frozen=True)
class Shown:
    """What the page begins with; ``journey`` is None for one that is not stored yet."""

    person: Person
    there: tuple[Intervention, ...]
    chosen: str
    details: EnrolmentDetails
    workers: tuple[User, ...]
    journey: Journey | None


def shown(services: Provider, enrolment_id: str | None, person_id: str | None, again: str | None) -> Shown:
    """What the page begins with, read in another thread."""
    enrolments, there = services.enrolments, services.interventions.all()
    if enrolment_id is not None:
        journey = enrolments.journey(enrolment_id)
        line = journey.line
        if all(one.id != line.intervention_id for one in there):
            # A journey through another intervention is read, by its name, and not written.
            there = (*there, services.interventions.get(line.intervention_id))
        also = (line.details.key_worker_id,) if line.details.key_worker_id else ()
        workers = enrolments.key_workers(line.intervention_id, also)
        person = services.people.get(line.person_id)
        return Shown(person, there, line.intervention_id, line.details, workers, journey)
    if not there:
        raise Refused("There is no intervention yet. Add one under Organisation first.")
    chosen, details = there[0].id, _begun(services.workspace.today)
    if again is not None:
        begun = enrolments.again(again)
        chosen, details, person_id = begun.intervention_id, begun.details, begun.person_id
    person = services.people.get(str(person_id))
    return Shown(person, there, chosen, details, enrolments.key_workers(chosen), None)


def _begun(today: date) -> EnrolmentDetails:
    return EnrolmentDetails(today, decision="accepted", decided_on=today, started_on=today)
