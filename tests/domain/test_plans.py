"""On which days a plan has its turn, on which it rests, and the words for it."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vrp_desktop.domain.closures import ClosureDetails
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.plans import Plan, PlanDetails, coming_words, rule_words, turns
from vrp_desktop.domain.sessions import Status

TUESDAY = date(2026, 12, 1)
CHRISTMAS = ClosureDetails("Christmas holidays", date(2026, 12, 21), date(2027, 1, 3), schools=True)
DAYS = st.dates(date(2020, 1, 1), date(2032, 12, 31))


def a_plan(**fields: Any) -> PlanDetails:
    usual: dict[str, Any] = {
        "intervention_id": "boxing",
        "first_on": TUESDAY,
        "weekday": 1,
        "starts_at": time(18),
        "place": "Northside Hall",
        "term_time": True,
    }
    return PlanDetails(**{**usual, **fields})


@given(DAYS, DAYS, st.integers(0, 6), st.integers(1, 4), st.integers(0, 400), st.none() | DAYS)
def test_the_days_of_a_span_are_those_of_the_whole_that_lie_in_it(
    begins: date, first: date, weekday: int, every: int, length: int, ends: date | None
) -> None:
    plan = a_plan(first_on=begins, weekday=weekday, every=every, last_on=ends)
    last = first + timedelta(days=length)
    found = list(plan.days(first, last))
    whole, day = [], begins
    while day <= last:  # counted day by day, as somebody would on a calendar
        if day.weekday() == weekday:
            whole.append(day)
        day += timedelta(days=1)
    assert found == [day for day in whole[::every] if day >= first and (ends is None or day <= ends)]


@given(DAYS, st.integers(1, 4), st.lists(st.tuples(DAYS, st.integers(0, 90), st.booleans()), max_size=6))
def test_every_turn_is_told_of_and_rests_where_something_closes_it(
    begins: date, every: int, spans: list[tuple[date, int, bool]]
) -> None:
    plan = a_plan(first_on=begins, every=every, term_time=False)
    closures = [
        ClosureDetails(f"{at}", first, first + timedelta(days=long), schools)
        for at, (first, long, schools) in enumerate(spans)
    ]
    days = list(plan.days(begins, begins + timedelta(days=400)))
    told = list(turns(plan, days, closures, {}))
    assert [turn.on for turn in told] == days
    for turn in told:
        own = [one for one in closures if turn.on in one and not one.schools]
        assert bool(turn.rests) == bool(own), "school holidays are for plans in term time"
    in_term = list(turns(a_plan(first_on=begins, every=every), days, closures, {}))
    assert [bool(turn.rests) for turn in in_term] == [any(day in one for one in closures) for day in days]


def test_a_bank_holiday_is_left_out_unless_the_plan_says_so() -> None:
    boxing_day = {date(2026, 12, 29): "Boxing Day"}
    days = (date(2026, 12, 29),)
    assert [t.rests for t in turns(a_plan(term_time=False), days, [], boxing_day)] == ["Boxing Day"]
    assert [t.rests for t in turns(a_plan(bank_holidays=True), days, [], boxing_day)] == [""]


def test_the_twenty_ninth_of_february() -> None:
    leap = date(2028, 2, 29)
    plan = a_plan(first_on=leap, weekday=leap.weekday(), every=4)
    assert list(plan.days(leap, leap + timedelta(days=28))) == [leap, date(2028, 3, 28)]
    assert leap not in list(a_plan(first_on=leap, weekday=2).days(leap, leap + timedelta(days=28)))


def test_no_turn_after_the_group_or_the_intervention_has_ended() -> None:
    plan = Plan("1", a_plan(), until=date(2026, 12, 8))
    assert list(plan.days(TUESDAY, date(2027, 3, 1))) == [TUESDAY, date(2026, 12, 8)]


def test_a_session_over_midnight_belongs_to_the_evening() -> None:
    plan = a_plan(starts_at=time(23, 30), minutes=120)
    session = plan.checked().session_on(TUESDAY)
    assert (session.held_on, session.starts_at, session.minutes) == (TUESDAY, time(23, 30), 120)
    assert rule_words(plan).startswith("Every Tuesday 23:30 to 01:30 at")
    assert session.status is Status.PLANNED


def test_in_words() -> None:
    days = a_plan().days(date(2026, 12, 2), date(2027, 1, 5))
    coming = list(turns(a_plan(), days, [CHRISTMAS], {}))
    assert rule_words(a_plan()) == (
        "Every Tuesday 18:00 to 20:00 at Northside Hall, in term time, not on bank holidays"
    )
    assert coming_words(coming) == ("next 8, 15 December, 5 January; not 22, 29 December: Christmas holidays")
    other = a_plan(every=2, term_time=False, bank_holidays=True, place="", last_on=date(2027, 3, 2))
    assert rule_words(other) == (
        "Every second Tuesday 18:00 to 20:00, also on bank holidays, until 2 March 2027"
    )
    assert coming_words([]) == "none in the next weeks"


@pytest.mark.parametrize(
    ("fields", "faulty"),
    [
        ({"weekday": 7}, {"weekday"}),
        ({"every": 0}, {"every"}),
        ({"every": 5}, {"every"}),
        ({"minutes": 0}, {"minutes"}),
        ({"minutes": 25 * 60}, {"minutes"}),
        ({"kind": "riot"}, {"kind"}),
        ({"last_on": TUESDAY - timedelta(days=1)}, {"last_on"}),
        ({"first_on": date(9999, 12, 31)}, {"first_on"}),
        ({"focus_areas": ("individual.mental_health",)}, {"focus_areas"}),
        ({"weekday": -1, "every": 9, "setting": "moon"}, {"weekday", "every", "setting"}),
    ],
)
def test_every_fault_is_told_at_once(fields: dict[str, Any], faulty: set[str]) -> None:
    with pytest.raises(Refused) as refused:
        a_plan(**fields).checked()
    assert refused.value.fields.keys() == faulty


def test_what_a_kind_does_not_ask_for_is_left_out() -> None:
    assert a_plan(kind="outreach").checked().setting == "detached"
    assert a_plan(kind="workshop", name=" Choices ").checked().session_on(TUESDAY).title == "Choices"
    assert a_plan(name="Boxing").checked().session_on(TUESDAY).title == ""


@pytest.mark.parametrize(
    ("first", "last", "name", "faulty"),
    [
        (TUESDAY, TUESDAY - timedelta(days=1), "Shut", {"last_on"}),
        (TUESDAY, TUESDAY + timedelta(days=366), "Shut", {"last_on"}),
        (TUESDAY, TUESDAY, "  ", {"name"}),
        (date(26, 12, 1), date(26, 12, 2), "Shut", {"first_on"}),
    ],
)
def test_a_closure_is_named_and_no_longer_than_a_year(
    first: date, last: date, name: str, faulty: set[str]
) -> None:
    with pytest.raises(Refused) as refused:
        ClosureDetails(name, first, last).checked()
    assert refused.value.fields.keys() == faulty
