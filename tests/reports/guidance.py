"""The UK Analysis Function's guidance on releasing statistics in spreadsheets, as a program that checks a
workbook by it: written apart from the program that writes one."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

COVER, CONTENTS, NOTES = "Cover", "Contents", "Notes"
MAY_BE_EMPTY = {"data": {"value", "definition"}}
"""Columns for programs, in which an empty cell says something: a hidden figure has no value."""


def faults(path: Path, to_fill_in: bool = False) -> list[str]:
    """Everything in which a workbook falls short; ``to_fill_in``: cells with an edge of their own may be
    empty, and so may the ends of lists."""
    book = openpyxl.load_workbook(path)
    return [*_of_the_file(path), *_of_the_book(book), *_of_the_sheets(book, to_fill_in)]


def _of_the_file(path: Path) -> Iterator[str]:
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            content = archive.read(name)
            if re.search(rb"<f[ >]", content):
                yield f"{name}: a formula"
            if re.search(r"media|drawing|vba|external|comment", name):
                yield f"{name}: a picture, a program or a link outside"


def _of_the_book(book: Any) -> Iterator[str]:
    if book.sheetnames[:3] != [COVER, CONTENTS, NOTES]:
        yield "the first sheets are not cover, contents and notes"
    if not book.properties.title or book.properties.language != "en-GB":
        yield "no title or no language"
    names = [table.displayName for sheet in book for table in sheet.tables.values()]
    if len(set(names)) != len(names):
        yield "two tables of one name"
    led_to = {
        cell.hyperlink.location.split("!")[0].strip("'")
        for row in book[CONTENTS].iter_rows()
        for cell in row
        if cell.hyperlink
    }
    if led_to != set(book.sheetnames) - {CONTENTS}:
        yield f"contents lead to {sorted(led_to ^ set(book.sheetnames))} wrongly"


def _of_the_sheets(book: Any, to_fill_in: bool) -> Iterator[str]:
    explained = {str(row[1].value) for row in book[NOTES].iter_rows(min_row=6)}
    for sheet in book:
        yield from (f"{sheet.title}: {fault}" for fault in _of_a_sheet(sheet))
        yield from (f"{sheet.title}: {fault}" for fault in _of_its_looks(sheet))
        if sheet.title != COVER:
            yield from (f"{sheet.title}: {fault}" for fault in _of_its_table(sheet, to_fill_in))
        for row in sheet.iter_rows():
            for cell in row:
                if re.fullmatch(r"\[.\]", str(cell.value)) and str(cell.value) not in explained:
                    yield f"{sheet.title}: {cell.value} in {cell.coordinate} is not explained"


def _of_a_sheet(sheet: Worksheet) -> Iterator[str]:
    if sheet.merged_cells.ranges:
        yield "merged cells"
    if sheet.sheet_state != "visible":
        yield "hidden"
    if any(one.hidden for one in (*sheet.row_dimensions.values(), *sheet.column_dimensions.values())):
        yield "a hidden row or column"
    if sheet.cell(1, 1).value is None:
        yield "nothing in A1"
    for row in sheet.iter_rows():
        for cell in row:
            if cell.data_type == "f":
                yield f"a formula in {cell.coordinate}"
            text = str(cell.value or "")
            if len(text.encode("utf-16-le")) > 2 * 32_767:
                yield f"{cell.coordinate} holds more than a cell can"


def _of_its_table(sheet: Worksheet, to_fill_in: bool) -> Iterator[str]:
    if len(sheet.tables) != 1:
        yield f"{len(sheet.tables)} tables"
        return
    table = next(iter(sheet.tables.values()))
    left, head, right, last = (int(edge or 0) for edge in range_boundaries(table.ref))
    heads = [sheet.cell(head, column).value for column in range(left, right + 1)]
    if left != 1 or not all(isinstance(name, str) and name.strip() for name in heads):
        yield "a column without a head"
    if len({str(name).casefold() for name in heads}) != len(heads):
        yield "two columns of one name"
    if [column.name for column in table.tableColumns] != heads:
        yield "the table's names of columns are not those that stand there"
    if (sheet.max_row, sheet.max_column) != (last, right):
        yield f"something outside the table {table.ref}"
    if last <= head:
        yield "a table without a row"
    if sheet.freeze_panes != f"B{head + 1}":
        yield "the heads do not stay in sight"
    if sheet.print_title_rows != f"${head}:${head}":
        yield "the heads are not printed on every page"
    for row in range(1, head):
        if any(sheet.cell(row, column).value is not None for column in range(2, right + 1)):
            yield f"something beside the words above the table, in row {row}"
    may = MAY_BE_EMPTY.get(sheet.title, set())
    for row in range(head + 1, last + 1):
        for column in range(1, right + 1):
            cell = sheet.cell(row, column)
            filled = cell.value is not None and str(cell.value).strip()
            edge = cell.border.left
            input_cell = to_fill_in and (sheet.title == "Lists" or (edge is not None and edge.style))
            if not filled and heads[column - 1] not in may and not input_cell:
                yield f"{cell.coordinate} is empty"


def _of_its_looks(sheet: Worksheet) -> Iterator[str]:
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value is None:
                continue
            if cell.font.sz < 11:
                yield f"{cell.coordinate} is smaller than 11 points"
            fill = cell.fill.start_color.rgb if cell.fill.fill_type else "00FFFFFF"
            if _contrast(str(cell.font.color.rgb), str(fill)) < 4.5:
                yield f"{cell.coordinate} cannot be read on its ground"
            width = sheet.column_dimensions[cell.column_letter].width
            if not 8 <= width <= 110:
                yield f"column {cell.column_letter} is {width} wide"
            text, height = str(cell.value), sheet.row_dimensions[cell.row].height or 15
            if cell.alignment.wrap_text and sheet.title != "signature":
                lines = sum(max(1, -(-len(line) // int(width * 1.15))) for line in text.split("\n"))
                if height < min(409, 15 * lines):
                    yield f"{cell.coordinate} has {lines} lines and {height} points"


def _contrast(one: str, other: str) -> float:
    def light(color: str) -> float:
        parts = [int(color[-6:][at : at + 2], 16) / 255 for at in (0, 2, 4)]
        red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    darker, lighter = sorted((light(one), light(other)))
    return (lighter + 0.05) / (darker + 0.05)
