"""Strengths and needs: noted, looked at again, put right, taken back; and counted as they stand."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from tests.builders import (
    LONELY,
    TODAY,
    TRUST,
    a_finding,
    a_person,
    acting,
    an_enrolment,
    an_intervention,
    days,
)
from vrp_desktop.db.queries import users
from vrp_desktop.domain.changes import Topic
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.findings import VEILED
from vrp_desktop.domain.ids import new_id
from vrp_desktop.domain.journal import Sought, Told
from vrp_desktop.domain.permissions import Actor, Role
from vrp_desktop.domain.timeline import Kind as Need
from vrp_desktop.services.provider import Provider

OTHER_SCRIPTS = "Łucja’s “safe” place – 安全 – ሰላም – 👵🏽 "


@pytest.fixture
def ana(provider: Provider) -> str:
    return provider.people.add(a_person("Ana", birth_date=date(2011, 5, 4))).id


def looks(provider: Provider, ana: str) -> list[tuple[str, str, date]]:
    return [
        (strand.code, one.details.standing, one.details.seen_on)
        for strand in provider.findings.of_person(ana).strands
        for one in strand.findings
    ]


def test_what_is_noted_comes_back_with_who_wrote_it(provider: Provider, ana: str) -> None:
    details = a_finding(LONELY, "now", source="own_words", certainty="unsure", words="  Don’t see anyone ")
    saved = provider.findings.note(ana, details)
    assert saved.changes.touch(Topic.FINDINGS)
    assert saved.changes.touch(Topic.RETURNS)
    (strand,) = provider.findings.of_person(ana).strands
    assert strand.latest.id == saved.id
    assert strand.latest.written_by == "Sam Okafor"
    assert strand.latest.details == a_finding(
        LONELY, "now", source="own_words", certainty="unsure", words="Don’t see anyone"
    )


def test_looking_again_keeps_what_was_seen_before_and_what_it_is_about(provider: Provider, ana: str) -> None:
    first = provider.findings.note(ana, a_finding(standing="thin")).id
    provider.findings.review(first, a_finding(LONELY, "growing", seen_on=TODAY))
    assert looks(provider, ana) == [(TRUST, "thin", days(-30)), (TRUST, "growing", TODAY)]


def test_what_was_written_wrongly_is_put_right_or_taken_back_and_journalled(
    provider: Provider, ana: str
) -> None:
    finding = provider.findings.note(ana, a_finding()).id
    provider.findings.correct(finding, a_finding(LONELY, "easing", seen_on=days(-3)))
    assert looks(provider, ana) == [(LONELY, "easing", days(-3))]
    provider.findings.take_back(finding)
    assert looks(provider, ana) == []
    told = provider.audit.history("finding", finding)
    assert sorted(one.action for one in told) == ["delete", "insert", "update"]
    assert {one.subject for one in told} == {ana}
    with pytest.raises(Refused, match="That finding is not here"):
        provider.findings.take_back(finding)


def test_taking_back_can_itself_be_taken_back(provider: Provider, ana: str) -> None:
    finding = provider.findings.note(ana, a_finding(words="My nan")).id
    provider.findings.take_back(finding)
    change = provider.audit.history("finding", finding)[0].change
    provider.audit.undo(change)
    assert looks(provider, ana) == [(TRUST, "there", days(-30))]


@pytest.mark.parametrize(
    ("details", "field"),
    [
        (a_finding(seen_on=days(1)), "seen_on"),
        (a_finding(seen_on=date(2011, 5, 3)), "seen_on"),
        (a_finding("sport"), "code"),
        (a_finding(LONELY, "there"), "standing"),
    ],
)
def test_a_faulty_one_is_refused_each_way(provider: Provider, ana: str, details: object, field: str) -> None:
    stored = provider.findings.note(ana, a_finding(LONELY, "now")).id
    findings = provider.findings
    ways: tuple[Callable[[], object], ...] = (
        lambda: findings.note(ana, details),  # type: ignore[arg-type] # FindingDetails
        lambda: findings.correct(stored, details),  # type: ignore[arg-type] # FindingDetails
    )
    for way in ways:
        with pytest.raises(Refused) as refused:
            way()
        assert set(refused.value.fields) == {field}
    assert looks(provider, ana) == [(LONELY, "now", days(-30))]


def test_a_hundred_thousand_letters_in_any_script_are_kept_whole(provider: Provider, ana: str) -> None:
    said = (OTHER_SCRIPTS * 3_000).strip()
    assert len(said) > 100_000
    provider.findings.note(ana, a_finding(words=said))
    assert provider.findings.of_person(ana).strands[0].latest.details.words == said


def test_the_areas_of_their_journeys_stand_beside_it(provider: Provider, ana: str) -> None:
    boxing = provider.interventions.add(an_intervention()).id
    areas = ("community.weapons", "individual.education")
    provider.enrolments.add(ana, boxing, an_enrolment(focus_areas=areas))
    picture = provider.findings.of_person(ana)
    assert (picture.areas, picture.strands, picture.of(TRUST)) == (areas, (), None)


def test_who_or_what_is_not_there_is_refused(provider: Provider) -> None:
    findings = provider.findings
    asks: tuple[Callable[[], object], ...] = (
        lambda: findings.of_person("nobody"),
        lambda: findings.note("nobody", a_finding()),
        lambda: findings.review("none", a_finding()),
        lambda: findings.correct("none", a_finding()),
    )
    for ask in asks:
        with pytest.raises(Refused, match="is not here any more"):
            ask()


@pytest.fixture
def manager(provider: Provider) -> Provider:
    actor = Actor(new_id(), "Mo", frozenset({Role.MANAGER}))
    workspace = provider.workspace
    with workspace.store.writing(workspace.actor.id, workspace.clock) as tx:
        users.add(tx, actor)
    return Provider(replace(workspace, actor=actor))


@pytest.mark.parametrize("code", sorted(VEILED))
def test_words_about_violence_are_their_writer_s_until_somebody_says_why(
    provider: Provider, manager: Provider, ana: str, code: str
) -> None:
    told = a_finding(code, "now", words="He hits my mum")
    finding = provider.findings.note(ana, told).id
    assert provider.findings.of_person(ana).strands[0].latest.details == told
    moments = (Need.NEED,)
    assert provider.timelines.of_person(ana, moments).moments[0].note == "He hits my mum"

    # That it was noted is no secret, what was said is.
    seen = manager.findings.of_person(ana).strands[0].latest
    assert (seen.veiled, seen.details) == (True, replace(told, words=""))
    moment = manager.timelines.of_person(ana, moments).moments[0]
    assert moment.words.startswith("Need: ")
    assert "hits" not in repr(moment)
    with pytest.raises(Refused, match="whoever wrote it puts it right"):
        manager.findings.correct(finding, seen.details)

    with pytest.raises(Refused, match="Say why"):
        manager.findings.reveal(finding, "need to")
    assert revealed(manager) == []
    assert manager.findings.reveal(finding, " She asked me to help her tell it ").details == told
    (entry,) = revealed(manager)
    assert (entry.subject, entry.who, entry.row) == (ana, "Mo", finding)
    assert entry.fields == {"reason": [None, "She asked me to help her tell it"]}
    assert manager.findings.of_person(ana).strands[0].latest.veiled

    # Nor does the journal tell it, whichever way it was changed.
    provider.findings.correct(finding, replace(told, words="He hits her"))
    provider.findings.take_back(finding)
    entries = (*manager.audit.history("finding", finding), *manager.audit.read(Sought(entity="finding")))
    assert len(entries) == 7
    assert "hits" not in repr(entries)
    assert "He hits her" in repr(
        acting(provider, Role.WORKER, Role.MANAGER).audit.history("finding", finding)
    )


def revealed(manager: Provider) -> list[Told]:
    return [one for one in manager.audit.read(Sought(entity="finding")) if one.action == "revealed"]


def test_nothing_else_is_veiled(provider: Provider, manager: Provider, ana: str) -> None:
    provider.findings.note(ana, a_finding(words="My nan"))
    provider.findings.note(ana, a_finding("relationship.domestic_abuse", "past"))
    said = {one.code: one.latest for one in manager.findings.of_person(ana).strands}
    assert said[TRUST].details.words == "My nan"
    assert not any(one.veiled for one in said.values())
    assert "My nan" in repr(manager.audit.history("finding", said[TRUST].id))
