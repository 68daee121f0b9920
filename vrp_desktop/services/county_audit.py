"""The county's picture held against the returns it was made of: it must say no more than they do.

All returns that came in are one linear system, and so is every number of the picture a line in it: a sum of
counts that is known to lie between two ends. Where no whole-number table that agrees with the returns lies
outside those ends, the line takes none away. Then each hidden count of each return, of a superseded version
too, can be with the picture what it can be without it: for everybody, and for whoever knows more, as a
provider knows its own rows, since he has fewer tables left to begin with and the picture takes none of those
either. The audit works every end out anew from the documents, whole, and not from what was kept of them when
they came in; a number must be neither more exact than that, nor less.
"""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from vrp_desktop.db.queries.received import StoredReturn
from vrp_desktop.disclosure import model
from vrp_desktop.disclosure.attack import Impossible, attack
from vrp_desktop.disclosure.model import CellId, Relation
from vrp_desktop.domain import codes
from vrp_desktop.domain.county import (
    KEY_COUNTS,
    NOTHING,
    CountyPicture,
    Interval,
    adds_up,
)
from vrp_desktop.domain.quarters import Quarter
from vrp_desktop.domain.returns import form
from vrp_desktop.domain.returns.figures import Key, Shown
from vrp_desktop.domain.returns.form import OverYear
from vrp_desktop.domain.returns.form import keys as every_figure
from vrp_desktop.services.county_year import by_intervention, by_its_method, unclear
from vrp_desktop.services.imports import is_signed
from vrp_desktop.services.protection import open_intervals_of, system_of


@dataclass(frozen=True)
class CountyAudit:
    """What was held against what, and what is wrong; nothing: the picture tells nobody anything new.

    ``returns`` counts every version that came in, ``hidden`` their hidden counts, ``numbers`` the numbers of
    the picture, ``attackers`` everybody and each provider."""

    returns: int
    hidden: int
    numbers: int
    attackers: int
    findings: tuple[str, ...]
    seconds: float = field(default=0.0, compare=False)

    @property
    def words(self) -> str:
        """What was checked, in a sentence."""
        if self.findings:
            return f"It cannot be written: {self.findings[0]}"
        returns = "1 return" if self.returns == 1 else f"{self.returns:,} returns"
        return (
            f"Checked: {self.numbers:,} numbers beside the {self.hidden:,} hidden counts of {returns}. They "
            "tell nobody more than the returns do, a provider that knows its own rows included."
        )


def audit_county(stored: Iterable[StoredReturn], picture: CountyPicture) -> CountyAudit:
    """Holds a picture against every version of every return of its time that came in."""
    begun = time.perf_counter()
    every = list(stored)
    courses = [_Course(own, picture) for own in by_intervention(one for one in every if one.current)]
    claims = list(_claims(picture, courses))
    findings = [words for claim in claims for words in claim.faults()]
    providers = {course.provider for course in courses}
    return CountyAudit(
        len(every),
        sum(figure.shown is Shown.CONFIDENTIAL for one in every for figure in one.document.figures),
        len(claims),
        1 + len(providers),
        tuple(dict.fromkeys(findings)),
        time.perf_counter() - begun,
    )


@dataclass(frozen=True)
class _Claim:
    """A number of the picture: what it says, and what the returns say of each of its parts, by provider."""

    name: str
    said: Interval | None
    parts: tuple[tuple[str, Interval], ...]
    exactly: bool = True
    """False for a sum over several figures of one return: those may be known better together."""

    def faults(self) -> Iterator[str]:
        """What is wrong with it, in words without a number."""
        if self.said is None:
            if self.parts:
                yield f"“{self.name}” is left out, though there are returns that have it."
            return
        if not self.parts and self.said != NOTHING:
            yield f"“{self.name}” is in it, though no return has it."
        whole = sum((interval for _, interval in self.parts), NOTHING)
        if _tells_more(self.said, whole):
            yield f"“{self.name}” would say more than the returns do."
        elif self.exactly and self.said != whole:
            yield f"“{self.name}” is not what the returns say."
        for provider in {provider for provider, _ in self.parts}:
            own = sum((one for who, one in self.parts if who == provider), NOTHING)
            others = sum((one for who, one in self.parts if who != provider), NOTHING)
            # Whatever its own rows are, the most that taking them away can leave of the others.
            low = self.said.low - own.low
            high = None if self.said.high is None or own.high is None else self.said.high - own.high
            if _tells_more(Interval(low, high), others):
                yield f"“{self.name}” would tell a provider that takes its own rows away of another's."


def _tells_more(said: Interval, known: Interval) -> bool:
    dust = 1e-6  # Hours are sums of binary fractions.
    return said.low > known.low + dust or (
        said.high is not None and (known.high is None or said.high < known.high - dust)
    )


class _Course:
    """One intervention's returns of the picture's time, and what each figure of it can be."""

    def __init__(self, returns: Sequence[StoredReturn], picture: CountyPicture) -> None:
        self._returns = returns
        last = returns[-1]
        self.provider = last.header.provider_id or last.header.provider
        self.return_id = last.header.return_id
        self.main_priority = last.document.profile.get("main_priority", ())[:1]
        self.figures: dict[Key, Interval] = {}
        hidden: dict[Key, tuple[Quarter, ...]] = {}
        for table, row, column, key in every_figure():
            if not adds_up(table, row, column):
                continue
            over = table.over(row, column) if picture.year else OverYear.SUM
            taken = [
                one
                for one in _taken(returns, over, picture.quarter)
                if one.document.get(*key).definition in ("", row.definition)
                and one.document.get(*key).shown in (Shown.VALUE, Shown.CONFIDENTIAL)
            ]
            if any(unclear(one.document, table, row, column) for one in taken):
                hidden[key] = tuple(one.header.quarter for one in taken)
            elif taken:
                self.figures[key] = sum((_exact(one.document.get(*key).value) for one in taken), NOTHING)
        self.figures |= self._worked_out(hidden)

    def _worked_out(self, hidden: Mapping[Key, tuple[Quarter, ...]]) -> dict[Key, Interval]:
        """What each figure can be that something is hidden of."""
        counts = {key: quarters for key, quarters in hidden.items() if _is_count(key)}
        loose = {key: Interval(0, None) for key in hidden.keys() - counts.keys()}
        for by_hand in (False, True):
            try:
                return {**loose, **_Whole(self._returns, by_hand).sums(counts, tied=True)}
            except Impossible:
                continue
        # The returns contradict each other: each by itself.
        return {**loose, **_Whole(self._returns, True).sums(counts, tied=False)}


class _Whole:
    """All counts of one intervention's returns, and all that must hold between them.

    ``by_hand``: the ends of each hidden count, judging by its return alone, instead of what the marks say;
    so it is, in any case, for a return that was filled by hand."""

    def __init__(self, returns: Sequence[StoredReturn], by_hand: bool) -> None:
        self._unknown: dict[CellId, model.Interval] = {}
        self._known: dict[CellId, int] = {}
        self._relations: list[Relation] = []
        self._quarters = [one.header.quarter for one in returns]
        for one in returns:
            quarter, by_method = one.header.quarter, by_its_method(one)
            system = system_of(one.document, by_method)
            alone: Mapping[Key, model.Interval] = {}
            if by_hand or not is_signed(one):
                alone = open_intervals_of(one.document, by_method)
            self._unknown |= {(quarter, k): alone.get(k, ends) for k, ends in system.unknown.items()}
            self._known |= {(quarter, k): value for k, value in system.known.items()}
            self._relations += [
                Relation(tuple(((quarter, k), by) for k, by in r.terms), r.relation, r.rhs)
                for r in system.relations
            ]

    def sums(self, figures: Mapping[Key, Sequence[Quarter]], tied: bool) -> dict[Key, Interval]:
        """What the sum of a count over quarters can be."""
        relations: list[Relation] = []
        if tied:
            relations = [*self._relations, *self._ties()]
        unknown, lines = dict(self._unknown), []
        for key, quarters in figures.items():
            unknown[key] = (0, None)
            lines.append(Relation(((key, -1), *(((quarter, key), 1) for quarter in quarters))))
        found = attack(unknown, self._known, [*relations, *lines], figures)
        return {key: Interval(*ends) for key, ends in found.items()}

    def _ties(self) -> Iterator[Relation]:
        for terms, relation in form.between_quarters(self._quarters):
            if all(cell in self._unknown or cell in self._known for cell, _ in terms):
                yield Relation(terms, relation)


def _is_count(key: Key) -> bool:
    table, row, column = form.place_of(key)
    return table.counts_people(row, column)


def _exact(value: object) -> Interval:
    return Interval(value, value) if isinstance(value, int | float) else NOTHING


def _taken(returns: Sequence[StoredReturn], over: OverYear, to: Quarter) -> Sequence[StoredReturn]:
    """The returns that a figure is made of."""
    if over is OverYear.SUM:
        return returns
    if over is OverYear.TO_DATE:
        return returns[-1:]
    number = {OverYear.FIRST: 1, OverYear.LAST: to.number}.get(over)
    return [one for one in returns if one.header.quarter.number == number]


def _claims(picture: CountyPicture, courses: Sequence[_Course]) -> Iterator[_Claim]:
    """Every number of the picture."""
    year = " of the year" if picture.year else ""

    def parts(key: Key, of: Sequence[_Course] = courses) -> tuple[tuple[str, Interval], ...]:
        return tuple((course.provider, course.figures[key]) for course in of if key in course.figures)

    for table, row, column, key in every_figure():
        if adds_up(table, row, column):
            name = f"{table.title}: {row.label}, {column.label}{year}"
            yield _Claim(name, picture.sums.get(key), parts(key))
    for course in courses:
        said = picture.by_intervention.get(course.return_id, {})
        for key in KEY_COUNTS:
            name = f"{form.table(key[0]).title}, {key[1]}, of an intervention{year}"
            yield _Claim(name, said.get(key), parts(key, [course]))
    for district in picture.by_district:
        yield _Claim(district.label, district.supported, parts(("R3.district", district.code, "people")))
    for line in picture.by_priority:
        name = codes.label("priority", line.code)
        own = [course for course in courses if course.main_priority == (line.code,)]
        yield _Claim(f"{name}, supported", line.supported, parts(picture.supported, own))
        yield _Claim(f"{name}, need", line.needs, parts(("R3.priority", line.code, "people")))
        yield _Claim(f"{name}, sessions", line.sessions, parts(("R5.priority", line.code, "sessions")))
        rows = [row.code for row in form.table("R7").rows if row.code.split(".", 1)[1] == line.code]
        for column_code, said_of_it in (("paired", line.paired), ("improved", line.improved)):
            summed = tuple(part for row_code in rows for part in parts(("R7", row_code, column_code)))
            yield _Claim(f"{name}, {column_code}", said_of_it, summed, exactly=False)
