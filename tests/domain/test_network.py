"""Links between people: what one is to the other from both ends, and what is worth asking."""

import pytest

from tests.builders import TODAY, days
from vrp_desktop.domain import codes
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.network import (
    FAMILY,
    INVERSES,
    LinkDetails,
    inverse,
    inverse_words,
    questions,
    same_link,
    same_name,
)

TURNS_BACK = {"parent", "child", "carer", "cared_for", "sibling", "grandparent", "grandchild", "relative"} | {
    "partner",
    "friend",
    "other",
}
"""The relations that the list can say from both ends."""


def test_every_relation_of_the_list_has_its_other_end_and_no_other_has() -> None:
    assert list(INVERSES) == [code.code for code in codes.code_list("relation").codes]
    assert all(inverse_words(relation) for relation in INVERSES)
    assert set(INVERSES) >= FAMILY


@pytest.mark.parametrize("relation", sorted(TURNS_BACK))
def test_the_other_end_of_the_other_end_is_where_one_began(relation: str) -> None:
    other = inverse(relation)
    assert other is not None
    assert inverse(other) == relation
    # In the words of the list, so that both pages call it alike.
    assert inverse_words(relation) == codes.label("relation", other)


@pytest.mark.parametrize("relation", sorted(set(INVERSES) - TURNS_BACK))
def test_what_the_list_says_from_one_end_only_has_words_of_its_own(relation: str) -> None:
    other = inverse(relation)
    assert other is None or inverse(other) != relation
    assert inverse_words(relation) not in {code.label for code in codes.code_list("relation").codes}


def test_a_link_says_the_same_turned_round() -> None:
    assert same_link("parent", "parent", turned=False)
    assert same_link("parent", "child", turned=True)
    assert not same_link("parent", "parent", turned=True)
    assert same_link("sibling", "sibling", turned=True)
    assert not same_link("trusted_adult", "friend", turned=True)


def test_a_name_is_the_same_but_for_accents_in_any_script() -> None:
    assert same_name("Zoë ", "zoe")
    assert same_name("张伟", " 张伟")
    assert not same_name("Нина", "Нино")
    assert not same_name("🙂", "🙃"), "what folds to nothing is compared as it stands"


def test_what_is_faulty_is_told_at_once() -> None:
    with pytest.raises(Refused) as refused:
        LinkDetails("nobody", " ", ended_on=days(1)).checked(TODAY)
    assert set(refused.value.fields) == {"relation", "name", "ended_on"}
    assert LinkDetails("parent", "Mum", ended_on=TODAY).checked(TODAY)


@pytest.mark.parametrize(
    ("relation", "years", "other", "asked"),
    [
        ("parent", 15, 12, True),
        ("parent", 15, 26, True),
        ("parent", 15, 27, False),
        ("step_parent", 20, 19, True),
        ("step_parent", 20, 24, False),
        ("child", 12, 15, True),
        ("child", 40, 15, False),
        ("grandparent", 15, 14, True),
        ("sibling", 15, 12, False),
        ("carer", 15, 14, False),
        (None, 15, 14, False),
    ],
)
def test_a_parent_younger_than_the_child_is_asked_about(
    relation: str | None, years: int, other: int, asked: bool
) -> None:
    assert bool(questions(relation, "Ana", years, "Zed", other)) is asked
    assert questions(relation, "Ana", None, "Zed", other) == questions(relation, "Ana", years, "Zed", None)
    assert questions(relation, "Ana", None, "Zed", other) == ()


def test_it_is_asked_in_words_that_name_both() -> None:
    assert questions("parent", "Ana", 15, "Zed", 12) == (
        "Ana is 15, child, and Zed is 12, child. Is Zed Ana’s parent?",
    )
