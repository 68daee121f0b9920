"""The empty return: nothing filled in, everything explained, and whole after another program saved it."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from tests.reports import guidance, programs
from vrp_desktop.domain import codes
from vrp_desktop.domain.returns import form, sheets
from vrp_desktop.reports import excel, layout


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "empty.xlsx"
    excel.write_template(path)
    return path


def cells(path: Path, sheet: str) -> list[list[Any]]:
    return CalamineWorkbook.from_path(path).get_sheet_by_name(sheet).to_python(skip_empty_area=False)


def test_it_has_the_sheets_of_a_return_but_no_data_and_no_signature(template: Path) -> None:
    assert CalamineWorkbook.from_path(template).sheet_names == [
        sheets.COVER, sheets.CONTENTS, sheets.NOTES, sheets.HEADER, sheets.PROFILE,
        *(table.id for table in layout.parts()), sheets.LISTS,
    ]  # fmt: skip


def test_every_figure_has_an_empty_cell_that_takes_numbers_and_symbols(template: Path) -> None:
    book = openpyxl.load_workbook(template)
    for table in form.tables():
        sheet = book[table.id]
        allowed = {
            cell: rule
            for rule in sheet.data_validations.dataValidation
            for cells_of_range in rule.sqref.ranges
            for row in cells_of_range.rows
            for cell in row
        }
        for row in table.rows:
            for column in table.columns:
                _, at_row, at_column = sheets.places()[table.id, row.code, column.code]
                assert sheet.cell(at_row, at_column).value is None
                rule = allowed[at_row, at_column]
                assert all(symbol in rule.formula1 for symbol in ("[c]", "[z]", "[x]"))
                assert rule.showErrorMessage
                whole = table.unit(row, column) not in ("hours", "percent", "mean", "median")
                assert ("INT(" in rule.formula1) == whole, (table.id, row.code)


def test_the_header_asks_only_what_a_person_knows(template: Path) -> None:
    rows = {row[0]: row[1] for row in cells(template, sheets.HEADER)[sheets.HEAD_ROW :]}
    assert list(rows) == [sheets.HEADER_LABELS[name] for name in sheets.BY_HAND]
    given = {label: value for label, value in rows.items() if value != ""}
    assert given == {
        "Standard": "vrp-return/1",
        "Standing of this return": "draft",
        "Version": 1,
        "Disclosure threshold": 5,
    }


def test_every_answer_of_the_profile_is_chosen_from_its_own_list(template: Path) -> None:
    book = openpyxl.load_workbook(template)
    profile, lists = book[sheets.PROFILE], book[sheets.LISTS]
    offered: dict[str, list[object]] = {}
    for rule in profile.data_validations.dataValidation:
        place = str(rule.formula1).split("!")[1].replace("$", "")
        words = [cell.value for row in lists[place] for cell in row]
        for cells_of_range in rule.sqref.ranges:
            for row, column in (cell for line in cells_of_range.rows for cell in line):
                assert column == 2
                offered[str(profile.cell(row, 1).value)] = words
    assert offered == {
        form.PROFILE_LABELS[name]: list(sheets.choices(list_name).values())
        for name, list_name in form.PROFILE.items()
    }


@pytest.mark.parametrize("list_name", sorted(set(form.PROFILE.values())))
def test_no_two_choices_have_the_same_words(list_name: str) -> None:
    words = sheets.choices(list_name)
    assert len(set(words.values())) == len(words) == len(codes.code_list(list_name).codes)


def test_the_cover_says_how_to_fill_it_in_and_how_to_send_it(template: Path) -> None:
    said = " ".join(str(row[0]) for row in cells(template, sheets.COVER))
    for words in ("How to fill it in", "How to send it", "[c]", "[x]", "Never write anybody's name"):
        assert words in said


def test_it_is_the_same_every_time(template: Path, tmp_path: Path) -> None:
    excel.write_template(tmp_path / "again.xlsx")
    assert (tmp_path / "again.xlsx").read_bytes() == template.read_bytes()


def test_libreoffice_opens_it_and_keeps_its_lists(template: Path, tmp_path: Path) -> None:
    saved = programs.by_libreoffice(template, "xlsx", tmp_path / "office")
    book = openpyxl.load_workbook(saved)
    rules = book[sheets.HEADER].data_validations.dataValidation
    assert {"list", "whole", "date"} <= {rule.type for rule in rules}
    for table in form.tables():
        assert cells(saved, table.id)[sheets.HEAD_ROW - 1] == [
            table.head,
            *(column.label for column in table.columns),
        ]


def rules_of(template: Path, table_id: str) -> dict[tuple[int, int], Any]:
    sheet = openpyxl.load_workbook(template)[table_id]
    return {
        cell: rule
        for rule in sheet.data_validations.dataValidation
        for cells_of_range in rule.sqref.ranges
        for row in cells_of_range.rows
        for cell in row
    }


@pytest.mark.parametrize("table", form.word_tables(), ids=lambda table: table.id)
def test_every_table_of_words_has_rows_to_write_in(template: Path, table: form.WordTable) -> None:
    book = openpyxl.load_workbook(template)
    sheet, rules = book[table.id], rules_of(template, table.id)
    heads = [sheet.cell(sheets.HEAD_ROW, at).value for at in range(1, len(table.columns) + 1)]
    assert heads == [column.label for column in table.columns]
    rows = range(sheets.HEAD_ROW + 1, sheet.max_row + 1)
    items = [sheet.cell(row, 1).value for row in rows]
    assert items == [words for _, words in table.items] if table.items else len(rows) in (10, 20)
    for row in rows:
        for at, column in enumerate(table.columns, 1):
            if column.code == "item":
                continue
            rule = rules[row, at]
            assert rule.prompt
            assert rule.error
            if column.kind is form.Kind.SCORE:
                assert (rule.type, rule.formula1, rule.formula2) == ("whole", "1", "5")
            elif column.kind is form.Kind.CHOICE:
                place = str(rule.formula1).split("!")[1].replace("$", "")
                offered = [cell.value for line in book[sheets.LISTS][place] for cell in line]
                assert offered == [code.label for code in codes.code_list(column.codes).codes]
            else:
                assert (rule.type, rule.formula1) == ("textLength", str(form.LONGEST_TEXT))


def test_it_says_what_a_program_would_work_out(template: Path) -> None:
    notes = {row[1]: row[3] for row in cells(template, sheets.NOTES) if row[0] == "Worked out"}
    assert "divided by the people supported" in str(notes["Money"])
    assert "Percentages" in str(notes["Quality"])
    assert "likelihood times impact" in str(notes["Risks"])
    assert "divided by the people supported" in str(cells(template, "R10")[1][0])


def test_it_keeps_the_guidance(template: Path) -> None:
    assert guidance.faults(template, to_fill_in=True) == []
