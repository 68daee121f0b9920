"""Names copied from elsewhere: whatever they stood between, nobody is lost and nobody is made up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vrp_desktop.domain.names import folded
from vrp_desktop.domain.pasting import pasted


def read(text: str) -> list[str]:
    """The names as they were understood, with an age where one was."""
    return [one.name if one.age is None else f"{one.name}, {one.age}" for one in pasted(text)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ana, Ben; Cai", ["Ana", "Ben", "Cai"]),
        ("Ana\tBen\tCai", ["Ana", "Ben", "Cai"]),
        ("Ana\nBen\r\n\r\n  Cai  \n", ["Ana", "Ben", "Cai"]),
        ("1. Ana Ali\n2) Ben\n(3) Cai\n4: Dee\n5 Efe", ["Ana Ali", "Ben", "Cai", "Dee", "Efe"]),
        ("• Ana\n- Ben\n* Cai", ["Ana", "Ben", "Cai"]),
        ("1\tAna\tAli\t14\n2\tBen\tOwusu\t9", ["Ana Ali, 14", "Ben Owusu, 9"]),
        ("Name\tSurname\tAge\nAna\tAli\t14", ["Ana Ali, 14"]),
        ("Ali, Ana\nSmith-Jones, Ben", ["Ana Ali", "Ben Smith-Jones"]),
        ("Ana (14)\nBen, 15\nCai 16 years", ["Ana, 14", "Ben, 15", "Cai, 16"]),
        ("Ana, Ben, Cai\nDee", ["Ana", "Ben", "Cai", "Dee"]),
        ("J\nK", ["J", "K"]),
        ("Given\nO’Brien", ["Given", "O’Brien"]),
        ("Unit 731\nŁucja", ["Unit 731", "Łucja"]),
        ("14\n15\n--\n", []),
        ("", []),
    ],
)
def test_lines_tabs_commas_and_numbering(text: str, names: list[str]) -> None:
    assert read(text) == names


def test_a_name_that_stands_there_twice_is_one_person_and_says_so() -> None:
    assert [(one.name, one.times) for one in pasted("Ana\nana\nBen\nAná")] == [("Ana", 3), ("Ben", 1)]
    assert read("Ana 14\nAna 15") == ["Ana, 14", "Ana, 15"], "who differ in age are two"


@given(st.lists(st.text(st.characters(categories=["L"]), min_size=1, max_size=12), min_size=2, max_size=30))
def test_every_name_on_a_line_of_its_own_is_there(names: list[str]) -> None:
    wanted = {folded(name) for name in names if folded(name)} - {"name", "names", "forename", "surname"}
    assert wanted <= {folded(one.name) for one in pasted("\n".join(names))} | {"nickname"}
