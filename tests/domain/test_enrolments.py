"""A journey's dates, and when two of them share time."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vrp_desktop.domain.enrolments import EnrolmentDetails
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
