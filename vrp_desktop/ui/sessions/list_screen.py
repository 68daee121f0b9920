"""The sessions there were, and the way to log another."""

from datetime import date, timedelta

from PySide6.QtWidgets import QVBoxLayout, QWidget

from vrp_desktop.domain import codes
from vrp_desktop.domain.changes import Topic
from vrp_desktop.domain.interventions import Intervention
from vrp_desktop.domain.sessions import SessionLine, Status
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.kit.fields import ChoiceField
from vrp_desktop.ui.kit.parts import button, label, primary, row
from vrp_desktop.ui.kit.screen import Screen
from vrp_desktop.ui.kit.tables import Column, Table
from vrp_desktop.ui.kit.work import Work
from vrp_desktop.ui.sessions.words import day

DAYS_BACK, DAYS_AHEAD = 366, 42


class SessionsScreen(Screen):
    """The last year's sessions and the next month's, the latest first. Enter opens the register."""

    title = "Sessions"
    topics = frozenset({Topic.SESSIONS, Topic.REGISTER, Topic.INTERVENTIONS})

    def __init__(self, services: Provider, work: Work) -> None:
        super().__init__(work)
        self._services = services
        self.which = ChoiceField(otherwise="All interventions")
        self.which.edited.connect(self.load)
        words = label("Show", "label")
        words.setBuddy(self.which.control())
        self.which.name_as("which", "Show", "")
        self.table: Table[SessionLine] = Table(
            "Sessions",
            [
                Column("Day", lambda s: day(s.held_on, services.workspace.today)),
                Column("Intervention", lambda s: s.intervention, stretch=3),
                Column("Kind", lambda s: codes.label("session_kind", s.kind), leaves=3),
                Column("Place", lambda s: s.place, stretch=2, leaves=2),
                Column("Came", lambda s: str(s.came) if s.marked else "", number=True),
                Column("Head-count", lambda s: str(s.heads) if s.heads else "", number=True, leaves=1),
                Column("State", lambda s: state(s, services.workspace.today)),
            ],
            "Sessions appear here once they are logged.",
            "Log a session",
            lambda: self.go("log"),
        )
        self.table.opened.connect(lambda line: self.go("register", session_id=line.id))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 16, 24, 16)
        layout.setSpacing(12)
        self.groups_button = button("Groups and plans", lambda: self.go("groups"))
        log = primary("Log a session", lambda: self.go("log"))
        layout.addWidget(row(words, self.which, None, self.groups_button, log))
        layout.addWidget(self.table, 1)

    def load(self) -> None:
        today, chosen = self._services.workspace.today, self.which.value()

        def everything() -> tuple[tuple[Intervention, ...], tuple[SessionLine, ...]]:
            return self._services.interventions.all(), self._services.sessions.between(
                today - timedelta(days=DAYS_BACK), today + timedelta(days=DAYS_AHEAD), chosen
            )

        self.read(everything, self._show, latest="sessions")

    def _show(self, read: tuple[tuple[Intervention, ...], tuple[SessionLine, ...]]) -> None:
        interventions, lines = read
        self.which.set_choices([(i.id, i.name) for i in interventions])
        fresh = self.table.current() is None
        self.table.show_lines(lines)
        if fresh and lines:
            # The list begins with what is planned; the keyboard, and the eye, with today.
            today = self._services.workspace.today
            here = next((at for at, line in enumerate(lines) if line.held_on <= today), len(lines) - 1)
            self.table.choose(here)
            self.table.view.scrollTo(
                self.table.model.index(here, 0), self.table.view.ScrollHint.PositionAtCenter
            )

    def forget(self) -> None:
        self.table.show_lines(())

    def first_focus(self) -> QWidget | None:
        return self.table.view


def state(line: SessionLine, today: date) -> str:
    """What is still to be done with a session, in a word or two."""
    if line.status is Status.CANCELLED:
        return "Did not happen"
    if line.status is Status.PLANNED:
        return "Did it take place?" if line.held_on < today else "Planned"
    return "" if line.marked or line.heads else "Register to do"
