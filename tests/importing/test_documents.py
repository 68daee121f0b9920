"""What sort of file somebody brings is judged by its bytes, and what could do harm is refused in words."""

import io
import struct
import time
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.importing.made_documents import PDF as A_PDF
from tests.importing.made_documents import jpeg, office, packed, png, relation, webp
from vrp_desktop.domain import pictures
from vrp_desktop.domain.documents import DOCX, JPEG, LARGEST, ODT, PDF, PNG, TXT, WEBP, XLSX, MediaType
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.pictures import Size
from vrp_desktop.importing.documents import judge, read


def short(value: object) -> str:
    """What a case is called: the words that are looked for, never its bytes."""
    return value.words if isinstance(value, MediaType) else value if isinstance(value, str) else ""


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (A_PDF, PDF),
        (png(), PNG),
        (jpeg(40, 30), JPEG),
        (webp(40, 30), WEBP),
        (office(DOCX), DOCX),
        (office(XLSX), XLSX),
        (office(ODT), ODT),
        (office(DOCX, {"word/_rels/document.xml.rels": relation("hyperlink", "https://x.org")}), DOCX),
        ("Zoë’s plan 🙂\n\tšto".encode(), TXT),
        ("Zoë".encode("utf-16"), TXT),
        ("Zoë".encode("cp1252"), TXT),
        (b"2 < 3, and a<b", TXT),
    ],
    ids=short,
)
def test_a_file_is_what_is_in_it(content: bytes, kind: MediaType) -> None:
    assert judge(content) is kind


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"%PDF-" + b"0" * LARGEST, "larger than 10.0 MB"),
        (b"MZ\x90\0" + b"\0" * 60, "a program"),
        (b"\x7fELF\2\1", "a program"),
        (b"#!/bin/sh\nrm -rf /", "a program"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "web page, a drawing"),
        (b"\xef\xbb\xbf <!DOCTYPE html><html>", "web page"),
        ("<?xml version='1.0'?>".encode("utf-16"), "web page"),
        (b"text first\n<script>alert(1)</script>", "web page"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old Office"),
        (b"{\\rtf1}", "rich text"),
        (b"GIF89a", "GIF"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "HEIC"),
        (b"7z\xbc\xaf\x27\x1c", "packed folder"),
        (b"words\0and more", "none of the files"),
        (bytes(range(1, 200)), "none of the files"),
        (b"PK\3\4 torn", "damaged"),
        (office(DOCX)[:-40], "damaged"),
        (b"\x89PNG\r\n\x1a\n", "damaged"),
        (packed({"a.txt": b"x"}), "packed folder"),
        (
            packed({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<x/>"}),
            "kind",
        ),
        (office(DOCX, {"word/vbaProject.bin": b"x"}), "macros"),
        (office(XLSX, types="application/vnd.ms-excel.sheet.macroEnabled.main+xml"), "macros"),
        (office(XLSX, {"xl/macrosheets/sheet1.xml": b"<x/>"}), "macros"),
        (office(ODT, {"Basic/Standard/Module1.xml": b"<x/>"}), "macros"),
        (office(DOCX, {"word/embeddings/oleObject1.bin": b"x"}), "other files inside"),
        (office(DOCX, {"word/run.exe": b"MZ"}), "programs"),
        (
            office(DOCX, {"word/_rels/settings.xml.rels": relation("attachedTemplate", "http://x/y.dotm")}),
            "fetches something",
        ),
        (office(DOCX, {"word/_rels/document.xml.rels": b"<!DOCTYPE x [<!ENTITY y 'z'>]><x/>"}), "fetches"),
        (png(20_000, 20_000), "20,000 × 20,000 pixels"),
        (jpeg(20_000, 20_000), "20,000 × 20,000 pixels"),
        (webp(16_000, 16_000), "16,000 × 16,000 pixels"),
    ],
    ids=short,
)
def test_what_cannot_be_kept_is_refused_with_what_to_do(content: bytes, words: str) -> None:
    with pytest.raises(Refused) as refused:
        judge(content)
    assert words in str(refused.value)


def test_the_limit_is_ten_megabytes_exactly() -> None:
    assert judge(b"%PDF-" + b"0" * (LARGEST - 5)) is PDF


def test_a_zip_that_would_fill_the_memory_is_refused_fast() -> None:
    bomb = office(DOCX, {f"word/media/{number}.png": bytes(40_000_000) for number in range(4)})
    assert len(bomb) < 1_000_000
    began = time.monotonic()
    with pytest.raises(Refused, match="unpacks to far more"):
        judge(bomb)
    assert time.monotonic() - began < 5
    many = packed({f"{number}": b"" for number in range(2_001)})
    with pytest.raises(Refused, match="2,001 parts"):
        judge(many)
    types = office(DOCX, {"word/_rels/a.rels": bytes(2_000_000)})
    with pytest.raises(Refused, match="unpacks to far more"):
        judge(types)


def test_what_a_zip_says_of_itself_is_not_believed() -> None:
    content = bytearray(office(DOCX, {"word/media/1.png": bytes(120_000_000)}))
    at = content.rindex(b"PK\1\2")
    struct.pack_into("<I", content, at + 24, 10)  # It says that ten bytes are in it.
    with pytest.raises(Refused):
        judge(bytes(content))
    out = io.BytesIO(office(DOCX))
    with zipfile.ZipFile(out, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("[Content_Types].xml", b"<Types/>")
    with pytest.raises(Refused, match="two parts of one name"):
        judge(out.getvalue())


@given(
    st.binary(max_size=300), st.sampled_from((b"", b"PK\3\4", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF"))
)
def test_any_bytes_are_judged_or_refused(content: bytes, start: bytes) -> None:
    with suppress(Refused):
        assert judge(start + content).suffix


def test_a_file_is_read_by_its_path_and_never_believed_by_its_name(tmp_path: Path) -> None:
    evil = tmp_path / "letter.pdf"
    evil.write_bytes(b"MZ\x90\0")
    with pytest.raises(Refused, match="a program, whatever its name says"):
        judge(read(evil))
    for path in (tmp_path, tmp_path / "nothing.pdf"):
        with pytest.raises(Refused, match="no file that can be added"):
            read(path)
    large = tmp_path / "large"
    with large.open("wb") as file:
        file.truncate(LARGEST * 3)
    with pytest.raises(Refused, match="larger than"):
        read(large)


def test_a_picture_s_size_is_read_without_decoding_it() -> None:
    assert pictures.size_of(png(7, 5)) == Size(7, 5)
    assert pictures.size_of(jpeg(640, 480, exif=b"x" * 900)) == Size(640, 480)
    assert pictures.size_of(webp(300, 200)) == Size(300, 200)
    assert pictures.size_of(b"\xff\xd8\xff\xe0\0\x02") is None
    assert pictures.size_of(b"BM") is None


def test_a_picture_is_bare_where_nothing_but_the_picture_is_in_it() -> None:
    for bare in (png(), jpeg(4, 4)):
        assert pictures.is_bare(bare)
        assert not pictures.is_bare(bare + b"more")
        assert not pictures.is_bare(bare[:-1])
    told = (
        png(4, 4, (b"tEXt", b"Author\0Ana")),
        png(4, 4, (b"eXIf", b"MM\0*")),
        jpeg(4, 4, b"GPS"),
        b"GIF89a",
    )
    for content in told:
        assert not pictures.is_bare(content)
