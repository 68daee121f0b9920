"""Random facts: what must hold between figures holds, and a second, naive count says the same."""

from collections.abc import Mapping

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.domain.returns.facts_strategy import QUARTER, QUARTERS, facts
from tests.domain.returns.naive import NaiveCount
from vrp_desktop.domain import codes
from vrp_desktop.domain.quarters import Quarter
from vrp_desktop.domain.returns import definitions, form
from vrp_desktop.domain.returns.counting import count, with_warnings
from vrp_desktop.domain.returns.facts import Facts
from vrp_desktop.domain.returns.figures import Figure, Key, Shown

NO_RECORD = ("R10", "R15")
"""The tables that are asked for."""
SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]


def ethnic_groups() -> dict[str, list[str]]:
    listed = codes.code_list("ethnicity")
    return {f"group.{g.code}": [c.code for c in listed.codes if c.group == g.code] for g in listed.groups}


def said(figure: Figure) -> int | float | str | None:
    return figure.value if figure.shown is Shown.VALUE else figure.shown.symbol


def of_a_quarter(most_people: int) -> st.SearchStrategy[tuple[Quarter, Facts]]:
    return st.sampled_from(QUARTERS).flatmap(
        lambda quarter: st.tuples(st.just(quarter), facts(most_people, quarter))
    )


@settings(max_examples=1000, deadline=None, suppress_health_check=SLOW, derandomize=True)
@given(of_a_quarter(most_people=6))
def test_a_naive_second_count_agrees(given_facts: tuple[Quarter, Facts]) -> None:
    agree(*given_facts)


@settings(max_examples=40, deadline=None, suppress_health_check=SLOW)
@given(facts(most_people=14))
def test_so_it_does_where_there_are_enough_for_means(given_facts: Facts) -> None:
    agree(QUARTER, given_facts)


def agree(quarter: Quarter, given_facts: Facts) -> None:
    naive = NaiveCount(given_facts, quarter, ethnic_groups())
    counted = {f.key: said(f) for f in count(given_facts, quarter) if f.table not in NO_RECORD}
    assert counted == {key: naive.figure(key) for key in counted}


def broken(counted: Mapping[Key, Figure]) -> list[str]:
    found = []
    for relation in form.relations():
        values = [(counted[key].value, weight) for key, weight in relation.terms]
        total = sum(value * weight for value, weight in values if isinstance(value, int))
        if total > 0 or (relation.relation == "=" and total != 0):
            found.append(relation.says)
    return found


@settings(max_examples=80, deadline=None, suppress_health_check=SLOW)
@given(facts(most_people=8))
def test_everything_that_must_hold_between_figures_holds(given_facts: Facts) -> None:
    assert broken({f.key: f for f in count(given_facts, QUARTER)}) == []


def test_every_figure_of_the_form_is_counted_in_order_by_a_definition_of_the_ledger() -> None:
    figures = count(Facts(), QUARTER)
    names = form.keys()
    assert [f.key for f in figures] == [key for *_, key in names]
    assert {f.definition for f in figures} <= definitions.ledger().keys()


def test_nothing_at_all_is_0_and_what_has_no_basis_does_not_apply() -> None:
    names = form.keys()
    derived = {key for _, row, column, key in names if row.derived or column.derived}
    derived |= {("R14", "registers", "value"), ("R14", "lag", "value")}
    for figure in count(Facts(), QUARTER):
        none = 0 if figure.key not in derived else "[z]"
        if figure.table in NO_RECORD and figure.row != "each":
            none = "[x]"
        elif figure.table == "R10":
            none = "[x]" if figure.column.startswith("spent") else "[z]"
        elif figure.row in ("warnings", "answered"):
            none = "[x]"
        assert said(figure) == none, figure.key


def test_warnings_are_counted_by_kind_and_answered_where_there_are_words() -> None:
    figures = with_warnings(count(Facts(), QUARTER), {"one", "two", "three"}, {"one": "Done", "two": " "})
    counted = {f.key: said(f) for f in figures}
    assert counted["R14", "warnings", "value"] == 3
    assert counted["R14", "answered", "value"] == 1
