"""A workbook as the UK Analysis Function asks for: one real table a sheet, text that can never become a
formula, nothing merged, and the same bytes for the same content."""

import io
import re
import zipfile
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.table import Table, TableColumn, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from vrp_desktop.domain.returns import sheets
from vrp_desktop.reports import files

FONT = "Arial"
INK, MUTED, ACCENT, LINE, PALE, INPUT = "1F2430", "525A68", "0B5C6B", "7E8590", "EAF2F3", "FFF8E1"

CELL_HOLDS = 32_767
"""What a cell holds, in UTF-16 units: an emoji is two."""
CUT_OFF = " […] The cell holds no more: the whole text is in the PDF."
LOST = "\ufffd"
"""Stands where a character was that no workbook may hold."""
FORMULA_LIKE = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
NO_BREAK = "\u00a0"
TALLEST = 409.0
"""Points: no row of a sheet is taller."""

_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_LIKE_AN_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")

Content = str | int | float | date | None


@dataclass(frozen=True)
class Sheet:
    """The lines above a table: what the sheet is called, what it is about, and what its symbols mean."""

    name: str
    title: str
    about: str = ""
    symbols: str = ""
    widths: tuple[float, ...] = ()
    """Column widths in characters; the last one holds for every further column."""


def new_workbook(title: str, subject: str, made_on: date, by: str) -> Workbook:
    """An empty workbook with its document properties; nothing in it comes from the clock."""
    book = Workbook()
    book.remove(book.worksheets[0])
    properties = book.properties
    properties.title, properties.subject, properties.creator = clean(title), clean(subject), clean(by)
    properties.lastModifiedBy = clean(by)
    properties.language = "en-GB"
    properties.created = properties.modified = datetime.combine(made_on, time(0))
    return book


def clean(text: str) -> str:
    """With a mark in the place of each character that no workbook may hold, and no longer than a cell is."""
    text = _ILLEGAL.sub(LOST, text.replace("\r\n", "\n").replace("\r", "\n"))
    if len(text.encode("utf-16-le")) > 2 * CELL_HOLDS:
        kept = text.encode("utf-16-le")[: 2 * (CELL_HOLDS - len(CUT_OFF))]
        text = kept.decode("utf-16-le", "ignore") + CUT_OFF
    return text


def typed(text: str) -> str:
    """What a person typed, for a cell: what begins like a formula stands behind a no-break space, so that it
    is none either in a copy saved as comma-separated values, which knows no text."""
    return f"{NO_BREAK}{text}" if text.lstrip().startswith(FORMULA_LIKE) else text


def put(sheet: Worksheet, row: int, column: int, content: Content, **look: object) -> Cell:
    """Writes one cell. Text is text, whatever it begins with; only a number is a number."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)  # noqa: S101 - nothing is merged, so it is never a part of a merged cell
    cell.font = font()
    _fill(cell, content)
    if isinstance(content, str):
        cell.number_format = "@"
    for name, value in look.items():
        setattr(cell, name, value)
    return cell


def put_like(sheet: Worksheet, row: int, column: int, content: Content, model: Cell) -> Cell:
    """Writes one cell that looks like another: many times quicker than to say anew how it looks."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)  # noqa: S101 - nothing is merged, so it is never a part of a merged cell
    _dress(cell, _look(model))
    _fill(cell, content)
    return cell


def _fill(cell: Cell, content: Content) -> None:
    if not isinstance(content, str):
        cell.value = content
        return
    # A spreadsheet program reads "_x0041_" as the letter A.
    cell.value = _LIKE_AN_ESCAPE.sub("_x005F_", clean(content))
    cell.data_type = "s"
    if content.startswith(FORMULA_LIKE):
        # A spreadsheet program that lets somebody edit the cell must not take it for a formula either.
        cell.quotePrefix = True


_LINK = Font(name=FONT, size=11, color=ACCENT, underline="single")


def bold(size: float = 11, color: str = INK) -> Font:
    """The look of a heading, or of what counts most."""
    return _font(size, color, True)


def font() -> Font:
    """The look of plain text."""
    return _font(11, INK, False)


@cache
def _font(size: float, color: str, heavy: bool) -> Font:
    return Font(name=FONT, size=size, bold=heavy, color=color)


def link(cell: Cell, target: str) -> None:
    """Makes the cell lead to a sheet of the same workbook."""
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{target}'!A1")
    cell.data_type = "s"
    cell.font = _LINK


def lines_of(text: str, width: float) -> int:
    """How many lines the text takes in a column so wide: most letters are narrower than a digit."""
    return sum(max(1, -(-len(line) // int(width * 1.08))) for line in text.split("\n"))


def height_of(lines: int) -> float:
    """The height of a row of so many lines; where that is more than a row can be, its text is cut off."""
    return min(TALLEST, 15.0 * lines + 4)


def blank_sheet(book: Workbook, name: str) -> Worksheet:
    """A sheet with nothing on it but its print setup."""
    sheet: Worksheet = book.create_sheet(name)
    _print_setup(sheet)
    return sheet


def open_sheet(book: Workbook, about: Sheet, back: str = sheets.CONTENTS) -> Worksheet:
    """A sheet with the four lines above its table, and its widths; the table's heads come in HEAD_ROW."""
    sheet = blank_sheet(book, about.name)
    for index, width in enumerate(about.widths, 1):
        sheet.column_dimensions[_letter(index)].width = width
    put(sheet, 1, 1, about.title, font=bold(16, ACCENT), alignment=Alignment(vertical="center"))
    sheet.row_dimensions[1].height = 28
    for row, text in ((2, about.about), (3, about.symbols)):
        if text:
            wide = about.widths[0] >= 40
            put(sheet, row, 1, text, alignment=Alignment(vertical="top", wrap_text=wide))
            sheet.row_dimensions[row].height = 15 * (lines_of(text, about.widths[0]) if wide else 1) + 3
    if back:
        link(put(sheet, 4, 1, f"Back to {back}"), back)
        sheet.row_dimensions[4].height = 20
    return sheet


def put_heads(sheet: Worksheet, row: int, heads: Sequence[str], numbers_from: int = 2) -> None:
    """Column heads, in one row; those of numbers stand to the right, above their numbers."""
    for column, head in enumerate(heads, 1):
        put(
            sheet,
            row,
            column,
            head,
            font=bold(color="FFFFFF"),
            fill=PatternFill("solid", start_color=ACCENT),
            alignment=Alignment(
                horizontal="right" if column >= numbers_from else "left", vertical="center", wrap_text=True
            ),
        )
    sheet.row_dimensions[row].height = 34 if any(len(head) > 13 for head in heads[1:]) else 22


def _look(cell: Cell | MergedCell) -> Any:
    """How a cell looks, all in one: the library's own words for copying it are slow."""
    return getattr(cell, "_style", None)


def _dress(cell: Cell | MergedCell, look: Any) -> None:
    setattr(cell, "_style", copy(look))  # noqa: B010 - its types do not name this part of the library


def make_table(sheet: Worksheet, head_row: int, rows: int, heads: Sequence[str]) -> None:
    """Makes the written cells a real table of the workbook, and keeps its heads in sight."""
    reference = f"A{head_row}:{sheets.cell_name(head_row + rows, len(heads))}"
    table = Table(displayName="Table_" + re.sub(r"\W", "_", sheet.title), ref=reference)
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
    table.tableColumns = [TableColumn(id=index, name=head) for index, head in enumerate(heads, 1)]
    sheet.add_table(table)
    sheet.print_title_rows = f"{head_row}:{head_row}"
    sheet.freeze_panes = sheets.cell_name(head_row + 1, 2)
    hairline = Border(bottom=Side(style="hair", color=LINE))
    ruled: dict[tuple[int, ...], Any] = {}
    for row in sheet.iter_rows(head_row + 1, head_row + rows, 1, len(heads)):
        for cell in row:
            bare = tuple(_look(cell) or ())  # one that was never written has none
            if bare not in ruled:
                cell.border = hairline
                ruled[bare] = _look(cell)
            _dress(cell, ruled[bare])


def _print_setup(sheet: Worksheet) -> None:
    """A4 across, as wide as the paper, the sheet's name and the page at the foot."""
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.oddFooter = HeaderFooterItem(
        left=_HeaderFooterPart(text="&A"), right=_HeaderFooterPart(text="Page &P of &N")
    )


def _letter(column: int) -> str:
    return sheets.cell_name(1, column)[:-1]


def save(book: Workbook, path: Path) -> None:
    """Writes the workbook whole; every date inside it comes from its properties."""
    made = book.properties.modified
    assert made is not None  # noqa: S101 - new_workbook() has set it
    first = io.BytesIO()
    with zipfile.ZipFile(first, "w") as archive:
        ExcelWriter(book, archive).write_data()
    last = io.BytesIO()
    with (
        zipfile.ZipFile(first) as source,
        zipfile.ZipFile(last, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as target,
    ):
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, (max(1980, made.year), made.month, made.day, 0, 0, 0))
            entry.compress_type, entry.create_system, entry.external_attr = (
                zipfile.ZIP_DEFLATED,
                3,
                0o600 << 16,
            )
            target.writestr(entry, source.read(name))
    files.write_whole(path, last.getvalue())
