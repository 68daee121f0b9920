"""A page of A4 that fills from the top: headings, paragraphs and tables, drawn and tagged in one go."""

import io
import unicodedata
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from vrp_desktop.reports.fonts import BOLD, REGULAR, register, shortened, wrap
from vrp_desktop.reports.tagging import Structure, finish

INK, MUTED, ACCENT, LINE, WASH = "#1F2430", "#525A68", "#0B5C6B", "#C9CDD3", "#F1F6F7"
WIDTH, HEIGHT = A4
LEFT, RIGHT, TOP, BOTTOM = 51.0, WIDTH - 51.0, HEIGHT - 68.0, 62.0
GUTTER = 26.0
HALF = (RIGHT - LEFT - GUTTER) / 2
SIZE, LEADING, ROW = 8.5, 11.5, 13.5


@dataclass(frozen=True)
class Furniture:
    """What stands at the edge of every page."""

    head_left: str
    head_right: str
    foot: str


@dataclass(frozen=True)
class Line:
    """One row of a table: its label and its other cells. ``strong`` rows are totals or groups."""

    label: str
    cells: tuple[str, ...]
    strong: bool = False
    indent: int = 0


@dataclass(frozen=True)
class Grid:
    """A table to be drawn: its name (empty where the heading above says it), what it is about, its heads,
    its rows. The widths of the columns after
    the first are in points; the first takes the rest. ``words`` is how many columns after the first are text,
    to the left and wrapped; the others are numbers, to the right."""

    title: str
    about: str
    heads: tuple[str, ...]
    lines: tuple[Line, ...]
    widths: tuple[float, ...]
    words: int = 0


class Paper:
    """Draws from the top of a page to its bottom, and turns the page by itself."""

    def __init__(self, furniture: Furniture, pages: int) -> None:
        register()
        self._out = io.BytesIO()
        self.canvas = Canvas(
            self._out,
            pagesize=A4,
            invariant=1,
            pageCompression=0,
            lang="en-GB",
            # Else every page names Helvetica, which is not embedded.
            initialFontName=REGULAR,  # type: ignore[arg-type] # the stub has a number for this name
        )
        self.tags = Structure(self.canvas)
        self._furniture, self._pages, self._bookmarks = furniture, pages, 0
        self.y = TOP
        self._furnish()

    # -- pages ---------------------------------------------------------------------------------------------

    def turn(self) -> None:
        """Begins a new page."""
        self.canvas.showPage()
        self.y = TOP
        self._furnish()

    def need(self, height: float) -> None:
        """Turns the page where so much does not fit any more."""
        if self.y - height < BOTTOM and self.y < TOP:
            self.turn()

    def _furnish(self) -> None:
        number = self.canvas.getPageNumber()
        with self.tags.artifact():
            if number > 1:
                left, right = (
                    shortened(words, 7.5, (RIGHT - LEFT) / 2 - 10)
                    for words in (self._furniture.head_left, self._furniture.head_right)
                )
                self.text(LEFT, HEIGHT - 42, left, 7.5, MUTED)
                self.text(RIGHT, HEIGHT - 42, right, 7.5, MUTED, align="right")
                self.rule(LEFT, RIGHT, HEIGHT - 49)
            self.rule(LEFT, RIGHT, 46)
            self.text(LEFT, 34, self._furniture.foot, 7.5, MUTED)
            self.text(RIGHT, 34, f"Page {number} of {self._pages}", 7.5, MUTED, align="right")

    def finished(self, title: str, author: str, subject: str, made_on: date) -> tuple[bytes, int]:
        """The file's bytes, and how many pages it has."""
        pages = self.canvas.getPageNumber()
        self.canvas.showPage()
        self.canvas.save()
        return finish(self._out.getvalue(), self.tags.root, title, author, subject, made_on), pages

    # -- strokes -------------------------------------------------------------------------------------------

    def text(
        self,
        x: float,
        y: float,
        words: str,
        size: float = SIZE,
        color: str = INK,
        bold: bool = False,
        align: str = "left",
    ) -> None:
        """One line of text; the caller has tagged it."""
        font = BOLD if bold else REGULAR
        words = unicodedata.normalize("NFC", words)
        if align != "left":
            length = pdfmetrics.stringWidth(words, font, size)
            x -= length if align == "right" else length / 2
        self.canvas.setFillColor(HexColor(color))
        self.canvas.setFont(font, size)
        self.canvas.drawString(x, y, words)

    def lines(
        self,
        x: float,
        y: float,
        lines: Sequence[str],
        leading: float,
        size: float = SIZE,
        color: str = INK,
        bold: bool = False,
        align: str = "left",
    ) -> None:
        """Lines of one text, the first at ``y``. A space ends each but the last, unseen, so that whoever
        reads the file aloud or takes its text out does not run words together."""
        for number, words in enumerate(lines):
            at, below = x, y - number * leading
            if number < len(lines) - 1:
                if align == "right":
                    at += pdfmetrics.stringWidth(" ", BOLD if bold else REGULAR, size)
                words += " "
            self.text(at, below, words, size, color, bold, align)

    def rule(self, left: float, right: float, y: float, color: str = LINE, thick: float = 0.5) -> None:
        """A hairline; the caller has marked it as an artifact."""
        self.canvas.setStrokeColor(HexColor(color))
        self.canvas.setLineWidth(thick)
        self.canvas.line(left, y, right, y)

    # -- words ---------------------------------------------------------------------------------------------

    def heading(self, level: int, words: str, room: float = 0, x: float = LEFT, width: float = 0) -> None:
        """A heading with its bookmark; ``room`` is what must fit under it on the same page."""
        size, above, below = {1: (22, 0, 8), 2: (15, 12, 7), 3: (10.5, 8, 3)}[level]
        lines = wrap(words, BOLD, size, width or RIGHT - LEFT)
        self.need(above + len(lines) * size * 1.2 + below + room)
        self.y -= above if self.y < TOP else 0
        self._bookmarks += 1
        key = f"h{self._bookmarks}"
        self.canvas.bookmarkHorizontal(key, 0, self.y + 10)
        self.canvas.addOutlineEntry(words, key, level - 1, closed=level > 1)
        with self.tags.element(f"H{level}"), self.tags.content():
            self.lines(x, self.y - size * 1.2, lines, size * 1.2, size, ACCENT if level < 3 else INK, True)
        self.y -= len(lines) * size * 1.2
        self.y -= below

    def paragraph(
        self,
        words: str,
        size: float = SIZE,
        color: str = INK,
        bold: bool = False,
        x: float = LEFT,
        width: float = 0,
        after: float = 5,
    ) -> None:
        """A paragraph, wrapped."""
        leading = size * 1.36
        lines = wrap(words, BOLD if bold else REGULAR, size, width or RIGHT - LEFT)
        self.need(len(lines) * leading)
        with self.tags.element("P"), self.tags.content():
            self.lines(x, self.y - leading, lines, leading, size, color, bold)
        self.y -= len(lines) * leading
        self.y -= after

    # -- tables --------------------------------------------------------------------------------------------

    def height(self, grid: Grid, width: float) -> float:
        """How much room the table takes with its title."""
        above = 8.0
        if grid.title:
            above += len(wrap(grid.title, BOLD, 10.5, width)) * 12.6 + 3
        if grid.about:
            above += len(wrap(grid.about, REGULAR, 7.5, width)) * 10.2 + 4
        return (
            above
            + self._heads_height(grid, width)
            + sum(self._row_height(grid, line, width) for line in grid.lines)
            + 8
        )

    def table(self, grid: Grid, x: float = LEFT, width: float = 0) -> None:
        """A table with its title; where it crosses a page its heads are drawn again."""
        width = width or RIGHT - LEFT
        whole = self.height(grid, width)
        self.need(whole if whole < (TOP - BOTTOM) * 0.6 else 150)
        if grid.title:
            self.heading(3, grid.title, x=x, width=width)
        if grid.about:
            self.paragraph(grid.about, 7.5, MUTED, x=x, width=width, after=4)
        with self.tags.element("Table"):
            self._heads(grid, x, width, again=False)
            for line in grid.lines:
                height = self._row_height(grid, line, width)
                if self.y - height < BOTTOM:
                    self.turn()
                    self._heads(grid, x, width, again=True)
                self._row(grid, line, x, width, height)
        self.y -= 8

    def columns(self, grids: Sequence[Grid]) -> None:
        """Narrow tables in two columns: each goes where more room is left. They are read in their order."""
        ends = [self.y, self.y]
        for grid in grids:
            column = 0 if ends[0] >= ends[1] else 1
            if ends[column] - self.height(grid, HALF) < BOTTOM and ends[column] < TOP:
                self.turn()
                ends, column = [self.y, self.y], 0
            self.y = ends[column]
            self.table(grid, LEFT + column * (HALF + GUTTER), HALF)
            ends[column] = self.y
        self.y = min(ends)

    def _first_width(self, grid: Grid, width: float) -> float:
        return width - sum(grid.widths)

    def _row_height(self, grid: Grid, line: Line, width: float) -> float:
        count = len(
            wrap(line.label, _weight(line), SIZE, self._first_width(grid, width) - 8 - 9 * line.indent)
        )
        for cell, across in list(zip(line.cells, grid.widths, strict=True))[: grid.words]:
            count = max(count, len(wrap(cell, REGULAR, SIZE, across - 6)))
        return ROW + (count - 1) * LEADING

    def _head_lines(self, grid: Grid, width: float) -> list[list[str]]:
        widths = (self._first_width(grid, width), *grid.widths)
        return [wrap(h, BOLD, 8, across - 6) for h, across in zip(grid.heads, widths, strict=True)]

    def _heads_height(self, grid: Grid, width: float) -> float:
        return 6 + 10 * max(len(lines) for lines in self._head_lines(grid, width))

    def _heads(self, grid: Grid, x: float, width: float, again: bool) -> None:
        height = self._heads_height(grid, width)
        self.y -= height
        with self.tags.artifact():
            self.canvas.setFillColor(HexColor(WASH))
            self.canvas.rect(x, self.y, width, height, stroke=0, fill=1)
            self.rule(x, x + width, self.y, ACCENT, 0.8)
        if again:
            with self.tags.artifact():
                self._head_words(grid, x, width, None)
        else:
            with self.tags.element("TR"):
                self._head_words(grid, x, width, self.tags)

    def _head_words(self, grid: Grid, x: float, width: float, tags: Structure | None) -> None:
        at = x
        widths = (self._first_width(grid, width), *grid.widths)
        for index, (lines, across) in enumerate(zip(self._head_lines(grid, width), widths, strict=True)):
            left = index <= grid.words
            spot, align = (at + 3, "left") if left else (at + across - 3, "right")
            with ExitStack() as marks:
                if tags:
                    marks.enter_context(tags.element("TH", scope="Column"))
                    marks.enter_context(tags.content())
                top = self.y + 5 + 10 * (len(lines) - 1)
                self.lines(spot, top, lines, 10, 8, ACCENT, True, align)
            at += across

    def _row(self, grid: Grid, line: Line, x: float, width: float, height: float) -> None:
        first = self._first_width(grid, width)
        base = self.y - 9.7
        with self.tags.element("TR"):
            with self.tags.element("TH", scope="Row"), self.tags.content():
                indent = 9 * line.indent
                words = wrap(line.label, _weight(line), SIZE, first - 8 - indent)
                self.lines(x + 3 + indent, base, words, LEADING, bold=line.strong)
            at = x + first
            for index, (cell, across) in enumerate(zip(line.cells, grid.widths, strict=True)):
                with self.tags.element("TD"), self.tags.content():
                    if index < grid.words:
                        self.lines(at + 3, base, wrap(cell, REGULAR, SIZE, across - 6), LEADING)
                    else:
                        quiet = cell.startswith("[") or not cell.strip("0.")
                        color = MUTED if quiet else INK
                        self.text(at + across - 3, base, cell, SIZE, color, line.strong, "right")
                at += across
        self.y -= height
        with self.tags.artifact():
            self.rule(x, x + width, self.y)


def _weight(line: Line) -> str:
    return BOLD if line.strong else REGULAR
