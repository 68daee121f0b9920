"""A journey that pauses, leads on to other services, has a key worker, and begins again."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.builders import TODAY, Clock, a_person, acting, an_enrolment, an_intervention, days
from vrp_desktop.db.queries import users
from vrp_desktop.domain.changes import Topic
from vrp_desktop.domain.enrolments import AlreadyEnrolled, EnrolmentDetails
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.ids import new_id
from vrp_desktop.domain.journal import Sought
from vrp_desktop.domain.onward import OnwardDetails
from vrp_desktop.domain.pauses import PauseDetails
from vrp_desktop.domain.permissions import Actor, Role
from vrp_desktop.domain.quarters import Quarter
from vrp_desktop.services.provider import Provider

CANNOT_TELL = "名前 🥊 O’Neill ‏שלום " * 4_000
"""Eighty thousand characters of several scripts."""


@pytest.fixture
def boxing(provider: Provider) -> str:
    return provider.interventions.add(an_intervention()).id


@pytest.fixture
def ana(provider: Provider) -> str:
    return provider.people.add(a_person("Ana")).id


@pytest.fixture
def journey(provider: Provider, ana: str, boxing: str) -> str:
    """Started fifty-three days ago."""
    return provider.enrolments.add(ana, boxing, an_enrolment()).id


def joined(provider: Provider, name: str, *roles: Role) -> Actor:
    actor = Actor(new_id(), name, frozenset(roles))
    workspace = provider.workspace
    with workspace.store.writing(workspace.actor.id, workspace.clock) as tx:
        users.add(tx, actor)
    return actor


def test_somebody_pauses_comes_back_and_pauses_again(
    provider: Provider, ana: str, journey: str, clock: Clock
) -> None:
    saved = provider.enrolments.pause(journey, PauseDetails(days(-20), reason=f" {CANNOT_TELL}"))
    assert saved.changes.touch(Topic.ENROLMENTS)
    assert provider.enrolments.lines_of_person(ana)[0].standing == "Paused"
    provider.enrolments.come_back(journey, days(-10))
    assert provider.enrolments.lines_of_person(ana)[0].standing == "Taking part"
    with pytest.raises(Refused, match="not paused"):
        provider.enrolments.come_back(journey, days(-9))
    provider.enrolments.pause(journey, PauseDetails(days(-10)))
    (whole,) = provider.enrolments.journeys(ana)
    assert whole == provider.enrolments.journey(journey)
    assert [one.details for one in whole.pauses] == [
        PauseDetails(days(-10)),
        PauseDetails(days(-20), days(-10), CANNOT_TELL.strip()),
    ]
    assert whole.open_pause == whole.pauses[0]


def test_a_second_open_pause_and_one_on_what_has_ended_are_refused(provider: Provider, journey: str) -> None:
    provider.enrolments.pause(journey, PauseDetails(days(-20)))
    with pytest.raises(Refused, match="paused already, since 2 November 2026"):
        provider.enrolments.pause(journey, PauseDetails(days(-5)))
    details = provider.enrolments.get(journey).details
    provider.enrolments.change(journey, replace(details, ended_on=days(-3), ending="completed"))
    with pytest.raises(Refused, match="The journey ended on 19 November 2026"):
        provider.enrolments.pause(journey, PauseDetails(days(-2)))
    assert len(provider.enrolments.journey(journey).pauses) == 1


def test_what_ends_while_it_is_paused_is_paused_no_more_in_one_save(
    provider: Provider, ana: str, journey: str
) -> None:
    provider.enrolments.pause(journey, PauseDetails(days(-20), reason="Exams"))
    details = provider.enrolments.get(journey).details
    provider.enrolments.change(journey, replace(details, ended_on=days(-3), ending="completed"))
    whole = provider.enrolments.journey(journey)
    assert [one.details for one in whole.pauses] == [PauseDetails(days(-20), days(-3), "Exams")]
    assert (whole.line.standing, whole.over) == ("Ended", True)
    last = provider.audit.read(Sought(limit=1))[0]
    assert {entry.entity for entry in provider.audit.change(last.change)} == {"enrolment", "pause"}
    provider.audit.undo(last.change)
    assert provider.enrolments.lines_of_person(ana)[0].standing == "Paused"


def test_a_journey_may_not_end_before_its_pause_began_nor_start_after(
    provider: Provider, journey: str
) -> None:
    provider.enrolments.pause(journey, PauseDetails(days(-20)))
    details = provider.enrolments.get(journey).details
    with pytest.raises(Refused) as refused:
        provider.enrolments.change(journey, replace(details, ended_on=days(-21), ending="completed"))
    assert set(refused.value.fields) == {"ended_on"}
    with pytest.raises(Refused) as refused:
        provider.enrolments.change(journey, replace(details, started_on=days(-19)))
    assert set(refused.value.fields) == {"started_on"}
    assert provider.enrolments.get(journey).details == details


def test_a_pause_is_mended_and_taken_away(provider: Provider, journey: str) -> None:
    there = provider.enrolments.pause(journey, PauseDetails(days(-20), days(-10))).id
    second = provider.enrolments.pause(journey, PauseDetails(days(-5))).id
    provider.enrolments.change_pause(there, PauseDetails(days(-22), days(-5), "Holiday"))
    with pytest.raises(Refused, match="then already"):
        provider.enrolments.change_pause(there, PauseDetails(days(-22), days(-4)))
    provider.enrolments.remove_pause(second)
    assert [one.details.reason for one in provider.enrolments.journey(journey).pauses] == ["Holiday"]
    with pytest.raises(Refused, match="pause is not here"):
        provider.enrolments.remove_pause(second)


def test_taking_back_what_would_leave_two_open_pauses_is_refused(provider: Provider, journey: str) -> None:
    provider.enrolments.pause(journey, PauseDetails(days(-20)))
    provider.enrolments.come_back(journey, days(-10))
    back = provider.audit.read(Sought(limit=1))[0].change
    provider.enrolments.pause(journey, PauseDetails(days(-5)))
    with pytest.raises(Refused, match="pauses of the journey"):
        provider.audit.undo(back)


def test_taking_back_a_start_that_leaves_a_pause_outside_is_refused(provider: Provider, journey: str) -> None:
    details = provider.enrolments.get(journey).details
    provider.enrolments.change(journey, replace(details, started_on=days(-60)))
    earlier = provider.audit.read(Sought(limit=1))[0].change
    provider.enrolments.pause(journey, PauseDetails(days(-58), days(-50)))
    with pytest.raises(Refused, match="pauses of the journey"):
        provider.audit.undo(earlier)


def test_a_paused_journey_counts_in_the_return_like_any_other(
    provider: Provider, journey: str, boxing: str
) -> None:
    quarter = Quarter.of(TODAY)
    before = provider.returns.counted(boxing, quarter).figures
    provider.enrolments.pause(journey, PauseDetails(days(-50), reason="Exams"))
    assert provider.returns.counted(boxing, quarter).figures == before


def test_a_referral_on_is_noted_heard_of_and_mended(provider: Provider, ana: str, journey: str) -> None:
    details = OnwardDetails("mental_health", days(-21), " CAMHS ", CANNOT_TELL)
    onward = provider.enrolments.refer_on(journey, details).id
    provider.enrolments.refer_on(journey, OnwardDetails("housing", days(-5)))
    (whole,) = provider.enrolments.journeys(ana)
    assert [one.details.destination for one in whole.waiting] == ["housing", "mental_health"]
    assert whole.onward[1].details == replace(details, referred_to="CAMHS", reason=CANNOT_TELL.strip())
    with pytest.raises(Refused, match="before the referral onward"):
        provider.enrolments.say_uptake(onward, "taken_up", days(-22))
    provider.enrolments.say_uptake(onward, "taken_up", days(-2))
    assert len(provider.enrolments.journey(journey).waiting) == 1
    provider.enrolments.change_onward(onward, replace(details, uptake="declined", uptake_on=TODAY))
    assert provider.enrolments.journey(journey).onward[1].details.answer == (
        "Turned down by the service, 22 November 2026"
    )
    provider.enrolments.remove_onward(onward)
    assert len(provider.enrolments.journey(journey).onward) == 1


def test_a_referral_on_before_the_referral_is_refused(provider: Provider, journey: str) -> None:
    with pytest.raises(Refused, match="before the referral to you, 23 September 2026"):
        provider.enrolments.refer_on(journey, OnwardDetails("health", days(-61)))


def test_a_key_worker_works_there_and_has_not_left(
    provider: Provider, ana: str, boxing: str, journey: str
) -> None:
    art = provider.interventions.add(an_intervention("ART-1")).id
    jo, bo = (joined(provider, name, Role.WORKER) for name in ("Jo", "Bo"))
    joined(provider, "Trudy", Role.TRUSTEE)
    provider.assignments.assign(jo.id, (boxing,))
    provider.assignments.assign(bo.id, (art,))
    assert [user.name for user in provider.enrolments.key_workers(boxing)] == ["Sam Okafor", "Jo"]
    details = provider.enrolments.get(journey).details
    with pytest.raises(Refused) as refused:
        provider.enrolments.change(journey, replace(details, key_worker_id=bo.id))
    assert set(refused.value.fields) == {"key_worker_id"}
    provider.enrolments.change(journey, replace(details, key_worker_id=jo.id))
    assert provider.enrolments.lines_of_person(ana)[0].key_worker == "Jo"
    with provider.workspace.store.writing(provider.workspace.actor.id, provider.workspace.clock) as tx:
        users.leave(tx, jo.id)
    assert provider.enrolments.lines_of_person(ana)[0].key_worker == "Jo (has left)"
    assert [user.name for user in provider.enrolments.key_workers(boxing)] == ["Sam Okafor"]
    assert jo.id in [user.id for user in provider.enrolments.key_workers(boxing, also=(jo.id,))]
    kept = replace(details, key_worker_id=jo.id, referral_reason=f" {CANNOT_TELL} ")
    provider.enrolments.change(journey, kept)
    assert provider.enrolments.get(journey).details.referral_reason == CANNOT_TELL.strip()


def test_a_second_open_journey_is_refused_in_words_that_lead_to_the_open_one(
    provider: Provider, ana: str, boxing: str, journey: str
) -> None:
    with pytest.raises(AlreadyEnrolled, match="referred on 23 September 2026, taking part") as refused:
        provider.enrolments.add(ana, boxing, an_enrolment(days(-5), started_on=days(-5)))
    assert refused.value.enrolment_id == journey


def test_what_was_before_their_birth_is_refused(provider: Provider, boxing: str) -> None:
    person = provider.people.add(a_person("Bo", birth_date=days(-59))).id
    with pytest.raises(Refused, match="before the day they were born, 24 September 2026"):
        provider.enrolments.add(person, boxing, an_enrolment())


def test_they_come_back_to_a_journey_of_its_own(
    provider: Provider, ana: str, boxing: str, journey: str
) -> None:
    with pytest.raises(Refused, match="not over yet"):
        provider.enrolments.again(journey)
    jo = joined(provider, "Jo", Role.WORKER)
    provider.assignments.assign(jo.id, (boxing,))
    over = replace(
        provider.enrolments.get(journey).details,
        focus_areas=("individual.mental_health",),
        key_worker_id=jo.id,
        ended_on=days(-3),
        ending="disengaged",
    )
    provider.enrolments.change(journey, over)
    begun = provider.enrolments.again(journey)
    assert (begun.person_id, begun.intervention_id) == (ana, boxing)
    assert (begun.details.referred_on, begun.details.focus_areas) == (TODAY, over.focus_areas)
    assert begun.details.key_worker_id == jo.id
    provider.enrolments.add(ana, boxing, begun.details)
    assert [line.standing for line in provider.enrolments.lines_of_person(ana)] == ["Taking part", "Ended"]
    provider.assignments.assign(jo.id, ())
    assert provider.enrolments.again(journey).details.key_worker_id is None


def test_a_declined_referral_can_come_back_too(provider: Provider, ana: str, boxing: str) -> None:
    said_no = EnrolmentDetails(
        days(-30), decision="declined", decided_on=days(-20), decline_reason="capacity"
    )
    declined = provider.enrolments.add(ana, boxing, said_no).id
    assert provider.enrolments.again(declined).details.standing == "Taking part"


def test_another_intervention_s_journey_is_for_those_who_work_there(
    provider: Provider, ana: str, boxing: str, journey: str
) -> None:
    art = provider.interventions.add(an_intervention("ART-1")).id
    provider.enrolments.add(ana, art, an_enrolment())
    jo = joined(provider, "Jo", Role.WORKER)
    provider.assignments.assign(jo.id, (art,))
    worker = Provider(replace(provider.workspace, actor=jo))
    pause = provider.enrolments.pause(journey, PauseDetails(days(-5))).id
    onward = provider.enrolments.refer_on(journey, OnwardDetails("health", TODAY)).id
    assert len(worker.enrolments.journeys(ana)) == 2
    attempts: tuple[Callable[[], object], ...] = (
        lambda: worker.enrolments.pause(journey, PauseDetails(days(-10), days(-9))),
        lambda: worker.enrolments.change_pause(pause, PauseDetails(days(-4))),
        lambda: worker.enrolments.come_back(journey, TODAY),
        lambda: worker.enrolments.remove_pause(pause),
        lambda: worker.enrolments.refer_on(journey, OnwardDetails("health", TODAY)),
        lambda: worker.enrolments.say_uptake(onward, "taken_up", TODAY),
        lambda: worker.enrolments.change_onward(onward, OnwardDetails("housing", TODAY)),
        lambda: worker.enrolments.remove_onward(onward),
    )
    for attempt in attempts:
        with pytest.raises(Refused, match="not one of your interventions"):
            attempt()
    assert acting(provider, Role.MANAGER).enrolments.journey(journey).open_pause is not None
