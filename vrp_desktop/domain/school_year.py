"""The school year as it usually falls in West Yorkshire: near enough to begin from, not a council's word."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache


@dataclass(frozen=True)
class Holiday:
    """A school holiday, from its first day to its last."""

    name: str
    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


def easter(year: int) -> date:
    """Easter Sunday in the Gregorian calendar (Meeus, Astronomical Algorithms, chapter 8)."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    x = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * x) // 451
    month, day = divmod(h + x - 7 * m + 114, 31)
    return date(year, month, day + 1)


@cache
def usual(year: int) -> tuple[Holiday, ...]:
    """The holidays that usually begin in a calendar year, in order: six, Christmas the last."""
    february = _monday_on_or_before(date(year, 2, 20))
    spring = _monday_on_or_before(easter(year)) - timedelta(days=7)
    whitsun = _monday_on_or_before(date(year, 5, 31))
    october = _monday_on_or_before(date(year, 10, 30))
    week = timedelta(days=6)
    return (
        Holiday("February half term", february, february + week),
        Holiday("Easter holidays", spring, spring + timedelta(days=14)),
        Holiday("Whitsun half term", whitsun, whitsun + week),
        Holiday("Summer holidays", date(year, 7, 22), date(year, 9, 2)),
        Holiday("October half term", october, october + week),
        Holiday("Christmas holidays", date(year, 12, 20), date(year + 1, 1, 3)),
    )


def usual_from_autumn(year: int) -> tuple[Holiday, ...]:
    """The usual holidays of the school year that begins in the autumn of ``year``, in order."""
    return (*usual(year)[4:], *usual(year + 1)[:4])


def autumn_of(day: date) -> int:
    """The calendar year in whose autumn the school year of a day began; from July on, the coming one."""
    return day.year if day.month >= 7 else day.year - 1


def _monday_on_or_before(day: date) -> date:
    return day - timedelta(days=day.weekday())
