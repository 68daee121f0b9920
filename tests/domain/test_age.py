"""Age, its bands and the words for it."""

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from vrp_desktop.domain import age
from vrp_desktop.domain.errors import Refused

days = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("birth", "day", "years"),
    [
        (date(2010, 11, 22), date(2026, 11, 21), 15),
        (date(2010, 11, 22), date(2026, 11, 22), 16),
        (date(2012, 2, 29), date(2026, 2, 28), 13),
        (date(2012, 2, 29), date(2026, 3, 1), 14),
        (date(2012, 2, 29), date(2028, 2, 29), 16),
        (date(2026, 11, 22), date(2026, 11, 22), 0),
    ],
)
def test_whole_years_lived(birth: date, day: date, years: int) -> None:
    assert age.age_on(birth, day) == years


@given(days, days)
def test_nobody_grows_younger_and_a_year_adds_one(birth: date, day: date) -> None:
    assume(birth <= day < date(2099, 1, 1))
    years = age.age_on(birth, day)
    assert years >= 0
    assert age.age_on(birth, day + timedelta(days=1)) - years in (0, 1)
    if (day.month, day.day) != (2, 29):
        assert age.age_on(birth, day.replace(year=day.year + 1)) == years + 1


@given(st.integers(0, age.OLDEST), days, days)
def test_an_estimate_moves_with_the_years_and_never_below_nought(
    years: int, noted_on: date, day: date
) -> None:
    moved = age.age_from_estimate(years, noted_on, day)
    assert moved >= 0
    assert age.age_from_estimate(years, noted_on, noted_on) == years
    if day >= noted_on:
        assert moved == years + age.age_on(noted_on, day)
    else:
        assert moved <= years


@given(st.integers(0, 200))
def test_every_age_lies_in_exactly_one_band(years: int) -> None:
    holding = [band.code for band in age.BANDS if years in band]
    assert holding == [age.band_of(years)]


@pytest.mark.parametrize(
    ("years", "band", "word"),
    [
        (None, "not_known", "age not known"),
        (9, "0-9", "child"),
        (10, "10-13", "child"),
        (17, "16-17", "child"),
        (18, "18-20", "young adult"),
        (24, "21-24", "young adult"),
        (25, "25", "young adult"),
        (26, "26+", "adult"),
    ],
)
def test_bands_and_words_turn_where_they_should(years: int | None, band: str, word: str) -> None:
    assert (age.band_of(years), age.word_for(years)) == (band, word)


def test_a_birth_date_to_come_or_of_another_century_is_refused_in_words() -> None:
    today = date(2026, 11, 22)
    age.check_birth_date(today, today)
    age.check_birth_date(date(1905, 11, 23), today)
    for birth, words in ((date(2026, 11, 23), "in the future"), (date(1905, 11, 22), "over 120")):
        with pytest.raises(Refused) as refused:
            age.check_birth_date(birth, today)
        assert words in refused.value.fields["birth_date"]
