"""The child's own page: what is on it, what never is, and where it stands."""

import subprocess
from pathlib import Path

import pytest

from tests.builders import TODAY, a_concern, a_goal, a_person, acting, an_intervention, days, enrolled
from tests.reports import programs
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.findings import FindingDetails
from vrp_desktop.domain.network import LinkDetails
from vrp_desktop.domain.outcomes import Instrument, Stage, StepDetails
from vrp_desktop.domain.own_page import PARTS
from vrp_desktop.domain.permissions import Role
from vrp_desktop.services.provider import Provider


@pytest.fixture
def ana(provider: Provider) -> str:
    """Somebody of whom much is written, for good and ill."""
    boxing = provider.interventions.add(an_intervention()).id
    (ana,) = enrolled(provider, boxing, "Ana")
    provider.people.add(a_person("Bruno"))
    provider.people.change(
        ana, a_person("Ana", enjoys="Drawing with Bruno", wants="To sleep", communication="Give me time")
    )
    (journey,) = provider.enrolments.of_person(ana)
    goal = provider.outcomes.set_goal(journey.id, a_goal("Sleep through", set_on=days(-9))).id
    provider.outcomes.record(journey.id, Instrument.GOAL, goal, Stage.BEFORE, days(-9), 3)
    provider.outcomes.record(journey.id, Instrument.GOAL, goal, Stage.REVIEW, days(-1), 6)
    provider.outcomes.add_step(goal, StepDetails("No phone after ten", "self"))
    for code, standing in (
        ("protective.individual.relationships_with_a_trusted_adult", "there"),
        ("protective.relationship.stable_home_environment", "missing"),
        ("risk.community.institutional_racism", "now"),
    ):
        provider.findings.note(ana, FindingDetails(code, standing, TODAY, words="SECRET"))
    provider.network.add(ana, LinkDetails("trusted_adult", "Jo from school", trusted=True))
    provider.network.add(ana, LinkDetails("friend", "NOBODY"))
    provider.concerns.raise_concern(a_concern(ana))
    return ana


def test_it_says_what_they_said_and_nothing_of_needs_or_concerns(provider: Provider, ana: str) -> None:
    drawn = provider.own_pages.of_person(ana)
    page = drawn.page
    assert (page.known_as, page.enjoys, page.wants, page.helps) == (
        "Ana",
        "Drawing with Bruno",
        "To sleep",
        "Give me time",
    )
    assert page.strengths == ("There is an adult I can trust",)
    (goal,) = page.goals
    assert (goal.words, goal.first, goal.latest, goal.steps) == (
        "Sleep through",
        3,
        6,
        ("No phone after ten",),
    )
    assert page.trusted == ("Jo from school",)
    for never in ("SECRET", "NOBODY", "racism"):
        assert never not in repr(page)
    assert "Bruno" in drawn.names, "somebody else's name is told of before it is given out"


def test_it_is_opened_in_the_place_that_is_wiped_with_the_parts_that_were_chosen(
    provider: Provider, ana: str
) -> None:
    path = provider.own_pages.open(ana, ("goals", "wants"))
    text = programs.run(programs.needed("pdftotext"), "-layout", str(path), "-")
    assert "Sleep through" in text
    assert "“To sleep”" in text
    assert "Drawing" not in text
    assert "Jo from school" not in text
    assert "ana" not in path.name.lower()
    told = [entry for entry in provider.audit.read() if entry.action == "own page opened"]
    assert [entry.row for entry in told] == [ana]
    provider.workspace.open_files.wipe()
    assert not path.exists()


def test_only_whoever_sees_the_record_sees_the_page(provider: Provider, ana: str) -> None:
    worker = acting(provider, Role.WORKER)
    with pytest.raises(Refused, match="not among your"):
        worker.own_pages.of_person(ana)
    with pytest.raises(Refused, match="not among your"):
        worker.own_pages.open(ana, PARTS)
    with pytest.raises(Refused, match="not here any more"):
        provider.own_pages.of_person("nobody")


def test_nobody_elses_files_are_left_over(provider: Provider, ana: str, tmp_path: Path) -> None:
    opened = provider.own_pages.open(ana, PARTS)
    listed = subprocess.run(
        ["find", str(opened.parent), "-type", "f", "-name", "*.pdf"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert listed.stdout.split() == [str(opened)]
