"""The register of a session: every tick is saved at once."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from vrp_desktop.db.queries import assignments, concerns, enrolments, outcomes, registers
from vrp_desktop.db.queries import people as people_queries
from vrp_desktop.db.queries import sessions as queries
from vrp_desktop.db.store import Tx, WriteTx
from vrp_desktop.domain.changes import Changes, Saved, Topic
from vrp_desktop.domain.people import PersonDetails
from vrp_desktop.domain.permissions import Action
from vrp_desktop.domain.session_kinds import asks
from vrp_desktop.domain.sessions import (
    HeadCount,
    LastTime,
    Mark,
    NobodyCame,
    PersonSession,
    Register,
    Remark,
    Session,
    Status,
    Trained,
)
from vrp_desktop.services.service import found
from vrp_desktop.services.session_service import LOGGED, SessionService

_LOOKED_AT = 20
"""How many of somebody's latest sessions are looked at for the one before."""
_JOINED = Changes.in_(Topic.PEOPLE, Topic.REGISTER, Topic.SESSIONS, Topic.RETURNS)


class Registers(SessionService):
    """Who came, by name or counted; what to remember of each.

    A planned session whose day has come becomes a delivered one with the first person who came, so that
    nobody's attendance stays out of the return for want of a second click. Each change of a session that is
    locked is refused as ``Locked``, until ``Sessions.correct`` has opened it with a reason.
    """

    def read(self, session_id: str) -> Register:
        """The session, its regulars by preferred name, who came lately to sessions like it, everybody else in
        the register, and what was counted. Somebody whose mark was taken back stays in it, without a mark,
        until ``take_off``."""
        with self._reading(Action.READ_RECORDS) as tx:
            session = self._own(tx, session_id)
            read = registers.register(tx, session, self._scope)
            raised = concerns.raised_in(tx, session_id, self._workspace.actor.id)
            rows = tuple(replace(row, concern=True) if row.person_id in raised else row for row in read.rows)
            until = self._workspace.corrected.get(session_id)
            opened = until is not None and self._workspace.clock() <= until
            return replace(read, rows=rows, locked=not opened and self._locked(tx, session))

    def last_time(self, session_id: str, person_id: str) -> LastTime:
        """What to know of somebody before this session: their goals, and what was noted the time before,
        beside them or of a session that was theirs alone. That it was looked at is journalled."""
        with self._reading(Action.READ_RECORDS) as tx:
            session = self._own(tx, session_id)
            self._see(tx, person_id)
            journeys = enrolments.of_person(tx, person_id, session.details.intervention_id)
            goals = [goal for journey in journeys for goal in outcomes.goals(tx, journey.id)]
            earlier = [
                one
                for one in queries.of_person(tx, person_id, _LOOKED_AT)
                if one.session_id != session_id
                and one.held_on <= session.details.held_on
                and one.mark is not None
                and one.mark.attended
            ]
            # Where there was one of this kind, that is the time before.
            alike = (one for one in earlier if one.kind == session.details.kind)
            before = next(alike, next(iter(earlier), None))
            notes = () if before is None else (before.remark.note, self._note_of(tx, before))
        self._note_view(person_id)
        return LastTime(
            tuple(goal.details.words for goal in goals if goal.details.met_on is None),
            None if before is None else before.held_on,
            "\n".join(filter(None, notes)),
        )

    def mark(self, session_id: str, person_id: str, mark: Mark | None) -> Saved:
        """Sets or (None) takes back a mark. Refused for a cancelled session, and for one to come unless the
        person is excused from it."""
        return self.mark_many(session_id, {person_id: mark})

    def mark_many(self, session_id: str, marks: Mapping[str, Mark | None]) -> Saved:
        """Several marks in one transaction, like "all present"; refused as in ``mark``, all or none."""
        with self._writing(Action.RECORD) as tx:
            session = self._open(tx, session_id)
            self._check_seen(tx, session_id, marks)
            given = {mark for mark in marks.values() if mark is not None}
            if given - {Mark.EXCUSED} or (given and session.details.status is Status.CANCELLED):
                self._take_place(tx, session, attended=any(mark.attended for mark in given))
            registers.write_marks(tx, session_id, marks)
            return Saved(session_id, LOGGED)

    def expect(self, session_id: str, person_ids: Collection[str]) -> Saved:
        """Puts these people into the register without a mark: who was meant to come, to be marked one by one.
        Whoever is in it already stays as they are."""
        with self._writing(Action.RECORD) as tx:
            self._open(tx, session_id)
            self._check_seen(tx, session_id, person_ids)
            registers.list_people(tx, session_id, person_ids)
            return Saved(session_id, LOGGED)

    def remark(self, session_id: str, person_id: str, remark: Remark) -> Saved:
        """What stands beside somebody's mark: a note, why they were excused, a star, what it was about for
        them. Refused where a field is faulty."""
        with self._writing(Action.RECORD) as tx:
            self._open(tx, session_id)
            found(people_queries.get(tx, person_id), "person")
            self._see(tx, person_id)
            tidy = replace(remark, note=remark.note.strip()).checked()
            registers.write_remark(tx, session_id, person_id, tidy)
            return Saved(session_id, LOGGED)

    def take_off(self, session_id: str, person_id: str) -> Saved:
        """Takes somebody off the register who should not be on it, mark and note with them. A regular stays
        listed, without a mark."""
        with self._writing(Action.RECORD) as tx:
            self._open(tx, session_id)
            registers.take_off(tx, session_id, person_id)
            return Saved(session_id, LOGGED)

    def add_newcomer(self, session_id: str, known_as: str, approximate_age: int | None) -> Saved:
        """Adds somebody new by two fields and marks them present. The rest is completed later.
        ``Saved.id`` is the person's."""
        with self._writing(Action.RECORD) as tx:
            session = self._open(tx, session_id)
            person_id = self._added(tx, session, known_as, approximate_age)
            self._take_place(tx, session, attended=True)
            registers.write_marks(tx, session_id, {person_id: Mark.PRESENT})
            return Saved(person_id, _JOINED)

    def bring_in(
        self, session_id: str, person_ids: Collection[str], newcomers: Iterable[tuple[str, int | None]]
    ) -> Saved:
        """Marks these people as present, and adds those who are new, by name and age as far as it is known:
        as from a list that was pasted. All or none."""
        with self._writing(Action.RECORD) as tx:
            session = self._open(tx, session_id)
            self._check_seen(tx, session_id, person_ids)
            added = [self._added(tx, session, name, years) for name, years in newcomers]
            self._take_place(tx, session, attended=True)
            registers.write_marks(tx, session_id, dict.fromkeys((*person_ids, *added), Mark.PRESENT))
            return Saved(session_id, _JOINED)

    def count_heads(self, session_id: str, counts: Iterable[HeadCount]) -> Saved:
        """Replaces the head-counts of the session; those of 0 are left out."""
        with self._writing(Action.RECORD) as tx:
            session = self._open(tx, session_id)
            checked = [count.checked() for count in counts]
            if any(count.count for count in checked):
                self._take_place(tx, session, attended=True)
            registers.write_head_counts(tx, session_id, checked)
            return Saved(session_id, LOGGED)

    def count_trained(self, session_id: str, lines: Iterable[Trained]) -> Saved:
        """Replaces the professionals trained, one line a sector; those of 0 are left out."""
        with self._writing(Action.RECORD) as tx:
            session = self._open(tx, session_id)
            checked = [line.checked() for line in lines]
            if any(line.count for line in checked):
                self._take_place(tx, session, attended=True)
            registers.write_trained(tx, session_id, checked)
            return Saved(session_id, LOGGED)

    def finish(self, session_id: str) -> Saved:
        """Says that the register is done: from now on it locks, in the organisation's time. Refused where it
        says of nobody that they came."""
        with self._writing(Action.RECORD) as tx:
            session = self._open(tx, session_id)
            details = session.details
            if details.status is not Status.CANCELLED and not registers.there(tx, session_id):
                raise NobodyCame(
                    "Nobody is marked as having come, and nobody is counted. Mark or count who came; if "
                    "nobody did, say that it did not happen."
                )
            if session.finished_on is None:
                queries.set_finished(tx, session_id, self._today)
            self._workspace.corrected.pop(session_id, None)
            return Saved(session_id, LOGGED)

    def _note_of(self, tx: Tx, one: PersonSession) -> str:
        """What was noted of a session that was about one person, in one's own work."""
        if not asks(one.kind).alone or not assignments.delivers(tx, self._scope, one.intervention_id):
            return ""
        session = queries.get(tx, one.session_id)
        return "" if session is None else session.details.note

    def _check_seen(self, tx: Tx, session_id: str, person_ids: Collection[str]) -> None:
        """Refuses whoever is not there, and whoever is neither one's own to see nor in the register."""
        if len(people_queries.existing(tx, person_ids)) < len(person_ids):
            found(None, "person")
        own = assignments.seen_of(tx, self._scope, person_ids)
        for person_id in set(person_ids) - own - registers.listed(tx, session_id):
            self._see(tx, person_id)

    def _added(self, tx: WriteTx, session: Session, known_as: str, years: int | None) -> str:
        """Somebody new, as far as they are known on the day of a session; their id."""
        judged_on = None if years is None else session.details.held_on
        details = PersonDetails(known_as.strip(), approximate_age=years, approximate_age_on=judged_on)
        person_id = people_queries.add(tx, details.checked(self._today), self._today)
        self._keep_in_sight(tx, person_id, session.details.intervention_id)
        return person_id
