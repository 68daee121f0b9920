"""Measures filled in on a journey: what is kept, what is refused and why, and what pairs come to."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.builders import TODAY, Clock, a_person, acting, an_enrolment, an_intervention, days
from vrp_desktop.db.queries import settings
from vrp_desktop.domain.assessments import AssessmentDetails
from vrp_desktop.domain.changes import Topic
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.outcomes import Stage
from vrp_desktop.domain.permissions import Role
from vrp_desktop.domain.score_change import paired
from vrp_desktop.services import held_measures
from vrp_desktop.services.measures import MEASURES
from vrp_desktop.services.provider import Provider

BEFORE, REVIEW, AFTER = Stage.BEFORE, Stage.REVIEW, Stage.AFTER


@pytest.fixture
def boxing(provider: Provider) -> str:
    return provider.interventions.add(an_intervention()).id


def journey_of(provider: Provider, boxing: str, years: int | None, name: str = "Ana", **fields: Any) -> str:
    born = None if years is None else date(TODAY.year - years, 1, 1)
    person = provider.people.add(a_person(name, birth_date=born)).id
    return provider.enrolments.add(person, boxing, an_enrolment(**fields)).id


@pytest.fixture
def adult(provider: Provider, boxing: str) -> str:
    """A journey of somebody of 18, referred sixty days ago."""
    return journey_of(provider, boxing, 18)


@pytest.fixture
def child(provider: Provider, boxing: str) -> str:
    """A journey of somebody of 14."""
    return journey_of(provider, boxing, 14, "Ben")


def core(day: int = 0, stage: Stage = BEFORE, value: int = 2, **fields: object) -> AssessmentDetails:
    answers = {str(number): value for number in range(1, 11)}
    return replace(AssessmentDetails("core_10", stage, days(day), answers=answers), **fields)  # type: ignore[arg-type]


def yp(day: int = 0, stage: Stage = BEFORE, value: int = 2, **fields: object) -> AssessmentDetails:
    return replace(core(day, stage, value), instrument="yp_core", **fields)  # type: ignore[arg-type]


def test_what_is_filled_in_is_kept_with_the_scores_of_that_day(provider: Provider, adult: str) -> None:
    note = "Ana’s “quiet” day 🙂\n" + "ž" * 100_000
    done = provider.assessments.fill_in(adult, core(-30, note=f"  {note}  ", on_paper=True))
    assert done.scored.scores == {"total": 20}
    assert done.changes.touch(Topic.OUTCOMES)
    assert done.worrying, "item 6 is above 0"
    (line,) = provider.assessments.of_enrolment(adult)
    assert line.assessment.details == core(-30, note=note, on_paper=True, scores={"total": 20})
    assert (line.assessment.version, line.title, line.intervention) == ("1", "CORE-10", "Northside Boxing")
    assert provider.assessments.of_person(line.person_id) == (line,)


def test_an_answer_of_none_at_all_does_not_worry(provider: Provider, adult: str) -> None:
    answers = {**core().answers, "6": 0}
    assert not provider.assessments.fill_in(adult, core(answers=answers)).worrying


def test_scores_stay_as_they_were_worked_out_that_day(provider: Provider, adult: str) -> None:
    saved = provider.assessments.fill_in(adult, core(-3)).id
    workspace = provider.workspace
    with workspace.store.writing(workspace.actor.id, workspace.clock) as tx:
        tx.update(tx.tables["assessment"], saved, {"version": "0", "scores": {"total": 7}})
    (line,) = provider.assessments.of_enrolment(adult)
    assert line.assessment.details.scores == {"total": 7}
    with pytest.raises(Refused, match="filled in with version 0 of CORE-10"):
        provider.assessments.correct(saved, core(-3))


@pytest.mark.parametrize(
    ("details", "years", "field", "words"),
    [
        (core(), 11, "informant", "CORE-10 is for ages 17 and over; Kit was 11"),
        (yp(), 18, "informant", "YP-CORE is for ages 11 to 16"),
        (core(), None, "informant", "Write how old Kit is first"),
        (core(informant="teacher"), 18, "informant", "answered by the child or young adult"),
        (core(informant="nobody"), 18, "informant", "Choose who answered"),
        (AssessmentDetails("ons4", BEFORE, TODAY, answers={"anxious": 3}), 15, "anxious", "from 16 years on"),
        (core(answers={"1": 5}), 18, "1", "choose from 0 to 4"),
        (core(1), 18, "taken_on", "not come yet"),
        (core(-61), 18, "taken_on", "They were referred on 23 September 2026, and this is 22 September 2026"),
        (core(answers={}), 18, "", "Nothing is answered"),
        (core(scores={"total": 3}), 18, "", "scored by its items"),
        (core(instrument="nothing"), 18, "", "not here any more"),
    ],
)
def test_what_is_wrong_is_refused_beside_its_field_and_nothing_is_kept(
    provider: Provider,
    boxing: str,
    details: AssessmentDetails,
    years: int | None,
    field: str,
    words: str,
) -> None:
    journey = journey_of(provider, boxing, years, "Kit")
    with pytest.raises(Refused, match=words) as refused:
        provider.assessments.fill_in(journey, details)
    assert list(refused.value.fields) == ([field] if field else [])
    assert provider.assessments.of_enrolment(journey) == ()


def test_one_after_the_journey_ended_is_refused_with_both_days(provider: Provider, boxing: str) -> None:
    journey = journey_of(provider, boxing, 18, ended_on=days(-10), ending="completed")
    provider.assessments.fill_in(journey, core(-10))
    with pytest.raises(Refused, match="over on 12 November 2026, and this is 13 November 2026"):
        provider.assessments.fill_in(journey, core(-9, REVIEW))


@pytest.mark.parametrize(
    ("second", "field", "words"),
    [
        (core(-20, REVIEW), "taken_on", "There is one of that day already, at the start"),
        (core(-20), "taken_on", "There is one of that day already"),
        (core(-10), "stage", "There is one at the start already, of 2 November 2026"),
        (
            core(-30, AFTER),
            "taken_on",
            "The one at the start is of 2 November 2026, and this one, at the end",
        ),
        (core(-30, REVIEW), "taken_on", "at the start is of"),
    ],
)
def test_what_does_not_fit_with_the_others_is_refused(
    provider: Provider, adult: str, second: AssessmentDetails, field: str, words: str
) -> None:
    provider.assessments.fill_in(adult, core(-20))
    with pytest.raises(Refused, match=words) as refused:
        provider.assessments.fill_in(adult, second)
    assert list(refused.value.fields) == [field]


def test_somebody_else_may_answer_on_the_same_day(provider: Provider, child: str) -> None:
    provider.measures.turn_on("sdq", confirmed=True)
    for who in ("self", "parent", "teacher"):
        details = AssessmentDetails("sdq", BEFORE, TODAY, who, scores={"total": 12})
        provider.assessments.fill_in(child, details)
    assert len(provider.assessments.of_enrolment(child)) == 3


def test_age_is_that_of_the_day_it_was_filled_in(provider: Provider, boxing: str) -> None:
    person = provider.people.add(a_person("Ana", birth_date=date(2009, 11, 1))).id
    journey = provider.enrolments.add(person, boxing, an_enrolment()).id
    provider.assessments.fill_in(journey, yp(-40))
    with pytest.raises(Refused, match="YP-CORE is for ages 11 to 16"):
        provider.assessments.fill_in(journey, yp(-5, REVIEW))


def test_a_mistake_is_corrected_and_taken_back(provider: Provider, adult: str) -> None:
    saved = provider.assessments.fill_in(adult, core(-20)).id
    provider.assessments.fill_in(adult, core(-5, AFTER, 1))
    done = provider.assessments.correct(saved, core(-21, value=3, instrument="gad_7"))
    assert done.scored.scores == {"total": 30}
    assert provider.assessments.read(saved).stored == provider.assessments.of_enrolment(adult)[0].assessment
    with pytest.raises(Refused, match="Check both days"):
        provider.assessments.correct(saved, core(-1))
    provider.measures.turn_off("core_10")
    provider.assessments.correct(saved, core(-21, value=1))
    provider.assessments.take_back(saved)
    assert [line.assessment.details.stage for line in provider.assessments.of_enrolment(adult)] == [AFTER]
    with pytest.raises(Refused, match="not here any more"):
        provider.assessments.take_back(saved)


def test_a_change_that_would_not_fit_any_more_cannot_be_undone(provider: Provider, adult: str) -> None:
    saved = provider.assessments.fill_in(adult, core(-20)).id
    provider.assessments.take_back(saved)
    taken_back = next(told for told in provider.audit.read() if told.action == "delete").change
    provider.assessments.fill_in(adult, core(-10))
    with pytest.raises(Refused, match="would not follow each other"):
        provider.audit.undo(taken_back)
    (line,) = provider.assessments.of_enrolment(adult)
    assert line.assessment.details.taken_on == days(-10)


def test_what_was_taken_back_by_mistake_is_put_back_whole(provider: Provider, adult: str) -> None:
    saved = provider.assessments.fill_in(adult, core(-20, note="Calm")).id
    (before,) = provider.assessments.of_enrolment(adult)
    provider.assessments.take_back(saved)
    provider.audit.undo(next(told for told in provider.audit.read() if told.action == "delete").change)
    assert provider.assessments.of_enrolment(adult) == (before,)


def test_what_is_offered_and_why_the_rest_is_not(provider: Provider, child: str, adult: str) -> None:
    def offers(journey: str) -> dict[str, str]:
        return {one.instrument.code: one.why_not for one in provider.assessments.offered_for(journey)}

    of_child, of_adult = offers(child), offers(adult)
    assert {code for code, why in of_child.items() if not why} == {"ons4", "yp_core"}
    assert {code for code, why in of_adult.items() if not why} == {"ons4", "core_10"}
    assert "ages 17 and over; Ben is 14." in of_child["core_10"]
    assert "not turned on" in of_child["gad_7"]
    assert "licence has to be confirmed" in of_child["wemwbs"]
    first = provider.assessments.offered_for(child)
    assert [bool(one.why_not) for one in first] == sorted(bool(one.why_not) for one in first)


def test_what_comes_next_follows_from_what_there_is(provider: Provider, boxing: str) -> None:
    journey = journey_of(provider, boxing, 18)

    def stage() -> Stage:
        return provider.assessments.begin(journey, "core_10").offer.next_stage

    assert stage() is BEFORE
    provider.assessments.fill_in(journey, core(-20))
    assert stage() is REVIEW
    details = provider.enrolments.get(journey).details
    provider.enrolments.change(journey, replace(details, ended_on=days(-1), ending="completed"))
    assert stage() is AFTER


def test_a_declined_referral_offers_nothing(provider: Provider, boxing: str) -> None:
    journey = journey_of(provider, boxing, 18, decision="declined", started_on=None)
    assert all(one.why_not for one in provider.assessments.offered_for(journey))


def test_a_measure_that_is_off_not_confirmed_or_retired_is_refused(provider: Provider, child: str) -> None:
    gad = AssessmentDetails("gad_7", BEFORE, TODAY, answers={"1": 1})
    with pytest.raises(Refused, match="GAD-7 is not in use: it is not turned on"):
        provider.assessments.fill_in(child, gad)
    swemwbs = AssessmentDetails("swemwbs", BEFORE, TODAY, scores={"total": 21.5})
    with pytest.raises(Refused, match="its licence has to be confirmed first"):
        provider.assessments.fill_in(child, swemwbs)
    workspace = provider.workspace
    with workspace.store.writing(workspace.actor.id, workspace.clock) as tx:
        settings.write(tx, MEASURES, {"on": ["swemwbs"], "off": [], "confirmed": {}})
    with pytest.raises(Refused, match="its licence has to be confirmed first"):
        provider.assessments.fill_in(child, swemwbs)
    provider.measures.turn_on("swemwbs", confirmed=True)
    provider.assessments.fill_in(child, swemwbs)


def test_pairs_are_a_start_and_an_end_of_one_journey_and_one_informant(
    provider: Provider, boxing: str, adult: str
) -> None:
    provider.assessments.fill_in(adult, core(-30, value=3))
    provider.assessments.fill_in(adult, core(-20, REVIEW, value=2))
    assert provider.assessments.pairs("core_10") == ()
    provider.assessments.fill_in(adult, core(-10, AFTER, value=2))
    other = journey_of(provider, boxing, 18, "Cas")
    provider.assessments.fill_in(other, core(-10, AFTER, value=2))
    (pair,) = provider.assessments.pairs("core_10")
    assert (pair.enrolment_id, pair.scale, pair.before, pair.after) == (adult, "total", 30, 20)
    assert pair.movement == "improved"
    assert provider.assessments.pairs("core_10", boxing) == (pair,)
    elsewhere = provider.interventions.add(an_intervention("LEE-08")).id
    assert provider.assessments.pairs("core_10", elsewhere) == ()
    outsider = acting(provider, Role.WORKER)
    assert outsider.assessments.pairs("core_10") == ()


def test_pairs_of_two_versions_are_not_held_against_each_other(provider: Provider, adult: str) -> None:
    first = provider.assessments.fill_in(adult, core(-30)).id
    provider.assessments.fill_in(adult, core(-10, AFTER, 1))
    workspace = provider.workspace
    with workspace.store.writing(workspace.actor.id, workspace.clock) as tx:
        tx.update(tx.tables["assessment"], first, {"version": "0"})
    assert provider.assessments.pairs("core_10") == ()


def test_below_ten_pairs_there_is_no_mean(provider: Provider, boxing: str) -> None:
    for number in range(10):
        journey = journey_of(provider, boxing, 18, f"P{number}")
        provider.assessments.fill_in(journey, core(-30, value=3))
        provider.assessments.fill_in(journey, core(-10, AFTER, value=2 if number else 4))
        counted = paired(provider.assessments.pairs("core_10"))
        assert counted.pairs == number + 1
        if number < 9:
            assert (counted.mean_before, counted.mean_after) == (None, None)
    assert (counted.improved, counted.unchanged, counted.worse) == (9, 0, 1)
    assert (counted.mean_before, counted.mean_after) == (30, 22)


def test_a_journey_through_another_intervention_is_for_those_who_work_there(
    provider: Provider, adult: str, clock: Clock
) -> None:
    outsider = acting(provider, Role.WORKER)
    for call in (
        lambda: outsider.assessments.fill_in(adult, core()),
        lambda: outsider.assessments.offered_for(adult),
        lambda: outsider.assessments.of_enrolment(adult),
    ):
        with pytest.raises(Refused, match="not among your interventions"):
            call()


def test_somebody_who_asks_is_given_each_answer_and_score(provider: Provider, adult: str) -> None:
    answers = {**core().answers, "10": 0}
    provider.assessments.fill_in(adult, core(-3, answers=answers, note="After the session"))
    person_id = provider.enrolments.get(adult).person_id
    with provider.workspace.store.reading() as tx:
        section = held_measures.section(tx, person_id)
    (row,) = section.rows
    assert row.cells[:3] == (
        "19 November 2026",
        "CORE-10 (Northside Boxing)",
        "At the start, answered by the child or young adult",
    )
    assert "I have felt tense, anxious or nervous: Sometimes" in row.cells[3]
    assert row.cells[3].endswith("Total: 18 out of 40 (moderate)")
    assert row.cells[4] == "After the session"
    assert section.free == {4}
