"""The short form of a return: a workbook with nothing but the sheet ``data``, one figure a row, as another
system writes it. It holds all that the sheets for people hold, so nothing else is asked for."""

from collections.abc import Iterator

from vrp_desktop.domain.checking import Severity
from vrp_desktop.domain.returns import form, sheets
from vrp_desktop.domain.returns.figures import Figure, Key, Line, ReturnDocument, Shown
from vrp_desktop.domain.returns.form import keys as every_figure
from vrp_desktop.domain.returns.sheets import cell_name
from vrp_desktop.importing import cells, wordings
from vrp_desktop.importing.answers import AS_VALUE, Answers, Said, header_of, profile_of
from vrp_desktop.importing.byhand import ByHand
from vrp_desktop.importing.tables import folded
from vrp_desktop.importing.workbook import Sheet, Workbook

_VALUE = sheets.DATA_COLUMNS.index("value") + 1


def is_short(workbook: Workbook) -> bool:
    """Whether it has the tidy sheet and none of the sheets for people."""
    names = (sheets.HEADER, sheets.PROFILE, *(t.id for t in form.tables()), *_words())
    sheet = workbook.sheet(sheets.DATA)
    return (
        sheet is not None
        and all(workbook.sheet(name) is None for name in names)
        and all(
            folded(sheet.at(sheets.DATA_HEAD_ROW, c)) == head for c, head in enumerate(sheets.DATA_COLUMNS, 1)
        )
    )


def places_in(sheet: Sheet) -> dict[Key, tuple[str, int, int]]:
    """Where each figure and each cell of words stands."""
    return {key: (sheet.name, r, _VALUE) for r, key in _lines(sheet)}


def read(workbook: Workbook) -> ByHand:
    """Reads the short form of a return that nobody signed."""
    said = Said()
    sheet = workbook.sheet(sheets.DATA)
    assert sheet is not None  # noqa: S101 - is_short() has been asked
    units = {key: (table, row, column) for table, row, column, key in every_figure()}
    header: Answers = {}
    profile: Answers = {}
    figures: dict[Key, Figure] = {}
    words: dict[str, dict[int, dict[str, str]]] = {}
    for r, key in _lines(sheet):
        cell = cell_name(r, _VALUE)
        if (r, _VALUE) in sheet.formulas:
            said.say(Severity.ERROR, "There is a formula.", AS_VALUE, sheet.name, cell)
        if key in said.places:
            what = f"“{_name(key)}” is there twice (also in row {said.places[key][1]})."
            said.say(Severity.ERROR, what, "Keep one of the two rows.", sheet.name, cell_name(r, 1))
            continue
        said.places[key] = (sheet.name, r, _VALUE)
        answer = (sheet.at(r, _VALUE), cell)
        table_id, row, column = key
        if table_id == sheets.HEADER and row in sheets.HEADER_LABELS:
            header[row] = [answer]
        elif table_id == sheets.PROFILE and row in form.PROFILE:
            profile.setdefault(row, []).append(answer)
        elif key in units:
            table, its_row, its_column = units[key]
            unit = table.unit(its_row, its_column)
            figures[key] = _figure(sheet, r, key, unit, its_column.below_nought, said)
        elif table_id in _words() and row.isascii() and row.isdigit() and 0 < int(row) <= form.MOST_ROWS:
            line = words.setdefault(table_id, {}).setdefault(int(row), {})
            line[column] = "" if answer[0] is None else str(answer[0]).strip()
        else:
            what = f"“{_name(key)}” is not a figure of this standard."
            mend = "Use the codes of the standard, or take the row out."
            said.say(Severity.ERROR, what, mend, sheet.name, cell_name(r, 1))
    if not any(figure.shown is Shown.VALUE for figure in figures.values()):
        said.say(Severity.ERROR, "There is no figure in it.", "Write a row for each figure.", sheet.name)
    if missing := len(units) - len(figures):
        what = f"Figures without a row: {missing}. They count as not available, which is not nought."
        said.say(Severity.REMARK, what, "Write 0 where there was none.", sheet.name)
    lines = dict(_lines_of(words, sheet, said))
    said.findings.extend(wordings.check(lines, said.places))
    answered = header_of(header, sheet, said)
    chosen = profile_of(profile, sheet, said)
    every = (
        figures.get(key) or Figure(*key, None, Shown.NOT_AVAILABLE, row.definition)
        for _, row, _, key in every_figure()
    )
    document = ReturnDocument(answered, tuple(every), chosen, lines) if answered else None
    return ByHand(document, tuple(said.findings), said.places)


def _words() -> frozenset[str]:
    return frozenset(table.id for table in form.word_tables())


def _lines(sheet: Sheet) -> Iterator[tuple[int, Key]]:
    for r in range(sheets.DATA_HEAD_ROW + 1, len(sheet.rows) + 1):
        if any(sheet.at(r, c) is not None for c in range(1, len(sheets.DATA_COLUMNS) + 1)):
            table, row, column = ("" if (v := sheet.at(r, c)) is None else str(v).strip() for c in (1, 2, 3))
            yield r, (table, row, column)


def _name(key: Key) -> str:
    text = " / ".join(key)
    return text if len(text) <= 80 else text[:79] + "…"


def _figure(sheet: Sheet, r: int, key: Key, unit: str, below_nought: bool, said: Said) -> Figure:
    status, value = folded(sheet.at(r, 5)), sheet.at(r, _VALUE)
    definition = str(sheet.at(r, 6) or "").strip()
    if status not in tuple(Shown):
        what = f"“{status[:40]}” is not a status of a figure."
        said.say(Severity.ERROR, what, "Write value, c, z or x.", sheet.name, cell_name(r, 5))
        return Figure(*key, None, Shown.NOT_AVAILABLE, definition)
    if status != Shown.VALUE:
        if value is not None:
            what = "A figure that is not shown carries a number."
            mend = "Leave its value empty, or write the status “value”."
            said.say(Severity.ERROR, what, mend, sheet.name, cell_name(r, _VALUE))
        return Figure(*key, None, Shown(status), definition)
    typed = cells.read(value, unit, below_nought)
    if typed.severity is not None:
        said.say(typed.severity, typed.what, typed.mend, sheet.name, cell_name(r, _VALUE))
    elif typed.shown is not Shown.VALUE:
        what = "The status says that there is a value, and there is none."
        said.say(Severity.ERROR, what, "Write the number, or another status.", sheet.name, cell_name(r, 5))
    return Figure(*key, typed.value, typed.shown, definition)


def _lines_of(
    words: dict[str, dict[int, dict[str, str]]], sheet: Sheet, said: Said
) -> Iterator[tuple[str, tuple[Line, ...]]]:
    """The tables of words, in the order of the form; their lines are to be numbered without a gap."""
    for table in form.word_tables():
        lines = words.get(table.id)
        if not lines:
            continue
        codes = {column.code for column in table.columns}
        strange = sorted({code for line in lines.values() for code in line} - codes)
        if strange or list(lines) != list(range(1, len(lines) + 1)):
            what = (
                f"“{strange[0][:40]}” is not a column of {table.id}."
                if strange
                else f"The lines of {table.id} are not numbered 1, 2, 3 …"
            )
            said.say(Severity.ERROR, what, "Write them as the standard says.", sheet.name)
        yield (
            table.id,
            tuple(
                tuple(
                    wordings.choices(table, column).get(folded(text := line.get(column.code, "")), text)
                    for column in table.columns
                )
                for line in lines.values()
            ),
        )
