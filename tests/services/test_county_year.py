"""The county's year: added up as the form says, as exact as the returns and no more, and audited.

The sums are done again by hand here, and what can be worked out is worked out again by ``reader``.
"""

import os
import random
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import NOW, Clock
from tests.importing import samples
from tests.reports.conftest import HEADER, PROFILE
from tests.services.reader import MOST, OPEN_END, OPEN_START, QUARTER, YEAR, Reader
from tests.services.test_memory import of, people, sent
from vrp_desktop.db.models import received as received_table
from vrp_desktop.db.queries import received
from vrp_desktop.db.queries.received import StoredReturn
from vrp_desktop.db.store import Store
from vrp_desktop.domain.county import TO_DATE, CountyPicture, Course, Interval, Part, picture_of, year_of
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.ids import new_id
from vrp_desktop.domain.permissions import Actor, Role, StoreKind
from vrp_desktop.domain.quarters import Quarter
from vrp_desktop.domain.returns import form
from vrp_desktop.domain.returns.figures import Key, ReturnDocument, Shown, Standing, Value
from vrp_desktop.domain.returns.form import OverYear
from vrp_desktop.domain.returns.form import keys as every_figure
from vrp_desktop.services.commissioner import Commissioner
from vrp_desktop.services.county_audit import audit_county
from vrp_desktop.services.county_year import by_intervention, course_of
from vrp_desktop.services.memory import Past
from vrp_desktop.services.workspace import Workspace

Q1, Q2, Q3 = (Quarter(2026, number) for number in (1, 2, 3))
CODES = ("BRA-01", "LEE-01", "LEE-02")
PROVIDERS = {"BRA-01": 1, "LEE-01": 2, "LEE-02": 2}
"""By intervention, the number of the provider and of the key it signs with."""


def titled(document: ReturnDocument, code: str) -> ReturnDocument:
    number = PROVIDERS[code]
    header = replace(
        HEADER,
        quarter=document.header.quarter,
        version=document.header.version,
        intervention_code=code,
        return_id=f"01920000-0000-7000-8000-{CODES.index(code):06d}{document.header.quarter.number:06d}",
        provider_id=f"01920000-0000-7000-8000-00000000001{number}",
        provider=f"Provider {number}",
        standing=Standing.FINAL if document.header.version == 1 else Standing.RESUBMISSION,
    )
    defined = {key: row.definition for _, row, _, key in every_figure()}
    figures = tuple(
        replace(
            f,
            definition=defined[f.key],
            value=3.5 if f.column.startswith("mean") and f.shown is Shown.VALUE else f.value,
        )
        for f in document.figures
    )
    return ReturnDocument(header, figures, {**PROFILE, "main_priority": ("individual",)})


@cache
def a_year(code: str) -> tuple[Past, ...]:
    """An intervention's three quarters; the third of LEE-01 twice. Each was protected by itself, so that one
    can narrow another's hidden counts down."""
    draw = random.Random(code)
    history: list[Past] = []
    year, start = 0, draw.randint(0, 12)
    for number in (1, 2, 3):
        quarter = draw.randint(30, 60)
        year = quarter if number == 1 else max(quarter, year) + draw.randint(0, 6)
        began = draw.randint(1, 9)
        done = draw.randint(0, start + began)
        end = start + began - done
        flow = {"open_start": start, "started": began, "completed": done, "ended_early": 0, "open_end": end}
        values = people(quarter, draw.randint(0, 99), supported_ytd=year, referred=began + 2, **flow)
        _, past = sent(titled(of(values, f"2026-27-Q{number}"), code))
        history.append(past)
        start = end
    if code == "LEE-01":
        values["R2", "referred", "people"] = began + 9
        before = history[-1].published.content_hash
        again = titled(of(values, "2026-27-Q3", 2), code)
        history.append(sent(replace(again, header=replace(again.header, supersedes=before)), history)[1])
    return tuple(history)


def counting(code: str) -> list[Past]:
    """The versions that count."""
    return list({past.quarter: past for past in a_year(code)}.values())


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """A commissioner's store with three quarters of three interventions of two providers."""
    folder = tmp_path_factory.mktemp("county")
    store = Store.create(folder / "commissioner", StoreKind.COMMISSIONER, os.urandom(32))
    # The backup before an import takes the keys along; what is in them is no matter here.
    (folder / "commissioner" / "store.keys").write_bytes(b"slots")
    actor = Actor(new_id(), "Kim", frozenset({Role.COMMISSIONER}))
    workspace = Workspace(folder / "commissioner", store, actor, Clock(NOW))
    inbox = folder / "inbox"
    inbox.mkdir()
    for code in CODES:
        for past in a_year(code):
            samples.signed(inbox / f"{code} {past.tag}.xlsx", past.published, key=PROVIDERS[code])
    answers = Commissioner(workspace).imports.bring_in([inbox])
    assert [(a.path.name, a.findings) for a in answers if a.outcome not in ("new", "resubmission")] == []
    yield workspace
    workspace.close()


@pytest.fixture(scope="module")
def commissioner(desk: Workspace) -> Commissioner:
    """Its services."""
    return Commissioner(desk)


@pytest.fixture(scope="module")
def stored(desk: Workspace) -> tuple[StoredReturn, ...]:
    """Every version that came in."""
    with desk.store.reading() as tx:
        return received.all_received(tx)


@pytest.fixture(scope="module")
def picture(commissioner: Commissioner) -> CountyPicture:
    """The year to the end of the third quarter."""
    return commissioner.county.year(Q3)


def number(document: ReturnDocument, key: Key) -> int | float | None:
    value = document.get(*key).value
    return value if isinstance(value, int | float) else None


def by_hand(key: Key) -> int | float:
    """A figure of the county's year from the true counts, as the paper says it, not as the program does."""
    table, row, _ = key
    last = ("open_end", "waiting", "supported_quarter", "unique_named", "outreach_places")
    which = [0, 1, 2]
    if row in last or (table.startswith(("R3", "R7")) and table != "R7.goals"):
        which = [2]
    elif key in (YEAR, OPEN_START):
        which = [-1] if key == YEAR else [0]
    return sum(number(counting(code)[at].counted, key) or 0 for code in CODES for at in which)


def test_every_figure_of_the_year_holds_the_truth_and_is_exact_where_all_of_it_is_shown(
    picture: CountyPicture,
) -> None:
    assert len(picture.made_of) == 9
    exact = 0
    for key, interval in picture.sums.items():
        truth = by_hand(key)
        assert interval.low <= truth, key
        assert interval.high is None or truth <= interval.high, key
        exact += interval.exact
    assert 0.3 < exact / len(picture.sums) < 1
    assert all(key in picture.sums for table, row, c, key in every_figure() if table.people and not c.derived)


def test_people_of_the_year_are_never_the_sum_of_the_quarters(
    picture: CountyPicture, commissioner: Commissioner
) -> None:
    truth = [[number(past.counted, QUARTER) or 0 for past in counting(code)] for code in CODES]
    assert sum(map(max, truth)) <= by_hand(TO_DATE) < sum(map(sum, truth))
    quarters = [commissioner.county.picture(quarter).sums[QUARTER] for quarter in (Q1, Q2, Q3)]
    assert picture.sums[TO_DATE].low < sum(quarter.low for quarter in quarters)


def the_reader(codes: tuple[str, ...] = CODES) -> tuple[Reader, dict[tuple[str, int], int]]:
    """Somebody with the returns that count, and the place of each by intervention and quarter."""
    documents: list[ReturnDocument] = []
    place: dict[tuple[str, int], int] = {}
    for code in codes:
        for past in counting(code):
            place[code, past.quarter.number] = len(documents)
            documents.append(past.published)
    reader = Reader(documents)
    for code in codes:
        one, two, three = (place[code, n] for n in (1, 2, 3))
        for earlier, later in ((one, two), (two, three)):
            reader.same((earlier, OPEN_END), (later, OPEN_START))
            reader.at_most((earlier, YEAR), [(later, YEAR)])
            reader.at_most((later, YEAR), [(earlier, YEAR), (later, QUARTER)])
    return reader, place


def hidden_figures(code: str) -> list[tuple[Key, list[int]]]:
    """The figures of an intervention's year that something is hidden of, and their quarters."""
    found = []
    for table, row, column, key in every_figure():
        over = table.over(row, column)
        numbers = {OverYear.SUM: [1, 2, 3], OverYear.FIRST: [1], OverYear.NONE: []}.get(over, [3])
        shown = [counting(code)[n - 1].published.get(*key).shown for n in numbers]
        if Shown.CONFIDENTIAL in shown and table.counts_people(row, column):
            found.append((key, numbers))
    return found


@pytest.mark.parametrize("code", CODES)
def test_each_interval_is_what_somebody_else_works_out_of_the_same_returns(
    code: str, stored: tuple[StoredReturn, ...]
) -> None:
    own = [one for one in stored if one.header.intervention_code == code and one.current]
    picture = year_of(Q3, [course_of(own, Q3)])
    reader, place = the_reader((code,))
    compared = 0
    for key, numbers in hidden_figures(code):
        if key[0] == "R7":
            continue  # The marks of its means say more, which this reader does not read.
        least, most = reader.knows(reader.total([(place[code, n], key) for n in numbers]))
        said = picture.sums[key]
        assert (max(least, said.low), said.high or MOST) == (said.low, min(most, MOST)), key
        assert said.low == least or (key[0], least) == ("R2", 0), key
        compared += 1
    assert compared > 20


def test_nobody_learns_more_of_a_hidden_count_from_the_county(picture: CountyPicture) -> None:
    """Everybody, and a provider that knows all its own counts, with the county's report and without."""
    for own in ((), ("LEE-01", "LEE-02")):
        plain, place = the_reader()
        told, _ = the_reader()
        for reader in (plain, told):
            for code in own:
                for past in counting(code):
                    for key, _ in hidden_figures(code):
                        figure = (place[code, past.quarter.number], key)
                        value = number(past.counted, key)
                        if past.published.get(*key).shown is Shown.CONFIDENTIAL and value is not None:
                            reader.is_told(figure, value, value)
        for key, interval in picture.sums.items():
            parts = [
                (place[code, n], key)
                for code in CODES
                for k, ns in hidden_figures(code)
                if k == key
                for n in ns
            ]
            shown = [
                number(counting(code)[n - 1].published, key) or 0
                for code in CODES
                if key not in dict(hidden_figures(code))
                for table, row, column, k in every_figure()
                if k == key
                for n in {OverYear.SUM: [1, 2, 3], OverYear.FIRST: [1]}.get(table.over(row, column), [3])
            ]
            if parts:
                rest = sum(shown)
                high = None if interval.high is None else interval.high - rest
                told.is_told(told.total(parts), interval.low - rest, high)
        draw = random.Random(len(own))
        asked = [
            (place[code, past.quarter.number], key)
            for code in CODES
            if code not in own
            for past in counting(code)
            for key, _ in hidden_figures(code)
            if past.published.get(*key).shown is Shown.CONFIDENTIAL
        ]
        for figure in draw.sample(asked, 2):
            assert told.knows(figure) == plain.knows(figure), figure


def test_the_audit_is_clean_and_counts_every_version(
    commissioner: Commissioner, stored: tuple[StoredReturn, ...]
) -> None:
    audit = commissioner.county.audit(Q3, year=True)
    assert audit.findings == ()
    assert (audit.returns, audit.attackers) == (10, 3)
    shown = [f.shown for one in stored for f in one.document.figures]
    assert audit.hidden == shown.count(Shown.CONFIDENTIAL)
    assert all(commissioner.county.audit(quarter).findings == () for quarter in (Q1, Q2, Q3))


def test_the_audit_finds_a_number_that_says_more(
    picture: CountyPicture, stored: tuple[StoredReturn, ...]
) -> None:
    key = next(k for k, interval in picture.sums.items() if interval.high is not None and not interval.exact)
    low, high = picture.sums[key].low, picture.sums[key].high
    assert high is not None
    truth = by_hand(key)
    for said in (Interval(truth, truth), Interval(low + 1, high), Interval(low, high - 1)):
        findings = audit_county(stored, replace(picture, sums={**picture.sums, key: said})).findings
        assert "would say more than the returns do" in findings[0]
        assert "takes its own rows away" in findings[1]
        assert str(truth) not in " ".join(findings).replace("18 to 25", "")
    wider = replace(picture, sums={**picture.sums, key: Interval(low, high + 1)})
    assert "not what the returns say" in audit_county(stored, wider).findings[0]
    one = picture.returns[0].return_id
    exact = {**picture.by_intervention[one], TO_DATE: Interval(1, 1)}
    telling = replace(picture, by_intervention={**picture.by_intervention, one: exact})
    assert audit_county(stored, telling).findings
    lines = tuple(replace(line, needs=Interval(1, 1)) for line in picture.by_priority)
    assert audit_county(stored, replace(picture, by_priority=lines)).findings


def test_a_store_that_keeps_narrower_ends_is_not_written_from(
    desk: Workspace, commissioner: Commissioner, stored: tuple[StoredReturn, ...], tmp_path: Path
) -> None:
    victim = next(one for one in stored if one.current and one.header.quarter == Q3)
    rows = [[*key, low, high] for key, (low, high) in victim.intervals.items()]
    try:
        with desk.store.writing(desk.actor.id, desk.clock) as tx:
            narrow = [[*row[:3], row[3], row[3]] for row in rows]
            tx.update(received_table, victim.id, {"intervals": narrow})
        for year in (False, True):
            with pytest.raises(
                Refused, match=r"was not written: .* (would say more than|is not what) the returns"
            ):
                commissioner.county.export(Q3, tmp_path / "out", year=year)
        assert not (tmp_path / "out").exists()
    finally:
        with desk.store.writing(desk.actor.id, desk.clock) as tx:
            tx.update(received_table, victim.id, {"intervals": rows})
    assert commissioner.county.export(Q3, tmp_path / "out", year=True).audit.findings == ()


def test_returns_that_contradict_each_other_are_read_by_themselves_and_named(
    stored: tuple[StoredReturn, ...],
) -> None:
    own = [one for one in stored if one.header.intervention_code == "BRA-01"]
    key = YEAR
    bent = [
        replace(
            one,
            document=one.document.with_figures(
                replace(f, value=500 if one.header.quarter == Q1 else 60, shown=Shown.VALUE)
                if f.key == key
                else f
                for f in one.document.figures
            ),
            intervals={k: ends for k, ends in one.intervals.items() if k != key},
        )
        for one in own
    ]
    course = course_of(bent, Q3)
    assert not course.agree
    picture = year_of(Q3, [course])
    assert [header.intervention_code for header in picture.disagreeing] == ["BRA-01"]
    assert course_of(own, Q3).agree


def test_a_quarter_without_a_return_is_named(stored: tuple[StoredReturn, ...]) -> None:
    current = [one for one in stored if one.current]
    there = [one for one in current if (one.header.intervention_code, one.header.quarter) != ("LEE-02", Q2)]
    courses = [course_of(own, Q3) for own in by_intervention(there)]
    picture = year_of(Q3, courses)
    assert [(gap.header.intervention_code, gap.quarters) for gap in picture.gaps] == [("LEE-02", (Q2,))]
    assert audit_county(there, picture).findings == ()


def test_another_quarter_can_narrow_a_hidden_count_down(stored: tuple[StoredReturn, ...]) -> None:
    """Who completed is covered by how many are open at the end; the next return's start says that number."""
    flow = {"open_start": 20, "started": 15, "completed": 3, "ended_early": 9, "open_end": 23}
    after = {"open_start": 23, "started": 9, "completed": 12, "ended_early": 8, "open_end": 12}
    done: Key = ("R2", "completed", "people")
    one = of(people(60, 1, **flow), "2026-27-Q1")
    two = of(people(50, 2, supported_ytd=110, **after), "2026-27-Q2")
    hidden = {done, OPEN_END}
    first = one.with_figures(f.hidden() if f.key in hidden else f for f in one.figures)
    base = stored[0]
    returns = [
        replace(base, document=doc, intervals=dict.fromkeys(cells, (0, None)))
        for doc, cells in ((first, hidden), (two, set()))
    ]
    course = course_of(returns, Q2)
    assert course.joint == {done: Interval(15, 15)}
    assert year_of(Q2, [course]).sums[done] == Interval(15, 15)


Numbers = Mapping[Key, Value]
FLOW, STOCK = ("R2", "started", "people"), OPEN_END


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40), st.booleans()), min_size=1, max_size=4),
        min_size=1,
        max_size=3,
    )
)
def test_any_year_beside_its_quarters(counties: list[list[tuple[int, int, bool]]]) -> None:
    """What happened is the sum of the quarters' pictures; what stands at the end is the last one's."""
    to = Quarter(2026, max(len(course) for course in counties))
    courses: list[Course] = []
    by_quarter: dict[Quarter, list[Part]] = {Quarter(2026, n): [] for n in range(1, to.number + 1)}
    for name, course in enumerate(counties):
        parts = []
        for at, (began, open_at_end, hide) in enumerate(course, 1):
            document = of({FLOW: began, STOCK: open_at_end, TO_DATE: began}, f"2026-27-Q{at}")
            header = replace(document.header, intervention_code=f"C{name}", return_id=f"{name}-{at}")
            document = replace(document, header=header)
            ends = {}
            if hide:
                document = document.with_figures(f.hidden() if f.key == FLOW else f for f in document.figures)
                ends = {FLOW: Interval(max(0, began - 2), began + 3)}
            parts.append((document, ends))
            by_quarter[header.quarter].append(parts[-1])
        courses.append(Course(tuple(parts)))
    year = year_of(to, courses)
    assert year_of(to, courses[::-1]) == year
    quarters = [picture_of(quarter, parts) for quarter, parts in by_quarter.items()]
    assert year.sums[FLOW] == sum((one.sums[FLOW] for one in quarters), Interval(0, 0))
    assert year.sums[FLOW].low <= sum(began for course in counties for began, _, _ in course)
    assert year.sums[STOCK] == quarters[-1].sums[STOCK]
    assert year.sums[TO_DATE] == Interval(*[sum(course[-1][0] for course in counties)] * 2)
    assert len(year.gaps) == sum(len(course) < to.number for course in counties)


def test_the_form_says_of_every_figure_what_it_is_over_a_year() -> None:
    for table, row, column, key in every_figure():
        over = table.over(row, column)
        if over is OverYear.SUM and table.unit(row, column) == "people":
            assert key[0] in ("R2", "R2.ended_early", "R2.declined"), "different people are never added up"
        told_from_others = row.derived or column.derived
        rate = table.unit(row, column) in ("percent", "mean", "median", "days")
        assert (over is OverYear.NONE) == (told_from_others or rate)
    assert [key for t, r, c, key in every_figure() if t.over(r, c) is OverYear.FIRST] == [OPEN_START]
    assert [key for t, r, c, key in every_figure() if t.over(r, c) is OverYear.TO_DATE] == [YEAR]
    assert form.table("R7").over(form.table("R7").rows[0], form.table("R7").columns[0]) is OverYear.LAST
