"""The children, young adults and adults the organisation works with."""

from dataclasses import fields
from typing import Any

from vrp_desktop.db.queries import people as queries
from vrp_desktop.domain.changes import Changes, Saved, Topic
from vrp_desktop.domain.names import folded
from vrp_desktop.domain.people import Person, PersonDetails, PersonLine
from vrp_desktop.domain.permissions import Action
from vrp_desktop.services.finding import Names
from vrp_desktop.services.service import Service, found
from vrp_desktop.services.workspace import Workspace

_CHANGES = Changes.in_(Topic.PEOPLE, Topic.RETURNS)


class People(Service):
    """Finding a person, and writing the first page of a record."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._names = Names(workspace.store)

    def search(self, text: str = "", limit: int = 50) -> tuple[PersonLine, ...]:
        """People whose names contain every word of ``text``, accents and capitals folded; best first
        (a preferred name that begins with the text, then the rest by name), and after them those whose names
        only sound like it. Empty text: the most recently added or supported first. Answers within 16 ms over
        20,000 people."""
        with self._reading(Action.READ_RECORDS) as tx:
            scope = self._scope
            if folded(text):
                found_so = self._names.search(tx, text, limit, scope)
                return queries.found(tx, found_so, self._today, scope)
            # Somebody who types only a dash looks for nobody; nothing typed at all asks for everybody.
            return () if text.strip() else queries.recent(tx, limit, self._today, scope)

    def prepare(self) -> None:
        """Reads the names, so that the first letter somebody types is answered as fast as the next."""
        with self._reading(Action.READ_RECORDS) as tx:
            self._names.prepare(tx, self._scope)

    def count(self) -> int:
        """How many people there are, of those one sees."""
        with self._reading(Action.READ_RECORDS) as tx:
            return queries.count(tx, self._scope)

    def get(self, person_id: str) -> Person:
        """One record; that it was looked at is journalled. Refused if it does not exist, or is not one's own
        to see."""
        with self._reading(Action.READ_RECORDS) as tx:
            person = found(queries.get(tx, person_id), "person")
            self._see(tx, person_id)
        self._note_view(person_id)
        return person

    def add(self, details: PersonDetails) -> Saved:
        """Adds a person; a nickname is enough. Refused where a field is faulty."""
        with self._writing(Action.RECORD) as tx:
            tidy = tidied(details).checked(self._today)
            person_id = queries.add(tx, tidy, self._today)
            self._keep_in_sight(tx, person_id)
            return Saved(person_id, _CHANGES)

    def change(self, person_id: str, details: PersonDetails) -> Saved:
        """Rewrites the page; only what differs is journalled."""
        with self._writing(Action.RECORD) as tx:
            found(queries.get(tx, person_id), "person")
            self._see(tx, person_id)
            queries.change(tx, person_id, tidied(details).checked(self._today))
            return Saved(person_id, _CHANGES)


def tidied(details: PersonDetails) -> PersonDetails:
    """The details without blanks around what was typed."""
    values: dict[str, Any] = {f.name: getattr(details, f.name) for f in fields(details)}
    for name, value in values.items():
        if isinstance(value, str):
            values[name] = value.strip()
    return PersonDetails(**values)
