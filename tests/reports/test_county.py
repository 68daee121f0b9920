"""The county's picture in both files: every sum as exact as it is known, and no more."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from tests.reports import programs
from tests.reports.conftest import HEADER, a_return
from vrp_desktop.domain.county import CountyPicture, Interval, picture_of
from vrp_desktop.domain.returns import form, sheets
from vrp_desktop.domain.returns.figures import Shown, Standing
from vrp_desktop.reports import county_excel, county_layout, county_pdf


@pytest.fixture(scope="module")
def picture() -> CountyPicture:
    parts = []
    for number in range(5):
        document = a_return(
            seed=number,
            supported=60 + 7 * number,
            return_id=f"return-{number}",
            intervention_code=f"LEE-{number:02d}",
            intervention="=1+1" if number == 3 else f"Intervention {number}",
            standing=Standing.DRAFT if number == 1 else Standing.FINAL,
        )
        hidden = [f.key for f in document.figures if f.shown is Shown.CONFIDENTIAL]
        parts.append((document, {key: Interval(1, 4) for key in hidden[1:]}))
    return picture_of(HEADER.quarter, parts, {"return-0": "sound"})


@pytest.fixture(scope="module")
def workbook(picture: CountyPicture, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("county") / "county.xlsx"
    county_excel.write_county(picture, path)
    return path


@pytest.fixture(scope="module")
def paper(picture: CountyPicture, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("county") / "county.pdf"
    county_pdf.write_county(picture, path)
    return path


def cells(path: Path, sheet: str) -> list[list[Any]]:
    return CalamineWorkbook.from_path(path).get_sheet_by_name(sheet).to_python(skip_empty_area=False)


def test_the_picture_has_exact_sums_intervals_and_open_ends(picture: CountyPicture) -> None:
    """Else the tests below would not see all three."""
    highs = [interval.high for interval in picture.sums.values()]
    assert any(interval.exact for interval in picture.sums.values())
    assert any(interval.high is not None and not interval.exact for interval in picture.sums.values())
    assert None in highs


def test_every_sum_stands_in_the_data_sheet(picture: CountyPicture, workbook: Path) -> None:
    read = {tuple(row[:3]): row[3:] for row in cells(workbook, sheets.DATA)[1:]}
    assert list(read) == list(picture.sums)
    for key, interval in picture.sums.items():
        high = "" if interval.high is None else interval.high
        assert read[key] == [interval.low, high, picture.missing.get(key, 0)]


def test_human_sheets_and_pdf_say_the_same(picture: CountyPicture, workbook: Path, paper: Path) -> None:
    in_pdf = {
        t.about.split(" ", 2)[1].rstrip("."): t.texts
        for t in programs.tables_of(paper)
        if t.about.startswith("Table ")
    }
    for table in county_layout.tables(picture):
        rows, columns = county_layout.summable(picture, table)
        human = cells(workbook, table.id)[sheets.HEAD_ROW :]
        for r, row in enumerate(rows):
            assert human[r][0] == in_pdf[table.id][1 + r][0] == row.label
            for c, column in enumerate(columns):
                interval = picture.sums.get((table.id, row.code, column.code))
                ends = ("[x]", "[x]") if interval is None else (interval.low, interval.high)
                assert human[r][1 + 2 * c] == ends[0]
                assert human[r][2 + 2 * c] == ("[x]" if ends[1] is None else ends[1])
                text = in_pdf[table.id][1 + r][1 + c]
                assert text == county_layout.amount(interval, table.unit(row, column))


def test_means_and_rates_are_not_added_up(picture: CountyPicture) -> None:
    shown = {
        (table.id, row.code, column.code)
        for table in county_layout.tables(picture)
        for row in county_layout.summable(picture, table)[0]
        for column in county_layout.summable(picture, table)[1]
    }
    for table, row, column, key in form.keys():  # noqa: SIM118 - a function, not a dict
        if table.unit(row, column) in ("mean", "median", "percent"):
            assert key not in shown


def test_every_return_is_listed_with_its_standing(picture: CountyPicture, workbook: Path) -> None:
    rows = cells(workbook, county_excel.INTERVENTIONS)[sheets.HEAD_ROW :]
    assert [row[0] for row in rows] == [header.intervention_code for header in picture.returns]
    assert [row[5] for row in rows] == ["Final", "Draft", "Final", "Final", "Final"]
    assert [row[6] for row in rows] == ["sound", "[x]", "[x]", "[x]", "[x]"]
    assert rows[3][1] == "=1+1"


def test_both_say_that_these_are_not_different_people_and_that_one_is_a_draft(
    workbook: Path, paper: Path
) -> None:
    said = " ".join(str(row[0]) for row in cells(workbook, sheets.COVER))
    first = programs.run(programs.needed("pdftotext"), "-l", "1", str(paper), "-")
    for text in (said, re.sub(r"\s+", " ", first)):
        assert "never a number of different people" in text
        assert "5 returns, of which 1 still draft" in text


@pytest.mark.parametrize(
    ("interval", "unit", "text"),
    [
        (Interval(1204, 1204), "people", "1,204"),
        (Interval(12, 18), "people", "12 to 18"),
        (Interval(12, None), "people", "12 or more"),
        (Interval(3, 4.5), "hours", "3.0 to 4.5"),
        (None, "people", "[x]"),
    ],
)
def test_an_amount_is_written_as_exactly_as_it_is_known(
    interval: Interval | None, unit: str, text: str
) -> None:
    assert county_layout.amount(interval, unit) == text


def test_the_pdf_is_tagged_and_sound(paper: Path) -> None:
    assert re.search(r"Tagged:\s+yes", programs.run(programs.needed("pdfinfo"), str(paper)))
    programs.run(programs.needed("qpdf"), "--check", str(paper))


def test_the_same_picture_gives_the_same_bytes(
    picture: CountyPicture, workbook: Path, paper: Path, tmp_path: Path
) -> None:
    county_excel.write_county(replace(picture), tmp_path / "again.xlsx")
    county_pdf.write_county(replace(picture), tmp_path / "again.pdf")
    assert (tmp_path / "again.xlsx").read_bytes() == workbook.read_bytes()
    assert (tmp_path / "again.pdf").read_bytes() == paper.read_bytes()


def test_a_county_without_returns_is_still_a_document(tmp_path: Path) -> None:
    empty = picture_of(HEADER.quarter, ())
    county_excel.write_county(empty, tmp_path / "empty.xlsx")
    county_pdf.write_county(empty, tmp_path / "empty.pdf")
    assert (tmp_path / "empty.pdf").stat().st_size > 1000
