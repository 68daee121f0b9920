"""The PDF, read back by programs that did not write it."""

import re
import unicodedata
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest
from python_calamine import CalamineWorkbook

from tests.reports import programs
from tests.reports.conftest import HEADER, a_return, sealed
from vrp_desktop.domain.returns import form, sheets
from vrp_desktop.domain.returns.figures import ReturnDocument, Shown, Standing
from vrp_desktop.reports import excel, layout, pdf


@pytest.fixture(scope="module")
def written(document: ReturnDocument, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pdf") / "return.pdf"
    pdf.write_return(document, path)
    return path


def text_of(path: Path) -> str:
    return programs.run(programs.needed("pdftotext"), "-layout", str(path), "-")


def test_it_is_a_tagged_titled_english_document(written: Path) -> None:
    said = programs.run(programs.needed("pdfinfo"), str(written))
    assert re.search(r"Tagged:\s+yes", said)
    assert re.search(r"Title:\s+Quarterly return: Steps Together mentoring, 2026-27-Q2", said)
    assert re.search(r"CreationDate:\s+Mon Oct  5 00:00:00 2026", said)
    with pikepdf.open(written) as opened:
        assert str(opened.Root.Lang) == "en-GB"
        assert bool(opened.Root.ViewerPreferences.DisplayDocTitle)
        assert {str(page.obj.Tabs) for page in opened.pages} == {"/S"}
        with opened.open_outline() as outline:
            titles = [str(item.title) for item in outline.root]
            assert titles == [HEADER.intervention]
            assert "R3 People supported" in {str(item.title) for item in outline.root[0].children}


def test_its_syntax_is_sound(written: Path) -> None:
    assert "No syntax or stream encoding errors" in programs.run(
        programs.needed("qpdf"), "--check", str(written)
    )


def test_its_fonts_are_embedded_and_can_be_copied_from(written: Path) -> None:
    listed = programs.run(programs.needed("pdffonts"), str(written)).splitlines()[2:]
    assert listed
    for line in listed:
        assert re.search(r"DejaVuSansCondensed.* yes +yes +yes ", line), line


def test_names_keep_their_accents(written: Path) -> None:
    assert HEADER.provider in text_of(written).replace("\n", " ")


def test_the_font_has_what_our_names_need(tmp_path: Path) -> None:
    name = "Ẹ̀kọ́ ṣàṣà Łódź Żółć Brăila Țăndărei Ștefan Zoë ✓ £40"
    path = tmp_path / "names.pdf"
    pdf.write_return(a_return(provider=name), path)
    assert unicodedata.normalize("NFC", name) in unicodedata.normalize("NFC", text_of(path))


def test_everything_on_a_page_is_content_or_furniture(written: Path) -> None:
    with pikepdf.open(written) as opened:
        for number, page in enumerate(opened.pages):
            marked = 0
            for instruction in pikepdf.parse_content_stream(page):
                operator = str(instruction.operator)
                if operator in ("BDC", "BMC"):
                    marked += 1
                elif operator == "EMC":
                    marked -= 1
                elif operator in ("Tj", "TJ", "S", "f", "B", "f*", "b"):
                    assert marked == 1, f"page {number + 1}: {operator} outside every mark"
            assert marked == 0


def test_every_mark_belongs_to_one_part_of_the_structure(written: Path) -> None:
    with pikepdf.open(written) as opened:
        numbers = list(opened.Root.StructTreeRoot.ParentTree.Nums)
        for index, page in enumerate(opened.pages):
            used = [
                int(instruction.operands[1].MCID)
                for instruction in pikepdf.parse_content_stream(page)
                if str(instruction.operator) == "BDC"
            ]
            assert used == list(range(len(used)))
            assert int(page.obj.StructParents) == numbers[2 * index] == index
            assert len(numbers[2 * index + 1]) == len(used)


def test_headings_never_skip_a_level_and_pictures_have_words(written: Path) -> None:
    kinds: list[str] = []
    alts: list[str] = []

    def walk(part: pikepdf.Object) -> None:
        kinds.append(str(part.S))
        if str(part.S) == "/Figure":
            alts.append(str(part.Alt))
        for kid in part.K:
            if "/S" in kid:
                walk(kid)

    with pikepdf.open(written) as opened:
        walk(opened.Root.StructTreeRoot.K[0])
    levels = [int(kind[2]) for kind in kinds if re.fullmatch(r"/H\d", kind)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert [alt.split(":")[0].split(".")[0] for alt in alts] == [
        "Bars", "Bars", "Before and after", "Before and after", "Bars", "Risks by likelihood and impact",
    ]  # fmt: skip
    assert "Individual: " in alts[0]
    assert "26 and over: " in alts[1]
    assert "3.4 → 4.8 (0 to 10)" in alts[2]
    assert "Total: forecast, year: £95,900" in alts[4]
    assert "likelihood 3, impact 4: risk 1" in alts[5]


def test_every_figure_is_in_its_table(written: Path, document: ReturnDocument) -> None:
    found = {
        table.about.split(" ", 2)[1].rstrip("."): table
        for table in programs.tables_of(written)
        if table.about.startswith("Table ")
    }
    for table in form.tables():
        read = found[table.id]
        assert read.heading == table.title
        assert read.texts[0] == [table.head, *(column.label for column in table.columns)]
        assert all(kind == "TH" for kind, _ in read.rows[0])
        assert [row[0] for row in read.texts[1:]] == [row.label for row in table.rows]
        for row, cells in zip(table.rows, read.rows[1:], strict=True):
            assert [kind for kind, _ in cells] == ["TH", *["TD"] * len(table.columns)]
            assert [text for _, text in cells[1:]] == [
                layout.figure_text(document.get(table.id, row.code, c.code), table.unit(row, c))
                for c in table.columns
            ]


def plain(text: str) -> object:
    """A number out of its written form, or the symbol."""
    return text if text.startswith("[") else float(re.sub("[,£%]", "", text))


def test_pdf_human_sheets_and_data_sheet_agree(
    written: Path, document: ReturnDocument, tmp_path: Path
) -> None:
    path = tmp_path / "return.xlsx"
    excel.write_return(document, sealed(document), path)
    book = CalamineWorkbook.from_path(path)
    data = {
        tuple(row[:3]): row[3] if row[4] == "value" else f"[{row[4]}]"
        for row in book.get_sheet_by_name(sheets.DATA).to_python()[1:]
    }
    in_pdf = {t.about.split(" ", 2)[1].rstrip("."): t for t in programs.tables_of(written) if t.about}
    compared = 0
    for table in form.tables():
        human = book.get_sheet_by_name(table.id).to_python(skip_empty_area=False)
        for r, row in enumerate(table.rows):
            for c, column in enumerate(table.columns):
                of_data = data[table.id, row.code, column.code]
                assert human[sheets.HEAD_ROW + r][1 + c] == of_data
                of_pdf = plain(in_pdf[table.id].texts[1 + r][1 + c])
                assert of_pdf == (of_data if isinstance(of_data, str) else pytest.approx(of_data, abs=0.0501))
                compared += 1
    assert compared == len(document.figures) == 731


def test_the_text_a_sighted_reader_sees_is_the_same(written: Path, document: ReturnDocument) -> None:
    """pdftotext reads the drawn pages, not the structure: every row's label and numbers stand on one line."""
    lines = [re.sub(r"\s+", " ", line) for line in text_of(written).splitlines()]
    drawn = "\n".join(lines)
    for table_id in ("R3.age", "R4.heads"):
        table = form.table(table_id)
        for row in table.rows:
            texts = [
                layout.figure_text(document.get(table.id, row.code, c.code), table.unit(row, c))
                for c in table.columns
            ]
            assert f"{row.label} {' '.join(texts)}" in drawn
    written_numbers = Counter(re.findall(r"\[[cxz]\]|£?\d[\d,.]*%?", " ".join(lines)))
    needed = Counter(
        layout.figure_text(document.get(*key), table.unit(row, column))
        for table, row, column, key in form.keys()  # noqa: SIM118 - a function, not a dict
    )
    assert not needed - written_numbers


def test_the_first_page_has_what_a_director_asks(written: Path) -> None:
    page = programs.run(programs.needed("pdftotext"), "-layout", "-l", "1", str(written), "-")
    for words in (HEADER.intervention, "Q2 2026-27", "Final", "137", "181", "201", "1,204.5", "78.3%"):
        assert words in page
    assert re.search(r"88\s+\+\s+49\s+−\s+31\s+−\s+12\s+=\s+94", page)
    assert "Page 1 of " in page


def test_every_page_names_itself_and_says_draft(tmp_path: Path) -> None:
    path = tmp_path / "draft.pdf"
    pdf.write_return(a_return(standing=Standing.DRAFT), path)
    pages = text_of(path).split("\f")[:-1]
    for number, page in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in page
        assert "draft" in page.lower()


def test_the_same_document_gives_the_same_bytes(
    written: Path, document: ReturnDocument, tmp_path: Path
) -> None:
    pdf.write_return(a_return(seed=8), tmp_path / "other.pdf")
    pdf.write_return(ReturnDocument.from_bytes(document.to_bytes()), tmp_path / "again.pdf")
    assert (tmp_path / "again.pdf").read_bytes() == written.read_bytes()
    assert (tmp_path / "other.pdf").read_bytes() != written.read_bytes()


def test_a_hidden_value_is_in_no_layer(document: ReturnDocument, tmp_path: Path) -> None:
    canary = 918273
    counted = [replace(f, value=canary, shown=Shown.VALUE) for f in document.figures]

    def everything(of: ReturnDocument) -> bytes:
        path = tmp_path / "canary.pdf"
        pdf.write_return(of, path)
        with pikepdf.open(path) as opened:
            objects = b"".join(
                found.read_bytes() if isinstance(found, pikepdf.Stream) else found.unparse()
                for found in opened.objects
                if not (isinstance(found, pikepdf.Stream) and "/Length1" in found)
            )
        return objects + text_of(path).replace(",", "").encode()

    hidden = [f if index == 0 else f.hidden() for index, f in enumerate(document.figures)]
    assert str(canary).encode() in everything(document.with_figures(counted))
    assert str(canary).encode() not in everything(document.with_figures(hidden))
    leaky = replace(document.figures[0], value=3, shown=Shown.CONFIDENTIAL)
    with pytest.raises(ValueError, match="still carries its value"):
        pdf.write_return(document.with_figures([leaky]), tmp_path / "leak.pdf")
    assert not (tmp_path / "leak.pdf").exists()


def test_long_names_stay_on_the_paper(tmp_path: Path) -> None:
    path = tmp_path / "long.pdf"
    long = "Community partnership for young people and families of the upper valley " * 4
    pdf.write_return(a_return(provider=long, intervention=long + "x" * 150, prepared_by=long), path)
    boxes = programs.run(programs.needed("pdftotext"), "-bbox", str(path), "-")
    right = [float(found) for found in re.findall(r'<word[^>]* xMax="([\d.]+)"', boxes)]
    below = [float(found) for found in re.findall(r'<word[^>]* yMax="([\d.]+)"', boxes)]
    assert right
    assert max(right) <= 595 - 40
    assert max(below) <= 842 - 20


def test_a_return_without_a_single_figure_can_be_read(tmp_path: Path) -> None:
    path = tmp_path / "empty.pdf"
    pdf.write_return(ReturnDocument(HEADER, ()), path)
    assert "[x]" in text_of(path)
