"""The tables of words of a return, found in a sheet by their heads, so that an inserted row or column does
not matter; and what must hold of them, whoever wrote them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from vrp_desktop.domain import codes
from vrp_desktop.domain.checking import Finding, Severity
from vrp_desktop.domain.contacts import contacts_in
from vrp_desktop.domain.returns import form
from vrp_desktop.domain.returns.figures import Key, Line, Shown
from vrp_desktop.domain.returns.sheets import HEAD_ROW, cell_name
from vrp_desktop.importing.answers import AS_VALUE
from vrp_desktop.importing.tables import folded
from vrp_desktop.importing.workbook import Cell, Sheet

_FIRST_ROWS = 40
"""The column heads stand somewhere in these rows."""

_SYMBOLS = frozenset(shown.symbol for shown in Shown if shown.symbol)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_TURNING = re.compile(r"[\u202a-\u202e\u2066-\u2069]")

Where = Mapping[Key, tuple[str, int, int]]
"""The sheet, row and column in which a cell of a table of words stands: table, number of the line from "1",
column."""


@dataclass
class Lines:
    """What a sheet says: the lines that say something, where each cell stands, and what does not belong."""

    lines: list[Line] = field(default_factory=list)
    places: dict[Key, tuple[str, int, int]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def read(sheet: Sheet, table: form.WordTable) -> Lines:
    """The lines of a table of words. Choices and items are taken by their words or codes; what is neither
    stays as it was typed, for ``check`` to name."""
    found = Lines()
    head, columns = _heads(sheet, table)
    if not columns:
        heads = ", ".join(column.label for column in table.columns)
        what = f"The column heads of “{table.title}” were not found."
        found.findings.append(Finding(Severity.ERROR, what, f"Restore the heads: {heads}.", sheet.name))
        return found
    found.findings += _absent(sheet, table, set(columns), head)
    items: dict[str, int] = {}
    for r in range(head + 1, len(sheet.rows) + 1):
        line = tuple(
            _meant(table, column, sheet.at(r, columns[column.code])) if column.code in columns else ""
            for column in table.columns
        )
        for column in table.columns:
            place = (r, columns.get(column.code, 0))
            cell = cell_name(*place) if place[1] else ""
            if place in sheet.formulas:
                what = "There is a formula; this cell holds words."
                found.findings.append(Finding(Severity.ERROR, what, AS_VALUE, sheet.name, cell))
            elif place in sheet.errors:
                what = "The cell shows an error, like #DIV/0!."
                mend = "Write the words, or clear the cell."
                found.findings.append(Finding(Severity.ERROR, what, mend, sheet.name, cell))
        if not any(line[1:] if table.items else line):
            continue
        if len(found.lines) == form.MOST_ROWS:
            what = f"“{table.title}” has more than {form.MOST_ROWS} rows; the ones from here on are not read."
            mend = "Keep the ones that matter most."
            cell = cell_name(r, min(columns.values()))
            found.findings.append(Finding(Severity.ERROR, what, mend, sheet.name, cell))
            break
        if table.items and line[0] in items:
            what = f"“{_short(line[0])}” is there twice (also in row {items[line[0]]})."
            cell = cell_name(r, columns["item"])
            mend = "Keep one of the two rows."
            found.findings.append(Finding(Severity.ERROR, what, mend, sheet.name, cell))
            continue
        items[line[0]] = r
        found.lines.append(line)
        number = str(len(found.lines))
        found.places |= {(table.id, number, code): (sheet.name, r, c) for code, c in columns.items()}
    return found


def _heads(sheet: Sheet, table: form.WordTable) -> tuple[int, dict[str, int]]:
    """The row of the column heads, and the column of each."""
    names = {folded(name): column.code for column in table.columns for name in (column.code, column.label)}
    best: tuple[int, dict[str, int]] = (0, {})
    for r, row in enumerate(sheet.rows[:_FIRST_ROWS], 1):
        found: dict[str, int] = {}
        for c, value in enumerate(row, 1):
            code = names.get(folded(value))
            if code is not None and isinstance(value, str):
                found.setdefault(code, c)
        if len(found) > len(best[1]):
            best = (r, found)
    return best


def _absent(sheet: Sheet, table: form.WordTable, columns: set[str], head: int) -> Iterator[Finding]:
    for column in table.columns:
        if column.code not in columns:
            what = f"“{table.title}” lacks the column “{column.label}”."
            severity = Severity.ERROR if column.needed else Severity.WARNING
            yield Finding(severity, what, "Put the column back.", sheet.name, cell_name(head, 1))


def _meant(table: form.WordTable, column: form.WordColumn, value: Cell) -> str:
    """A cell as text: the code where it is a choice or an item, empty where it holds a symbol or nothing."""
    if value is None:
        return ""
    text = str(value).upper() if isinstance(value, bool) else str(value)
    text = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("T00:00:00").strip()
    if folded(text) in _SYMBOLS:
        return ""
    return choices(table, column).get(folded(text), text)


def choices(table: form.WordTable, column: form.WordColumn) -> dict[str, str]:
    """By folded word or code, the code of each choice or item; empty where any words will do."""
    listed: list[tuple[str, str]] = []
    if column.kind is form.Kind.CHOICE:
        listed = [(code.code, code.label) for code in codes.code_list(column.codes).codes]
    elif column.code == "item":
        listed = list(table.items)
    return {folded(name): code for code, words in listed for name in (words, code)}


def check(words: Mapping[str, tuple[Line, ...]], where: Where) -> Iterator[Finding]:
    """Everything that is wrong with a return's words, at its sheet and cell; and what should not stand in
    them although it can."""
    for table in form.word_tables():
        lines = words.get(table.id, ())
        if len(lines) > form.MOST_ROWS:
            what = f"“{table.title}” has {len(lines)} lines; a return has at most {form.MOST_ROWS}."
            yield Finding(Severity.ERROR, what, "Keep the ones that matter most.", table.id)
        for number, line in enumerate(lines[: form.MOST_ROWS], 1):
            for index, (column, text) in enumerate(zip(table.columns, line, strict=True), 1):
                key = (table.id, str(number), column.code)
                sheet, r, c = where.get(key) or (table.id, HEAD_ROW + number, index)
                for severity, what, mend in _faults(table, column, text):
                    yield Finding(severity, what, mend, sheet, cell_name(r, c))


def _faults(table: form.WordTable, column: form.WordColumn, text: str) -> Iterator[tuple[Severity, str, str]]:
    if not text.strip():
        if column.needed:
            yield Severity.ERROR, f"“{column.label}” is empty.", "Fill it in, or clear the whole row."
        return
    known = choices(table, column)
    if known and text not in known.values():
        listed = "; ".join(dict.fromkeys(_words(table, column)))
        what = f"“{_short(text)}” is not a choice of “{column.label}” in “{table.title}”."
        yield Severity.ERROR, what, f"Choose one of: {listed}."
    elif column.kind is form.Kind.SCORE and text not in ("1", "2", "3", "4", "5"):
        what = f"“{_short(text)}” is not a whole number from 1 to 5."
        yield Severity.ERROR, what, "Write 1, 2, 3, 4 or 5."
    if form.too_long(text):
        what = f"The text has {len(text):,} characters; a cell of a return has at most {form.LONGEST_TEXT:,}."
        yield Severity.ERROR, what, "Say it in fewer words."
    if _CONTROL.search(text):
        what = "The text holds characters that cannot be seen and belong in no text."
        yield Severity.ERROR, what, "Write the text again, or copy it without its formatting."
    if _TURNING.search(text):
        what = "The text holds hidden marks that turn the direction of writing: it may not read as it looks."
        yield Severity.WARNING, what, "Read it with care before it is passed on."
    for kind in contacts_in(text):
        what = f"What looks like {kind} stands in “{column.label}”: somebody could be found by it."
        mend = "Do not pass it on. Ask the provider to take it out and to send the return again."
        yield Severity.WARNING, what, mend


def _words(table: form.WordTable, column: form.WordColumn) -> list[str]:
    if column.kind is form.Kind.CHOICE:
        return [code.label for code in codes.code_list(column.codes).codes]
    return [words for _, words in table.items]


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 60 else words[:59] + "…"
