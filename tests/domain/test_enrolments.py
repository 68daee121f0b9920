"""A journey's dates, and when two of them share time."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vrp_desktop.domain.enrolments import EnrolmentDetails, EnrolmentLine
from vrp_desktop.domain.errors import Refused

TODAY = date(2026, 11, 22)


def day(number: int) -> date:
    return TODAY + timedelta(days=number)


@st.composite
def journeys(draw: st.DrawFn) -> EnrolmentDetails:
    """Any journey that may be stored: waiting, declined, accepted, taking part, ended."""
    referred = draw(st.integers(-60, 0))
    decision = draw(st.sampled_from([None, "accepted", "declined"]))
    if decision is None:
        return EnrolmentDetails(day(referred)).checked(TODAY)
    decided = draw(st.integers(referred, 0))
    details = {"decision": decision, "decided_on": day(decided)}
    if decision == "accepted" and draw(st.booleans()):
        started = draw(st.integers(referred, 0))
        details["started_on"] = day(started)
        if draw(st.booleans()):
            details |= {"ended_on": day(draw(st.integers(started, 0))), "ending": "completed"}
    return EnrolmentDetails(day(referred), **details).checked(TODAY)  # type: ignore[arg-type] # by name


def days_of(journey: EnrolmentDetails) -> set[int]:
    """The half-days a journey takes up, counted one by one: what ``overlaps`` must agree with."""
    first = (journey.referred_on - TODAY).days
    closed = journey.closed_on
    last = 400 if closed is None else (closed - TODAY).days
    return set(range(2 * first + 1, 2 * last))


@given(journeys(), journeys())
def test_overlap_is_sharing_time_whichever_is_asked(one: EnrolmentDetails, other: EnrolmentDetails) -> None:
    assert one.overlaps(other) == other.overlaps(one)
    if one.referred_on != one.closed_on and other.referred_on != other.closed_on:
        assert one.overlaps(other) == bool(days_of(one) & days_of(other))


@given(journeys())
def test_a_journey_is_open_from_its_start_until_the_day_before_its_end(journey: EnrolmentDetails) -> None:
    is_open = [number for number in range(-61, 100) if journey.open_on(day(number))]
    if journey.started_on is None:
        assert is_open == []
    else:
        first = (journey.started_on - TODAY).days
        last = 99 if journey.ended_on is None else (journey.ended_on - TODAY).days - 1
        assert is_open == list(range(first, last + 1))


@pytest.mark.parametrize("field", ["decided_on", "started_on", "ended_on"])
def test_a_day_that_has_not_come_is_refused_beside_its_field(field: str) -> None:
    journey = EnrolmentDetails(
        TODAY, decision="accepted", decided_on=TODAY, started_on=TODAY, ending="completed"
    )
    with pytest.raises(Refused) as refused:
        replace(journey, **{field: day(1)}).checked(TODAY)  # type: ignore[arg-type] # by name
    assert "in the future" in refused.value.fields[field]


@pytest.mark.parametrize(
    ("details", "standing"),
    [
        ({}, "Waiting"),
        ({"decision": "declined", "decided_on": TODAY}, "Declined"),
        ({"decision": "accepted", "decided_on": TODAY}, "Accepted"),
        ({"decision": "accepted", "decided_on": TODAY, "started_on": TODAY}, "Taking part"),
        (
            {
                "decision": "accepted",
                "decided_on": TODAY,
                "started_on": TODAY,
                "ended_on": TODAY,
                "ending": "completed",
            },
            "Ended",
        ),
    ],
)
def test_where_a_journey_stands(details: dict[str, object], standing: str) -> None:
    assert EnrolmentDetails(TODAY, **details).checked(TODAY).standing == standing  # type: ignore[arg-type] # by name


@pytest.mark.parametrize(
    ("details", "faulty"),
    [
        ({"decision": "maybe"}, {"decision", "decided_on"}),
        ({"decision": "accepted"}, {"decided_on"}),
        ({"decision": "accepted", "decided_on": day(-11)}, {"decided_on"}),
        ({"decision": "declined", "decided_on": TODAY, "started_on": TODAY}, {"started_on"}),
        ({"started_on": TODAY}, {"decision"}),
        ({"decision": "accepted", "decided_on": TODAY, "started_on": day(-11)}, {"started_on"}),
        ({"ended_on": TODAY, "ending": "completed"}, {"ended_on"}),
        ({"decline_reason": "none"}, {"decline_reason"}),
    ],
)
def test_a_journey_that_cannot_be_is_refused_field_by_field(
    details: dict[str, object], faulty: set[str]
) -> None:
    with pytest.raises(Refused) as refused:
        EnrolmentDetails(day(-10), **details).checked(TODAY)  # type: ignore[arg-type] # faulty on purpose
    assert set(refused.value.fields) == faulty


@pytest.mark.parametrize(
    ("days", "field", "words"),
    [
        (
            {"decided_on": day(-11)},
            "decided_on",
            "The decision, 11 November 2026, is before the referral, 12",
        ),
        ({"started_on": day(-11)}, "started_on", "The start, 11 November 2026, is before the referral, 12"),
        (
            {"ended_on": day(-6)},
            "ended_on",
            "The end, 16 November 2026, is before the start, 17 November 2026",
        ),
    ],
)
def test_days_in_the_wrong_order_are_both_named(days: dict[str, date], field: str, words: str) -> None:
    journey = EnrolmentDetails(
        day(-10), decision="accepted", decided_on=day(-9), started_on=day(-5), ending="completed"
    )
    with pytest.raises(Refused) as refused:
        replace(journey, **days).checked(TODAY)  # type: ignore[arg-type] # by name
    assert set(refused.value.fields) == {field}
    assert words in refused.value.fields[field]


def test_nothing_of_a_journey_is_before_somebody_was_born() -> None:
    journey = EnrolmentDetails(day(-10), decision="accepted", decided_on=day(-10), started_on=day(-5))
    assert journey.checked(TODAY, birth=day(-10)) is journey
    with pytest.raises(Refused) as refused:
        journey.checked(TODAY, birth=day(-6))
    assert set(refused.value.fields) == {"referred_on", "decided_on"}
    assert "12 November 2026, is before the day they were born, 16 November 2026" in str(refused.value)


def test_priorities_follow_from_focus_areas() -> None:
    areas = ("community.activities", "individual.mental_health", "community.safe_spaces")
    assert EnrolmentDetails(TODAY, focus_areas=areas).priorities == ("community", "individual")


@given(journeys())
def test_a_journey_begun_again_may_be_stored_and_keeps_what_it_was_about(journey: EnrolmentDetails) -> None:
    about = replace(journey, focus_areas=("individual.mental_health",), key_worker_id="somebody")
    again = about.again(TODAY).checked(TODAY)
    assert (again.standing, again.focus_areas, again.key_worker_id) == (
        "Taking part",
        ("individual.mental_health",),
        "somebody",
    )
    assert (again.referral_source, again.referral_reason, again.ending) == (None, "", None)


@pytest.mark.parametrize(
    ("details", "told"),
    [
        ({}, "No decision yet, waiting 3 weeks"),
        (
            {"decision": "declined", "decided_on": TODAY, "decline_reason": "capacity"},
            "Declined on 22 November 2026: No places left",
        ),
        (
            {"decision": "accepted", "decided_on": day(-14)},
            "Accepted on 8 November 2026, waiting 3 weeks to start",
        ),
        (
            {"decision": "accepted", "decided_on": day(-14), "started_on": day(-7)},
            "Taking part since 15 November 2026",
        ),
        (
            {
                "decision": "accepted",
                "decided_on": day(-14),
                "started_on": day(-7),
                "ended_on": TODAY,
                "ending": "moved_away",
            },
            "Ended on 22 November 2026: Moved away",
        ),
    ],
)
def test_a_journey_says_where_it_is_and_since_when(details: dict[str, object], told: str) -> None:
    journey = EnrolmentDetails(day(-21), **details).checked(TODAY)  # type: ignore[arg-type] # by name
    assert EnrolmentLine("", "", "Ana", "", "Boxing", journey).told(TODAY) == told


def test_a_paused_journey_says_so_and_stays_open() -> None:
    journey = EnrolmentDetails(day(-60), decision="accepted", decided_on=day(-60), started_on=day(-50))
    line = EnrolmentLine("", "", "Ana", "", "Boxing", journey, paused_since=day(-21))
    assert line.standing == "Paused"
    assert line.told(TODAY) == "Paused since 1 November 2026, 3 weeks"
    assert line.details.open_on(TODAY)
