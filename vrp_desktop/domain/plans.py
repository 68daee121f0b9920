"""A plan: sessions that recur, and on which days. Pure: the days of a plan follow from what is given here."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import groupby

from vrp_desktop.domain.closures import ClosureDetails
from vrp_desktop.domain.days import written
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.session_kinds import SETTINGS, asks
from vrp_desktop.domain.sessions import SessionDetails, SessionLine, Status

AHEAD = timedelta(weeks=6)
"""How far ahead the sessions of a plan stand in the store."""
CATCHES_UP = timedelta(weeks=13)
"""How far back sessions are made that became due while nobody opened the store."""
MOST_WEEKS = 4
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_YEARS = (2000, 2100)
_EVERY = {1: "Every", 2: "Every second", 3: "Every third", 4: "Every fourth"}


@dataclass(frozen=True)
class PlanDetails:
    """Every so many weeks on a weekday (0 is Monday), counted from the first such day on or after
    ``first_on``. A session that begins before midnight belongs to that day, however long it lasts."""

    intervention_id: str
    first_on: date
    weekday: int
    starts_at: time
    minutes: int = 120
    every: int = 1
    last_on: date | None = None
    name: str = ""
    """What a workshop, a course or an event is called; for others only a name in the list of plans."""
    group_id: str | None = None
    kind: str = "group"
    place: str = ""
    setting: str | None = None
    term_time: bool = False
    """Rests in school holidays."""
    bank_holidays: bool = False
    """Takes place on bank holidays too."""
    priorities: tuple[str, ...] = ()
    focus_areas: tuple[str, ...] = ()
    workers: tuple[str, ...] = ()
    """The users who lead it."""

    def checked(self) -> "PlanDetails":
        """These details, tidied, or a refusal that names every faulty field at once."""
        faults: dict[str, str] = {}
        if not 0 <= self.weekday < len(WEEKDAYS):
            faults["weekday"] = "Choose the day of the week."
        if not 1 <= self.every <= MOST_WEEKS:
            faults["every"] = f"A plan recurs every 1 to {MOST_WEEKS} weeks."
        if not _YEARS[0] <= self.first_on.year <= _YEARS[1]:
            faults["first_on"] = "Check the year of the first day."
        if self.last_on is not None and self.last_on < self.first_on:
            faults["last_on"] = "The last day is before the first. Check both."
        tidy = replace(
            self,
            name=self.name.strip(),
            place=self.place.strip(),
            setting=self.setting if asks(self.kind).setting else self.setting or SETTINGS.get(self.kind),
        )
        try:
            tidy.session_on(self.first_on).checked(self.first_on)
        except Refused as refused:
            faults |= refused.fields
        if faults:
            raise Refused.for_fields(faults)
        return tidy

    def session_on(self, day: date) -> SessionDetails:
        """The session that it makes for a day."""
        return SessionDetails(
            self.intervention_id,
            day,
            self.kind,
            self.starts_at,
            self.minutes,
            self.place,
            self.setting,
            self.priorities,
            self.focus_areas,
            Status.PLANNED,
            title=self.name if asks(self.kind).title else "",
            group_id=self.group_id,
            workers=self.workers,
        )

    def days(self, first: date, last: date) -> Iterator[date]:
        """The days of a span, its last included, on which it has its turn, whether it rests or not."""
        begins = self.first_on + timedelta(days=(self.weekday - self.first_on.weekday()) % 7)
        step = 7 * self.every
        missed = max(0, -((begins - first).days // step))
        day = begins + timedelta(days=missed * step)
        until = last if self.last_on is None else min(last, self.last_on)
        while day <= until:
            yield day
            day += timedelta(days=step)


@dataclass(frozen=True)
class Plan:
    """A stored plan. Its sessions have been made for every turn up to ``made_until``; None: for none yet.
    ``until`` is the last day its group and its intervention leave it, where they end."""

    id: str
    details: PlanDetails
    made_until: date | None = None
    until: date | None = None

    def days(self, first: date, last: date) -> Iterator[date]:
        """Its turns in a span; none after its group or its intervention has ended."""
        return self.details.days(first, last if self.until is None else min(last, self.until))


@dataclass(frozen=True)
class Turn:
    """A day on which a plan has its turn. ``rests`` says why there is no session on it; "" where there is."""

    on: date
    rests: str = ""


def turns(
    details: PlanDetails,
    days: Iterable[date],
    closures: Iterable[ClosureDetails],
    bank_holidays: Mapping[date, str],
) -> Iterator[Turn]:
    """What becomes of each of these days of a plan. Where several things close it, the organisation's own
    closure is named first, then the bank holiday, then the school holiday."""
    by_rank = sorted(closures, key=lambda one: (one.schools, one.first_on))
    closed = [one for one in by_rank if not one.schools]
    schools = [one for one in by_rank if one.schools and details.term_time]
    for day in days:
        why = next((one.name for one in closed if day in one), "")
        if not why and not details.bank_holidays:
            why = bank_holidays.get(day, "")
        yield Turn(day, why or next((one.name for one in schools if day in one), ""))


def rule_words(details: PlanDetails) -> str:
    """ "Every Tuesday 18:00 to 20:00 at Northside Hall, in term time, not on bank holidays"."""
    ends = (datetime.combine(details.first_on, details.starts_at) + timedelta(minutes=details.minutes)).time()
    words = f"{_EVERY[details.every]} {WEEKDAYS[details.weekday]} {details.starts_at:%H:%M} to {ends:%H:%M}"
    if details.place:
        words += f" at {details.place}"
    if details.term_time:
        words += ", in term time"
    words += ", also on bank holidays" if details.bank_holidays else ", not on bank holidays"
    return words if details.last_on is None else f"{words}, until {written(details.last_on)}"


def coming_words(coming: Iterable[Turn]) -> str:
    """ "next 8, 15, 22 December; not 29 December: Christmas holidays". Without a turn, that there is none."""
    held: list[date] = []
    rests: dict[str, list[date]] = {}
    for turn in coming:
        (rests.setdefault(turn.rests, []) if turn.rests else held).append(turn.on)
    parts = [f"next {_days(held)}" if held else "none in the next weeks"]
    parts += [f"not {_days(days)}: {why}" for why, days in rests.items()]
    return "; ".join(parts)


def stayed_words(days: Iterable[date]) -> str:
    """That sessions were left alone which a change would have moved or taken away, and which."""
    which = "\n".join(f"{day:%A} {written(day)}" for day in days)
    return (
        "Somebody has changed these sessions, or recorded something of them, so they stay as they are. Move "
        f"or cancel them by hand:\n{which}"
    )


def _days(days: Iterable[date]) -> str:
    """ "8, 15 December, 5 January": a month is said once."""
    months = groupby(days, key=lambda day: (day.year, day.month))
    return ", ".join(
        f"{', '.join(str(day.day) for day in within)} {date(*month, 1):%B}" for month, within in months
    )


@dataclass(frozen=True)
class PlanLine:
    """A plan in a list: with the names of its intervention, its group and those who lead it, and its next
    session's day. ``ended``: it makes none any more."""

    id: str
    details: PlanDetails
    intervention: str
    group: str = ""
    workers: tuple[str, ...] = ()
    next_on: date | None = None
    ended: bool = False

    @property
    def name(self) -> str:
        """What it is called: by itself, by its group, or by its intervention."""
        return self.details.name or self.group or self.intervention


@dataclass(frozen=True)
class Coming:
    """What becomes of a plan's turn on a day: a session, wherever it was moved to; or none, because the plan
    ``rests`` (and why), or because the turn is ``skipped``."""

    plan_id: str
    planned_on: date
    session: SessionLine | None = None
    rests: str = ""
    skipped: bool = False

    @property
    def moved(self) -> bool:
        """Whether it takes place on another day than planned."""
        return self.session is not None and self.session.held_on != self.planned_on
