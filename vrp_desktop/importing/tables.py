"""Finding a return's figures in a sheet by its words, so that an inserted row or column does not matter."""

from collections.abc import Mapping
from dataclasses import dataclass

from vrp_desktop.domain.checking import Finding, Severity
from vrp_desktop.domain.returns import form
from vrp_desktop.domain.returns.figures import Key
from vrp_desktop.domain.returns.sheets import cell_name
from vrp_desktop.importing.workbook import Cell, Sheet

_FIRST_ROWS = 40
"""The column heads stand somewhere in these rows."""

_ALIKE = str.maketrans({"–": "-", "—": "-", "’": "'", "‘": "'", "\u00a0": " "})


def folded(value: Cell) -> str:
    """A label as it is compared: case, spaces and the kind of dash and apostrophe forgiven."""
    return "" if value is None else " ".join(str(value).translate(_ALIKE).split()).casefold()


@dataclass(frozen=True)
class Located:
    """Where each figure of a table was found, row and column from 1; and what does not belong there."""

    places: Mapping[Key, tuple[int, int]]
    findings: tuple[Finding, ...]


def locate(sheet: Sheet, table: form.Table) -> Located:
    """Finds a table's figures by the words (or codes) of its rows and columns."""
    head, columns = _heads(sheet, table)
    if not columns:
        return Located(
            {},
            (
                Finding(
                    Severity.ERROR,
                    f"The column heads of “{table.title}” were not found.",
                    f"Restore the heads: {', '.join(c.label for c in table.columns)}.",
                    sheet.name,
                ),
            ),
        )
    names = {folded(name): row.code for row in table.rows for name in (row.code, row.label)}
    first = min(columns.values())
    beside = max(
        range(1, max(first, 2)),
        key=lambda c: sum(folded(sheet.at(r, c)) in names for r in range(head + 1, len(sheet.rows) + 1)),
    )
    places: dict[Key, tuple[int, int]] = {}
    findings: list[Finding] = []
    seen: dict[str, int] = {}
    for r in range(head + 1, len(sheet.rows) + 1):
        words = sheet.at(r, beside)
        code = names.get(folded(words))
        cell = cell_name(r, beside)
        if code is None:
            if any(sheet.at(r, c) is not None for c in columns.values()):
                what = (
                    f"“{_short(words)}” is not a row of “{table.title}”."
                    if words is not None
                    else ("There are figures in a row without a label.")
                )
                mend = "Use the words of the template, or clear the row; its figures are not counted."
                findings.append(Finding(Severity.ERROR, what, mend, sheet.name, cell))
        elif code in seen:
            what = f"“{_short(words)}” is there twice (also in row {seen[code]})."
            findings.append(Finding(Severity.ERROR, what, "Keep one of the two rows.", sheet.name, cell))
        else:
            seen[code] = r
            places |= {(table.id, code, column): (r, c) for column, c in columns.items()}
    findings += _absent(sheet, table, set(seen), set(columns), head)
    return Located(places, tuple(findings))


def _heads(sheet: Sheet, table: form.Table) -> tuple[int, dict[str, int]]:
    """The row of the column heads, and the column of each."""
    names = {folded(name): column.code for column in table.columns for name in (column.code, column.label)}
    best: tuple[int, dict[str, int]] = (0, {})
    for r, row in enumerate(sheet.rows[:_FIRST_ROWS], 1):
        found: dict[str, int] = {}
        for c, value in enumerate(row[1:], 2):
            code = names.get(folded(value))
            if code is not None and isinstance(value, str):
                found.setdefault(code, c)
        if len(found) > len(best[1]):
            best = (r, found)
    return best


def _absent(sheet: Sheet, table: form.Table, rows: set[str], columns: set[str], head: int) -> list[Finding]:
    lost = [row.label for row in table.rows if row.code not in rows]
    found: list[Finding] = []
    if lost:
        what = f"“{table.title}” lacks {len(lost)} of its rows: {_listed(lost)}."
        mend = "Put the rows back, with [x] where a figure is not available."
        found.append(Finding(Severity.WARNING, what, mend, sheet.name))
    gone = [column.label for column in table.columns if column.code not in columns]
    if gone:
        what = f"“{table.title}” lacks the columns {_listed(gone)}."
        mend = "Put the columns back, with [x] where a figure is not available."
        found.append(Finding(Severity.WARNING, what, mend, sheet.name, cell_name(head, 1)))
    return found


def _listed(words: list[str]) -> str:
    return ", ".join(words[:5]) + (f" and {len(words) - 5} more" if len(words) > 5 else "")


def _short(value: Cell) -> str:
    text = " ".join(str(value).split())
    return text if len(text) <= 60 else text[:59] + "…"
