"""Who is in a person's life: written on their record, and seen from the other's where they have one too."""

from dataclasses import dataclass, replace
from datetime import date

from vrp_desktop.db.queries import network as queries
from vrp_desktop.db.queries import people as people_queries
from vrp_desktop.db.store import Tx, WriteTx
from vrp_desktop.domain.changes import Changes, Saved, Topic
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.network import Link, LinkDetails, questions
from vrp_desktop.domain.people import PersonDetails
from vrp_desktop.domain.permissions import Action
from vrp_desktop.services.service import Service, found

__all__ = ["Family", "Network"]

_CHANGES = Changes.in_(Topic.NETWORK)
_MADE = Changes.in_(Topic.NETWORK, Topic.PEOPLE, Topic.RETURNS)


@dataclass(frozen=True)
class Family:
    """Whom a family session can begin with: id and name, the person first; each has a record in sight."""

    people: tuple[tuple[str, str], ...]

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(person_id for person_id, _ in self.people)


class Network(Service):
    """A link is written on one record and stands on both, turned round on the other. Whoever may not see the
    other's record is told what they are to the person, and nothing of that record."""

    def of_person(self, person_id: str) -> tuple[Link, ...]:
        """Everybody in somebody's life, those who are now first."""
        with self._reading(Action.READ_RECORDS) as tx:
            return self._links(tx, person_id)

    def trusted(self, person_id: str) -> tuple[Link, ...]:
        """Those they trust, now."""
        return tuple(one for one in self.of_person(person_id) if one.trusted and one.ended_on is None)

    def emergency(self, person_id: str) -> tuple[Link, ...]:
        """Whom to call in an emergency, now."""
        return tuple(one for one in self.of_person(person_id) if one.emergency and one.ended_on is None)

    def family(self, person_id: str) -> Family:
        """The person, and those of their family who have a record that one sees."""
        with self._reading(Action.READ_RECORDS) as tx:
            person = found(people_queries.get(tx, person_id), "person")
            people = {person_id: person.known_as}
            for one in self._links(tx, person_id):
                if one.family and one.other_id is not None:
                    people.setdefault(one.other_id, one.name)
            return Family(tuple(people.items()))

    def questions(self, person_id: str, details: LinkDetails, other_id: str | None = None) -> tuple[str, ...]:
        """What is worth asking before it is written, none of which stops it."""
        with self._reading(Action.RECORD) as tx:
            self._see(tx, person_id)
            if other_id is None:
                return ()
            self._see(tx, other_id)
            one, other = (queries.called(tx, each, self._today) for each in (person_id, other_id))
            return questions(details.relation, *one, *other)

    def add(self, person_id: str, details: LinkDetails, other_id: str | None = None) -> Saved:
        """Writes somebody into a person's life: a name, or another record. Refused where a field is faulty,
        for a person's own record, and where it stands there already."""
        with self._writing(Action.RECORD) as tx:
            found(people_queries.get(tx, person_id), "person")
            self._see(tx, person_id)
            tidy = self._ready(tx, person_id, details, other_id)
            return Saved(queries.add(tx, person_id, tidy, other_id), _CHANGES)

    def change(self, link_id: str, details: LinkDetails) -> Saved:
        """Rewrites what was written on a record; whose record it leads to stays. Refused like ``add``."""
        with self._writing(Action.RECORD) as tx:
            person_id = self._owner(tx, link_id)
            other_id = queries.other_of(tx, link_id)
            tidy = self._ready(tx, person_id, details, other_id, besides=link_id)
            queries.change(tx, link_id, person_id, tidy)
            return Saved(link_id, _CHANGES)

    def end(self, link_id: str, ended_on: date) -> Saved:
        """Says that somebody is no longer in a person's life, from a day on."""
        with self._writing(Action.RECORD) as tx:
            person_id = self._owner(tx, link_id)
            stored = next(one for one in queries.of_person(tx, person_id, self._today) if one.id == link_id)
            details = replace(stored.details, ended_on=ended_on).checked(self._today)
            queries.change(tx, link_id, person_id, details)
            return Saved(link_id, _CHANGES)

    def remove(self, link_id: str) -> Saved:
        """Takes away what was written by mistake; the journal keeps it."""
        with self._writing(Action.RECORD) as tx:
            queries.remove(tx, link_id, self._owner(tx, link_id))
            return Saved(link_id, _CHANGES)

    def link(self, link_id: str, other_id: str) -> Saved:
        """Says that somebody who was only a name is this record. Refused where the link leads to a record
        already, for a person's own record, and where it stands there already."""
        with self._writing(Action.RECORD) as tx:
            person_id, stored = self._only_a_name(tx, link_id)
            self._check_other(tx, person_id, stored.details, other_id, link_id)
            known_as, _ = queries.called(tx, other_id, self._today)
            queries.link(tx, link_id, person_id, other_id, known_as)
            return Saved(link_id, _CHANGES)

    def make_record(self, link_id: str) -> Saved:
        """Makes a record for somebody who was only a name, and links it: a carer can take part too.
        ``Saved.id`` is the new person's. Refused where the link leads to a record already."""
        with self._writing(Action.RECORD) as tx:
            person_id, stored = self._only_a_name(tx, link_id)
            details = PersonDetails(stored.name.strip()).checked(self._today)
            other_id = people_queries.add(tx, details, self._today)
            self._keep_in_sight(tx, other_id)
            queries.link(tx, link_id, person_id, other_id, stored.name)
            return Saved(other_id, _MADE)

    def _links(self, tx: Tx, person_id: str) -> tuple[Link, ...]:
        self._see(tx, person_id)
        return queries.of_person(tx, person_id, self._today, self._scope)

    def _owner(self, tx: Tx, link_id: str) -> str:
        """On whose record a link was written, if that is one's own to see."""
        person_id = found(queries.owner_of(tx, link_id), "line")
        self._see(tx, person_id)
        return person_id

    def _only_a_name(self, tx: WriteTx, link_id: str) -> tuple[str, Link]:
        person_id = self._owner(tx, link_id)
        if queries.other_of(tx, link_id) is not None:
            # In the same words whether or not the reader sees that record.
            raise Refused(
                "This line cannot be joined to a record from here. Look for them under People first; if you "
                "do not find them, ask a manager."
            )
        links = queries.of_person(tx, person_id, self._today)
        return person_id, next(one for one in links if one.id == link_id)

    def _ready(
        self,
        tx: WriteTx,
        person_id: str,
        details: LinkDetails,
        other_id: str | None,
        besides: str | None = None,
    ) -> LinkDetails:
        """The details, tidied and checked against what stands there."""
        tidy = replace(
            details, name=details.name.strip(), contact=details.contact.strip(), note=details.note.strip()
        )
        if other_id is not None:
            found(people_queries.get(tx, other_id), "person")
        if other_id is not None and not tidy.name:
            tidy = replace(tidy, name=queries.called(tx, other_id, self._today)[0])
        tidy = tidy.checked(self._today)
        if other_id is not None and besides is None:
            self._check_other(tx, person_id, tidy, other_id, besides)
        elif tidy.ended_on is None and queries.twin(tx, person_id, tidy, other_id, besides):
            raise _said_already(tidy.name)
        return tidy

    def _check_other(
        self, tx: WriteTx, person_id: str, details: LinkDetails, other_id: str, besides: str | None
    ) -> None:
        if other_id == person_id:
            raise Refused.for_fields(
                {"name": "That is this person’s own record. Choose somebody else’s, or write a name."}
            )
        found(people_queries.get(tx, other_id), "person")
        self._see(tx, other_id)
        if details.ended_on is None and queries.twin(tx, person_id, details, other_id, besides):
            raise _said_already(queries.called(tx, other_id, self._today)[0])


def _said_already(name: str) -> Refused:
    return Refused.for_fields(
        {"name": f"{name} stands there already as that. Change that line, or choose something else."}
    )
