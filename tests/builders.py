"""Short words for what a test is about: details with sensible defaults, so that only what matters is said."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, timezone
from typing import Any

from vrp_desktop.domain.concerns import ConcernDetails
from vrp_desktop.domain.enrolments import EnrolmentDetails
from vrp_desktop.domain.findings import FindingDetails
from vrp_desktop.domain.interventions import InterventionDetails
from vrp_desktop.domain.outcomes import GoalDetails, StepDetails
from vrp_desktop.domain.people import PersonDetails
from vrp_desktop.domain.permissions import Actor, Role
from vrp_desktop.domain.sessions import Mark, Remark, SessionDetails
from vrp_desktop.services.provider import Provider

NOW = datetime(2026, 11, 22, 19, 0, tzinfo=timezone(timedelta(0), "GMT"))
TODAY = NOW.date()
ORGANISATION, USER = "Northside Youth", "Sam Okafor"
PASSPHRASE = "grey kettle, open window"
TRUST = "protective.individual.relationships_with_a_trusted_adult"
LONELY = "risk.individual.loneliness"
TWO_MONTHS_AGO = TODAY - timedelta(days=60)


@dataclass
class Clock:
    """A clock that stands still until it is told otherwise."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now

    def go(self, **by: float) -> None:
        """Moves on: ``clock.go(days=1)``."""
        self.now += timedelta(**by)


def days(number: int) -> date:
    """The day that many days after today; before it, where negative."""
    return TODAY + timedelta(days=number)


def a_person(known_as: str = "Ana", **fields: Any) -> PersonDetails:
    """A person of whom only the preferred name is known."""
    return PersonDetails(known_as, **fields)


def an_intervention(code: str = "LEE-07", **fields: Any) -> InterventionDetails:
    """A boxing club in Leeds, against two priorities."""
    return replace(
        InterventionDetails(
            code=code,
            name="Northside Boxing",
            provider="Northside Youth",
            main_priority="individual",
            districts=("leeds",),
            other_priorities=("community",),
        ),
        **fields,
    )


def an_enrolment(referred_on: date = TWO_MONTHS_AGO, **fields: Any) -> EnrolmentDetails:
    """A journey that was accepted and started a week after the referral."""
    later = referred_on + timedelta(days=7)
    return replace(
        EnrolmentDetails(
            referred_on, "school", decision="accepted", decided_on=referred_on, started_on=later
        ),
        **fields,
    )


def a_session(intervention_id: str, held_on: date = TODAY, **fields: Any) -> SessionDetails:
    """Two hours of group work, delivered."""
    return replace(SessionDetails(intervention_id, held_on, place="Northside Hall"), **fields)


def a_goal(words: str = "Sleep better", **fields: Any) -> GoalDetails:
    """A goal set thirty days ago."""
    return replace(GoalDetails(words, "individual.mental_health", days(-30)), **fields)


def a_finding(code: str = TRUST, standing: str = "there", **fields: Any) -> FindingDetails:
    """A trusted adult, seen thirty days ago."""
    return replace(FindingDetails(code, standing, days(-30)), **fields)


def a_step(words: str = "Come on Thursday", **fields: Any) -> StepDetails:
    """Something that they do themselves."""
    return replace(StepDetails(words, "self"), **fields)


def a_concern(person_id: str | None = None, **fields: Any) -> ConcernDetails:
    """A concern of today, with what was seen and no more."""
    return replace(ConcernDetails("A bruise on the left arm.", person_id, seen_on=TODAY), **fields)


def acting(provider: Provider, *roles: Role) -> Provider:
    """The same store, with somebody else signed in who holds these roles only."""
    workspace = provider.workspace
    return Provider(replace(workspace, actor=Actor(workspace.actor.id, "Alex", frozenset(roles))))


def enrolled(provider: Provider, intervention_id: str, *known_as: str) -> list[str]:
    """People by these names, taking part in the intervention; their ids."""
    people = [provider.people.add(a_person(name)).id for name in known_as]
    for person_id in people:
        provider.enrolments.add(person_id, intervention_id, an_enrolment())
    return people


def noted(provider: Provider, session_id: str, person_id: str, mark: Mark | None, note: str) -> None:
    """Somebody marked in a register, with a note beside it."""
    provider.registers.mark(session_id, person_id, mark)
    provider.registers.remark(session_id, person_id, Remark(note))
