"""Journeys through interventions: referred, started, ended, never twice at once."""

from dataclasses import replace
from datetime import date

import pytest

from tests.builders import TODAY, a_person, an_enrolment, an_intervention, days
from vrp_desktop.domain.changes import Topic
from vrp_desktop.domain.enrolments import EnrolmentDetails
from vrp_desktop.domain.errors import Refused
from vrp_desktop.services.provider import Provider


@pytest.fixture
def ana(provider: Provider) -> str:
    return provider.people.add(a_person("Ana")).id


@pytest.fixture
def boxing(provider: Provider) -> str:
    return provider.interventions.add(an_intervention()).id


def ended(referred: int, end: int) -> EnrolmentDetails:
    return an_enrolment(days(referred), ended_on=days(end), ending="completed")


def declined(referred: int, decided: int) -> EnrolmentDetails:
    return EnrolmentDetails(
        days(referred), decision="declined", decided_on=days(decided), decline_reason="capacity"
    )


def test_a_journey_comes_back_with_what_it_is_about(provider: Provider, ana: str, boxing: str) -> None:
    details = an_enrolment(focus_areas=("individual.mental_health", "individual.education"))
    saved = provider.enrolments.add(ana, boxing, details)
    stored = provider.enrolments.get(saved.id)
    assert (stored.person_id, stored.intervention_id, stored.details) == (ana, boxing, details)
    assert saved.changes.touch(Topic.ENROLMENTS)
    assert saved.changes.touch(Topic.REGISTER)


def test_the_latest_journey_comes_first_with_the_name_of_what_it_is(
    provider: Provider, ana: str, boxing: str
) -> None:
    art = provider.interventions.add(an_intervention("ART-1", name="Art Room")).id
    provider.enrolments.add(ana, boxing, ended(-200, -100))
    provider.enrolments.add(ana, art, an_enrolment())
    assert [each.intervention_id for each in provider.enrolments.of_person(ana)] == [art, boxing]
    lines = provider.enrolments.lines_of_person(ana)
    assert [(line.known_as, line.intervention, line.details.standing) for line in lines] == [
        ("Ana", "Art Room", "Taking part"),
        ("Ana", "Northside Boxing", "Ended"),
    ]


@pytest.mark.parametrize(
    ("there", "another"),
    [
        (an_enrolment(days(-60)), an_enrolment(days(-10))),
        (an_enrolment(days(-10)), an_enrolment(days(-60))),
        (EnrolmentDetails(days(-5)), an_enrolment(days(-60))),
        (ended(-60, -20), an_enrolment(days(-21))),
        (ended(-60, -20), ended(-100, -59)),
        (ended(-60, -20), ended(-50, -30)),
        (declined(-60, -50), an_enrolment(days(-51))),
    ],
)
def test_two_journeys_through_the_same_intervention_never_share_time(
    provider: Provider, ana: str, boxing: str, there: EnrolmentDetails, another: EnrolmentDetails
) -> None:
    provider.enrolments.add(ana, boxing, there)
    with pytest.raises(Refused, match="already enrolled in this intervention"):
        provider.enrolments.add(ana, boxing, another)
    assert len(provider.enrolments.of_person(ana)) == 1


@pytest.mark.parametrize(
    ("there", "another"),
    [
        (ended(-60, -20), an_enrolment(days(-20))),
        (an_enrolment(days(-20)), ended(-60, -20)),
        (declined(-60, -50), an_enrolment(days(-50))),
        (declined(-60, -60), an_enrolment(days(-60))),
    ],
)
def test_one_may_begin_when_the_other_is_over(
    provider: Provider, ana: str, boxing: str, there: EnrolmentDetails, another: EnrolmentDetails
) -> None:
    provider.enrolments.add(ana, boxing, there)
    provider.enrolments.add(ana, boxing, another)
    assert len(provider.enrolments.of_person(ana)) == 2


def test_another_person_or_another_intervention_is_another_journey(
    provider: Provider, ana: str, boxing: str
) -> None:
    art = provider.interventions.add(an_intervention("ART-1")).id
    ben = provider.people.add(a_person("Ben")).id
    for person, intervention in ((ana, boxing), (ana, art), (ben, boxing)):
        provider.enrolments.add(person, intervention, an_enrolment())
    assert len(provider.enrolments.of_person(ana)) == 2


def test_a_journey_is_accepted_started_and_ended_step_by_step(
    provider: Provider, ana: str, boxing: str
) -> None:
    journey = provider.enrolments.add(ana, boxing, EnrolmentDetails(days(-20))).id
    steps = (
        {"decision": "accepted", "decided_on": days(-15)},
        {"started_on": days(-10)},
        {"ended_on": days(0), "ending": "completed"},
    )
    standings = [provider.enrolments.get(journey).details.standing]
    for step in steps:
        details = provider.enrolments.get(journey).details
        provider.enrolments.change(journey, replace(details, **step))
        standings.append(provider.enrolments.get(journey).details.standing)
    assert standings == ["Waiting", "Accepted", "Taking part", "Ended"]


def test_a_change_may_not_run_into_another_journey(provider: Provider, ana: str, boxing: str) -> None:
    first = provider.enrolments.add(ana, boxing, ended(-60, -20)).id
    provider.enrolments.add(ana, boxing, an_enrolment(days(-20)))
    with pytest.raises(Refused) as refused:
        provider.enrolments.change(first, ended(-60, -19))
    assert set(refused.value.fields) == {"ended_on"}
    assert provider.enrolments.get(first).details.ended_on == days(-20)


@pytest.mark.parametrize(
    ("details", "field"),
    [
        (EnrolmentDetails(days(1)), "referred_on"),
        (EnrolmentDetails(TODAY, started_on=TODAY), "decision"),
        (an_enrolment(ended_on=TODAY), "ending"),
        (an_enrolment(ended_on=date(2020, 1, 1), ending="completed"), "ended_on"),
        (an_enrolment(referral_source="a friend"), "referral_source"),
        (an_enrolment(focus_areas=("nothing",)), "focus_areas"),
    ],
)
def test_a_faulty_journey_is_refused_beside_its_field(
    provider: Provider, ana: str, boxing: str, details: EnrolmentDetails, field: str
) -> None:
    with pytest.raises(Refused) as refused:
        provider.enrolments.add(ana, boxing, details)
    assert set(refused.value.fields) == {field}
    assert provider.enrolments.of_person(ana) == ()


def test_who_or_what_is_not_there_cannot_be_enrolled(provider: Provider, ana: str, boxing: str) -> None:
    with pytest.raises(Refused, match="person is not here"):
        provider.enrolments.add("nobody", boxing, an_enrolment())
    with pytest.raises(Refused, match="intervention is not here"):
        provider.enrolments.add(ana, "nothing", an_enrolment())
    with pytest.raises(Refused, match="enrolment is not here"):
        provider.enrolments.change("none", an_enrolment())
    with pytest.raises(Refused, match="enrolment is not here"):
        provider.enrolments.get("none")
