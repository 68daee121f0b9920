"""A template filled in by hand, by a person in a hurry, in whatever spreadsheet program they have."""

import copy
import shutil
import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.importing import samples
from vrp_desktop.domain.checking import Finding, Severity
from vrp_desktop.domain.quarters import Quarter
from vrp_desktop.domain.returns import form, sheets
from vrp_desktop.domain.returns.figures import Shown, Standing
from vrp_desktop.importing.answers import name_id
from vrp_desktop.importing.child import Reader
from vrp_desktop.importing.returns import Read, read_file
from vrp_desktop.reports.excel import write_template


def errors(read: Read) -> list[Finding]:
    return [finding for finding in read.findings if finding.severity is Severity.ERROR]


def test_a_filled_template_says_what_was_typed(tmp_path: Path, reader: Reader) -> None:
    document = samples.a_return()
    read = read_file(samples.template(tmp_path / "t.xlsx", document), reader)
    assert read.findings == ()
    assert read.document is not None
    assert read.document.figures == document.figures
    assert {row: v for row, v in read.document.profile.items() if v} == document.profile
    header = read.document.header
    assert (header.provider, header.intervention_code) == (document.header.provider, "LEE-07")
    assert (header.quarter, header.standing) == (Quarter(2026, 2), Standing.FINAL)
    assert header.prepared_on == date(2026, 10, 5)
    assert header.provider_id == name_id(document.header.provider)
    assert (read.sealed, read.edited) == (None, False)


def test_the_empty_template_says_everything_it_lacks(tmp_path: Path, reader: Reader) -> None:
    write_template(tmp_path / "t.xlsx")
    read = read_file(tmp_path / "t.xlsx", reader)
    assert [finding.what for finding in errors(read)] == [
        "“Provider” is empty.",
        "“Intervention code” is empty.",
        "“Quarter” is empty.",
        "There is no figure in it: this is the empty template.",
    ]
    assert [finding.cell for finding in errors(read)] == ["B7", "B9", "B10", ""]


@pytest.mark.parametrize(
    ("typed", "value", "shown", "words"),
    [
        ("88", 88, Shown.VALUE, "number written as text"),
        (" 1,088 ", 1088, Shown.VALUE, "number written as text"),
        (88.0, 88, Shown.VALUE, ""),
        ("[C]", None, Shown.CONFIDENTIAL, ""),
        (" [ z ] ", None, Shown.NOT_APPLICABLE, ""),
        (None, None, Shown.NOT_AVAILABLE, "Empty cells here: 1."),
        ("  ", None, Shown.NOT_AVAILABLE, ""),
        ("n/a", None, Shown.NOT_AVAILABLE, "“n/a” is not a number"),
        ("<5", None, Shown.NOT_AVAILABLE, "“<5” is not a number"),
        (-3, None, Shown.NOT_AVAILABLE, "less than nought"),
        (8.5, None, Shown.NOT_AVAILABLE, "not a whole number"),
        (10**12, None, Shown.NOT_AVAILABLE, "cannot be"),
        (True, None, Shown.NOT_AVAILABLE, "“TRUE” is not a number"),
        (date(2026, 1, 2), None, Shown.NOT_AVAILABLE, "is not a number"),
        ("=80+8", None, Shown.NOT_AVAILABLE, "There is a formula"),
    ],
)
def test_what_people_type_in_a_cell(
    tmp_path: Path,
    reader: Reader,
    typed: str | int | float | date | None,
    value: int | None,
    shown: Shown,
    words: str,
) -> None:
    def fill(book: Workbook) -> None:
        book["R2"]["B8"] = typed

    read = read_file(samples.template(tmp_path / "t.xlsx", samples.a_return(), fill), reader)
    assert read.document is not None
    figure = read.document.get("R2", "accepted", "people")
    assert (figure.value, figure.shown) == (value, shown)
    told = [f.what for f in read.findings if (f.sheet, f.cell) in (("R2", "B8"), ("R2", ""))]
    assert bool(told) == bool(words)
    assert all(words in what for what in told)


def _fill(**answers: object) -> Callable[[Workbook], None]:
    def fill(book: Workbook) -> None:
        sheet = book[sheets.HEADER]
        for row in range(1, 40):
            for name, answer in answers.items():
                if sheet.cell(row, 1).value == sheets.HEADER_LABELS[name]:
                    sheet.cell(row, 2).value = answer  # type: ignore[assignment] # what people type

    return fill


@pytest.mark.parametrize("typed", ["2026-27-Q2", "2026-27 q2", "2026/27 Q2", "Q2 2026-27", "Q2 2026/27"])
def test_a_quarter_is_understood_as_people_write_it(tmp_path: Path, reader: Reader, typed: str) -> None:
    path = samples.template(tmp_path / "t.xlsx", samples.a_return(), _fill(quarter=typed))
    document = read_file(path, reader).document
    assert document is not None
    assert document.header.quarter == Quarter(2026, 2)


@pytest.mark.parametrize("typed", ["5/10/2026", "2026-10-05", "05.10.2026", date(2026, 10, 5)])
def test_a_date_is_understood_as_people_write_it(tmp_path: Path, reader: Reader, typed: str | date) -> None:
    path = samples.template(tmp_path / "t.xlsx", samples.a_return(), _fill(prepared_on=typed))
    document = read_file(path, reader).document
    assert document is not None
    assert document.header.prepared_on == date(2026, 10, 5)


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"quarter": "2026-28-Q2"}, "“2026-28-Q2” is not a quarter"),
        ({"quarter": "summer"}, "“summer” is not a quarter"),
        ({"standard": "vrp-return/9"}, "follows “vrp-return/9”"),
        ({"standing": "nearly"}, "“nearly” is not a standing"),
        ({"threshold": "five"}, "not a whole number"),
        ({"threshold": 3}, "at least 5 is asked for"),
        ({"provider": "x" * 300}, "“Provider” is too long"),
        ({"provider": '=HYPERLINK("x")'}, "There is a formula"),
    ],
)
def test_a_header_nobody_can_understand_is_told(
    tmp_path: Path, reader: Reader, answers: dict[str, object], words: str
) -> None:
    path = samples.template(tmp_path / "t.xlsx", samples.a_return(), _fill(**answers))
    assert any(words in finding.what for finding in errors(read_file(path, reader)))


def test_every_problem_is_told_at_once(tmp_path: Path, reader: Reader) -> None:
    def fill(book: Workbook) -> None:
        _fill(quarter="soon")(book)
        book["R1"]["B6"] = "Lancashire"
        book["R2"]["B6"], book["R2"]["B9"] = "lots", "=1"
        book["R3.age"]["C8"] = -1
        book["R2.declined"]["A6"] = "Moved to the moon"
        del book["R7"]

    read = read_file(samples.template(tmp_path / "t.xlsx", samples.a_return(), fill), reader)
    assert {(f.sheet, f.cell) for f in errors(read)} >= {
        ("R0", "B10"), ("R1", "B6"), ("R2", "B6"), ("R2", "B9"), ("R3.age", "C8"), ("R2.declined", "A6"),
    }  # fmt: skip
    assert any("“R7”" in f.what for f in read.findings)
    assert read.is_return


def test_inserted_and_moved_rows_do_not_matter(tmp_path: Path, reader: Reader) -> None:
    def fill(book: Workbook) -> None:
        sheet = book["R2"]
        sheet.insert_rows(8)
        last = sheet.max_row
        first = [sheet.cell(6, c).value for c in (1, 2)]
        for c in (1, 2):
            sheet.cell(6, c).value = sheet.cell(last, c).value
            sheet.cell(last, c).value = first[c - 1]
        book["R3.age"].insert_cols(2)

    document = samples.a_return()
    read = read_file(samples.template(tmp_path / "t.xlsx", document, fill), reader)
    assert (read.document and read.document.figures, read.findings) == (document.figures, ())


def test_labels_and_codes_are_taken_alike_whatever_their_case(tmp_path: Path, reader: Reader) -> None:
    def fill(book: Workbook) -> None:
        for row in form.table("R3.care").rows:
            cell = next(c for c in book["R3.care"]["A"] if c.value == row.label)
            cell.value = row.code.upper()
        book["R1"]["B6"] = " LEEDS ; bradford"
        book["R1"]["B7"] = None

    document = samples.a_return()
    read = read_file(samples.template(tmp_path / "t.xlsx", document, fill), reader)
    assert read.document is not None
    assert read.document.figures == document.figures
    assert read.document.profile["districts"] == ("leeds", "bradford")


def test_a_row_twice_is_an_error(tmp_path: Path, reader: Reader) -> None:
    def fill(book: Workbook) -> None:
        book["R2"]["A7"] = "Open at start of quarter"

    read = read_file(samples.template(tmp_path / "t.xlsx", samples.a_return(), fill), reader)
    assert "is there twice (also in row 6)" in errors(read)[0].what


def test_figures_by_hand_that_do_not_add_up_are_told_where_they_stand(tmp_path: Path, reader: Reader) -> None:
    def fill(book: Workbook) -> None:
        book["R2"].insert_rows(3)
        book["R2"]["B17"] = 1000

    read = read_file(samples.template(tmp_path / "t.xlsx", samples.a_return(), fill), reader)
    assert ("R2", "B7") in {(f.sheet, f.cell) for f in errors(read)}
    assert "B17 (1,000)" in errors(read)[0].what


SOFFICE = shutil.which("soffice")
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


def libreoffice(path: Path, kind: str, folder: Path) -> Path:
    """Has LibreOffice open a file and save it as another kind."""
    assert SOFFICE is not None
    profile = folder.parent / "profile"
    subprocess.run(
        [
            *(SOFFICE, f"-env:UserInstallation={profile.as_uri()}", "--headless"),
            *("--convert-to", kind, "--outdir", str(folder), str(path)),
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    return folder / path.with_suffix(f".{kind}").name


def _type(sheet: ET.Element, row: int, column: int, value: object) -> None:
    """Types into one cell of a flat OpenDocument sheet."""
    cell = _nth(
        _nth(sheet, "table-row", "number-rows-repeated", row), "table-cell", "number-columns-repeated", column
    )
    for child in list(cell):
        cell.remove(child)
    number = isinstance(value, int | float)
    cell.set(f"{OFFICE}value-type", "float" if number else "string")
    if number:
        cell.set(f"{OFFICE}value", str(value))
    ET.SubElement(cell, f"{TEXT}p").text = str(value)


def _nth(parent: ET.Element, name: str, repeated: str, number: int) -> ET.Element:
    """The row or cell of that number, standing alone: repeated ones are written out around it."""
    at = 0
    for holder, child in _in_order(parent, f"{TABLE}{name}"):
        count = int(child.get(f"{TABLE}{repeated}", "1"))
        at += count
        if at < number:
            continue
        place = list(holder).index(child)
        holder.remove(child)
        pieces = []
        for length in (number - 1 - (at - count), 1, at - number):
            piece = copy.deepcopy(child)
            piece.set(f"{TABLE}{repeated}", str(length))
            pieces.append(piece)
            if length:
                holder.insert(place, piece)
                place += 1
        return pieces[1]
    raise AssertionError(f"no {name} {number}")


def _in_order(parent: ET.Element, tag: str) -> Iterator[tuple[ET.Element, ET.Element]]:
    """Every row or cell with what it stands in, in the order of the sheet."""
    for child in list(parent):
        if child.tag == tag:
            yield parent, child
        else:
            yield from _in_order(child, tag)


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (libreoffice-calc) is not installed")
def test_a_template_filled_in_libreoffice_comes_in(tmp_path: Path, reader: Reader) -> None:
    document = samples.a_return()
    write_template(tmp_path / "template.xlsx")
    flat = libreoffice(tmp_path / "template.xlsx", "fods", tmp_path / "flat")
    for prefix, address in {n for _, n in ET.iterparse(flat, ["start-ns"])}:  # noqa: S314 - LibreOffice's own
        ET.register_namespace(prefix, address)
    tree = ET.parse(flat)  # noqa: S314 - LibreOffice's own file
    found = {str(t.get(f"{TABLE}name")): t for t in tree.iter(f"{TABLE}table")}
    head = sheets.HEAD_ROW + 1
    header = {
        "provider": "Wharfe Café & Friends",
        "intervention": "Boxing",
        "intervention_code": "LEE-09",
        "quarter": "2026-27-Q2",
        "standing": "final",
        "prepared_on": "2026-10-05",
        "prepared_by": "Ana",
    }
    for name, answer in header.items():
        _type(found["R0"], head + sheets.BY_HAND.index(name), 2, answer)
    _type(found["R1"], head, 2, "Leeds")
    for key, (name, row, column) in sheets.places().items():
        figure = document.get(*key)
        _type(found[name], row, column, figure.value if figure.shown is Shown.VALUE else figure.shown.symbol)
    tree.write(flat, encoding="utf-8", xml_declaration=True)
    filled = libreoffice(flat, "xlsx", tmp_path / "filled")

    read = read_file(filled, reader)
    assert errors(read) == []
    assert read.document is not None
    assert read.document.figures == document.figures
    assert read.document.header.provider == "Wharfe Café & Friends"
    assert read.document.profile["districts"] == ("leeds",)


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (libreoffice-calc) is not installed")
def test_a_signed_workbook_saved_again_in_libreoffice_still_verifies(tmp_path: Path, reader: Reader) -> None:
    document = samples.a_return()
    samples.signed(tmp_path / "a.xlsx", document)
    read = read_file(libreoffice(tmp_path / "a.xlsx", "xlsx", tmp_path / "again"), reader)
    assert errors(read) == []
    assert read.document == document
    assert read.sealed is not None
    assert not read.edited
