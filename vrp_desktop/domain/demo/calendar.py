"""The school year as it usually falls in West Yorkshire, near enough to give invented sessions their gaps."""

from datetime import date, timedelta
from functools import cache


def easter(year: int) -> date:
    """Easter Sunday in the Gregorian calendar (Meeus, Astronomical Algorithms, chapter 8)."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    x = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * x) // 451
    month, day = divmod(h + x - 7 * m + 114, 31)
    return date(year, month, day + 1)


def _monday_on_or_before(day: date) -> date:
    return day - timedelta(days=day.weekday())


@cache
def holidays(year: int) -> tuple[tuple[date, date], ...]:
    """First and last day of each school holiday that begins in a calendar year, in order."""
    february = _monday_on_or_before(date(year, 2, 20))
    spring = _monday_on_or_before(easter(year)) - timedelta(days=7)
    whitsun = _monday_on_or_before(date(year, 5, 31))
    october = _monday_on_or_before(date(year, 10, 30))
    return (
        (february, february + timedelta(days=6)),
        (spring, spring + timedelta(days=14)),
        (whitsun, whitsun + timedelta(days=6)),
        (date(year, 7, 22), date(year, 9, 2)),
        (october, october + timedelta(days=6)),
        (date(year, 12, 20), date(year + 1, 1, 3)),
    )


def holiday(day: date) -> tuple[date, date] | None:
    """The school holiday a day lies in, or None in term."""
    for span in (*holidays(day.year - 1)[-1:], *holidays(day.year)):
        if span[0] <= day <= span[1]:
            return span
    return None


def closed(weeks: str, day: date) -> bool:
    """Whether nothing takes place: ``weeks`` is "term" (closed in every holiday, and at weekends), "open" (a
    fortnight in August and over Christmas) or "all" (over Christmas only)."""
    span = holiday(day)
    christmas = span is not None and span[0].month == 12
    if weeks == "term":
        return span is not None or day.weekday() > 4
    return christmas or (weeks == "open" and day.month == 8 and 5 <= day.day <= 18)


def term(day: date) -> tuple[int, int]:
    """Which term a day belongs to: a calendar year, and 0 spring, 1 summer, 2 autumn."""
    if day < holidays(day.year)[1][1]:
        return (day.year, 0)
    return (day.year, 1 if day <= holidays(day.year)[3][1] else 2)
