"""Somebody's month: whose sessions, what they come to, how soon they were finished."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import TODAY, Clock, a_session, acting, an_intervention, days, enrolled
from vrp_desktop.domain.diary import KindTotal, days_of, weeks_of
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.permissions import Role
from vrp_desktop.domain.sessions import HeadCount, Mark, Status
from vrp_desktop.services.provider import Provider


@pytest.fixture
def boxing(provider: Provider) -> str:
    return provider.interventions.add(an_intervention()).id


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_six_weeks_hold_any_month(day: date) -> None:
    first, last = days_of(day)
    monday, sunday = weeks_of(day)
    assert first.day == 1
    assert (last + timedelta(days=1)).day == 1
    assert first <= day <= last
    assert monday <= first
    assert last <= sunday
    assert (monday.weekday(), sunday.weekday()) == (0, 6)


def test_a_month_is_what_was_delivered_in_it(provider: Provider, boxing: str, clock: Clock) -> None:
    ana, ben = enrolled(provider, boxing, "Ana", "Ben")
    tonight = provider.sessions.log(a_session(boxing, minutes=90)).id
    provider.registers.mark_many(tonight, {ana: Mark.PRESENT, ben: Mark.ABSENT})
    provider.registers.count_heads(tonight, [HeadCount("10-13", None, 4)])
    provider.registers.finish(tonight)
    early = provider.sessions.log(a_session(boxing, days(-21), kind="family", minutes=45)).id
    provider.registers.mark(early, ana, Mark.LATE)
    provider.registers.finish(early)
    slow = provider.sessions.log(a_session(boxing, days(-9))).id
    provider.registers.mark(slow, ana, Mark.PRESENT)
    provider.registers.finish(slow)
    provider.sessions.log(a_session(boxing, days(5), status=Status.PLANNED))
    provider.sessions.log(a_session(boxing, days(-2), status=Status.CANCELLED, cancel_reason="staff"))
    october = provider.sessions.log(a_session(boxing, date(2026, 10, 31), minutes=600)).id
    provider.registers.mark(october, ben, Mark.PRESENT)

    diary = provider.diaries.mine(TODAY)
    assert diary.month == date(2026, 11, 1)
    assert len(diary.lines) == 6, "the last day of October is in its first week"
    totals = diary.totals
    assert totals.kinds == (KindTotal("group", 2, 210), KindTotal("family", 1, 45))
    assert (totals.sessions, totals.minutes, totals.people, totals.heads) == (3, 255, 1, 4)
    assert totals.lag is not None
    assert (totals.lag.middle, totals.lag.longest, totals.lag.slowest.id) == (9, 21, early)


def test_a_month_without_a_finished_register_has_no_lag(provider: Provider, boxing: str) -> None:
    provider.sessions.log(a_session(boxing))
    assert provider.diaries.mine(TODAY).totals.lag is None


def test_only_those_that_one_led_are_ones_own(provider: Provider, boxing: str) -> None:
    ana, ben = enrolled(provider, boxing, "Ana", "Ben")
    me = provider.workspace.actor
    bo = Provider(replace(provider.workspace, actor=replace(me, id="bo", name="Bo")))
    with provider.workspace.store.writing(me.id, provider.workspace.clock) as tx:
        tx.insert(tx.tables["user"], {"id": "bo", "name": "Bo", "roles": ["worker"], "active": True})
    theirs = bo.sessions.log(a_session(boxing, minutes=30)).id
    bo.registers.mark(theirs, ben, Mark.PRESENT)
    both = provider.sessions.log(a_session(boxing, minutes=60, workers=(me.id, "bo"))).id
    provider.registers.mark(both, ana, Mark.PRESENT)
    assert {line.id for line in provider.diaries.mine(TODAY).lines} == {both}
    assert {line.id for line in bo.diaries.mine(TODAY).lines} == {both, theirs}
    assert {line.id for line in provider.diaries.of(TODAY, "bo").lines} == {both, theirs}
    assert provider.diaries.of(TODAY).totals.minutes == 90
    assert [provider.diaries.of(TODAY, one).totals.people for one in (None, me.id, "bo")] == [2, 1, 2]
    assert [user.name for user in provider.diaries.workers()] == ["Bo", "Sam Okafor"]


def test_a_worker_sees_nobody_elses(provider: Provider, boxing: str) -> None:
    provider.sessions.log(a_session(boxing))
    worker = acting(provider, Role.WORKER)
    assert worker.diaries.mine(TODAY).lines == (), "not one of their interventions"
    with pytest.raises(Refused, match="Your role does not let you"):
        worker.diaries.of(TODAY)
