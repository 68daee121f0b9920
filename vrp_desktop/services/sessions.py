"""Sessions: logged, corrected, copied, split, and how it is said that one did not happen."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime, timedelta

from vrp_desktop.db.queries import assignments, audit, groups, registers
from vrp_desktop.db.queries import interventions as intervention_queries
from vrp_desktop.db.queries import sessions as queries
from vrp_desktop.db.queries import users as user_queries
from vrp_desktop.db.store import Tx
from vrp_desktop.domain import strategy
from vrp_desktop.domain.changes import Saved
from vrp_desktop.domain.doubts import doubts
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.journal import CORRECTING
from vrp_desktop.domain.moving import Moved, moved
from vrp_desktop.domain.permissions import Action
from vrp_desktop.domain.session_kinds import KINDS, SETTINGS, asks
from vrp_desktop.domain.sessions import (
    PersonSession,
    Session,
    SessionDetails,
    SessionLine,
    Status,
)
from vrp_desktop.domain.users import User, works_in
from vrp_desktop.services.service import found
from vrp_desktop.services.session_service import LOGGED, OPEN_FOR, SessionService

_PLACES = 20
_LATELY = timedelta(days=92)
_NEXT_PLACE_MINUTES = 30


class Sessions(SessionService):
    """Logging a session. Its register is for ``Registers``."""

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

    def locked(self, session_id: str) -> bool:
        """Whether changing it takes a reason now."""
        with self._reading(Action.READ_RECORDS) as tx:
            session = self._own(tx, session_id)
            until = self._workspace.corrected.get(session_id)
            opened = until is not None and self._workspace.clock() <= until
            return not opened and self._locked(tx, session)

    def like_last(self, intervention_id: str, kind: str | None = None) -> SessionDetails:
        """Details for a session today as last week's was, or the last one of that intervention (of one kind,
        where it is named): time, length, place, group, priorities; for a first one, from the intervention's
        own profile."""
        with self._reading(Action.READ_RECORDS) as tx:
            profile = found(intervention_queries.get(tx, intervention_id), "intervention").details
            self._deliver(tx, intervention_id)
            last = queries.last_of(tx, intervention_id, self._today, kind)
        if last is not None:
            return self._again(last)
        return SessionDetails(
            intervention_id,
            self._today,
            kind=kind or "group",
            minutes=asks(kind or "group").minutes,
            setting=next(iter(profile.settings), None),
            priorities=tuple(dict.fromkeys(profile.priorities)),
            focus_areas=tuple(
                area for area in profile.focus_areas if strategy.priority_of(area) in profile.priorities
            ),
            workers=(self._workspace.actor.id,),
        )

    def like(self, session_id: str) -> SessionDetails:
        """Details for a session today like that one."""
        with self._reading(Action.READ_RECORDS) as tx:
            return self._again(self._own(tx, session_id))

    def places(self, intervention_id: str) -> tuple[str, ...]:
        """Where its sessions were held, the latest first: to choose from."""
        with self._reading(Action.READ_RECORDS) as tx:
            self._deliver(tx, intervention_id)
            return queries.places(tx, intervention_id, _PLACES)

    def kinds(self) -> tuple[str, ...]:
        """Every kind of session, those that the actor has led lately first."""
        with self._reading(Action.READ_RECORDS) as tx:
            lately = queries.kinds_led(tx, self._workspace.actor.id, self._today - _LATELY)
        return tuple(dict.fromkeys((*lately, *KINDS)))

    def groups_of(self, intervention_id: str, also: str | None = None) -> tuple[tuple[str, str], ...]:
        """The groups that meet in it now, and ``also`` one of its groups that has ended: id and name, by
        name."""
        with self._reading(Action.READ_RECORDS) as tx:
            self._deliver(tx, intervention_id)
            return queries.groups(tx, intervention_id, self._today, also)

    def moved(self, details: SessionDetails, intervention_id: str) -> Moved:
        """The details as they would be under another intervention, and what does not fit there. Writes
        nothing."""
        with self._reading(Action.READ_RECORDS) as tx:
            to = found(intervention_queries.get(tx, intervention_id), "intervention")
            self._deliver(tx, intervention_id)
            group = None if details.group_id is None else groups.get(tx, details.group_id)
            return moved(details, to, "" if group is None else group.details.name)

    def doubts(self, details: SessionDetails, besides: str | None = None) -> tuple[str, ...]:
        """What is worth asking before it is logged, or (``besides`` is its id) changed: questions in words,
        none of which stops it. Refused, as in ``log``, where a field is faulty."""
        with self._reading(Action.RECORD) as tx:
            self._check(tx, details)
            tidy = self._tidied(details, ())
            intervention = found(intervention_queries.get(tx, details.intervention_id), "intervention")
            twin = tidy.status is not Status.CANCELLED and queries.has_twin(tx, tidy, besides)
            return doubts(tidy, intervention, twin, self._workspace.clock(), audit.last_saved(tx))

    def colleagues(self, intervention_id: str, also: Collection[str] = ()) -> tuple[User, ...]:
        """Who can have led a session of that intervention, the actor first, then by name: whoever records,
        and is not a worker of other interventions only; ``also`` those of these ids, who led it before."""
        with self._reading(Action.READ_RECORDS) as tx:
            self._deliver(tx, intervention_id)
            assigned = set(assignments.users_of(tx, intervention_id))
            everybody = sorted(user_queries.every(tx), key=lambda user: user.id != self._workspace.actor.id)
            return tuple(u for u in everybody if u.id in also or works_in(u, assigned))

    def log(self, details: SessionDetails) -> Saved:
        """Adds a session; its register is then ready. Refused where a field is faulty."""
        with self._writing(Action.RECORD) as tx:
            self._check(tx, details)
            session_id = queries.add(tx, self._tidied(details, (self._workspace.actor.id,)))
            if details.status is Status.CANCELLED:
                queries.set_finished(tx, session_id, self._today)
            return Saved(session_id, LOGGED)

    def change(self, session_id: str, details: SessionDetails) -> Saved:
        """Rewrites it: also how it is cancelled, with the reason. Refused where a field is faulty, or where
        it is said not to have happened while its register says that somebody came. Locked where that takes
        a reason."""
        with self._writing(Action.RECORD) as tx:
            session = self._open(tx, session_id)
            self._check(tx, details)
            tidy = self._tidied(details, session.details.workers)
            came = registers.there(tx, session_id)
            if tidy.status is not Status.DELIVERED and came:
                who = "one person" if came == 1 else f"{came} people"
                raise Refused.for_fields(
                    {"status": f"Its register says that {who} came. Take those marks and counts back first."}
                )
            queries.change(tx, session_id, tidy)
            if tidy.status is not session.details.status:
                finished = self._today if tidy.status is Status.CANCELLED else None
                queries.set_finished(tx, session_id, finished)
            return Saved(session_id, LOGGED)

    def cancel(self, session_id: str, reason: str) -> Saved:
        """Says that it did not happen, and why: a code of the list cancel_reason."""
        details = self.get(session_id).details
        return self.change(session_id, replace(details, status=Status.CANCELLED, cancel_reason=reason))

    def correct(self, session_id: str, reason: str) -> Saved:
        """Opens a locked session to be corrected by the actor for an hour; the journal keeps the reason.
        Refused without one."""
        reason = reason.strip()
        if not reason:
            raise Refused.for_fields({"reason": "Say in a few words why it has to be corrected."})
        with self._writing(Action.RECORD) as tx:
            self._own(tx, session_id)
            tx.event(CORRECTING, "session", session_id, None, reason=reason)
        self._workspace.corrected[session_id] = self._workspace.clock() + OPEN_FOR
        return Saved(session_id, LOGGED)

    def split(self, session_id: str, minutes: int) -> Saved:
        """Makes two of one: the first lasts ``minutes``, the second the rest. Whoever is in the register is
        in both, to be corrected; who was counted without a name stays with the first. ``Saved.id`` is the
        second's."""
        with self._writing(Action.RECORD) as tx:
            session = self._open(tx, session_id)
            details = session.details
            if not 1 <= minutes < details.minutes:
                most = details.minutes - 1
                raise Refused.for_fields({"minutes": f"The first part lasts between 1 and {most} minutes."})
            second = replace(details, minutes=details.minutes - minutes, note="")
            if details.starts_at is not None:
                # Past midnight it stays with the evening that it belongs to.
                begun = datetime.combine(details.held_on, details.starts_at)
                second = replace(second, starts_at=(begun + timedelta(minutes=minutes)).time())
            queries.change(tx, session_id, replace(details, minutes=minutes))
            part = queries.add(tx, second)
            registers.copy_marks(tx, session_id, part)
            return Saved(part, LOGGED)

    def next_place(self, session_id: str, place: str) -> Saved:
        """Goes on at another place: a session from now on, like the one before. ``Saved.id`` is the new
        one's. Refused without a place."""
        if not place.strip():
            raise Refused.for_fields({"place": "Write where you are now."})
        with self._writing(Action.RECORD) as tx:
            before = self._own(tx, session_id).details
            now = self._workspace.clock()
            details = replace(
                before,
                held_on=self._today,
                starts_at=now.time().replace(minute=now.minute - now.minute % 5, second=0, microsecond=0),
                minutes=_NEXT_PLACE_MINUTES,
                place=place,
                status=Status.DELIVERED,
                cancel_reason=None,
                note="",
            )
            return Saved(queries.add(tx, self._tidied(details, (self._workspace.actor.id,))), LOGGED)

    def _again(self, session: Session) -> SessionDetails:
        return replace(
            session.details,
            held_on=self._today,
            status=Status.DELIVERED,
            cancel_reason=None,
            note="",
            weather=None,
            workers=session.details.workers or (self._workspace.actor.id,),
        )

    def _check(self, tx: Tx, details: SessionDetails) -> None:
        """Refuses what it refers to and is not there, or is not one's own."""
        found(intervention_queries.get(tx, details.intervention_id), "intervention")
        self._deliver(tx, details.intervention_id)
        if details.group_id is not None:
            group = found(groups.get(tx, details.group_id), "group")
            if group.details.intervention_id != details.intervention_id:
                raise Refused.for_fields({"group_id": "That group belongs to another intervention."})
        known = {user.id for user in user_queries.every(tx)}
        if not set(details.workers) <= known:
            raise Refused.for_fields({"workers": "Choose among those who use this store."})

    def _tidied(self, details: SessionDetails, led_by: tuple[str, ...]) -> SessionDetails:
        """The details without blanks around what was typed, and without what their kind does not ask for;
        ``led_by`` where nobody is named who led it: whoever corrects a session has not led it."""
        wanted = asks(details.kind)
        return replace(
            details,
            place=details.place.strip(),
            note=details.note.strip(),
            title=details.title.strip() if wanted.title else "",
            weather=details.weather if wanted.weather else None,
            setting=details.setting if wanted.setting else details.setting or SETTINGS.get(details.kind),
            cancel_reason=details.cancel_reason if details.status is Status.CANCELLED else None,
            workers=details.workers or led_by,
        ).checked(self._today)
