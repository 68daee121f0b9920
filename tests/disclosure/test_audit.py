"""The audit: catches every kind of broken pattern."""

from dataclasses import replace

import pytest

from tests.disclosure.tables import changed, example, one_way
from vrp_desktop.disclosure.audit import Finding, audit
from vrp_desktop.disclosure.model import Frozen
from vrp_desktop.disclosure.protect import protect


def test_a_lone_hidden_count_is_found() -> None:
    assert audit(one_way(3, 20, 30), {"0"}) == [Finding("0", "cannot be 1, 2, 4")]


def test_a_count_that_is_only_half_covered_is_found() -> None:
    assert audit(one_way(1, 1, 30), {"0", "1"}) == [
        Finding("0", "cannot be 3, 4"),
        Finding("1", "cannot be 3, 4"),
    ]


def test_a_small_count_that_is_shown_is_found() -> None:
    assert audit(one_way(3, 20, 30), {"1", "2"}) == [Finding("0", "is small and shown")]


def test_what_was_released_stays_as_it_was() -> None:
    problem = changed(
        one_way(3, 20, 30, 40), **{"1": {"frozen": Frozen.PUBLISHED}, "2": {"frozen": Frozen.SUPPRESSED}}
    )
    found = {finding.cell for finding in audit(problem, {"0", "1", "3"})}
    assert found == {"1", "2"}
    assert audit(problem, {"0", "2"}) == []


def test_what_may_not_be_suppressed_and_what_is_not_there_is_found() -> None:
    problem = changed(one_way(3, 20, 30), **{"1": {"may_suppress": False}})
    assert {finding.cell for finding in audit(problem, {"0", "1", "2", "ghost"})} == {"1", "ghost"}


def test_a_table_that_does_not_add_up_is_never_safe() -> None:
    assert audit(changed(one_way(3, 20), T={"value": 24}), {"0", "1"})[0].cell is None


def test_a_width_is_audited_too() -> None:
    problem = replace(one_way(3, 20, 30), width=1)
    assert [finding.cell for finding in audit(problem, {"0"})] == ["0"]
    assert audit(problem, {"0", "1"}) == []


@pytest.mark.parametrize("name", ["vig_t1", "return_n120"])
def test_every_secondary_cell_of_an_answer_is_needed(name: str) -> None:
    problem = example(name)
    hidden = protect(problem).suppressed
    for cell in sorted(hidden - {cell.id for cell in problem.cells if cell.primary}, key=str):
        assert audit(problem, hidden - {cell}), f"{cell} could be shown"
