"""The protector: which further cells to hide so that every small count stays as uncertain as it must be.

A safe pattern, found by least-cost steps for one unmet need after the other, then cleaned of everything no
need uses, then improved by taking hidden cells back and mending what breaks. Deterministic, one thread.
It is not proven minimal, and never called so.
"""

import random
from collections.abc import Iterable
from time import perf_counter

from vrp_desktop.disclosure.attack import intervals
from vrp_desktop.disclosure.model import CellId, Frozen, Problem, Protection
from vrp_desktop.disclosure.steps import Finder, Need, Step, multiples
from vrp_desktop.disclosure.system import Part, build, usual_reach

_NUDGE = 1e-3
"""Price of moving what is hidden anyway: of two steps that hide nothing more, the shorter one."""
_FAR = 100_000
"""How far deviations may go before a need is given up as unmet."""
_EFFORT = 60_000
"""Improvement stops after so many solves times columns: a count, not a clock, keeps the answer the same."""
_TRIES = 4
"""How many lots are drawn for each hidden column that might not have to be."""


def protect(problem: Problem, effort: int = 1) -> Protection:
    """A safe pattern: every primary hidden, and as few other cells as a good heuristic finds.

    ``effort`` 0 skips the improvement. Raises Contradiction where the table does not add up.
    """
    started = perf_counter()
    suppressed: set[CellId] = set()
    unmet: list[CellId] = []
    system = build(problem, usual_reach(problem))
    patterns = [_solved(part, effort) for part in system.parts]
    if any(pattern.unmet for pattern in patterns):
        # Perhaps only the search was too short-sighted: look once more as far as the relations go.
        system = build(problem, _FAR)
        patterns = [_solved(part, effort) for part in system.parts]
    unmet += system.exposed
    suppressed.update(
        cell.id
        for cell in problem.cells
        if (cell.primary and cell.frozen is not Frozen.PUBLISHED) or cell.frozen is Frozen.SUPPRESSED
    )
    primaries = {cell.id for cell in problem.cells if cell.primary}
    helpers = {cell.id for cell in problem.cells if cell.helper}
    for pattern in patterns:
        for column in sorted(pattern.hidden):
            suppressed.update(pattern.part.columns[column].members)
        for column in sorted({column for column, _ in pattern.unmet}):
            unmet += [cell for cell in pattern.part.columns[column].members if cell in primaries]
    suppressed -= helpers
    return Protection(
        frozenset(suppressed), intervals(problem, suppressed), tuple(unmet), perf_counter() - started
    )


def _solved(part: Part, effort: int) -> "_Pattern":
    pattern = _Pattern(part)
    if pattern.needs:
        pattern.grow(pattern.needs)
        pattern.clean()
        pattern.improve(effort * _EFFORT)
    return pattern


class _Pattern:
    """What is hidden in one part, and the step that proves each need. Safe when no need is unmet."""

    def __init__(self, part: Part) -> None:
        self.part = part
        self.needs: list[Need] = sorted(
            ((i, by) for i, column in enumerate(part.columns) for by in column.needs),
            key=lambda need: (-abs(need[1]), need),
        )
        self._wanted = frozenset(self.needs)
        self._furthest = max((abs(by) for _, by in self.needs), default=0)
        self.always = frozenset(i for i, column in enumerate(part.columns) if column.free)
        self.hidden = set(self.always)
        self.steps: dict[Need, Step] = {}
        self.unmet: list[Need] = []
        if self.needs:
            self._grower = Finder(part, opened=True)
            self._attacker = Finder(part, opened=False)
            for i, column in enumerate(part.columns):
                self._attacker.price(i, _NUDGE)
                self._grower.price(i, _NUDGE if column.free else column.weight)
                if column.free:
                    self._attacker.open(i)

    def cost(self) -> float:
        """The weight of what is hidden beyond what had to be."""
        return sum(self.part.columns[i].weight for i in self.hidden - self.always)

    def _hide(self, column: int) -> None:
        if column not in self.hidden:
            self.hidden.add(column)
            self._grower.price(column, _NUDGE)
            self._attacker.open(column)

    def _show(self, column: int) -> None:
        self.hidden.discard(column)
        self._grower.price(column, self.part.columns[column].weight)
        self._attacker.close(column)

    def _proves(self, step: Step, steps: dict[Need, Step]) -> None:
        """Notes every need that the step, or a multiple of it, proves."""
        for longer in multiples(self.part, step, self._furthest):
            for need in longer.items():
                if need in self._wanted and need not in steps:
                    steps[need] = longer

    def grow(self, needs: Iterable[Need]) -> bool:
        """Hides what the cheapest steps for these needs move; False where one has none."""
        for need in needs:
            if need in self.steps:
                continue
            step = self._grower.find(need)
            if step is None:
                self.unmet.append(need)
                continue
            for column in step:
                self._hide(column)
            self.steps[need] = step
            self._proves(step, self.steps)
        return not self.unmet

    def clean(self) -> None:
        """Takes back, the dearest and least used first, every hidden column that the needs can do without."""
        for column in self._by_price(self.hidden - self.always):
            users = [need for need, step in self.steps.items() if column in step]
            self._attacker.close(column)
            found: dict[Need, Step] = {}
            for need in users:
                if need in found:
                    continue
                step = self._attacker.find(need)
                if step is None:
                    self._attacker.open(column)
                    break
                found[need] = step
                self._proves(step, found)
            else:
                self._show(column)
                self.steps.update((need, found[need]) for need in users)

    def _by_price(self, columns: Iterable[int]) -> list[int]:
        """Those that are dear for how few needs use them come first: they are the likeliest to go."""
        users = dict.fromkeys(columns, 0)
        for step in self.steps.values():
            for column in step:
                if column in users:
                    users[column] += 1
        return sorted(users, key=lambda i: (users[i] / max(self.part.columns[i].weight, _NUDGE), i))

    def improve(self, effort: int) -> None:
        """Takes a few hidden columns back together, mends what breaks without them, and keeps what became no
        dearer; first one by one, then by lot (with a fixed seed), until the effort is spent."""
        if not effort or self.unmet or self.hidden == self.always:
            return
        size = len(self.part.columns)
        limit = self._grower.solves + self._attacker.solves + effort // size
        lots = random.Random(size)  # noqa: S311 - the same every time, and no secret
        better = True
        while better:
            better = False
            for column in self._by_price(self.hidden - self.always):
                if self._grower.solves + self._attacker.solves > limit:
                    return
                if column in self.hidden and self._without([column], self.needs) < 0:
                    better = True
        for _ in range(_TRIES * len(self.hidden - self.always)):
            candidates = sorted(self.hidden - self.always)
            if len(candidates) < 2 or self._grower.solves + self._attacker.solves > limit:
                return
            chosen = lots.sample(candidates, min(len(candidates), lots.randint(1, 4)))
            order = list(self.needs)
            lots.shuffle(order)
            self._without(chosen, order)

    def _without(self, columns: list[int], order: list[Need]) -> float:
        """Tries to do without some columns; keeps the result where it is no dearer. By how much it is."""
        hidden, steps, cost = set(self.hidden), dict(self.steps), self.cost()
        for column in columns:
            self._show(column)
            self._grower.close(column)
        self.steps = {n: step for n, step in self.steps.items() if not any(c in step for c in columns)}
        possible = self.grow([need for need in order if need not in self.steps])
        for column in columns:
            self._grower.open(column)
        if possible:
            self.clean()
            if self.cost() <= cost:
                return self.cost() - cost
        self.unmet = []
        self.steps = steps
        for other in self.hidden - hidden:
            self._show(other)
        for other in hidden - self.hidden:
            self._hide(other)
        return 0.0
