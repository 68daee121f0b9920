"""A return made fit to leave the house: small counts hidden, with all that they follow from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from vrp_desktop.disclosure.audit import audit
from vrp_desktop.disclosure.model import Interval
from vrp_desktop.disclosure.protect import protect
from vrp_desktop.domain.returns.figures import Key, ReturnDocument, Shown
from vrp_desktop.domain.returns.form import keys
from vrp_desktop.services.memory import Past, together
from vrp_desktop.services.protection import HEADLINES, made_of

_SECONDS, _EFFORT = 30.0, 0.25
"""What the search for the least pattern may take. The effort is counted, so that the same records give the
same pattern; the clock is there for a machine that is busy with something else."""


@dataclass(frozen=True)
class Protected:
    """What may leave the house. ``primary`` is how many counts are small (1 to T-1), or tell of so few beside
    an earlier return; ``secondary`` how many more are hidden so that none of them follows. ``unmet`` are
    counts that are not safe, whatever is hidden besides: where there are any, the document must not be
    published. ``given_away``: by earlier return, small counts that follow from what was published already.
    ``intervals`` is the best that a reader of all the returns could say of each hidden count."""

    document: ReturnDocument
    primary: int
    secondary: int
    unmet: tuple[Key, ...]
    given_away: Mapping[str, tuple[Key, ...]] = field(default_factory=dict)
    intervals: Mapping[Key, Interval] = field(default_factory=dict)

    @property
    def safe(self) -> bool:
        """Whether the document may be published."""
        return not self.unmet


def protect_document(document: ReturnDocument, history: Sequence[Past] = ()) -> Protected:
    """Hides small counts, what they follow from, and every mean, median or rate made of a hidden count;
    together with ``history``, what was published of the intervention before.

    The pattern is audited, by other code than the one that made it, before it is handed back; what the audit
    objects to is in ``unmet``. Refused where the document already has hidden counts."""
    joint = together(document, history)
    problem, cell_of = joint.problem, joint.cell_of
    protection = protect(problem, _SECONDS, _EFFORT)
    objections = [finding.cell for finding in audit(problem, protection.suppressed)]
    hidden = frozenset(key for key, cell in cell_of.items() if cell in protection.suppressed)
    # A count that nobody publishes, like how many were new since a quarter, is not safe either.
    wrong = {*protection.unmet, *objections}
    nameless = None in wrong or bool(wrong - set(cell_of.values()))
    unmet = tuple(
        key
        for _, _, _, key in keys()
        if key in cell_of and (cell_of[key] in wrong or (nameless and key in hidden))
    )
    silent = hidden | made_of(hidden)
    cells = {cell.id: cell for cell in problem.cells}
    small = sum(cells[cell_of[key]].primary for key in hidden)
    return Protected(
        document.with_figures(
            figure.hidden() if figure.key in silent and figure.shown is Shown.VALUE else figure
            for figure in document.figures
        ),
        small,
        len(hidden) - small,
        unmet if unmet or not wrong else HEADLINES[:1],
        joint.given_away,
        {key: protection.intervals[cell_of[key]] for key in hidden if cell_of[key] in protection.intervals},
    )
