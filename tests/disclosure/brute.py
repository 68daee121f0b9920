"""An attacker of another making: every table of whole numbers there is, tried at once, with no solver."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations, product
from typing import Any

import numpy as np

from vrp_desktop.disclosure.model import EVERYBODY, Cell, CellId, Frozen, Problem, Relation, Scenario, holds


@dataclass
class World:
    """A table by its leaves: each further cell is a sum of some of them."""

    leaves: Mapping[str, int]
    sums: Mapping[str, tuple[str, ...]]
    relations: tuple[Relation, ...]

    def problem(self, threshold: int, **more: Any) -> Problem:
        """Its cells, small ones primary, and relations."""
        values = {**self.leaves, **{name: sum(self.leaves[x] for x in of) for name, of in self.sums.items()}}
        cells = tuple(Cell(name, value, primary=1 <= value < threshold) for name, value in values.items())
        return Problem(cells, self.relations, 1, threshold - 1, **more)


def cube(shape: tuple[int, ...], values: list[int], grouped: bool = False) -> World:
    """A table of two or three dimensions with every margin; grouped: with a subtotal of the last dimension's
    first two."""
    last = shape[-1]
    axes = [[*map(str, range(size)), "*"] for size in shape]
    if grouped and last > 2:
        axes[-1].insert(0, "g")
    members = {"*": range(last), "g": range(2)}
    leaves, sums, relations = {}, {}, []
    numbers = iter(values)
    for place in product(*(map(str, range(size)) for size in shape)):
        leaves[",".join(place)] = next(numbers)
    for place in product(*axes):
        name = ",".join(place)
        if name in leaves:
            continue
        spread = [
            range(shape[i]) if at == "*" else members[at] if at == "g" else [int(at)]
            for i, at in enumerate(place)
        ]
        sums[name] = tuple(",".join(map(str, leaf)) for leaf in product(*spread))
        for i, at in enumerate(place):
            if at in ("*", "g"):
                parts: list[str] = [str(k) for k in (members["g"] if at == "g" else range(shape[i]))]
                if at == "*" and i == len(shape) - 1 and "g" in axes[-1]:
                    parts = ["g", *parts[2:]]
                named = [",".join([*place[:i], part, *place[i + 1 :]]) for part in parts]
                relations.append(Relation(((name, 1), *((part, -1) for part in named))))
    return World(leaves, sums, tuple(relations))


class AllTables:
    """All whole-number tables of a world with leaves up to ``most`` that keep a problem's relations and
    bounds."""

    def __init__(self, world: World, problem: Problem, most: int) -> None:
        self._problem = problem
        self._ids = [cell.id for cell in problem.cells]
        grid = np.indices([most + 1] * len(world.leaves)).reshape(len(world.leaves), -1).astype(np.int16)
        by_name: dict[Any, Any] = dict(zip(world.leaves, grid, strict=True))
        for name, of in world.sums.items():
            by_name[name] = np.add.reduce([by_name[leaf] for leaf in of])
        table = np.stack([by_name[name] for name in self._ids])
        sound = np.ones(table.shape[1], dtype=bool)
        for row, cell in zip(table, problem.cells, strict=True):
            sound &= (row >= cell.low) & (row <= (10_000 if cell.high is None else cell.high))
        for relation in problem.relations:
            if relation.relation != "=":
                left = np.add.reduce([c * table[self._ids.index(cell)] for cell, c in relation.terms])
                sound &= left <= relation.rhs if relation.relation == "<=" else left >= relation.rhs
        self._table = table[:, sound]
        self._true = np.array([cell.value for cell in problem.cells])
        self._as_true = self._table == self._true[:, None]
        assert all(holds(relation, {c.id: c.value for c in problem.cells}) for relation in problem.relations)

    def possible(self, hidden: Iterable[CellId], attacker: Scenario = EVERYBODY) -> dict[CellId, set[int]]:
        """The values each cell has in the tables that an attacker cannot rule out."""
        unknown = set(hidden) - attacker.known
        shown = [cell not in unknown for cell in self._ids]
        left = self._table[:, self._as_true[shown].all(axis=0)]
        return {cell: set(np.unique(row).tolist()) for cell, row in zip(self._ids, left, strict=True)}

    def lost(self, hidden: Iterable[CellId]) -> set[CellId]:
        """The small cells that some attacker narrows below what they need."""
        hidden = set(hidden)
        lost = set()
        for attacker in self._problem.attackers:
            possible = self.possible(hidden, attacker)
            for cell in self._problem.cells:
                width = self._problem.spread(cell, attacker)
                values = possible[cell.id]
                short = width is not None and max(values) - min(values) < width
                if short or not values.issuperset(self._problem.needed(cell, attacker)):
                    lost.add(cell.id)
        return lost

    def least(self) -> int | None:
        """How many cells have to be hidden besides, at least; None where nothing protects all."""
        always = {
            cell.id
            for cell in self._problem.cells
            if (cell.primary and cell.frozen is not Frozen.PUBLISHED) or cell.frozen is Frozen.SUPPRESSED
        }
        others = [
            cell.id
            for cell in self._problem.cells
            if cell.id not in always and cell.frozen is None and cell.may_suppress
        ]
        if self.lost({*always, *others}):
            return None
        for number in range(len(others) + 1):
            if any(not self.lost({*always, *chosen}) for chosen in combinations(others, number)):
                return number
        raise AssertionError

    def apart(self, hidden: Iterable[CellId], one: CellId, other: CellId) -> bool:
        """Whether two cells differ in some table that nobody can rule out."""
        unknown = set(hidden)
        shown = [cell not in unknown for cell in self._ids]
        left = self._table[:, self._as_true[shown].all(axis=0)]
        return bool((left[self._ids.index(one)] != left[self._ids.index(other)]).any())
