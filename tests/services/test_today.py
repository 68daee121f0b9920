"""The home screen: today, what is unfinished, the quarter so far."""

from dataclasses import replace

import pytest

from tests.builders import TODAY, Clock, a_person, a_session, an_intervention, days, enrolled
from vrp_desktop.domain.quarters import Quarter
from vrp_desktop.domain.sessions import HeadCount, Mark, Status
from vrp_desktop.services.provider import Provider


@pytest.fixture
def boxing(provider: Provider) -> str:
    return provider.interventions.add(an_intervention()).id


def log(provider: Provider, boxing: str, day: int, place: str, **fields: object) -> str:
    details = replace(a_session(boxing, days(day)), place=place, **fields)  # type: ignore[arg-type] # by name
    return provider.sessions.log(details).id


def test_a_new_store_has_an_empty_home(provider: Provider) -> None:
    home = provider.today.home()
    assert (home.today, home.quarter) == (TODAY, Quarter(2026, 3))
    assert (home.sessions_today, home.unfinished, home.recent_people) == ((), (), ())
    assert home.supported_this_quarter == home.sessions_this_quarter == 0


def test_today_s_sessions_stand_apart_from_what_is_unfinished(provider: Provider, boxing: str) -> None:
    log(provider, boxing, 0, "tonight", status=Status.PLANNED)
    log(provider, boxing, 0, "this morning")
    log(provider, boxing, 1, "tomorrow", status=Status.PLANNED)
    home = provider.today.home()
    assert {line.place for line in home.sessions_today} == {"tonight", "this morning"}
    assert home.unfinished == ()


def test_unfinished_is_what_nobody_has_finished_or_cancelled(provider: Provider, boxing: str) -> None:
    (ana,) = enrolled(provider, boxing, "Ana")
    log(provider, boxing, -1, "no marks")
    log(provider, boxing, -2, "planned and past", status=Status.PLANNED)
    provider.registers.mark(log(provider, boxing, -3, "half done"), ana, Mark.PRESENT)
    done = log(provider, boxing, -4, "done")
    provider.registers.mark(done, ana, Mark.PRESENT)
    provider.registers.finish(done)
    counted = log(provider, boxing, -5, "counted")
    provider.registers.count_heads(counted, [HeadCount("26+", None, 2)])
    provider.registers.finish(counted)
    log(provider, boxing, -6, "cancelled", status=Status.CANCELLED, cancel_reason="staff")
    log(provider, boxing, -28, "four weeks ago")
    log(provider, boxing, -29, "too long ago")
    places = [line.place for line in provider.today.home().unfinished]
    assert places == ["no marks", "planned and past", "half done", "four weeks ago"]


def test_the_quarter_counts_people_once_and_delivered_sessions_only(provider: Provider, boxing: str) -> None:
    ana, ben, cas = enrolled(provider, boxing, "Ana", "Ben", "Cas")
    quarter_began = (Quarter.of(TODAY).start - TODAY).days
    first = log(provider, boxing, quarter_began, "first day")
    before = log(provider, boxing, quarter_began - 1, "the quarter before")
    today = log(provider, boxing, 0, "today")
    log(provider, boxing, -1, "cancelled", status=Status.CANCELLED, cancel_reason="staff")
    log(provider, boxing, 1, "tomorrow", status=Status.PLANNED)
    provider.registers.mark_many(first, {ana: Mark.PRESENT, cas: Mark.ABSENT})
    provider.registers.mark_many(today, {ana: Mark.LATE, cas: Mark.EXCUSED})
    provider.registers.mark_many(before, {ben: Mark.PRESENT})
    home = provider.today.home()
    assert (home.supported_this_quarter, home.sessions_this_quarter) == (1, 2)


def test_the_people_most_in_use_are_at_hand(provider: Provider, boxing: str, clock: Clock) -> None:
    for number in range(9):
        provider.people.add(a_person(f"Number {number}"))
    recent = provider.today.home().recent_people
    assert [line.known_as for line in recent] == [f"Number {number}" for number in range(8, 0, -1)]


def test_the_home_turns_with_the_day(provider: Provider, boxing: str, clock: Clock) -> None:
    log(provider, boxing, 0, "tonight")
    clock.go(days=1)
    home = provider.today.home()
    assert home.sessions_today == ()
    assert [line.place for line in home.unfinished] == ["tonight"]
