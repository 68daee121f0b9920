"""The empty return: the same sheets, to be filled in by hand in any spreadsheet program."""

from datetime import date
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, PatternFill, Side
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from vrp_desktop.domain import codes
from vrp_desktop.domain.returns import form, sheets
from vrp_desktop.domain.returns.definitions import ledger
from vrp_desktop.domain.returns.figures import STANDARD, Shown, Standing
from vrp_desktop.domain.returns.rule import DEFAULT_THRESHOLD
from vrp_desktop.reports import frame, layout
from vrp_desktop.reports.workbook import (
    INPUT,
    LINE,
    Content,
    Sheet,
    bold,
    font,
    make_table,
    new_workbook,
    open_sheet,
    put,
    put_heads,
    save,
)

MADE_ON = date(2026, 4, 1)
"""The template's own date: it changes with the standard, not with the clock."""

QUARTERS = tuple(
    f"{year}-{(year + 1) % 100:02d}-Q{number}" for year in range(2023, 2036) for number in (1, 2, 3, 4)
)
ROOM = {"districts": 6, "other_priorities": 4, "focus_areas": 12, "objectives": 9, "settings": 8}
"""How many answers R1 has room for; one where it is not named here."""

ROWS = {"R11.voices": 20, "R11.stories": 10, "R12": 20, "R13": 20}
"""How many rows a table of words has room for."""

WORKED_OUT = {
    "R5": "Attendance rate: of all marks in a register, the share of those who came. Median sessions each: "
    "half of the people came to no more than this.",
    "R6": "Confidence: the mean of what those trained gave, from 0 to 10, before and after.",
    "R7": "Means only over people with both readings, and only where there are ten of them or more; else "
    "[z].",
    "R7.measures": "Means only over people with both scores, and only where there are ten or more of them; "
    "else [z].",
    "R10": "Spent, year to date: this quarter and the earlier ones of the financial year. Total: labour and "
    "other costs. Cost per person supported: what was spent, divided by the people supported in the same "
    "time (sheet R2), in whole pounds; [z] for budget and forecast.",
    "R14": "Percentages: of the people supported in the quarter, for how many the answer is recorded. A "
    "program works these out from the records; write [x] where you cannot.",
}
"""What a program works out of other figures, and how somebody without one does."""
SCORED = "The score, likelihood times impact, is worked out when the return is read."

_EDGE = Side(style="thin", color=LINE)
_EDGES = Border(left=_EDGE, right=_EDGE, top=_EDGE, bottom=_EDGE)
_FILL = PatternFill("solid", start_color=INPUT)


def write(path: Path) -> None:
    """Writes the empty workbook; Trouble where it cannot be written. The bytes are always the same."""
    book = new_workbook("Quarterly return: empty template", STANDARD, MADE_ON, "vrp-desktop")
    _cover(book)
    _contents(book)
    _notes(book)
    lists = _Lists()
    _header(book, lists)
    _profile(book, lists)
    for table in layout.parts():
        if isinstance(table, form.Table):
            _figures(book, table)
        else:
            _words(book, table, lists)
    lists.write(book)
    save(book, path)


def _cover(book: Workbook) -> None:
    parts = (
        (
            "What this is",
            "Once a quarter, a provider tells the West Yorkshire Violence Reduction Partnership what one "
            "intervention did and whom it reached: in numbers, and in words about what they do not say. Use "
            "one workbook for one intervention and one quarter. Never write anybody's name, initials, "
            "address, telephone number or date of birth in it.",
        ),
        (
            "How to fill it in",
            "1. Sheet R0: say who you are, which intervention, which quarter. Choose from the list where a "
            "cell has one.\n"
            "2. Sheet R1: describe the intervention. Choose from the lists; leave rows you do not need.\n"
            "3. Sheets of numbers (R2 to R10, R14 and R15): write a whole number in every yellow cell. "
            "Hours, percentages, means and medians may have one decimal; a percentage is written as 78.5, "
            "without the sign; money in whole pounds, without the sign.\n"
            "4. Fill in the totals too: they are checked against their parts. On sheet R2, open at start + "
            "started − completed − ended early must be open at end. Where a sheet says how a figure is "
            "worked out, work it out by hand.\n"
            "5. Sheets of words (R10.words, R11 to R13 and R15.words): write plain sentences in the yellow "
            "cells, and leave a row empty where there is nothing to say. Alt and Enter begin a new line.\n"
            "6. Do not add, move, rename or delete rows, columns or sheets, and do not use formulas.",
        ),
        (
            "What to write when there is no number",
            "0 where you counted and there were none. [x] where you did not record it. [z] where it does not "
            "apply. A cell left empty is read as [x], not recorded.",
        ),
        (
            "Own words and case studies",
            "On sheets R11.voices and R11.stories, tell only what the child or young adult has agreed to, "
            "with their consent on record in your own files. Change what could tell who it is, and say in "
            "the last column what you changed. A story that only one child in the district could have is not "
            "told.",
        ),
        (
            "Small numbers",
            f"On sheets that count people (R2, R3, R4, R7, R8 and R9), write [c] instead of any number from "
            f"1 to {DEFAULT_THRESHOLD - 1}. If only one number of a row or column that adds up is hidden, it "
            "can be worked out from the total: then write [c] for the next smallest one too. A mean that is "
            "made from a hidden number is hidden as well.",
        ),
        (
            "How to send it",
            "Save it as an Excel workbook (.xlsx) and name it after the intervention and the quarter, like "
            "LEE-07 2026-27-Q2.xlsx. Send it to your contact at the Partnership by the secure way you have "
            "agreed with them, not by ordinary e-mail. They open it with their program, which checks every "
            "sheet and tells them what to ask you, cell by cell. A workbook filled in by hand is marked "
            "unsigned. To correct it later, send the whole workbook again, with “resubmission” as its "
            "standing and the version one higher.",
        ),
        ("What the words mean", "Sheet Notes has the definition of every count. Please count by them."),
    )
    frame.cover(book, "Quarterly return, to fill in by hand", parts, sheets.HEADER)


def _contents(book: Workbook) -> None:
    frame.contents(
        book,
        [
            (sheets.COVER, "How to fill this in and send it"),
            (sheets.NOTES, "The definition of every count"),
            (sheets.HEADER, "Header: who, what, when (to fill in)"),
            (sheets.PROFILE, "Profile of the intervention (to fill in)"),
            *((table.id, f"{table.title} (to fill in)") for table in layout.parts()),
            (sheets.LISTS, "The choices offered in R0, R1 and the sheets of words"),
        ],
    )


def _notes(book: Workbook) -> None:
    symbols = [("Symbol", symbol, "", words) for symbol, words in layout.SYMBOLS]
    definitions = [("Definition", d.title, d.id, d.text) for d in ledger().values()]
    worked = [("Worked out", form.table(name).title, "", words) for name, words in WORKED_OUT.items()]
    worked.append(("Worked out", form.word_table("R12").title, "", SCORED))
    frame.notes(book, "What to count, and by which words.", symbols + worked + definitions)


class _Lists:
    """The choices of the template's lists: a range for each, on a sheet of its own."""

    def __init__(self) -> None:
        self._columns: dict[str, tuple[str, ...]] = {}

    def validation(self, title: str, choices: tuple[str, ...]) -> DataValidation:
        """Lets a cell hold one of the choices, offered as a list."""
        self._columns.setdefault(title, choices)
        column = sheets.cell_name(1, list(self._columns).index(title) + 1)[:-1]
        first, last = sheets.HEAD_ROW + 1, sheets.HEAD_ROW + len(choices)
        rule = DataValidation(
            type="list", formula1=f"'{sheets.LISTS}'!${column}${first}:${column}${last}", allow_blank=True
        )
        return _worded(rule, title, "Choose from the list.")

    def write(self, book: Workbook) -> None:
        front = Sheet(
            sheets.LISTS,
            "Lists",
            "The choices that sheets R0, R1 and the sheets of words offer. Nothing is filled in here.",
            widths=(44,) * len(self._columns),
        )
        sheet = open_sheet(book, front)
        heads = tuple(self._columns)
        put_heads(sheet, sheets.HEAD_ROW, heads, numbers_from=99)
        longest = max(len(choices) for choices in self._columns.values())
        for column, choices in enumerate(self._columns.values(), 1):
            for row, choice in enumerate(choices, sheets.HEAD_ROW + 1):
                put(sheet, row, column, choice)
        make_table(sheet, sheets.HEAD_ROW, longest, heads)


def _worded(rule: DataValidation, title: str, words: str) -> DataValidation:
    rule.errorTitle, rule.error, rule.showErrorMessage = title[:32], words, True
    rule.promptTitle, rule.prompt, rule.showInputMessage = title[:32], words, True
    return rule


def _header(book: Workbook, lists: _Lists) -> None:
    given: dict[str, Content] = {
        "standard": STANDARD,
        "standing": Standing.DRAFT.value,
        "version": 1,
        "threshold": DEFAULT_THRESHOLD,
    }
    whole = DataValidation(type="whole", operator="between", formula1="1", formula2="99", allow_blank=False)
    rules = {
        "quarter": lists.validation("Quarter", QUARTERS),
        "standing": lists.validation("Standing", tuple(standing.value for standing in Standing)),
        "version": _worded(whole, "Version", "1 for the first time, one more for each resubmission."),
        "prepared_on": _worded(
            DataValidation(type="date", operator="greaterThan", formula1="45000", allow_blank=True),
            "Prepared on",
            "A date, like 05/10/2026.",
        ),
        "threshold": _worded(
            DataValidation(type="whole", operator="between", formula1="3", formula2="20", allow_blank=False),
            "Disclosure threshold",
            "Counts of people from 1 up to one less than this are written as [c].",
        ),
    }
    front = Sheet(
        sheets.HEADER,
        "R0: Header",
        "Fill in the yellow cells: who you are, which intervention, which quarter. Q1 is April to June.",
        widths=(42, 72),
    )
    sheet = open_sheet(book, front)
    put_heads(sheet, sheets.HEAD_ROW, sheets.HEADER_COLUMNS, numbers_from=9)
    for row, name in enumerate(sheets.BY_HAND, sheets.HEAD_ROW + 1):
        put(sheet, row, 1, sheets.HEADER_LABELS[name], font=bold())
        cell = put(sheet, row, 2, given.get(name), alignment=Alignment(horizontal="left"))
        cell.number_format = {"prepared_on": "dd/mm/yyyy", "version": "0", "threshold": "0"}.get(name, "@")
        if name in rules:
            sheet.add_data_validation(rules[name])
            rules[name].add(cell.coordinate)
    make_table(sheet, sheets.HEAD_ROW, len(sheets.BY_HAND), sheets.HEADER_COLUMNS)
    for row, name in enumerate(sheets.BY_HAND, sheets.HEAD_ROW + 1):
        if name != "standard":
            _box(sheet, row, 2)


def _profile(book: Workbook, lists: _Lists) -> None:
    front = Sheet(
        sheets.PROFILE,
        "R1: Profile",
        "Choose from the lists. An item with several rows can have several answers; leave the rest empty.",
        widths=(42, 92),
    )
    sheet = open_sheet(book, front)
    put_heads(sheet, sheets.HEAD_ROW, sheets.HEADER_COLUMNS, numbers_from=9)
    row = sheets.HEAD_ROW
    for name, list_name in form.PROFILE.items():
        rule = lists.validation(form.PROFILE_LABELS[name], tuple(sheets.choices(list_name).values()))
        sheet.add_data_validation(rule)
        for _ in range(ROOM.get(name, 1)):
            row += 1
            put(sheet, row, 1, form.PROFILE_LABELS[name], font=bold())
            rule.add(put(sheet, row, 2, None).coordinate)
    make_table(sheet, sheets.HEAD_ROW, row - sheets.HEAD_ROW, sheets.HEADER_COLUMNS)
    for each in range(sheets.HEAD_ROW + 1, row + 1):
        _box(sheet, each, 2)


def _figures(book: Workbook, table: form.Table) -> None:
    worked_out = WORKED_OUT.get(table.id, "")
    sheet, heads = frame.open_figures(book, table, f" Fill in the yellow cells. {worked_out}".rstrip())
    rules: dict[tuple[bool, bool], DataValidation] = {}
    make_table(sheet, sheets.HEAD_ROW, len(table.rows), heads)
    for row in table.rows:
        for column in table.columns:
            unit = table.unit(row, column)
            _, at_row, at_column = sheets.places()[table.id, row.code, column.code]
            cell = _box(sheet, at_row, at_column)
            cell.number_format = frame.number_format(unit)
            cell.alignment = frame.NUMBER
            kind = (unit not in layout.ONE_DECIMAL, column.below_nought)
            if kind not in rules:
                rules[kind] = _number_rule(cell.coordinate, *kind)
                sheet.add_data_validation(rules[kind])
            rules[kind].add(cell.coordinate)


def _words(book: Workbook, table: form.WordTable, lists: _Lists) -> None:
    """A sheet to write in. Where its rows are fixed they are named, else it has room for some."""
    columns = frame.word_columns(table, with_score=False)
    more = " Fill in the yellow cells; a row may stay empty."
    if table.id == "R12":
        more += f" {SCORED}"
    if table.personal:
        more += " Only with consent on record, and never a name."
    sheet = frame.open_words(book, table, columns, more, "")
    rows = len(table.items) or ROWS[table.id]
    first, last = sheets.HEAD_ROW + 1, sheets.HEAD_ROW + rows
    for row, (_, words) in enumerate(table.items, first):
        put(sheet, row, 1, words, font=bold(), alignment=frame.TOP)
    make_table(sheet, sheets.HEAD_ROW, rows, [head for _, head, _ in columns])
    for at, column in enumerate(table.columns, 1):
        if column.code == "item":
            continue
        for row in range(first, last + 1):
            cell = _box(sheet, row, at)
            cell.alignment = frame.TOP_LEFT
            cell.number_format = "0" if column.kind is form.Kind.SCORE else "@"
            cell.font = font()
        rule = _word_rule(column, lists)
        sheet.add_data_validation(rule)
        rule.add(f"{sheets.cell_name(first, at)}:{sheets.cell_name(last, at)}")
    for row in range(first, last + 1):
        sheet.row_dimensions[row].height = 75 if table.items else 45


def _word_rule(column: form.WordColumn, lists: _Lists) -> DataValidation:
    """What a cell of words may hold, and what is said where something else is typed."""
    if column.kind is form.Kind.CHOICE:
        return lists.validation(
            column.label, tuple(code.label for code in codes.code_list(column.codes).codes)
        )
    if column.kind is form.Kind.SCORE:
        whole = DataValidation(type="whole", operator="between", formula1="1", formula2="5", allow_blank=True)
        return _worded(whole, column.label, "A whole number from 1 (very low) to 5 (very high).")
    short = DataValidation(
        type="textLength", operator="lessThanOrEqual", formula1=str(form.LONGEST_TEXT), allow_blank=True
    )
    room = "A few words" if column.kind is form.Kind.LINE else "Some sentences"
    return _worded(short, column.label, f"{room}. Nobody's name. At most {form.LONGEST_TEXT:,} characters.")


def _number_rule(first: str, whole: bool, below_nought: bool) -> DataValidation:
    """Lets a cell hold a number from 0 on, or any as after a refund, whole or not, or one of the symbols."""
    least = "TRUE" if below_nought else f"{first}>=0"
    fits = f"{least},{first}=INT({first})" if whole else least
    symbols = ",".join(f'{first}="{shown.symbol}"' for shown in Shown if shown.symbol)
    rule = DataValidation(
        type="custom", formula1=f"OR(IF(ISNUMBER({first}),AND({fits}),FALSE),{symbols})", allow_blank=True
    )
    return _worded(
        rule,
        "A whole number" if whole else "A number",
        f"A {'whole ' if whole else ''}number{'' if below_nought else ' from 0 on'}, or one of the symbols "
        "[c], [z] and [x].",
    )


def _box(sheet: Worksheet, row: int, column: int) -> Cell:
    """Shows that a cell is to be filled in: by its edge as well as by its colour."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)  # noqa: S101 - nothing is merged, so it is never a part of a merged cell
    cell.fill, cell.border = _FILL, _EDGES
    return cell
