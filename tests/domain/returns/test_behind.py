"""Behind every figure are the records that it counts, as many as it says."""

from datetime import date

from hypothesis import HealthCheck, given, settings

from tests.domain.returns.facts_strategy import QUARTER, facts
from vrp_desktop.domain.returns import form
from vrp_desktop.domain.returns.asked import AMOUNTS
from vrp_desktop.domain.returns.behind import Kind, behind, breaking, people_of, records
from vrp_desktop.domain.returns.counting import count, tally
from vrp_desktop.domain.returns.facts import EnrolmentFact, Facts
from vrp_desktop.domain.returns.figures import Key, Shown

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]
COUNTED = {"people", "sessions", "attendances", "goals", "referrals", "concerns", "professionals"}
"""The units of figures that count something; the others are rates, hours, days, pounds and the like."""


@settings(max_examples=1000, deadline=None, suppress_health_check=SLOW, derandomize=True)
@given(facts(most_people=6))
def test_there_are_as_many_records_as_the_figure_says(given_facts: Facts) -> None:
    figures = {f.key: f for f in count(given_facts, QUARTER)}
    counted = tally(given_facts, QUARTER)
    everybody = {e.person_id for e in given_facts.enrolments} | {p.id for p in given_facts.people}
    everybody |= given_facts.supported_earlier.keys()
    names = form.keys()
    for table, row, column, key in names:
        found = counted[key].behind
        if table.unit(row, column) in COUNTED:
            assert figures[key].shown is Shown.VALUE
            assert len(found) == figures[key].value, key
            if table.unit(row, column) != "attendances" and found.amounts is None:
                assert len(set(found.ids)) == len(found.ids), key
            assert people_of(given_facts, found) <= everybody | {""}
            if found.ids:
                assert len(records(given_facts, found, {}, everybody)) == len(found.ids)
        elif row.derived or column.derived:
            assert found.keys or found.ids or figures[key].shown is Shown.NOT_APPLICABLE, key


def test_every_figure_leads_to_records_to_figures_or_to_nobody_because_it_is_asked_for() -> None:
    names = form.keys()
    counted = tally(Facts(), QUARTER)
    asked = {key for *_, key in names if counted[key].behind.kind is Kind.ASKED}
    assert asked == {*AMOUNTS, *(("R10", row, "spent_ytd") for row in ("labour", "other", "match"))}
    for key, parts in form.derived_from().items():
        if key[0] == "R14":
            assert counted[key].behind.keys == parts


def test_a_journey_of_impossible_days_is_what_breaks_the_equation() -> None:
    sound = EnrolmentFact("a", "p", date(2026, 7, 1), started_on=date(2026, 7, 2))
    broken = EnrolmentFact(
        "b", "q", date(2026, 7, 1), started_on=date(2026, 7, 9), ended_on=date(2026, 6, 1), ending="died"
    )
    both = Facts(enrolments=(sound, broken))
    assert breaking(both, QUARTER).ids == ("b",)
    (record,) = records(both, breaking(both, QUARTER), {"q": "Bo"}, {"q"})
    assert (record.about, record.person_id) == ("Bo", "q")
    assert record.detail == "Referred 1 July 2026, started 9 July 2026, ended 1 June 2026: Died"
    assert records(both, breaking(both, QUARTER), {"q": "Bo"}, set()) == ()


def test_a_started_journey_is_behind_the_figure_and_its_total() -> None:
    key: Key = ("R2", "started", "people")
    sound = EnrolmentFact("a", "p", date(2026, 7, 1), started_on=date(2026, 7, 2))
    assert behind(Facts(enrolments=(sound,)), QUARTER, key).ids == ("a",)
