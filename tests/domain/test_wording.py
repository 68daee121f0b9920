"""The wording guard: labels are noticed, quotations stand, and nothing of our own needs noticing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.wording import LONGEST, Wording, check_label, ours, shipped_wording


def said(text: str) -> list[str]:
    return [hint.said for hint in shipped_wording().hints(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("He is a young offender.", ["young offender"]),
        ("Two offenders, one Offender", ["offenders"]),
        ("a gang member and attention-seeking", ["gang member", "attention-seeking"]),
        ("ATTENTION  SEEKING", ["ATTENTION  SEEKING"]),
        ("She absconded twice.", ["absconded"]),
        ("the perpetrator’s brother", ["perpetrator’s"]),
        ("won’t engage; won't engage", ["won’t engage"]),
        ("She is LAC", ["LAC"]),
        ("a lac of paint", []),
        ("the youth offending team", []),
        ("Some youths at the youth club", ["youths"]),
        ("", []),
        ("🥊 offender 🥊", ["offender"]),
        ("nonoffenders", []),
    ],
)
def test_labels_are_noticed_however_they_are_written(text: str, found: list[str]) -> None:
    assert said(text) == found


@pytest.mark.parametrize(
    "text", ['He said "I am a gang member".', "“I’m no offender”, she said.", "« offender »"]
)
def test_what_somebody_said_themselves_stands(text: str) -> None:
    assert said(text) == []


def test_a_hint_says_what_could_be_written() -> None:
    (hint,) = shipped_wording().hints("An absconder.")
    assert hint.words == "“absconder”: perhaps went missing, or left, and what they were leaving?"


def test_an_organisations_own_words_are_noticed_too() -> None:
    wording = Wording((*ours(), check_label("  frequent   flyer ", "somebody who comes often")))
    assert [hint.instead for hint in wording.hints("A frequent-flyer!")] == ["somebody who comes often"]


@pytest.mark.parametrize(
    ("label", "instead", "fields"),
    [
        ("", "x", {"said"}),
        ("?!", "", {"said", "instead"}),
        ("x" * 81, "y", {"said"}),
        ("fine words", "y" * 201, {"instead"}),
    ],
)
def test_a_faulty_label_is_refused_by_field(label: str, instead: str, fields: set[str]) -> None:
    with pytest.raises(Refused) as refused:
        check_label(label, instead)
    assert refused.value.fields.keys() == fields


@given(st.text(min_size=2, max_size=60).filter(lambda text: sum(map(str.isalnum, text)) > 1))
def test_any_words_can_be_a_label(words: str) -> None:
    label = check_label(words, "something kinder")
    (hint,) = Wording((label,)).hints(f"x {label.said[0]} y")
    assert hint.instead == "something kinder"


def test_every_label_of_ours_is_noticed_and_no_suggestion_is_a_label() -> None:
    for label in ours():
        for words in label.said:
            assert said(f"x {words} y"), words
        assert said(label.instead) == [], label.instead


def test_of_a_very_long_text_only_the_first_part_is_looked_at() -> None:
    assert said("x " * (LONGEST // 2 - 5) + "offender") == ["offender"]
    assert said("x " * (LONGEST // 2) + "offender") == []
