"""The journal as a file: a workbook, or comma-separated text."""

import csv
import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from vrp_desktop.reports.files import write_whole
from vrp_desktop.reports.workbook import Sheet, make_table, new_workbook, open_sheet, put, put_heads, save

_HEAD_ROW = 5
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_WIDTHS = (22.0, 24.0, 30.0, 20.0, 60.0, 10.0)


def write_csv(heads: Sequence[str], lines: Sequence[Sequence[str]], path: Path) -> None:
    """UTF-8 with the mark that spreadsheet programs look for. Text that one could take for a formula gets an
    apostrophe before it. Trouble where it cannot be written."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(heads)
    writer.writerows([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in line] for line in lines)
    write_whole(path, text.getvalue().encode("utf-8-sig"))


def write_workbook(
    heads: Sequence[str], lines: Sequence[Sequence[str]], path: Path, about: str, made_on: date, by: str
) -> None:
    """One sheet with one table, every cell text. Trouble where it cannot be written."""
    book = new_workbook("Journal", about, made_on, by)
    sheet = open_sheet(book, Sheet("Journal", "Journal", about, widths=_WIDTHS), back="")
    put_heads(sheet, _HEAD_ROW, heads, numbers_from=len(heads) + 1)
    for row, line in enumerate(lines, _HEAD_ROW + 1):
        for column, cell in enumerate(line, 1):
            put(sheet, row, column, cell)
    make_table(sheet, _HEAD_ROW, max(1, len(lines)), heads)
    save(book, path)
