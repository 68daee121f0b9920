"""The front page of a record: who somebody is first, and only then what they take part in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time

from vrp_desktop.domain.consent import Stand
from vrp_desktop.domain.documents import Portrait
from vrp_desktop.domain.enrolments import EnrolmentLine
from vrp_desktop.domain.network import Link
from vrp_desktop.domain.outcomes import PersonGoal
from vrp_desktop.domain.people import Person, PersonDetails
from vrp_desktop.domain.sessions import PersonSession
from vrp_desktop.domain.tasks import TaskLine


@dataclass(frozen=True)
class NextStep:
    """What comes next while a record begins: in words, and the page where it is done."""

    words: str
    page: str
    arguments: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Head:
    """What stands over every page of a record."""

    details: PersonDetails
    concerns: int
    """How many safeguarding concerns there are about them; what they say is veiled."""
    next_step: NextStep | None = None


@dataclass(frozen=True)
class Coming:
    """The next session somebody is expected at."""

    session_id: str
    held_on: date
    starts_at: time | None
    what: str
    """Its group, its title, or else its intervention."""
    place: str


@dataclass(frozen=True)
class Front:
    """What a worker has to know before the first word, read in one moment."""

    person: Person
    age: int | None
    portrait: Portrait
    journeys: tuple[EnrolmentLine, ...]
    """Those that go on or wait, the latest first, with who looks after each."""
    past: int
    """How many journeys are over."""
    coming: Coming | None
    last: PersonSession | None
    """The last session that took place with them in its register."""
    goals: tuple[PersonGoal, ...]
    """Those that are not met yet."""
    trusted: tuple[Link, ...]
    emergency: tuple[Link, ...]
    tasks: tuple[TaskLine, ...]
    """What is still to be done for them."""
    consents: Mapping[str, Stand]
    """By kind, how what they agreed to stands."""


def next_step(
    person_id: str,
    journeys: Sequence[EnrolmentLine],
    *,
    asked: bool,
    told: bool,
    looked: bool,
    goals: bool,
) -> NextStep | None:
    """What is missing at the beginning: a journey, what they agree to, the privacy notice, strengths and
    needs, a goal. None once all of it is there, and of somebody whose journeys are all over."""

    def here(words: str, page: str) -> NextStep:
        return NextStep(words, "person", (("person_id", person_id), ("page", page)))

    if not journeys:
        return here("enrol them", "journeys")
    going_on = [line for line in journeys if line.details.closed_on is None]
    if not going_on:
        return None
    if not asked:
        return here("ask what they agree to", "consent")
    if not told:
        return here("tell them what we keep", "consent")
    if not looked:
        return here("note strengths and needs", "strengths")
    started = next((line for line in going_on if line.details.started_on is not None), None)
    if started is None or goals:
        return None
    return NextStep("set a goal in their words", "outcome-sheet", (("enrolment_id", started.id),))
