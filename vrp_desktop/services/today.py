"""The worker's home: today's sessions, what is unfinished, the numbers of the quarter so far."""

from dataclasses import dataclass
from datetime import date, timedelta

from vrp_desktop.db.journal import in_utc
from vrp_desktop.db.queries import assignments, concerns
from vrp_desktop.db.queries import home as home_queries
from vrp_desktop.db.queries import people as people_queries
from vrp_desktop.db.queries import sessions as session_queries
from vrp_desktop.db.store import Tx
from vrp_desktop.domain.access import OpenedRecord
from vrp_desktop.domain.people import PersonLine
from vrp_desktop.domain.permissions import Action
from vrp_desktop.domain.quarters import Quarter
from vrp_desktop.domain.sessions import SessionLine
from vrp_desktop.services.concerns import leads
from vrp_desktop.services.service import Service

LOOKS_BACK = timedelta(days=28)
RECENT_PEOPLE = 8
TOLD_FOR = timedelta(days=7)
"""For how long a manager's home tells of a record that was opened with a reason."""


@dataclass(frozen=True)
class Home:
    """What stands on the home screen."""

    today: date
    quarter: Quarter
    sessions_today: tuple[SessionLine, ...]
    unfinished: tuple[SessionLine, ...]
    """Delivered without a single mark or head-count, or planned for a day that has passed; 28 days back.
    Today's are not among them: they stand in ``sessions_today``."""
    recent_people: tuple[PersonLine, ...]
    supported_this_quarter: int
    """Different people who attended a delivered session since the quarter began."""
    sessions_this_quarter: int
    """Sessions delivered since the quarter began."""
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
            scope = self._scope
            return Home(
                today,
                quarter,
                session_queries.between(tx, today, today, scope=scope),
                session_queries.unfinished(tx, today - LOOKS_BACK, today, scope=scope),
                people_queries.recent(tx, RECENT_PEOPLE, today, scope),
                home_queries.supported(tx, quarter.start, today, scope),
                home_queries.delivered(tx, quarter.start, today, scope),
                self._opened(tx),
                *self._concerns(tx),
            )

    def _concerns(self, tx: Tx) -> tuple[int, bool]:
        if not self._workspace.actor.may(Action.READ_ALL_RECORDS):
            return 0, True
        return concerns.unread(tx), bool(leads(tx))

    def _opened(self, tx: Tx) -> tuple[OpenedRecord, ...]:
        if not self._workspace.actor.may(Action.UNDO):
            return ()
        return assignments.opened_since(tx, in_utc(self._workspace.clock() - TOLD_FOR))
