"""How long a record is kept before somebody looks at it. Nothing is ever deleted by itself.

The words, the years to begin with and the basis in law stand in resources/words/retention.json.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any

from vrp_desktop import shipped
from vrp_desktop.domain.errors import Refused


class Kind(StrEnum):
    """What is kept. The first three are records of a person."""

    SUPPORTED = "supported"
    DECLINED = "declined"
    NEVER_SUPPORTED = "never_supported"
    SESSION_NOTES = "session_notes"
    RELEASED_RETURNS = "released_returns"
    JOURNAL = "journal"


OF_PEOPLE = frozenset({Kind.SUPPORTED, Kind.DECLINED, Kind.NEVER_SUPPORTED})
LONGEST = 100
"""Years. Longer than anybody's claim, shorter than a mistyped number."""


@dataclass(frozen=True)
class KindWords:
    """What a kind is called, what its time counts from, and why it is kept that long."""

    kind: Kind
    title: str
    counts_from: str
    basis: str


@dataclass(frozen=True)
class Rule:
    """Kept this many years; a child's record also until this age. None: their age does not matter."""

    years: int
    until_age: int | None = None


@dataclass(frozen=True)
class Schedule:
    """A rule for every kind."""

    rules: Mapping[Kind, Rule] = field(default_factory=lambda: default_rules())

    def __getitem__(self, kind: Kind) -> Rule:
        return self.rules[kind]

    def with_rule(self, kind: Kind, rule: Rule) -> "Schedule":
        """This schedule with one rule changed."""
        return replace(self, rules={**self.rules, kind: rule})

    def checked(self) -> "Schedule":
        """This schedule, or a refusal that names every faulty field at once: ``supported``, and
        ``supported_until_age`` for the age."""
        faults: dict[str, str] = {}
        for kind, rule in self.rules.items():
            if not 0 <= rule.years <= LONGEST:
                faults[kind.value] = f"Write a number of years between 0 and {LONGEST}."
            if rule.until_age is not None and not 18 <= rule.until_age <= LONGEST:
                faults[f"{kind.value}_until_age"] = f"Write an age between 18 and {LONGEST}."
        if faults:
            raise Refused.for_fields(faults)
        return self


@dataclass(frozen=True)
class Life:
    """What of a person's record decides how long it is kept. ``last`` is the latest day on which anything
    happened with them; ``declined_on`` is set where every referral was declined and they never came."""

    added_on: date
    last: date
    supported: bool
    declined_on: date | None = None
    birth_date: date | None = None
    approximate_age: int | None = None
    approximate_age_on: date | None = None

    @property
    def kind(self) -> Kind:
        """Which rule it falls under."""
        if self.supported:
            return Kind.SUPPORTED
        return Kind.NEVER_SUPPORTED if self.declined_on is None else Kind.DECLINED


@dataclass(frozen=True)
class Standing:
    """From which day a record is due for review, and the words for why."""

    kind: Kind
    due_on: date
    why: str

    def due(self, today: date) -> bool:
        """Whether somebody should look at it."""
        return self.due_on <= today


def years_after(day: date, years: int) -> date:
    """The same day that many years later. The 29 February of a year that has none is 1 March, as in ``age``;
    beyond the calendar it is the last day there is."""
    if day.year + years > date.max.year:
        return date.max
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def years_before(day: date, years: int) -> date:
    """The last day whose ``years_after`` is that day or before it."""
    if day.year - years < date.min.year:
        return date.min
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return date(day.year - years, 2, 28)


def month_after(day: date, months: int = 1) -> date:
    """The same day of a later month, or its last day where it is shorter: when an answer is owed."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    for number in range(day.day, 27, -1):
        try:
            return date(year, month, number)
        except ValueError:
            continue
    return date(year, month, day.day)


def birthday(life: Life, years: int) -> date | None:
    """The day they reach an age; with an approximate age the latest day it can be. None: age not known."""
    if life.birth_date is not None:
        return years_after(life.birth_date, years)
    if life.approximate_age is None or life.approximate_age_on is None:
        return None
    ahead = years - life.approximate_age
    return years_after(life.approximate_age_on, ahead) if ahead > 0 else life.approximate_age_on


def standing(life: Life, schedule: Schedule) -> Standing:
    """When a person's record is due for review. A child's is kept until the later of two days: the years
    after the last contact, and the age."""
    kind = life.kind
    rule = schedule[kind]
    since = life.declined_on if kind is Kind.DECLINED and life.declined_on else life.last
    due_on = years_after(since, rule.years)
    years = f"{rule.years} year" + ("" if rule.years == 1 else "s")
    why = f"{years} since {_FROM[kind]}"
    of_age = birthday(life, 18)
    if rule.until_age is not None and of_age is not None and since < of_age:
        until = birthday(life, rule.until_age)
        if until is not None and until > due_on:
            due_on, why = until, f"A child then, and {rule.until_age} now"
    return Standing(kind, due_on, why)


_FROM = {
    Kind.SUPPORTED: "the last contact",
    Kind.DECLINED: "the referral was declined",
    Kind.NEVER_SUPPORTED: "anything was recorded",
}


@dataclass(frozen=True)
class DueLine:
    """One record in the queue: whose, why, since when. ``held`` is why it must not be erased, or empty;
    ``legally`` whether by a legal hold, which a manager may lift."""

    person_id: str
    known_as: str
    full_name: str
    standing: Standing
    last: date
    held: str = ""
    held_on: date | None = None
    legally: bool = False


@dataclass(frozen=True)
class OldLine:
    """A kind of record that belongs to nobody in particular: how many are past their time, the oldest of
    when."""

    kind: Kind
    count: int
    oldest: date


@dataclass(frozen=True)
class Queue:
    """Everything that waits for a decision. ``held`` are records that must not be erased, due or not."""

    due: tuple[DueLine, ...]
    held: tuple[DueLine, ...]
    old: tuple[OldLine, ...]


def check_keep(until: date | None, reason: str, today: date) -> None:
    """Refuses to keep a record on without a day to come and a reason."""
    faults: dict[str, str] = {}
    if until is None:
        faults["until"] = "Write until which day it is kept."
    elif until <= today:
        faults["until"] = "That day is over. Write a day to come."
    elif until > years_after(today, LONGEST):
        faults["until"] = f"That is more than {LONGEST} years away. Check the year."
    if not reason.strip():
        faults["reason"] = "Write why it is still needed. It is read at the next review."
    if faults:
        raise Refused.for_fields(faults)


def check_hold(reason: str) -> None:
    """Refuses a legal hold without a reason."""
    if not reason.strip():
        raise Refused.for_fields({"reason": "Write why it must not be erased, and who said so."})


@cache
def words() -> dict[Kind, KindWords]:
    """The words of every kind, in the order they are shown."""
    return {
        Kind(stored["kind"]): KindWords(
            Kind(stored["kind"]), stored["title"], stored["counts_from"], stored["basis"]
        )
        for stored in _stored()["kinds"]
    }


def about() -> str:
    """What is to be known of the schedule before it is trusted."""
    return str(_stored()["about"])


def default_rules() -> dict[Kind, Rule]:
    """The years to begin with."""
    return {Kind(stored["kind"]): Rule(stored["years"], stored["until_age"]) for stored in _stored()["kinds"]}


def erasure_reasons() -> tuple[tuple[str, str], ...]:
    """Why a record can be erased: codes and words. No free text, for it would outlive the record."""
    return tuple((stored["code"], stored["label"]) for stored in _stored()["reasons"])


def _stored() -> Any:
    return shipped.read_json("words", "retention.json")
