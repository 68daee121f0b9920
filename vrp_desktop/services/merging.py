"""One person who stands in the store twice: their two records become one, and can be parted for a month."""

from collections.abc import Mapping
from dataclasses import dataclass

from vrp_desktop.db.queries import assignments
from vrp_desktop.db.queries import merging as queries
from vrp_desktop.db.queries import people as people_queries
from vrp_desktop.db.queries.bringing_together import bring_together
from vrp_desktop.db.queries.parting import part
from vrp_desktop.db.store import Tx
from vrp_desktop.domain import merging
from vrp_desktop.domain.changes import Changes, Saved, Topic
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.merging import Choice, Likeness, Merged, Preview, Side
from vrp_desktop.domain.people import Person
from vrp_desktop.domain.permissions import Action
from vrp_desktop.services.finding import Names
from vrp_desktop.services.service import Service, found
from vrp_desktop.services.workspace import Workspace

__all__ = ["Choice", "Likeness", "Merged", "Merging", "Parted", "Preview"]

_CHANGES = Changes(frozenset(Topic))
_LOOKED_AT = 40
"""How many people of names like somebody's are looked at."""
_MOST_TOLD = 8


@dataclass(frozen=True)
class Parted(Saved):
    """``stayed`` says what has changed since the records were brought together, and stays as it is now."""

    stayed: tuple[str, ...] = ()


class Merging(Service):
    """For whoever sees both records. Each session that either came to counts once; returns that were sent
    stay as they are."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._names = Names(workspace.store)

    def suggest(self, person_id: str) -> tuple[Likeness, ...]:
        """Who may be the same person, of those one sees: by how the names sound, the age, and where both
        have come. The likeliest first."""
        with self._reading(Action.RECORD) as tx:
            details = found(people_queries.get(tx, person_id), "person").details
            self._see(tx, person_id)
        names = (details.known_as, details.given_name, details.full_name)
        near: dict[str, None] = {}
        for name in dict.fromkeys(name for name in names if merging.searchable(name)):
            # Each in a moment of its own, as the names that are held are kept up with it.
            with self._reading(Action.RECORD) as tx:
                matches = self._names.search(tx, name, _LOOKED_AT, self._scope)
                near |= dict.fromkeys(match.person_id for match in matches)
        near.pop(person_id, None)
        with self._reading(Action.RECORD) as tx:
            known = queries.known(tx, {person_id, *near})
        if person_id not in known:
            return ()
        one = known.pop(person_id)
        likely = [like for other in known.values() if (like := merging.likeness(one, other, self._today))]
        likely.sort(key=lambda like: (-like.weight, like.known_as, like.person_id))
        return tuple(likely[:_MOST_TOLD])

    def preview(self, kept_id: str, gone_id: str) -> Preview:
        """Both records beside each other, what would be one, and what forbids it. Writes nothing. Refused for
        a record and itself, and where one of them is not one's own to see."""
        with self._reading(Action.RECORD) as tx:
            kept, gone = self._both(tx, kept_id, gone_id)
            return Preview(
                self._side(tx, kept),
                self._side(tx, gone),
                merging.facing(kept.details, gone.details),
                queries.joined_words(tx, kept_id, gone_id),
                queries.forbids(tx, kept_id, gone_id),
            )

    def merge(self, kept_id: str, gone_id: str, choices: Mapping[str, Choice] | None = None) -> Saved:
        """Makes two records one: everything of ``gone_id`` becomes the kept record's. ``choices``: by field,
        whose answer stands, where it is not what ``preview`` says. ``Saved.id`` is what ``part`` takes.

        Refused like ``preview``, and where journeys of both through one intervention share time without being
        the same."""
        with self._writing(Action.RECORD) as tx:
            kept, gone = self._both(tx, kept_id, gone_id)
            if forbidden := queries.forbids(tx, kept_id, gone_id):
                raise Refused("\n".join(one.words for one in forbidden))
            details = merging.brought_together(kept.details, gone.details, choices or {})
            actor = self._workspace.actor.id
            merge_id = bring_together(tx, kept_id, gone_id, details.checked(self._today), actor, self._today)
            return Saved(merge_id, _CHANGES)

    def recent(self) -> tuple[Merged, ...]:
        """Those who were brought together in the last thirty days, of those one sees, the latest first."""
        with self._reading(Action.RECORD) as tx:
            done = queries.recent(tx, self._today - merging.PARTS_FOR)
            seen = assignments.seen_of(tx, self._scope, {one.person_id for one in done})
            return tuple(one for one in done if one.person_id in seen)

    def part(self, merge_id: str) -> Parted:
        """Parts two records again: the one that went is back, with what was its own; what was added later
        stays where it is. Refused after thirty days."""
        with self._writing(Action.RECORD) as tx:
            done = found(queries.get(tx, merge_id), "merge")
            self._see(tx, done.person_id)
            if done.undone_on is not None:
                raise Refused("These records have been parted again already.")
            if not done.partable or self._today > merging.until(done.merged_on):
                raise Refused(
                    "These records were brought together more than thirty days ago, and cannot be parted any "
                    "more. If it was a mistake, add the other person anew."
                )
            stayed = part(tx, merge_id, self._today)
            return Parted(done.gone_id, _CHANGES, stayed)

    def _both(self, tx: Tx, kept_id: str, gone_id: str) -> tuple[Person, Person]:
        if kept_id == gone_id:
            raise Refused("That is one and the same record. Choose the other one that is theirs.")
        kept = found(people_queries.get(tx, kept_id), "person")
        gone = found(people_queries.get(tx, gone_id), "person")
        self._see(tx, kept_id)
        self._see(tx, gone_id)
        return kept, gone

    def _side(self, tx: Tx, person: Person) -> Side:
        details = person.details
        return Side(
            person.id,
            details.known_as,
            details.full_name,
            details.age_on(self._today),
            queries.held(tx, person.id),
        )
