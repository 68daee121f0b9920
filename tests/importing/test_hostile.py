"""Whatever a stranger sends: words, never a traceback, never a hang, never a full memory."""

import io
import multiprocessing
import sys
import time
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.importing import samples
from vrp_desktop.importing import preflight
from vrp_desktop.importing.child import Reader
from vrp_desktop.importing.preflight import Unreadable
from vrp_desktop.importing.returns import Read, read_file

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512


def said(read: Read) -> str:
    """Everything that was found, as text; the file must not have been taken for a return."""
    assert not read.is_return
    assert read.document is None
    assert all(finding.what and finding.mend for finding in read.findings)
    return " ".join(finding.what for finding in read.findings)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "no bytes"),
        (b"%PDF-1.7 ...", "a PDF document"),
        (OLE, "old Excel format"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "locked with a password"),
        (b"\x89PNG\r\n", "a picture"),
        (b"name,value\n1,2\n", "not a workbook"),
        (b"<html>", "a web page"),
        (b"PK\x03\x04 and no more", "damaged"),
        (samples.packed({"word/document.xml": b"<x/>"}), "not an Excel workbook"),
        (
            samples.packed({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}),
            "not an Excel workbook",
        ),
        (samples.packed({"../evil.xml": b"<x/>"}), "points outside itself"),
        (samples.packed({f"xl/media/{n}.png": b"" for n in range(400)}), "400 parts"),
    ],
)
def test_what_is_not_a_workbook_is_named(tmp_path: Path, reader: Reader, content: bytes, words: str) -> None:
    path = tmp_path / "return.xlsx"
    path.write_bytes(content)
    assert words in said(read_file(path, reader))


def test_a_missing_file_and_a_folder_are_answered(tmp_path: Path, reader: Reader) -> None:
    assert "no such file" in said(read_file(tmp_path / "none.xlsx", reader))
    assert "folder" in said(read_file(tmp_path, reader))


def test_a_torn_workbook_is_damaged(tmp_path: Path, reader: Reader) -> None:
    path = samples.signed(tmp_path / "a.xlsx")
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    assert "damaged" in said(read_file(path, reader))
    path.write_bytes(whole[:4000] + bytes(64) + whole[4064:])
    assert "damaged" in said(read_file(path, reader))


def test_a_file_over_ten_megabytes_is_not_opened(tmp_path: Path, reader: Reader) -> None:
    path = tmp_path / "huge.xlsx"
    with path.open("wb") as file:
        file.truncate(preflight.LARGEST_FILE + 1)
    assert "larger than 10 MB" in said(read_file(path, reader))


@pytest.mark.parametrize(
    ("part", "content", "words"),
    [
        ("xl/vbaProject.bin", b"\xd0\xcf", "macros"),
        ("xl/externalLinks/externalLink1.xml", b"<externalLink/>", "links to other workbooks"),
        ("xl/connections.xml", b"<connections/>", "outside data"),
        ("xl/activeX/activeX1.bin", b"", "active controls"),
        ("xl/embeddings/oleObject1.bin", b"", "embedded files"),
        ("xl/mystery.xml", b"<x/>", "no need of: xl/mystery.xml"),
    ],
)
def test_parts_a_return_has_no_need_of_are_named(
    tmp_path: Path, reader: Reader, part: str, content: bytes, words: str
) -> None:
    path = samples.with_parts(samples.signed(tmp_path / "a.xlsx"), {part: content})
    assert words in said(read_file(path, reader))


def test_a_macro_workbook_under_another_name_is_noticed(tmp_path: Path, reader: Reader) -> None:
    path = samples.signed(tmp_path / "a.xlsx")
    with zipfile.ZipFile(path) as archive:
        types = archive.read("[Content_Types].xml")
    macro = types.replace(b"spreadsheetml.sheet.main", b"sheet.macroEnabled.main")
    assert "macros" in said(read_file(samples.with_parts(path, {"[Content_Types].xml": macro}), reader))


@pytest.mark.parametrize("target", ["file:///etc/passwd", "\\\\server\\share\\x", "javascript:alert(1)"])
def test_a_link_that_would_harm_who_clicks_it_is_an_error(
    tmp_path: Path, reader: Reader, target: str
) -> None:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
    relation = f'<Relationship Id="r9" Type="{kind}" Target="{target}" TargetMode="External"/>'
    relations = f"<Relationships>{relation}</Relationships>"
    path = samples.with_parts(
        samples.signed(tmp_path / "a.xlsx"), {"xl/worksheets/_rels/sheet40.xml.rels": relations.encode()}
    )
    assert "link to a file or a service" in said(read_file(path, reader))


XXE = '<?xml version="1.0" encoding="{0}"?><!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]><w>&x;</w>'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "docProps/core.xml"])
def test_entities_are_noticed_in_any_encoding(
    tmp_path: Path, reader: Reader, encoding: str, part: str
) -> None:
    path = samples.with_parts(
        samples.signed(tmp_path / "a.xlsx"), {part: XXE.format(encoding.upper()[:6]).encode(encoding)}
    )
    assert "document type or entities" in said(read_file(path, reader))


def test_an_encoding_that_could_hide_something_is_refused(tmp_path: Path, reader: Reader) -> None:
    path = samples.signed(tmp_path / "a.xlsx")
    for content in (
        b'<?xml version="1.0" encoding="UTF-7"?>+ADw-x/+AD4-',
        XXE.format("cp037").encode("cp037"),
    ):
        assert "unknown text encoding" in said(
            read_file(samples.with_parts(path, {"xl/styles.xml": content}), reader)
        )


def test_a_zip_bomb_is_counted_as_it_unpacks(tmp_path: Path, reader: Reader) -> None:
    path = tmp_path / "bomb.xlsx"
    sheet = b"<row>" + b"<c/>" * 20_000_000 + b"</row>"
    path.write_bytes(samples.minimal(sheet))
    assert path.stat().st_size < 500_000
    began = time.monotonic()
    assert "unpacks to far more" in said(read_file(path, reader))
    assert time.monotonic() - began < 5


def test_what_the_archive_says_of_its_size_is_not_believed(tmp_path: Path, reader: Reader) -> None:
    content = bytearray(samples.minimal(b"<row>" + b"<c/>" * 6_000_000 + b"</row>"))
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    lied = bytes(content).replace(size.to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    path = tmp_path / "liar.xlsx"
    path.write_bytes(lied)
    assert said(read_file(path, reader))


@pytest.mark.parametrize(
    ("sheet", "shared", "words"),
    [
        (b"<row>" + b"<c><v>1</v></c>" * 500_000 + b"</row>", None, "far beyond"),
        (b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', None, "far beyond the tables"),
        (b"<row>" + b"<c/>" * 2_000_000 + b"</row>", None, "more than 400,000 cells"),
        (b"", b"<si/>" * 2_000_000, "far more text"),
        (b"", b"<si><t>" + b"a" * 100_000 + b"</t></si>", "longer than"),
        (
            b"".join(b'<row><c t="s"><v>0</v></c></row>' for _ in range(4_000)),
            b"<si><t>" + b"a" * 30_000 + b"</t></si>",
            "far more text",
        ),
        (b'<row r="1"><c r="A1"><v>1</v>', None, "damaged"),
    ],
    ids=["cells", "corner", "empty cells", "shared strings", "long string", "one string often", "torn"],
)
def test_a_sheet_that_would_fill_memory_is_stopped_in_the_child(
    tmp_path: Path, reader: Reader, sheet: bytes, shared: bytes | None, words: str
) -> None:
    path = tmp_path / "bomb.xlsx"
    path.write_bytes(samples.minimal(sheet, shared))
    began = time.monotonic()
    assert words in said(read_file(path, reader))
    assert time.monotonic() - began < 20


def test_many_sheets_with_one_far_cell_each_do_not_add_up(tmp_path: Path, reader: Reader) -> None:
    book = Workbook()
    for number in range(60):
        book.create_sheet(f"S{number}").cell(4_900, 95, 1)
    book.save(tmp_path / "a.xlsx")
    assert "reach far beyond" in said(read_file(tmp_path / "a.xlsx", reader))


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux changes another process's limit")
def test_a_child_out_of_memory_is_told_in_words_and_replaced(tmp_path: Path) -> None:
    import resource

    good = preflight.look(samples.signed(tmp_path / "good.xlsx").read_bytes()).archive
    large = preflight.look(samples.minimal(b"<!--" + b"a" * 15_000_000 + b"-->")).archive
    with Reader() as reader:
        before = set(multiprocessing.active_children())
        reader.read(good)
        (child,) = set(multiprocessing.active_children()) - before
        assert child.pid is not None
        resource.prlimit(child.pid, resource.RLIMIT_AS, (1024, 1024))
        with pytest.raises(Unreadable, match="more memory"):
            reader.read(large)
        assert reader.read(good).sheet("R2") is not None


def test_a_child_that_died_is_replaced(tmp_path: Path) -> None:
    looked = preflight.look(samples.signed(tmp_path / "good.xlsx").read_bytes())
    with Reader() as reader:
        before = set(multiprocessing.active_children())
        reader.read(looked.archive)
        (child,) = set(multiprocessing.active_children()) - before
        child.kill()
        child.join()
        assert reader.read(looked.archive).sheet("R2") is not None


def test_a_child_that_takes_too_long_is_replaced(tmp_path: Path) -> None:
    slow = preflight.look(samples.minimal(b"<row>" + b"<c/>" * 350_000 + b"</row>")).archive
    quick = preflight.look(samples.minimal(b"<row><c><v>7</v></c></row>")).archive
    with Reader(seconds=0.05) as reader:
        with pytest.raises(Unreadable, match=r"within 0\.05 seconds"):
            reader.read(slow)
        sheet = reader.read(quick).sheet("R2")
        assert sheet is not None
        assert sheet.at(1, 1) == 7
