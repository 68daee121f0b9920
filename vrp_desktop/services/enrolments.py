"""Journeys through interventions."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date

from vrp_desktop.db.queries import assignments, onward, pauses, users
from vrp_desktop.db.queries import enrolments as queries
from vrp_desktop.db.queries import interventions as intervention_queries
from vrp_desktop.db.queries import people as people_queries
from vrp_desktop.db.store import Tx, WriteTx
from vrp_desktop.domain.changes import Changes, Saved, Topic
from vrp_desktop.domain.days import written
from vrp_desktop.domain.enrolments import AlreadyEnrolled, Enrolment, EnrolmentDetails, EnrolmentLine
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.journeys import Journey
from vrp_desktop.domain.onward import OnwardDetails
from vrp_desktop.domain.pauses import PauseDetails, still_fits
from vrp_desktop.domain.permissions import Action
from vrp_desktop.domain.users import User, works_in
from vrp_desktop.services.service import Service, found

_CHANGES = Changes.in_(Topic.ENROLMENTS, Topic.PEOPLE, Topic.REGISTER, Topic.OUTCOMES, Topic.RETURNS)


class Enrolments(Service):
    """Referring, starting, pausing and ending; referring on. A journey through another intervention is for
    those who work there to write in."""

    def of_person(self, person_id: str) -> tuple[Enrolment, ...]:
        """A person's enrolments, the latest first."""
        with self._reading(Action.READ_RECORDS) as tx:
            self._see(tx, person_id)
            return queries.of_person(tx, person_id)

    def lines_of_person(self, person_id: str) -> tuple[EnrolmentLine, ...]:
        """A person's enrolments with the interventions' names, the latest first."""
        with self._reading(Action.READ_RECORDS) as tx:
            self._see(tx, person_id)
            return queries.lines_of_person(tx, person_id)

    def journeys(self, person_id: str) -> tuple[Journey, ...]:
        """A person's journeys with their pauses and referrals onward, the latest first."""
        with self._reading(Action.READ_RECORDS) as tx:
            self._see(tx, person_id)
            return _whole(tx, queries.lines_of_person(tx, person_id))

    def journey(self, enrolment_id: str) -> Journey:
        """One journey with its pauses and referrals onward. Refused if it does not exist."""
        with self._reading(Action.READ_RECORDS) as tx:
            line = found(queries.line(tx, enrolment_id), "enrolment")
            self._see(tx, line.person_id)
            return _whole(tx, (line,))[0]

    def get(self, enrolment_id: str) -> Enrolment:
        """One enrolment. Refused if it does not exist."""
        with self._reading(Action.READ_RECORDS) as tx:
            enrolment = found(queries.get(tx, enrolment_id), "enrolment")
            self._see(tx, enrolment.person_id)
            return enrolment

    def key_workers(self, intervention_id: str, also: Collection[str] = ()) -> tuple[User, ...]:
        """Who can be the key worker of a journey through an intervention, the actor first, then by name:
        whoever records and works in it; ``also`` those of these ids, who are it already."""
        with self._reading(Action.READ_RECORDS) as tx:
            there = _workers(tx, intervention_id)
            mine = self._workspace.actor.id
            everybody = sorted(users.every(tx), key=lambda user: user.id != mine)
            return tuple(user for user in everybody if user.id in there or user.id in also)

    def again(self, enrolment_id: str) -> Enrolment:
        """What to begin with when somebody comes back to an intervention: nothing is written yet. Refused
        while the journey goes on, in words that say so."""
        with self._reading(Action.READ_RECORDS) as tx:
            stored = found(queries.get(tx, enrolment_id), "enrolment")
            self._see(tx, stored.person_id)
            if stored.details.closed_on is None:
                raise Refused("This journey is not over yet. Open it, and say there what has happened.")
            begun = stored.details.again(self._today)
            if begun.key_worker_id not in _workers(tx, stored.intervention_id):
                begun = replace(begun, key_worker_id=None)
            return replace(stored, id="", details=begun)

    def add(self, person_id: str, intervention_id: str, details: EnrolmentDetails) -> Saved:
        """Enrols somebody. Refused where a date is faulty; AlreadyEnrolled where it overlaps another
        enrolment of the same person in the same intervention that has not ended (or not been declined) before
        it."""
        with self._writing(Action.RECORD) as tx:
            person = found(people_queries.get(tx, person_id), "person")
            found(intervention_queries.get(tx, intervention_id), "intervention")
            self._see(tx, person_id)
            self._deliver(tx, intervention_id)
            checked = _tidied(details).checked(self._today, person.details.birth_date)
            _check_overlap(checked, queries.of_person(tx, person_id, intervention_id))
            _check_worker(tx, checked, intervention_id)
            return Saved(queries.add(tx, person_id, intervention_id, checked), _CHANGES)

    def change(self, enrolment_id: str, details: EnrolmentDetails) -> Saved:
        """Rewrites the journey: accept, start, end; only what differs is journalled. What ends while it is
        paused is paused no more, in the same save. Refused like ``add``, and where a pause would lie outside
        the journey."""
        with self._writing(Action.RECORD) as tx:
            stored = self._own(tx, enrolment_id)
            person = found(people_queries.get(tx, stored.person_id), "person")
            checked = _tidied(details).checked(self._today, person.details.birth_date)
            same = queries.of_person(tx, stored.person_id, stored.intervention_id)
            _check_overlap(checked, (other for other in same if other.id != enrolment_id))
            if checked.key_worker_id != stored.details.key_worker_id:
                _check_worker(tx, checked, stored.intervention_id)
            there = pauses.of_journey(tx, enrolment_id)
            still_fits(checked, there)
            for pause in there:
                if checked.ended_on is not None and pause.details.until_on is None:
                    over = replace(pause.details, until_on=checked.ended_on)
                    pauses.change(tx, pause.id, stored.person_id, over)
            queries.change(tx, stored, checked)
            return Saved(enrolment_id, _CHANGES)

    def pause(self, enrolment_id: str, details: PauseDetails) -> Saved:
        """Notes that they do not come for a time. Refused where it is not under way then, or paused then."""
        with self._writing(Action.RECORD) as tx:
            stored = self._own(tx, enrolment_id)
            checked = details.checked(self._today, stored.details, pauses.of_journey(tx, enrolment_id))
            return Saved(pauses.add(tx, enrolment_id, stored.person_id, checked), _CHANGES)

    def change_pause(self, pause_id: str, details: PauseDetails) -> Saved:
        """Rewrites a pause. Refused like ``pause``."""
        with self._writing(Action.RECORD) as tx:
            pause = found(pauses.get(tx, pause_id), "pause")
            return self._rewrite(tx, self._own(tx, pause.enrolment_id), pause_id, details)

    def come_back(self, enrolment_id: str, on: date) -> Saved:
        """Notes that they are back from the pause that is open. Refused where none is."""
        with self._writing(Action.RECORD) as tx:
            stored = self._own(tx, enrolment_id)
            for pause in pauses.of_journey(tx, enrolment_id):
                if pause.details.until_on is None:
                    return self._rewrite(tx, stored, pause.id, replace(pause.details, until_on=on))
            raise Refused("This journey is not paused.")

    def remove_pause(self, pause_id: str) -> Saved:
        """Takes away a pause that was noted by mistake; the journal keeps what it was."""
        with self._writing(Action.RECORD) as tx:
            pause = found(pauses.get(tx, pause_id), "pause")
            pauses.remove(tx, pause_id, self._own(tx, pause.enrolment_id).person_id)
            return Saved(pause_id, _CHANGES)

    def refer_on(self, enrolment_id: str, details: OnwardDetails) -> Saved:
        """Notes that they were referred on to another service; also after the journey has ended."""
        with self._writing(Action.RECORD) as tx:
            stored = self._own(tx, enrolment_id)
            checked = details.checked(self._today, stored.details.referred_on)
            return Saved(onward.add(tx, enrolment_id, stored.person_id, checked), _CHANGES)

    def say_uptake(self, onward_id: str, uptake: str, on: date | None) -> Saved:
        """Notes what was heard of a referral onward, and when. Refused where a field is faulty."""
        with self._writing(Action.RECORD) as tx:
            there = found(onward.get(tx, onward_id), "referral")
            stored = self._own(tx, there.enrolment_id)
            heard = replace(there.details, uptake=uptake, uptake_on=on)
            checked = heard.checked(self._today, stored.details.referred_on)
            onward.change(tx, onward_id, stored.person_id, checked)
            return Saved(onward_id, _CHANGES)

    def change_onward(self, onward_id: str, details: OnwardDetails) -> Saved:
        """Rewrites a referral onward: also whether it was taken up. Refused where a field is faulty."""
        with self._writing(Action.RECORD) as tx:
            there = found(onward.get(tx, onward_id), "referral")
            stored = self._own(tx, there.enrolment_id)
            checked = details.checked(self._today, stored.details.referred_on)
            onward.change(tx, onward_id, stored.person_id, checked)
            return Saved(onward_id, _CHANGES)

    def remove_onward(self, onward_id: str) -> Saved:
        """Takes away a referral onward that was noted by mistake; the journal keeps what it was."""
        with self._writing(Action.RECORD) as tx:
            there = found(onward.get(tx, onward_id), "referral")
            onward.remove(tx, onward_id, self._own(tx, there.enrolment_id).person_id)
            return Saved(onward_id, _CHANGES)

    def _rewrite(self, tx: WriteTx, stored: Enrolment, pause_id: str, details: PauseDetails) -> Saved:
        others = (one for one in pauses.of_journey(tx, stored.id) if one.id != pause_id)
        checked = details.checked(self._today, stored.details, others)
        pauses.change(tx, pause_id, stored.person_id, checked)
        return Saved(pause_id, _CHANGES)

    def _own(self, tx: Tx, enrolment_id: str) -> Enrolment:
        """A journey of somebody the actor sees, where the actor works."""
        stored = found(queries.get(tx, enrolment_id), "enrolment")
        self._see(tx, stored.person_id)
        self._deliver(tx, stored.intervention_id)
        return stored


def _whole(tx: Tx, lines: Collection[EnrolmentLine]) -> tuple[Journey, ...]:
    ids = [line.id for line in lines]
    paused, referred = pauses.of_journeys(tx, ids), onward.of_journeys(tx, ids)
    return tuple(Journey(line, paused[line.id], referred[line.id]) for line in lines)


def _tidied(details: EnrolmentDetails) -> EnrolmentDetails:
    return replace(details, referral_reason=details.referral_reason.strip())


def _workers(tx: Tx, intervention_id: str) -> set[str]:
    assigned = set(assignments.users_of(tx, intervention_id))
    return {user.id for user in users.every(tx) if works_in(user, assigned)}


def _check_worker(tx: WriteTx, details: EnrolmentDetails, intervention_id: str) -> None:
    if details.key_worker_id is not None and details.key_worker_id not in _workers(tx, intervention_id):
        raise Refused.for_fields(
            {"key_worker_id": "Choose a key worker who works in this intervention, and has not left."}
        )


def _check_overlap(details: EnrolmentDetails, others: Iterable[Enrolment]) -> None:
    for other in others:
        there = other.details
        if details.overlaps(there):
            field = "referred_on" if there.referred_on <= details.referred_on else "ended_on"
            words = (
                "They are already enrolled in this intervention for some of that time: referred on "
                f"{written(there.referred_on)}, {there.standing.lower()}. Open that enrolment instead, "
                "or end it before this one begins."
            )
            raise AlreadyEnrolled(field, words, other.id)
