"""Safeguarding concerns: raised by whoever works with people, read and answered by the designated lead,
veiled for everybody else. Nothing here deletes one."""

from dataclasses import dataclass, replace
from datetime import date, tzinfo
from typing import Any

from vrp_desktop.db.journal import in_utc
from vrp_desktop.db.queries import concerns as queries
from vrp_desktop.db.queries import people as people_queries
from vrp_desktop.db.queries import registers, settings, users
from vrp_desktop.db.queries import sessions as session_queries
from vrp_desktop.db.store import Tx, WriteTx
from vrp_desktop.domain.changes import Changes, Saved, Topic
from vrp_desktop.domain.concerns import (
    Answer,
    Concern,
    ConcernDetails,
    ConcernLine,
    Kind,
    Standing,
    Veiled,
    check_reason,
    check_words,
)
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.journal import VIEWED
from vrp_desktop.domain.permissions import Action, Role
from vrp_desktop.services.organisation import ORGANISATION, SOCIAL_CARE
from vrp_desktop.services.service import Service, found

__all__ = ["Beginning", "Concerns", "leads"]

_CHANGES = Changes.in_(Topic.CONCERNS)
_KEEPING = Changes.in_(Topic.CONCERNS, Topic.KEEPING)


@dataclass(frozen=True)
class Beginning:
    """What whoever raises a concern has to see before the first word."""

    known_as: str
    """Whom it is about, where the page was opened from somebody's record or register."""
    where: str
    """The session it comes from, in words."""
    people: tuple[tuple[str, str], ...]
    """Id and name of everybody in that session's register, to choose from."""
    seen_on: date
    leads: tuple[str, ...]
    """Who the designated lead is; empty where nobody holds the role."""
    social_care: str
    """How children's social care is reached, as the organisation has set it."""


class Concerns(Service):
    """What was written on the day stays as it was; what comes later is added, with its time and name.

    Everybody who reads a concern is journalled, without a word of what they read."""

    def beginning(self, person_id: str | None = None, session_id: str | None = None) -> Beginning:
        """What the page begins with. Refused for somebody who is not one's own to see, in a session that is
        not one's own."""
        with self._reading(Action.RECORD) as tx:
            self._may_be_about(tx, person_id, session_id)
            seen_on = self._today
            people: tuple[tuple[str, str], ...] = ()
            if session_id is not None:
                session = found(session_queries.get(tx, session_id), "session")
                seen_on = min(session.details.held_on, self._today)
                people = tuple(
                    (row.person_id, row.known_as) for row in registers.register(tx, session, self._scope).rows
                )
            person = None if person_id is None else people_queries.get(tx, person_id)
            return Beginning(
                "" if person is None else person.known_as,
                queries.where(tx, session_id),
                people,
                seen_on,
                leads(tx),
                settings.read(tx, ORGANISATION).get(SOCIAL_CARE, ""),
            )

    def raise_concern(self, details: ConcernDetails) -> Saved:
        """Raises a concern: about one of one's own people, somebody in the register of one's own session, or
        somebody who is not named yet. Refused where a field is faulty."""
        with self._writing(Action.RECORD) as tx:
            tidy = _tidied(details).checked(self._today)
            self._may_be_about(tx, tidy.person_id, tidy.session_id)
            return Saved(queries.add(tx, tidy, self._workspace.actor.id, self._now), _CHANGES)

    def mine(self) -> tuple[ConcernLine, ...]:
        """Those one has raised, the newest first."""
        with self._reading(Action.RECORD) as tx:
            lines = queries.of_user(tx, self._workspace.actor.id, self._zone)
            return tuple(sorted(lines, key=lambda line: line.raised_at, reverse=True))

    def read(self, concern_id: str) -> Concern:
        """A concern, for the lead, who has read it from then on; and for whoever raised it, without what the
        lead wrote. Refused for everybody else."""
        with self._writing(Action.RECORD) as tx:
            concern = self._found(tx, concern_id)
            lead = self._is_lead
            if not lead:
                self._need_own(tx, concern_id)
            elif concern.line.unread or concern.line.standing is Standing.NEW:
                new = concern.line.standing is Standing.NEW
                standing = Standing.READ if new else concern.line.standing
                queries.move_on(tx, concern_id, {"unread": False, "standing": standing.value})
                concern = replace(concern, line=replace(concern.line, unread=False, standing=standing))
            tx.event(VIEWED, "concern", concern_id, concern.line.person_id)
        return concern if lead else _without_answers(concern)

    def add(self, concern_id: str, words: str) -> Saved:
        """Adds to a concern one has raised oneself; the lead has something to read again."""
        with self._writing(Action.RECORD) as tx:
            self._found(tx, concern_id)
            self._need_own(tx, concern_id)
            self._write(tx, concern_id, Kind.ADDED, check_words(words))
            queries.move_on(tx, concern_id, {"unread": True})
            return Saved(concern_id, _CHANGES)

    def of_person(self, person_id: str) -> tuple[Veiled, ...]:
        """That there are concerns about a person whose record one sees, and when they were raised."""
        with self._reading(Action.READ_RECORDS) as tx:
            self._see(tx, person_id)
            return queries.veiled(tx, self._workspace.actor.id, self._zone, person_id)

    def veiled(self) -> tuple[Veiled, ...]:
        """That there are concerns, about whom, and when they were raised: for whoever sees every record."""
        with self._reading(Action.READ_ALL_RECORDS) as tx:
            return queries.veiled(tx, self._workspace.actor.id, self._zone)

    def reveal(self, concern_id: str, reason: str) -> Concern:
        """A concern, for somebody who sees every record and is not the lead. The reason is in the journal,
        and with the concern, where the lead reads it. Refused without one."""
        with self._writing(Action.READ_ALL_RECORDS) as tx:
            self._found(tx, concern_id)
            tidy = check_reason(reason)
            self._write(tx, concern_id, Kind.REVEALED, tidy)
            concern = self._found(tx, concern_id)
            tx.event(Kind.REVEALED.value, "concern", concern_id, concern.line.person_id, reason=tidy)
            return concern

    def open(self) -> tuple[ConcernLine, ...]:
        """For the lead: what is not closed, or has something to read; that first, then the newest first."""
        return tuple(line for line in self.all() if line.unread or line.standing is not Standing.CLOSED)

    def all(self) -> tuple[ConcernLine, ...]:
        """For the lead: every concern; those with something to read first, then the newest first."""
        with self._reading(Action.ANSWER_CONCERNS) as tx:
            return queries.every(tx, self._zone)

    def answer(self, concern_id: str, answer: Answer) -> Saved:
        """What the lead decides: a note, the day it was referred to children's social care, the day it was
        closed. Refused where a field is faulty."""
        with self._writing(Action.ANSWER_CONCERNS) as tx:
            concern = self._found(tx, concern_id)
            line, seen_on = concern.line, concern.details.seen_on
            answered = any(each.kind is Kind.ANSWERED for each in concern.additions)
            tidy = replace(answer, note=answer.note.strip())
            # What stands there already is no news.
            if tidy.referred_on == line.referred_on:
                tidy = replace(tidy, referred_on=None)
            if tidy.closed_on == line.closed_on:
                tidy = replace(tidy, closed_on=None)
            tidy = tidy.checked(self._today, seen_on or date.min, answered)
            closed = line.standing is Standing.CLOSED
            if closed and tidy.closed_on is not None:
                raise Refused.for_fields({"closed_on": "It is closed already. Reopen it first."})
            values: dict[str, Any] = {"unread": False}
            if not closed:
                values["standing"] = (Standing.ACTED if tidy.closed_on is None else Standing.CLOSED).value
            if tidy.note:
                self._write(tx, concern_id, Kind.ANSWERED, tidy.note)
            for name, kind in (("referred_on", Kind.REFERRED), ("closed_on", Kind.CLOSED)):
                if (day := getattr(tidy, name)) is not None:
                    self._write(tx, concern_id, kind, "", day)
                    values[name] = day
            queries.move_on(tx, concern_id, values)
            return Saved(concern_id, _CHANGES)

    def reopen(self, concern_id: str, why: str) -> Saved:
        """Opens a closed concern again; the record it is about is kept from then on. Refused without why."""
        with self._writing(Action.ANSWER_CONCERNS) as tx:
            concern = self._found(tx, concern_id)
            if concern.line.standing is not Standing.CLOSED:
                raise Refused("This concern is not closed.")
            self._write(tx, concern_id, Kind.REOPENED, check_reason(why, "note"))
            opened = {"standing": Standing.ACTED.value, "closed_on": None, "released_on": None}
            queries.move_on(tx, concern_id, opened)
            return Saved(concern_id, _KEEPING)

    def release(self, concern_id: str, why: str) -> Saved:
        """Lets a closed concern go, should the record it is about be erased; by itself it stays. Refused
        while it is open, and without why."""
        with self._writing(Action.ANSWER_CONCERNS) as tx:
            concern = self._found(tx, concern_id)
            if concern.line.standing is not Standing.CLOSED:
                raise Refused("Close this concern first. While it is open it is kept with the record.")
            if concern.line.released_on is not None:
                raise Refused("It may be erased with the record already.")
            self._write(tx, concern_id, Kind.RELEASED, check_reason(why, "note"))
            queries.move_on(tx, concern_id, {"released_on": self._today})
            return Saved(concern_id, _KEEPING)

    def keep(self, concern_id: str, why: str) -> Saved:
        """Takes ``release`` back: the record is kept. Refused where it was not let go, and without why."""
        with self._writing(Action.ANSWER_CONCERNS) as tx:
            concern = self._found(tx, concern_id)
            if concern.line.released_on is None:
                raise Refused("It is kept with the record already.")
            self._write(tx, concern_id, Kind.KEPT, check_reason(why, "note"))
            queries.move_on(tx, concern_id, {"released_on": None})
            return Saved(concern_id, _KEEPING)

    def link(self, concern_id: str, person_id: str, why: str) -> Saved:
        """Links a concern that was about nobody named to somebody's record, which is kept from then on. What
        was written on the day stays. Refused where it is linked already, and without why."""
        with self._writing(Action.ANSWER_CONCERNS) as tx:
            concern = self._found(tx, concern_id)
            if concern.line.person_id is not None:
                raise Refused(
                    f"This concern is linked to the record of {concern.line.about} already. If that is the "
                    "wrong one, write so in your note: it stays as it is."
                )
            found(people_queries.get(tx, person_id), "person")
            tidy = check_reason(why, "note")
            queries.link(tx, concern_id, person_id)
            self._write(tx, concern_id, Kind.LINKED, tidy)
            tx.event("linked to a record", "concern", concern_id, person_id)
            return Saved(concern_id, _KEEPING)

    @property
    def _now(self) -> str:
        return in_utc(self._workspace.clock())

    @property
    def _zone(self) -> tzinfo | None:
        return self._workspace.clock().tzinfo

    @property
    def _is_lead(self) -> bool:
        return self._workspace.actor.may(Action.ANSWER_CONCERNS)

    def _found(self, tx: Tx, concern_id: str) -> Concern:
        return found(queries.get(tx, concern_id, self._zone), "concern")

    def _need_own(self, tx: Tx, concern_id: str) -> None:
        if queries.raised_by(tx, concern_id) != self._workspace.actor.id:
            raise Refused(
                "This concern is veiled. The designated safeguarding lead can tell you what you need to know."
            )

    def _write(self, tx: WriteTx, concern_id: str, kind: Kind, words: str, day: date | None = None) -> None:
        queries.write_addition(tx, concern_id, self._workspace.actor.id, self._now, kind, words, day)

    def _may_be_about(self, tx: Tx, person_id: str | None, session_id: str | None) -> None:
        """Refuses a session that is not the actor's, and a person who is neither theirs nor in its
        register."""
        listed: set[str] = set()
        if session_id is not None:
            session = found(session_queries.get(tx, session_id), "session")
            self._deliver(tx, session.details.intervention_id)
            listed = registers.listed(tx, session_id)
        if person_id is not None:
            found(people_queries.get(tx, person_id), "person")
            if person_id not in listed:
                self._see(tx, person_id)


def leads(tx: Tx) -> tuple[str, ...]:
    """The names of those who hold the role of designated safeguarding lead and may sign in."""
    return tuple(
        user.details.name
        for user in users.every(tx)
        if user.active and Role.SAFEGUARDING_LEAD in user.details.roles
    )


def _tidied(details: ConcernDetails) -> ConcernDetails:
    return replace(
        details, **{name: getattr(details, name).strip() for name in ("about", "seen", "done", "told")}
    )


def _without_answers(concern: Concern) -> Concern:
    """As it is told to whoever raised it: what they wrote, and how far it has come."""
    line = replace(concern.line, referred_on=None, closed_on=None, released_on=None, revealed=0)
    own = tuple(each for each in concern.additions if each.kind is Kind.ADDED)
    return replace(concern, line=line, additions=own)
