"""How long a record is kept: dates around leap years, children, and ages that nobody is sure of."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vrp_desktop.domain import age, retention
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.retention import Kind, Life, Rule, Schedule

SCHEDULE = Schedule()
DAYS = st.dates(date(1930, 1, 1), date(2090, 12, 31))
YEARS = st.integers(0, 100)


def life(last: date, **more: object) -> Life:
    return replace(Life(last, last, True), **more)  # type: ignore[arg-type]  # named as the fields are


@pytest.mark.parametrize(
    ("day", "years", "later"),
    [
        (date(2024, 2, 29), 1, date(2025, 3, 1)),
        (date(2024, 2, 29), 4, date(2028, 2, 29)),
        (date(2096, 2, 29), 4, date(2100, 3, 1)),  # 2100 is no leap year
        (date(2024, 2, 28), 1, date(2025, 2, 28)),
        (date(2023, 3, 1), 1, date(2024, 3, 1)),
        (date(9990, 1, 1), 100, date.max),
    ],
)
def test_years_after(day: date, years: int, later: date) -> None:
    assert retention.years_after(day, years) == later


@given(DAYS, YEARS)
def test_a_day_is_old_enough_exactly_when_its_years_are_over(today: date, years: int) -> None:
    edge = retention.years_before(today, years)
    assert retention.years_after(edge, years) <= today
    assert retention.years_after(edge + timedelta(days=1), years) > today


@given(DAYS, st.integers(0, 60))
def test_a_birthday_is_the_day_the_age_is_reached(born: date, years: int) -> None:
    day = retention.birthday(life(born, birth_date=born), years)
    assert day is not None
    assert age.age_on(born, day) == years
    assert years == 0 or age.age_on(born, day - timedelta(days=1)) == years - 1


@given(DAYS, st.integers(0, 25), st.integers(0, 60))
def test_an_approximate_age_gives_the_latest_day_it_can_be(noted: date, about: int, years: int) -> None:
    """Whenever they were born, somebody judged to be that old on that day is that age by then."""
    day = retention.birthday(life(noted, approximate_age=about, approximate_age_on=noted), years)
    assert day is not None
    youngest = retention.years_before(noted, about)
    assert age.age_on(youngest, day) >= years


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2023, 1, 31), 1, date(2023, 2, 28)),
        (date(2026, 11, 22), 1, date(2026, 12, 22)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 10, 31), 1, date(2026, 11, 30)),
    ],
)
def test_a_month_after(day: date, months: int, later: date) -> None:
    assert retention.month_after(day, months) == later


@given(DAYS, st.integers(1, 24))
def test_a_month_after_is_never_in_a_month_beyond(day: date, months: int) -> None:
    later = retention.month_after(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later + timedelta(days=1)).day == 1


def test_an_adult_is_kept_for_the_years_since_the_last_contact() -> None:
    standing = retention.standing(life(date(2020, 2, 29), birth_date=date(1990, 1, 1)), SCHEDULE)
    assert (standing.kind, standing.due_on) == (Kind.SUPPORTED, date(2026, 3, 1))
    assert standing.why == "6 years since the last contact"


def test_a_child_is_kept_until_they_are_25_where_that_is_later() -> None:
    child = life(date(2020, 6, 1), birth_date=date(2012, 2, 29))
    standing = retention.standing(child, SCHEDULE)
    assert standing.due_on == date(2037, 3, 1)
    assert standing.why == "A child then, and 25 now"
    assert not standing.due(date(2037, 2, 28))
    assert standing.due(date(2037, 3, 1))


def test_somebody_who_was_18_on_the_day_was_no_child() -> None:
    on_the_day = life(date(2020, 6, 1), birth_date=date(2002, 6, 1))
    assert retention.standing(on_the_day, SCHEDULE).due_on == date(2026, 6, 1)
    day_before = life(date(2020, 5, 31), birth_date=date(2002, 6, 1))
    assert retention.standing(day_before, SCHEDULE).due_on == date(2027, 6, 1)


def test_without_an_age_the_years_count() -> None:
    assert retention.standing(life(date(2020, 6, 1)), SCHEDULE).due_on == date(2026, 6, 1)


def test_a_declined_referral_and_somebody_who_never_came() -> None:
    declined = Life(date(2025, 1, 1), date(2025, 3, 1), False, date(2025, 2, 1), birth_date=date(2015, 1, 1))
    standing = retention.standing(declined, SCHEDULE)
    assert (standing.kind, standing.due_on) == (Kind.DECLINED, date(2026, 2, 1))
    never = Life(date(2025, 1, 1), date(2025, 3, 1), False)
    standing = retention.standing(never, SCHEDULE)
    assert (standing.kind, standing.due_on) == (Kind.NEVER_SUPPORTED, date(2026, 3, 1))


@given(st.builds(Life, DAYS, DAYS, st.booleans(), st.none() | DAYS, st.none() | DAYS), YEARS, YEARS)
def test_keeping_for_longer_never_brings_a_review_forward(one: Life, years: int, more: int) -> None:
    shorter = SCHEDULE.with_rule(one.kind, Rule(years, 25))
    longer = SCHEDULE.with_rule(one.kind, Rule(years + more, 25))
    assert retention.standing(one, shorter).due_on <= retention.standing(one, longer).due_on


@given(st.builds(Life, DAYS, DAYS, st.booleans(), st.none() | DAYS, st.none() | DAYS))
def test_nothing_is_due_before_its_years_are_over(one: Life) -> None:
    standing = retention.standing(one, SCHEDULE)
    since = one.declined_on if one.kind is Kind.DECLINED and one.declined_on else one.last
    assert standing.due_on >= retention.years_after(since, SCHEDULE[one.kind].years)


def test_the_schedule_as_shipped_is_whole() -> None:
    assert set(retention.default_rules()) == set(Kind) == set(retention.words())
    assert all(words.basis and words.title and words.counts_from for words in retention.words().values())
    assert "data protection officer" in retention.about()
    SCHEDULE.checked()


def test_a_schedule_that_makes_no_sense_is_refused_at_once() -> None:
    wrong = SCHEDULE.with_rule(Kind.SUPPORTED, Rule(-1, 17)).with_rule(Kind.JOURNAL, Rule(101))
    with pytest.raises(Refused) as refused:
        wrong.checked()
    assert set(refused.value.fields) == {"supported", "supported_until_age", "journal"}


def test_keeping_on_needs_a_day_to_come_and_a_reason() -> None:
    today = date(2026, 11, 22)
    for until, reason, fields in (
        (None, "", {"until", "reason"}),
        (today, "Why", {"until"}),
        (date(2999, 1, 1), "Why", {"until"}),
        (date(2027, 1, 1), "  ", {"reason"}),
    ):
        with pytest.raises(Refused) as refused:
            retention.check_keep(until, reason, today)
        assert set(refused.value.fields) == fields
    retention.check_keep(date(2027, 1, 1), "A claim", today)
