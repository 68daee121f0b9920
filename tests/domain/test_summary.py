"""Sums and different people of a provider's summary, and what may be told of them outside."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vrp_desktop.domain.county import Interval
from vrp_desktop.domain.summary import MOST_COMBINED, may_tell, rounded, total_of

COUNT = st.integers(0, 60)


def exact(*counts: int) -> list[Interval]:
    return [Interval(count, count) for count in counts]


def test_what_is_not_known_is_not_in_the_sum_and_not_nought() -> None:
    assert total_of([Interval(2, 4), None, Interval(10, 10)]) == Interval(12, 14)
    assert total_of([Interval(2, None), Interval(1, 1)]) == Interval(3, None)
    assert total_of([None, None]) is None


@pytest.mark.parametrize(
    ("different", "parts", "told"),
    [
        (70, exact(60, 40), True),
        (96, exact(60, 40), False),
        (100, exact(60, 40), False),
        (63, exact(60, 40), False),
        (60, exact(60, 40), False),
        (70, exact(60), False),
        (70, [Interval(60, None), Interval(40, 40)], False),
        (70, [Interval(40, 68), Interval(40, 40)], False),
        (103, exact(60, 40, 30), False),
        (105, [Interval(72, 100), Interval(40, 40)], True),
        (110, [Interval(72, 100), Interval(40, 40)], False),
        (80, exact(*[40] * (MOST_COMBINED + 1)), False),
    ],
)
def test_different_people_are_told_only_far_from_every_sum(
    different: int, parts: list[Interval], told: bool
) -> None:
    assert may_tell(different, parts, 5) is told


@given(st.lists(st.frozensets(st.integers(0, 40), max_size=40), min_size=2, max_size=4), st.integers(5, 8))
def test_nobody_can_take_a_sum_from_what_is_told_and_find_a_few(
    came: list[frozenset[int]], threshold: int
) -> None:
    """Whoever adds up some interventions and takes off the different people finds nobody counted from 1 to
    one less than the threshold: neither who came to several of all, nor who came to none of the others."""
    different = len(frozenset().union(*came))
    if not may_tell(different, exact(*map(len, came)), threshold):
        return
    repeated = sum(map(len, came)) - different
    assert repeated >= threshold
    for number in range(1, len(came)):
        for some in combinations(came, number):
            assert abs(different - sum(map(len, some))) >= threshold


@given(COUNT, st.integers(1, 20))
def test_a_rounded_number_is_the_nearest_multiple(number: int, base: int) -> None:
    found = rounded(number, base)
    assert found % base == 0
    assert 2 * abs(found - number) <= base
