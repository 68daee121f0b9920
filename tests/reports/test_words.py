"""What a return has to say in words: in the workbook and in the PDF, whatever somebody has typed."""

import csv
import re
import zipfile
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import openpyxl
import pikepdf
import pytest
from python_calamine import CalamineWorkbook

from tests.reports import guidance, programs
from tests.reports.conftest import WORDS, a_return, sealed
from vrp_desktop.domain.returns import form, sheets
from vrp_desktop.domain.returns.figures import ReturnDocument
from vrp_desktop.reports import excel, fonts, layout, pdf, workbook

HOSTILE = (
    "=1+1", "+1+1", "-1+1", "@SUM(1,1)", "\t=1+1", "\r=1+1", "  =1+1", "＝1+1", "=cmd|'/c calc'!A0",
    "1\x0b2\x00\uffff", "_x0041_", "‮evil‬", "سلام علیکم",
    "👨‍👩‍👧‍👦 🔥🔥🔥 👍🏽", "नमस्ते", "<b>&amp;</b>", "'", '"",\n',
    "[x]", "007", "0", "12", "x" * 9_000, "a\r\nb\rc\n\n\nd",
)  # fmt: skip


def saying(words: dict[str, Any]) -> ReturnDocument:
    return replace(a_return(), words=words)


def hostile() -> ReturnDocument:
    """Every cell of every table of words holds something nasty in one of its rows."""
    words: dict[str, Any] = {}
    for table in form.word_tables():
        columns = len(table.columns)
        if table.items:
            words[table.id] = tuple(
                (code, HOSTILE[at % len(HOSTILE)]) for at, (code, _) in enumerate(table.items)
            )
        else:
            words[table.id] = tuple((text,) * columns for text in HOSTILE)
    return saying(words)


def written(document: ReturnDocument, folder: Path) -> tuple[Path, Path]:
    paths = folder / "return.xlsx", folder / "return.pdf"
    excel.write_return(document, sealed(document), paths[0])
    pdf.write_return(document, paths[1])
    return paths


@pytest.fixture(scope="module")
def both(document: ReturnDocument, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return written(document, tmp_path_factory.mktemp("words"))


@pytest.fixture(scope="module")
def nasty(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return written(hostile(), tmp_path_factory.mktemp("nasty"))


def cells(path: Path, sheet: str) -> list[list[Any]]:
    return CalamineWorkbook.from_path(path).get_sheet_by_name(sheet).to_python(skip_empty_area=False)


def bare(text: object) -> str:
    """A text without the spaces and marks that a file may change."""
    return re.sub(r"\s+", "", str(text))


def structure(path: Path) -> list[tuple[str, str]]:
    """Every part that holds text, in reading order: its kind and its text, from whichever pages it is on."""
    found: list[tuple[str, str]] = []
    with pikepdf.open(path) as opened:
        texts = [_marked(page) for page in opened.pages]
        index: dict[Any, int] = {page.objgen: number for number, page in enumerate(opened.pages)}

        def walk(part: pikepdf.Object) -> None:
            text = "".join(
                texts[index[kid.Pg.objgen]].get(int(kid.MCID), "") for kid in part.K if "/S" not in kid
            )
            if text:
                found.append((str(part.S)[1:], text))
            for kid in part.K:
                if "/S" in kid:
                    walk(kid)

        walk(opened.Root.StructTreeRoot.K[0])
    return found


def _marked(page: pikepdf.Page) -> dict[int, str]:
    """The text of each mark of a page, by the fonts' own maps of what their signs mean."""
    maps = {
        str(name): _to_unicode(font.ToUnicode.read_bytes().decode("latin-1"))
        for name, font in page.Resources.Font.items()
    }
    found: dict[int, str] = {}
    mark: int | None = None
    font: dict[int, str] = {}
    for instruction in pikepdf.parse_content_stream(page):
        operator = str(instruction.operator)
        if operator == "BDC":
            mark = int(instruction.operands[1].MCID)
        elif operator in ("EMC", "BMC"):
            mark = None
        elif operator == "Tf":
            font = maps[str(instruction.operands[0])]
        elif operator == "Tj" and mark is not None:
            signs = "".join(font.get(code, "") for code in bytes(instruction.operands[0]))
            found[mark] = found.get(mark, "") + signs
    return found


def _to_unicode(cmap: str) -> dict[int, str]:
    return {
        int(code, 16): bytes.fromhex(text).decode("utf-16-be")
        for code, text in re.findall(r"^<(\w\w)> <(\w{4,})>$", cmap, re.MULTILINE)
    }


class TestWorkbook:
    def test_every_line_stands_under_its_heads(
        self, both: tuple[Path, Path], document: ReturnDocument
    ) -> None:
        for table in form.word_tables():
            head, *rows = cells(both[0], table.id)[sheets.HEAD_ROW - 1 :]
            at = {column.code: head.index(column.label) for column in table.columns}
            lines = layout.word_lines(document, table)
            assert len(rows) == len(lines) > 0
            for row, line in zip(rows, lines, strict=True):
                for column, text in zip(table.columns, line, strict=True):
                    told = layout.told(table, column, text) or "[x]"
                    found = row[at[column.code]]
                    assert (str(int(found)) if isinstance(found, float) else found).strip() == told

    def test_a_risk_has_its_score_as_a_number(self, both: tuple[Path, Path]) -> None:
        head, row = cells(both[0], "R12")[sheets.HEAD_ROW - 1 :]
        assert row[head.index("Score, 1 to 25")] == 12.0
        assert row[head.index("Likelihood, 1 to 5")] == 3.0
        assert row[head.index("Trend")] == "Steady"

    def test_fixed_rows_are_all_there_and_the_silent_ones_say_so(self, both: tuple[Path, Path]) -> None:
        rows = cells(both[0], "R11")[sheets.HEAD_ROW :]
        assert [row[0] for row in rows] == [words for _, words in form.word_table("R11").items]
        assert [row[1] == "[x]" for row in rows] == [False, True, False, True]

    def test_the_data_sheet_has_every_text_after_the_figures(
        self, both: tuple[Path, Path], document: ReturnDocument
    ) -> None:
        rows = cells(both[0], sheets.DATA)[1:]
        last_figure = max(
            at for at, row in enumerate(rows) if tuple(row[:3]) in {f.key for f in document.figures}
        )
        assert [[*row[:3], str(row[3]).strip(), *row[4:]] for row in rows[last_figure + 1 :]] == [
            [table.id, str(number), column.code, text, "value", ""]
            for table in form.word_tables()
            for number, line in enumerate(document.words[table.id], 1)
            for column, text in zip(table.columns, line, strict=True)
        ]

    def test_a_return_that_says_nothing_has_a_row_that_says_so(self, tmp_path: Path) -> None:
        path, _ = written(saying({}), tmp_path)
        assert guidance.faults(path) == []
        for table in form.word_tables():
            about, *_ = cells(path, table.id)[1]
            assert "has said nothing here" in str(about)
            rows = cells(path, table.id)[sheets.HEAD_ROW :]
            assert {cell for row in rows for cell in row[1 if table.items else 0 :]} == {"[x]"}
        data = {row[0] for row in cells(path, sheets.DATA)}
        assert not data & {table.id for table in form.word_tables()}

    def test_it_keeps_the_guidance_whatever_was_typed(
        self, both: tuple[Path, Path], nasty: tuple[Path, Path]
    ) -> None:
        assert guidance.faults(both[0]) == []
        assert guidance.faults(nasty[0]) == []

    def test_nothing_is_a_formula_and_nothing_is_lost(self, nasty: tuple[Path, Path]) -> None:
        for row, text in zip(cells(nasty[0], "R13")[sheets.HEAD_ROW :], HOSTILE, strict=True):
            seen = str(int(row[4])) if isinstance(row[4], float) else row[4]
            kept = text.replace("\r\n", "\n").replace("\r", "\n")
            assert seen.strip() == re.sub("[\x00\x0b\uffff]", "\ufffd", kept).strip()
        for name in zipfile.ZipFile(nasty[0]).namelist():
            assert b"<f>" not in zipfile.ZipFile(nasty[0]).read(name)
        sheet = openpyxl.load_workbook(nasty[0])["R13"]
        typed = [sheet.cell(row, 5) for row in range(sheets.HEAD_ROW + 1, sheet.max_row + 1)]
        numbers = {cell.value for cell in typed if cell.data_type == "n"}
        assert numbers == {0, 12}

    @pytest.mark.parametrize("sheet", ["R13", sheets.DATA])
    def test_a_copy_as_comma_separated_values_is_safe(
        self, nasty: tuple[Path, Path], sheet: str, tmp_path: Path
    ) -> None:
        with (tmp_path / "copy.csv").open("w", newline="") as file:
            csv.writer(file).writerows(cells(nasty[0], sheet))
        with (tmp_path / "copy.csv").open(newline="") as file:
            begins = {
                cell.lstrip(" ")[:1] for row in csv.reader(file) if row[0] not in ("R0",) for cell in row
            }
        assert not begins & set("=+-@\t\r＝＋－＠")

    def test_libreoffice_reads_the_same_texts(self, nasty: tuple[Path, Path], tmp_path: Path) -> None:
        saved = programs.by_libreoffice(nasty[0], "ods", tmp_path / "office")
        assert "table:formula" not in zipfile.ZipFile(saved).read("content.xml").decode()
        for table in form.word_tables():
            was, now = (cells(path, table.id)[sheets.HEAD_ROW - 1 :] for path in (nasty[0], saved))
            for before, after in zip(was, now, strict=True):
                assert [bare(cell) for cell in after[: len(before)]] == [bare(cell) for cell in before]

    def test_a_cell_holds_no_more_than_a_spreadsheet_takes(self, tmp_path: Path) -> None:
        path, _ = written(saying({"R11": (("learning", "🔥" * 20_000),)}), tmp_path)
        assert guidance.faults(path) == []
        text = str(cells(path, "R11")[sheets.HEAD_ROW + 2][1])
        assert len(text.encode("utf-16-le")) <= 2 * workbook.CELL_HOLDS
        assert text.endswith("the whole text is in the PDF.")
        assert "can be read whole" in str(cells(path, "R11")[2][0])

    def test_the_same_words_give_the_same_bytes(self, nasty: tuple[Path, Path], tmp_path: Path) -> None:
        again = written(hostile(), tmp_path)
        assert [path.read_bytes() for path in again] == [path.read_bytes() for path in nasty]


class TestPdf:
    def test_every_text_is_in_the_structure_in_the_order_of_the_return(
        self, both: tuple[Path, Path], document: ReturnDocument
    ) -> None:
        parts = structure(both[1])
        read = bare("".join(text for _, text in parts))
        at = read.index("R10Money")
        for table in form.word_tables():
            at = read.index(bare(f"Table {table.id}."), at)
            lines = layout.word_lines(document, table)
            for line in lines:
                for text in layout.says(table, line).values():
                    assert bare(text) in read[at:], text

    def test_risks_and_targets_are_real_tables(self, both: tuple[Path, Path]) -> None:
        found = {table.rows[0][0][1]: table for table in programs.tables_of(both[1])}
        risk = found["Risk"].rows[1]
        assert [kind for kind, _ in risk] == ["TH", *["TD"] * 6]
        assert [bare(text) for _, text in risk[-4:]] == ["=Steady", "3", "4", "12"]
        target = [text for _, text in found["Target"].rows[1]]
        assert target == ["People supported", "180", "181", "● Green: on track", "On track"]

    def test_its_bookmarks_lead_to_every_table_of_words(self, both: tuple[Path, Path]) -> None:
        with pikepdf.open(both[1]) as opened, opened.open_outline() as outline:
            sections = {str(one.title): one for one in outline.root[0].children}
            titles = {str(one.title) for section in sections.values() for one in section.children}
        assert {"R11 In words", "R12 Risks", "R13 Targets"} <= set(sections)
        assert {table.title for table in form.word_tables()} <= titles

    def test_whatever_was_typed_it_is_sound_tagged_and_embedded(self, nasty: tuple[Path, Path]) -> None:
        assert "No syntax or stream" in programs.run(programs.needed("qpdf"), "--check", str(nasty[1]))
        assert re.search(r"Tagged:\s+yes", programs.run(programs.needed("pdfinfo"), str(nasty[1])))
        for line in programs.run(programs.needed("pdffonts"), str(nasty[1])).splitlines()[2:]:
            assert re.search(r"DejaVuSansCondensed.* yes +yes +yes ", line), line
        boxes = programs.run(programs.needed("pdftotext"), "-bbox", str(nasty[1]), "-")
        edges = [
            (float(right), float(low))
            for right, low in re.findall(r'<word[^>]* xMax="([\d.]+)" yMax="([\d.]+)"', boxes)
        ]
        assert max(right for right, _ in edges) <= 595 - 40
        assert max(low for _, low in edges) <= 842 - 20

    def test_no_text_is_lost_in_it(self, nasty: tuple[Path, Path]) -> None:
        read = bare("".join(text for _, text in structure(nasty[1])))
        for text in HOSTILE:
            assert bare(fonts.drawable(text)) in read, text

    @pytest.mark.parametrize(
        ("table", "line"),
        [
            ("R11", lambda text: ("learning", text)),
            ("R11.voices", lambda text: (text, "community")),
            ("R11.stories", lambda text: (text, "", text, text)),
            ("R12", lambda text: (text, "3", "4", text, text, "steady")),
            ("R13", lambda text: (text, text, text, "green", text)),
        ],
    )
    def test_a_very_long_text_goes_on_from_page_to_page(self, table: str, line: Any, tmp_path: Path) -> None:
        words = " ".join(f"w{number}{'🔥' * (number % 7 == 0)}" for number in range(1_500))
        _, path = written(saying({table: (line(words),)}), tmp_path)
        cut = next(text for _, text in structure(path) if "w1499" in text)
        assert bare(fonts.drawable(words)) in bare(cut)
        boxes = programs.run(programs.needed("pdftotext"), "-bbox", str(path), "-")
        assert max(float(y) for y in re.findall(r'<word[^>]* yMax="([\d.]+)"', boxes)) <= 842 - 20

    def test_signs_the_font_lacks_are_named(self) -> None:
        assert fonts.drawable("Fire 🔥🔥 👍🏽!") == "Fire [fire ×2] [thumbs up sign]!"
        assert fonts.drawable("नम") == "[Devanagari letters ×2]"
        assert fonts.drawable("a\x00b") == "a\ufffdb"
        assert fonts.drawable("Żółw Ọ̀rẹ́") == "Żółw Ọ̀rẹ́"

    def test_the_headings_are_in_order(self, nasty: tuple[Path, Path]) -> None:
        levels = [int(kind[1]) for kind, _ in structure(nasty[1]) if re.fullmatch(r"H\d", kind)]
        assert all(after - before <= 1 for before, after in pairwise(levels))


def test_the_sample_has_every_table_of_words() -> None:
    assert list(WORDS) == [table.id for table in form.word_tables()]
