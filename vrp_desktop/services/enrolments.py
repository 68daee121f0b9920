"""Journeys through interventions."""

from collections.abc import Iterable

from vrp_desktop.db.queries import enrolments as queries
from vrp_desktop.db.queries import interventions as intervention_queries
from vrp_desktop.db.queries import people as people_queries
from vrp_desktop.domain.changes import Changes, Saved, Topic
from vrp_desktop.domain.enrolments import Enrolment, EnrolmentDetails, EnrolmentLine
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.permissions import Action
from vrp_desktop.services.service import Service, found

_CHANGES = Changes.in_(Topic.ENROLMENTS, Topic.PEOPLE, Topic.REGISTER, Topic.OUTCOMES, Topic.RETURNS)


class Enrolments(Service):
    """Referring, starting and ending."""

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

    def get(self, enrolment_id: str) -> Enrolment:
        """One enrolment. Refused if it does not exist."""
        with self._reading(Action.READ_RECORDS) as tx:
            enrolment = found(queries.get(tx, enrolment_id), "enrolment")
            self._see(tx, enrolment.person_id)
            return enrolment

    def add(self, person_id: str, intervention_id: str, details: EnrolmentDetails) -> Saved:
        """Enrols somebody. Refused where a date is faulty or it overlaps another enrolment of the same
        person in the same intervention that has not ended (or not been declined) before it."""
        with self._writing(Action.RECORD) as tx:
            found(people_queries.get(tx, person_id), "person")
            found(intervention_queries.get(tx, intervention_id), "intervention")
            self._see(tx, person_id)
            self._deliver(tx, intervention_id)
            checked = details.checked(self._today)
            _check_overlap(checked, queries.of_person(tx, person_id, intervention_id))
            return Saved(queries.add(tx, person_id, intervention_id, checked), _CHANGES)

    def change(self, enrolment_id: str, details: EnrolmentDetails) -> Saved:
        """Rewrites the journey: accept, start, end; only what differs is journalled. Refused like ``add``;
        a journey through another intervention is for those who work there."""
        with self._writing(Action.RECORD) as tx:
            stored = found(queries.get(tx, enrolment_id), "enrolment")
            self._see(tx, stored.person_id)
            self._deliver(tx, stored.intervention_id)
            checked = details.checked(self._today)
            same = queries.of_person(tx, stored.person_id, stored.intervention_id)
            _check_overlap(checked, (other for other in same if other.id != enrolment_id))
            queries.change(tx, stored, checked)
            return Saved(enrolment_id, _CHANGES)


def _check_overlap(details: EnrolmentDetails, others: Iterable[Enrolment]) -> None:
    for other in others:
        if details.overlaps(other.details):
            field = "referred_on" if other.details.referred_on <= details.referred_on else "ended_on"
            raise Refused.for_fields(
                {
                    field: "They are already enrolled in this intervention for some of that time. "
                    "Open that enrolment instead, or end it before this one begins."
                }
            )
