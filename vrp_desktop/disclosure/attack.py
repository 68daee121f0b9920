"""The attacker: what anybody can work out about the hidden counts from everything that is published.

Needs no true values of what is hidden, so that it also serves for a publication made by somebody else.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from vrp_desktop.disclosure.model import CellId, Interval, Problem, Relation
from vrp_desktop.disclosure.solver import INFINITY, Model, Row, Status

_LARGE = 3_000
"""Among more unknowns than that, what fractions say of an end of an interval has to do."""


class Impossible(ValueError):  # noqa: N818 - it says what is wrong with the numbers
    """No whole numbers at all agree with what is published."""


def intervals(problem: Problem, suppressed: Iterable[CellId]) -> dict[CellId, Interval]:
    """What can be worked out about each suppressed cell when all the others (but helpers) are published."""
    hidden = set(suppressed)
    unknown: dict[CellId, Interval] = {}
    known: dict[CellId, int] = {}
    for cell in problem.cells:
        if cell.id in hidden or cell.helper:
            unknown[cell.id] = (cell.low, cell.high)
        else:
            known[cell.id] = cell.value
    return attack(unknown, known, problem.relations, hidden)


def attack(
    unknown: Mapping[Any, Interval],
    known: Mapping[Any, int],
    relations: Iterable[Relation],
    wanted: Iterable[CellId] | None = None,
) -> dict[Any, Interval]:
    """The least and greatest whole number each unknown can be.

    ``unknown`` says what is known of each beforehand. Where the solver gives no certain answer the interval
    may be wider than the truth, never narrower. Raises Impossible.
    """
    bounds = dict(unknown)
    rows = [_unknowns_only(relation, bounds, known) for relation in relations]
    rows = [row for row in rows if row[0]]
    _propagate(bounds, rows)
    asked = set(unknown if wanted is None else wanted)
    found: dict[CellId, Interval] = {}
    for names, part in _components(bounds, rows):
        if any(name in asked for name in names):
            found.update(_Part(names, part, bounds).answers([name for name in names if name in asked]))
    return {name: found[name] for name in unknown if name in found}


def completed(
    unknown: Mapping[Any, Interval], known: Mapping[Any, int], relations: Iterable[Relation]
) -> dict[Any, int]:
    """Some whole numbers for the unknowns that agree with everything known. Raises Impossible."""
    bounds = dict(unknown)
    rows = [row for row in (_unknowns_only(r, bounds, known) for r in relations) if row[0]]
    _propagate(bounds, rows)
    found: dict[CellId, int] = {}
    for names, part in _components(bounds, rows):
        found.update(_Part(names, part, bounds).table())
    return found


_Row = tuple[dict[CellId, int], int | None, int | None]


def _unknowns_only(
    relation: Relation, unknown: Mapping[CellId, Interval], known: Mapping[CellId, int]
) -> _Row:
    terms: dict[CellId, int] = defaultdict(int)
    rest = relation.rhs
    for cell, coefficient in relation.terms:
        if cell in unknown:
            terms[cell] += coefficient
        else:
            rest -= coefficient * known[cell]
    low = None if relation.relation == "<=" else rest
    high = None if relation.relation == ">=" else rest
    terms = {cell: c for cell, c in terms.items() if c}
    if not terms and ((low is not None and low > 0) or (high is not None and high < 0)):
        raise Impossible("a relation between published figures does not hold")
    return terms, low, high


def _propagate(bounds: dict[CellId, Interval], rows: Sequence[_Row]) -> None:
    """Narrows bounds by each relation alone until nothing changes: exact, and it spares the solver
    unbounded columns."""
    for _ in range(20):
        changed = False
        for terms, low, high in rows:
            for sign, limit in ((1, high), (-1, None if low is None else -low)):
                # sum of sign*c*x <= limit: what the others must take at least leaves the rest for x.
                if limit is None:
                    continue
                least: dict[CellId, int | None] = {}
                for cell, c in terms.items():
                    bottom, top = bounds[cell]
                    end = bottom if sign * c > 0 else top
                    least[cell] = None if end is None else sign * c * end
                open_ended = [cell for cell, v in least.items() if v is None]
                if len(open_ended) > 1:
                    continue
                total = sum(v for v in least.values() if v is not None)
                for cell in open_ended or terms:
                    c = sign * terms[cell]
                    room = limit - total + (least[cell] or 0)
                    bottom, top = bounds[cell]
                    if c > 0 and (top is None or room // c < top):
                        bounds[cell], changed = (bottom, room // c), True
                    elif c < 0 and -(room // -c) > bottom:
                        bounds[cell], changed = (-(room // -c), top), True
                    bottom, top = bounds[cell]
                    if top is not None and top < bottom:
                        raise Impossible(f"nothing is possible for {cell}")
        if not changed:
            return


def _components(
    bounds: Mapping[CellId, Interval], rows: Sequence[_Row]
) -> list[tuple[list[CellId], list[_Row]]]:
    touching: dict[CellId, list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        for cell in row[0]:
            touching[cell].append(number)
    seen: set[CellId] = set()
    found = []
    for start in bounds:
        if start in seen:
            continue
        seen.add(start)
        names, mine = [start], set()
        for name in names:
            for number in touching[name]:
                mine.add(number)
                for other in rows[number][0]:
                    if other not in seen:
                        seen.add(other)
                        names.append(other)
        found.append((names, [rows[number] for number in sorted(mine)]))
    return found


class _Part:
    """One hot-started linear program for the unknowns that hang together; an integer one where it must."""

    def __init__(self, names: list[CellId], rows: list[_Row], bounds: Mapping[CellId, Interval]) -> None:
        self._names = names
        self._bounds = bounds
        place = {name: i for i, name in enumerate(names)}
        self._rows: list[Row] = [
            (
                [place[c] for c in terms],
                list(terms.values()),
                -INFINITY if low is None else low,
                INFINITY if high is None else high,
            )
            for terms, low, high in rows
        ]
        self._linear = self._model(False)
        self._integer: Model | None = None
        # The least and greatest value each unknown takes in a whole-number table seen so far.
        self._seen_low: list[int | None] = [None] * len(names)
        self._seen_high: list[int | None] = [None] * len(names)

    def _model(self, integer: bool) -> Model:
        low = [float(self._bounds[name][0]) for name in self._names]
        tops = [self._bounds[name][1] for name in self._names]
        high = [INFINITY if top is None else float(top) for top in tops]
        return Model(low, high, [0.0] * len(low), self._rows, integer)

    def answers(self, asked: list[CellId]) -> dict[CellId, Interval]:
        if not self._rows:
            return {name: self._bounds[name] for name in asked}
        place = {name: i for i, name in enumerate(self._names)}
        found: dict[CellId, Interval] = {}
        for name in asked:
            low = self._end(place[name], 1)
            high = self._end(place[name], -1)
            found[name] = (self._bounds[name][0] if low is None else low, high)
        return found

    def table(self) -> dict[CellId, int]:
        """One table that agrees with everything."""
        for model in self._models():
            answer = model.solve()
            whole = answer.whole() if answer.status is Status.OPTIMAL else None
            if whole is not None and self._keeps(whole):
                return dict(zip(self._names, whole, strict=True))
        raise Impossible("no numbers were found that agree with what is published")

    def _end(self, column: int, sign: int) -> int | None:
        """The least (sign 1) or greatest (sign -1) whole value; None where nothing bounds it above."""
        outer = self._bounds[self._names[column]][0 if sign == 1 else 1]
        if outer is not None and outer == (self._seen_low if sign == 1 else self._seen_high)[column]:
            return outer
        for model in self._models():
            if model is self._integer and len(self._names) > _LARGE:
                break
            model.price(column, sign)
            answer = model.solve()
            model.price(column, 0)
            if answer.status is Status.INFEASIBLE:
                raise Impossible("no numbers agree with what is published")
            if answer.status is Status.UNBOUNDED:
                return None
            if answer.status is Status.UNSAFE:
                continue
            whole = answer.whole()
            if whole is not None and self._keeps(whole):
                self._note(whole)
                return whole[column]
            # Not whole, but a bound on everything whole.
            value = answer.values[column]
            outer = math.ceil(value - 1e-6) if sign == 1 else math.floor(value + 1e-6)
        return outer

    def _models(self) -> Iterable[Model]:
        yield self._linear
        if self._integer is None:
            self._integer = self._model(True)
        yield self._integer

    def _keeps(self, table: list[int]) -> bool:
        """Whether a table keeps every bound and relation, in exact arithmetic."""
        for name, value in zip(self._names, table, strict=True):
            low, high = self._bounds[name]
            if value < low or (high is not None and value > high):
                return False
        for columns, coefficients, row_low, row_high in self._rows:
            total = sum(c * table[i] for i, c in zip(columns, coefficients, strict=True))
            if not row_low <= total <= row_high:
                return False
        return True

    def _note(self, table: list[int]) -> None:
        for i, value in enumerate(table):
            low, high = self._seen_low[i], self._seen_high[i]
            self._seen_low[i] = value if low is None else min(low, value)
            self._seen_high[i] = value if high is None else max(high, value)
