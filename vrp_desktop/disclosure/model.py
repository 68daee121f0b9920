"""A disclosure problem and its answer: cells, linear relations, what is already known, what is needed."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

CellId = Hashable
Interval = tuple[int, int | None]
"""Least and greatest possible value; None where nothing bounds it above."""


class Frozen(StrEnum):
    """What earlier publications fixed for ever."""

    PUBLISHED = "published"
    SUPPRESSED = "suppressed"


@dataclass(frozen=True)
class Cell:
    """A count. ``primary``: too small to show. ``helper``: never published at all, only links others.
    ``low`` and ``high`` are what anybody knows of it beforehand. ``need``: the values that have to stay
    possible, where they differ from the problem's."""

    id: CellId
    value: int
    primary: bool = False
    may_suppress: bool = True
    frozen: Frozen | None = None
    helper: bool = False
    low: int = 0
    high: int | None = None
    weight: float = 1.0
    need: tuple[int, int] | None = None


@dataclass(frozen=True)
class Relation:
    """The sum of coefficient times cell is ``=``, ``<=`` or ``>=`` ``rhs``."""

    terms: tuple[tuple[CellId, int], ...]
    relation: str = "="
    rhs: int = 0


@dataclass(frozen=True)
class Problem:
    """Cells and relations. A primary cell is protected when every value from ``need_low`` to ``need_high``
    (as far as its own bounds allow) stays possible for an attacker who knows the method and whole numbers.

    Where ``width`` is given, it counts instead that the least and greatest possible values lie at least so
    far apart."""

    cells: tuple[Cell, ...]
    relations: tuple[Relation, ...]
    need_low: int = 1
    need_high: int = 4
    width: int | None = None

    def needed(self, cell: Cell) -> tuple[int, ...]:
        """The values that have to stay possible for this cell; none where it is not primary."""
        if not cell.primary or (self.width is not None and cell.need is None):
            return ()
        low, high = cell.need or (self.need_low, self.need_high)
        top = high if cell.high is None else min(high, cell.high)
        return tuple(range(max(low, cell.low), top + 1))


@dataclass(frozen=True)
class Protection:
    """``suppressed`` includes the primaries. ``intervals`` is what an attacker can work out for each
    suppressed cell. ``unmet`` are primaries that no pattern could protect: nothing may be published then."""

    suppressed: frozenset[CellId]
    intervals: Mapping[CellId, Interval]
    unmet: tuple[CellId, ...] = ()
    seconds: float = field(default=0.0, compare=False)


class Contradiction(ValueError):  # noqa: N818 - it says what is wrong with the numbers
    """The cells' values break a relation or a bound: the table does not add up."""


def value_of(relation: Relation, values: Mapping[Any, int]) -> int:
    """The left side of a relation."""
    return sum(coefficient * values[cell] for cell, coefficient in relation.terms)


def holds(relation: Relation, values: Mapping[Any, int]) -> bool:
    """Whether these values keep the relation."""
    left = value_of(relation, values)
    if relation.relation == "=":
        return left == relation.rhs
    return left <= relation.rhs if relation.relation == "<=" else left >= relation.rhs


def check(problem: Problem) -> None:
    """Refuses, with every fault named, a problem whose own numbers do not agree."""
    values = {cell.id: cell.value for cell in problem.cells}
    faults = []
    if len(values) != len(problem.cells):
        faults.append("two cells have the same id")
    for cell in problem.cells:
        if cell.value < cell.low or (cell.high is not None and cell.value > cell.high):
            faults.append(f"cell {cell.id}: {cell.value} is outside its bounds")
    for relation in problem.relations:
        unknown = [cell for cell, _ in relation.terms if cell not in values]
        if unknown:
            faults.append(f"a relation names cells there are none of: {unknown}")
        elif relation.relation not in ("=", "<=", ">="):
            faults.append(f"“{relation.relation}” is not a relation")
        elif not holds(relation, values):
            faults.append(
                f"{' '.join(f'{c:+d}×[{cell}]' for cell, c in relation.terms)} {relation.relation} "
                f"{relation.rhs} does not hold: it is {value_of(relation, values)}"
            )
    if faults:
        raise Contradiction("; ".join(faults))
