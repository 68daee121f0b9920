"""How long records are kept: the schedule, the queue of those whose time is up, and what is decided."""

from datetime import date

from vrp_desktop.db.queries import concerns
from vrp_desktop.db.queries import keeping as queries
from vrp_desktop.db.queries import people as people_queries
from vrp_desktop.db.store import Tx
from vrp_desktop.domain import retention
from vrp_desktop.domain.changes import Changes, Saved, Topic
from vrp_desktop.domain.concerns import HELD
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.permissions import Action
from vrp_desktop.domain.retention import DueLine, Kind, OldLine, Queue, Schedule
from vrp_desktop.services.service import Service, found

_CHANGES = Changes.in_(Topic.KEEPING)


class Retention(Service):
    """Nothing is deleted here: it says who is due and why, and keeps what somebody decided."""

    def schedule(self) -> Schedule:
        """How long each kind of record is kept."""
        with self._reading(Action.ERASE) as tx:
            return queries.schedule(tx)

    def change_schedule(self, schedule: Schedule) -> Saved:
        """Rewrites it. Refused where a number of years makes no sense."""
        with self._writing(Action.ERASE) as tx:
            queries.write_schedule(tx, schedule.checked())
            return Saved("", _CHANGES)

    def queue(self) -> Queue:
        """Who is due for review, why and since when, the longest first; who is held, legally or because of a
        safeguarding concern; and how much there is of what belongs to nobody in particular."""
        today = self._today
        with self._reading(Action.ERASE) as tx:
            schedule = queries.schedule(tx)
            holds, kept_until = queries.holds(tx), queries.kept_until(tx)
            concerned = concerns.holding(tx)
            lines = []
            for one in queries.people(tx):
                hold, concern_on = holds.get(one.person_id), concerned.get(one.person_id)
                why = [*([] if hold is None else [hold.reason]), *([] if concern_on is None else [HELD])]
                held_on = concern_on if hold is None else hold.placed_on
                lines.append(
                    DueLine(
                        one.person_id,
                        one.known_as,
                        one.full_name,
                        retention.standing(one.life, schedule),
                        one.life.last,
                        " ".join(why),
                        held_on,
                        hold is not None,
                    )
                )
            old = self._old(tx, schedule)
        due = [
            line
            for line in lines
            if line.held_on is None
            and line.standing.due(today)
            and kept_until.get(line.person_id, date.min) <= today
        ]
        return Queue(
            tuple(sorted(due, key=lambda line: (line.standing.due_on, line.person_id))),
            tuple(line for line in lines if line.held_on is not None),
            old,
        )

    def keep(self, person_id: str, until: date | None, reason: str) -> Saved:
        """Keeps a record on until a day, with the reason. Refused without either."""
        retention.check_keep(until, reason, self._today)
        assert until is not None  # noqa: S101 - checked in the line above
        with self._writing(Action.ERASE) as tx:
            found(people_queries.get(tx, person_id), "person")
            return Saved(queries.add_review(tx, person_id, self._today, until, reason.strip()), _CHANGES)

    def hold(self, person_id: str, reason: str) -> Saved:
        """Puts a record under a legal hold: it cannot be erased until somebody lifts it. Refused without a
        reason, or where it is under one already."""
        retention.check_hold(reason)
        with self._writing(Action.ERASE) as tx:
            found(people_queries.get(tx, person_id), "person")
            if queries.holds(tx, person_id):
                raise Refused("This record is under a legal hold already.")
            return Saved(queries.place_hold(tx, person_id, reason.strip(), self._today), _CHANGES)

    def lift(self, person_id: str) -> Saved:
        """Lifts a legal hold. Refused where there is none: what a safeguarding concern holds, the designated
        lead lets go."""
        with self._writing(Action.ERASE) as tx:
            if not queries.holds(tx, person_id) and concerns.holding(tx, person_id):
                raise Refused(HELD)
            hold = found(queries.holds(tx, person_id).get(person_id), "legal hold")
            queries.lift_hold(tx, hold, self._today)
            return Saved(hold.id, _CHANGES)

    def _old(self, tx: Tx, schedule: Schedule) -> tuple[OldLine, ...]:
        before = {kind: retention.years_before(self._today, schedule[kind].years) for kind in Kind}
        lines = (
            queries.notes_before(tx, before[Kind.SESSION_NOTES]),
            queries.returns_before(tx, before[Kind.RELEASED_RETURNS]),
            queries.journal_before(tx, before[Kind.JOURNAL]),
        )
        return tuple(line for line in lines if line is not None)
