"""The county's picture of a quarter or a year to date: sums over returns, exact where every part was
published, else an interval."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from vrp_desktop.domain import codes
from vrp_desktop.domain.quarters import Quarter
from vrp_desktop.domain.returns import form
from vrp_desktop.domain.returns.figures import Figure, Header, Key, ReturnDocument, Shown, Standing
from vrp_desktop.domain.returns.form import OverYear
from vrp_desktop.domain.returns.form import keys as every_figure

SUPPORTED: Key = ("R2", "supported_quarter", "people")
TO_DATE: Key = ("R2", "supported_ytd", "people")
KEY_COUNTS: tuple[Key, ...] = (
    SUPPORTED,
    TO_DATE,
    ("R2", "started", "people"),
    ("R2", "completed", "people"),
    ("R2", "ended_early", "people"),
    ("R2", "open_end", "people"),
    ("R3.age", "under_18", "total"),
    ("R3.age", "18_to_25", "total"),
    ("R4", "head_count", "value"),
    ("R5", "delivered", "value"),
    ("R5", "hours", "value"),
)
"""What the county's list shows of each intervention, in this order."""

ADDED_UNITS = frozenset(
    {"people", "attendances", "goals", "sessions", "hours", "places", "professionals"}
    | {"referrals", "concerns", "pounds", "volunteers"}
)
"""Units that can be added up over returns; a percentage, a mean or a median cannot."""


def adds_up(table: form.Table, row: form.Row, column: form.Column) -> bool:
    """Whether a figure can be added up over returns. What is made of others, a cost per person, cannot."""
    return table.unit(row, column) in ADDED_UNITS and not (row.derived or column.derived)


@dataclass(frozen=True)
class Interval:
    """An amount known to lie between two numbers, both included; exact where they are the same.

    Counts are whole numbers; hours can have a fraction. ``high`` is None where nothing bounds it above.
    """

    low: int | float
    high: int | float | None

    @property
    def exact(self) -> bool:
        return self.low == self.high

    def __add__(self, other: "Interval") -> "Interval":
        high = None if self.high is None or other.high is None else _tidy(self.high + other.high)
        return Interval(_tidy(self.low + other.low), high)

    def __str__(self) -> str:
        if self.high is None:
            return f"{self.low:,} or more"
        return f"{self.low:,}" if self.exact else f"{self.low:,} to {self.high:,}"


def _tidy(number: int | float) -> int | float:
    """Without the dust that adding binary fractions leaves."""
    rounded = round(number, 6)
    return int(rounded) if rounded == int(rounded) else rounded


NOTHING = Interval(0, 0)


Part = tuple[ReturnDocument, Mapping[Key, Interval]]
"""A return that came in, and what each of its hidden counts can be."""


@dataclass(frozen=True)
class Course:
    """One intervention's returns of a financial year that count, in the order of their quarters.

    ``joint``: figures of the year that are known better from all of them together than quarter by quarter.
    ``agree``: whether they do; where they contradict each other, each is read by itself."""

    parts: tuple[Part, ...]
    joint: Mapping[Key, Interval] = field(default_factory=dict)
    agree: bool = True

    @property
    def last(self) -> Header:
        """The header of the last return."""
        return self.parts[-1][0].header

    def taken(self, over: OverYear, to: Quarter) -> tuple[Part, ...]:
        """The returns that a figure of the year to the end of ``to`` is made of."""
        if over is OverYear.TO_DATE:
            return self.parts[-1:]
        if over is OverYear.FIRST:
            return tuple(part for part in self.parts if part[0].header.quarter.number == 1)
        if over is OverYear.LAST:
            return tuple(part for part in self.parts if part[0].header.quarter == to)
        return self.parts if over is OverYear.SUM else ()


@dataclass(frozen=True)
class Gap:
    """Quarters of the year that an intervention has no return for."""

    header: Header
    quarters: tuple[Quarter, ...]


@dataclass(frozen=True)
class PriorityLine:
    """One of the five priorities over the county. ``interventions`` have it as their main one; ``supported``
    are those interventions' people: of the quarter, or of the year to date. ``needs``, ``sessions``,
    ``paired`` and ``improved`` are over all interventions: people with that need, sessions for it, and own
    goals and distance travelled together."""

    code: str
    interventions: int
    supported: Interval
    needs: Interval
    sessions: Interval
    paired: Interval
    improved: Interval


@dataclass(frozen=True)
class DistrictLine:
    """A district (or outside, or not known). ``supported`` are the people who live there, over all returns;
    ``interventions`` are delivered there: one that works in two districts is in both lines."""

    code: str
    label: str
    interventions: int
    supported: Interval


@dataclass(frozen=True)
class CountyPicture:
    """One quarter, or the financial year to its end, over all current returns.

    ``sums`` holds every count of the form added up over returns (a child in two interventions is in it
    twice: these are not different people, and every output says so). Of a year, what each figure is made of
    is said by the form (``OverYear``). ``by_intervention`` gives key counts an intervention. ``drafts`` is
    how many returns are not final yet; they are counted, and every output says so.
    """

    quarter: Quarter
    returns: tuple[Header, ...]
    """One an intervention, the last one, in the order of its code, then of the provider's name."""
    drafts: int
    sums: dict[Key, Interval]
    """In the order of the form. A figure that no return has is absent."""
    by_intervention: dict[str, dict[Key, Interval]]
    """By return id; ``KEY_COUNTS`` that the return has."""
    districts_of: dict[str, tuple[str, ...]]
    """By return id: where the intervention is delivered."""
    priorities_of: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """By return id: the main priority first, then the others."""
    by_district: tuple[DistrictLine, ...] = ()
    by_priority: tuple[PriorityLine, ...] = ()
    missing: dict[Key, int] = field(default_factory=dict)
    """How many returns do not have the figure ([x] or [z], or counted by another definition), where any."""
    other_definitions: tuple[str, ...] = ()
    """Definitions that some returns were counted by and that are not this form's: left out of the sums."""
    signatures: dict[str, str] = field(default_factory=dict)
    """By return id: sound, new key, unsigned. Filled by whoever knows how the return came in."""
    year: bool = False
    """Whether it is of the financial year to the end of the quarter."""
    made_of: tuple[Header, ...] = ()
    """Every return in it, by intervention, then by quarter."""
    gaps: tuple[Gap, ...] = ()
    """Of a year: interventions that have no return for some quarter of it."""
    disagreeing: tuple[Header, ...] = ()
    """Of a year: interventions whose returns contradict each other."""

    @property
    def supported(self) -> Key:
        """The figure of people supported in the whole of the picture's time."""
        return TO_DATE if self.year else SUPPORTED

    @property
    def label(self) -> str:
        """Its time, for people: "Q2 2026-27 (July to September 2026)", "2026-27 to the end of Q2"."""
        if not self.year:
            return self.quarter.label
        end = f"Q{self.quarter.number} (April to {_month(self.quarter)})"
        return f"{self.quarter.financial_year} to the end of {end}"

    @property
    def name(self) -> str:
        """Its time, for programs and names of files: "2026-27-Q2", "2026-27-to-Q2"."""
        return f"{self.quarter.financial_year}-to-Q{self.quarter.number}" if self.year else str(self.quarter)

    @cached_property
    def providers(self) -> int:
        """How many providers it has returns of."""
        return len({header.provider_id for header in self.made_of})


def _month(quarter: Quarter) -> str:
    return f"{('June', 'September', 'December', 'March')[quarter.number - 1]} {quarter.end.year}"


def picture_of(
    quarter: Quarter, parts: Iterable[Part], signatures: Mapping[str, str] | None = None
) -> CountyPicture:
    """Adds the returns of a quarter up. Each comes with what its hidden or rounded counts can be; nothing is
    ever more exact than that.

    A hidden figure without an interval is "0 or more". The order of ``parts`` does not matter.
    """
    return _picture(quarter, [Course((part,)) for part in parts], False, signatures or {})


def year_of(
    quarter: Quarter, courses: Iterable[Course], signatures: Mapping[str, str] | None = None
) -> CountyPicture:
    """The financial year to the end of a quarter: of each figure what the form says it is over a year.

    The order of ``courses`` does not matter. Each holds returns of that year up to that quarter only.
    """
    return _picture(quarter, courses, True, signatures or {})


def _picture(
    quarter: Quarter, courses: Iterable[Course], year: bool, signatures: Mapping[str, str]
) -> CountyPicture:
    ordered = sorted(courses, key=lambda c: (c.last.intervention_code, c.last.provider, c.last.return_id))
    sums: dict[Key, Interval] = {}
    by_intervention: dict[str, dict[Key, Interval]] = {course.last.return_id: {} for course in ordered}
    missing: dict[Key, int] = {}
    strange: set[str] = set()
    for table, row, column, key in every_figure():
        if not adds_up(table, row, column):
            continue
        over = table.over(row, column) if year else OverYear.SUM
        own: list[Interval] = []
        for course in ordered:
            amounts: list[Interval] = []
            taken = course.taken(over, quarter)
            for document, hidden in taken:
                figure = document.get(*key)
                if figure.definition not in ("", row.definition):
                    strange.add(figure.definition)
                elif (amount := _amount(figure, hidden)) is not None:
                    amounts.append(amount)
            if amounts:
                complete = len(amounts) == len(taken)
                total = course.joint.get(key) if complete else None
                own.append(total or sum(amounts, NOTHING))
                if key in KEY_COUNTS:
                    by_intervention[course.last.return_id][key] = own[-1]
            if len(amounts) < len(taken):
                missing[key] = missing.get(key, 0) + len(taken) - len(amounts)
        if own:
            sums[key] = sum(own, NOTHING)
    by_intervention = {
        one: {key: amounts_of[key] for key in KEY_COUNTS if key in amounts_of}
        for one, amounts_of in by_intervention.items()
    }
    lasts = [course.parts[-1][0] for course in ordered]
    districts_of = {d.header.return_id: d.profile.get("districts", ()) for d in lasts}
    priorities_of = {
        d.header.return_id: (*d.profile.get("main_priority", ()), *d.profile.get("other_priorities", ()))
        for d in lasts
    }
    made_of = tuple(document.header for course in ordered for document, _ in course.parts)
    return CountyPicture(
        quarter=quarter,
        returns=tuple(course.last for course in ordered),
        drafts=sum(header.standing is Standing.DRAFT for header in made_of),
        sums=sums,
        by_intervention=by_intervention,
        districts_of=districts_of,
        priorities_of=priorities_of,
        by_district=_districts(sums, districts_of),
        by_priority=_priorities(TO_DATE if year else SUPPORTED, sums, by_intervention, priorities_of),
        missing=missing,
        other_definitions=tuple(sorted(strange)),
        signatures={h.return_id: signatures.get(h.return_id, "") for h in made_of},
        year=year,
        made_of=made_of,
        gaps=tuple(gap for course in ordered if year and (gap := _gap(course, quarter)).quarters),
        disagreeing=tuple(course.last for course in ordered if not course.agree),
    )


def _gap(course: Course, to: Quarter) -> Gap:
    there = {document.header.quarter for document, _ in course.parts}
    whole = (Quarter(to.year, number) for number in range(1, to.number + 1))
    return Gap(course.last, tuple(quarter for quarter in whole if quarter not in there))


def _amount(figure: Figure, hidden: Mapping[Key, Interval]) -> Interval | None:
    """What a figure adds; None where the return does not have it."""
    if figure.shown is Shown.CONFIDENTIAL:
        return hidden.get(figure.key, Interval(0, None))
    if figure.key in hidden:
        return hidden[figure.key]  # rounded: the number shown is not the true one
    if figure.shown is not Shown.VALUE or not isinstance(figure.value, int | float):
        return None
    return Interval(_tidy(figure.value), _tidy(figure.value))


def _districts(
    sums: Mapping[Key, Interval], districts_of: Mapping[str, tuple[str, ...]]
) -> tuple[DistrictLine, ...]:
    return tuple(
        DistrictLine(
            row.code,
            row.label,
            sum(row.code in districts for districts in districts_of.values()),
            sums[key],
        )
        for row in form.table("R3.district").rows
        if row.code != "total" and (key := ("R3.district", row.code, "people")) in sums
    )


def _priorities(
    supported: Key,
    sums: Mapping[Key, Interval],
    by_intervention: Mapping[str, Mapping[Key, Interval]],
    priorities_of: Mapping[str, tuple[str, ...]],
) -> tuple[PriorityLine, ...]:
    lines: list[PriorityLine] = []
    for priority in codes.code_list("priority").codes:
        own = [i for i, listed in priorities_of.items() if listed[:1] == (priority.code,)]
        outcomes = [row.code for row in form.table("R7").rows if row.code.split(".", 1)[1] == priority.code]
        lines.append(
            PriorityLine(
                priority.code,
                len(own),
                sum((by_intervention[i].get(supported, NOTHING) for i in own), NOTHING),
                sums.get(("R3.priority", priority.code, "people"), NOTHING),
                sums.get(("R5.priority", priority.code, "sessions"), NOTHING),
                sum((sums.get(("R7", row, "paired"), NOTHING) for row in outcomes), NOTHING),
                sum((sums.get(("R7", row, "improved"), NOTHING) for row in outcomes), NOTHING),
            )
        )
    return tuple(lines)
