"""Which interventions each worker works in, and opening a record beyond them for a reason."""

from datetime import datetime

from vrp_desktop.db.journal import in_utc
from vrp_desktop.db.queries import assignments as queries
from vrp_desktop.db.queries import interventions as intervention_queries
from vrp_desktop.db.queries import people as people_queries
from vrp_desktop.domain.access import OPEN_FOR, SHORTEST_REASON, Outside
from vrp_desktop.domain.changes import Changes, Saved, Topic
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.interventions import Intervention
from vrp_desktop.domain.names import folded
from vrp_desktop.domain.permissions import Action
from vrp_desktop.services.service import Service, found

_CHANGES = Changes.in_(Topic.PEOPLE, Topic.SESSIONS, Topic.OUTCOMES, Topic.SETTINGS)
_MOST_OF_ONE_NAME = 20


class Assignments(Service):
    """Whose records are whose; breaking the glass."""

    def interventions(self) -> tuple[Intervention, ...]:
        """Every intervention somebody can be assigned to, by name."""
        with self._reading(Action.MANAGE_USERS) as tx:
            return intervention_queries.every(tx)

    def of_user(self, user_id: str) -> tuple[str, ...]:
        """The ids of the interventions somebody is assigned to."""
        with self._reading(Action.MANAGE_USERS) as tx:
            return queries.of_user(tx, user_id)

    def assign(self, user_id: str, intervention_ids: tuple[str, ...]) -> Saved:
        """Makes somebody's interventions exactly these. It matters to workers only: managers and
        safeguarding leads see everybody."""
        with self._writing(Action.MANAGE_USERS) as tx:
            for intervention_id in intervention_ids:
                found(intervention_queries.get(tx, intervention_id), "intervention")
            queries.write(tx, user_id, intervention_ids)
            return Saved(user_id, _CHANGES)

    def find_outside(self, full_name: str) -> tuple[Outside, ...]:
        """Whoever has exactly this given and family name (accents and capitals folded) and is not among
        one's own people. Part of a name finds nobody: it is for somebody whose name is known."""
        wanted = folded(full_name)
        with self._reading(Action.READ_RECORDS) as tx:
            if " " not in wanted:
                raise Refused("Write the whole name, first and last: part of a name finds nobody here.")
            named = people_queries.by_full_name(tx, wanted, _MOST_OF_ONE_NAME)
            own = queries.seen_of(tx, self._scope, [person.id for person in named])
        return tuple(
            Outside(person.id, person.details.full_name, person.details.age_on(self._today))
            for person in named
            if person.id not in own
        )

    def break_glass(self, person_id: str, reason: str) -> datetime:
        """Opens one record outside one's interventions, at once, and returns until when. The reason and the
        record are shown to managers."""
        with self._writing(Action.READ_RECORDS) as tx:
            found(people_queries.get(tx, person_id), "person")
            tidy = reason.strip()
            if len(tidy) < SHORTEST_REASON:
                raise Refused.for_fields(
                    {"reason": "Say in a sentence why you have to open this record. A manager will read it."}
                )
            now = self._workspace.clock()
            until = now + OPEN_FOR
            if person_id not in queries.seen_of(tx, self._scope, [person_id]):
                user = self._workspace.actor.id
                queries.grant(tx, user, person_id, in_utc(now), in_utc(until), tidy)
            return until
