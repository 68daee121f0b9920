"""The protector: hides enough, no more than it must in simple tables, and always the same."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.disclosure.brute import AllTables, World
from tests.disclosure.tables import changed, every_table, example, known_best, one_way, two_way
from vrp_desktop.disclosure.audit import audit
from vrp_desktop.disclosure.budget import Cancelled
from vrp_desktop.disclosure.model import Cell, Contradiction, Frozen, Problem, Relation, Scenario
from vrp_desktop.disclosure.protect import protect


def secondary(problem: Problem) -> set[object]:
    return set(protect(problem).suppressed) - {cell.id for cell in problem.cells if cell.primary}


def test_one_small_count_in_a_line_takes_exactly_one_other() -> None:
    problem = one_way(3, 20, 30, 40)
    assert len(secondary(problem)) == 1
    assert "T" not in protect(problem).suppressed


def test_two_small_counts_that_cover_for_each_other_take_no_other() -> None:
    assert secondary(one_way(2, 3, 30, 40)) == set()


def test_two_small_counts_that_cannot_reach_four_take_another() -> None:
    # 1 + 1 = 2: neither could be 3 or 4.
    assert len(secondary(one_way(1, 1, 30, 40))) == 1


def test_nothing_small_hides_nothing() -> None:
    assert protect(one_way(0, 20, 30)).suppressed == frozenset()


def test_a_zero_may_serve_as_cover_but_a_structural_zero_never() -> None:
    # 4 and 0: the small count may fall, but nothing may rise by it unless the zero can.
    assert secondary(changed(one_way(4, 0), T={"may_suppress": False})) == {"1"}
    held = changed(one_way(4, 0), T={"may_suppress": False}, **{"1": {"high": 0}})
    assert protect(held).unmet == ("0",)


def test_the_dearer_cell_stays() -> None:
    problem = changed(one_way(3, 20, 30), **{"1": {"weight": 5}})
    assert secondary(problem) == {"2"}


def test_what_may_not_be_suppressed_stays() -> None:
    problem = changed(one_way(3, 20, 30), **{"1": {"may_suppress": False}})
    assert secondary(problem) == {"2"}


def test_what_was_published_stays_and_what_was_suppressed_costs_nothing() -> None:
    problem = changed(
        one_way(3, 20, 30, 40), **{"1": {"frozen": Frozen.PUBLISHED}, "3": {"frozen": Frozen.SUPPRESSED}}
    )
    assert protect(problem).suppressed == {"0", "3"}


def test_a_helper_is_never_published_and_covers_for_nothing_hidden() -> None:
    problem = changed(one_way(3, 20, 30), **{"2": {"helper": True}})
    assert protect(problem).suppressed == {"0"}


def test_equal_cells_are_hidden_together() -> None:
    problem = Problem(
        (Cell("a", 3, primary=True), Cell("b", 3), Cell("c", 9)),
        (Relation((("a", 1), ("b", -1))),),
    )
    assert protect(problem).suppressed == {"a", "b"}


def test_what_cannot_be_protected_is_named() -> None:
    everything = {name: {"may_suppress": False} for name in ("T", "1", "2")}
    protection = protect(changed(one_way(3, 20, 30), **everything))
    assert protection.unmet == ("0",)
    published = changed(one_way(3, 20, 30), **{"0": {"frozen": Frozen.PUBLISHED}})
    assert protect(published).unmet == ("0",)


def test_a_count_between_limits_is_protected_against_them_too() -> None:
    # x <= y and y shown as 3: x could not be 4, so y must go although nothing adds up to it.
    problem = Problem(
        (Cell("x", 2, primary=True), Cell("y", 3)), (Relation((("x", 1), ("y", -1)), "<="),), 1, 4
    )
    assert protect(problem).suppressed == {"x", "y"}


def test_a_table_that_does_not_add_up_is_refused_with_every_fault() -> None:
    wrong = changed(one_way(3, 20, 30), T={"value": 54})
    with pytest.raises(Contradiction, match=r"does not hold: it is 1"):
        protect(wrong)


@pytest.mark.parametrize(
    ("name", "at_most"), [("vig_t1", 3), ("return_n120", 28), ("consolidated_20_S", 150)]
)
def test_the_examples_are_safe_and_near_the_proven_least(name: str, at_most: int) -> None:
    problem = example(name)
    protection = protect(problem, seconds=8)
    hidden = len(protection.suppressed) - sum(cell.primary for cell in problem.cells)
    assert protection.unmet == ()
    assert audit(problem, protection.suppressed) == []
    assert known_best(name) <= hidden <= at_most
    assert protection.cost == hidden
    assert 0 < protection.lower_bound <= known_best(name)
    assert protection.gap == hidden - protection.lower_bound
    assert protection.proven_optimal == (not protection.stopped)
    for cell in problem.cells:
        low, high = protection.intervals.get(cell.id, (cell.value, cell.value))
        assert low <= cell.value
        assert high is None or cell.value <= high


def test_a_return_is_proven_to_hide_the_least_there_is() -> None:
    protection = protect(example("return_n120"))
    assert (protection.cost, protection.lower_bound, protection.proven_optimal) == (24, 24, True)


def test_a_bound_is_a_bound_in_weights() -> None:
    weights: dict[str, dict[str, object]] = {"1": {"weight": 5}, "2": {"weight": 3.5}}
    dear = changed(one_way(3, 20, 30), **weights)
    protection = protect(dear)
    assert (protection.cost, protection.lower_bound, protection.proven_optimal) == (3.5, 3.5, True)


def test_out_of_time_the_answer_is_safe_and_its_gap_is_told() -> None:
    problem = example("return_n120")
    protection = protect(problem, seconds=0)
    assert audit(problem, protection.suppressed) == []
    assert not protection.proven_optimal
    assert "clock" in protection.stopped
    assert 0 < protection.gap < 30


def test_out_of_effort_the_answer_is_the_same_every_time() -> None:
    first, second = (protect(example("return_n120"), effort=0.01) for _ in range(2))
    assert first == second
    assert "effort" in first.stopped


def fixed(problem: Problem, *names: str) -> Problem:
    return changed(problem, **{name: {"may_suppress": False} for name in names})


def test_what_only_fractions_protect_is_ruled_out_and_the_proof_stands() -> None:
    # t = p + 2q + v, s = v + w: with p and q hidden p may go up by 1 if q goes down by a half. In whole
    # numbers p stays odd, and no cut of the linear program says so.
    world = World(
        {"p": 3, "q": 6, "v": 6, "w": 6},
        {"t": ("p", "q", "q", "v"), "s": ("v", "w")},
        (Relation((("t", 1), ("p", -1), ("q", -2), ("v", -1))), Relation((("s", 1), ("v", -1), ("w", -1)))),
    )
    problem = fixed(world.problem(5), "t", "s")
    tables = AllTables(world, problem, most=10)
    assert tables.lost({"p", "q"}) == {"p"}
    protection = protect(problem)
    assert protection.suppressed == {"p", "v", "w"}
    assert (protection.lower_bound, protection.proven_optimal) == (tables.least(), True)


def test_what_is_protected_further_away_than_is_looked_for_ends_the_proof() -> None:
    # q = 30p + 30a: hiding q alone protects p, but it has to go further than the search does.
    world = World(
        {"p": 3, "a": 6, "b": 7},
        {"q": ("p",) * 30 + ("a",) * 30, "r": ("a", "b")},
        (Relation((("q", 1), ("p", -30), ("a", -30))), Relation((("r", 1), ("a", -1), ("b", -1)))),
    )
    problem = fixed(world.problem(5), "r")
    tables = AllTables(world, problem, most=12)
    assert tables.least() == 1
    protection = protect(problem)
    assert tables.lost(protection.suppressed) == set()
    assert protection.lower_bound <= 1
    assert protection.proven_optimal == (protection.cost == 1)
    assert protection.proven_optimal or protection.stopped


def test_whoever_asked_hears_of_it_and_may_stop_it() -> None:
    heard: list[tuple[float, str]] = []
    protect(example("return_n120"), progress=lambda share, what: heard.append((share, what)))
    assert all(0 <= share <= 1 for share, _ in heard)
    assert "at least 24" in heard[-1][1]
    with pytest.raises(Cancelled):
        protect(example("return_n120"), cancelled=lambda: True)


def test_a_provider_who_knows_its_own_row_learns_nothing_of_another() -> None:
    # Two providers and their total: to the one, the other's count is the total less its own.
    problem = one_way(2, 3, 30)
    assert protect(problem).suppressed == {"0", "1"}
    jealous = replace(problem, scenarios=(Scenario("the first", frozenset({"0"})),))
    protection = protect(jealous)
    assert len(protection.suppressed) == 3
    assert protection.proven_optimal
    assert audit(jealous, protection.suppressed) == []
    (finding,) = audit(jealous, {"0", "1"})
    assert (finding.cell, finding.attacker) == ("1", "the first")


def test_a_scenario_s_own_need_counts_in_it_alone() -> None:
    only_width = Scenario("the first", frozenset({"0"}), width=1)
    problem = replace(one_way(2, 3, 4), scenarios=(only_width,))
    held = changed(problem, T={"may_suppress": False})
    # It knows that the other two make 7: they may still be 3 and 4, or 4 and 3.
    assert protect(held).unmet == ()
    strict = replace(held, scenarios=(replace(only_width, width=9),))
    assert set(protect(strict).unmet) == {"1", "2"}


def test_the_answer_is_the_same_every_time() -> None:
    assert protect(example("return_n120")) == protect(example("return_n120"))


@settings(max_examples=120, deadline=None)
@given(
    st.integers(2, 3).flatmap(
        lambda wide: st.lists(
            st.lists(st.integers(0, 8), min_size=wide, max_size=wide), min_size=2, max_size=2
        )
    ),
    st.integers(3, 5),
    st.booleans(),
)
def test_no_table_an_attacker_can_think_of_rules_a_needed_value_out(
    rows: list[list[int]], threshold: int, grouped: bool
) -> None:
    problem = two_way(rows, threshold, group=2 if grouped and len(rows[0]) == 3 else 0)
    protection = protect(problem)
    assert protection.unmet == ()
    leaves = [f"{r},{c}" for r in range(len(rows)) for c in range(len(rows[0]))]
    assert every_table(problem, protection.suppressed, list(leaves), most=14).missing() == {}
    assert audit(problem, protection.suppressed) == []
    assert {cell.id for cell in problem.cells if cell.primary} <= protection.suppressed


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.lists(st.integers(0, 5), min_size=3, max_size=3), min_size=2, max_size=2),
    st.data(),
)
def test_the_audit_sees_what_brute_force_sees(rows: list[list[int]], data: st.DataObject) -> None:
    problem = two_way(rows, 4)
    primaries = {cell.id for cell in problem.cells if cell.primary}
    others = sorted(str(cell.id) for cell in problem.cells if not cell.primary)
    hidden = primaries | set(data.draw(st.sets(st.sampled_from(others)) if others else st.just(set())))
    leaves = [f"{r},{c}" for r in range(2) for c in range(3)]
    missing = every_table(problem, hidden, list(leaves), most=9).missing()
    assert {finding.cell for finding in audit(problem, hidden)} == set(missing)
