"""Names in what somebody typed: found as people write them, and taken out whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vrp_desktop.domain.mentions import REMOVED, Names, Span, sentence, sentences, without

NAMES = Names(
    ["Zebedee Quillfeather", "Will", "Ana", "Zoë", "Siobhán O’Brien", "Łukasz Smith-Jones", "Big Dave", "K2"]
)


def cleaned(text: str, names: Names = NAMES) -> str:
    return without(text, names.find(text), "…")


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("zebedee came", "… came"),
        ("Zebedee Quillfeather’s nan", "… nan"),
        ("Quillfeather, Zebedee", "…, …"),
        ("Anas brother and ana's mum", "… brother and … mum"),
        ("Zoe and ZOË", "… and …"),
        ("siobhan obrien rang", "… rang"),
        ("Lukasz Jones", "…"),
        ("with K2.", "with …."),
        ("Dave was there", "… was there"),
        ("zebedee.quillfeather@post", "….…@post"),
    ],
)
def test_names_are_found_as_they_are_typed(typed: str, left: str) -> None:
    assert cleaned(typed) == left


@pytest.mark.parametrize("typed", ["bananas", "she will come", "a big hall", "Zeb", "", "2 of them"])
def test_other_words_are_left(typed: str) -> None:
    assert cleaned(typed) == typed


def test_a_name_that_is_a_word_is_one_with_a_capital_letter() -> None:
    assert cleaned("Will will, if he may") == "… will, if he may"


def test_the_names_of_whom_it_is_about_are_not_looked_for() -> None:
    others = Names(["Ana Kowalska", "Ben Ahmed"], but=["Ana Ahmed"])
    assert cleaned("Ana Ahmed, Ben and Mrs Kowalska", others) == "Ana Ahmed, … and Mrs …"


def test_nobody_to_look_for() -> None:
    assert not Names([])
    assert not Names(["", "J", "de la", "7"])
    assert Names([]).find("Ana") == ()


@given(
    st.text("xyz .,;\n'’-"),
    st.lists(st.sampled_from(["Zebedee", "quillfeather", "ZOË", "Ana's"]), min_size=1),
)
def test_what_is_taken_out_is_not_found_again(text: str, names: list[str]) -> None:
    typed = f"{text} {' '.join(names)} {text}"
    left = without(typed, NAMES.find(typed))
    assert REMOVED in left
    assert NAMES.find(left.replace(REMOVED, "")) == ()
    assert left.startswith(text)
    assert left.endswith(text)


def test_the_sentence_it_stands_in() -> None:
    text = "It was quiet. Ben came\nwith Ana and her nan! They left."
    (span,) = NAMES.find(text)
    assert sentence(text, span) == "with Ana and her nan!"
    assert sentences("Ana and Ana. Ana.", NAMES.find("Ana and Ana. Ana.")) == ("Ana and Ana.", "Ana.")
    long = "word " * 500
    assert len(sentence(f"{long}Ana {long}", Span(len(long), len(long) + 3))) < 300
