"""The front page of a record: what it reads, and of whom."""

from dataclasses import replace
from datetime import time

import pytest

from tests.builders import (
    TODAY,
    a_finding,
    a_goal,
    a_person,
    a_session,
    acting,
    an_enrolment,
    an_intervention,
    days,
    enrolled,
)
from vrp_desktop.domain.consent import Conversation, NoticeDetails
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.groups import GroupDetails
from vrp_desktop.domain.permissions import Role
from vrp_desktop.domain.sessions import Mark, Status
from vrp_desktop.services.provider import Provider


def test_a_nickname_alone_has_a_front_page(provider: Provider) -> None:
    tiny = provider.people.add(a_person("Tiny", approximate_age=14, approximate_age_on=TODAY)).id
    front = provider.records.front(tiny)
    assert (front.person.known_as, front.age, front.journeys, front.past) == ("Tiny", 14, (), 0)
    assert front.coming is None
    assert front.last is None


def test_the_last_session_that_took_place_and_the_next_that_is_for_them(provider: Provider) -> None:
    boxing = provider.interventions.add(an_intervention()).id
    ana, ben = enrolled(provider, boxing, "Ana", "Ben")
    crew = provider.groups.add(GroupDetails(boxing, "Crew")).id
    provider.groups.join(crew, ana)
    held = provider.sessions.log(a_session(boxing, days(-2))).id
    provider.registers.mark(held, ana, Mark.PRESENT)
    fell_out = provider.sessions.log(a_session(boxing, days(-1))).id
    provider.registers.mark(fell_out, ana, Mark.EXCUSED)
    provider.registers.mark(fell_out, ana, None)
    planned = {"status": Status.PLANNED}
    provider.sessions.log(a_session(boxing, days(9), **planned))
    for_crew = provider.sessions.log(
        a_session(boxing, days(4), group_id=crew, starts_at=time(18, 0), **planned)
    ).id
    provider.sessions.log(a_session(boxing, days(3), kind="one_to_one", **planned))
    front = provider.records.front(ana)
    assert front.last is not None
    assert front.last.mark in (Mark.PRESENT, None)
    assert front.coming is not None
    assert (front.coming.session_id, front.coming.what, front.coming.starts_at) == (
        for_crew,
        "Crew",
        time(18, 0),
    )
    other = provider.records.front(ben).coming
    assert other is not None
    assert other.held_on == days(9), "what is for the group is not for Ben, nor is somebody else's talk"


def test_journeys_that_are_over_are_counted_and_not_shown(provider: Provider) -> None:
    boxing = provider.interventions.add(an_intervention()).id
    ana = provider.people.add(a_person("Ana")).id
    provider.enrolments.add(
        ana,
        boxing,
        an_enrolment(
            days(-90), decided_on=days(-85), started_on=days(-80), ended_on=days(-10), ending="completed"
        ),
    )
    provider.enrolments.add(ana, boxing, an_enrolment(days(-5), decided_on=days(-5), started_on=days(-5)))
    front = provider.records.front(ana)
    assert [line.details.referred_on for line in front.journeys] == [days(-5)]
    assert front.past == 1


def test_a_record_of_somebody_elses_is_not_opened_and_a_look_is_journalled(provider: Provider) -> None:
    boxing = provider.interventions.add(an_intervention()).id
    (ana,) = enrolled(provider, boxing, "Ana")
    worker = acting(provider, Role.WORKER)
    for read in (worker.records.front, worker.records.head):
        with pytest.raises(Refused, match="not among your"):
            read(ana)
    lead = acting(provider, Role.SAFEGUARDING_LEAD)
    lead.records.front(ana)
    seen = [entry for entry in provider.audit.read() if entry.action == "viewed" and entry.row == ana]
    assert seen


def test_a_record_that_begins_says_what_comes_next_until_all_of_it_is_there(provider: Provider) -> None:
    ana = provider.people.add(a_person("Ana")).id
    boxing = provider.interventions.add(an_intervention()).id

    def coming() -> tuple[str, str, str]:
        step = provider.records.head(ana).next_step
        assert step is not None
        arguments = dict(step.arguments)
        return step.words, step.page, arguments.get("page", "")

    assert coming() == ("enrol them", "person", "journeys")
    journey = provider.enrolments.add(ana, boxing, an_enrolment(started_on=None)).id
    assert coming() == ("ask what they agree to", "person", "consent")
    provider.consents.answer(ana, Conversation(TODAY, "self", "spoken", answers={"take_part": True}))
    assert coming() == ("tell them what we keep", "person", "consent")
    provider.consents.tell(ana, NoticeDetails(TODAY, "self", "younger", "spoken"))
    assert coming() == ("note strengths and needs", "person", "strengths")
    provider.findings.note(ana, a_finding())
    assert provider.records.head(ana).next_step is None, "no goal before the journey has started"
    details = provider.enrolments.get(journey).details
    provider.enrolments.change(journey, replace(details, started_on=days(-5)))
    assert coming() == ("set a goal in their words", "outcome-sheet", "")
    provider.outcomes.set_goal(journey, a_goal(set_on=TODAY))
    assert provider.records.head(ana).next_step is None


def test_nothing_comes_next_for_somebody_whose_journeys_are_over(provider: Provider) -> None:
    boxing = provider.interventions.add(an_intervention()).id
    ana = provider.people.add(a_person("Ana")).id
    provider.enrolments.add(ana, boxing, an_enrolment(ended_on=days(-1), ending="completed"))
    assert provider.records.head(ana).next_step is None
