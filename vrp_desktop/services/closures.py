"""Term dates and closures: when plans rest."""

from collections.abc import Iterable, Sequence

from vrp_desktop.db.queries import closures as queries
from vrp_desktop.db.queries import plans
from vrp_desktop.domain import school_year
from vrp_desktop.domain.closures import Closure, ClosureDetails
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.permissions import Action
from vrp_desktop.services import planning
from vrp_desktop.services.planning import Planned
from vrp_desktop.services.service import Service, found


class Closures(Service):
    """The organisation's own closed weeks, and the school holidays, entered by hand. A change makes the
    sessions to come anew that nobody has touched."""

    def all(self) -> tuple[Closure, ...]:
        """Every one, in order of time."""
        with self._reading(Action.READ_RECORDS, Action.SET_DATES) as tx:
            return queries.every(tx)

    def usual(self, autumn: int | None = None) -> tuple[ClosureDetails, ...]:
        """The usual school holidays of the school year that begins in an autumn (the present one, where none
        is given), without those already there: a proposal, to be checked against what the council says."""
        with self._reading(Action.SET_DATES) as tx:
            year = school_year.autumn_of(self._today) if autumn is None else autumn
            proposed = [
                ClosureDetails(one.name, one.first, one.last, schools=True)
                for one in school_year.usual_from_autumn(year)
            ]
            there = [one.details for one in queries.every(tx)]
            return tuple(one for one in proposed if not any(one.overlaps(other) for other in there))

    def add(self, *details: ClosureDetails) -> Planned:
        """Adds one or several. Refused where a field of one is faulty."""
        with self._writing(Action.SET_DATES) as tx:
            for one in _checked(details):
                queries.add(tx, one)
            return planning.rebuild_all(tx, plans.every(tx), self._today)

    def change(self, closure_id: str, details: ClosureDetails) -> Planned:
        """Rewrites one. Refused where a field is faulty."""
        with self._writing(Action.SET_DATES) as tx:
            found(queries.get(tx, closure_id), "closure")
            queries.change(tx, closure_id, details.checked())
            return planning.rebuild_all(tx, plans.every(tx), self._today)

    def remove(self, closure_id: str) -> Planned:
        """Takes one away: plans have their turns in it again."""
        with self._writing(Action.SET_DATES) as tx:
            found(queries.get(tx, closure_id), "closure")
            queries.remove(tx, closure_id)
            return planning.rebuild_all(tx, plans.every(tx), self._today)


def _checked(details: Iterable[ClosureDetails]) -> Sequence[ClosureDetails]:
    checked = [one.checked() for one in details]
    if not checked:
        raise Refused("Choose at least one of them.")
    return checked
