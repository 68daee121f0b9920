"""The exact method: the least pattern there is, or how far the best one found can be from it at most.

After Fischetti and Salazar. A master program chooses what to hide, knowing of the attackers only the cuts
seen so far; it hides too little, so its cost is a bound. An attacker who is not held off by its choice proves
a new cut; until the bound, rounded up to what a pattern can cost, meets the best safe pattern. At first the
master may hide shares of columns, which is quick and brings most of the cuts; then only whole ones.
"""

import math
from functools import reduce

import numpy as np

from vrp_desktop.disclosure.budget import Budget
from vrp_desktop.disclosure.cuts import Array
from vrp_desktop.disclosure.pattern import Pattern
from vrp_desktop.disclosure.solver import INFINITY, Model, Row, Status
from vrp_desktop.disclosure.steps import Need

_STALE = 6
"""Rounds without progress of the bound after which shares have told what they can."""
_ROUNDS = 60
_SHARES = 0.4
"""Part of the effort that shares may take at most."""
_GUESSES = 4
"""Guesses made of the shares: hide what is hidden by at least so much of itself."""
_NODES = 20_000
_COMPLETIONS = 40
"""How often a choice of the master is completed and looked at again."""
_WHOLES = 500
"""What a solve in whole columns counts, in solves."""
_TOLERANCE = 1e-6


class Exact:
    """Improves a safe pattern until it is proven best, or the budget is spent. ``best`` is the best pattern,
    ``bound`` what no safe pattern costs less than."""

    def __init__(self, pattern: Pattern, budget: Budget) -> None:
        self._pattern = pattern
        self._budget = budget
        self._lines = pattern.lines
        self.best = frozenset(pattern.hidden)
        self.bound = 0.0
        self._cost = pattern.cost()
        self._unit = _unit(pattern.weights[~self._lines.free].tolist())
        self._size = self._lines.size
        self._core = np.ones(self._size)
        self._low = np.where(self._lines.free, 1.0, 0.0)
        self._bridges = self._bridgeless()
        self._targets = self._asked()

    @property
    def proven(self) -> bool:
        """Whether no pattern is better than the best."""
        return self.bound >= self._cost - _TOLERANCE * max(1.0, self._unit)

    def run(self) -> None:
        """Searches until the proof or the end of the budget."""
        if self.best == self._pattern.always:
            return
        self._single_lines()
        shares = self._in_shares()
        if not self.proven and self._budget.left():
            self._guess(shares)
        going_on = True
        while going_on and not self.proven and self._budget.left():
            going_on = self._in_wholes()

    def _asked(self) -> list[Need]:
        """The furthest needs: what lies between them follows, but for whole numbers."""
        furthest: dict[tuple[int, int, bool], Need] = {}
        for need in self._pattern.needs:
            key = (need.column, need.attacker, need.by > 0)
            if need.width or key not in furthest or abs(need.by) > abs(furthest[key].by):
                furthest[key] = need
        return sorted(furthest.values())

    def _bridgeless(self) -> list[Row]:
        """A column alone in a relation is useless there: it is hidden only if another one is."""
        rows: list[Row] = []
        for line in self._pattern.part.lines:
            columns = list(line.terms)
            if line.low == 0 == line.high and not self._lines.free[columns].any():
                for column in columns:
                    signs = [-1.0 if other == column else 1.0 for other in columns]
                    rows.append((columns, signs, 0.0, INFINITY))
        return rows

    def _single_lines(self) -> None:
        """What each relation says of each need by itself: others in it must make up for what moves."""
        part = self._pattern.part
        for need in self._targets:
            if need.width:
                continue
            for number, coefficient in part.touching[need.column]:
                multipliers = np.zeros(len(part.lines))
                sign = 1 if need.by > 0 else -1
                multipliers[number] = -sign / coefficient
                cut = self._lines.cut(need.attacker, [(need.column, sign, multipliers)], abs(need.by))
                if cut is not None:
                    self._pattern.pool.add(cut)

    def _raise(self, bound: float) -> None:
        if self._pattern.beyond:
            return  # The master was told something for the search's sake that is not proven.
        if not math.isfinite(bound):
            return  # The clock ended the search before it knew anything.
        if self._unit:
            bound = math.ceil(bound / self._unit - _TOLERANCE) * self._unit
        self.bound = max(self.bound, min(bound, self._cost))

    def _take(self) -> None:
        """Notes the pattern where it is the best so far."""
        if self._pattern.unmet:
            return
        hidden, cost = frozenset(self._pattern.hidden), self._pattern.cost()
        if cost < self._cost - _TOLERANCE:
            self.best, self._cost = hidden, cost

    # In shares.

    def _in_shares(self) -> Array:
        pool = self._pattern.pool
        master = Model(list(self._low), [1.0] * self._size, list(self._pattern.weights), self._bridges)
        told, before, stale = 0, -1.0, 0
        shares = self._low
        eager = list(self._targets)
        for _ in range(_ROUNDS):
            master.add([cut.row() for cut in pool.cuts[told:]])
            told = len(pool.cuts)
            self._budget.spend(self._size)
            answer = master.solve()
            if answer.status is not Status.OPTIMAL:
                break
            shares = np.clip(np.array(answer.values), 0.0, 1.0)
            self._raise(answer.objective)
            self._budget.say(f"at least {self.bound:g}, at most {self._cost:g}")
            stale = 0 if answer.objective > before + 0.01 * max(self._unit, 0.1) else stale + 1
            before = max(before, answer.objective)
            if self.proven or stale > _STALE or self._budget.spent > _SHARES or not self._budget.left():
                break
            self._core = (self._core + shares) / 2
            eager = self._separate(eager, shares) or self._separate(self._targets, shares)
            if not eager:
                break
        return shares

    def _separate(self, needs: list[Need], shares: Array) -> list[Need]:
        """Notes cuts that these shares break; gives back the needs that gave one."""
        for point in (0.7 * shares + 0.3 * self._core, shares):
            given = []
            at: tuple[int, float] | None = None
            for need in sorted(needs, key=lambda n: (n.attacker, n.width or abs(n.by))):
                far = need.attacker, float(need.width or abs(need.by))
                if far != at:
                    self._pattern.reach(need.attacker).share(point, far[1])
                    at = far
                cut = self._pattern.cut_now(need)
                if cut is not None and cut.lacks(shares) > 1e-5:
                    self._pattern.pool.add(cut)
                    given.append(need)
                if not self._budget.left():
                    break
            if given:
                return given
        return []

    def _guess(self, shares: Array) -> None:
        """Safe patterns near the shares."""
        prices = self._pattern.weights * (1.0 - 0.95 * shares)
        for least in np.linspace(0.9, 0.1, _GUESSES):
            if self.proven or not self._budget.left():
                return
            self._pattern.settle(np.flatnonzero(shares >= least).tolist(), prices)
            self._take()

    # In wholes.

    def _in_wholes(self) -> bool:
        """One choice of the master in whole columns; False where it leads nowhere."""
        pool = self._pattern.pool
        best = self._pattern.shares(self.best)
        weights = self._pattern.weights
        rows = [*self._bridges, *(cut.row() for cut in pool.cuts)]
        master = Model(list(self._low), [1.0] * self._size, list(weights), rows, integer=True)
        master.start_from(list(best))
        master.limit(self._budget.remaining, _NODES)
        answer = master.solve()
        self._budget.spend(_WHOLES * self._size)
        if answer.status in (Status.OPTIMAL, Status.STOPPED):
            self._raise(answer.bound)
        self._budget.say(f"at least {self.bound:g}, at most {self._cost:g}")
        if self.proven or not answer.values:
            return False
        chosen = np.flatnonzero(np.array(answer.values) > 0.5).tolist()
        cuts = len(pool.cuts)
        lacked = self._pattern.settle(chosen, weights, best)
        self._take()
        if lacked and not self.proven and self._budget.left():
            self._complete(chosen, best)
        return len(pool.cuts) > cuts and answer.status is Status.OPTIMAL

    def _complete(self, chosen: list[int], best: Array) -> None:
        """The least that has to be hidden besides what the master chose: the same method once more, among
        what breaks no more cuts, with a small master over the columns of the broken ones."""
        pool, pattern = self._pattern.pool, self._pattern
        base = pattern.shares(chosen)
        whole = set(chosen)
        for _ in range(_COMPLETIONS):
            broken = [cut for cut in pool.cuts if cut.lacks(base) > _TOLERANCE]
            columns = sorted({column for cut in broken for column in cut.columns})
            place = {column: i for i, column in enumerate(columns)}
            rows: list[Row] = [
                ([place[column] for column in cut.columns], cut.coefficients, 1.0, INFINITY) for cut in broken
            ]
            low, weights = base[columns].tolist(), pattern.weights[columns].tolist()
            master = Model(low, [1.0] * len(columns), weights, rows, integer=True)
            master.limit(self._budget.remaining, _NODES // 10)
            answer = master.solve()
            self._budget.spend(10 * self._size)
            if not answer.values:
                return
            whole = {*chosen, *(columns[i] for i, value in enumerate(answer.values) if value > 0.5)}
            if pattern.cost_of(whole) > self._cost - _TOLERANCE or not self._budget.left():
                return
            lacked = pattern.lacked(whole)
            if not lacked:
                break
            cuts = len(pool.cuts)
            for need in lacked:
                pattern.rule_out(need, whole, best)
            if len(pool.cuts) == cuts:
                break
        pattern.settle(whole, pattern.weights)
        self._take()


def _unit(weights: list[float]) -> float:
    """What every cost is a multiple of; 0 where the weights are not whole."""
    if not weights or any(w != int(w) for w in weights):
        return 0.0
    return float(reduce(math.gcd, map(int, weights)))
