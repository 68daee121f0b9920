"""Which measures an organisation uses: turned on and off, confirmed, its own, retired."""

import json
from pathlib import Path

import pytest

from tests.builders import TODAY, a_person, an_enrolment, an_intervention
from tests.domain.test_instruments import own
from vrp_desktop.domain.assessments import AssessmentDetails
from vrp_desktop.domain.changes import Topic
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.outcomes import Stage
from vrp_desktop.services.provider import Provider


def standing(provider: Provider) -> dict[str, str]:
    return {one.instrument.code: one.standing for one in provider.measures.all()}


def test_at_first_only_what_needs_no_decision_is_in_use(provider: Provider) -> None:
    assert [one.instrument.code for one in provider.measures.offered()] == ["core_10", "ons4", "yp_core"]


def test_on_and_off_and_on(provider: Provider) -> None:
    assert provider.measures.turn_on("phq_9").changes.touch(Topic.MEASURES)
    provider.measures.turn_off("ons4")
    assert (standing(provider)["phq_9"], standing(provider)["ons4"]) == ("In use", "Not in use")
    provider.measures.turn_on("ons4")
    provider.measures.turn_off("phq_9")
    assert (standing(provider)["phq_9"], standing(provider)["ons4"]) == ("Not in use", "In use")


def test_a_licence_is_confirmed_before_it_is_turned_on_and_again_after_it_was_off(provider: Provider) -> None:
    with pytest.raises(Refused, match="We have a licence for SWEMWBS") as refused:
        provider.measures.turn_on("swemwbs")
    assert list(refused.value.fields) == ["confirmed"]
    provider.measures.turn_on("swemwbs", confirmed=True)
    (measure,) = [one for one in provider.measures.offered() if one.instrument.code == "swemwbs"]
    assert measure.confirmed_on == TODAY
    provider.measures.turn_off("swemwbs")
    with pytest.raises(Refused, match="Confirm it first"):
        provider.measures.turn_on("swemwbs")


def test_a_measure_of_ones_own_is_added_filled_in_and_retired(provider: Provider) -> None:
    provider.measures.add_own(own())
    assert standing(provider)["sport"] == "In use"
    person = provider.people.add(a_person("Ana", birth_date=TODAY.replace(year=2012))).id
    boxing = provider.interventions.add(an_intervention()).id
    journey = provider.enrolments.add(person, boxing, an_enrolment()).id
    details = AssessmentDetails("sport", Stage.BEFORE, TODAY, answers={"1": 2, "2": 0})
    assert provider.assessments.fill_in(journey, details).scored.scores == {"total": 4}
    provider.measures.retire("sport")
    assert standing(provider)["sport"] == "Retired"
    assert "sport" not in {one.instrument.code for one in provider.measures.offered()}
    again = AssessmentDetails("sport", Stage.AFTER, TODAY, answers={"1": 2})
    with pytest.raises(Refused, match="Sport is not used any more"):
        provider.assessments.fill_in(journey, again)
    assert [line.title for line in provider.assessments.of_person(person)] == ["Sport"], "what was stays"
    provider.measures.turn_on("sport")
    assert standing(provider)["sport"] == "In use"


@pytest.mark.parametrize("code", ["sport", "gad_7"])
def test_a_short_name_is_taken_once(provider: Provider, code: str) -> None:
    provider.measures.add_own(own())
    with pytest.raises(Refused, match="already") as refused:
        provider.measures.add_own(own(code=code))
    assert list(refused.value.fields) == ["code"]


def test_a_faulty_definition_leaves_nothing_behind(provider: Provider) -> None:
    before = standing(provider)
    definition = own()
    definition["scales"][0]["reversed"] = ["9"]
    with pytest.raises(Refused, match="There is no item of this scale “9”"):
        provider.measures.add_own(definition)
    assert standing(provider) == before


def test_own_ones_with_a_licence_to_confirm_wait_for_it(provider: Provider) -> None:
    provider.measures.add_own(own(licence={"words": "Theirs", "confirm": "We have paid for it."}))
    assert standing(provider)["sport"] == "Not in use"
    provider.measures.turn_on("sport", confirmed=True)
    assert standing(provider)["sport"] == "In use"


def test_only_ones_own_are_retired(provider: Provider) -> None:
    with pytest.raises(Refused, match="Turn this one off"):
        provider.measures.retire("gad_7")
    with pytest.raises(Refused, match="not here any more"):
        provider.measures.turn_on("no such thing")


def test_a_definition_from_a_file(provider: Provider, tmp_path: Path) -> None:
    path = tmp_path / "sport.json"
    path.write_text(json.dumps(own()), encoding="utf-8")
    provider.measures.add_from_file(path)
    assert standing(provider)["sport"] == "In use"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xff\xfe not text", "does not hold a definition"),
        (b"{", "does not hold a definition"),
        (b"[" * 100_000, "does not hold a definition"),
        (b"[]", "in curly brackets"),
        (b" " * 300_000, "too long"),
        (b"{}", "“items”"),
        (None, "cannot be read"),
    ],
)
def test_a_file_that_is_none_is_told_in_words(
    provider: Provider, tmp_path: Path, content: bytes | None, words: str
) -> None:
    path = tmp_path / "sport.json"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(Refused, match=words):
        provider.measures.add_from_file(path)
    assert "sport" not in standing(provider)
