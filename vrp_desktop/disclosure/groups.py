"""Group disclosure: a group that falls wholly into one cell tells of everybody in it, however many.

Twelve people are counted in a row, and all twelve in one column: whoever knows somebody of the row knows
their column, though no count is small. The rule: whoever reads the publication must not be sure that nobody
of the group is elsewhere. It is said in the engine's own terms, as a helper cell that is never published,
*the rest of the group*, equal to the group's total less the full cell: 0 in truth, and 1 has to stay
possible. The protector, the attacker and the audit need to know nothing else.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from vrp_desktop.disclosure.model import Cell, CellId, Problem, Relation


@dataclass(frozen=True)
class Group:
    """A total and the cells that it is the sum of: one row of a table by a sensitive attribute."""

    name: str
    total: CellId
    parts: tuple[CellId, ...]


@dataclass(frozen=True)
class RestOf:
    """The id of the helper cell that stands for those of a group who are outside its full cell."""

    group: str

    def __str__(self) -> str:
        return f"those of {self.group} who are elsewhere"


def full(problem: Problem, groups: Iterable[Group]) -> list[tuple[Group, CellId]]:
    """The groups of at least one that fall wholly into one cell, and which; not where nobody could be in any
    other cell (they are all structural zeros): that is known without a count."""
    cells = {cell.id: cell for cell in problem.cells}
    found = []
    for group in groups:
        total = cells[group.total].value
        holding = [part for part in group.parts if cells[part].value]
        others = [part for part in group.parts if part not in holding and cells[part].high != 0]
        if total > 0 and len(holding) == 1 and cells[holding[0]].value == total and others:
            found.append((group, holding[0]))
    return found


def with_groups(problem: Problem, groups: Iterable[Group]) -> Problem:
    """The problem, in which nobody may be sure that a full group is full. A group that no pattern protects is
    named in the answer by its ``RestOf``."""
    cells, relations = list(problem.cells), list(problem.relations)
    for group, cell in full(problem, groups):
        rest = RestOf(group.name)
        cells.append(Cell(rest, 0, primary=True, helper=True, need=(1, 1)))
        relations.append(Relation(((group.total, 1), (cell, -1), (rest, -1))))
    return replace(problem, cells=tuple(cells), relations=tuple(relations))
