"""The workbook, read back by a program that did not write it."""

import base64
import io
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from tests.reports import programs
from tests.reports.conftest import HEADER, a_return, sealed
from vrp_desktop.domain.returns import form, sheets
from vrp_desktop.domain.returns.figures import Figure, ReturnDocument, Shown, Standing
from vrp_desktop.reports import excel, layout
from vrp_desktop.security import seal


def written(document: ReturnDocument, folder: Path) -> Path:
    path = folder / "return.xlsx"
    excel.write_return(document, sealed(document), path)
    return path


@pytest.fixture(scope="module")
def workbook(document: ReturnDocument, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(document, tmp_path_factory.mktemp("workbook"))


def cells(path: Path, sheet: str) -> list[list[Any]]:
    return CalamineWorkbook.from_path(path).get_sheet_by_name(sheet).to_python(skip_empty_area=False)


def test_every_figure_stands_in_its_place(workbook: Path, document: ReturnDocument) -> None:
    read = {table.id: cells(workbook, table.id) for table in form.tables()}
    for figure in document.figures:
        sheet, row, column = sheets.places()[figure.key]
        assert read[sheet][row - 1][column - 1] == (
            figure.value if figure.shown is Shown.VALUE else figure.shown.symbol
        ), figure.key


def test_heads_and_row_labels_are_those_of_the_form(workbook: Path) -> None:
    for table in form.tables():
        read = cells(workbook, table.id)
        assert read[sheets.HEAD_ROW - 1] == [table.head, *(column.label for column in table.columns)]
        labels = [row[0] for row in read[sheets.HEAD_ROW : sheets.HEAD_ROW + len(table.rows)]]
        assert labels == [row.label for row in table.rows]


def test_the_data_sheet_has_every_figure_once(workbook: Path, document: ReturnDocument) -> None:
    heads, *rows = cells(workbook, sheets.DATA)
    assert heads == list(sheets.DATA_COLUMNS)
    beside = {sheets.HEADER, sheets.PROFILE, *(table.id for table in form.word_tables())}
    figures = [row for row in rows if row[0] not in beside]
    assert [tuple(row[:3]) for row in figures] == [figure.key for figure in document.figures]
    for row, figure in zip(figures, document.figures, strict=True):
        assert row[3] == ("" if figure.value is None else figure.value)
        assert row[4:] == [figure.shown.value, figure.definition]
    header = {row[1]: row[3] for row in rows if row[0] == sheets.HEADER}
    assert header == document.header.to_plain()
    profile = [(row[1], row[2], row[3]) for row in rows if row[0] == sheets.PROFILE]
    assert profile == [
        (name, str(index), code)
        for name in form.PROFILE
        for index, code in enumerate(document.profile.get(name, ()), 1)
    ]


def test_header_and_profile_are_in_words(workbook: Path) -> None:
    header = {row[0]: row[1] for row in cells(workbook, sheets.HEADER)[sheets.HEAD_ROW :]}
    assert list(header) == list(sheets.HEADER_LABELS.values())
    assert header["Provider"] == HEADER.provider
    assert header["Prepared on"] == date(2026, 10, 5)
    assert header["Disclosure threshold"] == 5
    assert header["Replaces the return with content hash"] == "[z]"
    profile = [row[:2] for row in cells(workbook, sheets.PROFILE)[sheets.HEAD_ROW :]]
    assert ["District(s)", "Leeds"] in profile
    assert ["District(s)", "Bradford"] in profile
    assert ["Reach", "[x]"] in profile


def test_the_signature_is_over_exactly_these_bytes(workbook: Path, document: ReturnDocument) -> None:
    rows = {str(row[0]): str(row[1]) for row in cells(workbook, sheets.SIGNATURE)[sheets.HEAD_ROW :]}
    labels = sheets.SIGNATURE_LABELS
    part = labels["payload"]
    payload = "".join(rows[f"{part} {number}"] for number in range(1, len(rows) - 3))
    public, signature = (base64.b64decode(rows[labels[name]]) for name in ("public_key", "signature"))
    assert base64.b64decode(payload) == document.to_bytes()
    assert seal.verify(public, document.to_bytes(), signature)
    assert rows[labels["format"]] == sheets.SIGNATURE_FORMAT
    assert rows[labels["fingerprint"]] == seal.fingerprint(public)


def test_the_same_document_gives_the_same_bytes(document: ReturnDocument, tmp_path: Path) -> None:
    first, second = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    excel.write_return(document, sealed(document), first)
    excel.write_return(ReturnDocument.from_bytes(document.to_bytes()), sealed(document), second)
    assert first.read_bytes() == second.read_bytes()
    with zipfile.ZipFile(first) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2026, 10, 5, 0, 0, 0)}


def test_sheets_are_as_the_guidance_asks(workbook: Path) -> None:
    book = openpyxl.load_workbook(workbook)
    names = [table.id for table in layout.parts()]
    assert {*names} == {table.id for table in form.tables()} | {t.id for t in form.word_tables()}
    assert names.index("R10.words") == names.index("R10") + 1
    assert names.index("R13") < names.index("R14") < names.index("R15.words") == len(names) - 1
    assert book.sheetnames == [
        sheets.COVER, sheets.CONTENTS, sheets.NOTES, sheets.HEADER, sheets.PROFILE, *names, sheets.DATA,
        sheets.SIGNATURE,
    ]  # fmt: skip
    assert book.properties.title == "Quarterly return: Steps Together mentoring, 2026-27-Q2"
    assert book.properties.language == "en-GB"
    for sheet in book.worksheets:
        assert not sheet.merged_cells.ranges, sheet.title
        assert sheet.sheet_state == "visible", sheet.title
        assert sheet.page_setup.orientation == "landscape", sheet.title
        if sheet.title != sheets.COVER:
            assert len(sheet.tables) == 1, sheet.title
            assert sheet.freeze_panes is not None, sheet.title
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    assert cell.font.sz >= 11, (sheet.title, cell.coordinate)
                    assert cell.data_type != "f", (sheet.title, cell.coordinate)
        if sheet.title in names:
            table = next(iter(sheet.tables.values()))
            assert table.ref.startswith(f"A{sheets.HEAD_ROW}:")
            body = sheet.iter_rows(sheets.HEAD_ROW, sheet.max_row, 1, sheet.max_column)
            assert all(cell.value is not None for row in body for cell in row), sheet.title


def test_contents_leads_to_every_sheet(workbook: Path) -> None:
    book = openpyxl.load_workbook(workbook)
    contents = book[sheets.CONTENTS]
    led_to = {
        (link.location or link.target or "").lstrip("#").split("!")[0].strip("'")
        for row in contents.iter_rows(sheets.HEAD_ROW + 1, contents.max_row, 1, 1)
        for cell in row
        if (link := cell.hyperlink)
    }
    assert led_to == set(book.sheetnames) - {sheets.CONTENTS}


def test_every_symbol_and_definition_is_explained(workbook: Path, document: ReturnDocument) -> None:
    rows = cells(workbook, sheets.NOTES)[sheets.HEAD_ROW :]
    assert {"[c]", "[z]", "[x]"} <= {row[1] for row in rows}
    used = {figure.definition for figure in document.figures}
    assert used <= {row[2] for row in rows}
    assert all(row[3] for row in rows)
    assert any("from 1 to 4 are hidden" in str(row[3]) for row in rows)


TRICKS = ("=1+1", "+1+1", "-1+1", "@SUM(1,1)", "\t=1+1", "\r=1+1", "=cmd|'/c calc'!A0", "1\x0b2")


@pytest.mark.parametrize("trick", TRICKS)
def test_what_a_person_typed_is_never_a_formula(trick: str, tmp_path: Path) -> None:
    document = a_return(provider=trick, intervention=trick, prepared_by=trick)
    path = written(document, tmp_path)
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            assert b"<f>" not in archive.read(name), name
    text = trick.replace("\x0b", "\ufffd")
    provider = openpyxl.load_workbook(path)[sheets.HEADER]["B7"]
    assert provider.data_type == "s"
    assert str(provider.value).strip() == text.strip()


def test_libreoffice_takes_no_text_for_a_formula(tmp_path: Path) -> None:
    document = a_return(provider="=1+1", intervention="+2+2", prepared_by="@SUM(3,3)")
    saved = programs.by_libreoffice(written(document, tmp_path), "ods", tmp_path / "office")
    content = zipfile.ZipFile(saved).read("content.xml").decode()
    assert "table:formula" not in content
    header = {row[0]: row[1] for row in cells(saved, sheets.HEADER)[sheets.HEAD_ROW :]}
    assert header["Provider"] == "=1+1"
    assert header["Intervention"] == "+2+2"
    assert header["Prepared by"] == "@SUM(3,3)"


def test_libreoffice_reads_the_same_figures(workbook: Path, document: ReturnDocument, tmp_path: Path) -> None:
    saved = programs.by_libreoffice(workbook, "ods", tmp_path / "office")
    for table in form.tables():
        read = cells(saved, table.id)
        for row in table.rows:
            for column in table.columns:
                figure = document.get(table.id, row.code, column.code)
                _, at_row, at_column = sheets.places()[figure.key]
                expected = figure.value if figure.shown is Shown.VALUE else figure.shown.symbol
                assert read[at_row - 1][at_column - 1] == expected, figure.key


def everything_in(path: Path) -> bytes:
    """All that the file holds, unpacked, and the signed content as well."""
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
        inside = b"".join(archive.read(name) for name in archive.namelist())
    rows = cells(path, sheets.SIGNATURE)[sheets.HEAD_ROW :]
    part = sheets.SIGNATURE_LABELS["payload"]
    payload = "".join(str(row[1]) for row in rows if str(row[0]).startswith(part))
    return inside + base64.b64decode(payload)


def test_a_hidden_value_is_in_no_layer(document: ReturnDocument, tmp_path: Path) -> None:
    canary = 918273
    counted = [
        replace(figure, value=canary, shown=Shown.VALUE) if index % 7 == 0 else figure
        for index, figure in enumerate(document.figures)
    ]
    hidden = document.with_figures(f.hidden() if f.value == canary else f for f in counted)
    assert str(canary).encode() in everything_in(written(document.with_figures(counted), tmp_path))
    assert str(canary).encode() not in everything_in(written(hidden, tmp_path))


def test_nothing_is_written_where_a_hidden_figure_carries_its_value(
    document: ReturnDocument, tmp_path: Path
) -> None:
    leaky = Figure("R2", "referred", "people", 3, Shown.CONFIDENTIAL, "referred/1")
    with pytest.raises(ValueError, match="still carries its value"):
        written(document.with_figures([leaky, *document.figures[2:]]), tmp_path)
    assert not list(tmp_path.iterdir())


def test_nothing_is_written_where_another_document_was_signed(
    document: ReturnDocument, tmp_path: Path
) -> None:
    with pytest.raises(ValueError, match="not this document"):
        excel.write_return(document, sealed(a_return(seed=8)), tmp_path / "return.xlsx")
    assert not list(tmp_path.iterdir())


def test_a_draft_says_so_on_every_sheet_of_figures(tmp_path: Path) -> None:
    path = written(a_return(standing=Standing.DRAFT), tmp_path)
    for table in form.tables():
        assert "This is a draft." in str(cells(path, table.id)[1][0])
    assert layout.STANDINGS[Standing.DRAFT] in {row[0] for row in cells(path, sheets.COVER)}
