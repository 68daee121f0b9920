"""What logging sessions and doing registers have in common: whose they are, and when they are locked."""

from datetime import date, timedelta

from vrp_desktop.db.queries import releases, settings
from vrp_desktop.db.queries import sessions as queries
from vrp_desktop.db.store import Tx, WriteTx
from vrp_desktop.domain.changes import Changes, Topic
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.organisation import DEFAULT_GRACE
from vrp_desktop.domain.sessions import Locked, Session, Status
from vrp_desktop.services.organisation import GRACE
from vrp_desktop.services.service import Service, found

LOGGED = Changes.in_(Topic.SESSIONS, Topic.REGISTER, Topic.RETURNS)
OPEN_FOR = timedelta(hours=1)
"""For how long a locked session stays open to whoever gave a reason, unless they finish it before."""


def in_words(day: date) -> str:
    """ "3 July 2026"."""
    return f"{day.day} {day:%B %Y}"


class SessionService(Service):
    """Intentions about sessions of one's own interventions."""

    def _own(self, tx: Tx, session_id: str) -> Session:
        """The session, if it is of one's own interventions."""
        session = found(queries.get(tx, session_id), "session")
        self._deliver(tx, session.details.intervention_id)
        return session

    def _locked(self, tx: Tx, session: Session) -> bool:
        """Whether changing it takes a reason: its time is over, or a return has counted it."""
        grace = settings.read(tx, GRACE, DEFAULT_GRACE)
        details = session.details
        return session.locked(grace, self._today) or (
            session.finished_on is not None
            and releases.counted(tx, details.intervention_id, details.held_on, session.finished_on)
        )

    def _open(self, tx: Tx, session_id: str) -> Session:
        """The session, if it may be changed now. Locked where that takes a reason that nobody has given."""
        session = self._own(tx, session_id)
        until = self._workspace.corrected.get(session_id)
        if (until is None or self._workspace.clock() > until) and self._locked(tx, session):
            raise Locked(
                "This session was finished a while ago, or a return has counted it, so it is locked. Say why "
                "it has to be corrected, then change it."
            )
        return session

    def _take_place(self, tx: WriteTx, session: Session, attended: bool) -> None:
        """Refuses what needs a session that took place; a planned one has, once somebody came."""
        if session.details.status is Status.CANCELLED:
            raise Refused(
                "This session is marked as cancelled, so nobody can be marked in it. "
                "If it took place after all, change it to delivered first."
            )
        if session.details.held_on > self._today:
            raise Refused(
                f"This session is on {in_words(session.details.held_on)}, and by this computer's clock today "
                f"is {in_words(self._today)}: it has not taken place yet, so nobody can have come. Check its "
                "date, and the date of this computer; until then somebody can only be excused from it."
            )
        if attended and session.details.status is Status.PLANNED:
            queries.set_status(tx, session.id, Status.DELIVERED)
