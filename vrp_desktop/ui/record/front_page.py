"""The front page of a record: the child first, then what they take part in."""

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QVBoxLayout, QWidget

from vrp_desktop.domain.changes import Topic
from vrp_desktop.domain.front import Front
from vrp_desktop.domain.people import PersonDetails
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.kit.flow import Beside
from vrp_desktop.ui.kit.parts import card, column, scrolled
from vrp_desktop.ui.kit.work import Work
from vrp_desktop.ui.record.page import RecordPage
from vrp_desktop.ui.record.part import Part
from vrp_desktop.ui.record.words import coming_words, journey_words, last_words, talking_words

_OWN: Mapping[str, tuple[str, str]] = {
    "enjoys": ("Enjoys", "Nobody has asked yet what they enjoy."),
    "good_at": ("Is good at", "Nobody has asked yet what they are good at."),
    "wants": ("Wants to change", "Nobody has asked yet what they want."),
    "trusts": ("Trusts", "Nobody has asked yet whom they trust."),
}
"""The fields of a record in which somebody speaks for themselves: what stands over each, and in its place."""


class FrontPage(RecordPage):
    """Read, never written in: each part leads to where it is changed."""

    name = "front"
    word = "Front page"
    topics = frozenset(
        {Topic.PEOPLE, Topic.ENROLMENTS, Topic.SESSIONS, Topic.REGISTER, Topic.PLANS, Topic.OUTCOMES}
    )

    def __init__(self, services: Provider, work: Work) -> None:
        super().__init__(services, work)
        self._front: Front | None = None
        self.own = {field: Part(title, self._write(field)) for field, (title, _) in _OWN.items()}
        self.talking = Part("Talking with them well", self._write("communication"))
        self.next = Part("Next time", self._open_next, "Open")
        self.last = Part("Last time", self._open_last, "Open")
        self.now = Part("Takes part in", self._turn_to("journeys"), "Journeys")
        self.parts = (*self.own.values(), self.talking, self.next, self.last, self.now)
        own = self.own
        left = column(
            card(
                Beside(own["enjoys"], own["good_at"], wide=420, spacing=28),
                own["wants"],
                Beside(own["trusts"], self.talking, wide=420, spacing=28),
                spacing=20,
            ),
            None,
        )
        right = column(card(self.next, self.last, self.now, spacing=18), None)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        both = Beside(left, right, (3, 2), spacing=20)
        inner = column(both, None)
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
        for part in self.parts:
            part.say((), "")
            part.link.setVisible(False)

    def first_focus(self) -> QWidget | None:
        return self.own["enjoys"].link

    def _show(self, front: Front) -> None:
        self._front = front
        details = front.person.details
        for part in self.parts:
            part.link.setVisible(True)
        for field, (_, otherwise) in _OWN.items():
            said = getattr(details, field)
            role = "quote" if field == "wants" else ""
            self.own[field].say((said,), otherwise, role=role, verb="Change" if said else "Write")
        self._say_talking(details)
        self.next.say(coming_words(front.coming), "Nothing is planned with them.")
        self.next.link.setVisible(front.coming is not None)
        self.last.say(last_words(front.last), "They have not come to a session yet.")
        self.last.link.setVisible(front.last is not None)
        journeys = [journey_words(each) for each in front.journeys]
        over = "Nothing now." if front.past else "No intervention yet."
        self.now.say(journeys, over)

    def _say_talking(self, details: PersonDetails) -> None:
        lines = talking_words(details)
        verb = "Change" if lines else "Write"
        self.talking.say(lines, "Nobody has asked yet what helps.", verb=verb)

    def _write(self, field: str) -> Callable[[], None]:
        return lambda: self.go("person", person_id=self.person_id, page="about", field=field)

    def _turn_to(self, page: str) -> Callable[[], None]:
        return lambda: self.go("person", person_id=self.person_id, page=page)

    def _open_next(self) -> None:
        if self._front is not None and self._front.coming is not None:
            self.go("register", session_id=self._front.coming.session_id)

    def _open_last(self) -> None:
        if self._front is not None and self._front.last is not None:
            self.go("register", session_id=self._front.last.session_id)
