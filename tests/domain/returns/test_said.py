"""What could tell of somebody in the words of a return: found as people write it, and nothing besides."""

from datetime import date

import pytest

from vrp_desktop.domain.mentions import Names, telling
from vrp_desktop.domain.returns import form
from vrp_desktop.domain.returns.asked import AMOUNTS, Asked, Story, read_amounts, tidy
from vrp_desktop.domain.returns.said import Told, What, find, found_in

TODAY = date(2026, 11, 22)
TOLD = Told(Names(["Ana Kowalska", "Will"]), ("Will Foundation", "Leeds"))


def found(text: str, threshold: int = 5) -> list[tuple[What, str]]:
    return list(found_in(text, TOLD, TODAY, threshold))


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("ana’s brother", What.NAME),
        ("0113 496 0123", What.PHONE),
        ("+44 7700 900123", What.PHONE),
        ("(0113) 496-0123", What.PHONE),
        ("ls73ab", What.POSTCODE),
        ("BD1 1AA", What.POSTCODE),
        ("9434765919", What.NHS),
        ("943-476-5919", What.NHS),
        ("a.b+c@post.co.example", What.EMAIL),
        ("12/03/2011", What.BORN),
        ("3rd of May 2012", What.BORN),
        ("2011-05-04", What.BORN),
        ("4.5.11", What.BORN),
        ("born on 4 May 2025", What.BORN),
        ("DOB: 01/02/2024", What.BORN),
        ("only 4 young men came", What.FEW),
        ("A couple of the lads", What.FEW),
    ],
)
def test_it_is_found(text: str, what: What) -> None:
    assert {one for one, _ in found(text)} == {what}


@pytest.mark.parametrize(
    "text",
    [
        "The Will Foundation in Leeds pays; nobody will mind.",
        "On 5 October 2026 and in 2019, at 7.30, for £10,000.50.",
        "Year 4 children, Key Stage 2 pupils, 24 girls, 3 sessions for girls, two members of staff",
        "The 12 to 14 hours cost 1,234,567,890 in all",
        "see room B2, 4pm; 99/99/2010",
    ],
)
def test_nothing_is_found(text: str) -> None:
    assert found(text) == []


def test_how_few_is_the_threshold_s_to_say() -> None:
    assert found("six girls") == []
    assert found("six girls", threshold=10) == [(What.FEW, "six girls")]
    assert found("ten girls", threshold=10) == []


def test_a_name_beside_the_organisation_s_is_still_found() -> None:
    assert found("Will of the Will Foundation") == [(What.NAME, "Will")]


def test_titles_are_no_names() -> None:
    assert telling("Mrs Hirst next door") == "hirst"
    assert telling("Mum") == ""
    assert telling("Jo, family support worker") == "jo"


def test_a_text_is_kept_but_for_what_no_file_can_hold() -> None:
    assert tidy("  =1+1 🥊\r\nx\x0by\x00\ud800 ") == "=1+1 🥊\nx\ny�"
    assert tidy("a\n b", one_line=True) == "a b"


def test_halves_are_rounded_away_from_nothing() -> None:
    key = ("R10", "other", "spent")
    for text, value in (("0.50", 1), ("0.49", 0), ("-0.50", -1), (".5", 1), ("1,000", 1000), ("", None)):
        assert read_amounts({key: text})[0].get(key) == value, text


def test_every_amount_has_its_own_words() -> None:
    assert len({form.name_of(key) for key in AMOUNTS}) == len(AMOUNTS)


def test_what_stops_comes_first_and_kinds_name_nobody() -> None:
    asked = Asked(
        words={"R11": (("learning", "Two of the girls rang Ana."),)},
        stories=(Story("voice", "Ana helped me.", consent="Asked"),),
        answers={"x": "Ana’s mum said so."},
    )
    noted = find(asked, TOLD, TODAY, 5)
    assert [one.blocks for one in noted] == [True, True, False, False]
    assert not any("Ana" in one.kind + one.answer_to for one in noted)
    assert {one.part for one in noted} == {"R11", "R11.voices", "R14"}
