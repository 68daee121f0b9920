"""Readings, their scales, and raw movement."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vrp_desktop.domain import codes
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.outcomes import (
    STEPS,
    GoalDetails,
    Instrument,
    OutcomeSheet,
    Reading,
    Stage,
    check_reading,
    movement,
)

TODAY = date(2026, 11, 22)
AREA = "individual.mental_health"


def reading(number: int, stage: Stage, taken_on: date, value: int, item: str = AREA) -> Reading:
    return Reading(f"{number:03}", "journey", Instrument.DISTANCE, item, stage, taken_on, value)


def test_the_latest_value_of_a_stage_counts_and_among_equals_the_later_written() -> None:
    sheet = OutcomeSheet(
        "journey",
        "person",
        "Ana",
        "Boxing",
        (AREA,),
        (),
        (
            reading(3, Stage.BEFORE, TODAY, 2),
            reading(1, Stage.BEFORE, TODAY - timedelta(days=9), 5),
            reading(4, Stage.BEFORE, TODAY, 3),
            reading(5, Stage.AFTER, TODAY, 4),
            reading(6, Stage.BEFORE, TODAY, 1, item="individual.education"),
        ),
    )
    assert sheet.value(Instrument.DISTANCE, AREA, Stage.BEFORE) == 3
    assert sheet.value(Instrument.DISTANCE, AREA, Stage.AFTER) == 4
    assert sheet.value(Instrument.DISTANCE, AREA, Stage.REVIEW) is None
    assert sheet.value(Instrument.GOAL, AREA, Stage.BEFORE) is None


@pytest.mark.parametrize("instrument", list(Instrument))
@given(value=st.integers(-20, 20))
def test_a_value_is_taken_on_the_scale_only(instrument: Instrument, value: int) -> None:
    if instrument.lowest <= value <= instrument.highest:
        check_reading(instrument, AREA, TODAY, value, TODAY)
    else:
        with pytest.raises(Refused) as refused:
            check_reading(instrument, AREA, TODAY, value, TODAY)
        words = f"between {instrument.lowest} and {instrument.highest}"
        assert words in refused.value.fields["value"]


def test_the_five_steps_have_words() -> None:
    assert len(STEPS) == Instrument.DISTANCE.highest - Instrument.DISTANCE.lowest + 1


@given(st.integers(0, 10), st.integers(0, 10))
def test_movement_is_raw_and_turns_round_with_its_ends(before: int, after: int) -> None:
    opposite = {"improved": "worse", "worse": "improved", "unchanged": "unchanged"}
    assert movement(after, before) == opposite[movement(before, after)]
    assert (movement(before, after) == "improved") == (after > before)


def test_a_goal_belongs_to_the_priority_of_its_focus_area() -> None:
    for area in codes.code_list("focus_area").codes:
        assert GoalDetails("Sleep better", area.code, TODAY).checked(TODAY).priority == area.group
