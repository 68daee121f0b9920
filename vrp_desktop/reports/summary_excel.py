"""The provider's summary as a workbook: sums, different people, the trend, and the delivery map."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment

from vrp_desktop.domain.county import Interval
from vrp_desktop.domain.returns import sheets
from vrp_desktop.domain.returns.definitions import ledger
from vrp_desktop.domain.summary import Over, Summary
from vrp_desktop.reports import frame
from vrp_desktop.reports import summary_layout as layout
from vrp_desktop.reports.workbook import (
    Content,
    Sheet,
    bold,
    lines_of,
    make_table,
    new_workbook,
    open_sheet,
    put,
    put_heads,
    save,
)

FIGURES, PEOPLE, TREND, YEARS, MAP = "Key figures", "Different people", "Quarters", "Years", "Delivery map"


def write_summary(summary: Summary, made_on: date, path: Path) -> None:
    """Writes the workbook. The same summary and day give the same bytes; Trouble if it cannot be written."""
    book = new_workbook(f"{layout.TITLE}: {summary.period}", layout.mark(summary), made_on, summary.provider)
    people = [*layout.people_rows(summary)]
    listed = [
        (FIGURES, "Each intervention and their sum"),
        *([(PEOPLE, "Everybody counted once")] if people else []),
        (TREND, "People supported, quarter by quarter"),
        (YEARS, "People supported, year by year"),
        (MAP, "District, project and organisation against the strategy's levels"),
    ]
    _cover(book, summary)
    frame.contents(book, [(sheets.COVER, "What this is"), (sheets.NOTES, "How to read it"), *listed])
    _notes(book, summary)
    _figures(book, summary)
    if people:
        about = Sheet(PEOPLE, "Different people", f"{layout.SUMS} {layout.DIFFERENT}", widths=(60, 16, 60))
        _grid(book, about, ("Measure", "Number", "What it is"), [(*row,) for row in people], {1})
    for name, (title, lines) in zip((TREND, YEARS), layout.over_rows(summary), strict=True):
        _over(book, summary, name, title, lines)
    rows = [
        (row.district, row.project, row.organisation, *(cell.words for cell in row.cells))
        for row in summary.delivery
    ]
    about = Sheet(MAP, "Delivery map", layout.MAP, widths=(24, 36, 36, 28))
    _grid(book, about, layout.MAP_HEADS, [*rows], set())
    save(book, path)


def _cover(book: Workbook, summary: Summary) -> None:
    parts = (
        (summary.provider, summary.period),
        (layout.mark(summary), f"{layout.about(summary)} {layout.missing(summary)}".strip()),
        ("Sums and people", f"{layout.SUMS}\n{layout.not_told(summary) or layout.DIFFERENT}"),
    )
    frame.cover(book, layout.TITLE, parts, sheets.CONTENTS)


def _notes(book: Workbook, summary: Summary) -> None:
    frame.notes(
        book,
        "How to read the sums, and what each count is.",
        [
            ("Reading", "For whom", "", layout.about(summary)),
            ("Reading", "Sums", "", layout.SUMS),
            ("Reading", "Different people", "", layout.not_told(summary) or layout.DIFFERENT),
            ("Reading", "Delivery map", "", layout.MAP),
            *(("Definition", d.title, d.id, d.text) for d in ledger().values()),
        ],
    )


def _ends(summary: Summary, amount: Interval | None) -> tuple[Content, ...]:
    """One cell, or two where it may not be known exactly."""
    if amount is None:
        return ("[x]", "[x]") if summary.outside else ("[x]",)
    if not summary.outside:
        return (amount.low,)
    return (amount.low, "[x]" if amount.high is None else amount.high)


def _heads(summary: Summary, words: str) -> tuple[str, ...]:
    return (f"{words}, at least", f"{words}, at most") if summary.outside else (words,)


def _figures(book: Workbook, summary: Summary) -> None:
    heads: list[str] = ["Intervention", "Code", "Source"]
    for line in summary.lines:
        heads += _heads(summary, line.words)
    rows: list[tuple[Content, ...]] = []
    for index, each in enumerate(summary.interventions):
        row: list[Content] = [each.name, each.code, each.source]
        for line in summary.lines:
            row += _ends(summary, line.parts[index])
        rows.append(tuple(row))
    whole: list[Content] = ["Sum over interventions, not different people", "[z]", "[z]"]
    for line in summary.lines:
        whole += _ends(summary, line.total)
    about = Sheet(
        FIGURES,
        f"Key figures: {summary.period}",
        f"{layout.about(summary)} {layout.SUMS} {layout.missing(summary)}".strip(),
        "[x] not available; [z] not applicable; 0 is a true zero.",
        (46, 14, 30, 18),
    )
    hours = {c for c, head in enumerate(heads) if head.startswith("Hours")}
    _grid(book, about, heads, [*rows, tuple(whole)], set(range(3, len(heads))), hours, total=True)


def _over(book: Workbook, summary: Summary, name: str, title: str, lines: Sequence[Over]) -> None:
    heads: list[str] = [name[:-1]]
    for each in summary.interventions:
        heads += _heads(summary, f"{each.name} ({each.code})")
    heads += _heads(summary, "Sum, not different people")
    if not summary.outside:
        heads.append("Different people")
    sessions = any(line.sessions for line in lines)
    if sessions:
        heads.append("Sessions delivered")
    rows: list[tuple[Content, ...]] = []
    for line in lines:
        row: list[Content] = [line.name]
        for part in (*line.parts, line.total):
            row += _ends(summary, part)
        if not summary.outside:
            row.append("[x]" if line.different is None else line.different)
        if sessions:
            row.append("[x]" if line.sessions is None else line.sessions.low)
        rows.append(tuple(row))
    about = Sheet(
        name,
        f"{title}: people supported",
        f"{layout.SUMS} The year that is under way ends with the quarter.",
        "[x] not available.",
        (46, 20),
    )
    _grid(book, about, heads, rows, set(range(1, len(heads))))


def _grid(
    book: Workbook,
    about: Sheet,
    heads: Sequence[str],
    rows: Sequence[tuple[Content, ...]],
    numbers: set[int],
    decimals: set[int] = frozenset(),  # type: ignore[assignment] # nothing is ever added to it
    total: bool = False,
) -> None:
    """A sheet with one table: ``numbers`` and ``decimals`` are columns from 0; ``total`` is its last row."""
    sheet = open_sheet(book, about)
    put_heads(sheet, sheets.HEAD_ROW, heads, numbers_from=min(numbers, default=99) + 1)
    for r, row in enumerate(rows, 1):
        for c, content in enumerate(row):
            right = c in numbers
            look = Alignment(horizontal="right" if right else "left", vertical="top", wrap_text=not right)
            cell = put(sheet, sheets.HEAD_ROW + r, c + 1, content, alignment=look)
            if right:
                cell.number_format = frame.number_format("hours" if c in decimals else "people")
            if total and r == len(rows):
                cell.font = bold()
        words = [
            (str(content), about.widths[min(c, len(about.widths) - 1)])
            for c, content in enumerate(row)
            if c not in numbers and content not in ("", None)
        ]
        tallest = max((lines_of(text, width) for text, width in words), default=1)
        sheet.row_dimensions[sheets.HEAD_ROW + r].height = 15 * tallest + 3
    sheet.row_dimensions[sheets.HEAD_ROW].height = 15 * max(lines_of(head, 17) for head in heads) + 8
    make_table(sheet, sheets.HEAD_ROW, len(rows), heads)
