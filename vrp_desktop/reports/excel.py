"""A return as a workbook: for people sheet by sheet, for programs in `data`, and its signature."""

import base64
from copy import copy
from datetime import date
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment

from vrp_desktop.domain.returns import form, sheets
from vrp_desktop.domain.returns.figures import ReturnDocument, Shown, Standing
from vrp_desktop.domain.returns.sheets import Sealed
from vrp_desktop.reports import frame, layout, template
from vrp_desktop.reports.workbook import (
    TALLEST,
    Content,
    Sheet,
    blank_sheet,
    bold,
    clean,
    height_of,
    lines_of,
    make_table,
    new_workbook,
    open_sheet,
    put,
    put_heads,
    put_like,
    save,
    typed,
)
from vrp_desktop.security import seal

_NOTHING = Shown.NOT_AVAILABLE.symbol
LONGER = (
    "A text that is longer than its row can be read whole in the line above the columns once its cell is "
    "chosen, or in the PDF."
)
TEXTS = (
    "A text that begins like a formula stands behind a no-break space, so that no program takes it for one. "
    "A character that a workbook cannot hold is replaced by \ufffd. A text that is longer than its row can "
    "be read in the line above the columns once its cell is chosen, or in the PDF."
)


def write_return(document: ReturnDocument, sealed: Sealed, path: Path) -> None:
    """Writes the workbook. The same document and signature give the same bytes; Trouble where it cannot be
    written, and then nothing is half-written."""
    layout.check_protected(document)
    if sealed.payload != document.to_bytes():
        raise ValueError("What is signed is not this document.")
    header = document.header
    book = new_workbook(
        f"Quarterly return: {header.intervention}, {header.quarter}",
        layout.about_return(header),
        header.prepared_on,
        header.provider,
    )
    _cover(book, document)
    _contents(book)
    _notes(book, document)
    _header(book, document)
    _profile(book, document)
    for table in layout.parts():
        if isinstance(table, form.Table):
            _figures(book, document, table)
        else:
            _words(book, document, table)
    _data(book, document)
    _signature(book, sealed)
    save(book, path)


def write_template(path: Path) -> None:
    """Writes the empty workbook that an organisation without this program fills by hand."""
    template.write(path)


def _cover(book: Workbook, document: ReturnDocument) -> None:
    header = document.header
    on = header.prepared_on
    frame.cover(
        book,
        "Quarterly return",
        (
            (header.intervention, f"{header.provider}\n{header.quarter.label}"),
            (
                layout.standing_words(header),
                f"Prepared by {header.prepared_by} on {layout.day(on)}.",
            ),
            (
                "What this is",
                "A provider's quarterly return to the West Yorkshire Violence Reduction Partnership. It "
                f"follows the open standard {header.standard} and holds counts and what the provider has to "
                "say, never a person's record. Own words and case studies are told with consent and without "
                "names.",
            ),
            ("How people are protected", f"{layout.protection(header)}\n{layout.symbols_line(header.rule)}"),
            ("How to read it", f"{layout.NOT_UNIQUE} {layout.NO_CAUSE}"),
            (
                "How it is built",
                "Each sheet has one table. The sheet “data” has every figure and text once more, one a row, "
                "for programs. The sheet “signature” shows whether the workbook is as it left the provider: "
                "a changed figure is noticed when it is imported. A correction is made in the program that "
                "wrote it, and sent as a resubmission.",
            ),
        ),
        sheets.CONTENTS,
    )


def _contents(book: Workbook) -> None:
    frame.contents(
        book,
        [
            (sheets.COVER, "What this workbook is"),
            (sheets.NOTES, "Symbols, method of protection, and the definition of every count"),
            (sheets.HEADER, "Header: who, what, when, and by which rules"),
            (sheets.PROFILE, "Profile of the intervention"),
            *((table.id, table.title) for table in layout.parts()),
            (sheets.DATA, "Every figure and every text, one a row, for programs"),
            (sheets.SIGNATURE, "The signature of the provider's program"),
        ],
    )


def _notes(book: Workbook, document: ReturnDocument) -> None:
    method = document.header.method
    frame.notes(
        book,
        "What the symbols mean, how small counts are protected, and what each count is.",
        [
            *(("Symbol", symbol, "", words) for symbol, words in layout.symbols(document.header.rule)),
            ("Method", "Protection of small counts", method, layout.protection(document.header)),
            ("Reading", "Sums over returns", "", layout.NOT_UNIQUE),
            ("Reading", "Outcomes", "", layout.NO_CAUSE),
            ("Reading", "Texts", "", TEXTS),
            *(("Definition", d.title, d.id, d.text) for d in layout.definitions_used(document)),
        ],
    )


def _header(book: Workbook, document: ReturnDocument) -> None:
    rows: list[tuple[str, Content]] = []
    for name, label, answer in layout.header_rows(document.header):
        rows.append((label, date.fromisoformat(str(answer)) if name == "prepared_on" else answer))
    about = Sheet(sheets.HEADER, "R0: Header", "Who, what, when, and by which rules.", widths=(42, 72))
    _pairs(book, about, rows)


def _profile(book: Workbook, document: ReturnDocument) -> None:
    about = Sheet(
        sheets.PROFILE,
        "R1: Profile",
        "What the intervention is. An item with several answers has several rows.",
        "[x] means that it was not recorded.",
        widths=(42, 92),
    )
    _pairs(book, about, [*layout.profile_rows(document)])


def _pairs(book: Workbook, about: Sheet, rows: list[tuple[str, Content]]) -> None:
    """A sheet of items and answers, all to the left."""
    sheet = open_sheet(book, about)
    put_heads(sheet, sheets.HEAD_ROW, sheets.HEADER_COLUMNS, numbers_from=9)
    for row, (label, answer) in enumerate(rows, sheets.HEAD_ROW + 1):
        put(sheet, row, 1, label, font=bold(), alignment=frame.TOP)
        cell = put(
            sheet, row, 2, answer, alignment=Alignment(horizontal="left", vertical="top", wrap_text=True)
        )
        if isinstance(answer, date):
            cell.number_format = "d mmmm yyyy"
        elif isinstance(answer, str):
            sheet.row_dimensions[row].height = height_of(lines_of(answer, about.widths[1]))
    make_table(sheet, sheets.HEAD_ROW, len(rows), sheets.HEADER_COLUMNS)


def _figures(book: Workbook, document: ReturnDocument, table: form.Table) -> None:
    draft = " This is a draft." if document.header.standing is Standing.DRAFT else ""
    sheet, heads = frame.open_figures(book, table, draft, layout.symbols_line(document.header.rule))
    for row in table.rows:
        for column in table.columns:
            unit = table.unit(row, column)
            figure = document.get(table.id, row.code, column.code)
            _, at_row, at_column = sheets.places()[figure.key]
            shown = figure.value if figure.shown is Shown.VALUE else figure.shown.symbol
            cell = put(sheet, at_row, at_column, shown, alignment=frame.NUMBER)
            cell.number_format = frame.number_format(unit)
            if row.level == 0 or column.code == "total":
                cell.font = bold()
    make_table(sheet, sheets.HEAD_ROW, len(table.rows), heads)


def _words(book: Workbook, document: ReturnDocument, table: form.WordTable) -> None:
    """A sheet of what the provider has to say. Where that is nothing, the table has a row that says so."""
    draft = " This is a draft." if document.header.standing is Standing.DRAFT else ""
    silent = "" if document.words.get(table.id) else " The provider has said nothing here."
    columns = frame.word_columns(table)
    rows = [
        [_number_or_text(said.get(code) or _NOTHING) for code, _, _ in columns]
        for said in _said(document, table) or [{}]
    ]
    heights = [
        height_of(max(lines_of(str(c), width) for c, (_, _, width) in zip(row, columns, strict=True)))
        for row in rows
    ]
    longer = f" {LONGER}" if TALLEST in heights else ""
    sheet = frame.open_words(
        book, table, columns, f"{silent}{draft}", f"{_NOTHING} means that nothing was said.{longer}"
    )
    for row, (contents, height) in enumerate(zip(rows, heights, strict=True), sheets.HEAD_ROW + 1):
        for column, content in enumerate(contents, 1):
            cell = put(sheet, row, column, content, alignment=frame.TOP_LEFT)
            if column == 1 and table.items:
                cell.font = bold()
        sheet.row_dimensions[row].height = height
    make_table(sheet, sheets.HEAD_ROW, len(rows), [head for _, head, _ in columns])


def _said(document: ReturnDocument, table: form.WordTable) -> list[dict[str, Content]]:
    """The lines of a table of words as they are read, a risk with its score."""
    lines = (layout.says(table, line) for line in layout.word_lines(document, table))
    return [{**line, "score": layout.score(line)} for line in lines]


def _number_or_text(content: Content) -> Content:
    """A number that somebody typed is a number; all else is text, and never a formula."""
    if not isinstance(content, str):
        return content
    whole = content.isascii() and content.isdigit() and str(int(content[:15])) == content
    return int(content) if whole else typed(clean(content))


def _data(book: Workbook, document: ReturnDocument) -> None:
    rows: list[tuple[Content, ...]] = [
        (sheets.HEADER, name, "value", value, Shown.VALUE.value, "")
        for name, value in document.header.to_plain().items()
    ]
    rows += [
        (sheets.PROFILE, name, str(index), code, Shown.VALUE.value, "")
        for name in form.PROFILE
        for index, code in enumerate(document.profile.get(name, ()), 1)
    ]
    rows += [
        (f.table, f.row, f.column, f.value if f.shown is Shown.VALUE else None, f.shown.value, f.definition)
        for f in document.figures
    ]
    rows += [
        (table.id, str(number), column.code, typed(text), Shown.VALUE.value, "")
        for table in form.word_tables()
        for number, line in enumerate(document.words.get(table.id, ()), 1)
        for column, text in zip(table.columns, line, strict=True)
        if text
    ]
    sheet = blank_sheet(book, sheets.DATA)
    for letter, width in zip("ABCDEF", (18, 60, 16, 44, 10, 22), strict=True):
        sheet.column_dimensions[letter].width = width
    put_heads(sheet, sheets.DATA_HEAD_ROW, sheets.DATA_COLUMNS, numbers_from=9)
    left = Alignment(horizontal="left", vertical="top")
    looks = {kind is str: copy(put(sheet, 2, 1, kind(), alignment=left)) for kind in (str, int)}
    for index, contents in enumerate(rows, sheets.DATA_HEAD_ROW + 1):
        for column, content in enumerate(contents, 1):
            if content not in ("", None):
                put_like(sheet, index, column, content, looks[isinstance(content, str)])
    make_table(sheet, sheets.DATA_HEAD_ROW, len(rows), sheets.DATA_COLUMNS)


def _signature(book: Workbook, sealed: Sealed) -> None:
    def coded(content: bytes) -> str:
        return base64.b64encode(content).decode("ascii")

    payload = coded(sealed.payload)
    chunks = [payload[start : start + sheets.CHUNK] for start in range(0, len(payload), sheets.CHUNK)]
    labels = sheets.SIGNATURE_LABELS
    rows = [
        (labels["format"], sheets.SIGNATURE_FORMAT),
        (labels["fingerprint"], seal.fingerprint(sealed.public)),
        (labels["public_key"], coded(sealed.public)),
        (labels["signature"], coded(sealed.signature)),
        *((f"{labels['payload']} {number}", chunk) for number, chunk in enumerate(chunks, 1)),
    ]
    about = Sheet(
        sheets.SIGNATURE,
        "Signature",
        "This sheet lets the commissioner's program see that the return is as it left the provider. Do not "
        "change anything here; the fingerprint can be read out by telephone to confirm whose key it is.",
        widths=(60, 60),
    )
    sheet = open_sheet(book, about)
    heads = ("Item", "Content")
    put_heads(sheet, sheets.HEAD_ROW, heads, numbers_from=9)
    for row, (label, content) in enumerate(rows, sheets.HEAD_ROW + 1):
        put(sheet, row, 1, label, font=bold(), alignment=Alignment(vertical="top"))
        # Wrapped and then cut off at one line: the content is for programs.
        put(sheet, row, 2, content, alignment=frame.TOP)
        sheet.row_dimensions[row].height = 18
    make_table(sheet, sheets.HEAD_ROW, len(rows), heads)
