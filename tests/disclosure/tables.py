"""Small tables as problems, and an attacker who tries every table there is."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from vrp_desktop.disclosure import instance
from vrp_desktop.disclosure.model import Cell, CellId, Problem, Relation, holds

INSTANCES = Path(__file__).parent / "instances"


def example(name: str) -> Problem:
    """One of the published example instances."""
    return instance.read((INSTANCES / f"example_{name}.json").read_text(encoding="utf-8"))


def known_best(name: str) -> int:
    """The proven least number of secondary cells of an example."""
    found = json.loads((INSTANCES / f"example_{name}.json").read_text(encoding="utf-8"))["known"]["secondary"]
    assert isinstance(found, int)
    return found


def one_way(*values: int, threshold: int = 5) -> Problem:
    """A total "T" and its parts "0", "1", ..."""
    cells = [Cell("T", sum(values), weight=10)]
    cells += [Cell(str(i), value, primary=1 <= value < threshold) for i, value in enumerate(values)]
    whole = Relation((("T", 1), *((str(i), -1) for i in range(len(values)))))
    return Problem(tuple(cells), (whole,), 1, threshold - 1)


def two_way(rows: list[list[int]], threshold: int, group: int = 0) -> Problem:
    """Leaves "r,c", margins "r,*", "*,c" and "*,*"; with ``group`` also the first columns' subtotal "r,g"."""
    high, wide = range(len(rows)), range(len(rows[0]))
    value = {f"{r},{c}": rows[r][c] for r in high for c in wide}
    relations = []

    def total(name: str, parts: list[str]) -> None:
        value[name] = sum(value[part] for part in parts)
        relations.append(Relation(((name, 1), *((part, -1) for part in parts))))

    for r in high:
        if group:
            total(f"{r},g", [f"{r},{c}" for c in range(group)])
        total(f"{r},*", ([f"{r},g"] if group else []) + [f"{r},{c}" for c in wide if c >= group])
    for column in [*map(str, wide), *(["g"] if group else []), "*"]:
        total(f"*,{column}", [f"{r},{column}" for r in high])
    cells = tuple(
        Cell(name, v, primary=1 <= v < threshold, weight=1 if "*" not in name else 3)
        for name, v in value.items()
    )
    return Problem(cells, tuple(relations), 1, threshold - 1)


def every_table(
    problem: Problem, suppressed: Iterable[CellId], leaves: list[CellId], most: int, to_the_end: bool = False
) -> "Brute":
    """Tries every whole number from 0 to ``most`` in every hidden leaf; the other cells follow from them.
    Stops once every need is seen to be met, unless ``to_the_end``."""
    return Brute(problem, set(suppressed), leaves, most, to_the_end)


class Brute:
    """What the hidden cells are in at least one table that agrees with everything shown."""

    def __init__(
        self, problem: Problem, hidden: set[CellId], leaves: list[CellId], most: int, to_the_end: bool
    ) -> None:
        self.possible: dict[CellId, set[int]] = {cell: set() for cell in hidden}
        self._hidden = hidden
        self._most = most
        self._true = {cell.id: cell.value for cell in problem.cells}
        self._equations = [r for r in problem.relations if r.relation == "="]
        self._limits = [r for r in problem.relations if r.relation != "="]
        self._needs = {cell.id: set(problem.needed(cell)) for cell in problem.cells if cell.primary}
        self._leaves = leaves
        self._to_the_end = to_the_end
        self._go(0, {})

    def missing(self) -> dict[CellId, set[int]]:
        """The needed values that no table has."""
        found = {cell: needed - self.possible.get(cell, set()) for cell, needed in self._needs.items()}
        return {cell: values for cell, values in found.items() if values}

    def _go(self, depth: int, table: dict[CellId, int]) -> bool:
        if depth == len(self._leaves):
            return self._judge(dict(table))
        leaf = self._leaves[depth]
        for value in range(self._most + 1) if leaf in self._hidden else [self._true[leaf]]:
            table[leaf] = value
            if self._fits(table) and self._go(depth + 1, table):
                return True
            del table[leaf]
        return False

    def _fits(self, table: dict[CellId, int]) -> bool:
        """Whether no published total of leaves is exceeded, or missed when all of them are there."""
        for equation in self._equations:
            (whole, _), *parts = equation.terms
            if whole in self._hidden or any(part not in self._leaves for part, _ in parts):
                continue
            there = [table[part] for part, _ in parts if part in table]
            if sum(there) > self._true[whole] or (
                len(there) == len(parts) and sum(there) < self._true[whole]
            ):
                return False
        return True

    def _judge(self, table: dict[CellId, int]) -> bool:
        for equation in self._equations:
            (whole, _), *parts = equation.terms
            table[whole] = sum(table[part] for part, _ in parts)
        if any(table[cell] != value for cell, value in self._true.items() if cell not in self._hidden):
            return False
        if not all(holds(limit, table) for limit in self._limits):
            return False
        for cell in self._hidden:
            self.possible[cell].add(table[cell])
        return not self._to_the_end and not self.missing()


def changed(problem: Problem, **cells: Mapping[str, object]) -> Problem:
    """The problem with some cells' properties changed."""
    return replace(
        problem,
        cells=tuple(
            replace(cell, **cells[str(cell.id)]) if str(cell.id) in cells else cell  # type: ignore[arg-type] # a test's own
            for cell in problem.cells
        ),
    )
