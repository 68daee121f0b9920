"""The home screen: today, what is unfinished, the quarter so far."""

from dataclasses import replace
from datetime import time

import pytest

from tests.builders import (
    TODAY,
    Clock,
    a_goal,
    a_person,
    a_session,
    an_enrolment,
    an_intervention,
    days,
    enrolled,
)
from vrp_desktop.db.queries import users
from vrp_desktop.domain.enrolments import EnrolmentDetails
from vrp_desktop.domain.groups import GroupDetails
from vrp_desktop.domain.ids import new_id
from vrp_desktop.domain.outcomes import Instrument, Stage
from vrp_desktop.domain.permissions import Actor, Role
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


def test_what_i_lead_comes_first_and_then_by_the_hour(provider: Provider, boxing: str) -> None:
    def at(hour: int, place: str, **fields: object) -> None:
        log(provider, boxing, 0, place, starts_at=time(hour), status=Status.PLANNED, **fields)

    workspace = provider.workspace
    other = Actor(new_id(), "Wren", frozenset({Role.WORKER}))
    with workspace.store.writing(workspace.actor.id, workspace.clock) as tx:
        users.add(tx, other)
    at(10, "hers", workers=(other.id,))
    at(18, "mine, late")
    at(12, "mine, early")
    places = [line.place for line in provider.today.home().sessions_today]
    assert places == ["mine, early", "mine, late", "hers"]


def test_what_was_begun_comes_back_first(provider: Provider, boxing: str) -> None:
    (ana,) = enrolled(provider, boxing, "Ana")
    tuesday = log(provider, boxing, -5, "Tuesday")
    yesterday = log(provider, boxing, -1, "yesterday")
    long_ago = log(provider, boxing, -4, "marked, days ago")
    for session in (yesterday, long_ago):
        provider.registers.mark(session, ana, Mark.PRESENT)
    provider.drafts.keep("log", "", {})
    provider.drafts.keep("register", tuesday, {})
    provider.drafts.keep("person", ana, {})
    begun = provider.today.home().half_done
    assert [one.words(TODAY) for one in begun] == [
        "Go on with Tuesday’s register",
        "Go on logging a session",
        "Go on with Saturday’s register",
    ]
    provider.registers.finish(yesterday)
    provider.drafts.drop("log")
    assert [one.session and one.session.id for one in provider.today.home().half_done] == [tuesday]
    assert begun[0].words(days(30)) == "Go on with the register of 17 November"


def test_somebody_else_s_drafts_are_not_mine(provider: Provider, boxing: str) -> None:
    provider.drafts.keep("log", "", {})
    actor = Actor(new_id(), "Wren", frozenset({Role.MANAGER}))
    assert Provider(replace(provider.workspace, actor=actor)).today.home().half_done == ()


def test_whom_something_is_due_for(provider: Provider, boxing: str) -> None:
    waits, fresh, quiet, stepped, gone = (
        provider.people.add(a_person(name)).id for name in ("Waits", "Fresh", "Quiet", "Stepped", "Gone")
    )
    for person, day in ((waits, -8), (fresh, -3)):
        provider.enrolments.add(person, boxing, EnrolmentDetails(days(day), "school"))
    for person in (quiet, stepped, gone):
        journey = provider.enrolments.add(person, boxing, an_enrolment(days(-100))).id
        goal = provider.outcomes.set_goal(journey, a_goal(set_on=days(-70))).id
        if person == stepped:
            provider.outcomes.record(journey, Instrument.GOAL, goal, Stage.REVIEW, days(-20), 5)
        if person == gone:
            ended = an_enrolment(days(-100), ended_on=days(-1), ending="completed")
            provider.enrolments.change(journey, ended)
    assert [(one.known_as, one.what) for one in provider.today.home().due] == [
        ("Waits", "Waiting for a decision since 14 Nov"),
        ("Quiet", "No goal step since 13 Sep"),
    ]


def test_a_regular_who_is_missing_is_told_of_only_if_the_group_has_met(
    provider: Provider, boxing: str, clock: Clock
) -> None:
    ana, ben = enrolled(provider, boxing, "Ana", "Ben")
    group = provider.groups.add(GroupDetails(boxing, "Tuesday boxing"), (ana, ben)).id
    session = log(provider, boxing, 0, "here", group_id=group)
    provider.registers.mark_many(session, {ana: Mark.PRESENT, ben: Mark.PRESENT})
    clock.go(days=35)
    assert provider.today.home().due == (), "the group has not met: it may be the holidays"
    later = log(provider, boxing, 28, "here", group_id=group)
    provider.registers.mark_many(later, {ana: Mark.PRESENT, ben: Mark.ABSENT})
    assert [(one.known_as, one.what) for one in provider.today.home().due] == [
        ("Ben", "Not seen since 22 Nov")
    ]
    provider.groups.leave(group, ben)
    assert provider.today.home().due == ()
