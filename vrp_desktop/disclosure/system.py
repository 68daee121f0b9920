"""A problem made small: equal cells merged, constants taken out, split into parts that share nothing.

Everything is said in deviations from the true value: a table an attacker cannot rule out is the true one
plus whole-number steps that keep every relation, and in which no published cell moves.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from vrp_desktop.disclosure.model import Cell, CellId, Frozen, Problem, Relation, check, value_of

FAR = 100_000
"""Counts are taken to lie no further than this from the truth, where nothing bounds them nearer."""

Terms = dict[CellId, int]
Limited = tuple[Terms, int | None, int | None]
"""Coefficients, and the least and greatest sum of coefficient times deviation (None: no limit)."""


@dataclass(frozen=True)
class Want:
    """Deviations that have to stay possible for an attacker (a number in the part's list), or any two so far
    apart as ``width``."""

    attacker: int
    deviations: tuple[int, ...] = ()
    width: int = 0


@dataclass
class Column:
    """Cells that are provably equal: ``members``, and the ``small`` ones among them or helpers. ``down`` and
    ``up`` are how far it may move in the search, ``lowest`` and ``highest`` how far at all; ``wants`` what an
    attacker has to be left; ``free`` where it is hidden already or never published."""

    members: tuple[CellId, ...]
    small: tuple[CellId, ...]
    down: int
    up: int
    lowest: int
    highest: int
    weight: float
    primary: bool
    free: bool
    wants: tuple[Want, ...]


@dataclass
class Line:
    """Coefficient times deviation, by column number, adds up to at least ``low`` and at most ``high``."""

    terms: dict[int, int]
    low: int | None
    high: int | None


@dataclass
class Part:
    """Columns that relations tie together, and the columns that each attacker knows, everybody first."""

    columns: list[Column]
    lines: list[Line]
    known: list[frozenset[int]]

    @cached_property
    def touching(self) -> list[list[tuple[int, int]]]:
        """The lines of each column, by number, with its coefficient there."""
        found: list[list[tuple[int, int]]] = [[] for _ in self.columns]
        for number, line in enumerate(self.lines):
            for column, coefficient in line.terms.items():
                found[column].append((number, coefficient))
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
    needs += [cell.width for cell in problem.cells if cell.width is not None]
    needs += [need for a in problem.attackers for need in (a.need_high, a.width) if need is not None]
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
    system.parts = _split(columns, _binding(columns, limited), _known(problem, root))
    return system


def _known(problem: Problem, root: dict[CellId, CellId]) -> list[set[CellId]]:
    return [{_find(root, cell) for cell in attacker.known} for attacker in problem.attackers]


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
    return cell.frozen is Frozen.PUBLISHED or any(
        set(problem.needed(cell, attacker)) - {cell.value} or problem.spread(cell, attacker)
        for attacker in problem.attackers
    )


def _column(problem: Problem, group: list[Cell], reach: int) -> Column:
    paid = [cell for cell in group if not cell.helper and cell.frozen is not Frozen.SUPPRESSED]
    primary = any(cell.primary for cell in group)
    lowest = min(FAR, *(cell.value - cell.low for cell in group))
    highest = min(FAR, *(FAR if cell.high is None else cell.high - cell.value for cell in group))
    return Column(
        tuple(cell.id for cell in group if not cell.helper),
        tuple(cell.id for cell in group if cell.primary),
        min(reach, lowest),
        min(reach, highest),
        lowest,
        highest,
        sum(cell.weight for cell in paid),
        primary,
        primary or not paid,
        tuple(want for cell in group for want in _wants(problem, cell)),
    )


def _wants(problem: Problem, cell: Cell) -> Iterator[Want]:
    for number, attacker in enumerate(problem.attackers):
        needed = {value - cell.value for value in problem.needed(cell, attacker)} - {0}
        if needed:
            yield Want(number, tuple(sorted(needed)))
        width = problem.spread(cell, attacker)
        if width:
            yield Want(number, (), width)


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


def _split(columns: Mapping[CellId, Column], limited: list[Limited], known: list[set[CellId]]) -> list[Part]:
    root: dict[CellId, CellId] = {name: name for name in columns}
    for terms, _, _ in limited:
        first, *others = terms
        for other in others:
            root[_find(root, other)] = _find(root, first)
    parts: dict[CellId, Part] = {}
    number: dict[CellId, int] = {}
    for name, column in columns.items():
        part = parts.setdefault(_find(root, name), Part([], [], []))
        number[name] = len(part.columns)
        part.columns.append(column)
    for terms, low, high in limited:
        line = Line({number[name]: c for name, c in terms.items()}, low, high)
        parts[_find(root, next(iter(terms)))].lines.append(line)
    for names in known:
        numbers: dict[CellId, set[int]] = defaultdict(set)
        for name in names & columns.keys():
            numbers[_find(root, name)].add(number[name])
        for name, part in parts.items():
            part.known.append(frozenset(numbers[name]))
    return list(parts.values())
