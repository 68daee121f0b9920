"""The empty return: nothing filled in, everything explained, and whole after another program saved it."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from tests.reports import programs
from vrp_desktop.domain import codes
from vrp_desktop.domain.returns import form, sheets
from vrp_desktop.reports import excel


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
        *(table.id for table in form.tables()), sheets.LISTS,
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
