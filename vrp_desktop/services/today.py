"""The worker's home: today's sessions, what is unfinished, the numbers of the quarter so far."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from vrp_desktop.db.journal import in_utc
from vrp_desktop.db.queries import assignments, concerns, drafts
from vrp_desktop.db.queries import home as home_queries
from vrp_desktop.db.queries import people as people_queries
from vrp_desktop.db.queries import sessions as session_queries
from vrp_desktop.db.store import Tx
from vrp_desktop.domain.access import OpenedRecord
from vrp_desktop.domain.people import PersonLine
from vrp_desktop.domain.permissions import Action
from vrp_desktop.domain.quarters import Quarter
from vrp_desktop.domain.sessions import SessionLine
from vrp_desktop.domain.today import (
    GOAL_QUIET,
    MOST_DUE,
    UNSEEN,
    WAITS,
    Due,
    HalfDone,
    due_first,
    mine_first,
)
from vrp_desktop.services.concerns import leads
from vrp_desktop.services.service import Service

LOOKS_BACK = timedelta(days=28)
JUST_NOW = timedelta(days=2)
BEGUN_ON = ("register", "log")
MOST_HALF_DONE = 3
RECENT_PEOPLE = 8
TOLD_FOR = timedelta(days=7)
"""For how long a manager's home tells of a record that was opened with a reason."""


@dataclass(frozen=True)
class Home:
    """What stands on the home screen."""

    today: date
    quarter: Quarter
    sessions_today: tuple[SessionLine, ...]
    """Those that the actor leads first, then by the time they begin."""
    unfinished: tuple[SessionLine, ...]
    """Delivered without a single mark or head-count, or planned for a day that has passed; 28 days back.
    Today's are not among them: they stand in ``sessions_today``."""
    recent_people: tuple[PersonLine, ...]
    supported_this_quarter: int
    """Different people who attended a delivered session since the quarter began."""
    sessions_this_quarter: int
    """Sessions delivered since the quarter began."""
    half_done: tuple[HalfDone, ...] = ()
    """What the actor has begun and not finished: pages half typed, the latest first; then registers of the
    last three days with a mark or a count in them."""
    due: tuple[Due, ...] = ()
    """People something is due for, one line each."""
    opened: tuple[OpenedRecord, ...] = ()
    """For managers: records that workers opened with a reason in the last seven days, the latest first."""
    concerns: int = 0
    """For the designated safeguarding lead and managers: how many concerns are still to be read."""
    lead: bool = True
    """Whether anybody holds the designated lead's role, as far as one is told of concerns."""


class Today(Service):
    """Reads the home screen in one go."""

    def home(self) -> Home:
        """The home screen as it stands at this moment."""
        with self._reading(Action.READ_RECORDS) as tx:
            today = self._today
            quarter = Quarter.of(today)
            scope, actor = self._scope, self._workspace.actor
            tonight = mine_first(session_queries.between(tx, today, today, scope=scope), actor.name)
            unfinished = session_queries.unfinished(tx, today - LOOKS_BACK, today, scope=scope)
            return Home(
                today,
                quarter,
                tonight,
                unfinished,
                people_queries.recent(tx, RECENT_PEOPLE, today, scope),
                home_queries.supported(tx, quarter.start, today, scope),
                home_queries.delivered(tx, quarter.start, today, scope),
                self._half_done(tx, (*tonight, *unfinished)),
                self._due(tx),
                self._opened(tx),
                *self._concerns(tx),
            )

    def _concerns(self, tx: Tx) -> tuple[int, bool]:
        if not self._workspace.actor.may(Action.READ_ALL_RECORDS):
            return 0, True
        return concerns.unread(tx), bool(leads(tx))

    def _half_done(self, tx: Tx, waiting: tuple[SessionLine, ...]) -> tuple[HalfDone, ...]:
        begun = drafts.begun(tx, self._workspace.actor.id, BEGUN_ON)
        lines = session_queries.lines_of(tx, [subject for _, subject in begun if subject])
        found: dict[tuple[str, str], HalfDone] = {}
        for page, subject in begun:
            line = lines.get(subject)
            if not subject and page == "log":
                found[page, subject] = HalfDone(page)
            elif line is not None and assignments.delivers(tx, self._scope, line.intervention_id):
                found[page, subject] = HalfDone(page, line)
        for line in waiting:
            written = line.finished_on is None and (line.marked or line.heads or line.trained)
            lately = self._today - line.held_on <= JUST_NOW
            if written and lately and self._workspace.actor.name in line.workers:
                found.setdefault(("register", line.id), HalfDone("register", line))
        return tuple(found.values())[:MOST_HALF_DONE]

    def _due(self, tx: Tx) -> tuple[Due, ...]:
        today, scope = self._today, self._scope

        def told(words: str, waiting: Iterable[tuple[str, str, date]]) -> Iterable[Due]:
            return (Due(who, name, f"{words} {_short(since, today)}") for who, name, since in waiting)

        return due_first(
            told("Waiting for a decision since", home_queries.undecided(tx, today - WAITS, MOST_DUE, scope)),
            told("Not seen since", home_queries.unseen(tx, today - UNSEEN, today, MOST_DUE, scope)),
            told(
                "No goal step since",
                home_queries.quiet_goals(tx, today - GOAL_QUIET, MOST_DUE, scope),
            ),
        )

    def _opened(self, tx: Tx) -> tuple[OpenedRecord, ...]:
        if not self._workspace.actor.may(Action.UNDO):
            return ()
        return assignments.opened_since(tx, in_utc(self._workspace.clock() - TOLD_FOR))


def _short(day: date, today: date) -> str:
    words = f"{day.day} {day:%b}"
    return words if day.year == today.year else f"{words} {day.year}"
