"""The bridge from a return to disclosure control: which counts are hidden, and what a reader can infer.

The room ``disclosure`` knows cells and relations, the form knows tables; this module says which count is a
cell, what ties it to others, and how dear it is. What was published before is the matter of ``memory``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from vrp_desktop.disclosure.attack import Impossible, attack, completed
from vrp_desktop.disclosure.groups import Group
from vrp_desktop.disclosure.model import Cell, Interval, Problem, Relation, holds, value_of
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.returns.figures import Key, ReturnDocument, Shown
from vrp_desktop.domain.returns.form import OUTCOMES, RATIOS, derived_from, keys, relations, table
from vrp_desktop.domain.returns.form import Relation as Same
from vrp_desktop.domain.returns.rule import BASE, SENSITIVE, Zeros
from vrp_desktop.domain.score_change import LEAST_PAIRS

MOST = 100_000
"""What a hidden count is taken to be at most where no published figure bounds it."""

HEADLINES: tuple[Key, ...] = (("R2", "supported_quarter", "people"), ("R2", "supported_ytd", "people"))
"""The figures everybody looks for first: hidden only where nothing else will do."""

_UNTELLING = frozenset({"none", "not_known", "not_recorded", "not_asked", "prefer_not"})

_LEAF, _SUBTOTAL, _TOTAL, _HEADLINE = 1.0, 3.0, 10.0, 100.0


def problem_of(document: ReturnDocument) -> Problem:
    """The return's counts of people as a disclosure problem; everything else in it is public knowledge."""
    figures = _Figures(document)
    if figures.confidential:
        raise Refused("This return has hidden counts already. Protect the counted return instead.")
    if figures.odd:
        raise Refused(f"{' · '.join(figures.odd[0])} is not a count. Correct it before the return is made.")
    rule, threshold = document.header.rule, document.header.threshold
    known_relations, helpers = figures.with_helpers()
    cells = []
    for key, value in figures.counts.items():
        low, high = figures.bounds.get(key, (0, None))
        if value < low or (high is not None and value > high):
            low, high = 0, None
        primary = rule.small(key[0], value)
        need = (0, threshold - 1) if primary and rule.least(key[0]) == 0 else None
        cells.append(Cell(key, value, primary=primary, low=low, high=high, weight=_weight(key), need=need))
    cells += [Cell(key, value, helper=True) for key, value in helpers.items()]
    values = {**figures.counts, **helpers}
    # Where the return does not add up, by how much it does not is taken to be known too.
    true = [
        relation
        if holds(relation, values)
        else Relation(relation.terms, relation.relation, value_of(relation, values))
        for relation in known_relations
    ]
    return Problem(tuple(cells), tuple(true), 1, max(1, threshold - 1))


def groups_of(document: ReturnDocument) -> tuple[Group, ...]:
    """The groups of a return that must not be seen to fall wholly into one answer of a sensitive question:
    whoever knows that somebody was supported would know the answer. Not those where the one answer is that
    nobody knows, or that there is nothing."""
    found = []
    for name in SENSITIVE:
        t = table(f"R3.{name}")
        rows = [row for row in t.rows if row.code != "total" and not row.code.startswith("group.")]
        telling = [row.code for row in rows if row.code not in _UNTELLING]
        keys_of = {row.code: (t.id, row.code, "people") for row in rows}
        total = (t.id, "total", "people")
        there = (total, *keys_of.values())
        if any(document.get(*key).shown is not Shown.VALUE for key in there):
            continue
        everybody = document.get(*total).value
        if any(document.get(*keys_of[code]).value == everybody for code in telling):
            found.append(Group(t.title, total, tuple(keys_of.values())))
    return tuple(found)


def guessed(document: ReturnDocument) -> ReturnDocument:
    """A published return with some numbers, that agree with all that is shown, in place of the hidden counts;
    with 0 where its own figures contradict each other."""
    figures = _Figures(document)
    unknown = {key: figures.bounds.get(key, (0, None)) for key in figures.unknown}
    try:
        found = completed(unknown, figures.counts, figures.relations)
    except Impossible:
        found = dict.fromkeys(figures.confidential, 0)
    return document.with_figures(
        replace(figure, value=found[figure.key], shown=Shown.VALUE) if figure.key in found else figure
        for figure in document.figures
        if figure.key not in figures.unknown or figure.key in figures.confidential
    )


@dataclass(frozen=True)
class System:
    """What a published return tells. ``unknown``: the counts that are hidden, rounded or not there, each with
    what is known of it before any sum is done; ``known``: those that are shown; and what must hold between
    them. ``asked``: those of the unknown that are hidden or rounded, with what is known whatever else is."""

    unknown: Mapping[Key, Interval]
    known: Mapping[Key, int]
    relations: tuple[Relation, ...]
    asked: Mapping[Key, Interval]


def system_of(document: ReturnDocument, by_method: bool = False, by_marks: bool = True) -> System:
    """A published return as whoever wants to work its counts out has it. ``by_marks``: with what the marks of
    its means say. For ``by_method`` see ``intervals_of``."""
    figures = _Figures(document)
    small = (1, document.header.threshold - 1)
    bounds = figures.bounds if by_marks else {}
    alone = dict.fromkeys(figures.alone(), small) if by_method else {}
    unknown = {key: alone.get(key) or bounds.get(key, (0, None)) for key in figures.unknown}
    unknown |= {key: _both(window, bounds.get(key)) for key, window in figures.windows.items()}
    known = {key: value for key, value in figures.counts.items() if key not in figures.windows}
    asked = dict.fromkeys(figures.confidential, (0, MOST)) | figures.windows
    return System(unknown, known, tuple(figures.relations), asked)


def intervals_of(document: ReturnDocument, by_method: bool = False) -> dict[Key, tuple[int, int]]:
    """What each hidden or rounded count of a published return can be, at least and at most, judging by the
    return alone.

    A hidden count may be small, or a larger one or a zero that covers for one: the mark does not say which.
    Where it stands alone, though, with no other hidden count to cover for, it is hidden for its own sake:
    ``by_method`` takes that into account, for a return that is known to be made by ``protect_document``.
    Where nothing published bounds a count, ``MOST`` does; so it is for every hidden count of a return whose
    figures contradict each other."""
    found: Mapping[Key, Interval] = {}
    # A workbook filled by hand may use the marks of its means in another sense: then without them.
    for by_marks in (True, False):
        system = system_of(document, by_method, by_marks)
        try:
            found = attack(system.unknown, system.known, system.relations, system.asked)
            break
        except Impossible:
            found = system.asked
    return {key: (low, max(low, MOST) if high is None else high) for key, (low, high) in found.items()}


def open_intervals_of(document: ReturnDocument, by_method: bool = False) -> dict[Key, Interval]:
    """The same, with None for the end of a count that nothing published bounds."""
    ends = intervals_of(document, by_method).items()
    return {key: (low, None if high >= MOST else high) for key, (low, high) in ends}


def check_protection(document: ReturnDocument) -> list[tuple[Key, str]]:
    """What a published return gives away, and why: small counts that are shown or not rounded, others that
    follow from what is shown, means and rates of hidden counts. The words never repeat the count."""
    figures = _Figures(document)
    rule, threshold = document.header.rule, document.header.threshold
    hidden = set(figures.confidential)
    if rule.rounds:
        found = [
            (key, f"is not a multiple of {BASE}, in a return whose counts of people are all rounded")
            for key, value in figures.counts.items()
            if value % BASE
        ]
    else:
        found = [
            (key, f"is a count from {rule.least(key[0])} to {threshold - 1} and is shown")
            for key, value in figures.counts.items()
            if rule.small(key[0], value)
        ]
    for key, (low, high) in intervals_of(document).items():
        least = rule.least(key[0])
        how = "hidden" if key in hidden else "rounded"
        if low == high and key in hidden:
            found.append((key, "is hidden, but follows from the figures that are shown"))
        elif low >= least and high < threshold and (low, high) != (least, threshold - 1):
            found.append((key, f"is {how}, but the figures that are shown narrow it down"))
    silent = made_of(frozenset(hidden))
    if rule.rounds:
        silent |= silent_when_rounded(figures.counts)
    for key in silent:
        if document.get(*key).shown is Shown.VALUE:
            found.append((key, "is made of a hidden count and is shown"))
    order = {key: place for place, (_, _, _, key) in enumerate(keys())}
    return sorted(found, key=lambda fault: order[fault[0]])


def silent_when_rounded(rounded: Mapping[Key, int]) -> frozenset[Key]:
    """The rates and means that are hidden beside rounded counts: those made of a count that may be small for
    all that anybody can see, and those that are nothing but one exact count by another, from which both could
    be worked out. It must not depend on more than what is published, or a mean's mark would tell a 0 from a
    4."""
    unclear = made_of(frozenset(key for key, value in rounded.items() if value <= BASE))
    return unclear | {key for key in derived_from() if key[0] in RATIOS}


def made_of(hidden: frozenset[object]) -> frozenset[Key]:
    """The figures that are made of a hidden count."""
    return frozenset(
        key for key, counts in derived_from().items() if any(count in hidden for count in counts)
    )


def _weight(key: Key) -> float:
    """How much a reader would miss the figure."""
    table_id, row_code, column_code = key
    if key in HEADLINES:
        return _HEADLINE
    row = next(row for row in table(table_id).rows if row.code == row_code)
    if row.code == "total" and column_code in ("total", "people", "set", "met"):
        return _TOTAL
    if row.level == 0 or column_code in ("total", "baseline", "paired") or table_id in ("R2", "R4"):
        return _SUBTOTAL
    return _LEAF


class _Figures:
    """A return's counts as a reader finds them: what is shown, what is hidden, what is not there, and the
    relations between them with every other published number put in."""

    def __init__(self, document: ReturnDocument) -> None:
        self.counts: dict[Key, int] = {}
        self.confidential: list[Key] = []
        self.odd: list[Key] = []
        absent: list[Key] = []
        constants: dict[Key, int] = {}
        rule = document.header.rule
        for in_table, row, column, key in keys():
            figure = document.get(*key)
            counts = in_table.counts_people(row, column) and rule.protects(key[0], key[1])
            if counts and figure.shown is Shown.VALUE and not _is_count(figure.value):
                self.odd.append(key)
            if figure.shown is Shown.VALUE and _is_whole(figure.value):
                (self.counts if counts else constants)[key] = int(figure.value)  # type: ignore[arg-type] # whole
            elif counts and figure.shown is Shown.CONFIDENTIAL:
                self.confidential.append(key)
            elif counts and figure.shown is Shown.NOT_APPLICABLE:
                # Nobody can be counted there: a structural zero, which never serves as cover.
                constants[key] = 0
            else:
                absent.append(key)
        self.bounds = _said_by_marks(document)
        self.windows = {key: rule.window(value) for key, value in self.counts.items()} if rule.rounds else {}
        """What a rounded count can be; its own value is then not the true one."""
        hidden = set(self.confidential)
        self._absent = set(absent)
        self.relations: list[Relation] = []
        for relation in (*relations(), *_of_the_quarter(document)):
            terms = tuple((key, c) for key, c in relation.terms if key not in constants)
            rest = -sum(c * constants[key] for key, c in relation.terms if key in constants)
            if any(key in self.counts or key in hidden for key, _ in terms):
                self.relations.append(Relation(terms, relation.relation, rest))
        used = {key for relation in self.relations for key, _ in relation.terms}
        self._absent &= used
        self.unknown = (*self.confidential, *sorted(self._absent))

    def alone(self) -> frozenset[Key]:
        """The hidden counts that no relation ties to another unknown, but for those that must equal them."""
        same: dict[Key, Key] = {key: key for key in self.unknown}

        def stands_for(key: Key) -> Key:
            while same[key] != key:
                key = same[key]
            return key

        tied: list[list[Key]] = []
        for relation in self.relations:
            terms = [(key, c) for key, c in relation.terms if key in same]
            rest = relation.rhs - sum(c * self.counts[key] for key, c in relation.terms if key in self.counts)
            if relation.relation == "=" and rest == 0 and sorted(c for _, c in terms) == [-1, 1]:
                same[stands_for(terms[0][0])] = stands_for(terms[1][0])
            elif len(terms) > 1:
                tied.append([key for key, _ in terms])
        linked: set[Key] = set()
        for group in tied:
            classes = {stands_for(key) for key in group}
            if len(classes) > 1:
                linked |= classes
        absent = {stands_for(key) for key in self._absent}
        return frozenset(
            key
            for key in self.confidential
            if stands_for(key) not in linked and stands_for(key) not in absent
        )

    def with_helpers(self) -> tuple[list[Relation], Mapping[Key, int]]:
        """The relations, and numbers for what is not available that agree with them; without the relations
        that nothing can agree with, where there are none."""
        absent: dict[Key, Interval] = dict.fromkeys(sorted(self._absent), (0, None))
        try:
            found = completed(absent, self.counts, [r for r in self.relations if self._open(r)])
        except Impossible:
            return [r for r in self.relations if not self._open(r)], {}
        return self.relations, {key: found[key] for key in absent}

    def _open(self, relation: Relation) -> bool:
        return any(key in self._absent for key, _ in relation.terms)


def _said_by_marks(document: ReturnDocument) -> dict[Key, Interval]:
    """What the mark of a mean or median says of the count it is made of: [z] that there is nobody, [x] that
    there are too few, anything else (hidden or not) that there are enough. Where zeros are hidden, so is
    every mark of a hidden count."""
    if document.header.rule.zeros is not Zeros.SHOWN and not document.header.rule.rounds:
        return {}
    said: dict[Key, Interval] = {}
    for outcomes in OUTCOMES:
        for row in table(outcomes).rows:
            shown = document.get(outcomes, row.code, "mean_before").shown
            pairs: Interval = {
                Shown.NOT_APPLICABLE: (0, 0),
                Shown.NOT_AVAILABLE: (1, LEAST_PAIRS - 1),
            }.get(shown, (LEAST_PAIRS, None))
            said[outcomes, row.code, "paired"] = pairs
            # Nobody has a later reading without a first one.
            said[outcomes, row.code, "baseline"] = (pairs[0], None)
    nobody = document.get("R5", "median_sessions", "value").shown is Shown.NOT_APPLICABLE
    said[HEADLINES[0]] = (0, 0) if nobody else (1, None)
    return said


def _of_the_quarter(document: ReturnDocument) -> tuple[Same, ...]:
    """In the year's first quarter the quarter *is* the year to date, and everybody knows it."""
    if document.header.quarter.number != 1:
        return ()
    quarter, year = HEADLINES
    return (Same(((quarter, 1), (year, -1)), "=", "the first quarter is the year to date"),)


def _both(window: Interval, bounds: Interval | None) -> Interval:
    """What lies within both; the window alone where nothing does."""
    if bounds is None:
        return window
    highs = [high for high in (window[1], bounds[1]) if high is not None]
    low, high = max(window[0], bounds[0]), min(highs, default=None)
    return window if high is not None and high < low else (low, high)


def _is_count(value: object) -> bool:
    return _is_whole(value) and isinstance(value, int | float) and value >= 0


def _is_whole(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and float(value).is_integer()
