"""Real files to import: signed workbooks as the program writes them, and workbooks with one thing wrong."""

import base64
import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from openpyxl import Workbook, load_workbook

from tests.reports.conftest import HEADER, PROFILE, WORDS, counts
from vrp_desktop.domain.returns import form, sheets
from vrp_desktop.domain.returns.figures import Figure, ReturnDocument, Shown
from vrp_desktop.domain.returns.form import keys as every_figure
from vrp_desktop.domain.returns.sheets import Sealed
from vrp_desktop.reports.excel import write_return, write_template
from vrp_desktop.security import seal
from vrp_desktop.services.protecting import protect_document


@cache
def _protected(seed: int, supported: int) -> ReturnDocument:
    values = counts(seed, supported)
    figures = (Figure(*key, values[key], definition=row.definition) for _, row, _, key in every_figure())
    return protect_document(ReturnDocument(HEADER, tuple(figures), PROFILE, WORDS)).document


def a_return(seed: int = 1, supported: int = 137, **header: Any) -> ReturnDocument:
    """A return in which everything adds up and no small count can be worked out."""
    document = _protected(seed, supported)
    return replace(document, header=replace(document.header, **header))


def sealed(document: ReturnDocument, key: int = 1) -> Sealed:
    """The document signed by the provider's key of that number."""
    public = Ed25519PrivateKey.from_private_bytes(bytes([key]) * 32).public_key().public_bytes_raw()
    return Sealed(document.to_bytes(), public, signature_of(document.to_bytes(), key))


def signature_of(payload: bytes, key: int = 1) -> bytes:
    """The signature of any bytes by the key of that number."""
    return seal.sign(bytes([key]) * 32, payload)


def signed(path: Path, document: ReturnDocument | None = None, key: int = 1) -> Path:
    """The workbook of a return, as the program writes it."""
    document = document or a_return()
    write_return(document, sealed(document, key), path)
    return path


def signed_over(path: Path, payload: bytes, key: int = 1) -> Path:
    """A workbook whose sheets are in order, and whose key signed other bytes than a return's."""
    labels = sheets.SIGNATURE_LABELS
    coded = base64.b64encode(payload).decode()
    chunks = [coded[start : start + sheets.CHUNK] for start in range(0, len(coded), sheets.CHUNK)]

    def change(book: Workbook) -> None:
        sheet = book[sheets.SIGNATURE]
        rows = {str(sheet.cell(r, 1).value): r for r in range(1, sheet.max_row + 1)}
        sheet.cell(rows[labels["signature"]], 2, base64.b64encode(signature_of(payload, key)).decode())
        first = rows[f"{labels['payload']} 1"]
        sheet.delete_rows(first, sheet.max_row)
        for number, chunk in enumerate(chunks, 1):
            sheet.cell(first + number - 1, 1, f"{labels['payload']} {number}")
            sheet.cell(first + number - 1, 2, chunk)

    return edited(signed(path, key=key), change)


def edited(path: Path, change: Callable[[Workbook], None]) -> Path:
    """The same workbook after somebody changed something in a spreadsheet program."""
    book = load_workbook(path)
    change(book)
    book.save(path)
    return path


def with_parts(path: Path, parts: Mapping[str, bytes], without: tuple[str, ...] = ()) -> Path:
    """The same archive with parts added or replaced, and others left out."""
    with zipfile.ZipFile(path) as archive:
        kept = {name: archive.read(name) for name in archive.namelist() if name not in without}
    path.write_bytes(packed({**kept, **parts}))
    return path


def packed(parts: Mapping[str, bytes]) -> bytes:
    """A zip archive of these parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def minimal(sheet: bytes, shared: bytes | None = None) -> bytes:
    """The smallest workbook there is, with this sheet."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    packages = "http://schemas.openxmlformats.org/package/2006"

    def relations(**targets: str) -> bytes:
        listed = (
            f'<Relationship Id="{kind}" Type="{office}/{kind}" Target="{target}"/>'
            for kind, target in targets.items()
        )
        return f'<Relationships xmlns="{packages}/relationships">{"".join(listed)}</Relationships>'.encode()

    sheets = '<sheets><sheet name="R2" sheetId="1" r:id="worksheet"/></sheets>'
    opened = f'<worksheet xmlns="{main}"><sheetData>'.encode()
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{packages}/content-types"/>'.encode(),
        "_rels/.rels": relations(officeDocument="xl/workbook.xml"),
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}">{sheets}</workbook>'.encode(),
        "xl/_rels/workbook.xml.rels": relations(
            worksheet="worksheets/sheet1.xml", sharedStrings="sharedStrings.xml"
        ),
        "xl/worksheets/sheet1.xml": opened + sheet + b"</sheetData></worksheet>",
    }
    if shared is not None:
        parts["xl/sharedStrings.xml"] = f'<sst xmlns="{main}">'.encode() + shared + b"</sst>"
    return packed(parts)


def template(path: Path, document: ReturnDocument, fill: Callable[[Workbook], None] | None = None) -> Path:
    """The empty template with a return's figures typed into it."""
    write_template(path)
    book = load_workbook(path)
    header = document.header
    answers = {
        "provider": header.provider,
        "intervention": header.intervention,
        "intervention_code": header.intervention_code,
        "quarter": str(header.quarter),
        "standing": header.standing.value,
        "prepared_on": header.prepared_on,
        "prepared_by": header.prepared_by,
    }
    sheet = book[sheets.HEADER]
    for name, answer in answers.items():
        row = next(r for r in range(1, 40) if sheet.cell(r, 1).value == sheets.HEADER_LABELS[name])
        sheet.cell(row, 2, answer)
    sheet = book[sheets.PROFILE]
    rows: dict[str, list[int]] = {}
    for r in range(1, sheet.max_row + 1):
        rows.setdefault(str(sheet.cell(r, 1).value), []).append(r)
    for name, listed in document.profile.items():
        for row, code in zip(rows[form.PROFILE_LABELS[name]], listed, strict=False):
            sheet.cell(row, 2, sheets.choices(form.PROFILE[name])[code])
    for key, (name, row, column) in sheets.places().items():
        figure = document.get(*key)
        book[name].cell(row, column, figure.value if figure.shown is Shown.VALUE else figure.shown.symbol)
    for table in form.word_tables():
        sheet = book[table.id]
        for number, line in enumerate(document.words.get(table.id, ()), 1):
            row = sheets.HEAD_ROW + number
            if table.items:
                row = sheets.HEAD_ROW + 1 + [code for code, _ in table.items].index(line[0])
            for c, text in enumerate(line[1:] if table.items else line, 2 if table.items else 1):
                sheet.cell(row, c, text).data_type = "s"
    if fill is not None:
        fill(book)
    book.save(path)
    return path
