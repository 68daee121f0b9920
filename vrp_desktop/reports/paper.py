"""A page of A4 that fills from the top: headings, paragraphs and tables, drawn and tagged in one go."""

import io
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from vrp_desktop.reports.fonts import BOLD, REGULAR, drawable, register, shortened, width_of, wrap
from vrp_desktop.reports.tagging import Structure, finish

INK, MUTED, ACCENT, LINE, WASH = "#1F2430", "#525A68", "#0B5C6B", "#C9CDD3", "#F1F6F7"
WIDTH, HEIGHT = A4
LEFT, RIGHT, TOP, BOTTOM = 51.0, WIDTH - 51.0, HEIGHT - 68.0, 62.0
GUTTER = 26.0
HALF = (RIGHT - LEFT - GUTTER) / 2
SIZE, LEADING, ROW = 8.5, 11.5, 13.5
_HEADINGS = {0: (12.5, 8, 5), 1: (22, 0, 8), 2: (15, 12, 7), 3: (10.5, 8, 3), 4: (9.5, 7, 2)}
"""By level, the size of a heading and the room above and below it, in points; 0 is a small one."""
KEPT_WHOLE = 120.0
"""Points: a paragraph or row that is lower than this is not broken between two pages."""


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
        if pages != self._pages:
            # Its pages name another count: it is drawn again, and this one is never read.
            return b"", pages
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
        words = drawable(words)
        if align != "left":
            length = width_of(words, font, size)
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
        more: bool = False,
    ) -> None:
        """Lines of one text, the first at ``y``. A space ends each but the last, unseen, so that whoever
        reads the file aloud or takes its text out does not run words together; the last one too where
        ``more`` of the text follows elsewhere."""
        for number, words in enumerate(lines):
            at, below = x, y - number * leading
            if more or number < len(lines) - 1:
                if align == "right":
                    at += width_of(" ", BOLD if bold else REGULAR, size)
                words += " "
            self.text(at, below, words, size, color, bold, align)

    def rule(self, left: float, right: float, y: float, color: str = LINE, thick: float = 0.5) -> None:
        """A hairline; the caller has marked it as an artifact."""
        self.canvas.setStrokeColor(HexColor(color))
        self.canvas.setLineWidth(thick)
        self.canvas.line(left, y, right, y)

    # -- words ---------------------------------------------------------------------------------------------

    def heading(
        self, level: int, words: str, room: float = 0, x: float = LEFT, width: float = 0, small: bool = False
    ) -> None:
        """A heading with its bookmark; ``room`` is what must fit under it on the same page. ``small``: of a
        page that has much to say."""
        size, above, below = _HEADINGS[0 if small else level]
        lines = wrap(words, BOLD, size, width or RIGHT - LEFT)
        self.need(min(above + len(lines) * size * 1.2 + below + room, TOP - BOTTOM))
        self.y -= above if self.y < TOP else 0
        self._bookmarks += 1
        key = f"h{self._bookmarks}"
        self.canvas.bookmarkHorizontal(key, 0, self.y + 10)
        self.canvas.addOutlineEntry(shortened(words, 9, 300), key, level - 1, closed=level > 1)
        with self.tags.element(f"H{level}"):
            self._flow(lines, x, size * 1.2, size, ACCENT if level < 3 else INK, True)
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
        bar: str = "",
    ) -> None:
        """A paragraph, wrapped; a long one goes on on the next page. ``bar``: the colour of a line along its
        left edge, for what somebody said."""
        leading = size * 1.36
        lines = wrap(words, BOLD if bold else REGULAR, size, width or RIGHT - LEFT)
        if len(lines) * leading < KEPT_WHOLE:
            self.need(len(lines) * leading)
        with self.tags.element("P"):
            self._flow(lines, x, leading, size, color, bold, bar)
        self.y -= after

    def _flow(
        self,
        lines: Sequence[str],
        x: float,
        leading: float,
        size: float,
        color: str,
        bold: bool = False,
        bar: str = "",
    ) -> None:
        """Lines of the part that is open, from where the page is filled to, over as many as they take."""
        while lines:
            fits = int((self.y - BOTTOM + 0.01) / leading)
            if fits < min(2, len(lines)) and self.y < TOP:
                self.turn()
                continue
            now, lines = lines[:fits], lines[fits:]
            if bar:
                with self.tags.artifact():
                    self.canvas.setFillColor(HexColor(bar))
                    high = len(now) * leading
                    self.canvas.rect(x - 10, self.y - high - 2, 2.5, high, stroke=0, fill=1)
            with self.tags.content():
                self.lines(x, self.y - leading, now, leading, size, color, bold, more=bool(lines))
            self.y -= len(now) * leading

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
                if self.y - min(height, KEPT_WHOLE) < BOTTOM:
                    self.turn()
                    self._heads(grid, x, width, again=True)
                self._row(grid, line, x, width)
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
        return ROW + (max(map(len, self._row_lines(grid, line, width))) - 1) * LEADING

    def _row_lines(self, grid: Grid, line: Line, width: float) -> list[Sequence[str]]:
        """The lines of every cell of a row; numbers have one."""
        first = self._first_width(grid, width) - 8 - 9 * line.indent
        found: list[Sequence[str]] = [wrap(line.label, _weight(line), SIZE, first)]
        for index, (cell, across) in enumerate(zip(line.cells, grid.widths, strict=True)):
            found.append(wrap(cell, REGULAR, SIZE, across - 6) if index < grid.words else (cell,))
        return found

    def _head_lines(self, grid: Grid, width: float) -> list[tuple[str, ...]]:
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

    def _row(self, grid: Grid, line: Line, x: float, width: float) -> None:
        """A row; one that is higher than the page goes on on the next, under the heads once more."""
        texts = self._row_lines(grid, line, width)
        deepest, done = max(map(len, texts)), 0
        with self.tags.element("TR"):
            parts = [self.tags.made("TH", "Row"), *(self.tags.made("TD") for _ in line.cells)]
        while done < deepest:
            now = max(1, min(deepest - done, int((self.y - BOTTOM - ROW + 0.01) / LEADING) + 1))
            at = x
            widths = (self._first_width(grid, width), *grid.widths)
            for index, (part, lines, across) in enumerate(zip(parts, texts, widths, strict=True)):
                piece = lines[done : done + now]
                if piece:
                    with self.tags.within(part), self.tags.content():
                        self._cell(grid, line, index, piece, at, across, more=len(lines) > done + now)
                at += across
            done += now
            self.y -= ROW + (now - 1) * LEADING
            with self.tags.artifact():
                self.rule(x, x + width, self.y)
            if done < deepest:
                self.turn()
                self._heads(grid, x, width, again=True)

    def _cell(
        self, grid: Grid, line: Line, index: int, piece: Sequence[str], at: float, across: float, more: bool
    ) -> None:
        base = self.y - 9.7
        if index == 0:
            self.lines(at + 3 + 9 * line.indent, base, piece, LEADING, bold=line.strong, more=more)
        elif index <= grid.words:
            self.lines(at + 3, base, piece, LEADING, more=more)
        else:
            quiet = piece[0].startswith("[") or not piece[0].strip("0.")
            color = MUTED if quiet else INK
            self.text(at + across - 3, base, piece[0], SIZE, color, line.strong, "right")


def _weight(line: Line) -> str:
    return BOLD if line.strong else REGULAR
