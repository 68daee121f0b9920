"""A problem made small: equal cells merged, constants taken out, split into parts that share nothing.

Everything is said in deviations from the true value: a table an attacker cannot rule out is the true one
plus whole-number steps that keep every relation, and in which no published cell moves.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from vrp_desktop.disclosure.model import Cell, CellId, Frozen, Problem, Relation, check, value_of

Terms = dict[CellId, int]
Limited = tuple[Terms, int | None, int | None]
"""Coefficients, and the least and greatest sum of coefficient times deviation (None: no limit)."""


@dataclass
class Column:
    """Cells that are provably equal. ``down`` and ``up`` are how far it may move; ``needs`` are the
    deviations that have to stay possible; ``free`` where it is hidden already or never published."""

    members: tuple[CellId, ...]
    down: int
    up: int
    weight: float
    primary: bool
    free: bool
    needs: tuple[int, ...]


@dataclass
class Line:
    """Coefficient times deviation, by column number, adds up to at least ``low`` and at most ``high``."""

    terms: dict[int, int]
    low: int | None
    high: int | None


@dataclass
class Part:
    """Columns that relations tie together."""

    columns: list[Column]
    lines: list[Line]

    @cached_property
    def touching(self) -> list[list[Line]]:
        """The lines of each column."""
        found: list[list[Line]] = [[] for _ in self.columns]
        for line in self.lines:
            for column in line.terms:
                found[column].append(line)
        return found


@dataclass
class System:
    """``exposed`` are primaries that cannot move: earlier publications or relations give them away."""

    parts: list[Part] = field(default_factory=list)
    exposed: list[CellId] = field(default_factory=list)


def usual_reach(problem: Problem) -> int:
    """How far a deviation may go in the search. Never more than what an attacker must reckon with, so a
    pattern found within it is safe; far enough for every pattern seen in practice."""
    needs = [cell.need[1] for cell in problem.cells if cell.need]
    return 4 * max([problem.need_high, problem.width or 0, *needs]) + 8


def build(problem: Problem, reach: int) -> System:
    """The parts of a problem. Raises Contradiction where its numbers do not agree."""
    check(problem)
    values = {cell.id: cell.value for cell in problem.cells}
    root, fixed, limited = _merge(problem, [_limited(r, values) for r in problem.relations])
    groups: dict[CellId, list[Cell]] = defaultdict(list)
    for cell in problem.cells:
        groups[_find(root, cell.id)].append(cell)
    system = System()
    columns: dict[CellId, Column] = {}
    for name, group in groups.items():
        if name in fixed:
            system.exposed += [cell.id for cell in group if _exposed(problem, cell)]
        else:
            columns[name] = _column(problem, group, reach)
    system.parts = _split(columns, _binding(columns, limited))
    return system


def _limited(relation: Relation, values: Mapping[CellId, int]) -> Limited:
    slack = relation.rhs - value_of(relation, values)
    terms: Terms = defaultdict(int)
    for cell, coefficient in relation.terms:
        terms[cell] += coefficient
    return (
        terms,
        None if relation.relation == "<=" else slack,
        None if relation.relation == ">=" else slack,
    )


def _find(root: dict[CellId, CellId], cell: CellId) -> CellId:
    while root[cell] != cell:
        root[cell] = root[root[cell]]
        cell = root[cell]
    return cell


def _merge(
    problem: Problem, limited: list[Limited]
) -> tuple[dict[CellId, CellId], set[CellId], list[Limited]]:
    """Whose deviation is provably whose, which are provably 0, and what then remains of the relations."""
    root: dict[CellId, CellId] = {cell.id: cell.id for cell in problem.cells}
    fixed = {
        cell.id
        for cell in problem.cells
        if cell.frozen is Frozen.PUBLISHED
        or (not cell.may_suppress and not cell.helper and cell.frozen is None)
        or cell.low == cell.high
    }
    changed = True
    while changed:
        changed = False
        remaining: list[Limited] = []
        for terms, low, high in limited:
            now: Terms = defaultdict(int)
            for cell, coefficient in terms.items():
                name = _find(root, cell)
                if name not in fixed:
                    now[name] += coefficient
            now = {cell: c for cell, c in now.items() if c}
            equal = low == high == 0
            if equal and len(now) == 1:
                fixed.update(now)
                changed = True
            elif equal and len(now) == 2 and sum(now.values()) == 0:
                one, other = now
                root[other] = one
                changed = True
            elif now:
                remaining.append((now, low, high))
        limited = remaining
    return root, fixed, limited


def _exposed(problem: Problem, cell: Cell) -> bool:
    """Whether a cell that cannot move is harmed by it."""
    if not cell.primary:
        return False
    other = set(problem.needed(cell)) - {cell.value}
    return bool(other) or cell.frozen is Frozen.PUBLISHED or (problem.width or 0) > 0


def _column(problem: Problem, group: list[Cell], reach: int) -> Column:
    paid = [cell for cell in group if not cell.helper and cell.frozen is not Frozen.SUPPRESSED]
    primary = any(cell.primary for cell in group)
    needs = {value - cell.value for cell in group for value in problem.needed(cell)}
    for cell in group:
        if problem.width is not None and cell.primary and cell.need is None:
            # Upwards as far as there is room, the rest of the width downwards.
            up = problem.width if cell.high is None else min(problem.width, cell.high - cell.value)
            needs |= {up, up - problem.width}
    return Column(
        tuple(cell.id for cell in group if not cell.helper),
        min(reach, *(cell.value - cell.low for cell in group)),
        min(reach, *(reach if cell.high is None else cell.high - cell.value for cell in group)),
        sum(cell.weight for cell in paid),
        primary,
        primary or not paid,
        tuple(sorted(needs - {0})),
    )


def _binding(columns: Mapping[CellId, Column], limited: list[Limited]) -> list[Limited]:
    """A limit that no deviation within reach can touch says nothing, and would only tie parts together."""
    kept = []
    for terms, low, high in limited:
        least = sum(c * (-columns[k].down if c > 0 else columns[k].up) for k, c in terms.items())
        most = sum(c * (columns[k].up if c > 0 else -columns[k].down) for k, c in terms.items())
        low = None if low is not None and least >= low else low
        high = None if high is not None and most <= high else high
        if low is not None or high is not None:
            kept.append((terms, low, high))
    return kept


def _split(columns: Mapping[CellId, Column], limited: list[Limited]) -> list[Part]:
    root: dict[CellId, CellId] = {name: name for name in columns}
    for terms, _, _ in limited:
        first, *others = terms
        for other in others:
            root[_find(root, other)] = _find(root, first)
    parts: dict[CellId, Part] = {}
    number: dict[CellId, int] = {}
    for name, column in columns.items():
        part = parts.setdefault(_find(root, name), Part([], []))
        number[name] = len(part.columns)
        part.columns.append(column)
    for terms, low, high in limited:
        line = Line({number[name]: c for name, c in terms.items()}, low, high)
        parts[_find(root, next(iter(terms)))].lines.append(line)
    return list(parts.values())
