"""What answers come to: each measure held against worked examples, with who says so."""

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.domain.test_instruments import of, own
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.instrument_files import read
from vrp_desktop.domain.instruments import Entry, Instrument, Item, Scale, shipped_instruments
from vrp_desktop.domain.score_change import change_words, moved, movement_words, rule_words, score_words
from vrp_desktop.domain.scoring import filled, reversed_value, rounded, score, shown, typed

SCORED = [one for one in shipped_instruments() if one.entry is Entry.ITEMS]


def numbered(*values: int) -> dict[str, int]:
    return {str(number): value for number, value in enumerate(values, 1)}


def total(code: str, *values: int, age: int = 16) -> float:
    return score(of(code), numbered(*values), age).scores["total"]


def scale(code: str, name: str = "total") -> Scale:
    found = of(code).scale(name)
    assert found is not None
    return found


# Spitzer, Kroenke, Williams and Löwe (2006), Archives of Internal Medicine 166: seven items of 0 to 3, added
# up to 0 to 21, with 5, 10 and 15 as cut points.
@pytest.mark.parametrize(
    ("values", "comes_to", "band"),
    [
        ((0,) * 7, 0, "minimal"),
        ((1, 1, 1, 1, 0, 0, 0), 4, "minimal"),
        ((1, 1, 1, 1, 1, 0, 0), 5, "mild"),
        ((2, 2, 2, 2, 1, 0, 0), 9, "mild"),
        ((2, 2, 2, 2, 1, 1, 0), 10, "moderate"),
        ((3, 3, 3, 3, 3, 0, 0), 15, "severe"),
        ((3,) * 7, 21, "severe"),
    ],
)
def test_gad_7(values: tuple[int, ...], comes_to: int, band: str) -> None:
    assert total("gad_7", *values) == comes_to
    assert scale("gad_7").band(comes_to) == band


# Kroenke, Spitzer and Williams (2001), Journal of General Internal Medicine 16: nine items of 0 to 3, 0 to
# 27, with 5, 10, 15 and 20 as cut points.
@pytest.mark.parametrize(
    ("values", "comes_to", "band"),
    [
        ((1, 1, 1, 1, 0, 0, 0, 0, 0), 4, "minimal"),
        ((1, 1, 1, 1, 1, 0, 0, 0, 0), 5, "mild"),
        ((2, 2, 2, 2, 2, 0, 0, 0, 0), 10, "moderate"),
        ((3, 3, 3, 2, 2, 1, 0, 0, 0), 14, "moderate"),
        ((3, 3, 3, 3, 3, 0, 0, 0, 0), 15, "moderately severe"),
        ((3, 3, 3, 3, 3, 3, 1, 1, 0), 20, "severe"),
        ((3,) * 9, 27, "severe"),
    ],
)
def test_phq_9(values: tuple[int, ...], comes_to: int, band: str) -> None:
    assert total("phq_9", *values) == comes_to
    assert scale("phq_9").band(comes_to) == band


@pytest.mark.parametrize("code", ["gad_7", "phq_9"])
def test_without_one_answer_there_is_no_total_where_no_rule_makes_up_for_it(code: str) -> None:
    made = of(code)
    answers = {item.code: 2 for item in made.items[1:]}
    scored = score(made, answers, 16)
    assert scored.scores == {}
    assert [item.code for item in scored.unanswered] == ["1"]
    assert [one.code for one in scored.unscored] == ["total"]


# Barkham and others (2013), The CORE-10, Counselling and Psychotherapy Research 13(1), and the CORE-10 user
# manual (2007): ten items of 0 to 4 whose boxes carry the number that counts (in items 2 and 3 from 4 down),
# 0 to 40; the clinical score is the mean of what is answered times ten, for one missing item at the most.
@pytest.mark.parametrize(
    ("values", "comes_to", "band"),
    [
        ((0,) * 10, 0, "healthy"),
        ((4,) * 10, 40, "severe"),
        ((1, 1, 1, 1, 1, 0, 0, 0, 0, 0), 5, "healthy"),
        ((1, 1, 1, 1, 1, 1, 0, 0, 0, 0), 6, "low"),
        ((2, 2, 2, 2, 2, 0, 0, 0, 0, 0), 10, "low"),
        ((2, 2, 2, 2, 2, 1, 0, 0, 0, 0), 11, "mild"),
        ((2, 2, 2, 2, 2, 2, 1, 1, 1, 0), 15, "moderate"),
        ((2,) * 10, 20, "moderate to severe"),
        ((3, 3, 3, 3, 3, 2, 2, 2, 2, 2), 25, "severe"),
    ],
)
def test_core_10(values: tuple[int, ...], comes_to: int, band: str) -> None:
    assert total("core_10", *values, age=17) == comes_to
    assert scale("core_10").band(comes_to) == band


def test_core_10_not_at_all_throughout_is_eight_for_the_two_items_that_run_the_other_way() -> None:
    made = of("core_10")
    answers = {
        item.code: next(n for n, words in item.answers if words == "Not at all") for item in made.items
    }
    assert {code for code, value in answers.items() if value == 4} == {"2", "3"}
    assert score(made, answers, 17).scores == {"total": 8}


@pytest.mark.parametrize("code", ["core_10", "yp_core"])
def test_core_one_missing_item_is_made_up_for_and_two_are_not(code: str) -> None:
    made = of(code)
    nine = {item.code: 2 for item in made.items[:9]}
    assert score(made, nine, 17).scores == {"total": 20}
    assert score(made, {**nine, "1": 3, "2": 1, "3": 1}, 17).scores == {"total": 18.9}  # 17 / 9 × 10
    assert score(made, {item.code: 2 for item in made.items[:8]}, 17).scores == {}


def test_a_score_between_two_bands_belongs_to_the_lower() -> None:
    assert scale("core_10").band(10.6) == "low"
    assert scale("core_10").band(11) == "mild"


# Twigg and others (2009), Counselling and Psychotherapy Research 9(3): ten items of 0 to 4, 0 to 40, the
# boxes of items 3, 5 and 10 running from 4 down as on every CORE form.
def test_yp_core_adds_up_the_numbers_of_the_form() -> None:
    assert total("yp_core", 1, 2, 3, 0, 4, 1, 2, 3, 2, 1, age=14) == 19
    assert total("yp_core", *(4,) * 10, age=11) == 40


# Office for National Statistics, Personal well-being user guide: thresholds of the four questions.
@pytest.mark.parametrize(
    ("name", "values"),
    [
        *((name, {0: "low", 4: "low", 5: "medium", 6: "medium", 7: "high", 8: "high", 9: "very high"})
          for name in ("satisfied", "worthwhile", "happy")),
        ("anxious", {0: "very low", 1: "very low", 2: "low", 3: "low", 4: "medium", 5: "medium", 6: "high"}),
        ("anxious", {10: "high"}),
    ],
)  # fmt: skip
def test_ons4(name: str, values: dict[int, str]) -> None:
    for value, band in values.items():
        scored = score(of("ons4"), {name: value}, 18).scores
        assert scored == {name: value}, "four questions, never added up"
        assert scale("ons4", name).band(value) == band


def test_ons4_under_sixteen_has_three_scores_and_refuses_the_fourth() -> None:
    answers = {"satisfied": 7, "worthwhile": 6, "happy": 8}
    scored = score(of("ons4"), answers, 15)
    assert scored.scores == answers
    assert scored.unanswered == ()
    with pytest.raises(Refused, match="from 16 years on") as refused:
        score(of("ons4"), {**answers, "anxious": 2}, 15)
    assert list(refused.value.fields) == ["anxious"]


# Rosenberg (1965), Society and the Adolescent Self-Image, in its order: strongly agree 3 to strongly disagree
# 0, items 3, 5, 8, 9 and 10 turned round, 0 to 30; below 15 is low.
@pytest.mark.parametrize(
    ("values", "comes_to", "band"),
    [
        ((3, 3, 0, 3, 0, 3, 3, 0, 0, 0), 30, "not low"),
        ((0, 0, 3, 0, 3, 0, 0, 3, 3, 3), 0, "low"),
        ((3,) * 10, 15, "not low"),
        ((2, 2, 2, 2, 1, 2, 1, 2, 2, 2), 15, "not low"),
        ((2, 2, 2, 2, 2, 2, 1, 2, 2, 2), 14, "low"),
    ],
)
def test_rosenberg(values: tuple[int, ...], comes_to: int, band: str) -> None:
    assert total("rosenberg", *values) == comes_to
    assert scale("rosenberg").band(comes_to) == band


# Goodman (1997), Journal of Child Psychology and Psychiatry 38: the total is the sum of four scales of 0 to
# 10, without the prosocial one.
def test_sdq_total_is_the_sum_of_four() -> None:
    made = of("sdq")
    four = {"emotional": 5, "conduct": 3, "hyperactivity": 7, "peer": 2}
    assert typed(made, {**four, "prosocial": 8}).scores == {**four, "prosocial": 8, "total": 17}
    assert typed(made, {**four, "total": 17}).scores["total"] == 17
    assert typed(made, {"total": 31}).scores == {"total": 31}, "only the total may be there"
    with pytest.raises(Refused, match="its parts come to 17, not 18"):
        typed(made, {**four, "total": 18})


# WEMWBS user guide (2008) and Stewart-Brown and others (2009), Health and Quality of Life Outcomes 7:15: 14
# to 70, and after the conversion table 7 to 35 with two decimals.
@pytest.mark.parametrize(
    ("code", "value", "sound"),
    [
        ("wemwbs", 14, True), ("wemwbs", 70, True), ("wemwbs", 13, False), ("wemwbs", 71, False),
        ("wemwbs", 51.5, False), ("swemwbs", 7, True), ("swemwbs", 23.21, True), ("swemwbs", 35, True),
        ("swemwbs", 6.9, False), ("swemwbs", 23.215, False),
    ],
)  # fmt: skip
def test_wemwbs_scores_are_on_their_scale(code: str, value: float, sound: bool) -> None:
    if sound:
        assert typed(of(code), {"total": value}).scores == {"total": value}
        return
    with pytest.raises(Refused) as refused:
        typed(of(code), {"total": value})
    assert list(refused.value.fields) == ["total"]


@pytest.mark.parametrize("made", SCORED, ids=lambda one: one.code)
def test_nothing_answered_is_refused(made: Instrument) -> None:
    with pytest.raises(Refused, match="Nothing is answered"):
        score(made, {}, 17)


@pytest.mark.parametrize("value", [-1, 4, 11, 10**9])
def test_an_answer_off_its_scale_is_refused_beside_its_item(value: int) -> None:
    with pytest.raises(Refused) as refused:
        score(of("gad_7"), {"1": 1, "3": value}, 17)
    assert list(refused.value.fields) == ["3"]


def test_an_item_that_is_not_there_is_refused() -> None:
    with pytest.raises(Refused, match="no item “8”"):
        score(of("gad_7"), {"8": 1}, 17)
    with pytest.raises(Refused, match="no score “wealth”"):
        typed(of("sdq"), {"wealth": 1})


def test_nothing_is_kept_that_a_licence_does_not_let_us_keep() -> None:
    with pytest.raises(Refused, match="licence does not allow it"):
        filled(of("sdq"), {"1": 1}, {}, 14)
    with pytest.raises(Refused, match="licence does not allow it"):
        filled(of("outcomes_star"), {"1": 1}, {}, 14)
    with pytest.raises(Refused, match="only the day is kept"):
        filled(of("outcomes_star"), {}, {"total": 3}, 14)
    with pytest.raises(Refused, match="scored by its items"):
        filled(of("gad_7"), {"1": 1}, {"total": 3}, 17)
    assert filled(of("outcomes_star"), {}, {}, 14).scores == {}


def test_a_mean_is_the_mean_of_what_is_answered() -> None:
    made = own()
    made["scales"][0].pop("bands")
    made["scales"][0].update(method="mean", missing=1)
    assert score(read(made), {"1": 2, "2": 1}, 12).scores == {"total": 1.5}
    assert score(read(made), {"2": 0}, 12).scores == {"total": 2}, "turned round"


@given(st.integers(-50, 50), st.integers(1, 50), st.data())
def test_turned_round_twice_is_itself(lowest: int, span: int, data: st.DataObject) -> None:
    item = Item("1", "", lowest, lowest + span)
    value = data.draw(st.integers(item.lowest, item.highest))
    once = reversed_value(item, value)
    assert item.lowest <= once <= item.highest
    assert reversed_value(item, once) == value


@given(st.sampled_from(SCORED), st.integers(11, 30), st.data())
def test_a_score_lies_on_its_scale_however_much_is_missing(
    made: Instrument, age: int, data: st.DataObject
) -> None:
    answers = {
        item.code: value
        for item in made.asked(age)
        if (value := data.draw(st.none() | st.integers(item.lowest, item.highest))) is not None
    }
    assume(answers)
    scored = score(made, answers, age)
    for one in made.scales:
        missing = [item for item in made.asked(age) if item.code in one.items and item.code not in answers]
        if one.code in scored.scores:
            assert len(missing) <= one.missing
            assert one.lowest <= scored.scores[one.code] <= one.highest
        else:
            assert len(missing) > one.missing or not any(code in answers for code in one.items)
    assert {item.code for item in scored.unanswered} == {i.code for i in made.asked(age)} - answers.keys()


@given(st.lists(st.integers(0, 4), min_size=9, max_size=9), st.integers(1, 10))
def test_what_is_made_up_for_lies_between_the_lowest_and_the_highest_it_could_have_been(
    values: list[int], left_out: int
) -> None:
    made = of("core_10")
    codes = [item.code for item in made.items if item.code != str(left_out)]
    made_up = score(made, dict(zip(codes, values, strict=True)), 17).scores["total"]
    assert sum(values) <= made_up <= sum(values) + 4
    assert abs(made_up - sum(values) / 9 * 10) <= 0.05 + 1e-9


@given(st.fractions(-1000, 1000), st.integers(0, 2))
def test_rounding_is_half_up_and_near(value: Fraction, decimals: int) -> None:
    assert abs(Fraction(rounded(value, decimals)).limit_denominator(100) - value) <= Fraction(
        1, 2 * 10**decimals
    )


@pytest.mark.parametrize(
    ("value", "decimals", "kept"),
    [(Fraction(31, 2), 0, 16), (Fraction(140, 9), 1, 15.6), (Fraction(5, 4), 1, 1.3), (Fraction(20), 1, 20)],
)
def test_rounding_by_example(value: Fraction, decimals: int, kept: float) -> None:
    assert rounded(value, decimals) == kept


# ---- movement


@pytest.mark.parametrize(
    ("code", "name", "before", "after", "said"),
    [
        ("core_10", "total", 22, 16, "improved"),
        ("core_10", "total", 22, 17, "unchanged"),
        ("core_10", "total", 16, 22, "worse"),
        ("core_10", "total", 16, 21.9, "unchanged"),
        ("gad_7", "total", 12, 8, "improved"),
        ("gad_7", "total", 12, 9, "unchanged"),
        ("phq_9", "total", 10, 16, "worse"),
        ("phq_9", "total", 10, 15, "unchanged"),
        ("wemwbs", "total", 40, 43, "improved"),
        ("wemwbs", "total", 40, 42, "unchanged"),
        ("yp_core", "total", 20, 19, "improved"),
        ("ons4", "happy", 3, 4, "improved"),
        ("ons4", "anxious", 3, 4, "worse"),
        ("ons4", "anxious", 4, 4, "unchanged"),
        ("rosenberg", "total", 15, 14, "worse"),
    ],
)
def test_how_somebody_moved_is_said_by_the_measures_own_rule(
    code: str, name: str, before: float, after: float, said: str
) -> None:
    assert moved(scale(code, name), before, after) == said


@given(st.sampled_from(shipped_instruments()), st.integers(0, 80), st.integers(0, 80), st.data())
def test_there_and_back_is_the_other_way_round(
    made: Instrument, before: int, after: int, data: st.DataObject
) -> None:
    assume(made.scales)
    one = data.draw(st.sampled_from(made.scales))
    other = {"improved": "worse", "worse": "improved", "unchanged": "unchanged"}
    assert moved(one, after, before) == other[moved(one, before, after)]


def test_the_words() -> None:
    happy, core = scale("ons4", "happy"), scale("core_10")
    assert change_words(happy, 3, 6) == "moved from 3 to 6 out of 10"
    assert change_words(happy, 3, 3) == "stayed at 3 out of 10"
    assert change_words(happy, None, 6) == "6 out of 10"
    assert change_words(happy, 0, None) == "0 out of 10"
    assert change_words(happy, None, None) == ""
    assert movement_words("CORE-10", core, 22, 15.6) == "CORE-10: moved from 22 to 15.6 out of 40. Improved."
    assert score_words(core, 15.6) == "15.6 out of 40 (moderate)"
    assert rule_words(core).startswith("Lower is better. A change of 6 or more counts. Barkham")
    assert rule_words(happy).startswith("Higher is better. Any movement counts.")
    assert [shown(value) for value in (14, 15.6, 23.21, 20.0, 0, 100)] == [
        "14",
        "15.6",
        "23.21",
        "20",
        "0",
        "100",
    ]


@pytest.mark.parametrize("made", shipped_instruments(), ids=lambda one: one.code)
def test_nothing_says_why_somebody_has_moved(made: Instrument) -> None:
    words = " ".join((made.about, made.note, *(rule_words(one) for one in made.scales))).lower()
    for claim in ("because", "caused", "thanks to", "due to", "led to", "effect", "impact"):
        assert claim not in words
