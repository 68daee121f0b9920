"""What somebody takes part in, and the sessions whose registers they stand in."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from vrp_desktop.domain import codes
from vrp_desktop.domain.changes import Topic
from vrp_desktop.domain.enrolments import EnrolmentLine
from vrp_desktop.domain.sessions import PersonSession, remark_words
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.kit.dates import written
from vrp_desktop.ui.kit.parts import button, column, row
from vrp_desktop.ui.kit.tables import Column, Table
from vrp_desktop.ui.kit.work import Work
from vrp_desktop.ui.record.page import RecordPage


class JourneysPage(RecordPage):
    """Every journey through an intervention, the latest first."""

    name = "journeys"
    word = "Journeys"
    topics = frozenset({Topic.ENROLMENTS, Topic.INTERVENTIONS})

    def __init__(self, services: Provider, work: Work) -> None:
        super().__init__(services, work)
        self.table: Table[EnrolmentLine] = Table(
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
        self.table.opened.connect(lambda line: self.go("enrolment", enrolment_id=line.id))
        self.table.chosen.connect(lambda _: self._fit_buttons())
        self.enrol_button = button("Enrol in an intervention", self._enrol)
        self.outcomes_button = button("Goals and progress", self._outcomes)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(
            column(row(self.enrol_button, self.outcomes_button), self.table, spacing=12, margin=24)
        )
        self._fit_buttons()

    def load(self) -> None:
        person_id, journeys = self.person_id, self.services.enrolments

        def show(lines: tuple[EnrolmentLine, ...]) -> None:
            if person_id == self.person_id:
                self.table.show_lines(lines)
                self._fit_buttons()

        self.read(lambda: journeys.lines_of_person(person_id), show, lambda _: None, latest="journeys")

    def empty(self) -> None:
        self.table.show_lines(())
        self._fit_buttons()

    def first_focus(self) -> QWidget | None:
        return self.enrol_button

    def _fit_buttons(self) -> None:
        self.outcomes_button.setEnabled(self._journey() is not None)

    def _journey(self) -> EnrolmentLine | None:
        """The journey the keyboard stands on, else the first that is under way."""
        started = [line for line in self.table.model.lines if line.details.started_on]
        current = self.table.current()
        return current if current in started else (started[0] if started else None)

    def _enrol(self) -> None:
        self.go("enrolment", person_id=self.person_id)

    def _outcomes(self) -> None:
        if (journey := self._journey()) is not None:
            self.go("outcome-sheet", enrolment_id=journey.id)


class SessionsPage(RecordPage):
    """The sessions whose registers somebody stands in, the latest first."""

    name = "sessions"
    word = "Sessions"
    topics = frozenset({Topic.SESSIONS, Topic.REGISTER})

    def __init__(self, services: Provider, work: Work) -> None:
        super().__init__(services, work)
        self.table: Table[PersonSession] = Table(
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
        self.table.opened.connect(lambda line: self.go("register", session_id=line.session_id))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(column(self.table, margin=24))

    def load(self) -> None:
        person_id, sessions = self.person_id, self.services.sessions

        def show(lines: tuple[PersonSession, ...]) -> None:
            if person_id == self.person_id:
                self.table.show_lines(lines)

        self.read(lambda: sessions.of_person(person_id), show, lambda _: None, latest="sessions")

    def empty(self) -> None:
        self.table.show_lines(())

    def first_focus(self) -> QWidget | None:
        return self.table.view
