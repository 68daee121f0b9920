"""A person's record as it opens."""

from vrp_desktop.db.queries import (
    concerns,
    consent,
    enrolments,
    findings,
    front,
    network,
    outcomes,
    people,
    sessions,
    tasks,
)
from vrp_desktop.domain.consent import PHOTOGRAPHS, standing
from vrp_desktop.domain.front import Front, Head, next_step
from vrp_desktop.domain.permissions import Action
from vrp_desktop.domain.sessions import Status
from vrp_desktop.services.documents import portrait_of
from vrp_desktop.services.service import Service, found

_LOOKED_AT = 20
"""How many of the latest sessions are looked through for the last that took place."""
_TASKS = 5


class Records(Service):
    """What belongs to several rooms of a record, read in one moment."""

    def head(self, person_id: str) -> Head:
        """What stands over every page of a record; that it was looked at is journalled. Refused if there is
        no such person, or they are not one's own to see."""
        with self._reading(Action.READ_RECORDS) as tx:
            person = found(people.get(tx, person_id), "person")
            self._see(tx, person_id)
            coming = next_step(
                person_id,
                enrolments.lines_of_person(tx, person_id),
                asked=bool(consent.of_person(tx, person_id)),
                told=bool(consent.notices(tx, person_id)),
                looked=bool(findings.of_person(tx, person_id)),
                goals=bool(outcomes.goals_of_person(tx, person_id)),
            )
            read = Head(person.details, concerns.count_of(tx, person_id), coming)
        self._note_view(person_id)
        return read

    def front(self, person_id: str) -> Front:
        """The front page; that the record was looked at is journalled. Refused if there is no such person, or
        they are not one's own to see."""
        today = self._today
        with self._reading(Action.READ_RECORDS) as tx:
            person = found(people.get(tx, person_id), "person")
            self._see(tx, person_id)
            journeys = enrolments.lines_of_person(tx, person_id)
            going_on = tuple(line for line in journeys if line.details.closed_on is None)
            latest = sessions.of_person(tx, person_id, _LOOKED_AT)
            links = [
                one for one in network.of_person(tx, person_id, today, self._scope) if one.ended_on is None
            ]
            consents = standing(consent.of_person(tx, person_id), today)
            read = Front(
                person,
                person.details.age_on(today),
                portrait_of(tx, person_id, person.known_as, consents[PHOTOGRAPHS]),
                going_on,
                len(journeys) - len(going_on),
                front.coming(tx, person_id, today),
                next((one for one in latest if one.status is Status.DELIVERED), None),
                tuple(
                    one for one in outcomes.goals_of_person(tx, person_id) if one.goal.details.met_on is None
                ),
                tuple(one for one in links if one.trusted),
                tuple(one for one in links if one.emergency),
                tuple(one for one in tasks.of_person(tx, person_id, _TASKS) if one.done_on is None),
                consents,
            )
        self._note_view(person_id)
        return read
