"""The audit: says of a pattern, from nothing but the problem, whether each small count is protected.

Shares no code with the protector or the attacker beyond the model. It works with whole tables instead of
deviations: a needed value counts as possible only when a complete table of whole numbers with that value in
it has been found and has been checked against every relation in exact arithmetic. Whatever the solver says
besides, there is no protection without such a table. The tables found are the certificate: whoever has the
problem can check them with sums alone (``check_certificates``), and needs to trust no solver. They tell the
true counts to whoever reads them together, so they stay in the house.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from math import gcd
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

_Row = tuple[Mapping[int, int], int | None, int | None]
"""Factors by the place of a cell; the least and greatest sum of factor times move (None: no limit)."""
_INFINITY = highspy.kHighsInf
_AROUND = 400
"""So many cells around one may be unlike the truth at first."""
_SHARE = 3
"""The nearest of them, one in so many, share its program."""
_FURTHER = 10
"""A table found is tried as far again, up to so many times."""
_NODES = 10_000
"""Then the whole numbers are given up, and the cell counts as not protected."""
_EAGER = 1e5
"""What a unit of moving earns where more is better."""
_ANSWERED = (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kSolutionLimit)


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
    unknown = {name: _unknown(problem, hidden, attacker) for name, attacker in attackers.items()}
    possible = {name: {cell: {true[cell]} for cell in there} for name, there in unknown.items()}
    for witness in certificates:
        # What no move touches is as in the truth, and keeps every relation as the truth does.
        sound = (
            witness.attacker in attackers
            and all(
                cell in possible[witness.attacker]
                and bounds[cell][0] <= value
                and (bounds[cell][1] is None or value <= bounds[cell][1])  # type: ignore[operator] # None is left out
                for cell, value in witness.table.items()
            )
            and all(
                holds(relation, {cell: witness.table.get(cell, true[cell]) for cell, _ in relation.terms})
                for relation in {id(r): r for cell in witness.table for r in touching[cell]}.values()
            )
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
        self._low = [cell.low for cell in self._cells]
        self._high = [cell.high for cell in self._cells]
        values = {cell.id: cell.value for cell in problem.cells}
        self._rows = [row for relation in relations for row in self._row(relation, values)]
        self._touching: list[list[int]] = [[] for _ in self._cells]
        for n, (terms, _, _) in enumerate(self._rows):
            for place in terms:
                self._touching[place].append(n)
        self._possible = [{cell.value} for cell in self._cells]
        self._wanted: dict[int, set[int]] = {}
        self._apart: dict[int, int] = {}
        for place, cell in enumerate(self._cells):
            if cell.primary and cell.id not in attacker.known:
                self._wanted[place] = {*problem.needed(cell, attacker)} - {cell.value}
                self._apart[place] = problem.spread(cell, attacker) or 0
        self._found: list[dict[int, int]] = []
        self._near: dict[int, _Program] = {}
        self._all: _Program | None = None

    def _row(self, relation: Relation, values: Mapping[CellId, int]) -> Iterator[_Row]:
        """How far the unknowns of a relation may move from the truth together."""
        terms: dict[int, int] = defaultdict(int)
        rest = relation.rhs
        for cell, coefficient in relation.terms:
            rest -= coefficient * values[cell]
            if cell in self._number:
                terms[self._number[cell]] += coefficient
        terms = {place: c for place, c in terms.items() if c}
        if terms:
            yield (
                terms,
                None if relation.relation == "<=" else rest,
                None if relation.relation == ">=" else rest,
            )

    def judge(self, cell: Cell) -> list[Finding]:
        """What is wrong with one cell."""
        place = self._number[cell.id]
        possible = self._possible[place]
        width = self._apart[place]
        # Within a bound that the need cannot reach beyond, so that the search always ends.
        for least, most in ((0, width), (-width, 0)):
            if max(possible) - min(possible) < width:
                self._look(place, least, most, lambda: max(possible) - min(possible) >= width)
        # The furthest first: the way there may well lead past the others.
        for value in sorted(self._wanted[place], key=lambda v: (-abs(v - cell.value), v)):
            if value not in possible:
                by = value - cell.value
                self._look(place, by, by, partial(possible.__contains__, value))
        return [*_short_of(self._problem, cell, self._attacker, possible)]

    def _look(self, place: int, least: int, most: int, enough: Callable[[], bool]) -> None:
        """Lets the solver propose tables in which a cell is off the truth by ``least`` to ``most``, the more
        the better: first with few cells around it unlike the truth, then with any; in fractions and then,
        where that is not enough, in whole numbers. Notes what they show to be possible if they are tables."""
        for program in self._programs(place):
            for whole in (False, True):
                moves = program.propose(place, least, most, whole)
                if moves is None:
                    break  # Not even in fractions; or the solver is not certain.
                self._note(moves)
                if enough():
                    return

    def _programs(self, place: int) -> Iterator["_Program"]:
        """The cells around this one, and all of them where there are more."""
        if place not in self._near:
            around = self._around(place)
            program = _Program(self._cells, self._rows, self._touching, around)
            # Those next to it have nearly the same around them: they share the program.
            for other in around[: max(1, len(around) // _SHARE)]:
                self._near.setdefault(other, program)
        yield self._near[place]
        if len(self._near[place].places) < len(self._cells):
            if self._all is None:
                self._all = _Program(self._cells, self._rows, self._touching, range(len(self._cells)))
            yield self._all

    def _around(self, place: int) -> list[int]:
        """A cell and the unknown ones nearest to it, by the relations that join them."""
        found, seen, gone = [place], {place}, set()
        for one in found:
            for n in self._touching[one]:
                if n not in gone:
                    gone.add(n)
                    new = [other for other in self._rows[n][0] if other not in seen]
                    found += new
                    seen.update(new)
            if len(found) >= _AROUND:
                break
        return found

    def _note(self, moves: dict[int, int]) -> None:
        """Notes a table, and those further the same way or the opposite one, as far as they are tables."""
        divisor = gcd(*moves.values())
        for sign in (1, -1):
            for times in range(1, _FURTHER):
                further = {place: sign * times * by // divisor for place, by in moves.items()}
                if not self._is_table(further):
                    break
                self._learn(further)
        if divisor >= _FURTHER and self._is_table(moves):
            self._learn(moves)

    def _is_table(self, moves: Mapping[int, int]) -> bool:
        """Whether the truth with these moves is a table that the attacker cannot rule out. In whole numbers:
        a relation that no move touches holds as it does in the truth, and each of the others is added up."""
        sums: dict[int, int] = defaultdict(int)
        for place, by in moves.items():
            value = self._cells[place].value + by
            high = self._high[place]
            if value < self._low[place] or (high is not None and value > high):
                return False
            for n in self._touching[place]:
                sums[n] += self._rows[n][0][place] * by
        for n, total in sums.items():
            _, least, most = self._rows[n]
            if (least is not None and total < least) or (most is not None and total > most):
                return False
        return True

    def _learn(self, moves: dict[int, int]) -> None:
        useful = False
        for place, by in moves.items():
            value, possible = self._cells[place].value + by, self._possible[place]
            if value in possible or place not in self._wanted:
                continue
            useful = useful or value in self._wanted[place]
            useful = useful or (self._apart[place] > 0 and not min(possible) < value < max(possible))
            possible.add(value)
        if useful:
            self._found.append(moves)

    def witnesses(self) -> list[Witness]:
        """The tables found, those that show a needed value nobody showed before."""
        return [
            Witness(
                self._attacker.name,
                {self._cells[place].id: self._cells[place].value + by for place, by in moves.items()},
            )
            for moves in self._found
        ]


class _Program:
    """Proposes tables in which some cells are unlike the truth, as little as will do. What it proposes is not
    believed but checked."""

    def __init__(
        self,
        cells: Sequence[Cell],
        rows: Sequence[_Row],
        touching: Sequence[Sequence[int]],
        places: Sequence[int],
    ) -> None:
        self.places = places
        self._at = {place: i for i, place in enumerate(places)}
        self._up = [
            _INFINITY if c.high is None else float(c.high - c.value) for c in (cells[p] for p in places)
        ]
        self._down = [float(cells[place].value - cells[place].low) for place in places]
        self._count = len(places)
        numbers = sorted({n for place in places for n in touching[place]})
        self._rows = [rows[n] for n in numbers]
        # Fractions first: far quicker, mostly whole all the same, and nothing counts but a whole table.
        self._solvers: dict[bool, Any] = {}

    def _solver(self, whole: bool) -> Any:
        """Two columns for each cell, its way up and its way down, each unit of which costs 1."""
        begin, columns, factors = [0], [], []
        for terms, _, _ in self._rows:
            for place, c in terms.items():
                i = self._at.get(place)
                if i is not None:
                    columns += [i, self._count + i]
                    factors += [c, -c]
            begin.append(len(columns))
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = 2 * self._count, len(self._rows)
        lp.col_cost_ = np.ones(2 * self._count)
        lp.col_lower_ = np.zeros(2 * self._count)
        lp.col_upper_ = np.array(self._up + self._down)
        lp.row_lower_ = np.array([-_INFINITY if low is None else low for _, low, _ in self._rows], np.double)
        lp.row_upper_ = np.array(
            [_INFINITY if high is None else high for _, _, high in self._rows], np.double
        )
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = np.array(begin, np.int32)
        lp.a_matrix_.index_ = np.array(columns, np.int32)
        lp.a_matrix_.value_ = np.array(factors, np.double)
        if whole:
            lp.integrality_ = [highspy.HighsVarType.kInteger] * (2 * self._count)
        solver = highspy.Highs()  # type: ignore[no-untyped-call] # highspy says no types here
        solver.setOptionValue("output_flag", False)
        solver.setOptionValue("threads", 1)
        solver.setOptionValue("random_seed", 1)
        solver.setOptionValue("presolve", "on" if whole else "off")
        if whole:
            # Any table will do.
            solver.setOptionValue("mip_max_improving_sols", 1)
            solver.setOptionValue("mip_max_nodes", _NODES)
        solver.passModel(lp)
        return solver

    def propose(self, place: int, least: int, most: int, whole: bool) -> dict[int, int] | None:
        """What moves in a table where a cell moves by ``least`` to ``most``, rounded; None where there is no
        such table."""
        if whole not in self._solvers:
            self._solvers[whole] = self._solver(whole)
        solver = self._solvers[whole]
        i = self._at[place]
        j = self._count + i
        solver.changeColBounds(i, float(max(least, 0)), min(self._up[i], float(max(most, 0))))
        solver.changeColBounds(j, float(max(-most, 0)), min(self._down[i], float(max(-least, 0))))
        if least < most:
            solver.changeColCost(i, -_EAGER)
            solver.changeColCost(j, -_EAGER)
        solver.run()
        moves = self._moves(solver) if solver.getModelStatus() in _ANSWERED else None
        solver.changeColBounds(i, 0.0, self._up[i])
        solver.changeColBounds(j, 0.0, self._down[i])
        if least < most:
            solver.changeColCost(i, 1.0)
            solver.changeColCost(j, 1.0)
        return moves

    def _moves(self, solver: Any) -> dict[int, int] | None:
        values = np.array(solver.getSolution().col_value)
        if len(values) != 2 * self._count:
            return None
        by = np.rint(values[: self._count] - values[self._count :]).astype(np.int64)
        at = np.flatnonzero(by)
        return {self.places[i]: move for i, move in zip(at.tolist(), by[at].tolist(), strict=True)} or None
