"""A workbook that the program wrote: its signature, and whether its sheets still say what was signed."""

import base64
import binascii
import math
from collections.abc import Iterator

from vrp_desktop.domain.checking import Finding, Severity
from vrp_desktop.domain.returns import form, sheets
from vrp_desktop.domain.returns.figures import Figure, Key, ReturnDocument, Shown
from vrp_desktop.domain.returns.sheets import Sealed, cell_name
from vrp_desktop.importing import tidy, wordings
from vrp_desktop.importing.tables import folded, locate
from vrp_desktop.importing.workbook import Cell, Sheet, Workbook
from vrp_desktop.security import seal

MOST_CHUNKS = 300
RESTORE = (
    "Restore what was signed, or ask the provider to correct it in their program and send a resubmission."
)


class Broken(Exception):  # noqa: N818 - it says what the signature sheet is
    """The signature sheet cannot be read; the finding says why."""

    def __init__(self, what: str, cell: str = "") -> None:
        super().__init__(what)
        mend = "Ask the provider for the workbook again, as their program wrote it."
        self.finding = Finding(Severity.ERROR, what, mend, sheets.SIGNATURE, cell)


def sealed_in(workbook: Workbook) -> Sealed | None:
    """The signed bytes with signature and key; None where the workbook was never signed. Raises Broken."""
    sheet = workbook.sheet(sheets.SIGNATURE)
    if sheet is None:
        return None
    rows = {folded(sheet.at(r, 1)): (sheet.at(r, 2), cell_name(r, 2)) for r in range(1, len(sheet.rows) + 1)}
    labels = sheets.SIGNATURE_LABELS

    def words(name: str) -> tuple[str, str]:
        value, cell = rows.get(folded(labels[name]), (None, ""))
        if not isinstance(value, str):
            raise Broken(f"The signature sheet lacks “{labels[name]}”.", cell)
        return value.strip(), cell

    if words("format")[0] != sheets.SIGNATURE_FORMAT:
        raise Broken(
            f"The signature is of the form “{words('format')[0][:40]}”; this program reads "
            f"“{sheets.SIGNATURE_FORMAT}”.",
            words("format")[1],
        )
    chunks: list[str] = []
    while (found := rows.get(folded(f"{labels['payload']} {len(chunks) + 1}"))) is not None:
        if len(chunks) >= MOST_CHUNKS or not isinstance(found[0], str):
            raise Broken("The signed content is not text.", found[1])
        chunks.append(found[0].strip())
    sealed = Sealed(
        _decoded("".join(chunks), labels["payload"]),
        _decoded(words("public_key")[0], labels["public_key"]),
        _decoded(words("signature")[0], labels["signature"]),
    )
    if not sealed.payload:
        raise Broken("The signature sheet holds no signed content.")
    told, cell = words("fingerprint")
    if folded(told) != folded(seal.fingerprint(sealed.public)):
        raise Broken("The fingerprint written there is not that of the key that signed.", cell)
    return sealed


def _decoded(text: str, label: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as fault:
        raise Broken(f"“{label}” is damaged: it is not base64.") from fault


def differences(workbook: Workbook, document: ReturnDocument) -> tuple[Finding, ...]:
    """Every place where a sheet no longer says what was signed: what stands there, and what was signed.
    One of the short form has no other sheet than the tidy one."""
    if tidy.is_short(workbook):
        return tuple(_data(workbook, document))
    return (
        *_header(workbook, document),
        *_profile(workbook, document),
        *_tables(workbook, document),
        *_word_tables(workbook, document),
        *_data(workbook, document),
    )


def places_in(workbook: Workbook) -> dict[Key, tuple[str, int, int]]:
    """Where each figure was found in the file."""
    short = workbook.sheet(sheets.DATA)
    if short is not None and tidy.is_short(workbook):
        return tidy.places_in(short)
    found: dict[Key, tuple[str, int, int]] = {}
    for table in form.tables():
        sheet = workbook.sheet(table.id)
        if sheet is not None:
            found |= {key: (sheet.name, *place) for key, place in locate(sheet, table).places.items()}
    for words in form.word_tables():
        sheet = workbook.sheet(words.id)
        if sheet is not None:
            found |= wordings.read(sheet, words).places
    return found


def _edited(what: str, stands: Cell, signed: str, sheet: str, cell: str) -> Finding:
    there = "nothing" if stands is None else f"“{_cut(str(stands))}”"
    text = f"Edited since it was signed: {what} says {there}; signed was “{_cut(signed)}”."
    return Finding(Severity.ERROR, text, RESTORE, sheet, cell)


def _gone(sheet: str) -> Finding:
    return Finding(
        Severity.ERROR, f"Edited since it was signed: the sheet “{sheet}” is missing.", RESTORE, sheet
    )


def _cut(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"


def _header(workbook: Workbook, document: ReturnDocument) -> Iterator[Finding]:
    sheet = workbook.sheet(sheets.HEADER)
    if sheet is None:
        yield _gone(sheets.HEADER)
        return
    rows = {folded(sheet.at(r, 1)): r for r in range(1, len(sheet.rows) + 1)}
    plain = document.header.to_plain()
    for name, label in sheets.HEADER_LABELS.items():
        signed = str(plain[name]) or Shown.NOT_APPLICABLE.symbol
        row = rows.get(folded(label))
        stands = None if row is None else sheet.at(row, 2)
        if _words(stands) != _words(signed):
            yield _edited(f"“{label}”", stands, signed, sheet.name, "" if row is None else cell_name(row, 2))


def _words(value: Cell) -> str:
    """An answer as it is compared: a date cell reads as its day."""
    return folded(value).removesuffix("t00:00:00")


def _profile(workbook: Workbook, document: ReturnDocument) -> Iterator[Finding]:
    sheet = workbook.sheet(sheets.PROFILE)
    if sheet is None:
        yield _gone(sheets.PROFILE)
        return
    stands: dict[str, list[tuple[str, int]]] = {}
    for r in range(1, len(sheet.rows) + 1):
        stands.setdefault(folded(sheet.at(r, 1)), []).append((folded(sheet.at(r, 2)), r))
    for name, list_name in form.PROFILE.items():
        words = sheets.choices(list_name)
        signed = [words.get(code, code) for code in document.profile.get(name, ())]
        label = form.PROFILE_LABELS[name]
        there = stands.get(folded(label), [])
        if [text for text, _ in there] != [folded(text) for text in signed or [Shown.NOT_AVAILABLE.symbol]]:
            cell = cell_name(there[0][1], 2) if there else ""
            told = "; ".join(str(sheet.at(r, 2)) for _, r in there) or None
            yield _edited(f"“{label}”", told, "; ".join(signed) or "[x]", sheet.name, cell)


def _tables(workbook: Workbook, document: ReturnDocument) -> Iterator[Finding]:
    signed = {figure.key: figure for figure in document.figures}
    for table in form.tables():
        sheet = workbook.sheet(table.id)
        if sheet is None:
            yield _gone(table.id)
            continue
        located = locate(sheet, table)
        yield from (finding for finding in located.findings if finding.severity is Severity.ERROR)
        for row in table.rows:
            for column in table.columns:
                key = (table.id, row.code, column.code)
                place = located.places.get(key)
                figure = signed.get(key) or document.get(*key)
                stands = sheet.at(*place) if place else None
                what = f"“{row.label}, {column.label}”"
                cell = cell_name(*place) if place else ""
                if not _same(figure, stands):
                    yield _edited(what, stands, _told(figure), sheet.name, cell)
                elif place in sheet.formulas:
                    text = f"Edited since it was signed: {what} is a formula now."
                    yield Finding(Severity.ERROR, text, RESTORE, sheet.name, cell)


def _word_tables(workbook: Workbook, document: ReturnDocument) -> Iterator[Finding]:
    """A table in which nothing is said may stand there empty, or not at all."""
    for table in form.word_tables():
        signed = document.words.get(table.id, ())
        sheet = workbook.sheet(table.id)
        if sheet is None:
            if signed:
                yield _gone(table.id)
            continue
        found = wordings.read(sheet, table)
        if signed or found.lines:
            yield from (finding for finding in found.findings if finding.severity is Severity.ERROR)
        stands = {_line_name(table, n, line): (n, line) for n, line in enumerate(found.lines, 1)}
        for number, line in enumerate(signed, 1):
            name = _line_name(table, number, line)
            at, there = stands.pop(name, (0, ("",) * len(line)))
            for column, text, told in zip(table.columns, line, there, strict=True):
                if _text(told) != _text(text):
                    place = found.places.get((table.id, str(at), column.code))
                    cell = cell_name(*place[1:]) if place else ""
                    what = f"“{column.label}” of {name}"
                    yield _edited(what, told or None, text or "nothing", sheet.name, cell)
        for name, (at, line) in stands.items():
            place = found.places.get((table.id, str(at), table.columns[0].code))
            cell = cell_name(*place[1:]) if place else ""
            yield _edited(name, next(filter(None, line)), "no such line", sheet.name, cell)


def _line_name(table: form.WordTable, number: int, line: tuple[str, ...]) -> str:
    return f"“{line[0]}”" if table.items else f"line {number}"


def _text(value: Cell) -> str:
    """A text as it is compared: a program may break its lines in another way, and no more."""
    return "" if value is None else " ".join(str(value).split())


def _told(figure: Figure) -> str:
    return figure.shown.symbol or str(figure.value)


def _same(figure: Figure, stands: Cell) -> bool:
    if figure.shown is not Shown.VALUE:
        return folded(stands) == figure.shown.symbol
    if isinstance(figure.value, int | float):
        return (
            isinstance(stands, int | float)
            and not isinstance(stands, bool)
            and math.isclose(stands, figure.value, rel_tol=1e-12, abs_tol=1e-9)
        )
    return folded(stands) == folded(figure.value)


def _data(workbook: Workbook, document: ReturnDocument) -> Iterator[Finding]:
    sheet = workbook.sheet(sheets.DATA)
    if sheet is None:
        yield _gone(sheets.DATA)
        return
    stands: dict[tuple[str, str, str], int] = {}
    for r in range(sheets.DATA_HEAD_ROW + 1, len(sheet.rows) + 1):
        if all(sheet.at(r, c) is None for c in range(1, len(sheets.DATA_COLUMNS) + 1)):
            continue
        table, row, column = (str(sheet.at(r, c)) for c in (1, 2, 3))
        if (table, row, column) in stands:
            yield _edited(
                f"the line {table} / {row} / {column}", "a second time", "once", sheet.name, cell_name(r, 1)
            )
        stands[table, row, column] = r
    for figure in (*_header_figures(document), *document.figures, *_word_figures(document)):
        found = stands.pop(figure.key, None)
        name = " / ".join(figure.key)
        if found is None and figure.value == "":
            continue
        if found is None:
            yield _edited(name, None, _told(figure), sheet.name, "")
        elif not _same_line(sheet, found, figure):
            told = f"{sheet.at(found, 4)} ({sheet.at(found, 5)}, {sheet.at(found, 6)})"
            signed = f"{figure.value} ({figure.shown.value}, {figure.definition or None})"
            yield _edited(name, told, signed, sheet.name, cell_name(found, 4))
    for (table, row, column), r in stands.items():
        cell = cell_name(r, 1)
        yield _edited(f"{table} / {row} / {column}", "a line", "no such line", sheet.name, cell)


def _same_line(sheet: Sheet, row: int, figure: Figure) -> bool:
    value = sheet.at(row, 4)
    if figure.table in _WORDS:
        same = _text(value) == _text(figure.value)
    elif figure.shown is Shown.VALUE:
        same = _same(figure, value) or (
            isinstance(figure.value, str) and _words(value) == _words(figure.value)
        )
    else:
        same = value is None
    return (
        same
        and folded(sheet.at(row, 5)) == figure.shown.value
        and folded(sheet.at(row, 6)) == folded(figure.definition)
    )


def _header_figures(document: ReturnDocument) -> Iterator[Figure]:
    """Header and profile as the lines of the tidy sheet."""
    for name, value in document.header.to_plain().items():
        yield Figure(sheets.HEADER, name, "value", value)
    for row, listed in document.profile.items():
        for number, code in enumerate(listed, 1):
            yield Figure(sheets.PROFILE, row, str(number), code)


_WORDS = frozenset(table.id for table in form.word_tables())


def _word_figures(document: ReturnDocument) -> Iterator[Figure]:
    """The words as lines of the tidy sheet: the number of the line stands for the row."""
    for table in form.word_tables():
        for number, line in enumerate(document.words.get(table.id, ()), 1):
            for column, text in zip(table.columns, line, strict=True):
                yield Figure(table.id, str(number), column.code, text)
