"""The sessions there were, what is still to do with them, and the way to log another."""

from collections.abc import Callable
from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from vrp_desktop.domain import codes
from vrp_desktop.domain.changes import Saved, Topic
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.interventions import Intervention
from vrp_desktop.domain.sessions import Locked, SessionLine, Status
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.kit import messages
from vrp_desktop.ui.kit.fields import ChoiceField
from vrp_desktop.ui.kit.flow import Flowing
from vrp_desktop.ui.kit.parts import button, label, primary, quiet, row, scrolled
from vrp_desktop.ui.kit.screen import Screen
from vrp_desktop.ui.kit.tables import ROW, Column, Table
from vrp_desktop.ui.kit.work import Work
from vrp_desktop.ui.sessions.questions import minutes_of_first, why_not
from vrp_desktop.ui.sessions.words import STANDINGS, day, names, standing, state

DAYS_BACK, DAYS_AHEAD = 366, 42
_LEAST_ROWS = 7


class SessionsScreen(Screen):
    """The last year's sessions and the next month's, the latest first. Enter opens the register; below the
    list stands what else can be done with the chosen one, each with its key."""

    title = "Sessions"
    topics = frozenset({Topic.SESSIONS, Topic.REGISTER, Topic.INTERVENTIONS})

    def __init__(self, services: Provider, work: Work) -> None:
        super().__init__(work)
        self._services = services
        self._lines: tuple[SessionLine, ...] = ()
        today = services.workspace.today
        self.which = ChoiceField(otherwise="All interventions")
        self.which.edited.connect(self.load)
        self.only = ChoiceField(STANDINGS, otherwise="All of them")
        self.only.edited.connect(self._keep_to)
        self.table: Table[SessionLine] = Table(
            "Sessions",
            [
                Column("Day", lambda s: day(s.held_on, today)),
                Column("Intervention", lambda s: s.intervention, stretch=3),
                Column("What", _what, stretch=3, leaves=3, tip=_what),
                Column("Place", lambda s: s.place, stretch=2, leaves=2, tip=lambda s: s.place),
                Column("Led by", lambda s: names(s.workers), leaves=5, tip=lambda s: ", ".join(s.workers)),
                Column("Came", lambda s: str(s.came) if s.marked else "", number=True),
                Column("Head-count", lambda s: str(s.heads) if s.heads else "", number=True, leaves=1),
                Column("State", lambda s: state(s, today)),
            ],
            "Sessions appear here once they are logged.",
            "Log a session",
            lambda: self.go("log"),
        )
        self.table.opened.connect(lambda line: self.go("register", session_id=line.id))
        self.table.chosen.connect(self._choose)
        self.again = self._key("Again today", "A", lambda line: self.go("log", like=line.id))
        self.correct = self._key("Correct", "C", lambda line: self.go("log", session_id=line.id))
        self.not_happened = self._key("It did not happen…", "N", self._not_happened)
        self.split = self._key("Split…", "S", self._split)
        self.history = self._key("History", "H", self._history)
        self._lay_out()

    def _key(self, words: str, key: str, does: Callable[[SessionLine], object]) -> QPushButton:
        """A button for the chosen session, and its key while the keyboard is in the list."""

        def done() -> None:
            line = self.table.current()
            if line is not None and made.isEnabled():
                does(line)

        made = button(words, done)
        made.setToolTip(f"{key}, in the list")
        QShortcut(QKeySequence(key), self.table.view, done, context=Qt.ShortcutContext.WidgetShortcut)
        return made

    def _lay_out(self) -> None:
        top: list[QWidget] = []
        for name, words, field in (("which", "Show", self.which), ("only", "of those", self.only)):
            over = label(words, "label")
            over.setBuddy(field.control())
            field.name_as(name, words, "")
            field.box.setMinimumContentsLength(13)
            top.append(row(over, field))
        diary = quiet("My week and month", lambda: self.go("diary"))
        self.groups_button = button("Groups and plans", lambda: self.go("groups"))
        top.append(row(diary, self.groups_button, primary("Log a session", lambda: self.go("log"))))
        foot = Flowing(self.again, self.correct, self.not_happened, self.split, self.history)
        self.table.setMinimumHeight(_LEAST_ROWS * ROW)
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(24, 16, 24, 12)
        layout.setSpacing(10)
        layout.addWidget(Flowing(*top))
        layout.addWidget(self.table, 1)
        layout.addWidget(foot)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(page))
        self._choose(None)

    def load(self) -> None:
        today, chosen = self._services.workspace.today, self.which.value()

        def everything() -> tuple[tuple[Intervention, ...], tuple[SessionLine, ...]]:
            return self._services.interventions.all(), self._services.sessions.between(
                today - timedelta(days=DAYS_BACK), today + timedelta(days=DAYS_AHEAD), chosen
            )

        self.read(everything, self._show, latest="sessions")

    def forget(self) -> None:
        self._lines = ()
        self.table.show_lines(())
        self._choose(None)

    def first_focus(self) -> QWidget | None:
        return self.table.view

    def _show(self, read: tuple[tuple[Intervention, ...], tuple[SessionLine, ...]]) -> None:
        interventions, self._lines = read
        self.which.set_choices([(i.id, i.name) for i in interventions])
        self._keep_to()

    def _keep_to(self) -> None:
        """Shows those of the chosen standing."""
        wanted, today = self.only.value(), self._services.workspace.today
        lines = [line for line in self._lines if wanted in (None, standing(line, today))]
        fresh = self.table.current() is None
        self.table.show_lines(lines)
        if fresh and lines:
            # The list begins with what is planned; the keyboard, and the eye, with today.
            here = next((at for at, line in enumerate(lines) if line.held_on <= today), len(lines) - 1)
            self.table.choose(here)
            self.table.view.scrollTo(
                self.table.model.index(here, 0), self.table.view.ScrollHint.PositionAtCenter
            )
        self._choose(self.table.current())

    def _choose(self, line: SessionLine | None) -> None:
        for made in (self.again, self.correct, self.history):
            made.setEnabled(line is not None)
        happened = line is not None and line.status is not Status.CANCELLED
        self.not_happened.setEnabled(happened)
        self.split.setEnabled(line is not None and happened and line.minutes > 1)

    # ---- what is asked for

    def _not_happened(self, line: SessionLine) -> None:
        reason = why_not(self)
        if reason is not None:
            sessions = self._services.sessions
            self.save(lambda: sessions.cancel(line.id, reason), None, lambda said: self._refused(line, said))

    def _split(self, line: SessionLine) -> None:
        minutes = minutes_of_first(self, line.minutes)
        if minutes is None:
            return

        def done(_: Saved) -> None:
            messages.inform(self, "It is two sessions now", "Look through the registers of both parts.")

        sessions = self._services.sessions
        self.save(lambda: sessions.split(line.id, minutes), done, lambda said: self._refused(line, said))

    def _history(self, line: SessionLine) -> None:
        called = f"{line.intervention}, {day(line.held_on, self._services.workspace.today)}"
        self.go("history", entity="session", row=line.id, called=called)

    def _refused(self, line: SessionLine, said: Refused) -> None:
        if isinstance(said, Locked):
            self.go("log", session_id=line.id)  # There it asks for the reason.
        else:
            messages.refused(self, said)


def _what(line: SessionLine) -> str:
    """Its kind, and what it or its group is called: "Group: Tuesday boxing"."""
    kind, called = codes.label("session_kind", line.kind), line.title or line.group
    return f"{kind}: {called}" if called else kind
