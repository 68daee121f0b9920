"""What was published before, and what ties it to what is to be published now.

A published figure cannot be taken back, and a hidden one has to stay hidden: a reader lays the new return
beside the old ones. So all of them are one problem for disclosure control. These are the ties between two
returns of one intervention:

- the same figure of two versions of a quarter: unchanged it is one figure; changed, the difference is a count
  that anybody can read off, so that one of 1 to T-1 people hides the new figure. Where few people are counted
  there may be nothing to hide it behind but figures that did not change: then those may be hidden too;
- how many took part at the end of a quarter, and at the start of the next: the same;
- the year to date of one quarter and of a later one: their difference is how many were new in between, and
  that count is protected like any other. So is how many of the year to date did not come in the quarter.

What was rounded is known to lie in its window, whatever the rule is now. What a former rule showed and the
present one would hide is known for good.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from vrp_desktop.disclosure.audit import audit
from vrp_desktop.disclosure.groups import RestOf, with_groups
from vrp_desktop.disclosure.model import Cell, CellId, Frozen, Problem, Relation, holds
from vrp_desktop.domain.quarters import Quarter
from vrp_desktop.domain.returns.figures import Key, ReturnDocument, Shown
from vrp_desktop.domain.returns.rule import Rule
from vrp_desktop.services.protection import HEADLINES, groups_of, guessed, problem_of

_OPEN_START: Key = ("R2", "open_start", "people")
_OPEN_END: Key = ("R2", "open_end", "people")
_QUARTER, _YEAR = HEADLINES


@dataclass(frozen=True)
class Past:
    """A return that was published: as it was counted, and as it left the house."""

    counted: ReturnDocument
    published: ReturnDocument

    @property
    def quarter(self) -> Quarter:
        return self.published.header.quarter

    @property
    def tag(self) -> str:
        """Its name among the others."""
        return f"{self.quarter} version {self.published.header.version}"


def past_of(document: bytes, counted: bytes | None) -> Past:
    """A return as the store keeps it. Where it was frozen by a program that did not keep what was counted,
    some numbers that agree with what was published stand for the hidden ones."""
    published = ReturnDocument.from_bytes(document)
    if counted is not None:
        return Past(ReturnDocument.from_bytes(counted), published)
    return Past(guessed(published), published)


@dataclass(frozen=True)
class Together:
    """One problem of the new return and all that it can be laid beside. ``cell_of``: which cell each count of
    the new return is. ``given_away``: by earlier return, its small counts (and full groups) that follow from
    what was published already; nothing that is done now changes that. ``shown_once``: counts of the new
    return that a former rule showed and the present one hides. ``rounded``: what a cell was rounded to
    in an earlier return."""

    problem: Problem
    cell_of: Mapping[Key, CellId]
    given_away: Mapping[str, tuple[Key, ...]]
    shown_once: frozenset[Key] = frozenset()
    rounded: Mapping[CellId, int] = field(default_factory=dict)


def together(counted: ReturnDocument, history: Sequence[Past], sees_sameness: bool = True) -> Together:
    """The joint problem. ``history``: whatever of the intervention was published, in any order.

    ``sees_sameness``: the reader is taken to know of every figure that a new version did not change that it
    did not, hidden or shown. That is more than the documents say, and where it leaves no way to hide what did
    change, the reader is taken at their word: of two marks, or a mark and a number, nobody can say that they
    are the same figure; a figure that was shown may be hidden in the new version to cover for another."""
    gathered = _Gathering(counted.header.threshold, sees_sameness)
    past = sorted(history, key=lambda one: (one.quarter, one.published.header.version))
    for one in past:
        gathered.add(one.tag, _problem(one.counted), one.published)
    gathered.tie(past)
    given_away = gathered.let_go_of_what_is_known(past)
    gathered.add("", _problem(counted), None)
    gathered.tie(past, counted)
    gathered.let_go_of_groups_that_were_seen()
    return gathered.together(given_away)


def _problem(counted: ReturnDocument) -> Problem:
    """One return by itself: small counts, and groups that fall wholly into one answer."""
    return with_groups(problem_of(counted), groups_of(counted))


@dataclass(frozen=True)
class _Difference:
    """By how much one count is more than another."""

    large: CellId
    small: CellId


class _Gathering:
    """Cells by return and key; those that are provably one figure share a cell."""

    def __init__(self, threshold: int, sees_sameness: bool) -> None:
        self._threshold = threshold
        self._sees_sameness = sees_sameness
        self._cells: dict[CellId, Cell] = {}
        self._same: dict[CellId, CellId] = {}
        self._relations: list[Relation] = []
        self._tied: set[tuple[CellId, CellId]] = set()
        self._given_away: set[CellId] = set()
        self._shown_once: dict[CellId, tuple[str, Key]] = {}
        self._rounded: dict[CellId, int] = {}

    def add(self, tag: str, problem: Problem, published: ReturnDocument | None) -> None:
        """The cells and relations of one return; of a published one, what was shown is fixed for ever."""
        for cell in problem.cells:
            name = (tag, cell.id)
            self._same[name] = name
            frozen = None
            if published is not None and not cell.helper:
                figure = published.get(*cell.id)  # type: ignore[misc]  # a key of the form
                shown = figure.shown is Shown.VALUE
                if shown and published.header.rule.rounds:
                    self._rounded[name] = int(figure.value)  # type: ignore[arg-type]  # a rounded count
                    cell = _as_rounded(cell, self._rounded[name])
                else:
                    frozen = Frozen.PUBLISHED if shown else Frozen.SUPPRESSED
            if cell.primary and cell.need is None and problem.need_high != self._threshold - 1:
                cell = replace(cell, need=(problem.need_low, problem.need_high))
            self._cells[name] = replace(cell, id=name, frozen=frozen)
        for one in problem.relations:
            terms = tuple(((tag, cell), by) for cell, by in one.terms)
            self._relations.append(Relation(terms, one.relation, one.rhs))

    def tie(self, past: Sequence[Past], new: ReturnDocument | None = None) -> None:
        """Ties the returns to each other; with ``new``, the new one to those before it."""
        docs = [(one.tag, one.quarter, one.counted) for one in past]
        if new is None:
            pairs = [(a, b) for at, b in enumerate(docs) for a in docs[:at]]
            within = docs
        else:
            within = [("", new.header.quarter, new)]
            # The latest first: what it hid stays hidden, whatever was shown before it.
            pairs = [(a, b) if a[1] <= b[1] else (b, a) for a in reversed(docs) for b in within]
        for tag, _, _ in within:
            self._difference((tag, _YEAR), (tag, _QUARTER))
        for (earlier, when, _), (later, then, _) in pairs:
            if when == then:
                self._versions(earlier, later)
            elif when.next == then:
                self._link((earlier, _OPEN_END), (later, _OPEN_START))
            if when < then and when.year == then.year:
                self._difference((later, _YEAR), (earlier, _YEAR))

    def let_go_of_what_is_known(self, past: Sequence[Past]) -> dict[str, tuple[Key, ...]]:
        """Small counts of earlier returns that follow from them already cannot be protected any more: they
        are named, and nothing further is asked for them."""
        if not past:
            return {}
        hidden = {name for name, cell in self._roots() if cell.frozen is Frozen.SUPPRESSED}
        found: dict[str, list[Key]] = {}
        for finding in audit(self._problem(), hidden):
            name = finding.cell
            if not isinstance(name, tuple) or name not in self._cells or not self._cells[name].primary:
                continue
            self._let_go(name)
            found.setdefault(name[0], []).append(name[1])
        return {tag: tuple(keys) for tag, keys in found.items()}

    def let_go_of_groups_that_were_seen(self) -> None:
        """That a group of the new return is full cannot be kept back where both its total and its full cell
        were published before: nobody is asked to."""
        for relation in self._relations:
            names = [cell for cell, _ in relation.terms]
            rest = [name for name in names if isinstance(name[1], RestOf)]  # type: ignore[index]
            others = [self._cells[self._root(name)] for name in names if name not in rest]
            if rest and all(cell.frozen is Frozen.PUBLISHED for cell in others):
                self._let_go(rest[0])

    def _let_go(self, name: CellId) -> None:
        self._cells[name] = replace(self._cells[name], primary=False)
        self._given_away.add(name)

    def together(self, given_away: Mapping[str, tuple[Key, ...]]) -> Together:
        """The whole."""
        own = [name for name in self._same if name[0] == "" and not self._cells[name].helper]  # type: ignore[index]
        cell_of: dict[Key, CellId] = {name[1]: self._root(name) for name in own}  # type: ignore[index]
        told = dict(given_away)
        for tag, key in self._shown_once.values():
            told[tag] = (*told.get(tag, ()), key)
        shown_once = frozenset(key for key, cell in cell_of.items() if cell in self._shown_once)
        return Together(self._problem(), cell_of, told, shown_once, self._rounded)

    def _problem(self) -> Problem:
        values = {name: self._cells[self._root(name)].value for name in self._same}
        relations = []
        for one in self._relations:
            if holds(one, values):
                terms: dict[CellId, int] = {}
                for cell, by in one.terms:
                    root = self._root(cell)
                    terms[root] = terms.get(root, 0) + by
                relations.append(
                    Relation(tuple((c, by) for c, by in terms.items() if by), one.relation, one.rhs)
                )
        cells = tuple(cell for _, cell in self._roots())
        return Problem(cells, tuple(dict.fromkeys(relations)), 1, max(1, self._threshold - 1))

    def _roots(self) -> Iterator[tuple[CellId, Cell]]:
        for name in self._same:
            if self._root(name) == name:
                yield name, self._cells[name]

    def _root(self, name: CellId) -> CellId:
        while self._same[name] != name:
            name = self._same[name]
        return name

    def _versions(self, earlier: str, later: str) -> None:
        for name in [name for name in self._same if name[0] == later]:  # type: ignore[index]
            old = (earlier, name[1])  # type: ignore[index]
            if self._cells[name].helper or old not in self._same:
                continue
            if not self._are_apart(self._root(old), self._root(name)):
                self._link(old, name)

    def _are_apart(self, one: CellId, other: CellId) -> bool:
        """Whether two versions have the same number there and nobody can know it. What was hidden stays
        so."""
        was, now = self._cells[one], self._cells[other]
        if one == other or was.value != now.value or was.helper or now.helper or one in self._given_away:
            return False
        if was.frozen is Frozen.PUBLISHED:
            # What is small and was shown is known all the same.
            covers = now.frozen is Frozen.SUPPRESSED or (now.frozen is None and not self._sees_sameness)
            return covers and not now.primary
        if was.frozen is Frozen.SUPPRESSED and not self._sees_sameness:
            if now.frozen is None:
                self._cells[other] = replace(now, frozen=Frozen.SUPPRESSED)
            return now.frozen is not Frozen.PUBLISHED
        return False

    def _link(self, old: CellId, new: CellId) -> None:
        """Two figures that say the same thing, the one published before the other."""
        if old not in self._same or new not in self._same:
            return
        one, other = self._root(old), self._root(new)
        if one == other:
            return
        was, now = self._cells[one], self._cells[other]
        if was.value == now.value:
            self._merge(one, other)
            return
        if now.frozen is not None:
            return  # Both are out: what they say of each other is said.
        moved = now.value - was.value
        if was.frozen is Frozen.SUPPRESSED:
            # Whoever sees it now would know what it was, give or take a correction.
            self._cells[other] = replace(now, frozen=Frozen.SUPPRESSED)
        elif was.frozen is Frozen.PUBLISHED and 0 < abs(moved) < self._threshold and not now.primary:
            self._cells[other] = replace(now, primary=True, need=self._of_so_few(was.value, now))

    def _of_so_few(self, was: int, now: Cell) -> tuple[int, int]:
        """The values of a figure by which one to T-1 people more (or fewer) than before are counted there.
        The mark of a mean can rule some of them out, and then perhaps leave one alone: so those on either
        side, no change and a larger one, have to stay possible too."""
        most = self._threshold - 1
        low, high = (was + 1, was + most) if now.value > was else (was - most, was - 1)
        if low < now.low or (now.high is not None and high > now.high):
            low, high = low - 1, high + 1
        return max(0, low), high

    def _merge(self, one: CellId, other: CellId) -> None:
        was, now = self._cells[one], self._cells[other]
        states = {was.frozen, now.frozen}
        frozen = next((s for s in (Frozen.PUBLISHED, Frozen.SUPPRESSED) if s in states), None)
        highs = [high for high in (was.high, now.high) if high is not None]
        let_go = one in self._given_away or other in self._given_away
        if frozen is Frozen.PUBLISHED and now.frozen is None and now.primary and not let_go:
            # The rule of then showed what the present one would hide.
            self._shown_once[one] = one  # type: ignore[assignment]  # a return and a key
            self._given_away.add(one)
        given_away = one in self._given_away or other in self._given_away
        if given_away:
            self._given_away.add(one)
        self._cells[one] = replace(
            was,
            frozen=frozen,
            helper=was.helper and now.helper,
            primary=not given_away and (was.primary or now.primary),
            need=self._needs_of_both(was, now),
            low=max(was.low, now.low),
            high=min(highs, default=None),
            weight=max(was.weight, now.weight),
        )
        self._same[other] = one
        if other in self._rounded:
            self._rounded[one] = self._rounded[other]

    def _needs_of_both(self, was: Cell, now: Cell) -> tuple[int, int] | None:
        needs = {cell.need or (1, self._threshold - 1) for cell in (was, now) if cell.primary}
        if len(needs) <= 1:
            return was.need or now.need
        return min(low for low, _ in needs), max(high for _, high in needs)

    def _difference(self, large: CellId, small: CellId) -> None:
        """How much one figure is more than another: a count of people that nobody publishes and anybody can
        work out. Where it is less, by a correction, by how much it is."""
        if large not in self._same or small not in self._same:
            return
        one, other = self._root(large), self._root(small)
        if one == other or (one, other) in self._tied:
            return
        self._tied.add((one, other))
        by = self._cells[one].value - self._cells[other].value
        sign = 1 if by >= 0 else -1
        name = (large[0], _Difference(large, small))  # type: ignore[index]
        small_enough = 1 <= abs(by) < self._threshold
        self._same[name] = name
        self._cells[name] = Cell(name, abs(by), primary=small_enough, helper=True)
        self._relations.append(Relation(((large, 1), (small, -1), (name, -sign)), "=", 0))


def _as_rounded(cell: Cell, value: int) -> Cell:
    """A count of an earlier return that was rounded: nobody was shown it, and everybody knows its window."""
    low, high = Rule.window(value)
    high = high if cell.high is None else min(high, cell.high)
    return replace(cell, helper=True, low=min(max(low, cell.low), cell.value), high=max(high, cell.value))
