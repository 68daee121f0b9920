"""Strengths and needs: how they stand, how they have changed, and what answers what."""

import itertools
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import LONELY, TODAY, TRUST, a_finding, days
from vrp_desktop.domain import codes, strategy
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.findings import (
    GONE,
    Finding,
    Kind,
    Strand,
    every,
    is_strength,
    kind_of,
    search,
    strands,
    when,
)

FACTORS = codes.code_list("factor")


def seen(*looks: tuple[str, str, date]) -> tuple[Strand, ...]:
    return strands(
        Finding(f"{number:03}", "ana", a_finding(code, standing, seen_on=day))
        for number, (code, standing, day) in enumerate(looks)
    )


def test_every_risk_factor_is_answered_by_a_protective_factor_of_its_level() -> None:
    risks = {one.code for one in FACTORS.codes if one.group == "risk"}
    assert strategy.answers().keys() == risks
    for risk, protective in strategy.answers().items():
        assert protective, risk
        assert len(set(protective)) == len(protective)
        for code in protective:
            assert is_strength(code), code
            assert strategy.level_of(code) == strategy.level_of(risk)


def test_every_other_word_leads_to_what_it_is_a_word_for() -> None:
    listed = {one.code for one in every()}
    assert len(listed) == len(every()) == len(FACTORS.codes) + len(codes.code_list("focus_area").codes)
    assert strategy.also_called().keys() <= listed
    for code, words in strategy.also_called().items():
        for word in words:
            assert code in {one.code for one in search(word, 73)}, word


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("trust", TRUST),
        ("LONELI", LONELY),
        ("knife", "community.weapons"),
        ("adhd", "individual.neurodiversity"),
        ("trusted adult", TRUST),
        ("öut of school", "community.activities"),
    ],
)
def test_a_part_of_a_name_or_another_word_finds_it_first(text: str, first: str) -> None:
    assert search(text)[0].code == first


def test_nothing_is_found_by_nothing_or_by_what_is_not_there() -> None:
    assert (search(""), search(" ’ "), search("zzz")) == ((), (), ())
    assert len(search("a", 5)) == 5


def test_strengths_come_first_and_what_is_over_comes_last() -> None:
    kind = "protective.individual.prosocial_attitude"
    found = seen(
        (LONELY, "now", days(-9)),
        ("individual.education", "now", days(-9)),
        (kind, "missing", days(-9)),
        ("risk.individual.loss_and_bereavement", "past", days(-9)),
        (TRUST, "thin", days(-9)),
    )
    assert [strand.code for strand in found] == [
        TRUST,
        kind,
        LONELY,
        "risk.individual.loss_and_bereavement",
        "individual.education",
    ]


def test_a_change_is_told_since_when_and_what_was_before() -> None:
    (strand,) = seen(
        (TRUST, "missing", date(2025, 12, 1)),
        (TRUST, "thin", date(2026, 1, 10)),
        (TRUST, "thin", date(2026, 2, 10)),
        (TRUST, "growing", date(2026, 3, 5)),
        (TRUST, "growing", date(2026, 11, 1)),
    )
    assert strand.since == date(2026, 3, 5)
    assert strand.change(TODAY) == "since March; thin for now in January; not there yet in December 2025"
    assert [one.details.standing for one in strand.runs] == ["missing", "thin", "growing"]


def test_of_two_looks_on_one_day_the_later_one_counts_whatever_the_order_they_are_read_in() -> None:
    looks = [Finding(name, "ana", a_finding(standing=s)) for name, s in (("1", "there"), ("2", "thin"))]
    for order in (looks, looks[::-1]):
        assert strands(order)[0].latest.details.standing == "thin"


@given(st.lists(st.tuples(st.sampled_from(("there", "growing", "thin", "missing")), st.integers(-900, 0))))
def test_runs_tell_every_change_and_nothing_twice(looks: list[tuple[str, int]]) -> None:
    found = seen(*((TRUST, standing, days(day)) for standing, day in looks))
    if not looks:
        assert found == ()
        return
    (strand,) = found
    told = [one.details.standing for one in strand.runs]
    assert all(before != after for before, after in itertools.pairwise(told))
    assert strand.runs[0] == strand.findings[0]
    assert told[-1] == strand.latest.details.standing
    assert {one.details.standing for one in strand.findings} == set(told)
    assert strand.since <= strand.latest.details.seen_on
    assert strand.is_there is (told[-1] not in GONE)


def test_a_day_is_told_as_near_as_it_is() -> None:
    assert when(TODAY, TODAY) == "22 November"
    assert when(days(-30), TODAY) == "23 October"
    assert when(days(-31), TODAY) == "October"
    assert when(date(2025, 11, 22), TODAY) == "November 2025"
    assert when(date(2026, 12, 24), date(2027, 1, 2)) == "24 December 2026"


@pytest.mark.parametrize(
    ("details", "field", "words"),
    [
        (a_finding("nothing"), "code", "from the list"),
        (a_finding(""), "code", "from the list"),
        (a_finding(standing="now"), "standing", "how it stands"),
        (a_finding(LONELY, "growing"), "standing", "how it stands"),
        (a_finding("individual.education", "there"), "standing", "how it stands"),
        (a_finding(seen_on=days(1)), "seen_on", "not come yet"),
        (
            a_finding(seen_on=date(2010, 5, 3)),
            "seen_on",
            "3 May 2010 is before they were born, 4 May 2010. Check both dates.",
        ),
        (a_finding(source="a bird"), "source", "not a choice"),
        (a_finding(certainty="very"), "certainty", "not a choice"),
    ],
)
def test_a_faulty_finding_is_refused_beside_its_field(details: object, field: str, words: str) -> None:
    with pytest.raises(Refused) as refused:
        details.checked(TODAY, date(2010, 5, 4))  # type: ignore[attr-defined] # FindingDetails
    assert set(refused.value.fields) == {field}
    assert words in refused.value.fields[field]


def test_each_kind_has_standings_of_its_own() -> None:
    assert {kind_of(one.code) for one in every()} == set(Kind)
    for one in every():
        for standing in kind_of(one.code).standings.codes:
            a_finding(one.code, standing.code).checked(TODAY)
