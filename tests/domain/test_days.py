"""Days in words."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vrp_desktop.domain.days import how_long, waiting, written

DAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("since", "words"),
    [
        (DAY, "0 days"),
        (date(2026, 11, 21), "1 day"),
        (date(2026, 11, 9), "13 days"),
        (date(2026, 11, 8), "2 weeks"),
        (date(2026, 8, 23), "13 weeks"),
        (date(2026, 8, 22), "3 months"),
        (date(2025, 12, 23), "10 months"),
        (date(2024, 11, 23), "23 months"),
        (date(2024, 11, 22), "2 years"),
        (date(2027, 1, 1), "0 days"),
    ],
)
def test_how_long_it_has_been(since: date, words: str) -> None:
    assert how_long(since, DAY) == words


@given(st.dates(date(2000, 1, 1), date(2030, 1, 1)), st.integers(0, 5_000))
def test_it_never_says_more_than_it_was(since: date, days: int) -> None:
    number, what = how_long(since, since + timedelta(days=days)).split()
    shortest = {"day": 1, "week": 7, "month": 28, "year": 365}[what.rstrip("s")]
    assert int(number) * shortest <= days
    assert days == 0 or int(number) >= 1


def test_waiting_begins_today() -> None:
    assert waiting(DAY, DAY) == "waiting since today"
    assert waiting(date(2026, 11, 1), DAY) == "waiting 3 weeks"
    assert written(date(2026, 7, 3)) == "3 July 2026"
