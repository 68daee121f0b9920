"""The audit: says of a pattern, from nothing but the problem, whether each small count is protected.

Shares no code with the protector or the attacker beyond the model. It works with whole tables instead of
deviations: a needed value counts as possible only when a complete table of whole numbers with that value in
it has been found and has been checked against every relation in exact arithmetic. Whatever the solver says
besides, there is no protection without such a table.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import highspy

from vrp_desktop.disclosure.model import Cell, CellId, Contradiction, Frozen, Problem, check, holds


@dataclass(frozen=True)
class Finding:
    """What is wrong with a pattern, at which cell (None: with the whole)."""

    cell: CellId | None
    why: str


def audit(problem: Problem, suppressed: Iterable[CellId]) -> list[Finding]:
    """Everything that is wrong with publishing all but ``suppressed``; empty where it is safe."""
    hidden = set(suppressed)
    try:
        check(problem)
    except Contradiction as fault:
        return [Finding(None, str(fault))]
    found = [*_against_the_rules(problem, hidden)]
    exposed = {finding.cell for finding in found}
    for names in _tied_together(problem, hidden):
        asked = [c for c in problem.cells if c.id in names and c.primary and c.id not in exposed]
        if asked:
            found += _Tables(problem, names).judge(asked)
    return found


def _against_the_rules(problem: Problem, hidden: set[CellId]) -> Iterator[Finding]:
    for cell in problem.cells:
        if cell.helper:
            continue
        if cell.frozen is Frozen.PUBLISHED:
            if cell.id in hidden:
                yield Finding(cell.id, "was published before and cannot be hidden any more")
            if cell.primary and _wants(problem, cell):
                yield Finding(cell.id, "is small and was published before")
        elif cell.id not in hidden:
            if cell.frozen is Frozen.SUPPRESSED:
                yield Finding(cell.id, "was suppressed before and must stay so")
            elif cell.primary:
                yield Finding(cell.id, "is small and shown")
        elif not cell.may_suppress and cell.frozen is None:
            yield Finding(cell.id, "may not be suppressed")
    strangers = hidden - {cell.id for cell in problem.cells}
    for stranger in sorted(strangers, key=str):
        yield Finding(stranger, "is suppressed, but there is no such cell")


def _wants(problem: Problem, cell: Cell) -> bool:
    return bool(problem.needed(cell)) or problem.width is not None


def _tied_together(problem: Problem, hidden: set[CellId]) -> list[list[CellId]]:
    """The unknown cells, by whether a relation joins them."""
    group = {cell.id: {cell.id} for cell in problem.cells if cell.id in hidden or cell.helper}
    for relation in problem.relations:
        unknown = [cell for cell, _ in relation.terms if cell in group]
        for other in unknown[1:]:
            one, two = group[unknown[0]], group[other]
            if one is not two:
                small, large = sorted((one, two), key=len)
                large |= small
                for cell in small:
                    group[cell] = large
    once: dict[int, list[CellId]] = {}
    for cell in problem.cells:
        if cell.id in group:
            once.setdefault(id(group[cell.id]), []).append(cell.id)
    return list(once.values())


class _Tables:
    """Every table of whole numbers that agrees with what is published, as far as some unknowns go."""

    def __init__(self, problem: Problem, names: list[CellId]) -> None:
        self._problem = problem
        self._true = {cell.id: cell.value for cell in problem.cells}
        self._number = {name: i for i, name in enumerate(names)}
        self._relations = [r for r in problem.relations if any(c in self._number for c, _ in r.terms)]
        self._cells = {cell.id: cell for cell in problem.cells if cell.id in self._number}
        self._possible: dict[CellId, set[int]] = {name: {self._true[name]} for name in names}
        self._names = names
        # Fractions first: far quicker, mostly whole all the same, and nothing counts but a whole table.
        self._fractions = self._program(whole=False)
        self._wholes: highspy.Highs | None = None

    def _program(self, whole: bool) -> highspy.Highs:
        solver = highspy.Highs()  # type: ignore[no-untyped-call] # highspy says no types here
        solver.setOptionValue("output_flag", False)
        solver.setOptionValue("threads", 1)
        solver.setOptionValue("random_seed", 1)
        for name in self._names:
            cell = self._cells[name]
            solver.addVar(cell.low, highspy.kHighsInf if cell.high is None else cell.high)
        for relation in self._relations:
            rest = relation.rhs
            terms: dict[int, int] = {}
            for cell_id, coefficient in relation.terms:
                if cell_id in self._number:
                    place = self._number[cell_id]
                    terms[place] = terms.get(place, 0) + coefficient
                else:
                    rest -= coefficient * self._true[cell_id]
            low = -highspy.kHighsInf if relation.relation == "<=" else rest
            high = highspy.kHighsInf if relation.relation == ">=" else rest
            solver.addRow(low, high, len(terms), list(terms), list(terms.values()))
        for place in range(len(self._names) if whole else 0):
            solver.changeColIntegrality(place, highspy.HighsVarType.kInteger)
        return solver

    def judge(self, asked: list[Cell]) -> list[Finding]:
        found = []
        for cell in asked:
            if self._problem.width is not None and cell.need is None:
                spread = self._spread(cell, self._problem.width)
                if spread < self._problem.width:
                    found.append(Finding(cell.id, f"is known to within {spread}"))
                continue
            missing = [v for v in self._problem.needed(cell) if not self._can_be(cell, v)]
            if missing:
                found.append(Finding(cell.id, f"cannot be {', '.join(map(str, missing))}"))
        return found

    def _can_be(self, cell: Cell, value: int) -> bool:
        if value not in self._possible[cell.id]:
            self._look(cell, value, value, 0.0, lambda: value in self._possible[cell.id])
        return value in self._possible[cell.id]

    def _spread(self, cell: Cell, enough: int) -> int:
        """How far apart two possible values were found to lie; looks no further than ``enough``."""
        known = self._possible[cell.id]
        # Within a bound that the need cannot reach beyond, so that the search always ends.
        top = self._true[cell.id] + enough
        for price in (-1.0, 1.0):
            if max(known) - min(known) < enough:
                highest = top if cell.high is None else min(top, cell.high)
                self._look(cell, cell.low, highest, price, lambda: max(known) - min(known) >= enough)
        return max(known) - min(known)

    def _look(self, cell: Cell, low: int, high: int, price: float, enough: Callable[[], bool]) -> None:
        """Lets the solver propose tables with the cell within limits, in fractions and then, where that is
        not enough, in whole numbers; notes what they show to be possible if they really are tables."""
        place = self._number[cell.id]
        for whole in (False, True):
            if whole and self._wholes is None:
                self._wholes = self._program(whole=True)
            solver: Any = self._wholes if whole else self._fractions
            solver.changeColBounds(place, float(low), float(high))
            solver.changeColCost(place, price)
            solver.run()
            status = solver.getModelStatus()
            if status == highspy.HighsModelStatus.kOptimal:
                self._note([round(value) for value in solver.getSolution().col_value])
            solver.changeColBounds(
                place, float(cell.low), highspy.kHighsInf if cell.high is None else float(cell.high)
            )
            solver.changeColCost(place, 0.0)
            if enough():
                return

    def _note(self, proposed: list[int]) -> None:
        table = {**self._true, **{name: proposed[i] for name, i in self._number.items()}}
        for name, cell in self._cells.items():
            if table[name] < cell.low or (cell.high is not None and table[name] > cell.high):
                return
        if all(holds(relation, table) for relation in self._relations):
            for name in self._number:
                self._possible[name].add(table[name])
