"""What somebody takes part in: a card for each journey, with where it stands, its pauses and where it led."""

from functools import partial

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from vrp_desktop.domain import codes
from vrp_desktop.domain.changes import Topic
from vrp_desktop.domain.journeys import Journey
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.kit.dates import written
from vrp_desktop.ui.kit.flow import Rows
from vrp_desktop.ui.kit.parts import button, card, column, heading, label, primary, row, scrolled
from vrp_desktop.ui.kit.work import Work
from vrp_desktop.ui.record.journey_form import Priorities
from vrp_desktop.ui.record.page import RecordPage

_LONGEST = 400
"""Characters of a reason that are shown here; the journey's own page has all of it."""


class JourneysPage(RecordPage):
    """Every journey through an intervention, the latest first, in readable lines."""

    name = "journeys"
    word = "Journeys"
    topics = frozenset({Topic.ENROLMENTS, Topic.INTERVENTIONS})

    def __init__(self, services: Provider, work: Work) -> None:
        super().__init__(services, work)
        self.enrol_button = primary("Enrol in an intervention", self._enrol)
        self.nothing = label("No intervention yet.", "heading")
        self.cards: list[JourneyCard] = []
        self._cards = QVBoxLayout()
        self._cards.setSpacing(12)
        inner = column(row(self.enrol_button), self.nothing, spacing=12)
        inner.setContentsMargins(24, 14, 24, 14)
        held = inner.layout()
        assert isinstance(held, QVBoxLayout)  # noqa: S101 - what a column is made of
        held.addLayout(self._cards)
        held.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scrolled(inner))
        self.empty()

    def load(self) -> None:
        person_id, enrolments = self.person_id, self.services.enrolments

        def show(journeys: tuple[Journey, ...]) -> None:
            if person_id == self.person_id:
                self._show(journeys)

        self.read(lambda: enrolments.journeys(person_id), show, lambda _: None, latest="journeys")

    def empty(self) -> None:
        self._show(())
        self.nothing.hide()

    def first_focus(self) -> QWidget | None:
        return next(iter(self.cards[0].buttons.values())) if self.cards else self.enrol_button

    def _show(self, journeys: tuple[Journey, ...]) -> None:
        for gone in self.cards:
            self._cards.removeWidget(gone)
            gone.deleteLater()
        self.cards = [JourneyCard(self, journey) for journey in journeys]
        last: QWidget = self.enrol_button
        for made in self.cards:
            self._cards.addWidget(made)
            made.show()  # At once: the keyboard goes there.
            for each in made.buttons.values():
                QWidget.setTabOrder(last, each)
                last = each
        self.nothing.setVisible(not journeys)

    def _enrol(self) -> None:
        self.go("enrolment", person_id=self.person_id)


class JourneyCard(QWidget):
    """One journey."""

    def __init__(self, page: JourneysPage, journey: Journey) -> None:
        super().__init__()
        line, today = journey.line, page.services.workspace.today
        self.lines = _lines(journey) + [one.details.told(today) for one in journey.onward]
        priorities = Priorities()
        self.standing = label(line.told(today))
        self.buttons: dict[str, QPushButton] = {}
        acts = QWidget()
        flow = Rows(across=8, down=6)
        flow.setContentsMargins(0, 4, 0, 0)
        acts.setLayout(flow)
        wanted = [("Open", partial(page.go, "enrolment", enrolment_id=line.id))]
        if line.details.started_on is not None:
            wanted.append(("Goals and progress", partial(page.go, "outcome-sheet", enrolment_id=line.id)))
        if journey.over:
            again = partial(page.go, "enrolment", person_id=line.person_id, again=line.id)
            wanted.append(("Begin again", again))
        for words, clicked in wanted:
            made = button(words, clicked)
            made.setAccessibleName(f"{words}: {line.intervention}")
            self.buttons[words] = made
            flow.addWidget(made)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(
            card(
                heading(line.intervention),
                self.standing,
                priorities,
                *(label(each, "muted") for each in self.lines),
                acts,
                spacing=4,
            )
        )
        # Only now: what stands nowhere yet would be shown as a window of its own.
        priorities.show_codes(line.details.priorities)


def _lines(journey: Journey) -> list[str]:
    """Referral and reason, key worker, pauses."""
    line, details = journey.line, journey.line.details
    source = codes.label("referral_source", details.referral_source, "")
    referred = f"Referred on {written(details.referred_on)}" + (f" by: {source}" if source else "")
    reason = details.referral_reason
    if reason:
        referred += f". {reason if len(reason) <= _LONGEST else f'{reason[:_LONGEST].rstrip()}…'}"
    return [
        referred,
        *([f"Key worker: {line.key_worker}"] if line.key_worker else []),
        *(pause.details.told() for pause in journey.pauses),
    ]
