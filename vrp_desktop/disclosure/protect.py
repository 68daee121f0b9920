"""The protector: which further cells to hide so that every small count stays as uncertain as it must be.

A safe pattern at once (``pattern``), then the least there is, with a proof, or the gap to it (``exact``).
Deterministic, one thread: effort that is counted ends the search, and only in the last resort a clock.
"""

from collections.abc import Callable

from vrp_desktop.disclosure.attack import intervals
from vrp_desktop.disclosure.budget import Budget, Progress
from vrp_desktop.disclosure.exact import Exact
from vrp_desktop.disclosure.model import CellId, Frozen, Problem, Protection
from vrp_desktop.disclosure.pattern import Pattern
from vrp_desktop.disclosure.system import FAR, Part, build, usual_reach

SECONDS = 60.0
"""What the search may take, where nobody says."""
EFFORT = 8_000_000
"""What it may take in solves times columns, for each ``effort`` asked for."""

_LARGE = 1_000
"""In a part of more columns than that, the exact search comes late to a good pattern, so it gets a better one
to begin with: so many places of it are looked at again."""
_AGAIN = 25
_TOO_LARGE = 3_000
"""In one of more columns than that, so few places are not worth what they take."""


def protect(
    problem: Problem,
    seconds: float = SECONDS,
    effort: float = 1,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Protection:
    """A safe pattern: every primary hidden, and as few other cells (by weight) as can be found.

    The first safe pattern is finished whatever ``seconds`` says; ``effort`` 0 is content with it.
    ``progress`` is told how far the search is at least; where ``cancelled`` comes to say so, Cancelled is
    raised. Raises Contradiction where the table does not add up.
    """
    budget = Budget(seconds, round(effort * EFFORT), progress, cancelled)
    system = build(problem, usual_reach(problem))
    patterns = [_grown(part, budget) for part in system.parts]
    if any(pattern.unmet for pattern in patterns):
        # Perhaps only the search was too short-sighted: look once more as far as the relations go.
        system = build(problem, FAR)
        patterns = [_grown(part, budget) for part in system.parts]
    unmet = set(system.exposed)
    suppressed: set[CellId] = {
        cell.id
        for cell in problem.cells
        if (cell.primary and cell.frozen is not Frozen.PUBLISHED) or cell.frozen is Frozen.SUPPRESSED
    }
    own = frozenset(suppressed)
    bound, proven = 0.0, not unmet
    # Small parts first: they are soon proven, and what is left of the budget is for the large ones.
    for pattern in sorted(patterns, key=lambda p: len(p.part.columns)):
        hidden = frozenset(pattern.hidden)
        if pattern.unmet:
            proven = False
            for need in pattern.unmet:
                known = problem.attackers[need.attacker].known
                unmet.update(cell for cell in pattern.part.columns[need.column].small if cell not in known)
        elif hidden != pattern.always:
            exact = Exact(pattern, budget)
            exact.run()
            hidden, bound, proven = exact.best, bound + exact.bound, proven and exact.proven
        for column in sorted(hidden):
            suppressed.update(pattern.part.columns[column].members)
    suppressed -= {cell.id for cell in problem.cells if cell.helper}
    weight = {cell.id: cell.weight for cell in problem.cells}
    cost = sum(weight[cell] for cell in suppressed - own)
    inevitable = sum(
        weight[cell]
        for pattern in patterns
        for column in pattern.always
        for cell in pattern.part.columns[column].members
        if cell in suppressed - own
    )
    return Protection(
        frozenset(suppressed),
        intervals(problem, suppressed),
        tuple(cell.id for cell in problem.cells if cell.id in unmet),
        budget.seconds,
        cost,
        bound + inevitable,
        proven,
        "" if proven else _stopped(budget),
    )


def _stopped(budget: Budget) -> str:
    budget.left()
    return budget.stopped or "the search found no more to try"


def _grown(part: Part, budget: Budget) -> Pattern:
    pattern = Pattern(part, budget)
    if pattern.needs:
        pattern.settle(pattern.always, pattern.weights)
        if not pattern.unmet and _LARGE < len(part.columns) <= _TOO_LARGE:
            pattern.improve(_AGAIN)
    return pattern
