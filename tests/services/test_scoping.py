"""A worker sees the people of their own interventions; anybody else's record takes a reason, for a day."""

from collections.abc import Callable
from dataclasses import replace
from datetime import time, timedelta

import pytest

from tests.builders import (
    TODAY,
    Clock,
    a_finding,
    a_goal,
    a_person,
    a_session,
    a_step,
    an_enrolment,
    an_intervention,
    enrolled,
    noted,
)
from vrp_desktop.db.queries import users
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.groups import GroupDetails
from vrp_desktop.domain.ids import new_id
from vrp_desktop.domain.outcomes import Instrument, Stage
from vrp_desktop.domain.permissions import Actor, Role
from vrp_desktop.domain.plans import PlanDetails
from vrp_desktop.domain.quarters import Quarter
from vrp_desktop.domain.sessions import Mark
from vrp_desktop.services.provider import Provider

REASON = "Her mother called about tonight."


@pytest.fixture
def boxing(provider: Provider) -> str:
    return provider.interventions.add(an_intervention()).id


@pytest.fixture
def art(provider: Provider) -> str:
    return provider.interventions.add(an_intervention("ART-1", name="Art Room")).id


@pytest.fixture
def ana(provider: Provider, boxing: str) -> str:
    """Takes part in boxing."""
    return enrolled(provider, boxing, "Ana")[0]


@pytest.fixture
def zed(provider: Provider, art: str) -> str:
    """Takes part in art only."""
    person = provider.people.add(a_person("Zed", given_name="Zoë", family_name="O’Neill")).id
    provider.enrolments.add(person, art, an_enrolment())
    return person


@pytest.fixture
def worker(provider: Provider, boxing: str) -> Provider:
    """A worker of boxing."""
    actor = Actor(new_id(), "Wren", frozenset({Role.WORKER}))
    workspace = provider.workspace
    with workspace.store.writing(workspace.actor.id, workspace.clock) as tx:
        users.add(tx, actor)
    provider.assignments.assign(actor.id, (boxing,))
    return Provider(replace(workspace, actor=actor))


def test_lists_hold_one_s_own_people_and_sessions(
    provider: Provider, worker: Provider, boxing: str, art: str, ana: str, zed: str
) -> None:
    own, other = (provider.sessions.log(a_session(place)).id for place in (boxing, art))
    provider.registers.mark(own, ana, Mark.PRESENT)
    provider.registers.mark(other, zed, Mark.PRESENT)
    for text in ("", "a", "z"):
        assert {line.id for line in worker.people.search(text)} <= {ana}
    assert [line.id for line in worker.people.search("ana")] == [ana]
    assert worker.people.count() == 1
    assert [line.id for line in worker.sessions.between(TODAY, TODAY)] == [own]
    assert [line.person_id for line in worker.outcomes.open_enrolments()] == [ana]
    assert [each.id for each in worker.interventions.all()] == [boxing]
    home = worker.today.home()
    assert [line.id for line in home.sessions_today] == [own]
    assert [line.id for line in home.recent_people] == [ana]
    assert (home.supported_this_quarter, home.sessions_this_quarter) == (1, 1)
    everybody = provider.today.home()
    assert (everybody.supported_this_quarter, everybody.sessions_this_quarter) == (2, 2)


def test_nothing_of_somebody_else_s_record_is_read_or_written(
    provider: Provider, worker: Provider, boxing: str, art: str, zed: str
) -> None:
    (journey,) = provider.enrolments.of_person(zed)
    goal = provider.outcomes.set_goal(journey.id, a_goal()).id
    area = "individual.mental_health"
    reading = provider.outcomes.record(journey.id, Instrument.DISTANCE, area, Stage.BEFORE, TODAY, 2).id
    step = provider.outcomes.add_step(goal, a_step()).id
    finding = provider.findings.note(zed, a_finding()).id
    session = provider.sessions.log(a_session(art)).id
    group = provider.groups.add(GroupDetails(art, "Painters"), (zed,)).id
    own_group = worker.groups.add(GroupDetails(boxing, "Boxers")).id
    rule = PlanDetails(art, TODAY, 1, time(18), group_id=group)
    plan = provider.plans.add(rule).id
    planned = next(one.session for one in provider.plans.coming((plan,)) if one.session)
    attempts: tuple[Callable[[], object], ...] = (
        lambda: worker.people.get(zed),
        lambda: worker.people.change(zed, a_person("Mine")),
        lambda: worker.enrolments.of_person(zed),
        lambda: worker.enrolments.lines_of_person(zed),
        lambda: worker.enrolments.get(journey.id),
        lambda: worker.enrolments.change(journey.id, an_enrolment()),
        lambda: worker.enrolments.add(zed, art, an_enrolment()),
        lambda: worker.outcomes.sheet(journey.id),
        lambda: worker.outcomes.set_goal(journey.id, a_goal()),
        lambda: worker.outcomes.change_goal(goal, a_goal()),
        lambda: worker.outcomes.record(journey.id, Instrument.DISTANCE, area, Stage.BEFORE, TODAY, 3),
        lambda: worker.outcomes.take_back(reading),
        lambda: worker.outcomes.goals_of_person(zed),
        lambda: worker.outcomes.add_step(goal, a_step()),
        lambda: worker.outcomes.change_step(step, a_step("Mine")),
        lambda: worker.outcomes.finish_step(step),
        lambda: worker.outcomes.remove_step(step),
        lambda: worker.findings.of_person(zed),
        lambda: worker.findings.note(zed, a_finding()),
        lambda: worker.findings.review(finding, a_finding(standing="thin")),
        lambda: worker.findings.correct(finding, a_finding(standing="thin")),
        lambda: worker.findings.take_back(finding),
        lambda: worker.sessions.of_person(zed),
        lambda: worker.sessions.get(session),
        lambda: worker.registers.read(session),
        lambda: worker.sessions.like_last(art),
        lambda: worker.sessions.log(a_session(art)),
        lambda: worker.sessions.change(session, a_session(art)),
        lambda: worker.registers.mark(session, zed, Mark.PRESENT),
        lambda: worker.registers.take_off(session, zed),
        lambda: worker.registers.add_newcomer(session, "Jojo", 12),
        lambda: worker.registers.count_heads(session, ()),
        lambda: worker.groups.all(art),
        lambda: worker.groups.get(group),
        lambda: worker.groups.members(group),
        lambda: worker.groups.enrolled(art),
        lambda: worker.groups.came_lately(art),
        lambda: worker.groups.as_member(boxing, zed),
        lambda: worker.groups.add(GroupDetails(art, "Mine")),
        lambda: worker.groups.add(GroupDetails(boxing, "Mine"), (zed,)),
        lambda: worker.groups.change(group, GroupDetails(art, "Mine")),
        lambda: worker.groups.end(group),
        lambda: worker.groups.join(own_group, zed),
        lambda: worker.groups.leave(group, zed),
        lambda: worker.groups.set_members(own_group, (zed,)),
        lambda: worker.plans.get(plan),
        lambda: worker.plans.preview(rule),
        lambda: worker.plans.coming((plan,)),
        lambda: worker.plans.add(rule),
        lambda: worker.plans.change(plan, rule),
        lambda: worker.plans.end(plan),
        lambda: worker.plans.skip(planned.id),
        lambda: worker.plans.hold(plan, TODAY),
        lambda: worker.plans.move(planned.id, TODAY, None, ""),
        lambda: worker.audit.history("person", zed),
    )
    before = len(provider.audit.read())
    for attempt in attempts:
        with pytest.raises(Refused, match=r"not (one of your|among your)"):
            attempt()
    assert [line.id for line in worker.groups.all()] == [own_group]
    assert worker.plans.all() == ()
    assert len(provider.audit.read()) == before


def test_of_somebody_one_knows_another_intervention_s_journey_is_read_and_not_written(
    provider: Provider, worker: Provider, boxing: str, art: str, ana: str
) -> None:
    elsewhere = provider.enrolments.add(ana, art, an_enrolment()).id
    goal = provider.outcomes.set_goal(elsewhere, a_goal()).id
    area = "individual.mental_health"
    reading = provider.outcomes.record(elsewhere, Instrument.DISTANCE, area, Stage.BEFORE, TODAY, 2).id
    step = provider.outcomes.add_step(goal, a_step()).id
    before = worker.outcomes.sheet(elsewhere)
    attempts: tuple[Callable[[], object], ...] = (
        lambda: worker.enrolments.change(elsewhere, an_enrolment()),
        lambda: worker.enrolments.add(ana, art, an_enrolment()),
        lambda: worker.outcomes.set_goal(elsewhere, a_goal("Draw more")),
        lambda: worker.outcomes.change_goal(goal, a_goal("Draw more")),
        lambda: worker.outcomes.record(elsewhere, Instrument.DISTANCE, area, Stage.AFTER, TODAY, 3),
        lambda: worker.outcomes.take_back(reading),
        lambda: worker.outcomes.add_step(goal, a_step()),
        lambda: worker.outcomes.change_step(step, a_step("Draw more")),
        lambda: worker.outcomes.finish_step(step),
        lambda: worker.outcomes.remove_step(step),
    )
    for attempt in attempts:
        with pytest.raises(Refused, match="not one of your interventions"):
            attempt()
    assert worker.outcomes.sheet(elsewhere) == before
    (own,) = (one.id for one in worker.enrolments.of_person(ana) if one.intervention_id == boxing)
    mine = worker.outcomes.set_goal(own, a_goal()).id
    worker.outcomes.change_goal(mine, a_goal("Sleep well"))
    taken = worker.outcomes.record(own, Instrument.GOAL, mine, Stage.BEFORE, TODAY, 3).id
    worker.outcomes.take_back(taken)


def test_a_guest_in_one_s_own_register_is_a_name_and_no_more(
    provider: Provider, worker: Provider, boxing: str, ana: str, zed: str
) -> None:
    session = provider.sessions.log(a_session(boxing)).id
    provider.people.change(
        zed, replace(provider.people.get(zed).details, approximate_age=15, approximate_age_on=TODAY)
    )
    noted(provider, session, zed, Mark.PRESENT, "Told me about home")
    rows = {row.person_id: row for row in worker.registers.read(session).rows}
    guest = rows[zed]
    assert (guest.known_as, guest.full_name, guest.age, guest.remark.note) == ("Zed", "", None, "")
    worker.registers.mark(session, zed, Mark.LATE)
    assert provider.registers.read(session).rows[-1].remark.note == "Told me about home"
    other = worker.sessions.log(a_session(boxing)).id
    with pytest.raises(Refused, match="not among your interventions"):
        worker.registers.mark(other, zed, Mark.PRESENT)


def test_whoever_adds_a_person_keeps_them_in_sight(worker: Provider, boxing: str) -> None:
    person = worker.people.add(a_person("Newt")).id
    assert worker.people.get(person).known_as == "Newt"
    worker.enrolments.add(person, boxing, an_enrolment())
    assert worker.audit.history("person", person)


def test_a_newcomer_is_seen_by_every_worker_of_the_intervention(
    provider: Provider, worker: Provider, boxing: str
) -> None:
    session = provider.sessions.log(a_session(boxing)).id
    newcomer = provider.registers.add_newcomer(session, "Jojo", 12).id
    assert worker.people.get(newcomer).known_as == "Jojo"


def test_without_an_intervention_there_is_nobody(provider: Provider, worker: Provider, ana: str) -> None:
    provider.assignments.assign(worker.workspace.actor.id, ())
    assert worker.people.search() == worker.people.search("ana") == ()
    with pytest.raises(Refused):
        worker.people.get(ana)


def test_only_the_whole_name_finds_somebody_outside(worker: Provider, ana: str, zed: str) -> None:
    for part in ("Zoë", "O'Neill", "  "):
        with pytest.raises(Refused, match="Write the whole name"):
            worker.assignments.find_outside(part)
    assert worker.assignments.find_outside("Zo O'Neil") == ()
    assert [one.person_id for one in worker.assignments.find_outside("zoe o'neill")] == [zed]
    assert worker.assignments.find_outside("Ana Ana") == ()


def test_a_reason_opens_the_record_for_a_day_and_is_seen(
    provider: Provider, worker: Provider, zed: str, clock: Clock
) -> None:
    with pytest.raises(Refused, match="Say in a sentence"):
        worker.assignments.break_glass(zed, "  because ")
    until = worker.assignments.break_glass(zed, REASON)
    assert until == clock() + timedelta(hours=24)
    assert worker.people.get(zed).known_as == "Zed"
    (opened,) = provider.audit.opened()
    assert (opened.known_as, opened.opened_by, opened.reason) == ("Zed", "Wren", REASON)
    assert provider.today.home().opened == (opened,)
    assert worker.today.home().opened == ()
    clock.go(hours=23, minutes=59)
    assert worker.people.get(zed).known_as == "Zed"
    clock.go(minutes=2)
    with pytest.raises(Refused, match="not among"):
        worker.people.get(zed)


def test_a_trustee_sees_what_leaves_the_house_and_no_name(provider: Provider, boxing: str, ana: str) -> None:
    session = provider.sessions.log(a_session(boxing)).id
    provider.registers.mark(session, ana, Mark.PRESENT)
    trustee = Provider(replace(provider.workspace, actor=Actor(new_id(), "Tru", frozenset({Role.TRUSTEE}))))
    quarter = Quarter.of(TODAY)
    preview = trustee.returns.preview(boxing, quarter)
    assert preview.counted == preview.protected
    assert all(blocker.person_id is blocker.session_id is None for blocker in preview.blockers)
    assert not any("Ana" in blocker.text for blocker in preview.blockers)
    assert any("Ana" in blocker.text for blocker in provider.returns.preview(boxing, quarter).blockers)
