"""All interventions together, from real records: sums, different people, and what may go outside."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.builders import Clock, a_person, a_session, acting, an_enrolment, an_intervention
from tests.reports.programs import needed, run
from vrp_desktop.domain.county import Interval
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.permissions import Role, StoreKind
from vrp_desktop.domain.quarters import Quarter
from vrp_desktop.domain.returns.figures import Shown
from vrp_desktop.domain.returns.rule import Method
from vrp_desktop.domain.sessions import Mark
from vrp_desktop.domain.summary import SUPPORTED, Line, Summary
from vrp_desktop.services import stores
from vrp_desktop.services.provider import Provider

Q1, Q2 = Quarter(2026, 1), Quarter(2026, 2)
MAY, JULY, AUGUST = date(2026, 5, 6), date(2026, 7, 8), date(2026, 8, 12)


@pytest.fixture
def provider(tmp_path: Path, clock: Clock) -> Iterator[Provider]:
    """A store made as people make one. It is November 2026."""
    made = stores.create(
        tmp_path / "store",
        StoreKind.PROVIDER,
        "Northside Youth",
        "Sam",
        "seven quiet boxing gloves",
        clock,
    )
    yield Provider(made.workspace)
    made.workspace.close()


@pytest.fixture
def two(provider: Provider) -> tuple[str, str]:
    """Two interventions: 30 people in the first in July, 10 of them and 10 more in the second in August;
    12 of the first were there in May already."""
    first = provider.interventions.add(
        an_intervention(districts=("leeds", "bradford"), main_priority="individual")
    ).id
    second = provider.interventions.add(
        an_intervention("WAK-02", name="Welding", main_priority="community", other_priorities=("individual",))
    ).id
    people = [
        provider.people.add(a_person(f"Person {n}", birth_date=date(2010, 3, 1), sex="female")).id
        for n in range(40)
    ]
    for came, club, day in (
        (people[:12], first, MAY),
        (people[:30], first, JULY),
        (people[20:40], second, AUGUST),
    ):
        for person_id in came:
            if not any(e.intervention_id == club for e in provider.enrolments.of_person(person_id)):
                provider.enrolments.add(person_id, club, an_enrolment(date(2026, 4, 1)))
        session = provider.sessions.log(a_session(club, day, priorities=("individual",))).id
        provider.registers.mark_many(session, dict.fromkeys(came, Mark.PRESENT))
    return first, second


def line(summary: Summary, words: str) -> Line:
    return next(one for one in summary.lines if one.words == words)


def exact(*counts: int) -> tuple[Interval, ...]:
    return tuple(Interval(count, count) for count in counts)


def test_a_child_in_two_interventions_is_in_the_sum_twice_and_counted_once(
    provider: Provider, two: tuple[str, str]
) -> None:
    summary = provider.summaries.own(Q2)
    supported = line(summary, "People supported")
    assert (supported.parts, supported.total) == (exact(30, 20), Interval(50, 50))
    assert (summary.different, summary.in_several) == (40, 10)
    assert [(o.name, o.parts, o.total, o.different) for o in summary.trend] == [
        ("2026-27-Q1", exact(12, 0), Interval(12, 12), 12),
        ("2026-27-Q2", exact(30, 20), Interval(50, 50), 40),
    ]
    (year,) = summary.years
    assert (year.name, year.parts, year.different, year.sessions) == (
        "2026-27",
        exact(30, 20),
        40,
        Interval(3, 3),
    )


def test_the_year_adds_quarters_up_but_never_people(provider: Provider, two: tuple[str, str]) -> None:
    summary = provider.summaries.own(Q2, year_to_date=True)
    assert line(summary, "People supported").parts == exact(30, 20)
    assert line(summary, "Sessions delivered").parts == exact(2, 1)
    assert line(summary, "Started").total == Interval(50, 50)
    assert summary.different == 40
    assert all(one.words != "Children (under 18) supported" for one in summary.lines)


def test_what_is_counted_for_the_trend_is_what_the_return_counts(
    provider: Provider, two: tuple[str, str]
) -> None:
    summary = provider.summaries.own(Q2)
    for index, club in enumerate(two):
        counted = provider.returns.counted(club, Q2).get(*SUPPORTED).value
        part = summary.trend[-1].parts[index]
        assert part is not None
        assert (part.low, part.high) == (counted, counted)


def test_the_delivery_map_has_a_row_for_each_district(provider: Provider, two: tuple[str, str]) -> None:
    rows = provider.summaries.own(Q2).delivery
    assert [(row.district, row.project) for row in rows] == [
        ("Bradford", "Northside Boxing"),
        ("Leeds", "Northside Boxing"),
        ("Leeds", "Welding"),
    ]
    assert {row.organisation for row in rows} == {"Northside Youth"}
    assert [cell.words for cell in rows[0].cells] == ["Main aim, 1 session", "", "Also an aim", ""]
    assert [cell.short for cell in rows[2].cells] == ["Also 1", "", "Main", ""]


def test_outside_is_made_of_final_returns_and_of_nothing_else(
    provider: Provider, two: tuple[str, str], tmp_path: Path
) -> None:
    with pytest.raises(Refused, match="No intervention has a final return"):
        provider.summaries.outside(Q2)
    first, second = two
    document = provider.returns.prepare(first, Q2, tmp_path, True).document
    summary = provider.summaries.outside(Q2)
    assert [each.code for each in summary.interventions] == ["LEE-07"]
    assert summary.missing == ("Welding (WAK-02)",)
    assert summary.different is None

    provider.returns.prepare(second, Q2, tmp_path, True)
    late = provider.sessions.log(a_session(first, AUGUST)).id
    more = provider.people.add(a_person("Late")).id
    provider.enrolments.add(more, first, an_enrolment(date(2026, 4, 1)))
    provider.registers.mark(late, more, Mark.PRESENT)
    summary = provider.summaries.outside(Q2)
    shown = document.get(*SUPPORTED)
    assert shown.shown is Shown.VALUE
    assert line(summary, "People supported").parts == exact(30, 20), "as it was published, not as it is now"
    assert summary.in_several is None
    assert summary.different is None, "the records say something else by now than what was published"


def test_different_people_go_outside_rounded_and_only_of_a_quarter(
    provider: Provider, two: tuple[str, str], tmp_path: Path
) -> None:
    for club in two:
        for quarter in (Q1, Q2):
            provider.returns.prepare(club, quarter, tmp_path, True)
    told = provider.summaries.outside(Q2)
    assert (told.different, told.rounded_to) == (40, 5)
    assert provider.summaries.outside(Q2, year_to_date=True).different is None
    assert all(over.different is None for over in (*told.trend, *told.years))


def test_a_rounded_count_goes_outside_as_what_it_can_be(
    provider: Provider, two: tuple[str, str], tmp_path: Path
) -> None:
    details = provider.organisation.details()
    provider.organisation.change(replace(details, method=Method.ROUND))
    for club in two:
        provider.returns.prepare(club, Q2, tmp_path, True)
    found = line(provider.summaries.outside(Q2), "People supported").total
    assert found is not None
    assert not found.exact
    assert found.high is not None
    assert found.low <= 50 <= found.high


def test_a_trustee_sees_what_may_go_outside_and_no_more(
    provider: Provider, two: tuple[str, str], tmp_path: Path
) -> None:
    provider.returns.prepare(two[0], Q2, tmp_path, True)
    trustee = acting(provider, Role.TRUSTEE)
    assert trustee.summaries.outside(Q2).lines
    with pytest.raises(Refused):
        trustee.summaries.own(Q2)


@pytest.mark.parametrize("outside", [False, True])
def test_it_is_written_for_people_and_says_for_whom(
    provider: Provider, two: tuple[str, str], tmp_path: Path, outside: bool
) -> None:
    for club in two:
        provider.returns.prepare(club, Q2, tmp_path / "returns", True)
    written = provider.summaries.export(Q2, False, tmp_path / "out", outside)
    again = provider.summaries.export(Q2, False, tmp_path / "again", outside)
    assert written.workbook.read_bytes() == again.workbook.read_bytes()
    assert written.pdf.read_bytes() == again.pdf.read_bytes()
    book = load_workbook(written.workbook)
    said = "\n".join(
        str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value
    )
    text = run(needed("pdftotext"), "-layout", str(written.pdf), "-")
    assert ("not for publication" in said, "not for publication" in text) == (not outside, not outside)
    assert ("own-eyes-only" in written.workbook.name) is not outside
    sheet = book["Key figures"]
    last = [cell.value for cell in sheet[sheet.max_row]]
    assert last[0] == "Sum over interventions, not different people"
    assert last[3:5] == [50, 50]
    assert [row[1].value for row in book["Different people"].iter_rows(6)][:1] == [40]
    assert all(len(sheet.tables) == 1 or sheet.title == "Cover" for sheet in book)
    assert "Welding" in text
    assert "Sum, not different people" in text
    files = sorted(path.name for path in written.workbook.parent.iterdir())
    assert files == sorted([written.workbook.name, written.pdf.name])
