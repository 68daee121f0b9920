"""What the organisation delivers."""

from dataclasses import replace

from vrp_desktop.db.queries import interventions as queries
from vrp_desktop.db.queries import plans
from vrp_desktop.db.store import Tx
from vrp_desktop.domain.changes import Changes, Saved, Topic
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.interventions import Intervention, InterventionDetails
from vrp_desktop.domain.permissions import Action
from vrp_desktop.services import planning
from vrp_desktop.services.service import Service, found

_CHANGES = Changes.in_(Topic.INTERVENTIONS, Topic.RETURNS)
_ENDED = Changes(_CHANGES.topics | planning.PLANNED.topics)


class Interventions(Service):
    """The provider's interventions, from the strategy's list or new."""

    def all(self) -> tuple[Intervention, ...]:
        """Every intervention, by name; a worker's own."""
        with self._reading(Action.READ_RECORDS, Action.SET_UP) as tx:
            return queries.every(tx, None if self._workspace.actor.may(Action.SET_UP) else self._scope)

    def get(self, intervention_id: str) -> Intervention:
        """One of them. Refused if it does not exist."""
        with self._reading(Action.READ_RECORDS, Action.SET_UP) as tx:
            return found(queries.get(tx, intervention_id), "intervention")

    def by_code(self, code: str) -> Intervention:
        """One by its code, without regard to capitals. Refused, naming the codes there are."""
        with self._reading(Action.READ_RECORDS, Action.SET_UP) as tx:
            intervention = queries.by_code(tx, code)
            if intervention is None:
                there_are = ", ".join(sorted(each.code for each in queries.every(tx)))
                raise Refused(
                    f"No intervention has the code “{code}”. "
                    + (f"There are: {there_are}." if there_are else "There are none yet: add one first.")
                )
            return intervention

    def add(self, details: InterventionDetails) -> Saved:
        """Adds one. Refused where a field is faulty or the code is taken."""
        with self._writing(Action.SET_UP) as tx:
            tidy = _tidied(details)
            _check_code_is_free(tx, tidy.code)
            return Saved(queries.add(tx, tidy), _CHANGES)

    def change(self, intervention_id: str, details: InterventionDetails) -> Saved:
        """Rewrites its profile; only what differs is journalled. Its plans make no session after its end."""
        with self._writing(Action.SET_UP) as tx:
            stored = found(queries.get(tx, intervention_id), "intervention")
            tidy = _tidied(details)
            _check_code_is_free(tx, tidy.code, besides=intervention_id)
            before = plans.every(tx, intervention_id=intervention_id)
            queries.change(tx, intervention_id, tidy)
            if tidy.ended_on == stored.details.ended_on:
                return Saved(intervention_id, _CHANGES)
            rebuilt = planning.rebuild_all(tx, before, self._today)
            return replace(rebuilt, id=intervention_id, changes=_ENDED)


def _tidied(details: InterventionDetails) -> InterventionDetails:
    trimmed = replace(
        details, code=details.code.strip(), name=details.name.strip(), provider=details.provider.strip()
    )
    return trimmed.checked()


def _check_code_is_free(tx: Tx, code: str, besides: str | None = None) -> None:
    holder = queries.by_code(tx, code)
    if holder is not None and holder.id != besides:
        raise Refused.for_fields({"code": f"“{holder.name}” already has that code. Choose another."})
