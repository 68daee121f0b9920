"""A template filled in by hand: words and numbers typed by a person, taken as they are meant where that is
clear, and every problem told at once where it is not."""

from collections.abc import Iterable
from dataclasses import dataclass

from vrp_desktop.domain.checking import Finding, Severity
from vrp_desktop.domain.returns import form, sheets
from vrp_desktop.domain.returns.figures import Figure, Key, Line, ReturnDocument, Shown
from vrp_desktop.domain.returns.sheets import cell_name
from vrp_desktop.importing import cells, wordings
from vrp_desktop.importing.answers import AS_VALUE, Said, read_header, read_profile
from vrp_desktop.importing.tables import folded, locate
from vrp_desktop.importing.workbook import Sheet, Workbook


@dataclass(frozen=True)
class ByHand:
    """What a filled template says. ``document`` is None where its header lacks what it cannot do without."""

    document: ReturnDocument | None
    findings: tuple[Finding, ...]
    places: dict[Key, tuple[str, int, int]]


def is_template(workbook: Workbook) -> bool:
    """Whether it has the sheets of a return at all."""
    return (
        workbook.sheet(sheets.HEADER) is not None
        or sum(workbook.sheet(table.id) is not None for table in form.tables()) >= 3
    )


def lost_signature(workbook: Workbook) -> bool:
    """Whether it carries what only a program writes, and so must have been signed once."""
    sheet = workbook.sheet(sheets.HEADER)
    label = folded(sheets.HEADER_LABELS["return_id"])
    written = sheet is not None and any(
        folded(sheet.at(r, 1)) == label for r in range(1, len(sheet.rows) + 1)
    )
    return written or workbook.sheet(sheets.DATA) is not None


def read(workbook: Workbook) -> ByHand:
    """Reads a filled template."""
    said = Said()
    header = read_header(workbook, said)
    profile = read_profile(workbook, said)
    figures = tuple(_figures(workbook, said))
    if not any(figure.shown is Shown.VALUE for figure in figures):
        said.say(
            Severity.ERROR,
            "There is no figure in it: this is the empty template.",
            "Fill in the tables, sheet by sheet, and write 0 where there was none.",
            "",
        )
    words = _words(workbook, said)
    document = ReturnDocument(header, figures, profile, words) if header else None
    return ByHand(document, tuple(said.findings), said.places)


def _figures(workbook: Workbook, said: Said) -> Iterable[Figure]:
    for table in form.tables():
        sheet = workbook.sheet(table.id)
        if sheet is None:
            said.say(
                Severity.WARNING,
                f"The sheet “{table.id}” ({table.title}) is missing; its figures count as not available.",
                "Use the whole template, with [x] where a figure is not available.",
                table.id,
            )
        located = locate(sheet, table) if sheet else None
        if sheet and located:
            said.findings.extend(located.findings)
            said.places.update({key: (sheet.name, *place) for key, place in located.places.items()})
        empty = 0
        for row in table.rows:
            for column in table.columns:
                key = (table.id, row.code, column.code)
                place = located.places.get(key) if located else None
                typed = cells.Typed()
                if sheet and place:
                    typed = _typed(sheet, place, table.unit(row, column), column.below_nought, said)
                    empty += sheet.at(*place) is None and place not in sheet.formulas | sheet.errors
                yield Figure(*key, typed.value, typed.shown, row.definition)
        if sheet and empty:
            said.say(
                Severity.REMARK,
                f"Empty cells here: {empty}. They count as not available, which is not nought.",
                "Write 0 where there was none.",
                sheet.name,
            )


def _typed(sheet: Sheet, place: tuple[int, int], unit: str, below_nought: bool, said: Said) -> cells.Typed:
    cell = cell_name(*place)
    if place in sheet.formulas:
        said.say(
            Severity.ERROR, "There is a formula; a return holds numbers only.", AS_VALUE, sheet.name, cell
        )
    elif place in sheet.errors:
        mend = "Write the number, or [x] where it is not available."
        said.say(Severity.ERROR, "The cell shows an error, like #DIV/0!.", mend, sheet.name, cell)
    typed = cells.read(sheet.at(*place), unit, below_nought)
    if typed.severity is not None:
        said.say(typed.severity, typed.what, typed.mend, sheet.name, cell)
    return typed


def _words(workbook: Workbook, said: Said) -> dict[str, tuple[Line, ...]]:
    """The tables of words that say something."""
    found: dict[str, tuple[Line, ...]] = {}
    for table in form.word_tables():
        sheet = workbook.sheet(table.id)
        if sheet is None:
            said.say(
                Severity.REMARK,
                f"The sheet “{table.id}” ({table.title}) is missing; nothing is said there.",
                "Use the whole template, and leave a sheet empty where there is nothing to say.",
                table.id,
            )
            continue
        read = wordings.read(sheet, table)
        said.findings.extend(read.findings)
        said.places.update(read.places)
        if read.lines:
            found[table.id] = tuple(read.lines)
    said.findings.extend(wordings.check(found, said.places))
    return found
