"""The measures of a record: how far they have moved, what was filled in, and what can be."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from vrp_desktop.domain import codes
from vrp_desktop.domain.assessments import STAGES, AssessmentLine, Offer, off_words
from vrp_desktop.domain.changes import Topic
from vrp_desktop.domain.enrolments import EnrolmentLine
from vrp_desktop.domain.permissions import Action
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.kit.charts import BeforeAfter
from vrp_desktop.ui.kit.dates import written
from vrp_desktop.ui.kit.fields import ChoiceField
from vrp_desktop.ui.kit.flow import Beside
from vrp_desktop.ui.kit.parts import button, card, column, heading, label, row, scrolled
from vrp_desktop.ui.kit.tables import Column, Table
from vrp_desktop.ui.kit.work import Work
from vrp_desktop.ui.record.measure_lines import by_which_rule, came_to, moves, told
from vrp_desktop.ui.record.page import RecordPage


class MeasuresPage(RecordPage):
    """At the left the picture and what was filled in; at the right what can be filled in now."""

    name = "measures"
    word = "Measures"
    topics = frozenset({Topic.OUTCOMES, Topic.ENROLMENTS, Topic.MEASURES, Topic.PEOPLE})

    def __init__(self, services: Provider, work: Work) -> None:
        super().__init__(services, work)
        self.chart = BeforeAfter("Measures at the start and now")
        self.moved = label("")
        self.rules = label("", "small")
        self._lines: tuple[AssessmentLine, ...] = ()
        self.table: Table[AssessmentLine] = Table(
            "Measures filled in",
            [
                Column("Measure", lambda one: one.title, stretch=2),
                Column("Day", lambda one: written(one.assessment.details.taken_on)),
                Column("When", lambda one: STAGES[one.assessment.details.stage], leaves=1),
                Column(
                    "By",
                    lambda one: codes.label("informant", one.assessment.details.informant),
                    leaves=3,
                ),
                Column("Came to", came_to, stretch=2, tip=came_to),
            ],
            "Nothing filled in yet.",
        )
        self.table.opened.connect(self._open)
        self.open_button = button("Open it", lambda: self._open(self.table.current()))
        self.journey = ChoiceField(otherwise="")
        self.journey.name_as("journey", "On which journey", "")
        self.journey.edited.connect(self._offer)
        self.offers: Table[Offer] = Table(
            "Measures that can be filled in",
            [
                Column("Measure", lambda one: one.instrument.title, stretch=2),
                Column("Next", lambda one: STAGES[one.next_stage]),
                Column("Last", lambda one: written(one.last_on) if one.last_on else "", leaves=1),
            ],
            "None for them now.",
        )
        self.offers.opened.connect(self._fill_in)
        self.fill_button = button("Fill in", lambda: self._fill_in(self.offers.current()))
        self.why_not = label("", "small")
        self.off = label("", "small")
        self.turn_on_button = button("Turn some on", lambda: self.go("measures"), "link")
        self.no_journey = label("A measure belongs to a journey. Enrol them first.")
        self.journeys_button = button(
            "Journeys", lambda: self.go("person", person_id=self.person_id, page="journeys")
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        left = column(self.chart, self.moved, self.rules, self.table, row(self.open_button), None, spacing=12)
        right = column(
            card(
                heading("Fill in a measure"),
                self.offers,
                row(self.fill_button),
                self.no_journey,
                row(self.journeys_button),
                self.why_not,
                self.off,
                row(self.turn_on_button),
            ),
            None,
        )
        inner = column(self.journey, Beside(left, right, (3, 2), spacing=28), None)
        inner.setContentsMargins(24, 14, 24, 14)
        layout.addWidget(scrolled(inner))
        self.empty()

    def load(self) -> None:
        person_id, services = self.person_id, self.services

        def read() -> tuple[tuple[AssessmentLine, ...], tuple[EnrolmentLine, ...]]:
            return services.assessments.of_person(person_id), services.enrolments.lines_of_person(person_id)

        def show(found: tuple[tuple[AssessmentLine, ...], tuple[EnrolmentLine, ...]]) -> None:
            if person_id == self.person_id:
                self._show(*found)

        self.read(read, show, lambda _: None, latest="measures")

    def empty(self) -> None:
        self._lines = ()
        self._show_lines()
        self.journey.set_value(None)  # Else the box would go on showing what was chosen.
        self.journey.set_choices(())
        self._invite(False)
        self._show_offers(())

    def first_focus(self) -> QWidget | None:
        if self.offers.model.lines:
            return self.offers.view
        return self.table.view if self.table.model.lines else self.journeys_button

    def _show(self, lines: tuple[AssessmentLine, ...], journeys: tuple[EnrolmentLine, ...]) -> None:
        self._lines = lines
        able = [line for line in journeys if line.details.decision != "declined"]
        able.sort(key=lambda line: line.details.closed_on is not None)
        chosen = self.journey.value()
        self.journey.set_value(None)
        self.journey.set_choices(
            (line.id, f"{line.intervention}, from {written(line.details.referred_on)}") for line in able
        )
        if able:
            ids = [line.id for line in able]
            self.journey.set_value(chosen if chosen in ids else ids[0])
        self.journey.setVisible(len(able) > 1)
        self._invite(not able)
        self._offer()

    def _show_lines(self) -> None:
        """What was filled in on the journey that is chosen."""
        journey = self.journey.value()
        mine = tuple(one for one in self._lines if one.assessment.enrolment_id == journey)
        self.chart.show_lines(moves(mine))
        self.chart.setVisible(bool(self.chart.lines))
        self.moved.setText("\n".join(told(mine)))
        self.rules.setText("\n".join(by_which_rule(mine)))
        self.table.show_lines(tuple(reversed(mine)))
        self.table.fit_height(8)
        self.open_button.setVisible(bool(mine))

    def _offer(self) -> None:
        self._show_lines()
        journey, assessments = self.journey.value(), self.services.assessments
        if journey is None:
            self._show_offers(())
            return

        def show(offers: tuple[Offer, ...]) -> None:
            if journey == self.journey.value():
                self._show_offers(offers)

        self.read(lambda: assessments.offered_for(journey), show, lambda _: None, latest="offers")

    def _show_offers(self, offers: tuple[Offer, ...]) -> None:
        able = tuple(one for one in offers if not one.why_not)
        self.offers.show_lines(able)
        self.offers.fit_height(6)
        self.fill_button.setVisible(bool(able))
        if able and self.offers.current() is None:
            self.offers.choose(0)
        theirs = dict.fromkeys(one.why_not for one in offers if one.why_not and one.in_use)
        self.why_not.setText("\n".join(theirs))
        self.off.setText(off_words(offers))
        may = self.services.workspace.actor.may(Action.SET_UP)
        self.turn_on_button.setVisible(may and bool(self.off.text()))
        for each in (self.why_not, self.off):
            each.setVisible(bool(each.text()))

    def _invite(self, wanted: bool) -> None:
        """Without a journey there is nothing to be filled in."""
        self.no_journey.setVisible(wanted)
        self.journeys_button.setVisible(wanted)
        self.offers.setVisible(not wanted)

    def _fill_in(self, offer: Offer | None) -> None:
        journey = self.journey.value()
        if offer is not None and journey is not None:
            self.go("assessment", enrolment_id=journey, instrument=offer.instrument.code)

    def _open(self, line: AssessmentLine | None) -> None:
        if line is not None:
            self.go("assessment", assessment_id=line.assessment.id)
