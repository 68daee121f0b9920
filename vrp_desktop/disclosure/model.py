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
    possible (or ``width``: how far apart), where they differ from the problem's."""

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
    width: int | None = None


@dataclass(frozen=True)
class Relation:
    """The sum of coefficient times cell is ``=``, ``<=`` or ``>=`` ``rhs``."""

    terms: tuple[tuple[CellId, int], ...]
    relation: str = "="
    rhs: int = 0


@dataclass(frozen=True)
class Scenario:
    """An attacker who knows some cells already: a provider its own rows. What it must not find out is every
    primary cell it does not know; with a need of its own, else with the problem's."""

    name: str
    known: frozenset[CellId]
    need_low: int | None = None
    need_high: int | None = None
    width: int | None = None


EVERYBODY = Scenario("everybody", frozenset())
"""The attacker who knows nothing but what is published. Always there, beside a problem's own scenarios."""


@dataclass(frozen=True)
class Problem:
    """Cells and relations. A primary cell is protected when every value from ``need_low`` to ``need_high``
    (as far as its own bounds allow) stays possible for an attacker who knows the method and whole numbers.

    Where ``width`` is given, it counts instead that the least and greatest possible values lie at least so
    far apart. A cell's own ``need`` goes before both. All of it holds for everybody and in each of the
    ``scenarios``."""

    cells: tuple[Cell, ...]
    relations: tuple[Relation, ...]
    need_low: int = 1
    need_high: int = 4
    width: int | None = None
    scenarios: tuple[Scenario, ...] = ()

    @property
    def attackers(self) -> tuple[Scenario, ...]:
        """Everybody, and who knows more."""
        return (EVERYBODY, *self.scenarios)

    def needed(self, cell: Cell, attacker: Scenario = EVERYBODY) -> tuple[int, ...]:
        """The values that have to stay possible for this cell; none where a width is asked for instead, or
        nothing: it is not primary, or the attacker knows it."""
        if not self._asked(cell, attacker) or self.spread(cell, attacker) is not None:
            return ()
        low, high = self.need_low, self.need_high
        if attacker.need_low is not None and attacker.need_high is not None:
            low, high = attacker.need_low, attacker.need_high
        low, high = cell.need or (low, high)
        top = high if cell.high is None else min(high, cell.high)
        return tuple(range(max(low, cell.low), top + 1))

    def spread(self, cell: Cell, attacker: Scenario = EVERYBODY) -> int | None:
        """How far the cell's least and greatest possible values have to lie apart, where that is the need."""
        if not self._asked(cell, attacker) or cell.need is not None:
            return None
        if cell.width is not None:
            return cell.width
        if attacker.width is not None or attacker.need_low is not None:
            return attacker.width
        return self.width

    def _asked(self, cell: Cell, attacker: Scenario) -> bool:
        return cell.primary and cell.id not in attacker.known


@dataclass(frozen=True)
class Witness:
    """A whole table that an attacker cannot rule out, written as the cells that differ from the true one."""

    attacker: str
    table: Mapping[CellId, int]


@dataclass(frozen=True)
class Protection:
    """``suppressed`` includes the primaries. ``intervals`` is what an attacker can work out for each
    suppressed cell. ``unmet`` are primaries that no pattern could protect: nothing may be published then.

    ``cost`` is the weight of what is hidden beyond what has to be, and no safe pattern costs less than
    ``lower_bound``. ``stopped`` says what ended the search before a proof: the clock, its effort, whoever
    asked for it; empty where the proof stands."""

    suppressed: frozenset[CellId]
    intervals: Mapping[CellId, Interval]
    unmet: tuple[CellId, ...] = ()
    seconds: float = field(default=0.0, compare=False)
    cost: float = 0.0
    lower_bound: float = 0.0
    proven_optimal: bool = False
    stopped: str = ""

    @property
    def gap(self) -> float:
        """At most so much more is hidden than in the best pattern there is."""
        return max(0.0, self.cost - self.lower_bound)


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
    faults += [
        f"{scenario.name} knows a cell there is none of: {cell}"
        for scenario in problem.scenarios
        for cell in sorted(scenario.known - values.keys(), key=str)
    ]
    if len({scenario.name for scenario in problem.attackers}) != len(problem.attackers):
        faults.append("two scenarios have the same name, or one has everybody's")
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
