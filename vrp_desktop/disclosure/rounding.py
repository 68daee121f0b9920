"""Controlled rounding: every count becomes a neighbouring multiple of the base, and the tables still add up.

The other method on offer beside hiding: nothing is hidden, nothing is exact. A count that is a multiple
already stays (zero-restricted), where the relations allow; each of the others goes up or down, chosen so that
every equation and every "at most" holds between the rounded counts.

Which way a count leans is the caller's to say. Were it always the nearer one, whoever knows the method would
know that a 0 stands for 0, 1 or 2. Where it is a secret draw, a count that is ``over`` a multiple going up
with the chance over/base, each rounding of a table that keeps to the rules has some draw that leads to it, so
that it tells no more than its windows and relations do. That is what ``as_seen`` says and the audit judges.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from vrp_desktop.disclosure.attack import intervals
from vrp_desktop.disclosure.audit import Finding, prove
from vrp_desktop.disclosure.model import Cell, CellId, Frozen, Interval, Problem, check, holds
from vrp_desktop.disclosure.solver import INFINITY, Model, Row

BASE = 5
_SECONDS = 60.0
_FURTHER = 100.0
"""What a multiple beyond the neighbouring ones costs, in units of the base."""

Lean = Callable[[CellId], float]
"""From 0 to 1: what part of the base a count has to be over a multiple for it to go up rather than down."""


class Unroundable(ValueError):  # noqa: N818 - it says what is wrong with the numbers
    """No rounding of these counts adds up."""


@dataclass(frozen=True)
class Rounding:
    """``values`` by cell, helpers left out. ``reach``: every true count lies less than so far from its
    rounded one; the base, or twice that where the relations left no other way."""

    values: Mapping[CellId, int]
    base: int
    reach: int


def rounded(
    problem: Problem,
    base: int = BASE,
    before: Mapping[CellId, int] | None = None,
    seconds: float = _SECONDS,
    lean: Lean = lambda _: 0.5,
    farthest: int = 2,
) -> Rounding:
    """The counts rounded so that every relation between them still holds. ``before`` is what cells were
    rounded to in earlier publications, and stays. ``farthest``: 1 where only neighbouring multiples will do.
    A small count goes only where its window leaves every value it needs, if it can go there.
    Raises Unroundable, Contradiction."""
    check(problem)
    before = before or {}
    for reach in (base, 2 * base)[:farthest]:
        values = _solved(problem, base, before, reach, seconds, lean)
        if values is not None:
            return Rounding(values, base, reach)
    raise Unroundable(f"no rounding to multiples of {base} adds up")


def _solved(
    problem: Problem, base: int, before: Mapping[CellId, int], reach: int, seconds: float, lean: Lean
) -> dict[CellId, int] | None:
    # A column for the multiple of each published cell; with the wider reach, also two for how far beyond its
    # neighbours it goes, up and down. A helper may be anything that is not below its least.
    low: list[float] = []
    high: list[float] = []
    price: list[float] = []
    whole: list[bool] = []
    place: dict[CellId, int] = {}
    terms: dict[CellId, list[tuple[int, float]]] = {}
    start: dict[CellId, float] = {}

    def column(least: float, most: float, cost: float, integer: bool) -> int:
        low.append(least)
        high.append(most)
        price.append(cost)
        whole.append(integer)
        return len(low) - 1

    for cell in problem.cells:
        start[cell.id] = 0.0
        if cell.helper:
            terms[cell.id] = [(column(float(cell.low), INFINITY, 0.0, False), 1.0)]
            continue
        if cell.id in before:
            start[cell.id], terms[cell.id] = float(before[cell.id]), []
            continue
        down, over = divmod(cell.value, base)
        start[cell.id] = float(down * base)
        least, most = 0, 1 if over else 0
        if over:
            fits = [up for up in (0, 1) if _leaves(problem, cell, (down + up) * base, base)]
            least, most = min(fits, default=0), max(fits, default=1)
        place[cell.id] = column(float(least), float(most), 2 * (lean(cell.id) - over / base), True)
        terms[cell.id] = [(place[cell.id], float(base))]
        if reach > base:
            terms[cell.id].append((column(0.0, 1.0, _FURTHER, True), float(base)))
            # Never below zero: a count is not.
            terms[cell.id].append((column(0.0, 1.0 if down else 0.0, _FURTHER, True), -float(base)))
    rows: list[Row] = []
    for relation in problem.relations:
        coefficients: dict[int, float] = {}
        rest = float(relation.rhs)
        for cell_id, c in relation.terms:
            rest -= c * start[cell_id]
            for i, step in terms[cell_id]:
                coefficients[i] = coefficients.get(i, 0.0) + c * step
        low_end = -INFINITY if relation.relation == "<=" else rest
        high_end = INFINITY if relation.relation == ">=" else rest
        rows.append((list(coefficients), list(coefficients.values()), low_end, high_end))
    values = dict(before)
    if not low:
        return values if _adds_up(problem, values, base, reach) else None
    model = Model(low, high, price, rows, integer=whole)
    model.limit(seconds)
    answer = model.solve()
    if not answer.values:
        return None
    for cell_id, steps in terms.items():
        if cell_id not in before and cell_id in place:
            moved = sum(step * round(answer.values[i]) for i, step in steps)
            values[cell_id] = round(start[cell_id] + moved)
    return values if _adds_up(problem, values, base, reach) else None


def _adds_up(problem: Problem, values: Mapping[CellId, int], base: int, reach: int) -> bool:
    """Whether the rounded counts keep what was promised, in exact arithmetic."""
    for cell in problem.cells:
        if not cell.helper and cell.id in values:
            value = values[cell.id]
            if value % base or value < 0 or abs(value - cell.value) >= reach:
                return False
    return all(
        holds(relation, values)
        for relation in problem.relations
        if all(cell in values for cell, _ in relation.terms)
    )


def _leaves(problem: Problem, cell: Cell, value: int, base: int) -> bool:
    """Whether every value that a cell needs stays possible where this is what it is rounded to."""
    window = windowed(cell, value, base)
    return all(
        set(problem.needed(cell, attacker)) <= set(problem.needed(window, attacker))
        for attacker in problem.attackers
    )


def as_seen(problem: Problem, rounding: Rounding) -> Problem:
    """What a reader of the rounded tables knows: of every count, between what it lies; and the relations.
    One there is no rounding of is as it was. (What was published exactly before is known: the audit and
    ``inferred`` take it as such, whatever its window is.)"""
    return replace(problem, cells=tuple(_seen(cell, rounding) for cell in problem.cells))


def _seen(cell: Cell, rounding: Rounding) -> Cell:
    if cell.helper or cell.id not in rounding.values:
        return cell
    return windowed(cell, rounding.values[cell.id], rounding.reach)


def windowed(cell: Cell, value: int, reach: int) -> Cell:
    """The cell as whoever sees it rounded to this value knows it."""
    far = reach - 1
    high = value + far if cell.high is None else min(cell.high, value + far)
    return replace(cell, low=max(cell.low, value - far), high=high, frozen=None, may_suppress=True)


def _unknown(problem: Problem, rounding: Rounding) -> frozenset[CellId]:
    return frozenset(
        cell.id
        for cell in problem.cells
        if cell.frozen is Frozen.SUPPRESSED
        or (cell.frozen is not Frozen.PUBLISHED and cell.id in rounding.values)
    )


def inferred(problem: Problem, rounding: Rounding) -> dict[CellId, Interval]:
    """What can be worked out about each count from the rounded tables, the base and the relations."""
    return intervals(as_seen(problem, rounding), _unknown(problem, rounding))


def audit_rounding(problem: Problem, rounding: Rounding) -> list[Finding]:
    """The small counts that rounded tables give away: a needed value that cannot be any more."""
    seen = as_seen(problem, rounding)
    found = []
    for cell, window in zip(problem.cells, seen.cells, strict=True):
        for attacker in problem.attackers:
            lost = set(problem.needed(cell, attacker)) - set(problem.needed(window, attacker))
            if lost:
                why = f"cannot be {', '.join(map(str, sorted(lost)))}"
                found.append(Finding(cell.id, why, attacker.name))
    return found + list(prove(seen, _unknown(problem, rounding)).findings)
