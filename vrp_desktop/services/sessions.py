"""Sessions, their registers and head-counts."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from vrp_desktop.db.queries import assignments, registers
from vrp_desktop.db.queries import interventions as intervention_queries
from vrp_desktop.db.queries import people as people_queries
from vrp_desktop.db.queries import sessions as queries
from vrp_desktop.db.store import Tx, WriteTx
from vrp_desktop.domain import strategy
from vrp_desktop.domain.changes import Changes, Saved, Topic
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.people import PersonDetails
from vrp_desktop.domain.permissions import Action
from vrp_desktop.domain.sessions import (
    HeadCount,
    Mark,
    PersonSession,
    Register,
    Session,
    SessionDetails,
    SessionLine,
    Status,
)
from vrp_desktop.services.service import Service, found

_LOGGED = Changes.in_(Topic.SESSIONS, Topic.REGISTER, Topic.RETURNS)
_MARKED = Changes.in_(Topic.REGISTER, Topic.SESSIONS, Topic.RETURNS)
_JOINED = Changes.in_(Topic.PEOPLE, Topic.REGISTER, Topic.SESSIONS, Topic.RETURNS)


class Sessions(Service):
    """Logging a session; every tick is saved at once.

    A planned session whose day has come becomes a delivered one with the first person who came, so that
    nobody's attendance stays out of the return for want of a second click.
    """

    def between(
        self, first: date, last: date, intervention_id: str | None = None, limit: int = 500
    ) -> tuple[SessionLine, ...]:
        """Sessions dated in that span, the latest first."""
        with self._reading(Action.READ_RECORDS) as tx:
            return queries.between(tx, first, last, intervention_id, limit, self._scope)

    def of_person(self, person_id: str, limit: int = 100) -> tuple[PersonSession, ...]:
        """The sessions a person is in the register of, the latest first, with what it says of them."""
        with self._reading(Action.READ_RECORDS) as tx:
            self._see(tx, person_id)
            return queries.of_person(tx, person_id, limit)

    def get(self, session_id: str) -> Session:
        """One session. Refused if it does not exist."""
        with self._reading(Action.READ_RECORDS) as tx:
            return self._own(tx, session_id)

    def like_last(self, intervention_id: str) -> SessionDetails:
        """Details for a session today as the last one of that intervention was: kind, time, length, place,
        priorities; for a first one, from the intervention's own profile."""
        with self._reading(Action.READ_RECORDS) as tx:
            profile = found(intervention_queries.get(tx, intervention_id), "intervention").details
            self._deliver(tx, intervention_id)
            last = queries.last_of(tx, intervention_id, self._today)
        if last is not None:
            return replace(
                last.details, held_on=self._today, status=Status.DELIVERED, cancel_reason=None, note=""
            )
        return SessionDetails(
            intervention_id,
            self._today,
            setting=next(iter(profile.settings), None),
            priorities=tuple(dict.fromkeys(profile.priorities)),
            focus_areas=tuple(
                area for area in profile.focus_areas if strategy.priority_of(area) in profile.priorities
            ),
        )

    def log(self, details: SessionDetails) -> Saved:
        """Adds a session; its register is then ready. Refused where a field is faulty."""
        with self._writing(Action.RECORD) as tx:
            found(intervention_queries.get(tx, details.intervention_id), "intervention")
            self._deliver(tx, details.intervention_id)
            return Saved(queries.add(tx, _tidied(details, self._today)), _LOGGED)

    def change(self, session_id: str, details: SessionDetails) -> Saved:
        """Rewrites it: also how it is cancelled, with the reason. Refused where a field is faulty, or where
        it is said not to have happened while its register says that somebody came."""
        with self._writing(Action.RECORD) as tx:
            self._own(tx, session_id)
            found(intervention_queries.get(tx, details.intervention_id), "intervention")
            self._deliver(tx, details.intervention_id)
            tidy = _tidied(details, self._today)
            came = registers.came(tx, session_id) + registers.heads(tx, session_id)
            if tidy.status is not Status.DELIVERED and came:
                who = "one person" if came == 1 else f"{came} people"
                raise Refused.for_fields(
                    {"status": f"Its register says that {who} came. Take those marks and counts back first."}
                )
            queries.change(tx, session_id, tidy)
            return Saved(session_id, _LOGGED)

    def register(self, session_id: str) -> Register:
        """The session, the people enrolled on that day (regulars, by preferred name), then everybody
        else in the register, and the head-counts. Somebody whose mark was taken back stays in it, without a
        mark, until ``take_off``."""
        with self._reading(Action.READ_RECORDS) as tx:
            return registers.register(tx, self._own(tx, session_id), self._scope)

    def mark(self, session_id: str, person_id: str, mark: Mark | None, note: str | None = None) -> Saved:
        """Sets or (None) takes back a mark; ``note`` None leaves the note as it is. Refused for a cancelled
        session, and for one to come unless the person is excused from it."""
        return self._mark(session_id, {person_id: mark}, note)

    def mark_many(self, session_id: str, marks: Mapping[str, Mark | None]) -> Saved:
        """Several marks in one transaction, like "all present"; refused as in ``mark``, all or none."""
        return self._mark(session_id, marks)

    def take_off(self, session_id: str, person_id: str) -> Saved:
        """Takes somebody off the register who should not be on it, mark and note with them. A regular stays
        listed, without a mark."""
        with self._writing(Action.RECORD) as tx:
            self._own(tx, session_id)
            registers.take_off(tx, session_id, person_id)
            return Saved(session_id, _MARKED)

    def add_newcomer(self, session_id: str, known_as: str, approximate_age: int | None) -> Saved:
        """Adds somebody new by two fields and marks them present. The rest is completed later.
        ``Saved.id`` is the person's."""
        with self._writing(Action.RECORD) as tx:
            session = self._own(tx, session_id)
            details = PersonDetails(
                known_as.strip(),
                approximate_age=approximate_age,
                approximate_age_on=None if approximate_age is None else session.details.held_on,
            )
            person_id = people_queries.add(tx, details.checked(self._today), self._today)
            self._keep_in_sight(tx, person_id, session.details.intervention_id)
            self._take_place(tx, session, attended=True)
            registers.write_marks(tx, session_id, {person_id: Mark.PRESENT})
            return Saved(person_id, _JOINED)

    def count_heads(self, session_id: str, counts: Iterable[HeadCount]) -> Saved:
        """Replaces the head-counts of the session; those of 0 are left out."""
        with self._writing(Action.RECORD) as tx:
            session = self._own(tx, session_id)
            checked = [count.checked() for count in counts]
            if any(count.count for count in checked):
                self._take_place(tx, session, attended=True)
            registers.write_head_counts(tx, session_id, checked)
            return Saved(session_id, _MARKED)

    def _mark(self, session_id: str, marks: Mapping[str, Mark | None], note: str | None = None) -> Saved:
        with self._writing(Action.RECORD) as tx:
            session = self._own(tx, session_id)
            if len(people_queries.existing(tx, marks)) < len(marks):
                found(None, "person")
            own = assignments.seen_of(tx, self._scope, marks.keys())
            for person_id in marks.keys() - own - registers.listed(tx, session_id):
                self._see(tx, person_id)
            given = {mark for mark in marks.values() if mark is not None}
            if given - {Mark.EXCUSED} or (given and session.details.status is Status.CANCELLED):
                self._take_place(tx, session, attended=any(mark.attended for mark in given))
            registers.write_marks(tx, session_id, marks, note)
            return Saved(session_id, _MARKED)

    def _own(self, tx: Tx, session_id: str) -> Session:
        """The session, if it is of one's own interventions."""
        session = found(queries.get(tx, session_id), "session")
        self._deliver(tx, session.details.intervention_id)
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
                "This session has not taken place yet, so nobody can have come. "
                "Check its date; until then somebody can only be excused from it."
            )
        if attended and session.details.status is Status.PLANNED:
            queries.set_status(tx, session.id, Status.DELIVERED)


def _tidied(details: SessionDetails, today: date) -> SessionDetails:
    """The details without blanks around what was typed, and with a reason only where it was cancelled."""
    reason = details.cancel_reason if details.status is Status.CANCELLED else None
    return replace(
        details, place=details.place.strip(), note=details.note.strip(), cancel_reason=reason
    ).checked(today)
