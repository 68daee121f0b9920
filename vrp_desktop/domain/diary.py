"""Somebody's month: their sessions, the hours by kind, and how soon registers are done."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from vrp_desktop.domain.sessions import SessionLine, Status

WEEKS = 6
"""How many weeks a month is shown in, whatever its length."""


@dataclass(frozen=True)
class KindTotal:
    """What was delivered of one kind of session."""

    kind: str
    sessions: int
    minutes: int


@dataclass(frozen=True)
class Lag:
    """Days from a session to the day its register was done: the middle one, and the slowest session."""

    middle: float
    longest: int
    slowest: SessionLine


@dataclass(frozen=True)
class Totals:
    """What a month came to; planned sessions and those that did not happen are not counted. ``people`` are
    different people by name, ``heads`` those who were counted without one. ``lag`` is None where no
    register is done yet."""

    kinds: tuple[KindTotal, ...]
    people: int
    heads: int
    lag: Lag | None

    @property
    def sessions(self) -> int:
        return sum(kind.sessions for kind in self.kinds)

    @property
    def minutes(self) -> int:
        return sum(kind.minutes for kind in self.kinds)


@dataclass(frozen=True)
class Diary:
    """A month. ``lines`` are the sessions of all the weeks it touches, the latest first."""

    month: date
    lines: tuple[SessionLine, ...]
    totals: Totals


def days_of(month: date) -> tuple[date, date]:
    """The first and last day of a month, of which any day is given."""
    first = month.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def weeks_of(month: date) -> tuple[date, date]:
    """The Monday and the Sunday between which a month is shown."""
    monday = month.replace(day=1)
    monday -= timedelta(days=monday.weekday())
    return monday, monday + timedelta(days=7 * WEEKS - 1)


def totals(lines: Iterable[SessionLine], people: int) -> Totals:
    """Adds up sessions; ``people`` is counted where their names are."""
    held = [line for line in lines if line.status is Status.DELIVERED]
    kinds: dict[str, KindTotal] = {}
    for line in held:
        before = kinds.get(line.kind, KindTotal(line.kind, 0, 0))
        kinds[line.kind] = KindTotal(line.kind, before.sessions + 1, before.minutes + line.minutes)
    waits = [(max(0, (line.finished_on - line.held_on).days), line) for line in held if line.finished_on]
    lag = None
    if waits:
        longest, slowest = max(waits, key=lambda wait: wait[0])
        lag = Lag(float(median(days for days, _ in waits)), longest, slowest)
    by_hours = sorted(kinds.values(), key=lambda kind: (-kind.minutes, kind.kind))
    return Totals(tuple(by_hours), people, sum(line.heads for line in held), lag)
