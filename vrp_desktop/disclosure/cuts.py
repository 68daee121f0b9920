"""Cuts: what every safe pattern must keep, each of them proven by the relations alone.

Any combination of relations, whatever numbers it is made with, says how far a column can go at most when only
hidden columns move (weak duality). So a cut is right even where the solver that proposed the combination was
not: it only gets weaker. Coefficients are made of whole numbers; a need of 3 that one column can meet alone
counts that column 3 and no more.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from vrp_desktop.disclosure.solver import INFINITY, Matrix, Model, Row, Status
from vrp_desktop.disclosure.system import Part

Array = NDArray[Any]

_FRACTION = 27_720
"""Multipliers are taken as multiples of 1 in so many: every fraction down to twelfths is one."""


@dataclass(frozen=True)
class Cut:
    """The coefficients of the hidden ones among ``columns`` add up to at least 1."""

    columns: tuple[int, ...]
    coefficients: tuple[float, ...]

    def lacks(self, shares: Array) -> float:
        """By how much a pattern, in shares of columns hidden, falls short of it."""
        return 1.0 - float(np.dot(shares[list(self.columns)], self.coefficients))

    def row(self) -> Row:
        """As the row of a program."""
        return self.columns, self.coefficients, 1.0, INFINITY


class Lines:
    """A part's relations and limits in arrays."""

    def __init__(self, part: Part) -> None:
        self.part = part
        self.size = len(part.columns)
        self.low = np.array([-np.inf if line.low is None else line.low for line in part.lines])
        self.high = np.array([np.inf if line.high is None else line.high for line in part.lines])
        self._row = np.array([n for n, line in enumerate(part.lines) for _ in line.terms], dtype=np.int64)
        self._column = np.array([i for line in part.lines for i in line.terms], dtype=np.int64)
        self._value = np.array([float(c) for line in part.lines for c in line.terms.values()])
        self.free = np.array([column.free for column in part.columns], dtype=bool)
        self._highest = np.array([float(column.highest) for column in part.columns])
        self._lowest = np.array([float(column.lowest) for column in part.columns])
        self._seen = []
        for known in part.known:
            seen = np.ones(self.size)
            seen[list(known)] = 0.0
            self._seen.append(seen)

    def seen(self, attacker: int) -> Array:
        """1 for each column that the attacker does not know, else 0."""
        return self._seen[attacker]

    def room(self, most: float | None) -> tuple[Array, Array]:
        """How far each column may go down and up."""
        if most is None:
            return self._lowest, self._highest
        return np.minimum(self._lowest, most), np.minimum(self._highest, most)

    def both_ways(self, columns: Array) -> Matrix:
        """As the rows of a program that has two columns for each of some: its way up and its way down."""
        place = np.full(self.size, -1)
        place[columns] = np.arange(len(columns))
        inside = place[self._column] >= 0
        row, at, value = self._row[inside], place[self._column[inside]], self._value[inside]
        used, row = np.unique(row, return_inverse=True)
        return Matrix(
            np.concatenate([[0], np.cumsum(2 * np.bincount(row, minlength=len(used)))]),
            np.stack([2 * at, 2 * at + 1], axis=1).ravel(),
            np.stack([value, -value], axis=1).ravel(),
            self.low[used],
            self.high[used],
        )

    def rows(self) -> list[Row]:
        """As the rows of a program over deviations."""
        return [
            (
                list(line.terms),
                list(line.terms.values()),
                -INFINITY if line.low is None else line.low,
                INFINITY if line.high is None else line.high,
            )
            for line in self.part.lines
        ]

    def cut(self, attacker: int, ways: Iterable[tuple[int, int, ArrayLike]], by: int) -> Cut | None:
        """What follows for a pattern in which a column goes ``by``, the sum over ``ways``, each a column, a
        direction and a multiplier for each line. None where that is nothing."""
        needed = float(by)
        carried = np.zeros(self.size)
        for column, sign, multipliers in ways:
            whole = np.rint(np.asarray(multipliers, dtype=float) * _FRACTION)
            used = whole != 0
            use = np.where(whole > 0, self.low, self.high)[used]
            # The lines so combined: own times the column's move is what remains times the others' moves.
            remaining = -np.bincount(self._column, self._value * whole[self._row], self.size)
            own = sign * remaining[column]
            if own <= 0 or np.isinf(use).any():
                needed -= float(self._highest[column] if sign > 0 else self._lowest[column])
                continue
            remaining[column] = 0.0
            needed += float((whole[used] * use).sum()) / own
            carried += np.where(remaining < 0, -remaining * self._highest, remaining * self._lowest) / own
        carried *= self._seen[attacker]
        needed -= float(carried[self.free].sum())
        carried[self.free] = 0.0
        if needed <= 1e-6:
            return None
        columns = np.flatnonzero(carried)
        return Cut(tuple(columns.tolist()), tuple((np.minimum(carried[columns], needed) / needed).tolist()))


class Reach:
    """How far columns can go, each by itself, when others move in shares of their room. Hot-started."""

    def __init__(self, lines: Lines, attacker: int) -> None:
        self._lines = lines
        self._seen = lines.seen(attacker)
        zeros = [0.0] * lines.size
        self._model = Model(zeros, zeros, zeros, lines.rows(), primal=True)
        self.solves = 0

    def share(self, shares: Array, most: float | None) -> None:
        """Lets every column move by its share of its room, taken to be at most ``most`` (None: all there
        is)."""
        shares = shares * self._seen
        low, high = self._lines.room(most)
        self._model.bounds(-low * shares, high * shares)

    def furthest(self, column: int, sign: int) -> tuple[float, list[float], Sequence[float]] | None:
        """How far a column gets at most in a direction, with the deviations that take it there and the
        multipliers that show it gets no further. None where the solver is not certain."""
        self.solves += 1
        self._model.price(column, -sign)
        answer = self._model.solve()
        self._model.price(column, 0)
        if answer.status is not Status.OPTIMAL:
            return None
        return sign * answer.values[column], answer.values, answer.multipliers


class Pool:
    """The cuts known so far, each once."""

    def __init__(self) -> None:
        self.cuts: list[Cut] = []
        self._known: set[Cut] = set()
        self._with: dict[int, list[Cut]] = defaultdict(list)

    def add(self, cut: Cut) -> bool:
        """Notes a cut; False where it is known."""
        if cut in self._known:
            return False
        self._known.add(cut)
        self.cuts.append(cut)
        for column in cut.columns:
            self._with[column].append(cut)
        return True

    def needs(self, column: int, hidden: Set[int]) -> bool:
        """Whether a cut shows already that a hidden column cannot be shown while the others stay hidden."""
        for cut in self._with[column]:
            total = 0.0
            for other, coefficient in zip(cut.columns, cut.coefficients, strict=True):
                if other != column and other in hidden:
                    total += coefficient
            if total < 1 - 1e-6:
                return True
        return False
