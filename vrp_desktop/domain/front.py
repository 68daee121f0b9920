"""The front page of a record: who somebody is first, and only then what they take part in."""

from collections.abc import Mapping
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
class Head:
    """What stands over every page of a record."""

    details: PersonDetails
    concerns: int
    """How many safeguarding concerns there are about them; what they say is veiled."""


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
