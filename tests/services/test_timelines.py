"""A person's line of time: everything in it, the latest first, and nothing that is not for whoever reads."""

from dataclasses import replace
from datetime import time
from typing import Any

import pytest
from sqlalchemy import event

from tests.builders import (
    TODAY,
    Clock,
    a_concern,
    a_goal,
    a_person,
    a_session,
    an_enrolment,
    an_intervention,
    days,
    enrolled,
    noted,
)
from vrp_desktop.db.models import PROVIDER
from vrp_desktop.db.queries import users
from vrp_desktop.domain.assessments import AssessmentDetails
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.groups import GroupDetails
from vrp_desktop.domain.ids import new_id
from vrp_desktop.domain.onward import OnwardDetails
from vrp_desktop.domain.outcomes import Instrument, Stage
from vrp_desktop.domain.pauses import PauseDetails
from vrp_desktop.domain.permissions import Actor, Role
from vrp_desktop.domain.sessions import Mark, Status
from vrp_desktop.domain.tasks import TaskDetails
from vrp_desktop.domain.timeline import Kind, Moment
from vrp_desktop.services.provider import Provider

AREA = "individual.mental_health"


@pytest.fixture
def boxing(provider: Provider) -> str:
    return provider.interventions.add(an_intervention()).id


@pytest.fixture
def ana(provider: Provider) -> str:
    return provider.people.add(a_person("Ana", approximate_age=18, approximate_age_on=TODAY)).id


@pytest.fixture
def journey(provider: Provider, ana: str, boxing: str) -> str:
    return provider.enrolments.add(ana, boxing, an_enrolment(referral_reason="Fights at school")).id


@pytest.fixture
def worker(provider: Provider, boxing: str) -> Provider:
    actor = Actor(new_id(), "Wren", frozenset({Role.WORKER}))
    workspace = provider.workspace
    with workspace.store.writing(workspace.actor.id, workspace.clock) as tx:
        users.add(tx, actor)
    provider.assignments.assign(actor.id, (boxing,))
    return Provider(replace(workspace, actor=actor))


def stored(provider: Provider, table: str, **values: Any) -> str:
    """A row that a page of its own will write."""
    workspace = provider.workspace
    with workspace.store.writing(workspace.actor.id, workspace.clock) as tx:
        return tx.insert(PROVIDER.tables[table], values)


def of_kind(provider: Provider, person_id: str, *kinds: Kind) -> list[tuple[int, str, str]]:
    """How many days ago, in which words, and beside them."""
    moments = provider.timelines.of_person(person_id, kinds).moments
    return [((moment.day - TODAY).days, moment.words, moment.note) for moment in moments]


def leads(moment: Moment) -> tuple[str, dict[str, str]]:
    return moment.page, dict(moment.arguments)


def test_a_journey_is_told_from_its_referral_to_its_end(provider: Provider, ana: str, journey: str) -> None:
    provider.enrolments.pause(journey, PauseDetails(days(-40), days(-30), "Exams"))
    provider.enrolments.pause(journey, PauseDetails(days(-10)))
    onward = provider.enrolments.refer_on(journey, OnwardDetails("housing", days(-9), "Shelter", "A flat")).id
    provider.enrolments.say_uptake(onward, "taken_up", days(-5))
    details = provider.enrolments.get(journey).details
    provider.enrolments.change(journey, replace(details, ended_on=days(-1), ending="completed"))
    assert of_kind(provider, ana, Kind.JOURNEY) == [
        (-1, "Ended in Northside Boxing: Completed", ""),
        (-5, "Housing: Shelter: taken up", ""),
        (-9, "Referred on to Housing: Shelter", "A flat"),
        (-10, "Paused in Northside Boxing", ""),
        (-30, "Came back to Northside Boxing", ""),
        (-40, "Paused in Northside Boxing", "Exams"),
        (-53, "Started in Northside Boxing", ""),
        (-60, "Accepted for Northside Boxing", ""),
        (-60, "Referred to Northside Boxing by: School", "Fights at school"),
    ]
    moments = provider.timelines.of_person(ana).moments
    assert {leads(moment)[0] for moment in moments} == {"enrolment"}


def test_a_declined_referral_says_why(provider: Provider, ana: str, boxing: str) -> None:
    said_no = an_enrolment(decision="declined", decline_reason="capacity", started_on=None)
    provider.enrolments.add(ana, boxing, said_no)
    assert of_kind(provider, ana, Kind.JOURNEY)[0][1] == (
        "The referral to Northside Boxing was declined: No places left"
    )


def test_sessions_say_whether_they_came_with_the_note_in_sight(
    provider: Provider, ana: str, boxing: str, journey: str
) -> None:
    group = provider.groups.add(GroupDetails(boxing, "Sunday boxing"), (ana,)).id
    came = provider.sessions.log(a_session(boxing, starts_at=time(18), group_id=group)).id
    missed = provider.sessions.log(a_session(boxing, days(-7), kind="one_to_one")).id
    noted(provider, came, ana, Mark.LATE, "Led the warm-up")
    provider.registers.mark(missed, ana, Mark.ABSENT)
    assert of_kind(provider, ana, Kind.SESSION) == [
        (0, "Came to Sunday boxing, late", "Led the warm-up"),
        (-7, "Did not come to Northside Boxing (one-to-one)", ""),
    ]
    first = provider.timelines.of_person(ana, (Kind.SESSION,)).moments[0]
    assert (leads(first), first.at) == (("register", {"session_id": came}), time(18))
    assert of_kind(provider, ana, Kind.NETWORK) == [(0, "Joined the group Sunday boxing", "")]


def test_goals_readings_steps_and_measures(provider: Provider, ana: str, journey: str) -> None:
    goal = provider.outcomes.set_goal(journey, a_goal()).id
    provider.outcomes.record(journey, Instrument.GOAL, goal, Stage.BEFORE, days(-20), 3)
    provider.outcomes.record(journey, Instrument.DISTANCE, AREA, Stage.REVIEW, days(-10), 2)
    provider.outcomes.change_goal(goal, a_goal(met_on=days(-2)))
    stored(provider, "goal_step", goal_id=goal, words="Phone off at ten", doer="self", done_on=days(-15))
    stored(provider, "goal_step", goal_id=goal, words="Not done yet", doer="self")
    answers = {str(number): 1 for number in range(1, 10)}
    filled_in = AssessmentDetails("core_10", Stage.BEFORE, days(-19), answers=answers)
    assessed = provider.assessments.fill_in(journey, filled_in).id
    stored(
        provider,
        "assessment",
        enrolment_id=journey,
        instrument="gone_since",
        version="1",
        stage="before",
        taken_on=days(-18),
        informant="self",
        on_paper=False,
        answers={"secret": 4},
        scores={"total": 41, "other": None},
        note="",
    )
    assert [words for _, words, _ in of_kind(provider, ana, Kind.GOAL, Kind.MEASURE)] == [
        "Met a goal: “Sleep better”",
        "Mental health: 2 of 5, thinking about it, on the way",
        "A step was taken: Phone off at ten",
        "Filled in gone_since, at the start: total 41",
        "Filled in CORE-10, at the start: 10 out of 40 (low)",
        "“Sleep better”: 3 of 10, at the start",
        "Set a goal: “Sleep better”",
    ]
    (_, measure) = provider.timelines.of_person(ana, (Kind.MEASURE,)).moments
    assert leads(measure) == ("assessment", {"assessment_id": assessed})


def test_what_other_pages_write_is_there_too(provider: Provider, ana: str, clock: Clock) -> None:
    me = provider.workspace.actor.id
    own: dict[str, Any] = {"person_id": ana}
    stored(
        provider,
        "finding",
        **own,
        code=AREA,
        standing="easing",
        seen_on=days(-9),
        words="Sleeps through",
    )
    stored(
        provider,
        "consent",
        **own,
        kind="photographs",
        agreed=True,
        given_by="self",
        name="",
        decided_on=days(-8),
        how="spoken",
        withdrawn_on=days(-6),
        note="",
        written_by=me,
    )
    told = {"told_on": days(-8), "told_to": "self", "form": "younger", "how": "spoken"}
    stored(provider, "notice", **own, **told, note="", written_by=me)
    file = {"name": "Plan.pdf", "kind": "plan", "media_type": "application/pdf", "size": 1, "digest": "0"}
    stored(provider, "document", **own, **file, content=b"%", added_on=days(-5), added_by=me, note="Signed")
    task = provider.tasks.add(TaskDetails("Ring her nan", me, person_id=ana)).id
    provider.tasks.add(TaskDetails("Not done", me, person_id=ana))
    provider.tasks.done(task, days(-4))
    rest = [kind for kind in Kind if kind not in (Kind.JOURNEY, Kind.SESSION)]
    assert of_kind(provider, ana, *rest) == [
        (-4, "Done: Ring her nan", "By Sam Okafor"),
        (-5, "Document added: Plan.pdf (plan)", "Signed"),
        (-6, "Consent withdrawn. To photographs and film", ""),
        (
            -8,
            "Told what we keep and why: The child or young adult, who understands it, for children under 13",
            "",
        ),
        (-8, "Agreed. To photographs and film. By: The child or young adult, who understands it", ""),
        (-9, "Need: Mental health. Easing", "Sleeps through"),
    ]


def test_somebody_in_their_life_is_named_to_those_who_see_them(
    provider: Provider, worker: Provider, boxing: str
) -> None:
    (ana,) = enrolled(provider, boxing, "Ana")
    zed = provider.people.add(a_person("Zed")).id
    life = {"contact": "", "trusted": False, "lives_with": False, "emergency": False, "note": ""}
    stored(provider, "relationship", person_id=ana, other_id=zed, name="", relation="sibling", **life)
    stored(provider, "relationship", person_id=ana, name="Nan", relation="grandparent", **life)
    assert {words for _, words, _ in of_kind(provider, ana, Kind.NETWORK)} == {
        "Noted in their life. Brother or sister: Zed",
        "Noted in their life. Grandparent: Nan",
    }
    assert {words for _, words, _ in of_kind(worker, ana, Kind.NETWORK)} == {
        "Noted in their life. Brother or sister",
        "Noted in their life. Grandparent: Nan",
    }


def test_of_a_concern_only_that_it_was_raised(provider: Provider, worker: Provider, boxing: str) -> None:
    (ana,) = enrolled(provider, boxing, "Ana")
    worker.concerns.raise_concern(a_concern(ana))
    (moment,) = worker.timelines.of_person(ana, (Kind.CONCERN,)).moments
    assert (moment.day, moment.words, moment.note) == (TODAY, "A concern was raised", "")
    assert "bruise" not in repr(provider.timelines.of_person(ana))


def test_a_record_that_is_not_one_s_own_has_no_line_of_time(provider: Provider, worker: Provider) -> None:
    zed = provider.people.add(a_person("Zed")).id
    with pytest.raises(Refused, match="not among your interventions"):
        worker.timelines.of_person(zed)


def filled(provider: Provider, ana: str, boxing: str, number: int) -> None:
    for day in range(number):
        session = provider.sessions.log(a_session(boxing, days(-day))).id
        provider.registers.mark(session, ana, Mark.PRESENT)


def test_as_much_is_read_as_is_shown_and_what_is_earlier_on_asking(
    provider: Provider, ana: str, boxing: str, journey: str
) -> None:
    filled(provider, ana, boxing, 8)
    some = provider.timelines.of_person(ana, limit=5)
    assert ([moment.day for moment in some.moments], some.more) == ([days(-n) for n in range(5)], True)
    whole = provider.timelines.of_person(ana, limit=11)
    assert (len(whole.moments), whole.more) == (11, False)
    assert whole.moments[:5] == some.moments
    until = provider.timelines.of_person(ana, until=days(-6))
    assert [moment.day for moment in until.moments[:2]] == [days(-6), days(-7)]
    assert provider.timelines.of_person(ana, ()).moments == ()


def test_what_is_still_to_come_is_no_part_of_it(provider: Provider, ana: str, boxing: str) -> None:
    planned = provider.sessions.log(a_session(boxing, days(3), status=Status.PLANNED)).id
    stored(provider, "attendance", session_id=planned, person_id=ana, note="", star=False)
    group = provider.groups.add(GroupDetails(boxing, "Boxers")).id
    stored(provider, "group_member", group_id=group, person_id=ana, joined_on=TODAY, left_on=days(9))
    assert of_kind(provider, ana, *Kind) == [(0, "Joined the group Boxers", "")]


def test_it_takes_no_more_questions_for_many_sessions_than_for_few(
    provider: Provider, ana: str, boxing: str, journey: str
) -> None:
    def questions() -> int:
        asked: list[str] = []
        engine = provider.workspace.store._engine

        def note(*args: Any) -> None:
            asked.append(args[2])

        event.listen(engine, "before_cursor_execute", note)
        provider.timelines.of_person(ana)
        event.remove(engine, "before_cursor_execute", note)
        return len(asked)

    filled(provider, ana, boxing, 2)
    few = questions()
    filled(provider, ana, boxing, 12)
    assert questions() == few <= 25
