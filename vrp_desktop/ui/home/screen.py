"""Home: go on, log a session, tonight's sessions, what is unfinished, whom something is due for."""

from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vrp_desktop.domain import age, codes
from vrp_desktop.domain.access import OpenedRecord
from vrp_desktop.domain.changes import Topic
from vrp_desktop.domain.people import PersonLine
from vrp_desktop.domain.permissions import Action
from vrp_desktop.domain.sessions import SessionLine, Status
from vrp_desktop.domain.today import Due, HalfDone
from vrp_desktop.services.provider import Provider
from vrp_desktop.services.today import Home
from vrp_desktop.ui.home.begun import Begun
from vrp_desktop.ui.home.question import Question
from vrp_desktop.ui.home.to_do import ToDo
from vrp_desktop.ui.kit.dates import written
from vrp_desktop.ui.kit.flow import Beside
from vrp_desktop.ui.kit.icons import put_icon
from vrp_desktop.ui.kit.parts import button, card, column, heading, label, quiet, row, scrolled
from vrp_desktop.ui.kit.screen import Screen
from vrp_desktop.ui.kit.tables import Column, Table
from vrp_desktop.ui.kit.theme import colours, theme
from vrp_desktop.ui.kit.work import Work

_TOLD_OF = 3
"""How many records opened with a reason are told of; the journal has them all."""

_LONGEST_NAME = 28


class HomeScreen(Screen):
    """Where the evening begins. Enter on a session opens its register."""

    title = "Home"
    topics = frozenset(
        {
            Topic.SESSIONS,
            Topic.REGISTER,
            Topic.PEOPLE,
            Topic.ENROLMENTS,
            Topic.INTERVENTIONS,
            Topic.OUTCOMES,
            Topic.CONCERNS,
            Topic.TASKS,
        }
    )

    def __init__(self, services: Provider, work: Work) -> None:
        super().__init__(work)
        self._services = services
        self.day = label("", "heading")
        self.log = button("Log a session", lambda: self.go("log"), "big")
        self.begun = Begun(self._go_on)
        self.to_do = ToDo(self, services)
        self.tonight: Table[SessionLine] = Table(
            "Sessions today",
            [
                Column("Session", _short_name, tip=lambda line: f"{_name(line)}\n{line.intervention}"),
                Column("Starts", lambda line: f"{line.starts_at:%H:%M}" if line.starts_at else "–"),
                Column(
                    "Place", lambda line: line.place or "–", stretch=1, leaves=2, tip=lambda line: line.place
                ),
                Column("Led by", self._led_by, leaves=1, tip=lambda line: ", ".join(line.workers)),
                Column("Came", _came, number=True),
            ],
            "No session today yet.",
        )
        self.unfinished: Table[SessionLine] = Table(
            "To finish",
            [
                Column("Session", _name, stretch=2, tip=lambda line: line.intervention),
                Column("Day", lambda line: _short(line.held_on)),
                Column("What is missing", _missing, stretch=2),
            ],
            "Nothing is waiting.",
        )
        self.question = Question()
        self.question.happened.connect(lambda session_id: self.go("register", session_id=session_id))
        self.question.did_not_happen.connect(self._did_not_happen)
        self.due: Table[Due] = Table(
            "Due for my people",
            [
                Column("Known as", lambda one: one.known_as, stretch=1),
                Column("What is due", lambda one: one.what, stretch=2, tip=lambda one: one.what),
            ],
            "Nothing is due for anybody.",
        )
        self.people: Table[PersonLine] = Table(
            "People supported lately",
            [
                Column("Known as", lambda line: line.known_as, stretch=2),
                Column("Age", lambda p: age.in_words(p.age)),
                Column("Lives in", lambda line: codes.label("home_district", line.district, "–"), stretch=1),
            ],
            "Nobody yet.",
            "Add a person",
            lambda: self.go("person"),
        )
        self.tonight.opened.connect(lambda line: self.go("register", session_id=line.id))
        self.unfinished.opened.connect(lambda line: self.go("register", session_id=line.id))
        self.unfinished.chosen.connect(self.question.ask)
        self.due.opened.connect(lambda one: self.go("person", person_id=one.person_id))
        self.people.opened.connect(lambda line: self.go("person", person_id=line.id))
        self.supported = _Figure("people supported", "person supported")
        self.held = _Figure("sessions delivered", "session delivered")
        self.quarter = label("", "muted")
        self.concerns = label("", "heading")
        self.no_lead = label(
            "Nobody holds the role of designated safeguarding lead. Ask whoever holds the "
            "administrator role to give it to somebody, under Users.",
            "fault",
        )
        self.concerns_button = button("Read them", lambda: self.go("concerns"))
        self.opened = label("")
        self.journal = quiet("Look in the journal", lambda: self.go("journal"))
        self._lay_out()
        # Only now: a button that stands nowhere yet would be shown as a window of its own.
        self.concerns_button.setVisible(services.workspace.actor.may(Action.ANSWER_CONCERNS))
        self._tint()
        theme().changed.connect(self._tint)

    def arrive(self, **_: Any) -> None:
        """Reads the page, and has the plans make what is due: most often that is nothing."""
        self.load()
        self.save(self._services.plans.keep_up, told=False)

    def load(self) -> None:
        self.read(self._services.today.home, self._show, latest="home")
        self.to_do.load()

    def forget(self) -> None:
        for table in (self.tonight, self.unfinished, self.due, self.people):
            table.show_lines([])
        self.begun.clear()
        self.to_do.clear()
        self.question.ask(None)
        self._show_opened(())
        self._show_concerns(0, True)

    def first_focus(self) -> QWidget:
        return self.log

    def _show(self, home: Home) -> None:
        self.day.setText(written(home.today, weekday=True))
        self.begun.show_pages(home.half_done, home.today)
        self.tonight.show_lines(home.sessions_today)
        self.unfinished.show_lines(home.unfinished)
        self.due.show_lines(home.due)
        self.people.show_lines(home.recent_people)
        self.tonight.fit_height(4)
        self.unfinished.fit_height(4)
        self.due.fit_height(5)
        self.people.fit_height(6)
        if home.unfinished and self.unfinished.current() is None:
            self.unfinished.choose(0)
        self.question.ask(self.unfinished.current())
        self.quarter.setText(home.quarter.label)
        self.supported.show_number(home.supported_this_quarter)
        self.held.show_number(home.sessions_this_quarter)
        self._show_opened(home.opened)
        self._show_concerns(home.concerns, home.lead)

    def _show_concerns(self, number: int, lead: bool) -> None:
        self.concerns.setText("1 concern to read" if number == 1 else f"{number:,} concerns to read")
        self.no_lead.setVisible(not lead)
        self.worry.setVisible(bool(number))

    def _go_on(self, one: HalfDone) -> None:
        if one.session is None:
            self.go(one.page)
        else:
            self.go(one.page, session_id=one.session.id)

    def _did_not_happen(self, session_id: str, reason: str) -> None:
        self.save(lambda: self._services.sessions.cancel(session_id, reason))

    def _led_by(self, line: SessionLine) -> str:
        """By first names: the whole of them on hovering."""
        me = self._services.workspace.actor.name
        return ", ".join("You" if name == me else name.split()[0] for name in line.workers) or "–"

    def _show_opened(self, opened: tuple[OpenedRecord, ...]) -> None:
        lines = [
            f"{one.opened_by} opened the record of {one.known_as} on "
            f"{written(one.opened_at.astimezone().date())}: “{one.reason}”"
            for one in opened[:_TOLD_OF]
        ]
        more = len(opened) - _TOLD_OF
        self.opened.setText("\n".join([*lines, *([f"… and {more} more"] if more > 0 else [])]))
        self.notice.setVisible(bool(opened))

    def _lay_out(self) -> None:
        top = QWidget()
        across = QHBoxLayout(top)
        across.setContentsMargins(0, 0, 0, 0)
        across.addWidget(self.day, 1)
        across.addWidget(self.log)
        left = column(
            top,
            self.begun,
            heading("Today"),
            self.tonight,
            heading("To finish"),
            self.unfinished,
            self.question,
            heading("To do"),
            self.to_do,
            None,
            spacing=10,
        )
        figures = QWidget()
        beside = QHBoxLayout(figures)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.addWidget(self.supported)
        beside.addWidget(self.held)
        right = column(
            card(heading("This quarter so far"), self.quarter, figures, spacing=4),
            heading("Due for my people"),
            self.due,
            heading("People supported lately"),
            self.people,
            None,
            spacing=10,
        )
        inner = QWidget()
        margins = QVBoxLayout(inner)
        margins.setContentsMargins(24, 20, 24, 20)
        self.worry = card(row(self.concerns, self.concerns_button), self.no_lead, spacing=4)
        self.worry.hide()
        margins.addWidget(self.worry)
        self.notice = card(heading("Opened with a reason"), self.opened, row(self.journal, None), spacing=4)
        self.notice.hide()
        margins.addWidget(self.notice)
        margins.addWidget(Beside(left, right, (3, 2), spacing=24))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(inner))

    def _tint(self) -> None:
        put_icon(self.log, "add", colours().on_accent)


class _Figure(QWidget):
    """A large number over what it counts, read out as one."""

    def __init__(self, words: str, one: str) -> None:
        super().__init__()
        self._many, self._one = words, one
        self._number = label("–", "figure")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._number)
        self._words = label(words, "muted")
        layout.addWidget(self._words, 0, Qt.AlignmentFlag.AlignTop)

    def show_number(self, number: int) -> None:
        """Shows a count."""
        self._number.setText(f"{number:,}")
        self._words.setText(self._one if number == 1 else self._many)
        self.setAccessibleName(f"{number:,} {self._words.text()}")

    def text(self) -> str:
        """The number as it reads."""
        return self._number.text()


def _name(line: SessionLine) -> str:
    return line.group or line.title or line.intervention


def _short_name(line: SessionLine) -> str:
    """Short enough to stand beside everything else: rather than the name, the place gives way."""
    name = _name(line)
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1].rstrip()}…"


def _came(line: SessionLine) -> str:
    if line.status is Status.CANCELLED:
        return "did not happen"
    total = line.came + line.heads
    return f"{total}" if line.marked or line.heads else "–"


def _missing(line: SessionLine) -> str:
    if line.status is Status.PLANNED:
        return "Did it take place?"
    return "The register"


def _short(day: date) -> str:
    return written(day, weekday=True, year=False)
