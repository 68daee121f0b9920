"""The sheets, and parts of sheets, that a filled return and the empty template have alike."""

from collections.abc import Iterable

from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.worksheet.worksheet import Worksheet

from vrp_desktop.domain.returns import form, sheets
from vrp_desktop.domain.returns.form import Kind
from vrp_desktop.reports import layout
from vrp_desktop.reports.workbook import (
    Sheet,
    bold,
    height_of,
    lines_of,
    link,
    make_table,
    open_sheet,
    put,
    put_heads,
)

TOP = Alignment(vertical="top", wrap_text=True)
TOP_LEFT = Alignment(horizontal="left", vertical="top", wrap_text=True)
NUMBER = Alignment(horizontal="right", vertical="center")
LABEL_WIDTH = 60.0


def number_format(unit: str) -> str:
    """How a spreadsheet shows numbers of a unit; all figures of a unit look alike."""
    if unit == "percent":
        return '#,##0.0"%"'
    if unit == "pounds":
        return '"£"#,##0;-"£"#,##0'
    return "#,##0.0" if unit in layout.ONE_DECIMAL else "#,##0"


def cover(book: Workbook, title: str, parts: Iterable[tuple[str, str]], go_to: str) -> None:
    """The first sheet: short headings with text under them, and a link to where the reader goes next."""
    sheet = open_sheet(book, Sheet(sheets.COVER, title, widths=(100,)), back="")
    sheet.page_setup.fitToHeight = 1
    row = 2
    for heading, text in parts:
        if heading:
            put(sheet, row, 1, heading, font=bold(13), alignment=Alignment(vertical="bottom", wrap_text=True))
            sheet.row_dimensions[row].height = 26
            row += 1
        put(sheet, row, 1, text, alignment=TOP)
        sheet.row_dimensions[row].height = height_of(lines_of(text, 100))
        row += 1
    link(put(sheet, row + 1, 1, f"Go to {go_to}"), go_to)


def contents(book: Workbook, listed: list[tuple[str, str]]) -> None:
    """What sheets there are, each a link."""
    about = Sheet(sheets.CONTENTS, "Contents", "Choose a sheet's name to go there.", widths=(24, 72))
    sheet = open_sheet(book, about, back=sheets.COVER)
    heads = ("Sheet", "What it holds")
    put_heads(sheet, sheets.HEAD_ROW, heads, numbers_from=9)
    for row, (name, title) in enumerate(listed, sheets.HEAD_ROW + 1):
        link(put(sheet, row, 1, name), name)
        put(sheet, row, 2, title)
    make_table(sheet, sheets.HEAD_ROW, len(listed), heads)


def notes(book: Workbook, about: str, rows: list[tuple[str, str, str, str]]) -> None:
    """Symbols, method and definitions: kind, name, version and meaning."""
    heads = ("Kind", "Name", "Version", "What it means")
    sheet = open_sheet(book, Sheet(sheets.NOTES, "Notes", about, widths=(14, 28, 20, 90)))
    put_heads(sheet, sheets.HEAD_ROW, heads, numbers_from=9)
    for row, texts in enumerate(rows, sheets.HEAD_ROW + 1):
        for column, text in enumerate(texts, 1):
            put(sheet, row, column, text or "[z]", alignment=TOP)
        sheet.cell(row, 2).font = bold()
        sheet.row_dimensions[row].height = height_of(
            max(lines_of(texts[1], 26), lines_of(texts[2], 19), lines_of(texts[3], 90))
        )
    make_table(sheet, sheets.HEAD_ROW, len(rows), heads)


def open_figures(
    book: Workbook, table: form.Table, more: str = "", symbols: str = layout.SYMBOLS_LINE
) -> tuple[Worksheet, tuple[str, ...]]:
    """A sheet for a table of figures, with its heads and row labels: totals and groups bold, parts a step
    in. The cells of the figures are the caller's."""
    about = Sheet(
        table.id,
        f"{table.id}: {table.title}",
        f"{table.about} {layout.units_line(table)}{more}",
        symbols,
        (LABEL_WIDTH, *([16.0] * len(table.columns))),
    )
    sheet = open_sheet(book, about)
    heads = (table.head, *(column.label for column in table.columns))
    put_heads(sheet, sheets.HEAD_ROW, heads)
    stepped = any(row.level == 0 for row in table.rows)
    for index, row in enumerate(table.rows, sheets.HEAD_ROW + 1):
        cell = put(sheet, index, 1, row.label)
        indent = row.level if stepped else 0
        cell.alignment = Alignment(horizontal="left", vertical="center", wrap_text=True, indent=indent)
        if row.level == 0:
            cell.font = bold()
        sheet.row_dimensions[index].height = 15 * lines_of(row.label, LABEL_WIDTH - 4) + 3
    return sheet, heads


WORD_WIDTHS = {Kind.TEXT: 52.0, Kind.LINE: 28.0, Kind.SCORE: 13.0, Kind.CHOICE: 22.0}
ONLY_TEXT = 100.0
"""The width of a column of text that is the only one of its sheet."""


def word_columns(table: form.WordTable, with_score: bool = True) -> list[tuple[str, str, float]]:
    """The columns of a sheet of words: code, head and width. A risk has its score besides."""
    texts = sum(column.kind is Kind.TEXT for column in table.columns)
    found: list[tuple[str, str, float]] = []
    for column in table.columns:
        wide = ONLY_TEXT if column.kind is Kind.TEXT and texts == 1 else WORD_WIDTHS[column.kind]
        found.append((column.code, column.label, wide))
        if column.code == "impact" and with_score:
            found.append(("score", "Score, 1 to 25", WORD_WIDTHS[Kind.SCORE]))
    return found


def open_words(
    book: Workbook, table: form.WordTable, columns: list[tuple[str, str, float]], more: str, symbols: str
) -> Worksheet:
    """A sheet for a table of words, with its heads. Its cells are the caller's."""
    about = Sheet(
        table.id,
        f"{table.id}: {table.title}",
        f"{table.about}{more}",
        symbols,
        tuple(width for _, _, width in columns),
    )
    sheet = open_sheet(book, about)
    put_heads(sheet, sheets.HEAD_ROW, [head for _, head, _ in columns], numbers_from=99)
    sheet.row_dimensions[sheets.HEAD_ROW].height = 6 + 15 * max(
        lines_of(head, width - 3) for _, head, width in columns
    )
    return sheet
