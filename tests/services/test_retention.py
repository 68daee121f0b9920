"""The queue of those whose time is up, and what is decided; nothing is ever deleted by itself."""

from datetime import date

import pytest

from tests.builders import (
    TODAY,
    Clock,
    a_goal,
    a_person,
    a_session,
    acting,
    an_enrolment,
    an_intervention,
    days,
)
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.permissions import Role
from vrp_desktop.domain.retention import Kind, Rule, years_before
from vrp_desktop.domain.sessions import Mark
from vrp_desktop.services.provider import Provider

BORN = date(1990, 1, 1)


@pytest.fixture
def boxing(provider: Provider) -> str:
    return provider.interventions.add(an_intervention()).id


def added(provider: Provider, clock: Clock, name: str, on: date, **details: object) -> str:
    """Somebody whose record was begun on a day long ago."""
    present = clock.now
    clock.now = present.replace(year=on.year, month=on.month, day=on.day)
    person_id = provider.people.add(a_person(name, **details)).id
    clock.now = present
    return person_id


def due(provider: Provider) -> list[tuple[str, str, date]]:
    return [
        (line.known_as, line.standing.why, line.standing.due_on) for line in provider.retention.queue().due
    ]


def test_who_is_due_why_and_since_when(provider: Provider, boxing: str, clock: Clock) -> None:
    long_ago = date(2016, 2, 29)
    ana = added(provider, clock, "Ana", long_ago, birth_date=BORN)
    ben = added(provider, clock, "Ben", long_ago, birth_date=date(2010, 6, 1))
    cas = added(provider, clock, "Cas", long_ago)
    added(provider, clock, "Dee", long_ago)
    added(provider, clock, "Eve", days(-10))
    for person_id in (ana, ben):
        ended = an_enrolment(long_ago, ended_on=date(2017, 1, 2), ending="completed")
        provider.enrolments.add(person_id, boxing, ended)
    turned_down = an_enrolment(
        long_ago, decision="declined", started_on=None, decided_on=date(2016, 3, 1), decline_reason=None
    )
    provider.enrolments.add(cas, boxing, turned_down)
    assert due(provider) == [
        ("Cas", "1 year since the referral was declined", date(2017, 3, 1)),
        ("Dee", "1 year since anything was recorded", date(2017, 3, 1)),
        ("Ana", "6 years since the last contact", date(2023, 1, 2)),
    ]


def test_whatever_happened_last_counts(provider: Provider, boxing: str, clock: Clock) -> None:
    long_ago = date(2016, 2, 29)
    ana = added(provider, clock, "Ana", long_ago, birth_date=BORN)
    journey = provider.enrolments.add(ana, boxing, an_enrolment(long_ago)).id
    assert due(provider) == [("Ana", "6 years since the last contact", date(2022, 3, 7))]
    evening = provider.sessions.log(a_session(boxing, date(2018, 5, 1))).id
    provider.registers.mark(evening, ana, Mark.ABSENT)
    assert due(provider)[0][2] == date(2022, 3, 7), "an absence is no contact"
    provider.registers.mark(evening, ana, Mark.PRESENT)
    assert due(provider)[0][2] == date(2024, 5, 1)
    provider.outcomes.set_goal(journey, a_goal(set_on=date(2019, 5, 1), met_on=date(2020, 2, 29)))
    assert due(provider)[0][2] == date(2026, 3, 1)
    provider.outcomes.set_goal(journey, a_goal(set_on=TODAY))
    assert due(provider) == []


def test_somebody_who_came_without_being_enrolled_was_supported(
    provider: Provider, boxing: str, clock: Clock
) -> None:
    ana = added(provider, clock, "Ana", date(2016, 1, 1), birth_date=BORN)
    assert provider.retention.queue().due[0].standing.kind is Kind.NEVER_SUPPORTED
    evening = provider.sessions.log(a_session(boxing, date(2016, 2, 1))).id
    provider.registers.mark(evening, ana, Mark.LATE)
    assert provider.retention.queue().due[0].standing.kind is Kind.SUPPORTED


def test_kept_on_with_a_reason_until_a_day(provider: Provider, clock: Clock) -> None:
    ana = added(provider, clock, "Ana", date(2016, 1, 1))
    with pytest.raises(Refused):
        provider.retention.keep(ana, TODAY, "Because")
    provider.retention.keep(ana, days(10), "Her sister has begun with us")
    assert due(provider) == []
    clock.go(days=9)
    assert due(provider) == []
    clock.go(days=1)
    assert [line[0] for line in due(provider)] == ["Ana"]
    provider.retention.keep(ana, days(30), "Again")
    assert due(provider) == []
    assert provider.people.get(ana).known_as == "Ana"


def test_a_hold_takes_it_out_of_the_queue_until_somebody_lifts_it(provider: Provider, clock: Clock) -> None:
    ana = added(provider, clock, "Ana", date(2016, 1, 1))
    with pytest.raises(Refused) as refused:
        provider.retention.hold(ana, " ")
    assert "reason" in refused.value.fields
    provider.retention.hold(ana, "The inquiry asked for it")
    queue = provider.retention.queue()
    assert queue.due == ()
    assert [(line.known_as, line.held, line.held_on) for line in queue.held] == [
        ("Ana", "The inquiry asked for it", TODAY)
    ]
    with pytest.raises(Refused, match="already"):
        provider.retention.hold(ana, "Again")
    provider.retention.lift(ana)
    assert [line[0] for line in due(provider)] == ["Ana"]
    with pytest.raises(Refused):
        provider.retention.lift(ana)


def test_the_schedule_is_the_organisation_s_own(provider: Provider, clock: Clock) -> None:
    added(provider, clock, "Ana", date(2024, 1, 1))
    assert len(due(provider)) == 1
    schedule = provider.retention.schedule()
    provider.retention.change_schedule(schedule.with_rule(Kind.NEVER_SUPPORTED, Rule(3)))
    assert due(provider) == []
    assert provider.retention.schedule()[Kind.NEVER_SUPPORTED] == Rule(3)
    assert provider.retention.schedule()[Kind.SUPPORTED] == schedule[Kind.SUPPORTED]
    with pytest.raises(Refused) as refused:
        provider.retention.change_schedule(schedule.with_rule(Kind.JOURNAL, Rule(1000)))
    assert set(refused.value.fields) == {"journal"}


def test_what_is_old_and_belongs_to_nobody_is_counted(provider: Provider, boxing: str) -> None:
    edge = years_before(TODAY, 6)
    assert provider.retention.queue().old == ()
    for held_on, note in ((edge, "Old"), (date(2015, 1, 1), "Older"), (date(2014, 1, 1), ""), (TODAY, "New")):
        provider.sessions.log(a_session(boxing, held_on, note=note))
    (notes,) = provider.retention.queue().old
    assert (notes.kind, notes.count, notes.oldest) == (Kind.SESSION_NOTES, 2, date(2015, 1, 1))


def test_a_worker_sees_no_queue(provider: Provider) -> None:
    with pytest.raises(Refused, match="Your role does not let you"):
        acting(provider, Role.WORKER, Role.ADMINISTRATOR).retention.queue()
