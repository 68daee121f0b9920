"""The front page of a record: who somebody is first, and only then what they take part in."""

from dataclasses import dataclass
from datetime import date, time

from vrp_desktop.domain.enrolments import EnrolmentLine
from vrp_desktop.domain.people import Person, PersonDetails
from vrp_desktop.domain.sessions import PersonSession


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
class KeyWorker:
    """A journey that goes on or waits, and who looks after it; ``name`` is empty where nobody does yet."""

    journey: EnrolmentLine
    name: str


@dataclass(frozen=True)
class Front:
    """What a worker has to know before the first word, read in one moment."""

    person: Person
    age: int | None
    journeys: tuple[KeyWorker, ...]
    """Those that go on or wait, the latest first."""
    past: int
    """How many journeys are over."""
    coming: Coming | None
    last: PersonSession | None
    """The last session that took place with them in its register."""
