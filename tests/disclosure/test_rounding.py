"""Controlled rounding: neighbouring multiples that still add up, and what they give away."""

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.disclosure.brute import AllTables, cube
from tests.disclosure.tables import changed, example, one_way
from vrp_desktop.disclosure.model import Cell, CellId, Contradiction, Frozen, Problem, Relation, holds
from vrp_desktop.disclosure.rounding import (
    Lean,
    Rounding,
    Unroundable,
    as_seen,
    audit_rounding,
    inferred,
    rounded,
)


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


def drawn(seed: int) -> Lean:
    """A draw for each cell, whatever it is called."""

    def lean(cell: CellId) -> float:
        return random.Random(f"{seed} {cell}").random()

    return lean


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(0, 9), min_size=4, max_size=4),
    st.integers(0, 1_000),
    st.sets(st.sampled_from(["0,0", "0,*", "*,1", "*,*"]), max_size=2),
)
def test_no_small_count_is_narrower_than_its_need(values: list[int], seed: int, exact: set[str]) -> None:
    """Against every table there is. Some cells were published as they are before."""
    world = cube((2, 2), values)
    problem = world.problem(5)
    cells = tuple(
        replace(cell, frozen=Frozen.PUBLISHED, primary=False) if cell.id in exact else cell
        for cell in problem.cells
    )
    problem = replace(problem, cells=cells)
    rounding = rounded(problem, lean=drawn(seed), farthest=1)
    seen = as_seen(problem, rounding)
    tables = AllTables(world, seen, 14)
    unknown = {cell.id for cell in cells if cell.frozen is None}
    possible = tables.possible(unknown)
    small = [cell for cell in cells if cell.primary]
    lost = {cell.id for cell in small if not possible[cell.id] >= {1, 2, 3, 4}}
    assert {finding.cell for finding in audit_rounding(problem, rounding)} == lost
    for cell, (low, high) in inferred(problem, rounding).items():
        assert (low, high) == (min(possible[cell]), max(possible[cell]))


@pytest.mark.parametrize("values", [[3, 4, 30, 11], [1, 2, 8, 17]])
def test_every_table_that_keeps_to_the_windows_has_a_draw_that_leads_there(values: list[int]) -> None:
    """So whoever knows the method, and not the draw, knows no more than the windows and relations."""
    problem = cube((2, 2), values).problem(5)
    published = rounded(problem, lean=drawn(1), farthest=1)
    rng = random.Random(7)
    tried = 0
    while tried < 20:
        other = cube(
            (2, 2), [max(0, published.values[c] + rng.randint(-4, 4)) for c in ("0,0", "0,1", "1,0", "1,1")]
        )
        there = other.problem(5)
        if any(abs(published.values[cell.id] - cell.value) > 4 for cell in there.cells):
            continue
        tried += 1
        towards = {c.id: 0.0 if published.values[c.id] > c.value else 0.999 for c in there.cells}
        found = rounded(there, lean=towards.__getitem__, farthest=1)
        assert found.values == published.values


def test_at_most_holds_between_rounded_counts() -> None:
    """12 of 13: were the 12 rounded up and the 13 down, the part would be more than the whole."""
    part = Relation((("a", 1), ("b", -1)), "<=", 0)
    problem = Problem((Cell("a", 12), Cell("b", 13)), (part,))
    against = rounded(problem, lean=lambda cell: 0.0 if cell == "a" else 0.99)
    assert holds(part, against.values)


def test_a_need_decides_where_a_count_goes() -> None:
    problem = Problem((Cell("a", 14, primary=True, need=(13, 16)), Cell("b", 14)), ())
    leaning_down = rounded(problem, lean=lambda _: 0.99)
    assert leaning_down.values == {"a": 15, "b": 10}
