"""A return that was made shows that its records have changed, and whether a figure that is sent would."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.builders import (
    LONELY,
    Clock,
    a_finding,
    a_goal,
    a_person,
    a_session,
    acting,
    an_enrolment,
    an_intervention,
    days,
)
from tests.services import test_returns
from tests.services.test_returns import JULY, Q2, Q3
from vrp_desktop.domain.permissions import Role
from vrp_desktop.domain.returns.corrections import Correction, Since
from vrp_desktop.domain.returns.figures import Shown
from vrp_desktop.domain.sessions import HeadCount, Mark, Remark
from vrp_desktop.services.provider import Provider

provider, club = test_returns.provider, test_returns.club


@pytest.fixture
def sent(provider: Provider, club: str, tmp_path: Path) -> str:
    """The club, with a final return of July to September; the July session's register is done."""
    (july,) = provider.sessions.between(JULY, JULY)
    provider.registers.finish(july.id)
    provider.returns.prepare(club, Q2, tmp_path, final=True)
    return club


def since(provider: Provider, club: str) -> Since:
    found = provider.returns.preview(club, Q2).since
    assert found is not None
    return found


def told(correction: Correction) -> tuple[str, str, str]:
    return correction.place.about, correction.what, correction.reason


def july(provider: Provider) -> str:
    return provider.sessions.between(JULY, JULY)[0].id


def test_without_a_final_return_there_is_nothing_to_say(
    provider: Provider,
    club: str,
    tmp_path: Path,
) -> None:
    provider.returns.prepare(club, Q2, tmp_path)
    assert provider.returns.preview(club, Q2).since is None


def test_a_final_return_nobody_touched_says_the_same(provider: Provider, sent: str) -> None:
    found = since(provider, sent)
    assert (found.version, found.corrections, found.figures) == (1, (), ())
    assert provider.returns.preview(sent, Q3).since is None


def test_a_correction_is_told_with_who_what_and_why(
    provider: Provider,
    sent: str,
    clock: Clock,
) -> None:
    session = july(provider)
    provider.sessions.correct(session, "Five more came")
    details = provider.sessions.get(session).details
    provider.sessions.change(session, replace(details, minutes=120))
    provider.registers.count_heads(session, [HeadCount("10-13", None, 17)])
    ben = next(row for row in provider.registers.read(session).rows if row.known_as == "Person 3")
    provider.registers.mark(session, ben.person_id, Mark.ABSENT)
    found = since(provider, sent)
    about = "Session of 8 July 2026, Northside Hall"
    assert [told(one) for one in found.corrections] == [
        (about, "Person 3: present → absent", "Five more came"),
        (about, "Head-count changed", "Five more came"),
        (about, "Minutes: 90 → 120", "Five more came"),
    ]
    assert {one.who for one in found.corrections} == {"Sam"}
    assert {one.place.session_id for one in found.corrections} == {session}
    assert found.figures is not None
    moved = {one.figure: (one.before, one.now) for one in found.figures}
    assert ("1.5", "2") in moved.values()
    assert ("12", "17") in moved.values()


def test_what_a_return_does_not_count_is_no_correction(provider: Provider, sent: str) -> None:
    session = july(provider)
    provider.sessions.correct(session, "A note")
    provider.sessions.change(session, replace(provider.sessions.get(session).details, note="Windy."))
    row = provider.registers.read(session).rows[0]
    provider.registers.remark(session, row.person_id, Remark("Bus", star=True))
    person = provider.people.get(row.person_id)
    provider.people.change(row.person_id, replace(person.details, enjoys="Boxing"))
    assert since(provider, sent).corrections == ()


def test_a_persons_answers_and_a_journey_are_corrections(provider: Provider, sent: str) -> None:
    row = provider.registers.read(july(provider)).rows[0]
    person = provider.people.get(row.person_id)
    provider.people.change(row.person_id, replace(person.details, education="college"))
    journey = provider.enrolments.of_person(row.person_id)[0]
    provider.enrolments.change(
        journey.id, replace(journey.details, ended_on=date(2026, 9, 1), ending="moved_away")
    )
    provider.outcomes.set_goal(journey.id, replace(a_goal("Box in a ring"), set_on=date(2026, 9, 2)))
    found = since(provider, sent).corrections
    assert [(one.place.about, one.place.person_id) for one in found] == [(row.known_as, row.person_id)] * 3
    assert found[0].what == "Goal added"
    assert "Ended" in found[1].what
    assert found[2].what.endswith("College")


def test_a_strength_or_need_found_changed_or_taken_back_by_the_quarter_s_end_is_one(
    provider: Provider, sent: str
) -> None:
    row = provider.registers.read(july(provider)).rows[0]
    findings = provider.findings
    seen = a_finding(seen_on=JULY)
    lonely = a_finding(LONELY, "now", seen_on=JULY)
    kept, gone = (findings.note(row.person_id, one).id for one in (seen, lonely))
    findings.note(row.person_id, a_finding(LONELY, "past", seen_on=Q3.start))
    findings.note(row.person_id, a_finding("community.weapons", "now", seen_on=JULY))
    findings.correct(kept, replace(seen, words="Only the words"))
    assert [one.what for one in since(provider, sent).corrections] == [
        "Loneliness: There now: added",
        "Relationships with a trusted adult: There, and it holds: added",
    ]
    findings.correct(kept, replace(seen, standing="missing"))
    told = [one.what for one in since(provider, sent).corrections]
    assert told[0] == "Standing: There, and it holds → Not there yet"
    findings.correct(kept, replace(seen, standing="missing", seen_on=Q3.start))
    findings.take_back(gone)
    assert [one.what for one in since(provider, sent).corrections] == [
        "Loneliness: There now: removed",
        "Seen on: 8 July 2026 → 1 October 2026",
    ]


def test_a_session_moved_out_of_the_quarter_or_added_to_it_is_one(
    provider: Provider,
    sent: str,
) -> None:
    session = july(provider)
    provider.sessions.correct(session, "It was October")
    provider.sessions.change(
        session, replace(provider.sessions.get(session).details, held_on=date(2026, 10, 8))
    )
    provider.sessions.log(a_session(sent, date(2026, 8, 5)))
    found = since(provider, sent).corrections
    assert [(one.place.about, one.reason) for one in found] == [
        ("Session of 5 August 2026, Northside Hall", ""),
        ("Session of 8 October 2026, Northside Hall", "It was October"),
    ]
    assert found[0].what.startswith("Session added")


def test_a_session_moved_to_another_intervention_is_one(provider: Provider, sent: str) -> None:
    art = provider.interventions.add(an_intervention("ART-1", name="Art Room")).id
    session = july(provider)
    provider.sessions.correct(session, "It was art")
    moved = provider.sessions.moved(provider.sessions.get(session).details, art).details
    provider.sessions.change(session, moved)
    (one,) = since(provider, sent).corrections
    assert "Moved to another intervention" in one.what


def test_another_interventions_records_are_not_among_them(provider: Provider, sent: str) -> None:
    art = provider.interventions.add(an_intervention("ART-1", name="Art Room")).id
    person = provider.people.add(a_person("Zoe")).id
    provider.enrolments.add(person, art, an_enrolment(date(2026, 6, 1)))
    session = provider.sessions.log(a_session(art, JULY)).id
    provider.registers.mark(session, person, Mark.PRESENT)
    provider.sessions.log(a_session(sent, days(-1)))
    assert since(provider, sent).corrections == ()


def test_who_was_taken_off_a_register_is_still_told(provider: Provider, sent: str) -> None:
    session = july(provider)
    provider.sessions.correct(session, "Not there")
    row = provider.registers.read(session).rows[0]
    provider.registers.take_off(session, row.person_id)
    (one,) = since(provider, sent).corrections
    assert told(one) == (
        "Session of 8 July 2026, Northside Hall",
        f"{row.known_as}: present → –",
        "Not there",
    )


def test_only_what_is_published_is_compared(
    provider: Provider,
    sent: str,
    tmp_path: Path,
) -> None:
    """One person's sex is corrected: counts that were hidden before and are hidden now say nothing."""
    before = provider.returns.prepare(sent, Q2, tmp_path, final=True).document
    counted = provider.returns.counted(sent, Q2)
    row = provider.registers.read(july(provider)).rows[0]
    person = provider.people.get(row.person_id)
    assert person.details.sex == "female"
    provider.people.change(row.person_id, replace(person.details, sex="male"))
    preview = provider.returns.preview(sent, Q2)
    key = ("R3.age", "total", "male")
    assert (counted.get(*key).value, preview.counted.get(*key).value) == (4, 5)
    assert before.get(*key).shown is Shown.CONFIDENTIAL
    found = since(provider, sent)
    assert found.corrections
    assert found.figures is not None
    published = {figure.key: figure for figure in preview.protected.figures}
    silent = [f.key for f in before.figures if Shown.CONFIDENTIAL is f.shown is published[f.key].shown]
    assert silent
    moved = [
        f.key
        for f in before.figures
        if (f.value, f.shown) != (published[f.key].value, published[f.key].shown)
    ]
    assert len(found.figures) == len(moved)
    assert not set(moved) & set(silent)
    for one in found.figures:
        assert one.now == "[c]", "what changed by one is hidden beside what was published"


def test_a_small_difference_is_hidden_beside_what_was_published(provider: Provider, sent: str) -> None:
    session = july(provider)
    provider.sessions.correct(session, "One more")
    provider.registers.count_heads(session, [HeadCount("10-13", None, 13)])
    now = {one.now for one in since(provider, sent).figures or () if one.before == "12"}
    assert now == {"[c]"}
    provider.registers.count_heads(session, [HeadCount("10-13", None, 17)])
    now = {one.now for one in since(provider, sent).figures or () if one.before == "12"}
    assert "17" in now


def test_the_next_version_begins_anew(provider: Provider, sent: str, tmp_path: Path) -> None:
    session = july(provider)
    provider.sessions.correct(session, "One more")
    provider.registers.count_heads(session, [HeadCount("10-13", None, 13)])
    provider.returns.prepare(sent, Q2, tmp_path, final=True)
    found = since(provider, sent)
    assert (found.version, found.corrections, found.figures) == (2, (), ())


def test_whoever_prepares_no_return_is_told_nothing_of_it(provider: Provider, sent: str) -> None:
    session = july(provider)
    provider.sessions.correct(session, "One more")
    provider.registers.count_heads(session, [HeadCount("10-13", None, 13)])
    assert acting(provider, Role.TRUSTEE).returns.preview(sent, Q2).since is None
