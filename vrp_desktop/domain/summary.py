"""A provider's summary over its interventions: sums told apart from different people, and the delivery map of
the strategy's Appendix 2."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from vrp_desktop.domain import codes
from vrp_desktop.domain.county import NOTHING, Interval
from vrp_desktop.domain.quarters import Quarter
from vrp_desktop.domain.returns.figures import Header, Key, ReturnDocument, Shown

SUPPORTED: Key = ("R2", "supported_quarter", "people")
SUPPORTED_YEAR: Key = ("R2", "supported_ytd", "people")
LEVELS = ("individual", "relationship", "community", "society")
"""The columns of Appendix 2."""

MOST_COMBINED = 10
"""Of more interventions than these, different people are not told outside: there are too many sums to lay
the number beside."""


@dataclass(frozen=True)
class Kind:
    """A key figure. ``added``: quarters add up to the year to date. Where they do not, the year has
    ``in_year`` instead, or the last quarter's number where ``last``, or nothing."""

    key: Key
    words: str
    added: bool = False
    in_year: Key | None = None
    last: bool = False


KINDS = (
    Kind(SUPPORTED, "People supported", in_year=SUPPORTED_YEAR),
    Kind(("R3.age", "under_18", "total"), "Children (under 18) supported"),
    Kind(("R3.age", "18_to_25", "total"), "Young adults (18 to 25) supported"),
    Kind(("R2", "started", "people"), "Started", added=True),
    Kind(("R2", "completed", "people"), "Completed", added=True),
    Kind(("R2", "ended_early", "people"), "Ended early", added=True),
    Kind(("R2", "open_end", "people"), "Open at end", last=True),
    Kind(("R4", "head_count", "value"), "Head-count of people not named", added=True),
    Kind(("R5", "delivered", "value"), "Sessions delivered", added=True),
    Kind(("R5", "hours", "value"), "Hours delivered", added=True),
)


def shown_keys() -> tuple[Key, ...]:
    """Every figure of a return that a summary shows."""
    return (*(kind.key for kind in KINDS), SUPPORTED_YEAR)


@dataclass(frozen=True)
class Part:
    """A return that the summary is made of, and what its hidden counts can be."""

    document: ReturnDocument
    hidden: Mapping[Key, Interval]


@dataclass(frozen=True)
class Covered:
    """An intervention of the summary: code, name, and which return its figures are from."""

    code: str
    name: str
    source: str


@dataclass(frozen=True)
class Line:
    """A key figure: of each intervention in their order, None where its return does not say; and the sum of
    those that do. People are in the sum once for each intervention they came to."""

    words: str
    parts: tuple[Interval | None, ...]
    total: Interval | None


@dataclass(frozen=True)
class Over:
    """People supported in a quarter or a year: of each intervention, their sum, and how many different people
    those are; None where that is not told. ``sessions`` are those delivered."""

    name: str
    parts: tuple[Interval | None, ...]
    total: Interval | None
    different: int | None = None
    sessions: Interval | None = None


@dataclass(frozen=True)
class Level:
    """What an intervention does at one of the levels: whether it is its main aim, or also one, and how many
    sessions were delivered for it."""

    main: bool = False
    also: bool = False
    sessions: int = 0

    @property
    def words(self) -> str:
        """Both in words; empty where there is neither."""
        aim = "Main aim" if self.main else "Also an aim" if self.also else ""
        held = f"{self.sessions:,} session{'' if self.sessions == 1 else 's'}" if self.sessions else ""
        return ", ".join(filter(None, (aim, held)))

    @property
    def short(self) -> str:
        """Both, for a narrow column: "Main 9"."""
        aim = "Main" if self.main else "Also" if self.also else ""
        return " ".join(filter(None, (aim, f"{self.sessions:,}" if self.sessions else "")))


@dataclass(frozen=True)
class MapRow:
    """A row of the delivery map, with a cell for each of ``LEVELS``."""

    district: str
    project: str
    organisation: str
    cells: tuple[Level, ...]


@dataclass(frozen=True)
class Summary:
    """All interventions of a provider over a quarter, or over its financial year up to that quarter's end.

    ``different`` is how many different people were supported over all interventions; None where that is not
    told. ``in_several`` is how many of them came to more than one. ``outside``: made of published returns
    only, fit to leave the house; else it is for the provider's own eyes. ``missing`` are the interventions
    without a final return, which are not in it."""

    provider: str
    quarter: Quarter
    year_to_date: bool
    outside: bool
    interventions: tuple[Covered, ...]
    lines: tuple[Line, ...]
    different: int | None
    in_several: int | None
    trend: tuple[Over, ...]
    years: tuple[Over, ...]
    delivery: tuple[MapRow, ...]
    missing: tuple[str, ...] = ()
    rounded_to: int = 0
    """To what ``different`` is rounded; 0 where it is exact."""

    @property
    def period(self) -> str:
        """What it covers, in words."""
        if self.year_to_date:
            return f"{self.quarter.financial_year}, to the end of Q{self.quarter.number}"
        return self.quarter.label


def lines_of(years: Sequence[Sequence[Part]], year_to_date: bool) -> tuple[Line, ...]:
    """The key figures. For each intervention its returns, in order, the last one being the quarter's."""
    lines = []
    for kind in KINDS:
        if year_to_date and not (kind.added or kind.in_year or kind.last):
            continue
        parts = tuple(_amount(kind, returns, year_to_date) for returns in years)
        lines.append(Line(kind.words, parts, total_of(parts)))
    return tuple(lines)


def total_of(parts: Iterable[Interval | None]) -> Interval | None:
    """The sum of those that are known; None where none of them is."""
    known = [part for part in parts if part is not None]
    return sum(known, NOTHING) if known else None


def _amount(kind: Kind, returns: Sequence[Part], year_to_date: bool) -> Interval | None:
    if not returns:
        return None
    if not year_to_date or kind.last:
        return amount(returns[-1], kind.key)
    if kind.in_year is not None:
        return amount(returns[-1], kind.in_year)
    each = [amount(part, kind.key) for part in returns]
    return None if None in each else total_of(each)


def amount(part: Part, key: Key) -> Interval | None:
    """What a return says of a figure; None where it is not available. Not applicable is none."""
    figure = part.document.get(*key)
    if figure.shown is Shown.CONFIDENTIAL:
        return part.hidden.get(key, Interval(0, None))
    if key in part.hidden:
        return part.hidden[key]  # rounded: the number shown is not the true one
    if figure.shown is Shown.VALUE and isinstance(figure.value, int | float):
        return Interval(figure.value, figure.value)
    return None


def may_tell(different: int, parts: Sequence[Interval], threshold: int) -> bool:
    """Whether the number of different people may be told beside what was published of each intervention.

    Taken from the sum of some interventions, or the other way round, it must leave no number from 1 to one
    less than the threshold, nor show that there was none: it has to be at least the threshold away from both
    ends of every such sum, whichever interventions are added."""
    if not 1 < len(parts) <= MOST_COMBINED:
        return False
    for number in range(1, len(parts) + 1):
        for some in combinations(parts, number):
            whole = sum(some, NOTHING)
            if whole.high is None:
                return False
            if abs(different - whole.low) < threshold or abs(different - whole.high) < threshold:
                return False
            if whole.low < different < whole.high:
                return False
    return True


def rounded(number: int, base: int) -> int:
    """To the nearest multiple; half of it goes up."""
    return (2 * number + base) // (2 * base) * base


def map_of(documents: Iterable[Sequence[ReturnDocument]]) -> tuple[MapRow, ...]:
    """The delivery map. For each intervention its returns of the period: its profile is that of the last,
    its sessions are those of all. One that works in several districts has a row in each, with all of them."""
    rows: list[tuple[int, MapRow]] = []
    districts = codes.code_list("district").codes
    for returns in documents:
        if not returns:
            continue
        last = returns[-1]
        cells = tuple(_level(level, returns) for level in LEVELS)
        for place, district in enumerate(districts):
            if district.code in last.profile.get("districts", ()):
                header = last.header
                rows.append((place, MapRow(district.label, header.intervention, header.provider, cells)))
    rows.sort(key=lambda row: (row[0], row[1].project.casefold()))
    return tuple(row for _, row in rows)


def _level(level: str, returns: Sequence[ReturnDocument]) -> Level:
    profile = returns[-1].profile
    figures = [one.get("R5.priority", level, "sessions") for one in returns]
    known = [f.value for f in figures if f.shown is Shown.VALUE and isinstance(f.value, int)]
    return Level(
        level in profile.get("main_priority", ()), level in profile.get("other_priorities", ()), sum(known)
    )


def source_words(header: Header) -> str:
    """Which return an intervention's figures are from."""
    if header.version > 1:
        return f"Final return, version {header.version}"
    return "Final return"
