"""Financial quarters."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.quarters import Quarter

days = st.dates(date(1990, 1, 1), date(2098, 12, 31))


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2026, 3, 31), "2025-26-Q4"),
        (date(2026, 4, 1), "2026-27-Q1"),
        (date(2026, 6, 30), "2026-27-Q1"),
        (date(2026, 7, 1), "2026-27-Q2"),
        (date(2026, 12, 31), "2026-27-Q3"),
        (date(2027, 1, 1), "2026-27-Q4"),
        (date(1999, 5, 1), "1999-00-Q1"),
    ],
)
def test_a_day_lies_in_its_quarter(day: date, written: str) -> None:
    assert str(Quarter.of(day)) == written


@given(days)
def test_a_quarter_holds_its_days_and_no_others(day: date) -> None:
    quarter = Quarter.of(day)
    assert day in quarter
    assert quarter.start <= day <= quarter.end
    assert quarter.start - timedelta(days=1) not in quarter
    assert quarter.end + timedelta(days=1) in quarter.next
    assert Quarter.of(quarter.start) == Quarter.of(quarter.end) == quarter


@given(days)
def test_quarters_follow_one_another(day: date) -> None:
    quarter = Quarter.of(day)
    assert quarter.next.previous == quarter
    assert quarter < quarter.next
    assert quarter.year_start <= quarter.start
    assert Quarter.parse(str(quarter)) == quarter


def test_a_quarter_in_words_people_use() -> None:
    assert Quarter(2026, 2).label == "Q2 2026-27 (July to September 2026)"
    assert Quarter(2026, 4).label == "Q4 2026-27 (January to March 2027)"
    assert Quarter.parse(" 2026-27 Q2 ") == Quarter(2026, 2)


@pytest.mark.parametrize("text", ["", "2026-27", "2026-28-Q1", "2026-27-Q5", "Q2 2026-27", "26-27-Q1"])
def test_what_is_not_a_quarter_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(Refused, match="Write it like 2026-27-Q2"):
        Quarter.parse(text)
