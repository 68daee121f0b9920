"""Names folded for finding and sorting."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vrp_desktop.domain.names import folded, sort_key


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("Zoë O’Brien-Łuc", "zoe obrien luc"),
        ("  ANA   maria ", "ana maria"),
        ("D'Angelo", "dangelo"),
        ("Ștefan Þór Æsa", "stefan thor aesa"),
        ("Straße", "strasse"),
        ("İpek Işık", "ipek isik"),
        ("Ọlámidé", "olamide"),
        ("J.J.", "jj"),
        ("李小龍", "李小龍"),
        ("%_*", ""),
        ("", ""),
    ],
)
def test_a_name_without_accents_capitals_and_signs(typed: str, plain: str) -> None:
    assert folded(typed) == plain


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@given(st.text(alphabet=st.characters(codec="ascii")))
def test_capitals_never_matter(text: str) -> None:
    assert folded(text.upper()) == folded(text.lower()) == folded(text)


def test_people_stand_by_preferred_name_as_a_reader_expects() -> None:
    names = ["Zoë", "émile", "Eve", "Łukasz", "ana", "Mo"]
    assert sorted(names, key=sort_key) == ["ana", "émile", "Eve", "Łukasz", "Mo", "Zoë"]
