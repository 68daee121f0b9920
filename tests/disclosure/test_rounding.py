"""Controlled rounding: neighbouring multiples that still add up, and what they give away."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.disclosure.brute import cube
from tests.disclosure.tables import changed, example, one_way
from vrp_desktop.disclosure.model import Cell, Contradiction, Problem, Relation, holds
from vrp_desktop.disclosure.rounding import Rounding, Unroundable, audit_rounding, inferred, rounded


def test_a_line_rounds_to_neighbours_that_add_up() -> None:
    rounding = rounded(one_way(3, 4, 30, 11))
    assert rounding.values == {"T": 50, "0": 5, "1": 5, "2": 30, "3": 10}
    assert (rounding.base, rounding.reach) == (5, 5)


def test_a_multiple_stays_and_nought_stays_nought() -> None:
    rounding = rounded(one_way(0, 5, 10, 2))
    assert (rounding.values["0"], rounding.values["1"], rounding.values["2"]) == (0, 5, 10)


def test_what_was_rounded_before_stays() -> None:
    problem = one_way(2, 2, 2)
    assert sum(rounded(problem).values[name] for name in "012") == rounded(problem).values["T"] == 5
    fixed = rounded(problem, before={"0": 5, "T": 5})
    assert fixed.values == {"T": 5, "0": 5, "1": 0, "2": 0}


def test_where_neighbours_do_not_add_up_a_further_multiple_is_taken_and_told() -> None:
    # Both ones were rounded up before, and the total of 2 as well: the third has to fall below its neighbour.
    problem = one_way(1, 1, 7)
    rounding = rounded(problem, before={"0": 5, "1": 5, "T": 10})
    assert rounding.values["2"] == 0
    assert rounding.reach == 10


def test_what_cannot_be_rounded_is_told() -> None:
    with pytest.raises(Unroundable):
        rounded(one_way(1, 1), before={"0": 5, "1": 5, "T": 0})
    odd = Problem((Cell("a", 6), Cell("b", 3)), (Relation((("a", 1), ("b", -1)), "=", 3),))
    with pytest.raises(Unroundable):
        rounded(odd)
    with pytest.raises(Contradiction):
        rounded(changed(one_way(3, 20), T={"value": 24}))


def test_rounded_tables_are_audited() -> None:
    # 3 + 8 = 11 as 5 + 10 = 15: the total is at most 14 and the 8 at least 6.
    problem = one_way(3, 8)
    rounding = Rounding({"0": 5, "1": 10, "T": 15}, 5, 5)
    assert inferred(problem, rounding) == {"T": (11, 19), "0": (1, 9), "1": (6, 14)}
    assert audit_rounding(problem, rounding) == []
    # All three up to their highest: the parts are known, though each alone is not.
    tight = Rounding({"0": 0, "1": 0, "T": 5}, 5, 5)
    small = one_way(4, 4)
    assert audit_rounding(small, tight) == []
    known = replace(small, relations=(*small.relations, Relation((("T", 1),), ">=", 8)))
    assert inferred(known, tight)["0"] == (4, 4)
    assert {finding.cell for finding in audit_rounding(known, tight)} == {"0", "1"}


def test_a_threshold_beyond_the_base_is_audited_too() -> None:
    problem = one_way(7, 20, threshold=10)
    (finding,) = audit_rounding(problem, Rounding({"0": 10, "1": 20, "T": 30}, 5, 5))
    assert (finding.cell, finding.why) == ("0", "cannot be 1, 2, 3, 4, 5")


def test_a_helper_is_not_rounded() -> None:
    problem = changed(one_way(3, 4, 30), **{"1": {"helper": True}})
    assert "1" not in rounded(problem).values


@pytest.mark.parametrize("name", ["vig_t1", "return_n120", "consolidated_20_S"])
def test_the_examples_round(name: str) -> None:
    problem = example(name)
    rounding = rounded(problem)
    assert rounding.reach == 5
    assert all(holds(relation, rounding.values) for relation in problem.relations)
    assert rounding == rounded(problem)


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.integers(0, 30), min_size=8, max_size=8), st.sampled_from([(2, 4), (2, 2, 2)]), st.booleans()
)
def test_every_rounding_adds_up_and_the_truth_is_never_ruled_out(
    values: list[int], shape: tuple[int, ...], grouped: bool
) -> None:
    problem = cube(shape, values, grouped).problem(5)
    rounding = rounded(problem)
    assert all(holds(relation, rounding.values) for relation in problem.relations)
    for cell in problem.cells:
        assert rounding.values[cell.id] % 5 == 0
        assert abs(rounding.values[cell.id] - cell.value) < rounding.reach
        assert rounding.reach > 5 or cell.value % 5 or rounding.values[cell.id] == cell.value
    for cell_id, (low, high) in inferred(problem, rounding).items():
        value = next(cell.value for cell in problem.cells if cell.id == cell_id)
        assert high is not None
        assert low <= value <= high
