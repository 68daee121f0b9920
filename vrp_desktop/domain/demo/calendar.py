"""When invented organisations are closed, and which term a day belongs to."""

from datetime import date

from vrp_desktop.domain.school_year import Holiday, usual


def holiday(day: date) -> Holiday | None:
    """The school holiday a day lies in, or None in term."""
    return next((one for one in (*usual(day.year - 1)[-1:], *usual(day.year)) if day in one), None)


def closed(weeks: str, day: date) -> bool:
    """Whether nothing takes place: ``weeks`` is "term" (closed in every holiday, and at weekends), "open" (a
    fortnight in August and over Christmas) or "all" (over Christmas only)."""
    one = holiday(day)
    christmas = one is not None and one.first.month == 12
    if weeks == "term":
        return one is not None or day.weekday() > 4
    return christmas or (weeks == "open" and day.month == 8 and 5 <= day.day <= 18)


def term(day: date) -> tuple[int, int]:
    """Which term a day belongs to: a calendar year, and 0 spring, 1 summer, 2 autumn."""
    if day < usual(day.year)[1].last:
        return (day.year, 0)
    return (day.year, 1 if day <= usual(day.year)[3].last else 2)
