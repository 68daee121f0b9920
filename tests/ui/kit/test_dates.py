"""Days and times as people type them."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from vrp_desktop.domain.errors import Refused
from vrp_desktop.ui.kit.dates import BirthDateField, DateField, TimeField, read_day, read_time, written

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("3/7/2026", date(2026, 7, 3)),
        ("03.07.26", date(2026, 7, 3)),
        ("3 July 2026", date(2026, 7, 3)),
        ("Friday 3 jul 2026", date(2026, 7, 3)),
        ("2026-07-03", date(2026, 7, 3)),
        ("21/11", date(2026, 11, 21)),
        ("3 Jan", date(2027, 1, 3)),
        ("today", TODAY),
        ("Yesterday", date(2026, 11, 21)),
        ("", None),
    ],
)
def test_a_day_is_read_as_it_is_meant(typed: str, meant: date | None) -> None:
    assert read_day(typed, TODAY) == meant


@pytest.mark.parametrize(
    "typed", ["31/2/2026", "29 feb", "0/1/2026", "5/13/2026", "next week", "12", "1/2/3/4", "a/b/c"]
)
def test_what_is_no_day_is_refused_in_words(typed: str) -> None:
    with pytest.raises(Refused):
        read_day(typed, TODAY)


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_every_day_reads_back_as_it_is_written(day: date) -> None:
    assert read_day(written(day), TODAY) == day
    assert read_day(written(day, weekday=True), TODAY) == day
    assert read_day(f"{day.day}/{day.month}/{day.year}", TODAY) == day


@given(st.integers(-150, 150))
def test_a_day_without_a_year_is_the_nearest(days: int) -> None:
    day = TODAY + timedelta(days=days)
    assert read_day(written(day, year=False), TODAY) == day


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("18:30", time(18, 30)),
        ("1830", time(18, 30)),
        ("6.30pm", time(18, 30)),
        ("6 pm", time(18)),
        ("12am", time(0)),
        ("12:15pm", time(12, 15)),
        ("9", time(9)),
        ("", None),
    ],
)
def test_a_time_is_read_as_it_is_meant(typed: str, meant: time | None) -> None:
    assert read_time(typed) == meant


@pytest.mark.parametrize("typed", ["25:00", "13pm", "18:60", "evening", "0pm", "18:3x"])
def test_what_is_no_time_is_refused(typed: str) -> None:
    with pytest.raises(Refused):
        read_time(typed)


def test_midnight_is_written_as_the_day_that_begins() -> None:
    for typed in ("24:00", "2400", "24"):
        with pytest.raises(Refused, match="Write 00:00"):
            read_time(typed)


def test_a_date_field_begins_today_and_says_the_weekday(qtbot: QtBot) -> None:
    field = DateField(TODAY)
    qtbot.addWidget(field)
    assert field.value() == TODAY
    assert field.weekday.text() == "Sunday 22 November 2026, today"


def test_keys_step_a_day_and_a_week(qtbot: QtBot) -> None:
    field = DateField(TODAY)
    qtbot.addWidget(field)
    QTest.keyClick(field.edit, Qt.Key.Key_Down)
    assert field.weekday.text() == "Saturday 21 November 2026, yesterday"
    QTest.keyClick(field.edit, Qt.Key.Key_PageDown)
    assert field.value() == date(2026, 11, 14)


def test_showing_a_day_is_no_edit_and_typing_one_is(qtbot: QtBot) -> None:
    field, edits = DateField(TODAY), []
    qtbot.addWidget(field)
    field.edited.connect(lambda: edits.append(1))
    field.set_value(date(2026, 1, 2))
    assert edits == []
    QTest.keyClicks(field.edit, "x")
    assert edits == [1]


def test_a_birth_date_is_three_fields_each_with_a_name(qtbot: QtBot) -> None:
    field = BirthDateField()
    qtbot.addWidget(field)
    field.name_as("birth_date", "Birth date", "")
    assert [edit.accessibleName() for edit in (field.day, field.month, field.year)] == [
        "Birth date, day",
        "Birth date, month",
        "Birth date, year",
    ]
    assert field.value() is None
    for edit, text in ((field.day, "31"), (field.month, "mar"), (field.year, "2012")):
        edit.setText(text)
    assert field.value() == date(2012, 3, 31)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("31", "", ""), "all three"),
        (("31", "2", "2012"), "does not exist"),
        (("1", "2", "12"), "four digits"),
        (("one", "2", "2012"), "in numbers"),
    ],
)
def test_a_birth_date_that_makes_no_sense_is_refused(
    qtbot: QtBot, typed: tuple[str, str, str], said: str
) -> None:
    field = BirthDateField()
    qtbot.addWidget(field)
    for edit, text in zip((field.day, field.month, field.year), typed, strict=True):
        edit.setText(text)
    with pytest.raises(Refused, match=said):
        field.value()


def test_a_time_field_shows_hours_and_minutes(qtbot: QtBot) -> None:
    field = TimeField()
    qtbot.addWidget(field)
    field.set_value(time(9, 5))
    assert field.edit.text() == "09:05"
