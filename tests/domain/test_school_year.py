"""The usual school year, and the bank holidays of England."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vrp_desktop.domain import bank_holidays, school_year


@pytest.mark.parametrize(
    ("year", "sunday"), [(2024, date(2024, 3, 31)), (2025, date(2025, 4, 20)), (2026, date(2026, 4, 5))]
)
def test_easter(year: int, sunday: date) -> None:
    assert school_year.easter(year) == sunday


@given(st.integers(2000, 2100))
def test_a_school_year_has_six_holidays_in_order_with_term_between_them(year: int) -> None:
    six = school_year.usual_from_autumn(year)
    assert [one.name.split()[0] for one in six] == [
        "October",
        "Christmas",
        "February",
        "Easter",
        "Whitsun",
        "Summer",
    ]
    assert all(before.last + timedelta(weeks=2) < after.first for before, after in pairwise(six))
    assert school_year.easter(year + 1) in six[3]
    assert date(year, 12, 25) in six[1]
    assert {school_year.autumn_of(one.first) for one in six[:5]} == {year}


def test_the_bank_holidays_of_england() -> None:
    found = bank_holidays.between(date(2026, 12, 1), date(2027, 4, 1))
    assert list(found) == [
        date(2026, 12, 25),
        date(2026, 12, 26),
        date(2026, 12, 28),
        date(2027, 1, 1),
        date(2027, 3, 26),
        date(2027, 3, 29),
    ]
    assert found[date(2027, 3, 26)] == "Good Friday"
    scotland = date(2026, 11, 30)  # St Andrew's Day
    assert scotland not in bank_holidays.between(scotland, scotland)


def test_both_ends_of_the_span_count() -> None:
    christmas = date(2026, 12, 25)
    assert list(bank_holidays.between(christmas, christmas)) == [christmas]
