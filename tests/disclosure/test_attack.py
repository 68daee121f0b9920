"""The attacker: the exact interval of every hidden count, from what is published alone."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.disclosure.tables import every_table, one_way, two_way
from vrp_desktop.disclosure.attack import Impossible, attack, completed, intervals
from vrp_desktop.disclosure.model import Relation


def adds_up(whole: str, *parts: str) -> Relation:
    return Relation(((whole, 1), *((part, -1) for part in parts)))


def test_one_hidden_part_follows_by_subtraction() -> None:
    assert attack({"a": (0, None)}, {"T": 53, "b": 50}, [adds_up("T", "a", "b")]) == {"a": (3, 3)}


def test_two_hidden_parts_share_what_is_left() -> None:
    unknown = {"a": (0, None), "b": (0, None)}
    assert attack(unknown, {"T": 53, "c": 30}, [adds_up("T", "a", "b", "c")]) == {"a": (0, 23), "b": (0, 23)}


def test_what_nothing_bounds_is_open_ended() -> None:
    found = attack({"a": (0, None), "T": (0, None)}, {"b": 7}, [adds_up("T", "a", "b")])
    assert found == {"a": (0, None), "T": (7, None)}


def test_several_subtractions_are_seen() -> None:
    # Every line has two hidden counts, and yet: a - d = 4 by two lines, a + d = 10 by the third.
    unknown = dict.fromkeys("abd", (0, None))
    published = {"first": 10, "second": 6, "third": 10}
    relations = [adds_up("first", "a", "b"), adds_up("second", "b", "d"), adds_up("third", "a", "d")]
    assert attack(unknown, published, relations) == {"a": (7, 7), "b": (3, 3), "d": (3, 3)}


def test_limits_count() -> None:
    assert attack({"a": (0, None)}, {"b": 3}, [Relation((("a", 1), ("b", -1)), "<=")]) == {"a": (0, 3)}


def test_whole_numbers_know_more_than_fractions() -> None:
    # Of four yes-or-no counts no two are both 1: in halves their sum could be 2, in whole numbers only 1.
    unknown: dict[str, tuple[int, int | None]] = {**dict.fromkeys("abcd", (0, 1)), "sum": (0, None)}
    pairs = [Relation(((x, 1), (y, 1)), "<=", 1) for x in "abcd" for y in "abcd" if x < y]
    assert attack(unknown, {}, [adds_up("sum", *"abcd"), *pairs])["sum"] == (0, 1)


def test_contradictions_are_told() -> None:
    with pytest.raises(Impossible):
        attack({"a": (0, None)}, {"T": 3, "b": 4}, [adds_up("T", "a", "b")])
    with pytest.raises(Impossible):
        attack({"a": (0, None)}, {"T": 3, "b": 4}, [adds_up("T", "b")])
    odd = [Relation((("a", 1), ("b", 1)), "=", 9), Relation((("a", 1), ("b", -1)), "=", 4)]
    with pytest.raises(Impossible):
        attack({"a": (0, None), "b": (0, None)}, {}, odd)


def test_unknown_numbers_can_be_filled_in() -> None:
    relations = [adds_up("T", "a", "b"), Relation((("a", 1), ("b", -1)), "<=", -3)]
    found = completed({"a": (0, None), "b": (0, None)}, {"T": 9}, relations)
    assert found["a"] + found["b"] == 9
    assert found["a"] <= found["b"] - 3


def test_only_suppressed_cells_are_asked_about() -> None:
    assert intervals(one_way(3, 4, 30), {"0", "1"}) == {"0": (0, 7), "1": (0, 7)}


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.lists(st.integers(0, 5), min_size=3, max_size=3), min_size=2, max_size=2),
    st.sets(st.sampled_from([f"{r},{c}" for r in range(2) for c in range(3)])),
    st.booleans(),
)
def test_the_intervals_are_those_of_every_table(
    rows: list[list[int]], hidden: set[str], grouped: bool
) -> None:
    # Threshold 1: nothing is small, so that brute force goes through every table.
    problem = two_way(rows, 1, group=2 if grouped else 0)
    leaves = [f"{r},{c}" for r in range(2) for c in range(3)]
    possible = every_table(problem, hidden, list(leaves), most=15, to_the_end=True).possible
    assert intervals(problem, hidden) == {cell: (min(v), max(v)) for cell, v in possible.items()}
