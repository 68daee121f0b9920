"""My week and month: what was planned and done, the hours, how soon it was written down."""

from datetime import date

from vrp_desktop.db.queries import home, sessions
from vrp_desktop.db.queries import users as user_queries
from vrp_desktop.db.store import Tx
from vrp_desktop.domain.diary import Diary, days_of, totals, weeks_of
from vrp_desktop.domain.permissions import ALLOWED, Action
from vrp_desktop.domain.users import User
from vrp_desktop.services.service import Service

_EVERY_ONE = 10_000
"""More sessions than any provider holds in six weeks."""


class Diaries(Service):
    """Everybody's own; whoever sees all records chooses whose."""

    def mine(self, month: date) -> Diary:
        """The actor's month, of which any day is given: the sessions that they led."""
        with self._reading(Action.READ_RECORDS) as tx:
            return self._month(tx, month, self._workspace.actor.id)

    def of(self, month: date, user_id: str | None = None) -> Diary:
        """A colleague's month; None: everybody's."""
        with self._reading(Action.READ_ALL_RECORDS) as tx:
            return self._month(tx, month, user_id)

    def workers(self) -> tuple[User, ...]:
        """Whose month can be chosen: whoever records, and then those who did."""
        with self._reading(Action.READ_ALL_RECORDS) as tx:
            return tuple(
                user
                for user in user_queries.every(tx)
                if any(Action.RECORD in ALLOWED[role] for role in user.details.roles)
            )

    def _month(self, tx: Tx, month: date, user_id: str | None) -> Diary:
        lines = sessions.between(tx, *weeks_of(month), limit=_EVERY_ONE, scope=self._scope, led_by=user_id)
        first, last = days_of(month)
        people = home.supported(tx, first, last, self._scope, user_id)
        return Diary(first, lines, totals((line for line in lines if first <= line.held_on <= last), people))
