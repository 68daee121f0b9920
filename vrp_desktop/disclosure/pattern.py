"""A pattern of hidden columns in one part, safe once each need has a step that moves only what is hidden.

Grown by least-cost steps for one unmet need after the other, then cleaned of everything no need uses. What is
learnt on the way stays: every step found proves needs in later patterns too, and every cut shows at once what
cannot be done without.
"""

from collections.abc import Collection, Iterable, Mapping, Set
from typing import NamedTuple

import numpy as np

from vrp_desktop.disclosure.budget import Budget
from vrp_desktop.disclosure.cuts import Array, Cut, Lines, Pool, Reach
from vrp_desktop.disclosure.solver import Model, Status
from vrp_desktop.disclosure.steps import Finder, Need, Step, keeps, multiples
from vrp_desktop.disclosure.system import Part

_NUDGE = 1e-3
"""Price of moving what is hidden anyway: of two steps that hide nothing more, the shorter one."""
_NEAR = (1_000, 3_000)
"""A step is looked for among so many columns around the need first, then among so many, at last among all."""
_INSIDE = 600
"""Or among so many of the hidden ones, where nothing more may be hidden."""
_SHARE = 10
"""The nearest of them, one in so many, share these columns and their program."""
_MOST = 3_000
"""Among more columns than that, whole numbers are looked for last."""
_LARGE = 1_000
"""In a part of more columns than that, the clean-up looks for steps near the need alone."""
_AGAIN = 12
"""So many hidden columns are shown again at once to look for something better."""
_DEARER = 3.0
"""As which they are priced, so that it is something else."""
_SAY = 50
"""So many needs are met, or columns looked at, between two words about it."""
_HELD = 100
"""Programs that are kept; the oldest makes room, so that thousands of cells do not fill the memory."""
_SHELF = 40
"""Steps kept for each need."""
_CORE = 0.1
"""Share of everything shown with which a cut is looked for: it bends it away from this one pattern."""


class _Key(NamedTuple):
    """Whose surroundings, in whose eyes, how far."""

    column: int
    attacker: int
    level: int = 0


class Pattern:
    """What is hidden in one part, and the step that proves each need. Safe when no need is unmet."""

    def __init__(self, part: Part, budget: Budget) -> None:
        self.part = part
        self.lines = Lines(part)
        self.pool = Pool()
        self.weights = np.array([0.0 if column.free else column.weight for column in part.columns])
        self.always = frozenset(i for i, column in enumerate(part.columns) if column.free)
        self.needs = sorted(_needs(part), key=lambda need: (-abs(need.by or need.width), need))
        self.hidden = set(self.always)
        self.steps: dict[Need, Step] = {}
        self.unmet: list[Need] = []
        self.beyond = False
        """Whether a need was given up that a longer step than is looked for might meet."""
        self._budget = budget
        self._wanted: dict[int, list[Need]] = {}
        for need in self.needs:
            self._wanted.setdefault(need.column, []).append(need)
        self._large = self.lines.size > _LARGE
        self._near_sizes = [near for near in _NEAR if near < self.lines.size] or [self.lines.size]
        self._passes = self._in_which_order()
        self._equal = [line.low == 0 == line.high for line in part.lines]
        self._every = frozenset(range(self.lines.size))
        self._all = np.ones(self.lines.size, dtype=bool)
        self._nudges = np.full(self.lines.size, _NUDGE)
        self._furthest = max((abs(need.by or need.width) for need in self.needs), default=0)
        self._shelf: dict[Need, list[Step]] = {}
        self._around: dict[tuple[int, int], list[int]] = {}
        self._finders: dict[_Key, Finder] = {}
        self._among: frozenset[int] = frozenset()
        self._around_inside: dict[int, list[int]] = {}
        self._finders_inside: dict[_Key, Finder] = {}
        self._reaches: dict[int, Reach] = {}

    def _in_which_order(self) -> list[tuple[int | None, bool]]:
        """How far around a need a step is looked for (None: among all columns), and whether in whole numbers
        where fractions are not whole by themselves."""
        near = range(len(self._near_sizes))
        order: list[tuple[int | None, bool]] = [*((level, False) for level in near), (0, True)]
        far: list[int | None] = [None] if self._near_sizes[-1] < self.lines.size else []
        order += [(level, False) for level in far]
        return order + [(level, True) for level in (*near[1:], *far)]

    def cost(self) -> float:
        """The weight of what is hidden beyond what had to be."""
        return self.cost_of(self.hidden)

    def cost_of(self, hidden: Iterable[int]) -> float:
        """The weight of a pattern beyond what had to be hidden."""
        return float(sum(self.weights[i] for i in hidden))

    def shares(self, hidden: Iterable[int]) -> Array:
        """1 for each hidden column, else 0."""
        shares = np.zeros(self.lines.size)
        shares[list(hidden)] = 1.0
        return shares

    def reach(self, attacker: int) -> Reach:
        """An attacker's reach."""
        if attacker not in self._reaches:
            self._reaches[attacker] = Reach(self.lines, attacker)
        return self._reaches[attacker]

    def lacked(self, guess: Iterable[int]) -> list[Need]:
        """Hides a guess, and gives back the needs that have no step then."""
        self.hidden = set(self.always).union(guess)
        self.steps, self.unmet = {}, []
        return self._prove_inside()

    def settle(self, guess: Iterable[int], prices: Array, toward: Array | None = None) -> list[Need]:
        """Makes a guess a safe and clean pattern: hides what it lacks, takes back what it can do without.
        Gives back the needs it lacked, after noting cuts that rule the guess out where there is a safe
        pattern to bend them ``toward``."""
        lacked = self.lacked(guess) if guess != self.always else self._start()
        if toward is not None:
            for need in lacked:
                self.rule_out(need, self.hidden, toward)
        self._grow(lacked, prices)
        if not self.unmet:
            self.clean()
        return lacked

    def _start(self) -> list[Need]:
        """With nothing hidden but what must be, every need is open: where it could be met like this, that
        is the cheapest way to meet it."""
        self.hidden, self.steps, self.unmet = set(self.always), {}, []
        return self.needs

    def _prove_inside(self) -> list[Need]:
        """Finds a step for every need that what is hidden allows; gives back those without one."""
        lacked = []
        everywhere: dict[int, Finder] = {}
        self._look_among_hidden()
        for need in self.needs:
            if need in self.steps:
                continue
            step = self._step_inside(need, everywhere)
            if step is None:
                lacked.append(need)
            else:
                self._proves(need, step, self.steps)
        return lacked

    def _look_among_hidden(self) -> None:
        """From now on, until it is called again, nothing more is hidden than now."""
        self._among = frozenset(self.hidden)
        self._around_inside.clear()
        self._finders_inside.clear()

    def _step_inside(self, need: Need, everywhere: dict[int, Finder] | None = None) -> Step | None:
        """A step of hidden columns: a known one, one near the need, or one of any (with the finders
        ``everywhere`` by attacker, if at all)."""
        step = self._shelved(need)
        if step is None:
            step = self._look(self._inside(need), need)
        if step is not None or everywhere is None or len(self._among) <= _INSIDE:
            return step
        if need.attacker not in everywhere:
            everywhere[need.attacker] = Finder(self.lines, need.attacker, self.hidden, self._nudges)
            everywhere[need.attacker].whole = len(self.hidden) <= _MOST
        return self._look(everywhere[need.attacker], need)

    def _inside(self, need: Need) -> Finder:
        """Looks for steps among what is hidden around a need."""
        around = self._around_inside.get(need.column)
        if around is None:
            around = self._columns_around(need.column, _INSIDE, self._among)
            for column in around if len(around) < _INSIDE // 2 else around[: len(around) // _SHARE]:
                self._around_inside.setdefault(column, around)
            self._around_inside[need.column] = around
        key = _Key(around[0], need.attacker)
        finder = self._held(self._finders_inside, key, around, self._nudges)
        opened = np.zeros(self.lines.size, dtype=bool)
        opened[list(self.hidden)] = True
        finder.follow(self._nudges, opened)
        return finder

    def _near(self, need: Need, prices: Array, level: int) -> Finder:
        """Looks for steps among the columns around a need."""
        around = self._around.get((need.column, level))
        if around is None:
            around = self._columns_around(need.column, self._near_sizes[level], self._every)
            for column in around[: len(around) // _SHARE]:
                # Those next to it have nearly the same around them.
                self._around.setdefault((column, level), around)
            self._around[need.column, level] = around
        finder = self._held(self._finders, _Key(around[0], need.attacker, level), around, prices)
        finder.follow(prices, self._all)
        return finder

    def _held(self, held: dict[_Key, Finder], key: _Key, columns: list[int], prices: Array) -> Finder:
        """A finder made before, or made now in the place of the oldest."""
        if key not in held:
            if len(held) >= _HELD:
                del held[next(iter(held))]
            held[key] = Finder(self.lines, key.attacker, columns, prices)
        return held[key]

    def _columns_around(self, column: int, most: int, among: Set[int]) -> list[int]:
        """A column and those nearest to it, first by way of what is hidden anyway: more than ``most`` before
        those are left out that cannot move among them."""
        found, seen, gone = [column], {column}, set()
        for free_alone in (True, False):
            for one in found:
                if free_alone and one != column and not self.part.columns[one].free:
                    continue
                for number, _ in self.part.touching[one]:
                    if number not in gone:
                        gone.add(number)
                        terms = self.part.lines[number].terms
                        new = [other for other in terms if other in among and other not in seen]
                        found += new
                        seen.update(new)
                if len(found) >= most:
                    movable = self._movable(seen)
                    if column in movable:
                        return [one for one in found if one in movable]
                    most *= 2
        movable = self._movable(seen)
        return [one for one in found if one in movable or one == column]

    def _movable(self, columns: Set[int]) -> set[int]:
        """Without those that are alone in a relation, again and again: nothing could make up for them."""
        left = set(columns)
        there: dict[int, set[int]] = {}
        for column in columns:
            for number, _ in self.part.touching[column]:
                there.setdefault(number, set()).add(column)
        alone = [number for number, those in there.items() if len(those) == 1 and self._equal[number]]
        for number in alone:
            for column in list(there[number]):
                left.discard(column)
                for other, _ in self.part.touching[column]:
                    there[other].discard(column)
                    if len(there[other]) == 1 and self._equal[other]:
                        alone.append(other)
        return left

    def _look(self, finder: Finder, need: Need) -> Step | None:
        self._budget.spend(finder.size)
        step = finder.find(need)
        if step is None and need.width > 1:
            # Part of the way up and the rest down.
            for up in range(1, need.width):
                one = finder.find(Need(need.column, up, need.attacker))
                two = one and finder.find(Need(need.column, up - need.width, need.attacker))
                if one and two:
                    return {**one, **two}
        return step

    def _shelved(self, need: Need) -> Step | None:
        for step in self._shelf.get(need, ()):
            if self.hidden.issuperset(step):
                return step
        return None

    def _proves(self, need: Need, step: Step, steps: dict[Need, Step]) -> None:
        """Notes every need that the step, or a multiple of it, proves."""
        self._keep(need, step, steps)
        if not keeps(self.part, step):
            return  # Two steps in one.
        for longer in multiples(self.part, step, self._furthest):
            for column, by in longer.items():
                for other in self._wanted.get(column, ()):
                    far = abs(by) >= other.width if other.width else by == other.by
                    if far and not self.part.known[other.attacker].intersection(longer):
                        self._keep(other, longer, steps)

    def _keep(self, need: Need, step: Step, steps: dict[Need, Step]) -> None:
        steps.setdefault(need, step)
        shelf = self._shelf.setdefault(need, [])
        if len(shelf) < _SHELF and step not in shelf:
            shelf.append(step)

    def _grow(self, needs: Iterable[Need], prices: Array, near_alone: bool = False) -> None:
        """Hides what the cheapest steps for these needs move; where none is near (and steps from afar may be
        looked for), any there is; in whole numbers, which takes long among many columns, at the last."""
        now = prices + _NUDGE
        now[list(self.hidden)] = _NUDGE
        open_still = list(needs)
        everywhere: dict[int, Finder] = {}
        for level, whole in ((0, True),) if near_alone else self._passes:
            afar, open_still = open_still, []
            inside = whole and level != 0 and bool(afar)
            if inside:
                # By now so much is hidden that many need no more than whole numbers among that.
                self._look_among_hidden()
            for done, need in enumerate(afar):
                if need in self.steps:
                    continue
                if done % _SAY == 0 and not near_alone:
                    self._say(f"{len(self.steps):,} of {len(self.needs):,} values made possible")
                step = self._shelved(need)
                if step is None and inside:
                    step = self._look(self._inside(need), need)
                if step is None:
                    finder = (
                        self._everywhere(need, now, everywhere)
                        if level is None
                        else self._near(need, now, level)
                    )
                    finder.whole = whole
                    step = self._look(finder, need)
                if not self._hides(need, step, now):
                    open_still.append(need)
        self.unmet += open_still

    def _everywhere(self, need: Need, prices: Array, everywhere: dict[int, Finder]) -> Finder:
        """Looks for steps among all columns."""
        if need.attacker not in everywhere:
            finder = everywhere[need.attacker] = Finder(self.lines, need.attacker, self._every, prices)
            finder.afresh = False
        everywhere[need.attacker].follow(prices, self._all)
        return everywhere[need.attacker]

    def _hides(self, need: Need, step: Step | None, now: Array) -> bool:
        """Hides what a step moves, where there is one."""
        if step is not None:
            self.hidden.update(step)
            now[list(step)] = _NUDGE
            self._proves(need, step, self.steps)
        return step is not None

    def _say(self, what: str) -> None:
        """In a large part; a small one is done before anybody has read it."""
        if self._large:
            self._budget.say(f"{self.cost():g} so far, {what}")

    def clean(self, columns: Iterable[int] | None = None) -> None:
        """Takes back, the dearest and least used first, every hidden column (of these) that the needs can do
        without."""
        self._look_among_hidden()
        users = self._users(self.hidden if columns is None else self.hidden.intersection(columns))
        dear = self._by_price(users)
        for done, column in enumerate(dear):
            if columns is None and done % _SAY == 0:
                self._say(f"{done:,} of {len(dear):,} tried without")
            if self.pool.needs(column, self.hidden):
                continue
            self.hidden.discard(column)
            found: dict[Need, Step] = {}
            for need in sorted(users[column]):
                step = found.get(need) or self._step_inside(need)
                if step is None:
                    if not self._large:
                        self.rule_out(need, self.hidden)
                    self.hidden.add(column)
                    break
                self._proves(need, step, found)
            else:
                for need in users.pop(column):
                    for other in users.keys() & self.steps[need].keys():
                        users[other].discard(need)
                    self.steps[need] = found[need]
                    for other in users.keys() & found[need].keys():
                        users[other].add(need)

    def _users(self, columns: Iterable[int]) -> dict[int, set[Need]]:
        """The needs whose steps move each of these columns, but for those that are hidden anyway."""
        users: dict[int, set[Need]] = {column: set() for column in columns if column not in self.always}
        for need, step in self.steps.items():
            for column in users.keys() & step.keys():
                users[column].add(need)
        return users

    def improve(self, rounds: int) -> None:
        """Shows again what is hidden around one hidden column after the other, and meets the needs that
        lose their step by it anew; keeps what comes out where it is no dearer."""
        tried: dict[int, int] = {}
        for done in range(rounds):
            secondary = self.hidden - self.always
            if not secondary:
                return
            if done % _SAY == 0:
                self._say(f"{done:,} of {rounds:,} places looked at again")
            centre = min(secondary, key=lambda i: (tried.get(i, 0), i * 7919 % self.lines.size))
            tried[centre] = tried.get(centre, 0) + 1
            self._again(centre, secondary)

    def _again(self, centre: int, secondary: Set[int]) -> None:
        before, steps, cost = set(self.hidden), dict(self.steps), self.cost()
        shown = [i for i in self._columns_around(centre, self._near_sizes[0], self._every) if i in secondary][
            :_AGAIN
        ]
        self.hidden.difference_update(shown)
        lost = [need for need in self.needs if not self.hidden.issuperset(self.steps[need])]
        for need in lost:
            del self.steps[need]
        prices = self.weights.copy()
        prices[shown] *= _DEARER
        self._grow(lost, prices, near_alone=True)
        if not self.unmet:
            self.clean(
                self.hidden - before
                | set(shown)
                | set(self._columns_around(centre, self._near_sizes[0], self._every))
            )
        if self.unmet or self.cost() > cost:
            self.hidden, self.steps, self.unmet = before, steps, []

    def _by_price(self, users: Mapping[int, Collection[Need]]) -> list[int]:
        """Those that are dear for how few needs use them come first: they are the likeliest to go."""
        return sorted(users, key=lambda i: (len(users[i]) / max(float(self.weights[i]), _NUDGE), i))

    def ways(self, need: Need) -> list[tuple[int, int]]:
        """The directions a need asks about, and how far: their sum is what is needed."""
        if need.width:
            return [(1, need.width), (-1, need.width)]
        return [(1, need.by)] if need.by > 0 else [(-1, -need.by)]

    def cut_at(self, need: Need, shares: Array, most: float | None) -> Cut | None:
        """What follows where a column falls short of its need in these shares."""
        reach = self.reach(need.attacker)
        reach.share(shares, most)
        return self.cut_now(need)

    def cut_now(self, need: Need) -> Cut | None:
        """As ``cut_at``, in the shares that were set last."""
        reach, lines = self.reach(need.attacker), self.lines
        ways, total = [], 0.0
        for sign, _ in self.ways(need):
            self._budget.spend(lines.size)
            furthest = reach.furthest(need.column, sign)
            if furthest is None:
                return None
            total += furthest[0]
            ways.append((need.column, sign, furthest[2]))
        by = need.width or abs(need.by)
        if total > by - 1e-6:
            return None
        return lines.cut(need.attacker, ways, by)

    def rule_out(self, need: Need, hidden: Iterable[int], toward: Array | None = None) -> bool:
        """Notes cuts that these hidden columns break, because they leave the need unmet. Without a safe
        pattern to bend them ``toward``, content with one, and with none where none is near."""
        shares = self.shares(hidden)
        far = float(need.width or abs(need.by))
        everything = np.ones(self.lines.size)
        new = False
        for core in (everything,) if toward is None else (toward, everything, shares):
            cut = self.cut_at(need, shares * (1 - _CORE) + core * _CORE, far)
            if cut is not None and cut.lacks(shares) > 1e-6:
                new = self.pool.add(cut) or new
        if toward is None or new:
            return new
        cut = self.cut_at(need, shares, None)
        if cut is not None and cut.lacks(shares) > 1e-6:
            return self.pool.add(cut)
        if not self._none_whole(need, shares):
            # There is a way, but longer than what is looked for: the proof ends here, the search goes on.
            self.beyond = True
        others = [i for i in range(self.lines.size) if not shares[i]]
        return self.pool.add(Cut(tuple(others), (1.0,) * len(others)))

    def _none_whole(self, need: Need, shares: Array) -> bool:
        """Whether it is certain that no whole-number deviations of the hidden columns meet the need."""
        shares = shares * self.lines.seen(need.attacker)
        low, high = self.lines.room(None)
        total = 0
        for sign, by in self.ways(need):
            price = [0.0] * self.lines.size
            price[need.column] = -sign
            least, most = -low * shares, high * shares
            least[need.column] = max(least[need.column], -by)
            most[need.column] = min(most[need.column], by)
            answer = Model(list(least), list(most), price, self.lines.rows(), integer=True).solve()
            if answer.status is not Status.OPTIMAL:
                return False
            total += round(-answer.bound)
        return total < (need.width or abs(need.by))


def _needs(part: Part) -> set[Need]:
    found: set[Need] = set()
    for i, column in enumerate(part.columns):
        for want in column.wants:
            found.update(Need(i, by, want.attacker) for by in want.deviations)
            if want.width:
                found.add(Need(i, 0, want.attacker, want.width))
    return found
