"""The audit: says of a pattern, from nothing but the problem, whether each small count is protected.

Shares no code with the protector or the attacker beyond the model. It works with whole tables instead of
deviations: a needed value counts as possible only when a complete table of whole numbers with that value in
it has been found and has been checked against every relation in exact arithmetic. Whatever the solver says
besides, there is no protection without such a table. The tables found are the certificate: whoever has the
problem can check them with sums alone (``check_certificates``), and needs to trust no solver. They tell the
true counts to whoever reads them together, so they stay in the house.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import highspy
import numpy as np

from vrp_desktop.disclosure.model import (
    EVERYBODY,
    Cell,
    CellId,
    Contradiction,
    Frozen,
    Problem,
    Relation,
    Scenario,
    Witness,
    check,
    holds,
)


@dataclass(frozen=True)
class Finding:
    """What is wrong with a pattern, at which cell (None: with the whole), in whose hands."""

    cell: CellId | None
    why: str
    attacker: str = EVERYBODY.name


@dataclass(frozen=True)
class Audit:
    """What is wrong (nothing: the pattern is safe), and the tables that show it of everything else."""

    findings: tuple[Finding, ...]
    certificates: tuple[Witness, ...]


def audit(problem: Problem, suppressed: Iterable[CellId]) -> list[Finding]:
    """Everything that is wrong with publishing all but ``suppressed``; empty where it is safe."""
    return list(prove(problem, suppressed).findings)


def prove(
    problem: Problem, suppressed: Iterable[CellId], going_on: Callable[[int, int], None] | None = None
) -> Audit:
    """The audit with its certificates. ``going_on`` is told how many counts of how many are judged."""
    hidden = frozenset(suppressed)
    try:
        check(problem)
    except Contradiction as fault:
        return Audit((Finding(None, str(fault)),), ())
    found = [*_against_the_rules(problem, hidden)]
    exposed = {finding.cell for finding in found}
    witnesses: list[Witness] = []
    small = [cell for cell in problem.cells if cell.primary and cell.id not in exposed]
    total = sum(cell.id not in attacker.known for attacker in problem.attackers for cell in small)
    done = 0
    for attacker in problem.attackers:
        unknown = _unknown(problem, hidden, attacker)
        asked = [cell for cell in small if cell.id not in attacker.known]
        for names, relations in _tied_together(problem, unknown):
            mine = [cell for cell in asked if cell.id in names]
            if not mine:
                continue
            tables = _Tables(problem, attacker, names, relations)
            for cell in mine:
                found += tables.judge(cell)
                done += 1
                if going_on is not None:
                    going_on(done, total)
            witnesses += tables.witnesses()
    return Audit(tuple(found), tuple(witnesses))


def check_certificates(
    problem: Problem, suppressed: Iterable[CellId], certificates: Iterable[Witness]
) -> list[Finding]:
    """What the certificates leave unproven; empty where they prove the pattern safe. Sums only, no solver."""
    hidden = frozenset(suppressed)
    try:
        check(problem)
    except Contradiction as fault:
        return [Finding(None, str(fault))]
    true = {cell.id: cell.value for cell in problem.cells}
    bounds = {cell.id: (cell.low, cell.high) for cell in problem.cells}
    touching: dict[CellId, list[Relation]] = defaultdict(list)
    for relation in problem.relations:
        for cell_id, _ in relation.terms:
            touching[cell_id].append(relation)
    attackers = {attacker.name: attacker for attacker in problem.attackers}
    possible = {
        name: {cell: {value} for cell, value in true.items() if cell in _unknown(problem, hidden, attacker)}
        for name, attacker in attackers.items()
    }
    for witness in certificates:
        table = {**true, **witness.table}
        sound = witness.attacker in attackers and all(
            cell in possible[witness.attacker]
            and bounds[cell][0] <= value
            and (bounds[cell][1] is None or value <= bounds[cell][1])  # type: ignore[operator] # None is left out
            and all(holds(relation, table) for relation in touching[cell])
            for cell, value in witness.table.items()
        )
        if not sound:
            return [Finding(None, f"a certificate for {witness.attacker} is not a table")]
        for cell, value in witness.table.items():
            possible[witness.attacker][cell].add(value)
    found = [*_against_the_rules(problem, hidden)]
    exposed = {finding.cell for finding in found}
    for attacker in problem.attackers:
        for cell in problem.cells:
            if cell.primary and cell.id not in exposed and cell.id not in attacker.known:
                found += _short_of(problem, cell, attacker, possible[attacker.name].get(cell.id, set()))
    return found


def _unknown(problem: Problem, hidden: frozenset[CellId], attacker: Scenario) -> frozenset[CellId]:
    helpers = {cell.id for cell in problem.cells if cell.helper}
    return (hidden | helpers) - attacker.known


def _short_of(problem: Problem, cell: Cell, attacker: Scenario, possible: set[int]) -> Iterator[Finding]:
    """What a cell lacks when these are the values that it can be."""
    width = problem.spread(cell, attacker)
    if width is not None:
        spread = max(possible) - min(possible) if possible else 0
        if spread < width:
            yield Finding(cell.id, f"is known to within {spread}", attacker.name)
        return
    missing = [str(value) for value in problem.needed(cell, attacker) if value not in possible]
    if missing:
        yield Finding(cell.id, f"cannot be {', '.join(missing)}", attacker.name)


def _against_the_rules(problem: Problem, hidden: frozenset[CellId]) -> Iterator[Finding]:
    for cell in problem.cells:
        if cell.helper:
            continue
        if cell.frozen is Frozen.PUBLISHED:
            if cell.id in hidden:
                yield Finding(cell.id, "was published before and cannot be hidden any more")
            if any(problem.needed(cell, a) or problem.spread(cell, a) is not None for a in problem.attackers):
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


def _tied_together(
    problem: Problem, unknown: frozenset[CellId]
) -> Iterator[tuple[dict[CellId, int], list[Relation]]]:
    """The unknown cells, numbered, by whether a relation joins them; and the relations that do."""
    group = {cell.id: {cell.id} for cell in problem.cells if cell.id in unknown}
    among = []
    for relation in problem.relations:
        there = [cell for cell, _ in relation.terms if cell in group]
        if there:
            among.append((there[0], relation))
        for other in there[1:]:
            one, two = group[there[0]], group[other]
            if one is not two:
                small, large = sorted((one, two), key=len)
                large |= small
                for cell in small:
                    group[cell] = large
    names: dict[int, dict[CellId, int]] = {}
    relations: dict[int, list[Relation]] = defaultdict(list)
    for cell in group:
        mine = names.setdefault(id(group[cell]), {})
        mine[cell] = len(mine)
    for cell, relation in among:
        relations[id(group[cell])].append(relation)
    for key, mine in names.items():
        yield mine, relations[key]


class _Tables:
    """Every table of whole numbers that agrees with what an attacker knows, as far as some unknowns go."""

    def __init__(
        self, problem: Problem, attacker: Scenario, number: Mapping[CellId, int], relations: list[Relation]
    ) -> None:
        self._problem = problem
        self._attacker = attacker
        self._number = number
        self._cells = [cell for cell in problem.cells if cell.id in number]
        self._cells.sort(key=lambda cell: number[cell.id])
        values = {cell.id: cell.value for cell in problem.cells}
        self._true = np.array([cell.value for cell in self._cells], dtype=np.int64)
        self._low = np.array([cell.low for cell in self._cells], dtype=np.int64)
        self._high = np.array([np.iinfo(np.int64).max if c.high is None else c.high for c in self._cells])
        self._rows = [self._row(relation, values) for relation in relations]
        self._place = np.array([i for terms, _, _ in self._rows for i in terms], dtype=np.int64)
        self._factor = np.array([c for terms, _, _ in self._rows for c in terms.values()], dtype=np.int64)
        self._begin = np.cumsum([0, *(len(terms) for terms, _, _ in self._rows)])[:-1]
        self._least = np.array([-np.inf if low is None else low for _, low, _ in self._rows])
        self._most = np.array([np.inf if high is None else high for _, _, high in self._rows])
        self._possible = [{cell.value} for cell in self._cells]
        self._found: list[Any] = []
        # Fractions first: far quicker, mostly whole all the same, and nothing counts but a whole table.
        self._fractions = self._program(whole=False)
        self._wholes: highspy.Highs | None = None

    def _row(
        self, relation: Relation, values: Mapping[CellId, int]
    ) -> tuple[dict[int, int], int | None, int | None]:
        terms: dict[int, int] = defaultdict(int)
        rest = relation.rhs
        for cell, coefficient in relation.terms:
            if cell in self._number:
                terms[self._number[cell]] += coefficient
            else:
                rest -= coefficient * values[cell]
        return (
            terms,
            None if relation.relation == "<=" else rest,
            None if relation.relation == ">=" else rest,
        )

    def _program(self, whole: bool) -> highspy.Highs:
        solver = highspy.Highs()  # type: ignore[no-untyped-call] # highspy says no types here
        solver.setOptionValue("output_flag", False)
        solver.setOptionValue("threads", 1)
        solver.setOptionValue("random_seed", 1)
        for cell in self._cells:
            solver.addVar(cell.low, highspy.kHighsInf if cell.high is None else cell.high)
        for terms, low, high in self._rows:
            solver.addRow(
                -highspy.kHighsInf if low is None else low,
                highspy.kHighsInf if high is None else high,
                len(terms),
                list(terms),
                list(terms.values()),
            )
        for place in range(len(self._cells) if whole else 0):
            solver.changeColIntegrality(place, highspy.HighsVarType.kInteger)
        return solver

    def judge(self, cell: Cell) -> list[Finding]:
        """What is wrong with one cell."""
        possible = self._possible[self._number[cell.id]]
        width = self._problem.spread(cell, self._attacker)
        if width is not None:
            self._spread(cell, width)
        for value in self._problem.needed(cell, self._attacker):
            if value not in possible:
                self._look(cell, value, value, 0.0, partial(possible.__contains__, value))
        return [*_short_of(self._problem, cell, self._attacker, possible)]

    def _spread(self, cell: Cell, enough: int) -> None:
        """Finds tables with values so far apart; looks no further."""
        known = self._possible[self._number[cell.id]]
        # Within a bound that the need cannot reach beyond, so that the search always ends.
        top = cell.value + enough
        for price in (-1.0, 1.0):
            if max(known) - min(known) < enough:
                highest = top if cell.high is None else min(top, cell.high)
                self._look(cell, cell.low, highest, price, lambda: max(known) - min(known) >= enough)

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
                self._note(np.rint(np.array(solver.getSolution().col_value)).astype(np.int64))
            solver.changeColBounds(
                place, float(cell.low), highspy.kHighsInf if cell.high is None else float(cell.high)
            )
            solver.changeColCost(place, 0.0)
            if enough():
                return

    def _note(self, table: Any) -> None:
        if (table < self._low).any() or (table > self._high).any():
            return
        if self._rows:
            sums = np.add.reduceat(self._factor * table[self._place], self._begin)
            if (sums < self._least).any() or (sums > self._most).any():
                return
        new = False
        for possible, value in zip(self._possible, table.tolist(), strict=True):
            if value not in possible:
                possible.add(value)
                new = True
        if new:
            self._found.append(table)

    def witnesses(self) -> list[Witness]:
        """The tables found, those that show a needed value nobody showed before."""
        asked = [
            (i, set(self._problem.needed(cell, self._attacker)))
            for i, cell in enumerate(self._cells)
            if cell.primary
        ]
        spread = [i for i, c in enumerate(self._cells) if self._problem.spread(c, self._attacker)]
        shown = {i: [value, value] for i, value in enumerate(self._true.tolist())}
        kept = []
        for table in self._found:
            useful = False
            for i, values in asked:
                if table[i] in values:
                    values.discard(int(table[i]))
                    useful = True
            for i in spread:
                if not shown[i][0] <= table[i] <= shown[i][1]:
                    shown[i] = [min(shown[i][0], int(table[i])), max(shown[i][1], int(table[i]))]
                    useful = True
            if useful:
                kept.append(table)
        ids = [cell.id for cell in self._cells]
        return [
            Witness(
                self._attacker.name,
                {ids[i]: int(table[i]) for i in np.flatnonzero(table != self._true).tolist()},
            )
            for table in kept
        ]
