"""Pauses: inside the journey, never two at once, and what a journey may do while it has one."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import TODAY, an_enrolment, days
from vrp_desktop.domain.enrolments import EnrolmentDetails
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.pauses import Pause, PauseDetails, still_fits

JOURNEY = an_enrolment(days(-60))
"""Started fifty-three days ago."""


def faults(pause: PauseDetails, journey: EnrolmentDetails = JOURNEY, *others: PauseDetails) -> dict[str, str]:
    try:
        pause.checked(TODAY, journey, [Pause(str(n), "", one) for n, one in enumerate(others)])
    except Refused as refused:
        return refused.fields
    return {}


def test_a_pause_is_kept_without_blanks_around_its_reason() -> None:
    checked = PauseDetails(days(-9), days(-2), "  Visiting his nan \n").checked(TODAY, JOURNEY)
    assert checked == PauseDetails(days(-9), days(-2), "Visiting his nan")
    assert checked.told() == "Paused 13 November 2026 to 20 November 2026: Visiting his nan"
    assert PauseDetails(days(-9)).told() == "Paused since 13 November 2026"


@pytest.mark.parametrize(
    ("pause", "field", "words"),
    [
        (PauseDetails(days(1)), "from_on", ("future",)),
        (PauseDetails(days(-3), days(1)), "until_on", ("not come yet",)),
        (PauseDetails(days(-3), days(-4)), "until_on", ("18 November 2026", "19 November 2026")),
        (PauseDetails(days(-54), days(-4)), "from_on", ("29 September 2026", "30 September 2026")),
    ],
)
def test_what_cannot_be_is_refused_in_words_that_name_both_days(
    pause: PauseDetails, field: str, words: tuple[str, ...]
) -> None:
    told = faults(pause)
    assert set(told) == {field}
    assert all(part in told[field] for part in words)


def test_only_what_has_started_is_paused_and_what_has_ended_only_until_then() -> None:
    waiting = EnrolmentDetails(days(-60))
    ended = an_enrolment(days(-60), ended_on=days(-10), ending="completed")
    assert "has not started" in faults(PauseDetails(days(-3)), waiting)["from_on"]
    assert "ended on 12 November 2026" in faults(PauseDetails(days(-20)), ended)["until_on"]
    assert "12 November 2026" in faults(PauseDetails(days(-20), days(-9)), ended)["until_on"]
    assert faults(PauseDetails(days(-20), days(-10)), ended) == {}


def test_two_open_pauses_and_two_at_once_are_refused() -> None:
    there = PauseDetails(days(-20))
    told = faults(PauseDetails(days(-5)), JOURNEY, there)
    assert "paused already, since 2 November 2026" in told["from_on"]
    over = PauseDetails(days(-20), days(-10))
    assert "then already" in faults(PauseDetails(days(-11)), JOURNEY, over)["from_on"]
    assert faults(PauseDetails(days(-10)), JOURNEY, over) == {}


@st.composite
def spans(draw: st.DrawFn) -> PauseDetails:
    first = draw(st.integers(-40, 0))
    until = draw(st.none() | st.integers(first + 1, 1))
    return PauseDetails(days(first), None if until is None else days(until))


def half_days(pause: PauseDetails) -> set[int]:
    """Counted one by one: what ``overlaps`` must agree with."""
    last = 400 if pause.until_on is None else (pause.until_on - TODAY).days
    return set(range((pause.from_on - TODAY).days * 2 + 1, last * 2))


@given(spans(), spans())
def test_overlap_is_sharing_time_whichever_is_asked(one: PauseDetails, other: PauseDetails) -> None:
    assert one.overlaps(other) == other.overlaps(one) == bool(half_days(one) & half_days(other))


def test_a_pause_of_no_length_is_not_noted_twice() -> None:
    assert "from_on" in faults(PauseDetails(TODAY, TODAY), JOURNEY, PauseDetails(TODAY, TODAY))


@pytest.mark.parametrize(
    ("journey", "field"),
    [
        (EnrolmentDetails(days(-60)), "started_on"),
        (an_enrolment(days(-20)), "started_on"),
        (an_enrolment(days(-60), ended_on=days(-16), ending="completed"), "ended_on"),
    ],
)
def test_a_journey_may_not_leave_a_pause_outside(journey: EnrolmentDetails, field: str) -> None:
    pause = Pause("p", "e", PauseDetails(days(-20), days(-15)))
    still_fits(JOURNEY, [pause])
    with pytest.raises(Refused) as refused:
        still_fits(journey, [pause])
    assert set(refused.value.fields) == {field}
    assert "2 November 2026 to 7 November 2026" in refused.value.fields[field]


def test_an_open_pause_lets_the_journey_end_on_the_day_it_began() -> None:
    open_one = [Pause("p", "e", PauseDetails(days(-20)))]
    still_fits(an_enrolment(days(-60), ended_on=days(-20), ending="completed"), open_one)
    with pytest.raises(Refused):
        still_fits(an_enrolment(days(-60), ended_on=date(2026, 11, 1), ending="completed"), open_one)
