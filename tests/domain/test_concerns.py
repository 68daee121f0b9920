"""What a concern has to say, and what an answer may."""

from datetime import UTC, datetime

import pytest

from tests.builders import TODAY, a_concern, days
from vrp_desktop.domain.concerns import (
    Answer,
    ConcernDetails,
    ConcernLine,
    Standing,
    check_reason,
    check_words,
    in_order,
)
from vrp_desktop.domain.errors import Refused


def faults(details: ConcernDetails) -> set[str]:
    with pytest.raises(Refused) as refused:
        details.checked(TODAY)
    return set(refused.value.fields)


def test_what_was_seen_is_enough_about_somebody_with_only_a_nickname() -> None:
    details = a_concern(about="Tiny")
    assert details.checked(TODAY) is details


def test_every_fault_is_told_at_once_beside_its_field() -> None:
    assert faults(ConcernDetails("  ")) == {"about", "seen_on", "seen"}
    assert faults(a_concern(about="Tiny", seen_on=days(1))) == {"seen_on"}
    assert faults(a_concern(about="  ")) == {"about"}
    assert faults(a_concern("0190", seen="")) == {"seen"}


@pytest.mark.parametrize(
    ("answer", "answered", "fields"),
    [
        (Answer(), False, {"note"}),
        (Answer(), True, {"note"}),
        (Answer(closed_on=TODAY), False, {"note"}),
        (Answer(referred_on=days(1)), False, {"referred_on"}),
        (Answer("Rang", days(-9), days(-9)), False, {"referred_on", "closed_on"}),
    ],
)
def test_an_answer_that_cannot_be_right_is_refused(answer: Answer, answered: bool, fields: set[str]) -> None:
    with pytest.raises(Refused) as refused:
        answer.checked(TODAY, days(-8), answered)
    assert set(refused.value.fields) == fields


@pytest.mark.parametrize(
    ("answer", "answered"),
    [
        (Answer("Spoke with her mother"), False),
        (Answer(referred_on=days(-8)), False),
        (Answer(closed_on=TODAY), True),
        (Answer("No more to do", closed_on=TODAY), False),
    ],
)
def test_an_answer_that_says_something_stands(answer: Answer, answered: bool) -> None:
    assert answer.checked(TODAY, days(-8), answered) is answer


def test_words_and_reasons_are_tidied_and_needed() -> None:
    assert check_words(" He rang back. ") == "He rang back."
    assert check_reason(" The lead is away tonight. ") == "The lead is away tonight."
    for too_little in ("", "   ", "because"):
        with pytest.raises(Refused) as refused:
            check_reason(too_little, "note")
        assert set(refused.value.fields) == {"note"}
    with pytest.raises(Refused):
        check_words("  ")


def line(name: str, day: int, unread: bool) -> ConcernLine:
    at = datetime(2026, 11, day, 19, tzinfo=UTC)
    return ConcernLine(name, None, "", "", at, False, Standing.READ, unread, None, None, None, 0)


def test_what_is_to_be_read_comes_first_and_then_the_newest() -> None:
    lines = [line("a", 1, False), line("b", 2, True), line("c", 3, False), line("d", 4, True)]
    assert [one.id for one in in_order(lines)] == ["d", "b", "c", "a"]
