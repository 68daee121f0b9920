"""Random tables of two and three dimensions, hierarchies, histories and scenarios against an attacker who
tries every table there is: no need is missed, and no pattern hides more than the least there can be."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.disclosure.brute import AllTables, World, cube
from vrp_desktop.disclosure.audit import audit, check_certificates, prove
from vrp_desktop.disclosure.model import Frozen, Problem, Relation, Scenario, Witness
from vrp_desktop.disclosure.protect import protect

THRESHOLD = 3


@st.composite
def worlds(draw: st.DrawFn) -> tuple[World, int]:
    """A small table, and how large its leaves may be for the attacker."""
    shape, grouped, most, large = draw(
        st.sampled_from(
            [((2, 2), False, 8, 5), ((2, 3), False, 5, 3), ((2, 3), True, 5, 3), ((2, 2, 2), False, 4, 2)]
        )
    )
    size = 1
    for wide in shape:
        size *= wide
    values = draw(st.lists(st.integers(0, large), min_size=size, max_size=size))
    return cube(shape, values, grouped), most


@st.composite
def histories(draw: st.DrawFn) -> tuple[World, Problem, int]:
    """A small table with something published or suppressed before, and attackers who know cells."""
    world, most = draw(worlds())
    plain = world.problem(THRESHOLD)
    names = [str(cell.id) for cell in plain.cells]
    shown = draw(
        st.sets(st.sampled_from([str(c.id) for c in plain.cells if not c.primary] or names), max_size=2)
    )
    gone = draw(st.sets(st.sampled_from(names), max_size=2)) - shown
    frozen = {**dict.fromkeys(shown, Frozen.PUBLISHED), **dict.fromkeys(gone, Frozen.SUPPRESSED)}
    cells = tuple(replace(cell, frozen=frozen.get(str(cell.id))) for cell in plain.cells)
    known = draw(st.lists(st.sets(st.sampled_from(list(world.leaves)), min_size=1, max_size=2), max_size=2))
    width_only = 1 if draw(st.booleans()) else None
    scenarios = tuple(
        Scenario(f"provider {i}", frozenset(rows), width=None if i else width_only)
        for i, rows in enumerate(known)
    )
    relations = plain.relations
    if draw(st.booleans()):
        # Nobody is counted in the first leaf who is not in the last one too, or the other way about.
        first, last = names[0], names[len(world.leaves) - 1]
        rows = ((first, 1), (last, -1))
        relation = "<=" if world.leaves[first] <= world.leaves[last] else ">="
        relations = (*relations, Relation(rows, relation))
    width = draw(st.sampled_from([None, None, 1, 2]))
    return world, replace(plain, cells=cells, relations=relations, scenarios=scenarios, width=width), most


@settings(max_examples=150, deadline=None)
@given(histories())
def test_no_attacker_narrows_a_small_count_below_its_need(case: tuple[World, Problem, int]) -> None:
    world, problem, most = case
    protection = protect(problem)
    every = AllTables(world, problem, most)
    assert every.lost(protection.suppressed) == set(protection.unmet)
    judged = prove(problem, protection.suppressed)
    assert {finding.cell for finding in judged.findings} == set(protection.unmet)
    assert not protection.unmet or every.least() is None


@settings(max_examples=120, deadline=None)
@given(histories(), st.data())
def test_the_audit_and_its_certificates_agree_with_brute_force(
    case: tuple[World, Problem, int], data: st.DataObject
) -> None:
    world, problem, most = case
    always = {c.id for c in problem.cells if c.primary or c.frozen is Frozen.SUPPRESSED}
    always -= {c.id for c in problem.cells if c.frozen is Frozen.PUBLISHED}
    others = sorted(str(c.id) for c in problem.cells if c.id not in always and c.frozen is None)
    hidden = always | data.draw(st.sets(st.sampled_from(others)) if others else st.just(set()))
    judged = prove(problem, hidden)
    lost = AllTables(world, problem, most).lost(hidden)
    assert {finding.cell for finding in judged.findings} == lost
    assert set(check_certificates(problem, hidden, judged.certificates)) == set(judged.findings)
    if judged.certificates:
        assert set(check_certificates(problem, hidden, ())) != set(judged.findings)
        first = judged.certificates[0]
        cell = data.draw(st.sampled_from(sorted(first.table, key=str)))
        bent = Witness(first.attacker, {**first.table, cell: first.table[cell] + 1})
        (finding,) = check_certificates(problem, hidden, [bent, *judged.certificates[1:]])
        assert "not a table" in finding.why


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 5), min_size=4, max_size=4), st.data())
def test_the_proven_least_is_the_least(values: list[int], data: st.DataObject) -> None:
    world = cube((2, 2), values)
    problem = world.problem(4, width=data.draw(st.sampled_from([None, 1, 2])))
    if data.draw(st.booleans()):
        known = data.draw(st.sampled_from(list(world.leaves)))
        problem = replace(problem, scenarios=(Scenario("provider", frozenset({known})),))
    protection = protect(problem)
    least = AllTables(world, problem, 9).least()
    assert (least is None) == bool(protection.unmet)
    if least is not None:
        assert (protection.cost, protection.lower_bound, protection.proven_optimal) == (least, least, True)
        assert audit(problem, protection.suppressed) == []


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 4), min_size=6, max_size=6), st.booleans())
def test_a_bound_never_exceeds_the_least(values: list[int], grouped: bool) -> None:
    world = cube((2, 3), values, grouped)
    problem = world.problem(THRESHOLD)
    protection = protect(problem)
    assert protection.lower_bound <= protection.cost
    least = AllTables(world, problem, 5).least() if protection.cost <= 3 else None
    if least is not None:
        assert protection.lower_bound <= least
        assert not protection.proven_optimal or protection.cost == least
