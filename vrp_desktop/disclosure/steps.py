"""Steps: what proves that a value stays possible.

A *step* is a vector of whole-number deviations that keeps every relation: the true table plus the step is
a table an attacker cannot rule out, as long as every column that moves in it is hidden.
"""

from collections import defaultdict
from collections.abc import Iterable
from math import gcd
from typing import NamedTuple

import numpy as np

from vrp_desktop.disclosure.cuts import Array, Lines
from vrp_desktop.disclosure.solver import INFINITY, Model, Status
from vrp_desktop.disclosure.system import Part

_NODES = 1_000
"""After so many, the best step in whole numbers that was found by then has to do."""


class Need(NamedTuple):
    """A deviation that has to stay possible for a column, against an attacker (a number in the part's list).
    With ``width`` any two deviations so far apart will do, and ``by`` is 0."""

    column: int
    by: int
    attacker: int = 0
    width: int = 0


Step = dict[int, int]
"""Deviation by column, without zeros."""


def keeps(part: Part, step: Step) -> bool:
    """Whether a step keeps every bound and relation of the part, in exact arithmetic."""
    if any(not -part.columns[i].down <= by <= part.columns[i].up for i, by in step.items()):
        return False
    # A line that nothing in the step touches adds up to 0, as it does in the true table.
    totals: dict[int, int] = defaultdict(int)
    for i, by in step.items():
        for number, coefficient in part.touching[i]:
            totals[number] += coefficient * by
    for number, total in totals.items():
        line = part.lines[number]
        if (line.low is not None and total < line.low) or (line.high is not None and total > line.high):
            return False
    return True


def multiples(part: Part, step: Step, furthest: int) -> list[Step]:
    """The step's shortest whole-number direction, both ways, as far as it may go, shortest first."""
    divisor = gcd(*step.values())
    found = []
    for sign in (1, -1):
        for times in range(1, furthest + 1):
            longer = {i: sign * times * by // divisor for i, by in step.items()}
            if not keeps(part, longer):
                break
            found.append(longer)
    return found


class Finder:
    """Finds the cheapest step for a need, moving only some columns of the part."""

    def __init__(self, lines: Lines, attacker: int, columns: Iterable[int], prices: Array) -> None:
        self._part = part = lines.part
        self._columns = sorted(set(columns) - part.known[attacker])
        self._place = {column: i for i, column in enumerate(self._columns)}
        self._priced: Array = prices[self._columns]
        self._opened = np.ones(len(self._columns), dtype=bool)
        # Program columns 2i and 2i+1 are the way up and the way down of the i-th column.
        self._now = [float(k) for i in self._columns for k in (part.columns[i].up, part.columns[i].down)]
        self._price: list[float] = np.repeat(prices[self._columns], 2).tolist()
        self._rows = lines.both_ways(np.array(self._columns, dtype=np.int64))
        self._linear = Model([0.0] * len(self._now), self._now, self._price, self._rows)
        self.size = len(self._columns)
        """How many columns it moves."""
        self.afresh = True
        """Whether it starts from nothing each time, which is nearer than the last answer where few move."""
        self.whole = True
        """Whether it looks for whole numbers where the fractions are not whole by themselves."""

    def open(self, column: int) -> None:
        """Lets a column move."""
        self._bound(column, float(self._part.columns[column].up), float(self._part.columns[column].down))

    def close(self, column: int) -> None:
        """Holds a column at its true value."""
        self._bound(column, 0.0, 0.0)

    def _bound(self, column: int, up: float, down: float) -> None:
        place = self._place.get(column)
        if place is not None:
            for k, most in ((2 * place, up), (2 * place + 1, down)):
                self._now[k] = most
                self._linear.bound(k, 0, most)

    def price(self, column: int, price: float) -> None:
        """What one unit of movement of a column costs."""
        place = self._place.get(column)
        if place is not None and price != self._price[2 * place]:
            for k in (2 * place, 2 * place + 1):
                self._price[k] = price
                self._linear.price(k, price)

    def follow(self, prices: Array, opened: Array) -> None:
        """Takes over the price of every column, and lets only those ``opened`` (true for each) move."""
        now = prices[self._columns]
        for i in np.flatnonzero(now != self._priced).tolist():
            self.price(self._columns[i], float(now[i]))
        self._priced = now
        there = opened[self._columns]
        for i in np.flatnonzero(there != self._opened).tolist():
            (self.open if there[i] else self.close)(self._columns[i])
        self._opened = there

    def _cost(self, step: Step) -> float:
        return sum(self._price[2 * self._place[i]] * abs(by) for i, by in step.items())

    def find(self, need: Need) -> Step | None:
        """The cheapest step that moves the need's column by its deviation (by nothing less than all of its
        width, up or down), None where there is none (or the solver is not certain)."""
        if need.width:
            ways = (self.find(need._replace(by=by, width=0)) for by in (need.width, -need.width))
            return min((way for way in ways if way), key=self._cost, default=None)
        place = self._place.get(need.column)
        if place is None:
            return None
        way, other = (2 * place, 2 * place + 1) if need.by > 0 else (2 * place + 1, 2 * place)
        by = abs(need.by)
        if self._now[way] < by:
            return None
        for model in (self._linear, None):
            if model is None:
                if not self.whole:
                    return None
                model = Model([0.0] * len(self._now), self._now, self._price, self._rows, integer=True)
                model.limit(INFINITY, _NODES)
            if self.afresh:
                # From where nothing moves, which is best in all but the need at any prices, it is not far;
                # and so the answer does not hang on what was asked before.
                model.forget()
            model.bound(way, by, by)
            model.bound(other, 0, 0)
            answer = model.solve()
            model.bound(way, 0, self._now[way])
            model.bound(other, 0, self._now[other])
            if answer.status is Status.INFEASIBLE:
                return None
            whole = answer.whole() if answer.values else None
            if whole is not None:
                moved = zip(self._columns, whole[::2], whole[1::2], strict=True)
                step = {i: up - down for i, up, down in moved if up != down}
                if keeps(self._part, step):
                    return step
        return None
