"""The code lists: complete, unambiguous, and shown in words."""

import re

import pytest

from vrp_desktop.domain import age, codes, strategy
from vrp_desktop.domain.people import CODED_FIELDS

LISTS = (
    "district home_district sex ethnicity disability send education care referral_source setting ending "
    "decline_reason cancel_reason session_kind prevention reach funding delivered approach priority "
    "focus_area factor objective"
)


@pytest.mark.parametrize("name", LISTS.split())
def test_a_list_has_a_title_and_choices_that_are_told_apart(name: str) -> None:
    stored = codes.code_list(name)
    written = [code.code for code in stored.codes]
    assert stored.title
    assert written
    assert len(set(written)) == len(written)
    assert len({(code.label, code.group) for code in stored.codes}) == len(written)
    assert all(code.label.strip() == code.label and code.label for code in stored.codes)
    assert all(re.fullmatch(r"[a-z0-9_.]+", code) for code in written)
    groups = {group.code for group in stored.groups}
    assert {code.group for code in stored.codes} - {None} == groups


def test_missing_and_unknown_are_shown_as_such() -> None:
    assert codes.label("sex", None) == "Not recorded"
    assert codes.label("sex", None, "Not known") == "Not known"
    assert codes.label("sex", "blue") == "blue"
    assert "blue" not in codes.code_list("sex")


def test_the_five_priorities_in_the_strategy_s_order() -> None:
    assert [code.code for code in codes.code_list("priority").codes] == [
        "individual",
        "relationship",
        "community",
        "society",
        "sustainability",
    ]


def test_every_focus_area_s_code_begins_with_its_priority() -> None:
    for area in codes.code_list("focus_area").codes:
        assert strategy.priority_of(area.code) == area.group


def test_not_recorded_differs_from_preferring_not_to_say() -> None:
    for field in CODED_FIELDS.keys() - {"district"}:
        assert codes.label(CODED_FIELDS[field], "prefer_not") == "Prefer not to say"


def test_a_choice_without_a_row_in_the_return_is_still_a_choice() -> None:
    care = codes.code_list("care")
    assert "prefer_not" in care
    assert not care.has_row("prefer_not")
    assert care.has_row("looked_after")
    assert [code.code for code in care.codes if code not in care.with_rows] == ["prefer_not"]
    assert codes.code_list("disability").has_row("prefer_not")


def test_bands_follow_one_another_without_a_gap() -> None:
    for band, following in zip(age.BANDS, age.BANDS[1:], strict=False):
        assert band.last is not None
        assert band.last + 1 == following.first
    assert (age.BANDS[0].first, age.BANDS[-1].last) == (0, None)


def test_no_label_speaks_of_a_person_as_an_offence() -> None:
    words = re.compile(r"offender|client\b|perpetrator|\bcase\b", re.IGNORECASE)
    labels = [code.label for name in LISTS.split() for code in codes.code_list(name).codes]
    assert [label for label in labels if words.search(label)] == []


def test_the_strategy_s_interventions_can_be_started_from() -> None:
    catalogue = strategy.catalogue()
    assert len(catalogue) > 50
    assert len({entry.code for entry in catalogue}) == len(catalogue)
    assert all(entry.district in codes.code_list("district") for entry in catalogue)
    assert all(entry.funding in codes.code_list("funding") for entry in catalogue)
    assert all(entry.delivered in codes.code_list("delivered") for entry in catalogue)
