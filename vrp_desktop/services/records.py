"""A person's record as it opens."""

from vrp_desktop.db.queries import concerns, enrolments, front, people, sessions, users
from vrp_desktop.domain.front import Front, Head, KeyWorker
from vrp_desktop.domain.permissions import Action
from vrp_desktop.domain.sessions import Status
from vrp_desktop.services.service import Service, found

_LOOKED_AT = 20
"""How many of the latest sessions are looked through for the last that took place."""


class Records(Service):
    """What belongs to several rooms of a record, read in one moment."""

    def head(self, person_id: str) -> Head:
        """What stands over every page of a record; that it was looked at is journalled. Refused if there is
        no such person, or they are not one's own to see."""
        with self._reading(Action.READ_RECORDS) as tx:
            person = found(people.get(tx, person_id), "person")
            self._see(tx, person_id)
            read = Head(person.details, concerns.count_of(tx, person_id))
        self._note_view(person_id)
        return read

    def front(self, person_id: str) -> Front:
        """The front page; that the record was looked at is journalled. Refused if there is no such person, or
        they are not one's own to see."""
        with self._reading(Action.READ_RECORDS) as tx:
            person = found(people.get(tx, person_id), "person")
            self._see(tx, person_id)
            names = {user.id: user.details.name for user in users.every(tx)}
            journeys = enrolments.lines_of_person(tx, person_id)
            going_on = [line for line in journeys if line.details.closed_on is None]
            latest = sessions.of_person(tx, person_id, _LOOKED_AT)
            read = Front(
                person,
                person.details.age_on(self._today),
                tuple(KeyWorker(line, names.get(line.details.key_worker_id or "", "")) for line in going_on),
                len(journeys) - len(going_on),
                front.coming(tx, person_id, self._today),
                next((one for one in latest if one.status is Status.DELIVERED), None),
            )
        self._note_view(person_id)
        return read
