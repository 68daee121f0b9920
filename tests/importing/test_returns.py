"""From a workbook to a return: signed, edited, tampered with; and everything wrong said at its cell."""

import base64
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from tests.importing import samples
from vrp_desktop.domain.checking import Finding, Severity
from vrp_desktop.domain.quarters import Quarter
from vrp_desktop.domain.returns import form, sheets
from vrp_desktop.domain.returns.figures import Key, ReturnDocument, Shown
from vrp_desktop.importing.child import Reader
from vrp_desktop.importing.returns import Read, read_file


def errors(read: Read) -> list[Finding]:
    return [finding for finding in read.findings if finding.severity is Severity.ERROR]


def places(read: Read) -> list[str]:
    """Where the errors are, like "R2!B6"."""
    return [f"{finding.sheet}!{finding.cell}" for finding in errors(read)]


def test_a_signed_workbook_is_read_to_the_last_figure(tmp_path: Path, reader: Reader) -> None:
    document = samples.a_return()
    read = read_file(samples.signed(tmp_path / "a.xlsx", document), reader)
    assert read.findings == ()
    assert read.document == document
    assert read.sealed == samples.sealed(document)
    assert not read.edited


def _cell(sheet: str, cell: str, value: str | int | None) -> Callable[[Workbook], None]:
    def change(book: Workbook) -> None:
        book[sheet][cell] = value

    return change


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "words"),
    [
        ("R2", "B6", 999, "“Open at start of quarter, People” says “999”; signed was “88”"),
        ("R2", "B6", None, "says nothing; signed was “88”"),
        ("R2", "B6", "=80+8", "signed was “88”"),
        ("R0", "B10", "2026-27-Q3", "“Quarter” says “2026-27-Q3”; signed was “2026-27-Q2”"),
        ("R1", "B6", "Wakefield", "“District(s)” says “Wakefield; Bradford”"),
        ("data", "D30", 12345, "says “12345"),
        ("data", "A900", "R2", "a line"),
    ],
)
def test_a_cell_edited_after_signing_is_named(
    tmp_path: Path, reader: Reader, sheet: str, cell: str, value: str | int | None, words: str
) -> None:
    path = samples.edited(samples.signed(tmp_path / "a.xlsx"), _cell(sheet, cell, value))
    read = read_file(path, reader)
    assert read.edited
    assert places(read) == [f"{sheet}!{cell}"]
    assert "Edited since it was signed" in errors(read)[0].what
    assert words in errors(read)[0].what
    assert "resubmission" in errors(read)[0].mend


def test_every_edit_is_told_at_once(tmp_path: Path, reader: Reader) -> None:
    def change(book: Workbook) -> None:
        book["R2"]["B6"], book["R3.age"]["C8"], book["R5"]["B7"] = 1, 2, 3
        del book["R4"]

    read = read_file(samples.edited(samples.signed(tmp_path / "a.xlsx"), change), reader)
    assert sorted(places(read)) == ["R2!B6", "R3.age!C8", "R4!", "R5!B7"]


def test_rows_and_sheets_that_were_added_do_not_matter(tmp_path: Path, reader: Reader) -> None:
    def change(book: Workbook) -> None:
        book["R2"].insert_rows(1, 2)
        book.create_sheet("Our own notes")["A1"] = "=1+1"

    read = read_file(samples.edited(samples.signed(tmp_path / "a.xlsx"), change), reader)
    assert (read.findings, read.edited) == ((), False)


def _payload(book: Workbook) -> tuple[int, dict[str, object]]:
    sheet = book[sheets.SIGNATURE]
    label = f"{sheets.SIGNATURE_LABELS['payload']} 1"
    row = next(r for r in range(1, 30) if sheet.cell(r, 1).value == label)
    parts = [str(sheet.cell(r, 2).value) for r in range(row, sheet.max_row + 1)]
    return row, json.loads(base64.b64decode("".join(parts)))


def test_a_tampered_payload_does_not_verify(tmp_path: Path, reader: Reader) -> None:
    def change(book: Workbook) -> None:
        row, plain = _payload(book)
        plain["figures"][0][3] = 87  # type: ignore[index] # it is the list of figures
        written = json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode()
        coded = base64.b64encode(written).decode()
        for r in range(row, book[sheets.SIGNATURE].max_row + 1):
            start = (r - row) * sheets.CHUNK
            book[sheets.SIGNATURE].cell(r, 2, coded[start : start + sheets.CHUNK] or None)
        book["R2"]["B6"] = 87
        book["data"]["D27"] = 87

    read = read_file(samples.edited(samples.signed(tmp_path / "a.xlsx"), change), reader)
    assert read.edited
    assert read.sealed is None
    assert "does not fit" in errors(read)[0].what


@pytest.mark.parametrize(
    ("label", "value", "words"),
    [
        ("signature", "AAAA", "does not fit"),
        ("signature", "not base64!", "not base64"),
        ("fingerprint", "AAAA-BBBB-CCCC-DDDD-EEEE-FFFF", "fingerprint written there"),
        ("format", "vrp-signature/9", "vrp-signature/9"),
        ("public_key", None, "lacks"),
    ],
)
def test_a_signature_sheet_that_was_touched_is_said(
    tmp_path: Path, reader: Reader, label: str, value: str | None, words: str
) -> None:
    def change(book: Workbook) -> None:
        sheet = book[sheets.SIGNATURE]
        words = sheets.SIGNATURE_LABELS[label]
        row = next(r for r in range(1, 30) if sheet.cell(r, 1).value == words)
        sheet.cell(row, 2).value = value

    read = read_file(samples.edited(samples.signed(tmp_path / "a.xlsx"), change), reader)
    assert read.edited
    assert read.sealed is None
    assert words in errors(read)[0].what


def test_a_signature_taken_out_does_not_make_it_hand_filled(tmp_path: Path, reader: Reader) -> None:
    def change(book: Workbook) -> None:
        del book[sheets.SIGNATURE]
        book["R2"]["B6"] = 89

    read = read_file(samples.edited(samples.signed(tmp_path / "a.xlsx"), change), reader)
    assert (read.edited, read.document) == (True, None)
    assert "taken out" in errors(read)[0].what


def wrong(path: Path, reader: Reader, **figures: int) -> Read:
    """A return that its own key signed, with these figures of the journey."""
    document = samples.a_return()
    changed = document.with_figures(
        replace(f, value=figures[f.row]) if f.table == "R2" and f.row in figures else f
        for f in document.figures
    )
    return read_file(samples.signed(path / "a.xlsx", changed), reader)


def test_figures_that_do_not_add_up_are_told_as_the_equation(tmp_path: Path, reader: Reader) -> None:
    read = wrong(tmp_path, reader, open_end=95)
    assert places(read) == ["R2!B6"]
    assert errors(read)[0].what == (
        "Open at start + started − completed − ended early = open at end: "
        "B6 (88) + B11 (49) = 137 must equal B14 (31) + B15 (12) + B16 (95) = 138."
    )
    assert not read.edited


def test_hidden_parts_can_still_not_be_less_than_nothing(tmp_path: Path, reader: Reader) -> None:
    document = samples.a_return()
    hidden = {figure.key for figure in document.figures if figure.shown is Shown.CONFIDENTIAL}
    care = [("R3.care", row.code, "people") for row in form.table("R3.care").rows]
    assert hidden.intersection(care)
    whole: Key = ("R3.care", "total", "people")
    changed = document.with_figures(
        replace(figure, value=1) if figure.key == whole else figure for figure in document.figures
    )
    read = read_file(samples.signed_over(tmp_path / "a.xlsx", changed.to_bytes()), reader)
    assert any("= at least" in f.what and f.sheet == whole[0] for f in errors(read))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"value": -1}, "less than nought"),
        ({"value": 2.5}, "not a whole number"),
        ({"value": "many"}, "not a number"),
        ({"value": 99_000_000}, "cannot be"),
        ({"definition": "open/2"}, "counted by the definition “open/2”"),
        ({"row": "closed"}, "not a figure of this standard"),
        ({"shown": Shown.CONFIDENTIAL}, "still carries its number"),
    ],
)
def test_a_figure_that_cannot_be_is_told_at_its_cell(
    tmp_path: Path, reader: Reader, change: dict[str, object], words: str
) -> None:
    document = samples.a_return()
    first, *rest = document.figures
    changed = document.with_figures([replace(first, **change), *rest])  # type: ignore[arg-type] # by name
    path = samples.signed_over(tmp_path / "a.xlsx", changed.to_bytes())
    assert any(words in finding.what for finding in errors(read_file(path, reader)))


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ({"prepared_on": date(2026, 6, 30)}, "had begun"),
        ({"threshold": 3}, "at least 5 is asked for"),
        ({"quarter": Quarter(1990, 1)}, "not a quarter of this work"),
        ({"intervention_code": " "}, "“Intervention code” is empty"),
    ],
)
def test_a_header_that_cannot_be_is_told(
    tmp_path: Path, reader: Reader, header: dict[str, Any], words: str
) -> None:
    path = samples.signed(tmp_path / "a.xlsx", samples.a_return(**header))
    assert any(words in finding.what for finding in errors(read_file(path, reader)))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda plain: plain["header"].update(standard="vrp-return/9"), "follows “vrp-return/9”"),
        (lambda plain: plain["header"].update(provider={"a": 1}), "not written as the standard asks"),
        (lambda plain: plain["header"].update(provider="x" * 5000), "not written as the standard asks"),
        (lambda plain: plain["header"].update(return_id="1"), "not written as the standard asks"),
        (lambda plain: plain["figures"].append([["R2"], "a", "b", 1, "value", ""]), "not written as"),
        (lambda plain: plain.pop("profile"), "not a return of this standard"),
        (lambda plain: plain.update(more=1), "not written as the standard asks"),
    ],
)
def test_a_signature_over_something_else_than_a_return_is_told(
    tmp_path: Path, reader: Reader, change: Callable[[dict[str, object]], object], words: str
) -> None:
    plain = json.loads(samples.a_return().to_bytes())
    change(plain)
    payload = json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode()
    read = read_file(samples.signed_over(tmp_path / "a.xlsx", payload), reader)
    assert read.document is None
    assert words in errors(read)[0].what


def test_deep_json_is_not_followed_down(tmp_path: Path, reader: Reader) -> None:
    read = read_file(samples.signed_over(tmp_path / "a.xlsx", b"[" * 100_000 + b"]" * 100_000), reader)
    assert read.document is None
    assert errors(read)


def test_a_workbook_that_is_no_return_says_so(tmp_path: Path, reader: Reader) -> None:
    book = Workbook()
    book.active["A1"] = "Shopping"  # type: ignore[index] # a new workbook has an active sheet
    book.save(tmp_path / "a.xlsx")
    read = read_file(tmp_path / "a.xlsx", reader)
    assert not read.is_return
    assert "none of a return's sheets" in read.findings[0].what


def test_a_return_prepared_before_its_quarter_ended_is_a_warning(tmp_path: Path, reader: Reader) -> None:
    document: ReturnDocument = samples.a_return(prepared_on=Quarter(2026, 2).end - timedelta(days=1))
    (finding,) = read_file(samples.signed(tmp_path / "a.xlsx", document), reader).findings
    assert finding.severity is Severity.WARNING
