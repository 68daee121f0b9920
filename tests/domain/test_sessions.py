"""Marks, sessions and head-counts as values."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from vrp_desktop.domain import age
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.sessions import (
    HeadCount,
    Mark,
    Register,
    RegisterRow,
    Session,
    SessionDetails,
    Status,
)

TODAY = date(2026, 11, 22)
SESSION = SessionDetails("an intervention", TODAY)


def test_who_was_there_however_short() -> None:
    assert {mark for mark in Mark if mark.attended} == {Mark.PRESENT, Mark.LATE, Mark.LEFT_EARLY}
    assert [mark.label for mark in Mark] == ["Present", "Late", "Left early", "Excused", "Absent"]


def test_not_marked_is_not_absent_and_neither_came() -> None:
    rows = tuple(
        RegisterRow(str(number), "Ana", "", None, True, mark) for number, mark in enumerate([None, *Mark])
    )
    heads = (HeadCount("10-13", None, 4), HeadCount("26+", "male", 2, estimated=True))
    register = Register(Session("one", SESSION), "Boxing", rows, heads)
    assert (register.came, register.heads) == (3, 6)


def test_a_session_of_tomorrow_can_be_planned_but_not_delivered() -> None:
    tomorrow = replace(SESSION, held_on=TODAY + timedelta(days=1))
    assert replace(tomorrow, status=Status.PLANNED).checked(TODAY).held_on > TODAY
    with pytest.raises(Refused) as refused:
        tomorrow.checked(TODAY)
    assert "log it as planned" in refused.value.fields["held_on"]


def test_a_focus_area_belongs_to_a_chosen_priority() -> None:
    area = replace(SESSION, focus_areas=("individual.education",))
    assert replace(area, priorities=("individual",)).checked(TODAY)
    for priorities in ((), ("community",)):
        with pytest.raises(Refused) as refused:
            replace(area, priorities=priorities).checked(TODAY)
        assert "a priority that is not chosen" in refused.value.fields["focus_areas"]


@pytest.mark.parametrize("minutes", [1, 24 * 60])
def test_the_shortest_and_the_longest_session(minutes: int) -> None:
    assert replace(SESSION, minutes=minutes).checked(TODAY).minutes == minutes


@pytest.mark.parametrize("band", [*(band.code for band in age.BANDS), age.NOT_KNOWN])
@pytest.mark.parametrize("sex", ["female", "male", None])
def test_every_band_and_sex_can_be_counted(band: str, sex: str | None) -> None:
    for count in (0, 10_000):
        assert HeadCount(band, sex, count).checked().count == count


def test_nobody_who_was_not_asked_prefers_not_to_say() -> None:
    with pytest.raises(Refused, match="not a choice of sex"):
        HeadCount("10-13", "prefer_not", 1).checked()
