"""Everything that happened to a person, in one line of time."""

from collections.abc import Collection
from datetime import date

from vrp_desktop.db.queries import timeline as queries
from vrp_desktop.domain.permissions import Action
from vrp_desktop.domain.timeline import SHOWN, Kind, Timeline
from vrp_desktop.services import measures
from vrp_desktop.services.service import Service


class Timelines(Service):
    """Read, never written: each thing is written where it belongs."""

    def of_person(
        self,
        person_id: str,
        kinds: Collection[Kind] = tuple(Kind),
        until: date | None = None,
        limit: int = SHOWN,
    ) -> Timeline:
        """What happened of these kinds until a day (today, where none is given), the latest first. Refused
        for a record that is not one's own to see."""
        with self._reading(Action.READ_RECORDS) as tx:
            self._see(tx, person_id)
            last, zone = until or self._today, self._workspace.clock().tzinfo
            # One more than is shown says whether there are earlier ones.
            known = {one.instrument.code: one.instrument for one in measures.every(tx)}
            me = self._workspace.actor.id
            found = queries.of_person(tx, person_id, kinds, last, limit + 1, self._scope, zone, known, me)
            if Kind.CONCERN in kinds:
                found += queries.concerns_of(tx, person_id, me, last, zone)
        found.sort(key=lambda moment: moment.order, reverse=True)
        return Timeline(tuple(found[:limit]), len(found) > limit)
