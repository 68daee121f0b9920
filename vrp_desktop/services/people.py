"""The children, young adults and adults the organisation works with."""

from vrp_desktop.domain.changes import Saved
from vrp_desktop.domain.people import Person, PersonDetails, PersonLine
from vrp_desktop.services.workspace import Workspace


class People:
    """Finding a person, and writing the first page of a record."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def search(self, text: str = "", limit: int = 50) -> tuple[PersonLine, ...]:
        """People whose names contain every word of ``text``, accents and capitals folded; best first
        (a preferred name that begins with the text, then the rest by name). Empty text: the most recently
        added or supported first. Answers within 50 ms over 20,000 people."""
        raise NotImplementedError

    def count(self) -> int:
        """How many people there are."""
        raise NotImplementedError

    def get(self, person_id: str) -> Person:
        """One record. Refused if it does not exist."""
        raise NotImplementedError

    def add(self, details: PersonDetails) -> Saved:
        """Adds a person; a nickname is enough. Refused where a field is faulty."""
        raise NotImplementedError

    def change(self, person_id: str, details: PersonDetails) -> Saved:
        """Rewrites the page; only what differs is journalled."""
        raise NotImplementedError
