"""Controlled rounding: every count becomes a neighbouring multiple of the base, and the tables still add up.

The other method on offer beside hiding: nothing is hidden, nothing is exact. A count that is a multiple
already stays (zero-restricted), where the relations allow; each of the others goes up or down, chosen so that
every equation holds between the rounded counts and as little as possible is changed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from vrp_desktop.disclosure.attack import intervals
from vrp_desktop.disclosure.audit import Finding, prove
from vrp_desktop.disclosure.model import Cell, CellId, Interval, Problem, check
from vrp_desktop.disclosure.solver import INFINITY, Model, Row

BASE = 5
_SECONDS = 60.0
_FURTHER = 100.0
"""What a multiple beyond the neighbouring ones costs, in units of the base."""


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
) -> Rounding:
    """The counts rounded so that every equation still holds. ``before`` is what cells were rounded to in
    earlier publications, and stays. Raises Unroundable, Contradiction."""
    check(problem)
    before = before or {}
    for reach in (base, 2 * base):
        values = _solved(problem, base, before, reach, seconds)
        if values is not None:
            return Rounding(values, base, reach)
    raise Unroundable(f"no rounding to multiples of {base} adds up")


def _solved(
    problem: Problem, base: int, before: Mapping[CellId, int], reach: int, seconds: float
) -> dict[CellId, int] | None:
    # A column for the multiple of each published cell; with the wider reach, also two for how far beyond its
    # neighbours it goes, up and down. A helper may be anything.
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
            terms[cell.id] = [(column(-INFINITY, INFINITY, 0.0, False), 1.0)]
            continue
        if cell.id in before:
            start[cell.id], terms[cell.id] = float(before[cell.id]), []
            continue
        down, over = divmod(cell.value, base)
        start[cell.id] = float(down * base)
        # Up instead of down changes the count by base - over instead of by over.
        place[cell.id] = column(0.0, 1.0 if over else 0.0, (base - 2 * over) / base, True)
        terms[cell.id] = [(place[cell.id], float(base))]
        if reach > base:
            terms[cell.id].append((column(0.0, 1.0, _FURTHER, True), float(base)))
            # Never below zero: a count is not.
            terms[cell.id].append((column(0.0, 1.0 if down else 0.0, _FURTHER, True), -float(base)))
    rows: list[Row] = []
    for relation in problem.relations:
        if relation.relation != "=":
            continue
        coefficients: dict[int, float] = {}
        rest = float(relation.rhs)
        for cell_id, c in relation.terms:
            rest -= c * start[cell_id]
            for i, step in terms[cell_id]:
                coefficients[i] = coefficients.get(i, 0.0) + c * step
        rows.append((list(coefficients), list(coefficients.values()), rest, rest))
    model = Model(low, high, price, rows, integer=whole)
    model.limit(seconds)
    answer = model.solve()
    if not answer.values:
        return None
    values = dict(before)
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
        sum(c * values[cell] for cell, c in relation.terms) == relation.rhs
        for relation in problem.relations
        if relation.relation == "=" and all(cell in values for cell, _ in relation.terms)
    )


def as_seen(problem: Problem, rounding: Rounding) -> Problem:
    """What a reader of the rounded tables knows: of every count, between what it lies; and the relations."""
    return replace(problem, cells=tuple(_window(cell, rounding) for cell in problem.cells))


def _window(cell: Cell, rounding: Rounding) -> Cell:
    if cell.helper:
        return cell
    value, far = rounding.values[cell.id], rounding.reach - 1
    high = value + far if cell.high is None else min(cell.high, value + far)
    return replace(cell, low=max(cell.low, value - far), high=high, frozen=None, may_suppress=True)


def inferred(problem: Problem, rounding: Rounding) -> dict[CellId, Interval]:
    """What can be worked out about each count from the rounded tables, the base and the relations."""
    return intervals(as_seen(problem, rounding), rounding.values)


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
    return found + list(prove(seen, rounding.values).findings)
