"""Saving any edit of a record: the disk has said that it holds it within 100 ms."""

from collections.abc import Callable
from functools import partial
from itertools import count
from statistics import median

import pytest
from sqlalchemy import text

from tests.benchmarks.conftest import Town, seconds
from tests.builders import TODAY, a_finding, a_goal, a_person, a_step, an_enrolment, an_intervention, days
from vrp_desktop.db.connection import WRITE, engine
from vrp_desktop.domain.assessments import AssessmentDetails
from vrp_desktop.domain.consent import Conversation
from vrp_desktop.domain.documents import DocumentDetails
from vrp_desktop.domain.network import LinkDetails
from vrp_desktop.domain.outcomes import Instrument, Stage
from vrp_desktop.domain.pauses import PauseDetails
from vrp_desktop.domain.tasks import TaskDetails
from vrp_desktop.services.provider import Provider

SECONDS = 0.100
MOST = 40
"""How many times the floor: one row of one table, into an encrypted file of its own, durably."""
ROUNDS = 25
FULL = 2
"""SQLite's word for "the disk has said that it holds it" before a commit returns."""
_DAYS = 400
"""For how many rounds a day of its own can be found."""

Save = Callable[[int], object]


@pytest.fixture(scope="module")
def edits(town: Town) -> dict[str, Save]:
    """Every kind of edit of one person's record, by its words; each takes the number of the round."""
    provider = town.provider
    intervention_id = provider.interventions.add(an_intervention("LEE-09")).id
    person_id = provider.people.add(a_person("Ben", birth_date=days(-8_000))).id
    others = [provider.people.add(a_person(f"Friend {number}")).id for number in range(ROUNDS)]
    journey = provider.enrolments.add(person_id, intervention_id, an_enrolment(days(-3 * _DAYS))).id
    goal = provider.outcomes.set_goal(journey, a_goal(set_on=days(-2 * _DAYS))).id
    actor = provider.workspace.actor.id
    return {
        "About them": lambda n: provider.people.change(
            person_id, a_person("Ben", birth_date=days(-8_000), enjoys=f"Boxing, {n} times a week")
        ),
        "A finding": lambda n: provider.findings.note(person_id, a_finding(seen_on=days(n - _DAYS))),
        "Three answers of consent": lambda n: provider.consents.answer(
            person_id, Conversation(days(n - _DAYS), "self", "spoken", _answers(n))
        ),
        "A step of a goal": lambda n: provider.outcomes.add_step(goal, a_step(f"Come on Thursday {n}")),
        "A reading": lambda n: provider.outcomes.record(
            journey, Instrument.GOAL, goal, Stage.REVIEW, days(n - _DAYS), n % 11
        ),
        "A measure": lambda n: provider.assessments.fill_in(
            journey,
            AssessmentDetails(
                "core_10",
                Stage.REVIEW,
                days(n - _DAYS),
                answers={str(item): n % 5 for item in range(1, 11)},
            ),
        ),
        "Somebody in their life": lambda n: provider.network.add(
            person_id, LinkDetails("friend", note="From school"), others[n]
        ),
        "A task": lambda n: provider.tasks.add(TaskDetails(f"Call {n}", actor, person_id=person_id)),
        "A pause": lambda n: provider.enrolments.pause(
            journey, PauseDetails(days(3 * n - 3 * _DAYS + 30), days(3 * n - 3 * _DAYS + 31), "Exams")
        ),
        "A document of 100 KB": lambda n: provider.documents.add(
            person_id, DocumentDetails(f"Letter {n}", "other", TODAY), f"{n:05}".encode() * 20_000
        ),
    }


def _answers(number: int) -> dict[str, bool]:
    return dict.fromkeys(("take_part", "share", "photographs"), number % 2 == 0)


@pytest.fixture(scope="module")
def floor(town: Town, tmp_path_factory: pytest.TempPathFactory) -> Callable[[], None]:
    """One bare row, written durably as the store is: the same cipher, the same disk."""
    pool = engine(tmp_path_factory.mktemp("floor") / "floor.db", bytes(32))
    number = count()
    with pool.connect().execution_options(**WRITE) as connection, connection.begin():
        connection.execute(text("CREATE TABLE bare (id INTEGER PRIMARY KEY, words TEXT)"))

    def write() -> None:
        with pool.connect().execution_options(**WRITE) as connection, connection.begin():
            connection.execute(text("INSERT INTO bare VALUES (:id, 'Boxing')"), {"id": next(number)})

    write()
    return write


KINDS = (
    *("About them", "A finding", "Three answers of consent", "A step of a goal", "A reading", "A measure"),
    *("Somebody in their life", "A task", "A pause", "A document of 100 KB"),
)


@pytest.mark.parametrize("kind", KINDS)
def test_saving(town: Town, edits: dict[str, Save], floor: Callable[[], None], kind: str) -> None:
    with town.provider.workspace.store.reading() as tx:
        assert tx.scalar(text("PRAGMA synchronous")) == FULL
    before = _written(town.provider)
    took, least = [], []
    for number in range(ROUNDS):  # In turn, so that a busy machine is as unfair to one as to the other.
        took.append(seconds(partial(edits[kind], number)))
        least.append(seconds(floor))
    assert _written(town.provider) >= before + ROUNDS, "each round has changed something"
    times = min(took) / min(least)
    print(
        f"{kind}: {1_000 * median(took):.1f} ms, at best {1_000 * min(took):.1f} ms, "
        f"the floor {1_000 * min(least):.1f} ms, {times:.1f} times"
    )
    assert median(took) < SECONDS
    assert times < MOST


def test_every_kind_of_edit_is_measured(edits: dict[str, Save]) -> None:
    assert tuple(edits) == KINDS


def _written(provider: Provider) -> int:
    """How many saved intentions the journal holds."""
    with provider.workspace.store.reading() as tx:
        return int(tx.scalar(text("SELECT count(DISTINCT change) FROM journal")))
