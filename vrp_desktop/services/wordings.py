"""The words that the wording guard looks for, and the names that a text holds before it leaves the house."""

from vrp_desktop.db.queries import held, people, settings
from vrp_desktop.db.store import Tx
from vrp_desktop.domain.changes import Changes, Saved, Topic
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.mentions import Names
from vrp_desktop.domain.people import Person
from vrp_desktop.domain.permissions import Action
from vrp_desktop.domain.wording import Label, Wording, check_label, ours
from vrp_desktop.services.service import Service, found

LABELS = "labels"
_CHANGES = Changes.in_(Topic.SETTINGS)


class Wordings(Service):
    """An organisation adds to the list that comes with the program; it takes nothing out of it."""

    def wording(self) -> Wording:
        """Everything that is looked for, ready to be used."""
        return Wording((*self.own(), *ours()))

    def own(self) -> tuple[Label, ...]:
        """The organisation's own labels, in the order they were added."""
        with self._reading(Action.READ_RECORDS, Action.SET_UP) as tx:
            return _labels(settings.read(tx, LABELS, []))

    def add(self, said: str, instead: str) -> Saved:
        """Adds a label. Refused where a field is faulty, or the word is looked for already."""
        with self._writing(Action.SET_UP) as tx:
            label = check_label(said, instead)
            stored = settings.read(tx, LABELS, [])
            (words,) = label.said
            if Wording((*_labels(stored), *ours())).hints(words):
                raise Refused.for_fields({"said": f"“{words}” is noticed already."})
            settings.write(tx, LABELS, [*stored, {"said": words, "instead": label.instead}])
            return Saved("", _CHANGES)

    def remove(self, said: str) -> Saved:
        """Takes one of the organisation's own labels out again."""
        with self._writing(Action.SET_UP) as tx:
            stored = settings.read(tx, LABELS, [])
            settings.write(tx, LABELS, [one for one in stored if one["said"] != said])
            return Saved("", _CHANGES)

    def names_in(self, text: str, person_id: str) -> tuple[str, ...]:
        """The names of other people than ``person_id`` that a text about them holds, each once, as they are
        written: to be looked at before it leaves the house. A name that no record holds is not found."""
        with self._reading(Action.READ_RECORDS) as tx:
            self._see(tx, person_id)
            return others_named(tx, found(people.get(tx, person_id), "person"), text)


def others_named(tx: Tx, person: Person, text: str) -> tuple[str, ...]:
    """The names of other people than the one a text is about, each once, as they are written in it."""
    details = person.details
    own = (details.known_as, details.given_name, details.family_name)
    names = Names(held.names_of_others(tx, person.id), but=own)
    return tuple(dict.fromkeys(text[span.start : span.end] for span in names.find(text)))


def _labels(stored: list[dict[str, str]]) -> tuple[Label, ...]:
    return tuple(Label((one["said"],), one["instead"]) for one in stored)
