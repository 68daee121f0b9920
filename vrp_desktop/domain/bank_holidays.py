"""The bank holidays of England, from a library that is kept up to date."""

from collections.abc import Mapping
from datetime import date
from functools import cache


def between(first: date, last: date) -> Mapping[date, str]:
    """The bank holidays of those days, the last included, and what each is called."""
    return {
        day: name
        for year in range(first.year, last.year + 1)
        for day, name in _of(year).items()
        if first <= day <= last
    }


@cache
def _of(year: int) -> Mapping[date, str]:
    # The library knows every country, and takes a moment to: only once a day has to be worked out.
    import holidays

    return dict(sorted(holidays.country_holidays("GB", subdiv="ENG", years=year).items()))
