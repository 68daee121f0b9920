"""A file is written whole or not at all; text is wrapped without losing a word."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfbase import pdfmetrics

from tests.reports.conftest import sealed
from vrp_desktop.domain.errors import Trouble
from vrp_desktop.domain.returns.figures import ReturnDocument
from vrp_desktop.reports import excel, files, fonts, layout, pdf


def test_a_folder_that_is_not_there_is_trouble_in_words(document: ReturnDocument, tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    with pytest.raises(Trouble, match=r"return\.xlsx.*Check that the folder exists"):
        excel.write_return(document, sealed(document), gone / "return.xlsx")
    with pytest.raises(Trouble, match=r"return\.pdf"):
        pdf.write_return(document, gone / "return.pdf")
    assert not gone.exists()


def test_what_stood_there_stays_where_the_new_file_cannot_be_put(tmp_path: Path) -> None:
    (tmp_path / "return.pdf").mkdir()
    (tmp_path / "return.pdf" / "inside").touch()
    with pytest.raises(Trouble):
        files.write_whole(tmp_path / "return.pdf", b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["return.pdf"]


def test_a_new_file_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    files.write_whole(tmp_path / "a", b"old")
    files.write_whole(tmp_path / "a", b"new")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a", b"new")]


@given(st.text(st.characters(codec="latin-1", categories=("L", "Nd", "Zs")), max_size=200))
def test_wrapped_lines_fit_and_lose_no_letter(words: str) -> None:
    lines = fonts.wrap(words, fonts.REGULAR, 9, 80)
    for line in lines:
        assert len(line) <= 1 or pdfmetrics.stringWidth(line, fonts.REGULAR, 9) <= 80
    assert "".join("".join(lines).split()) == "".join(unicodedata.normalize("NFC", words).split())


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (0, "people", "0"),
        (1204, "people", "1,204"),
        (1204.5, "hours", "1,204.5"),
        (12, "hours", "12.0"),
        (78.3, "percent", "78.3%"),
        (3.5, "median", "3.5"),
        (None, "people", ""),
    ],
)
def test_numbers_are_written_as_people_read_them(value: float | None, unit: str, text: str) -> None:
    assert layout.number(value, unit) == text
