"""The front page of a record: the child first, then what they take part in."""

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vrp_desktop.domain.changes import Topic
from vrp_desktop.domain.front import Front
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.kit.flow import Beside
from vrp_desktop.ui.kit.parts import card, column, label, scrolled
from vrp_desktop.ui.kit.work import Work
from vrp_desktop.ui.record.face import Face
from vrp_desktop.ui.record.page import RecordPage
from vrp_desktop.ui.record.part import Part
from vrp_desktop.ui.record.words import (
    coming_words,
    consent_words,
    goal_words,
    journey_words,
    last_words,
    people_words,
    talking_words,
    task_words,
)

_OWN: Mapping[str, tuple[str, str]] = {
    "enjoys": ("Enjoys", "Nobody has asked yet what they enjoy."),
    "good_at": ("Is good at", "Nobody has asked yet what they are good at."),
    "wants": ("Wants to change", "Nobody has asked yet what they want."),
}
"""The fields of a record in which somebody speaks for themselves: what stands over each, and in its place."""


class FrontPage(RecordPage):
    """Read, never written in: each part leads to where it is changed."""

    name = "front"
    word = "Front page"
    topics = frozenset(
        {Topic.PEOPLE, Topic.ENROLMENTS, Topic.SESSIONS, Topic.REGISTER, Topic.PLANS, Topic.OUTCOMES}
        | {Topic.NETWORK, Topic.TASKS, Topic.CONSENT, Topic.DOCUMENTS}
    )

    def __init__(self, services: Provider, work: Work) -> None:
        super().__init__(services, work)
        self._front: Front | None = None
        self.face = Face()
        self.why_no_photo = label("", "small")
        self.own = {field: Part(title, self._write(field)) for field, (title, _) in _OWN.items()}
        self.trusts = Part("Trusts", self._turn_to("family"), "Family")
        self.talking = Part("Talking with them well", self._write("communication"))
        self.goals = Part("Goals, in their words", self._open_goals, "Open")
        self.next = Part("Next time", self._open_next, "Open")
        self.last = Part("Last time", self._open_last, "Open")
        self.tasks = Part("To do", self._turn_to("time"), "Timeline")
        self.now = Part("Takes part in", self._turn_to("journeys"), "Journeys")
        self.agreed = Part("Agreed to", self._turn_to("consent"), "Consent")
        self.parts = (
            *self.own.values(),
            *(self.trusts, self.talking, self.goals),
            *(self.next, self.last, self.tasks, self.now, self.agreed),
        )
        own = self.own
        top = QWidget()
        beside = QHBoxLayout(top)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(18)
        beside.addWidget(column(self.face, None))
        beside.addWidget(Beside(own["enjoys"], own["good_at"], wide=380, spacing=24), 1)
        left = column(
            card(
                top,
                self.why_no_photo,
                own["wants"],
                self.goals,
                Beside(self.trusts, self.talking, wide=420, spacing=24),
                spacing=18,
            ),
            None,
        )
        right = column(card(self.next, self.last, self.tasks, self.now, self.agreed, spacing=16), None)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        inner = column(Beside(left, right, (3, 2), spacing=20), None)
        inner.setContentsMargins(24, 14, 24, 14)
        layout.addWidget(scrolled(inner))
        self.empty()

    def load(self) -> None:
        person_id, records = self.person_id, self.services.records

        def show(front: Front) -> None:
            if person_id == self.person_id:
                self._show(front)

        self.read(lambda: records.front(person_id), show, lambda _: None, latest="front")

    def empty(self) -> None:
        self._front = None
        self.face.show_face("", None)
        self.why_no_photo.hide()
        for part in self.parts:
            part.say((), "")
            part.link.setVisible(False)

    def first_focus(self) -> QWidget | None:
        return self.own["enjoys"].link

    def _show(self, front: Front) -> None:
        self._front = front
        details, today = front.person.details, self.services.workspace.today
        for part in self.parts:
            part.link.setVisible(True)
        self.face.show_face(details.known_as, front.portrait.content)
        self.why_no_photo.setText(front.portrait.why)
        self.why_no_photo.setVisible(bool(front.portrait.why))
        for field, (_, otherwise) in _OWN.items():
            said = getattr(details, field)
            role = "quote" if field == "wants" else ""
            self.own[field].say((said,), otherwise, role=role, verb="Change" if said else "Write")
        self.trusts.say(
            people_words(details.trusts, front.trusted, front.emergency),
            "Nobody has asked yet whom they trust.",
        )
        talking = talking_words(details)
        verb = "Change" if talking else "Write"
        self.talking.say(talking, "Nobody has asked yet what helps.", verb=verb)
        self.goals.say([goal_words(one) for one in front.goals], "No goal is set yet.")
        self.goals.link.setVisible(self._journey() is not None)
        self.next.say(coming_words(front.coming), "Nothing is planned with them.")
        self.next.link.setVisible(front.coming is not None)
        self.last.say(last_words(front.last), "They have not come to a session yet.")
        self.last.link.setVisible(front.last is not None)
        self.tasks.say([task_words(one, today) for one in front.tasks], "Nothing is left to do.")
        self.now.say(
            [journey_words(line, today) for line in front.journeys],
            "Nothing now." if front.past else "No intervention yet.",
        )
        self.agreed.say(consent_words(front.consents), "Nobody has asked them yet.")

    def _journey(self) -> str | None:
        """The journey whose goals are opened: that of the first goal, else the first that is under way."""
        if self._front is None:
            return None
        if self._front.goals:
            return self._front.goals[0].goal.enrolment_id
        started = (line.id for line in self._front.journeys if line.details.started_on is not None)
        return next(started, None)

    def _write(self, field: str) -> Callable[[], None]:
        return lambda: self.go("person", person_id=self.person_id, page="about", field=field)

    def _turn_to(self, page: str) -> Callable[[], None]:
        return lambda: self.go("person", person_id=self.person_id, page=page)

    def _open_goals(self) -> None:
        if (journey := self._journey()) is not None:
            self.go("outcome-sheet", enrolment_id=journey)

    def _open_next(self) -> None:
        if self._front is not None and self._front.coming is not None:
            self.go("register", session_id=self._front.coming.session_id)

    def _open_last(self) -> None:
        if self._front is not None and self._front.last is not None:
            self.go("register", session_id=self._front.last.session_id)
