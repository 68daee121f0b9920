"""The line of time of somebody with 300 sessions and 40 measures is there at once."""

import time
from collections.abc import Callable
from typing import Any

import pytest

from tests.benchmarks.conftest import Town
from tests.builders import a_goal, a_person, an_enrolment, days
from vrp_desktop.db.models import PROVIDER, assessment, attendance, session
from vrp_desktop.domain.onward import OnwardDetails
from vrp_desktop.domain.outcomes import Instrument, Stage
from vrp_desktop.domain.pauses import PauseDetails
from vrp_desktop.domain.tasks import TaskDetails
from vrp_desktop.services.provider import Provider

SESSIONS, MEASURES, ROUNDS = 300, 40, 15
SECONDS = 0.050
MOST = 20
"""How many times the floor: reading the person's 300 marks with their sessions, and 40 measures, by index."""


@pytest.fixture(scope="module")
def regular(town: Town) -> str:
    """Somebody who has come for years, and has been asked a lot."""
    provider = town.provider
    workspace = provider.workspace
    intervention_id = provider.interventions.all()[0].id
    person_id = provider.people.add(a_person("Ana")).id
    journey = provider.enrolments.add(person_id, intervention_id, an_enrolment(days(-900))).id
    goal = provider.outcomes.set_goal(journey, a_goal()).id
    for number in range(30):
        provider.outcomes.record(journey, Instrument.GOAL, goal, Stage.REVIEW, days(-number), number % 11)
        provider.tasks.done(
            provider.tasks.add(TaskDetails(f"Call {number}", workspace.actor.id, person_id=person_id)).id
        )
    provider.enrolments.pause(journey, PauseDetails(days(-400), days(-380), "Exams"))
    provider.enrolments.refer_on(journey, OnwardDetails("housing", days(-100)))
    with workspace.store.writing(workspace.actor.id, workspace.clock) as tx:
        held = tx.rows(session.select().order_by(session.c.held_on.desc()).limit(2 * SESSIONS))
        mine = held[::2]
        marks = [
            {"session_id": row["id"], "person_id": person_id, "mark": "present", "note": "Led the warm-up"}
            for row in mine
            if not tx.scalar(
                attendance.select().where(
                    attendance.c.session_id == row["id"], attendance.c.person_id == person_id
                )
            )
        ]
        tx.insert_many(attendance, marks)
        measures = [
            {
                "enrolment_id": journey,
                "instrument": "wemwbs",
                "version": "1",
                "stage": "review",
                "taken_on": days(-20 * number),
                "informant": "self",
                "on_paper": False,
                "answers": {str(item): 3 for item in range(14)},
                "scores": {"total": 42},
                "note": "",
            }
            for number in range(MEASURES)
        ]
        tx.insert_many(assessment, measures)
    assert len(marks) == SESSIONS
    return person_id


def best(call: Callable[[], Any]) -> float:
    """The least disturbed of some rounds, in seconds: what else the machine does only ever adds."""
    taken = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        call()
        taken.append(time.perf_counter() - begun)
    return min(taken)


def floor(provider: Provider, person_id: str) -> None:
    enrolment = PROVIDER.tables["enrolment"]
    with provider.workspace.store.reading() as tx:
        marks = attendance.select().join(session, attendance.c.session_id == session.c.id)
        assert len(tx.rows(marks.where(attendance.c.person_id == person_id))) == SESSIONS
        taken = assessment.select().join(enrolment, assessment.c.enrolment_id == enrolment.c.id)
        assert len(tx.rows(taken.where(enrolment.c.person_id == person_id))) == MEASURES


@pytest.mark.parametrize("limit", [200, 10_000])
def test_the_line_of_time(town: Town, regular: str, limit: int) -> None:
    """The first page of it, and the whole."""
    provider = town.provider
    timeline = provider.timelines.of_person(regular, limit=limit)
    assert timeline.more is (limit == 200)
    took = best(lambda: provider.timelines.of_person(regular, limit=limit))
    least = best(lambda: floor(provider, regular))
    print(
        f"{len(timeline.moments)} moments: {1_000 * took:.1f} ms, the floor {1_000 * least:.1f} ms, "
        f"{took / least:.1f} times"
    )
    assert took < SECONDS
    assert took / least < MOST
