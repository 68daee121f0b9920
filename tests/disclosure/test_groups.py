"""Group disclosure: nobody may be sure that a whole group falls into one cell."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.disclosure.brute import AllTables, cube
from tests.disclosure.tables import changed, one_way
from vrp_desktop.disclosure.audit import audit
from vrp_desktop.disclosure.groups import Group, RestOf, full, with_groups
from vrp_desktop.disclosure.protect import protect

ROW = Group("the row", "T", ("0", "1", "2"))


def test_a_group_all_in_one_cell_is_full() -> None:
    assert full(one_way(0, 12, 0), [ROW]) == [(ROW, "1")]
    assert full(one_way(0, 12, 1), [ROW]) == []
    assert full(one_way(0, 0, 0), [ROW]) == []


def test_where_nobody_could_be_elsewhere_nothing_is_disclosed() -> None:
    structural = changed(one_way(0, 12, 0), **{"0": {"high": 0}, "2": {"high": 0}})
    assert full(structural, [ROW]) == []


def test_a_full_cell_may_be_less_than_its_group() -> None:
    plain = one_way(0, 12, 0)
    assert protect(plain).suppressed == frozenset()
    problem = with_groups(plain, [ROW])
    protection = protect(problem)
    assert protection.unmet == ()
    assert "1" in protection.suppressed
    assert len(protection.suppressed) == 2
    assert audit(problem, protection.suppressed) == []
    low, high = protection.intervals["1"]
    assert low < 12 <= (high or 12)


def test_a_full_group_that_nothing_protects_is_named() -> None:
    problem = with_groups(
        changed(one_way(0, 12, 0), **{"1": {"may_suppress": False}, "T": {"may_suppress": False}}), [ROW]
    )
    rest = RestOf("the row")
    assert protect(problem).unmet == (rest,)
    assert [finding.cell for finding in audit(problem, set())] == [rest]
    assert str(rest) == "those of the row who are elsewhere"


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 4), min_size=6, max_size=6))
def test_in_some_table_somebody_of_every_group_is_elsewhere(values: list[int]) -> None:
    world = cube((2, 3), values)
    groups = [Group(f"row {r}", f"{r},*", tuple(f"{r},{c}" for c in range(3))) for r in range(2)]
    plain = world.problem(3)
    problem = with_groups(plain, groups)
    protection = protect(problem)
    every = AllTables(world, plain, 6)
    assert protection.unmet == ()
    assert every.lost(protection.suppressed) == set()
    for group, cell in full(plain, groups):
        assert every.apart(protection.suppressed, group.total, cell)
