"""A disclosure problem and its answer: cells, linear relations, what is already known, what is needed."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

CellId = Hashable


class Frozen(StrEnum):
    """What earlier publications fixed for ever."""

    PUBLISHED = "published"
    SUPPRESSED = "suppressed"


@dataclass(frozen=True)
class Cell:
    """A count. ``primary``: too small to show. ``helper``: never published at all, only links others.
    ``low`` and ``high`` are what anybody knows of it beforehand."""

    id: CellId
    value: int
    primary: bool = False
    may_suppress: bool = True
    frozen: Frozen | None = None
    helper: bool = False
    low: int = 0
    high: int | None = None
    weight: float = 1.0


@dataclass(frozen=True)
class Relation:
    """The sum of coefficient times cell is ``=``, ``<=`` or ``>=`` ``rhs``."""

    terms: tuple[tuple[CellId, int], ...]
    relation: str = "="
    rhs: int = 0


@dataclass(frozen=True)
class Problem:
    """Cells and relations. A primary cell is protected when every value from ``need_low`` to ``need_high``
    (as far as its own bounds allow) stays possible for an attacker who knows the method and whole numbers."""

    cells: tuple[Cell, ...]
    relations: tuple[Relation, ...]
    need_low: int = 1
    need_high: int = 4


@dataclass(frozen=True)
class Protection:
    """``suppressed`` includes the primaries. ``intervals`` is what an attacker can work out for each
    suppressed cell. ``unmet`` are primaries that no pattern could protect: nothing may be published then."""

    suppressed: frozenset[CellId]
    intervals: Mapping[CellId, tuple[int, int | None]]
    unmet: tuple[CellId, ...] = ()
    seconds: float = field(default=0.0, compare=False)


def protect(problem: Problem) -> Protection:
    """A safe pattern: every primary hidden, and as few other cells as a good heuristic finds."""
    raise NotImplementedError
