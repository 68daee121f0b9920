"""A return through disclosure control: what is hidden, what a reader can still infer, what is objected to."""

import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from vrp_desktop.disclosure.audit import audit
from vrp_desktop.domain import age, codes
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.quarters import Quarter
from vrp_desktop.domain.returns import form
from vrp_desktop.domain.returns.figures import Figure, Header, Key, ReturnDocument, Shown, Standing, Value
from vrp_desktop.services.protecting import protect_document
from vrp_desktop.services.protection import (
    HEADLINES,
    MOST,
    check_protection,
    intervals_of,
    problem_of,
)

every_figure = form.keys


def document(values: Mapping[Key, Value], threshold: int = 5) -> ReturnDocument:
    """A return with these values and 0 everywhere else; means stand where there are pairs enough."""

    header = Header(
        "r1", "p1", "The Cellar", "C1", "Open door", Quarter.parse("2026-27-Q2"), Standing.DRAFT, 1,
        date(2026, 10, 9), "A manager", threshold, "0.1.0",
    )  # fmt: skip
    figures = []
    for _, _, column, key in every_figure():
        pairs = values.get((key[0], key[1], "paired"), 0)
        assert isinstance(pairs, int)
        if column.derived and key[0] in form.OUTCOMES and pairs < 10:
            mark = Shown.NOT_AVAILABLE if pairs else Shown.NOT_APPLICABLE
            figures.append(Figure(*key, None, mark))
        else:
            figures.append(Figure(*key, values.get(key, 0)))
    return ReturnDocument(header, tuple(figures))


def shares(people: int, seed: int) -> dict[Key, Value]:
    """The figures of an invented intervention: everybody is dealt an answer for each table."""
    draw = random.Random(seed)
    tally: Counter[Key] = Counter()
    bands = [*(band.code for band in age.BANDS), age.NOT_KNOWN]
    for _ in range(people):
        band, sex = draw.choice(bands[:5]), draw.choice(["female", "male", "male", "not_known"])
        for line in [band, *(whole for whole, parts in form.AGE_SUMS if band in parts)]:
            tally.update([("R3.age", line, sex), ("R3.age", line, "total")])
        for table in (f"R3.{name}" for name in (*form.ONE_WAY, "ethnicity")):
            rows = [row.code for row in form.table(table).rows if row.level == 1]
            answer = draw.choices(rows, [1 / (1 + place) for place in range(len(rows))])[0]
            tally.update([(table, answer, "people"), (table, "total", "people")])
            for code in codes.code_list("ethnicity").codes:
                if table == "R3.ethnicity" and code.code == answer and code.group:
                    tally[table, f"group.{code.group}", "people"] += 1
        areas = [area for area in codes.code_list("focus_area").codes if draw.random() < 0.1]
        tally.update(("R3.focus_area", area.code, "people") for area in areas)
        tally.update({("R3.priority", str(area.group), "people") for area in areas})
        for row in form.table("R7").rows:
            if draw.random() < 0.3:
                movement = draw.choice(["improved", "improved", "unchanged", "worse"])
                tally.update(("R7", row.code, column) for column in ("baseline", "paired", movement))
    for measure in ("supported_quarter", "supported_ytd", "started", "open_end"):
        tally["R2", measure, "people"] = people
    found: dict[Key, Value] = dict(tally)
    found["R5", "attendance_rate", "value"] = 81.5
    return found


def hidden_keys(protected: ReturnDocument) -> set[Key]:
    return {figure.key for figure in protected.figures if figure.shown is Shown.CONFIDENTIAL}


@pytest.mark.parametrize(("people", "threshold"), [(3, 5), (9, 5), (40, 5), (120, 5), (120, 10), (300, 5)])
def test_a_return_is_safe_and_its_reader_finds_nothing(people: int, threshold: int) -> None:
    counted = document(shares(people, people), threshold)
    protected = protect_document(counted)
    assert protected.safe
    hidden = hidden_keys(protected.document)
    problem = problem_of(counted)
    assert audit(problem, hidden & {cell.id for cell in problem.cells}) == []
    assert check_protection(protected.document) == []
    assert protected.primary == sum(cell.primary for cell in problem.cells)
    for figure in protected.document.figures:
        assert figure.shown is not Shown.CONFIDENTIAL or figure.value is None


@pytest.mark.parametrize("people", [3, 40, 120])
def test_a_reader_s_intervals_hold_the_truth_and_leave_doubt(people: int) -> None:
    counted = document(shares(people, people))
    protected = protect_document(counted)
    found = intervals_of(protected.document)
    assert set(found) == {
        key
        for key in hidden_keys(protected.document)
        if counted.get(*key).key in {c.id for c in problem_of(counted).cells}
    }
    for key, (low, high) in found.items():
        value = counted.get(*key).value
        assert isinstance(value, int)
        assert low <= value <= high
        assert low < high
        if 1 <= value < 5:
            assert low <= 1
            assert high >= 4


@pytest.mark.parametrize("seed", range(8))
def test_a_count_hidden_for_its_own_sake_is_known_to_be_small_and_no_more(seed: int) -> None:
    counted = document(shares(20 + 12 * seed, seed))
    protected = protect_document(counted).document
    plain, by_method = intervals_of(protected), intervals_of(protected, by_method=True)
    narrowed = [key for key in plain if by_method[key] != plain[key]]
    for key, (low, high) in by_method.items():
        value = counted.get(*key).value
        assert isinstance(value, int)
        assert low <= value <= high
        assert plain[key][0] <= low
        assert high <= plain[key][1]
        if 1 <= value < 5:
            assert (low <= 1, high >= 4) == (True, True), "the release teaches nothing beyond what [c] says"
    assert all(by_method[key] == (1, 4) for key in narrowed)


def test_a_reason_alone_and_its_total_are_known_to_be_small() -> None:
    declined = {("R2", "declined"): 2, ("R2.declined", "capacity"): 2, ("R2.declined", "total"): 2}
    counted = document({(table, row, "people"): count for (table, row), count in declined.items()})
    found = intervals_of(protect_document(counted).document, by_method=True)
    assert found["R2", "declined", "people"] == (1, 4)
    assert intervals_of(protect_document(counted).document)["R2", "declined", "people"] == (0, MOST)


def test_the_same_return_is_protected_the_same_way() -> None:
    counted = document(shares(60, 1))
    assert protect_document(counted) == protect_document(counted)


def test_headlines_stay_where_they_can() -> None:
    protected = protect_document(document(shares(60, 1)))
    assert all(protected.document.get(*key).shown is Shown.VALUE for key in HEADLINES)


def test_one_small_district_hides_one_other_and_no_total() -> None:
    small, *others = [code.code for code in codes.code_list("home_district").codes][:3]
    rows = dict(zip((small, *others), (3, 20, 17), strict=True))
    values: dict[Key, Value] = {("R3.district", code, "people"): count for code, count in rows.items()}
    values["R3.district", "total", "people"] = 40
    for table, row in (
        ("R3.ethnicity", "not_asked"),
        *((f"R3.{n}", age.NOT_KNOWN) for n in form.ONE_WAY[1:]),
    ):
        values[table, row, "people"] = values[table, "total", "people"] = 40
    for row in (age.NOT_KNOWN, "total"):
        values["R3.age", row, "male"] = values["R3.age", row, "total"] = 40
    for row in ("supported_quarter", "supported_ytd"):
        values["R2", row, "people"] = 40
    protected = protect_document(document(values))
    assert (protected.primary, protected.secondary) == (1, 1)
    hidden = hidden_keys(protected.document)
    assert ("R3.district", small, "people") in hidden
    assert {key[0] for key in hidden} == {"R3.district"}
    assert ("R3.district", "total", "people") not in hidden


def test_a_mean_of_hidden_counts_is_hidden_and_one_of_shown_counts_stays() -> None:
    one, other = form.table("R7").rows[:2]
    values: dict[Key, Value] = {}
    for row, better in ((one, 3), (other, 20)):
        for column, count in (
            ("baseline", better + 9),
            ("paired", better + 9),
            ("improved", better),
            ("worse", 9),
        ):
            values["R7", row.code, column] = count
        values["R7", row.code, "mean_before"] = 2.5
    values["R2", "supported_quarter", "people"] = values["R2", "supported_ytd", "people"] = 0
    protected = protect_document(document(values)).document
    assert protected.get("R7", one.code, "mean_before").shown is Shown.CONFIDENTIAL
    assert protected.get("R7", other.code, "mean_before").value == 2.5


def test_what_is_not_available_stays_so_and_ties_nothing_down() -> None:
    values = shares(40, 2)
    counted = document(values)
    gap: Key = ("R3.care", "not_known", "people")
    absent = counted.with_figures(
        replace(f, value=None, shown=Shown.NOT_AVAILABLE) if f.key == gap else f for f in counted.figures
    )
    protected = protect_document(absent)
    assert protected.safe
    assert protected.document.get(*gap).shown is Shown.NOT_AVAILABLE
    assert check_protection(protected.document) == []


def test_a_draft_that_does_not_add_up_is_still_protected() -> None:
    values = shares(40, 3)
    values["R2", "open_end", "people"] = 36
    protected = protect_document(document(values))
    assert protected.safe
    assert protected.secondary > 0


def test_a_protected_return_is_not_protected_again() -> None:
    protected = protect_document(document(shares(40, 2))).document
    with pytest.raises(Refused, match="hidden counts already"):
        protect_document(protected)


def test_the_importer_is_told_what_a_return_gives_away() -> None:
    counted = document(shares(120, 5))
    protected = protect_document(counted).document
    key: Key = ("R3.district", "total", "people")
    alone: Key = ("R3.send", "not_known", "people")
    line = [k for _, _, _, k in every_figure() if k[0] == "R3.send"]
    # Only one count of the line stays hidden, and one small count is shown.
    careless = protected.with_figures(
        (f.hidden() if f.key == alone else counted.get(*f.key)) if f.key in line else f
        for f in protected.figures
    )
    found = dict(check_protection(careless))
    assert "follows" in found[alone]
    assert key not in found
    small = [k for k in line if k != alone and counted.get(*k).value in (1, 2, 3, 4)]
    assert all("is shown" in found[k] for k in small)
    row = form.table("R7").rows[0].code
    leaky = protected.with_figures(
        replace(f, value=3.2, shown=Shown.VALUE)
        if f.key == ("R7", row, "mean_before")
        else f.hidden()
        if f.key == ("R7", row, "paired")
        else f
        for f in protected.figures
    )
    assert "made of a hidden count" in dict(check_protection(leaky))["R7", row, "mean_before"]


def test_a_return_that_contradicts_itself_is_judged_all_the_same() -> None:
    protected = protect_document(document(shares(40, 2))).document
    wrong = protected.with_figures(
        replace(f, value=1) if f.key == ("R3.age", "total", "total") else f for f in protected.figures
    )
    assert set(intervals_of(wrong).values()) == {(0, MOST)}
    assert check_protection(wrong)


def test_a_mark_that_says_too_few_is_reckoned_with() -> None:
    # [x] beside a hidden "paired" says that it is below ten: 8 improved and 4 unchanged could not be.
    row = form.table("R7").rows[0].code
    counts = {"baseline": 20, "paired": 9, "improved": 8, "unchanged": 1}
    counted = document({("R7", row, column): count for column, count in counts.items()})
    assert counted.get("R7", row, "mean_before").shown is Shown.NOT_AVAILABLE
    protected = protect_document(counted)
    assert protected.safe
    assert ("R7", row, "improved") in hidden_keys(protected.document)
    careless = counted.with_figures(
        f.hidden() if f.key in {("R7", row, "unchanged"), ("R7", row, "paired")} else f
        for f in counted.figures
    )
    assert intervals_of(careless)["R7", row, "unchanged"] == (0, 1)


def test_the_first_quarter_is_the_year_to_date() -> None:
    first = document(shares(12, 3))
    first = replace(first, header=replace(first.header, quarter=Quarter.parse("2026-27-Q1")))
    shown = first.with_figures(f.hidden() if f.key == HEADLINES[0] else f for f in first.figures)
    assert dict(check_protection(shown))[HEADLINES[0]].startswith("is hidden, but follows")
    few = document(shares(3, 3))
    few = replace(few, header=first.header)
    assert set(HEADLINES) <= hidden_keys(protect_document(few).document)


def test_what_is_not_a_count_is_refused() -> None:
    with pytest.raises(Refused, match="is not a count"):
        protect_document(document({("R3.send", "not_known", "people"): -2}))
