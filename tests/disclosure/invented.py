"""Invented tables of the size of real ones: a return, a quarter with the one before it, a county's year."""

import random
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import product

from vrp_desktop.disclosure.model import Cell, Frozen, Problem, Relation
from vrp_desktop.disclosure.protect import protect

TOTAL = ""


@dataclass(frozen=True)
class Variable:
    """What people are counted by: a tree of categories under the total, by parent."""

    name: str
    children: Mapping[str, tuple[str, ...]]

    @property
    def leaves(self) -> list[str]:
        """The categories somebody falls into."""
        return [node for node in self.nodes if node not in self.children]

    @property
    def nodes(self) -> list[str]:
        """Total, subtotals and leaves."""
        return [TOTAL, *(child for children in self.children.values() for child in children)]

    def above(self, leaf: str) -> list[str]:
        """A leaf, its subtotals and the total."""
        found = [leaf]
        while found[-1] != TOTAL:
            found += [parent for parent, children in self.children.items() if found[-1] in children]
        return found


def _groups(name: str, sizes: Iterable[int]) -> Variable:
    groups = {f"{name}{g}": tuple(f"{name}{g}.{i}" for i in range(n)) for g, n in enumerate(sizes)}
    return Variable(name, {TOTAL: tuple(groups), **groups})


def _flat(name: str, size: int) -> Variable:
    return Variable(name, {TOTAL: tuple(f"{name}{i}" for i in range(size))})


AGE, ETHNICITY, SEX = _groups("age", (4, 2)), _groups("ethnicity", (5, 4, 3, 3, 4)), _flat("sex", 3)
NEED, SOURCE, DISTRICT, EDUCATION = (
    _flat("need", 8),
    _flat("source", 9),
    _flat("district", 5),
    _flat("edu", 7),
)
_RETURN = ((AGE, SEX), (ETHNICITY, SEX), (NEED, SEX), (SOURCE,), (DISTRICT,), (EDUCATION,))
_QUARTER = Variable("quarter", {TOTAL: ("q1", "q2")})


def _named(place: Iterable[tuple[Variable, str]]) -> str:
    return " ".join(sorted(f"{variable.name}={node}" for variable, node in place if node != TOTAL)) or "all"


def counted(tables: Iterable[tuple[Variable, ...]], people: Iterable[Mapping[str, str]]) -> Problem:
    """The tables, with every margin, of people given by their leaf of each variable. Margins that tables
    share are one cell."""
    tables = tuple(tables)
    counts: Counter[str] = Counter()
    for person in people:
        mine = set()
        for table in tables:
            for nodes in product(*(variable.above(person[variable.name]) for variable in table)):
                mine.add(_named(zip(table, nodes, strict=True)))
        counts.update(mine)
    relations: dict[Relation, None] = {}
    names: dict[str, None] = {}
    for table in tables:
        for nodes in product(*(variable.nodes for variable in table)):
            place = list(zip(table, nodes, strict=True))
            name = _named(place)
            names[name] = None
            for i, (variable, node) in enumerate(place):
                if node in variable.children:
                    parts = [
                        _named([*place[:i], (variable, c), *place[i + 1 :]]) for c in variable.children[node]
                    ]
                    relations[Relation(((name, 1), *((part, -1) for part in parts)))] = None
    cells = tuple(Cell(name, counts[name], primary=1 <= counts[name] < 5) for name in names)
    return Problem(cells, tuple(relations))


def _dealt(tables: Iterable[tuple[Variable, ...]], people: int, draw: random.Random) -> list[dict[str, str]]:
    variables = {variable.name: variable for table in tables for variable in table}
    leaves = {name: variable.leaves for name, variable in variables.items()}
    return [
        {
            name: draw.choices(those, [1 / (1 + (i * 7) % len(those)) for i in range(len(those))])[0]
            for name, those in leaves.items()
        }
        for _ in range(people)
    ]


def a_return(seed: int, people: int = 120) -> Problem:
    """One return: about 200 cells."""
    return counted(_RETURN, _dealt(_RETURN, people, random.Random(seed)))


def a_quarter_with_history(seed: int, people: int = 120) -> Problem:
    """The second quarter and the year to date, when the first quarter is out: about 600 cells."""
    tables = tuple((*table, _QUARTER) for table in _RETURN)
    whole = counted(tables, _dealt(tables, 2 * people, random.Random(seed)))
    first = [cell for cell in whole.cells if "quarter=q1" in str(cell.id)]
    names = {cell.id for cell in first}
    within = tuple(r for r in whole.relations if all(cell in names for cell, _ in r.terms))
    hidden = protect(Problem(tuple(first), within)).suppressed
    frozen = {name: Frozen.SUPPRESSED if name in hidden else Frozen.PUBLISHED for name in names}
    return replace(whole, cells=tuple(replace(cell, frozen=frozen.get(cell.id)) for cell in whole.cells))


def a_county(seed: int, people: int = 2600, tables: int = 4) -> Problem:
    """A year of a county with 74 interventions in five districts: about 1,800 cells."""
    place = _groups("place", (15, 15, 15, 15, 14))
    by = ((AGE,), (SEX,), (DISTRICT,), (_flat("reason", 6),), (ETHNICITY,), (AGE, SEX), (SOURCE,))[:tables]
    crossed = tuple((place, *variables) for variables in by)
    return counted(crossed, _dealt(crossed, people, random.Random(seed)))


def a_large_county(seed: int) -> Problem:
    """The same county with more tables: about 6,500 cells."""
    return a_county(seed, tables=7)


def a_county_with_quarters(seed: int, people: int = 2600) -> Problem:
    """The same county by quarters, and the year that is their sum: about 16,000 cells."""
    place = _groups("place", (15, 15, 15, 15, 14))
    quarter = _flat("quarter", 4)
    crossed = tuple((place, quarter, by) for by in (AGE, SEX, DISTRICT, ETHNICITY))
    return counted(crossed, _dealt(crossed, people, random.Random(seed)))
