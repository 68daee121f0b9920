"""Steps: what proves that a value stays possible.

A *step* is a vector of whole-number deviations that keeps every relation: the true table plus the step is
a table an attacker cannot rule out, as long as every column that moves in it is hidden.
"""

from math import gcd

from vrp_desktop.disclosure.solver import INFINITY, Model, Row, Status
from vrp_desktop.disclosure.system import Part

Need = tuple[int, int]
"""A column and the deviation that has to stay possible for it."""
Step = dict[int, int]
"""Deviation by column, without zeros."""


def keeps(part: Part, step: Step) -> bool:
    """Whether a step keeps every bound and relation of the part, in exact arithmetic."""
    if any(not -part.columns[i].down <= by <= part.columns[i].up for i, by in step.items()):
        return False
    # A line that nothing in the step touches adds up to 0, as it does in the true table.
    for line in {id(line): line for i in step for line in part.touching[i]}.values():
        total = sum(line.terms.get(i, 0) * by for i, by in step.items())
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
    """Finds the cheapest step for a need, moving only columns that are open. Hot-started."""

    def __init__(self, part: Part, opened: bool) -> None:
        self._part = part
        # Program columns 2i and 2i+1 are the way up and the way down of column i.
        self._high = [float(k) for column in part.columns for k in (column.up, column.down)]
        self._now = list(self._high) if opened else [0.0] * len(self._high)
        self._price = [1.0] * len(self._high)
        self._rows: list[Row] = [
            (
                [k for i in line.terms for k in (2 * i, 2 * i + 1)],
                [k for c in line.terms.values() for k in (c, -c)],
                -INFINITY if line.low is None else line.low,
                INFINITY if line.high is None else line.high,
            )
            for line in part.lines
        ]
        self._linear = Model([0.0] * len(self._now), self._now, self._price, self._rows)
        self.solves = 0

    def open(self, column: int) -> None:
        """Lets a column move."""
        for k in (2 * column, 2 * column + 1):
            self._now[k] = self._high[k]
            self._linear.bound(k, 0, self._now[k])

    def close(self, column: int) -> None:
        """Holds a column at its true value."""
        for k in (2 * column, 2 * column + 1):
            self._now[k] = 0.0
            self._linear.bound(k, 0, 0)

    def price(self, column: int, price: float) -> None:
        """What one unit of movement of a column costs."""
        for k in (2 * column, 2 * column + 1):
            self._price[k] = price
            self._linear.price(k, price)

    def find(self, need: Need) -> Step | None:
        """The cheapest step that moves the need's column by its deviation, None where there is none (or the
        solver is not certain)."""
        column, by = need
        way, other = (2 * column, 2 * column + 1) if by > 0 else (2 * column + 1, 2 * column)
        if self._now[way] < abs(by):
            return None
        self.solves += 1
        for model in (self._linear, None):
            model = model or Model([0.0] * len(self._now), self._now, self._price, self._rows, integer=True)
            model.bound(way, abs(by), abs(by))
            model.bound(other, 0, 0)
            answer = model.solve()
            model.bound(way, 0, self._now[way])
            model.bound(other, 0, self._now[other])
            if answer.status is Status.INFEASIBLE:
                return None
            whole = answer.whole() if answer.status is Status.OPTIMAL else None
            if whole is not None:
                moved = {i: whole[2 * i] - whole[2 * i + 1] for i in range(len(whole) // 2)}
                step = {i: k for i, k in moved.items() if k}
                if keeps(self._part, step):
                    return step
        return None
