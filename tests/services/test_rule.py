"""The organisation's rule of protection: by whatever rule, nobody who reads what is published finds a small
count, whatever was published before and by whatever rule that was."""

import random
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.services.reader import OPEN_END, OPEN_START, YEAR, Reader
from tests.services.test_memory import counts, moved, of, open_to, people
from tests.services.test_protection import document, hidden_keys, shares
from vrp_desktop.domain.returns import form
from vrp_desktop.domain.returns.figures import Key, ReturnDocument, Shown
from vrp_desktop.domain.returns.form import keys as every_figure
from vrp_desktop.domain.returns.rule import BASE, Heads, Method, Rule, Zeros
from vrp_desktop.services.memory import Past
from vrp_desktop.services.protecting import NOT_BESIDE_ANOTHER_RULE, Protected, protect_document
from vrp_desktop.services.protection import check_protection, intervals_of, problem_of

ROUND = Rule(method=Method.ROUND)
SECRET = b"of this store"


def by(rule: Rule, counted: ReturnDocument) -> ReturnDocument:
    return replace(counted, header=replace(counted.header, threshold=rule.threshold, method=rule.name))


def sent(
    counted: ReturnDocument, history: Sequence[Past] = (), secret: bytes = SECRET
) -> tuple[Protected, Past]:
    protected = protect_document(counted, history, secret)
    assert protected.safe, protected.why
    return protected, Past(replace(counted, header=protected.document.header), protected.document)


def small(counted: ReturnDocument) -> list[Key]:
    rule = counted.header.rule
    return [key for key, value in counts(counted).items() if rule.small(key[0], value)]


# ---- the type


def test_a_rule_and_its_name_say_the_same() -> None:
    rules = [
        Rule(8, method, zeros, heads)
        for method in Method
        for zeros in (Zeros if method is Method.HIDE else [Zeros.SHOWN])
        for heads in Heads
    ]
    assert len({rule.name for rule in rules}) == len(rules)
    for rule in rules:
        assert Rule.named(8, rule.name) == rule
    assert Rule().name == "suppression/2"
    assert Rule.named(5, "suppression/1") == Rule()
    assert len({rule.in_words for rule in rules}) == len(rules)


@pytest.mark.parametrize(
    "name", ["", "by hand", "suppression/3", "rounding/1 zeros-hidden", "suppression/2 heads", "rounding/1 "]
)
def test_a_name_nobody_knows_is_no_rule(name: str) -> None:
    assert Rule.named(5, name) is None


def test_rounding_goes_with_a_threshold_it_can_keep() -> None:
    assert not ROUND.fault
    assert "hide them" in replace(ROUND, threshold=6).fault


# ---- one return


@pytest.mark.parametrize("number", [0, 3, 9, 40, 120, 300])
def test_every_count_is_a_multiple_and_the_tables_add_up(number: int) -> None:
    counted = by(ROUND, document(shares(number, number)))
    protected, _ = sent(counted)
    true, rounded = counts(counted), counts(protected.document)
    assert rounded.keys() == true.keys()
    for key, value in rounded.items():
        assert value % BASE == 0
        assert abs(value - true[key]) < BASE
        assert true[key] % BASE or value == true[key]
    for relation in form.relations():
        if all(key in rounded for key, _ in relation.terms):
            left = sum(by_ * rounded[key] for key, by_ in relation.terms)
            assert left == 0 if relation.relation == "=" else left <= 0, relation.says
    assert check_protection(protected.document) == []
    for table, row, column, key in every_figure():
        if not table.counts_people(row, column) and not (row.derived or column.derived):
            assert protected.document.get(*key) == counted.get(*key), "what counts no people stays exact"


@pytest.mark.parametrize("number", [9, 60, 130])
def test_nobody_finds_a_small_count_of_a_rounded_return(number: int) -> None:
    counted = by(ROUND, document(shares(number, number)))
    protected, _ = sent(counted)
    reader = Reader([protected.document])
    there = small(counted)
    assert there
    for key in random.Random(number).sample(there, min(12, len(there))):
        assert open_to(reader, (0, key))


@pytest.mark.parametrize("number", [9, 60])
def test_the_best_anybody_could_say_is_what_a_reader_says(number: int) -> None:
    counted = by(ROUND, document(shares(number, number)))
    protected, _ = sent(counted)
    reader = Reader([protected.document])
    true, rounded = counts(counted), counts(protected.document)
    alone = intervals_of(protected.document)
    assert protected.intervals.keys() == alone.keys() == true.keys()
    for key, (low, high) in protected.intervals.items():
        assert high is not None
        assert max(0, rounded[key] - 4) <= low <= true[key] <= high <= rounded[key] + 4
    for key in random.Random(1).sample(sorted(true), 25):
        (low, high), (least, most) = protected.intervals[key], reader.knows((0, key))
        assert high is not None
        assert least <= low
        assert high <= most
    assert any(interval != Rule.window(rounded[key]) for key, interval in protected.intervals.items()), (
        "sums say more than each window alone"
    )


def test_a_draw_is_repeated_by_its_store_alone() -> None:
    counted = by(ROUND, document(shares(60, 1)))
    one, again, other = (sent(counted, (), secret)[0] for secret in (SECRET, SECRET, b"of another"))
    assert one == again
    assert counts(one.document) != counts(other.document)


def test_a_rounded_nought_can_be_any_small_count() -> None:
    """Always the nearer multiple, and a 0 would never be a 3 or 4."""
    stands_for: dict[int, set[int]] = {}
    for seed in range(4):
        counted = by(ROUND, document(shares(60, seed)))
        true, rounded = counts(counted), counts(sent(counted, (), bytes([seed]))[0].document)
        for key, value in true.items():
            stands_for.setdefault(rounded[key], set()).add(value)
    assert stands_for[0] == {0, 1, 2, 3, 4}
    assert stands_for[5] == {1, 2, 3, 4, 5, 6, 7, 8, 9}


def test_a_mean_of_a_count_that_may_be_small_is_hidden_whatever_the_count_is() -> None:
    rows = form.table("R7").rows[:3]
    figures: dict[Key, int | float | str | None] = {}
    for row, worse in zip(rows, (0, 4, 20), strict=True):
        there = {
            "baseline": 40 + worse,
            "paired": 40 + worse,
            "improved": 20,
            "unchanged": 20,
            "worse": worse,
        }
        figures |= {("R7", row.code, column): value for column, value in there.items()}
        figures["R7", row.code, "mean_before"] = 2.5
    protected, _ = sent(by(ROUND, document(figures)))
    shown = [protected.document.get("R7", row.code, "mean_before").shown for row in rows]
    assert shown == [Shown.CONFIDENTIAL, Shown.CONFIDENTIAL, Shown.VALUE]


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 200), st.integers(0, 10_000), st.binary(min_size=4, max_size=4))
def test_any_return_can_be_rounded(number: int, seed: int, secret: bytes) -> None:
    counted = by(ROUND, document(shares(number, seed)))
    protected, _ = sent(counted, (), secret)
    assert check_protection(protected.document) == []


@pytest.mark.parametrize("zeros", [Zeros.SENSITIVE, Zeros.HIDDEN])
@pytest.mark.parametrize("number", [0, 3, 40, 120])
def test_a_hidden_zero_is_told_from_no_small_count(zeros: Zeros, number: int) -> None:
    counted = by(Rule(zeros=zeros), document(shares(number, number)))
    protected, _ = sent(counted)
    assert check_protection(protected.document) == []
    hidden = hidden_keys(protected.document)
    there = small(counted)
    assert set(there) <= hidden
    noughts = [key for key in there if counted.get(*key).value == 0]
    assert noughts
    assert "R3.ethnicity" in {key[0] for key in noughts}
    reader = Reader([protected.document])
    for key in random.Random(number).sample(there, 10):
        least = counted.header.rule.least(key[0])
        assert all(reader.can_be((0, key), value) for value in range(least, 5)), key
    assert all(counted.get(*key).value != 0 for key in there if counted.header.rule.least(key[0]) == 1)


def test_nought_is_among_what_has_to_stay_possible_where_zeros_are_hidden() -> None:
    problem = problem_of(by(Rule(8, zeros=Zeros.SENSITIVE), document(shares(40, 2))))
    small_ones = [cell for cell in problem.cells if cell.primary]
    for cell in small_ones:
        least = 0 if cell.id[0] in {"R3.care", "R3.send", "R3.disability", "R3.ethnicity"} else 1  # type: ignore[index]  # a key of the form
        assert problem.needed(cell)[0] == max(least, cell.low), cell
        assert cell.high is not None or problem.needed(cell)[-1] == 7
    assert {problem.needed(cell)[0] for cell in small_ones} == {0, 1}


def test_one_exact_count_by_another_is_not_shown_beside_rounded_ones() -> None:
    """£23,570 for 172 each is 137 people, and 91.7 % complete is 11 of 12."""
    each, complete = ("R10", "each", "spent"), ("R14", "complete.care", "value")
    counted = by(ROUND, document({**shares(137, 3), each: 172, complete: 91.7}))
    protected, _ = sent(counted)
    for key in (each, complete):
        assert protected.document.get(*key).shown is Shown.CONFIDENTIAL
        told = protected.document.with_figures(
            counted.get(*key) if figure.key == key else figure for figure in protected.document.figures
        )
        assert key in dict(check_protection(told))


def test_where_zeros_are_hidden_no_mark_of_a_mean_tells_one() -> None:
    counted = by(Rule(zeros=Zeros.HIDDEN), document(shares(3, 2)))
    assert any(figure.shown is Shown.NOT_APPLICABLE for figure in counted.figures)
    protected, _ = sent(counted)
    for row in form.table("R7").rows:
        paired, mean = (protected.document.get("R7", row.code, name) for name in ("paired", "mean_before"))
        assert paired.shown is not Shown.CONFIDENTIAL or mean.shown is Shown.CONFIDENTIAL


@pytest.mark.parametrize("method", Method)
def test_head_counts_stand_as_counted_where_that_is_the_rule(method: Method) -> None:
    figures = shares(60, 1)
    for row, column in (("10-13", "male"), ("10-13", "total"), ("total", "male"), ("total", "total")):
        figures["R4.heads", row, column] = 3
    for row in ("under_18", "24_and_under", "counted"):
        figures |= {("R4.heads", row, column): 3 for column in ("male", "total")}
    figures["R4", "head_count", "value"] = 3
    key: Key = ("R4.heads", "10-13", "male")
    usual, _ = sent(by(Rule(method=method), document(figures)))
    assert usual.document.get(*key).value != 3
    shown, _ = sent(by(Rule(method=method, heads=Heads.AS_COUNTED), document(figures)))
    assert shown.document.get(*key).value == 3
    assert shown.document.get("R4", "head_count", "value").value == 3
    assert shown.document.get("R4", "unique_named", "value") == usual.document.get(
        "R4", "unique_named", "value"
    )
    assert check_protection(shown.document) == []


def test_the_importer_is_told_of_a_count_that_is_not_rounded() -> None:
    protected, _ = sent(by(ROUND, document(shares(120, 5))))
    key: Key = ("R3.district", "total", "people")
    odd = protected.document.with_figures(
        replace(figure, value=121) if figure.key == key else figure for figure in protected.document.figures
    )
    assert "not a multiple of 5" in dict(check_protection(odd))[key]
    row = form.table("R7").rows[0].code
    leaky = protected.document.with_figures(
        replace(figure, value=3.2, shown=Shown.VALUE)
        if figure.key == ("R7", row, "mean_before")
        else replace(figure, value=5)
        if figure.key == ("R7", row, "worse")
        else figure
        for figure in protected.document.figures
    )
    assert "is made of" in dict(check_protection(leaky))["R7", row, "mean_before"]


def test_rounded_counts_that_tell_a_small_one_are_objected_to() -> None:
    """Four reasons of 0 and a total of 20: each of them is 4."""
    codes = [row.code for row in form.table("R2.declined").rows if row.code != "total"][:4]
    figures = {("R2.declined", code, "people"): 0 for code in codes}
    figures |= {("R2.declined", "total", "people"): 20, ("R2", "declined", "people"): 20}
    made = by(ROUND, document({**figures}))
    absent = made.with_figures(
        replace(figure, value=None, shown=Shown.NOT_APPLICABLE)
        if figure.table == "R2.declined" and figure.row not in (*codes, "total")
        else figure
        for figure in made.figures
    )
    found = dict(check_protection(absent))
    assert all("rounded, but the figures" in found["R2.declined", code, "people"] for code in codes)


# ---- what was published before


def test_an_unchanged_figure_is_rounded_as_it_was() -> None:
    values = people(120, 5)
    counted = by(ROUND, of(values))
    _, first = sent(counted)
    again, _ = sent(by(ROUND, of(values, version=2)), [first], b"another key since")
    assert again.document.figures == first.published.figures
    later = by(ROUND, of(moved(values, 2), version=2))
    second, _ = sent(later, [first], b"another key since")
    before, now = counts(first.published), counts(second.document)
    same = [key for key, value in counts(counted).items() if counts(later)[key] == value]
    otherwise = [key for key in same if now[key] != before[key]]
    assert len(otherwise) <= 1 < len(same), "one has to give way for the tables to add up"


@pytest.mark.parametrize("rules", [(ROUND, ROUND), (Rule(), ROUND), (ROUND, Rule()), (Rule(), Rule())])
@pytest.mark.parametrize("seed", range(3))
def test_two_versions_by_whatever_rules_give_nothing_away(rules: tuple[Rule, Rule], seed: int) -> None:
    values = people(120, seed)
    one, two = by(rules[0], of(values)), by(rules[1], of(moved(values, 3), version=2))
    _, first = sent(one)
    protected = protect_document(two, [first], SECRET)
    if not protected.safe:
        assert protected.why
        return
    assert not protected.given_away
    reader = Reader([first.published, protected.document])
    before, now = counts(one), counts(two)
    for key in before.keys() & now.keys():
        if before[key] == now[key]:
            reader.same((0, key), (1, key))
    there = [(0, key) for key in small(one)] + [(1, key) for key in small(two)]
    for figure in random.Random(seed).sample(there, 12):
        assert open_to(reader, figure), figure


@pytest.mark.parametrize("rules", [(ROUND, ROUND), (Rule(), ROUND), (ROUND, Rule())])
def test_quarters_by_whatever_rules_give_no_small_count_away(rules: tuple[Rule, Rule]) -> None:
    flow = {"open_start": 20, "started": 15, "completed": 3, "ended_early": 9, "open_end": 23}
    after = {"open_start": 23, "started": 9, "completed": 12, "ended_early": 8, "open_end": 12}
    was, now = people(60, 1, supported_ytd=60, **flow), people(50, 2, supported_ytd=63, **after)
    for values, early in ((was, 9), (now, 8)):
        values |= dict.fromkeys((("R2.ended_early", row, "people") for row in ("disengaged", "total")), early)
    one, two = by(rules[0], of(was, "2026-27-Q1")), by(rules[1], of(now, "2026-27-Q2"))
    _, first = sent(one)
    protected, _ = sent(two, [first])
    reader = Reader([first.published, protected.document])
    reader.same((0, OPEN_END), (1, OPEN_START))
    assert open_to(reader, reader.difference((1, YEAR), (0, YEAR)))
    assert open_to(reader, (0, ("R2", "completed", "people")))


def test_how_often_a_switch_of_rules_is_refused_it_says_so() -> None:
    """By another rule an earlier return can stand in the way: nothing is sent then, and the words say why."""
    refused = 0
    for before, after in pairwise([Rule(), Rule(10), Rule(zeros=Zeros.HIDDEN), Rule(8)]):
        values = people(60, 3)
        _, first = sent(by(before, of(values)))
        protected = protect_document(by(after, of(values, version=2)), [first])
        refused += not protected.safe
        assert protected.safe or protected.why == NOT_BESIDE_ANOTHER_RULE
    assert refused


def test_what_a_former_rule_showed_is_hidden_and_said_to_be_known() -> None:
    key: Key = ("R4", "attendances", "value")
    values = {key: 7, ("R4", "unique_named", "value"): 6}
    values |= dict.fromkeys((("R2", name, "people") for name in ("supported_quarter", "supported_ytd")), 0)
    _, first = sent(by(Rule(), of({**values})))
    assert first.published.get(*key).value == 7
    protected, _ = sent(by(Rule(10), of({**values}, version=2)), [first])
    assert protected.document.get(*key).shown is Shown.CONFIDENTIAL
    assert protected.intervals[key] == (7, 7)
    assert key in protected.given_away["2026-27-Q2 version 1"]


def test_head_counts_of_a_new_version_follow_the_version_before() -> None:
    shown = Rule(heads=Heads.AS_COUNTED)
    values = people(40, 1)
    _, first = sent(by(Rule(), of(values)))
    protected, _ = sent(by(shown, of(values, version=2)), [first])
    assert protected.document.header.rule == Rule()
    _, first = sent(by(shown, of(values)))
    protected, _ = sent(by(Rule(), of(values, version=2)), [first])
    assert protected.document.header.rule == shown
