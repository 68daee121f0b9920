"""The child's own page on one sheet of A4: plain words, large letters, progress as a picture."""

from collections.abc import Sequence
from pathlib import Path

from reportlab.lib.colors import HexColor
from reportlab.pdfbase import pdfmetrics

from vrp_desktop.domain.own_page import OwnGoal, OwnPage
from vrp_desktop.reports.fonts import BOLD, REGULAR, wrap
from vrp_desktop.reports.paper import (
    ACCENT,
    BOTTOM,
    GUTTER,
    HALF,
    INK,
    LEFT,
    LINE,
    MUTED,
    RIGHT,
    WASH,
    Furniture,
    Paper,
)
from vrp_desktop.reports.pdf import write_settled

_SIZES = (13.0, 12.0, 11.0, 10.0)
"""Letters in points, the largest that fit; smaller than the last nobody should have to read."""
_HELD = ((2_000, 6), (600, 6), (320, 5), (180, 4), (90, 3), (60, 2))
"""Characters of each text, and how many of each list, the most first: where a sheet does not hold all of it,
the record still does."""
_WARM = "#B34700"


def write_own_page(page: OwnPage, path: Path) -> None:
    """Writes the page as an accessible PDF of one sheet. Trouble where it cannot be written."""
    shown, size = _fitting(page)
    write_settled(lambda pages: _draw(shown, size, pages)[:2], path)


def _fitting(page: OwnPage) -> tuple[OwnPage, float]:
    """As much of the page as one sheet holds, in the largest letters that do."""
    shown, size = page.shortened(*_HELD[-1]), _SIZES[-1]
    for held in _HELD:
        shown = page.shortened(*held)
        for size in _SIZES:
            if _draw(shown, size, 1)[1] == 1:
                return shown, size
    return shown, size


def _draw(page: OwnPage, size: float, pages: int) -> tuple[bytes, int]:
    day = f"{page.made_on.day} {page.made_on:%B %Y}"
    title = f"{page.known_as}’s own page"
    foot = f"Made on {day} with {page.organisation}. If something is not right, tell us and we change it."
    paper = Paper(Furniture(title, "", foot), pages)
    paper.heading(1, page.known_as)
    paper.paragraph("This page is mine. It says what I said.", size, MUTED, after=10)
    _beside(paper, size, [("I enjoy", page.enjoys), ("I am good at", page.good_at)])
    if page.strengths:
        _titled(paper, "What I have going for me")
        _points(paper, page.strengths, size)
    if page.wants:
        _titled(paper, "What I want")
        _quoted(paper, page.wants, size + 2)
    if page.goals:
        _titled(paper, "My goals and how far I have come")
        for goal in page.goals:
            _goal(paper, goal, size)
    trusted = ", ".join(filter(None, (page.trusts, *page.trusted)))
    _beside(paper, size, [("People I trust", trusted), ("What helps me", page.helps)])
    return paper.finished(
        title, page.organisation, "What I enjoy, my goals, how far I have come", page.made_on
    )


def _titled(paper: Paper, words: str, x: float = LEFT, width: float = 0) -> None:
    paper.heading(2, words, room=30, x=x, width=width)


def _beside(paper: Paper, size: float, parts: list[tuple[str, str]]) -> None:
    """Two short parts beside each other; one alone takes the width."""
    there = [(title, words) for title, words in parts if words]
    if len(there) < 2:
        for title, words in there:
            _titled(paper, title)
            paper.paragraph(words, size)
        return
    tallest = max(len(wrap(words, REGULAR, size, HALF)) * size * 1.36 for _, words in there)
    if paper.y - tallest - 42 < BOTTOM:
        paper.turn()
    top, ends = paper.y, []
    for number, (title, words) in enumerate(there):
        paper.y = top
        x = LEFT + number * (HALF + GUTTER)
        _titled(paper, title, x, HALF)
        paper.paragraph(words, size, x=x, width=HALF)
        ends.append(paper.y)
    paper.y = min(ends)


def _points(paper: Paper, points: Sequence[str], size: float) -> None:
    with paper.tags.element("L"):
        for words in points:
            with paper.tags.element("LI"), paper.tags.element("LBody"):
                paper.paragraph(f"• {words}", size, after=3)
    paper.y -= 2


def _quoted(paper: Paper, words: str, size: float) -> None:
    """Their own words, on a ground of their own."""
    lines = wrap(f"“{words}”", REGULAR, size, RIGHT - LEFT - 28)
    height = len(lines) * size * 1.36 + 18
    paper.need(height)
    with paper.tags.artifact():
        paper.canvas.setFillColor(HexColor(WASH))
        paper.canvas.roundRect(LEFT, paper.y - height, RIGHT - LEFT, height, 6, stroke=0, fill=1)
    with paper.tags.element("P"), paper.tags.content():
        paper.lines(LEFT + 14, paper.y - 9 - size, lines, size * 1.36, size, ACCENT)
    paper.y -= height + 6


def _goal(paper: Paper, goal: OwnGoal, size: float) -> None:
    lines = wrap(goal.words, BOLD, size, RIGHT - LEFT)
    paper.need(len(lines) * size * 1.36 + 62)
    paper.paragraph(goal.words, size, INK, bold=True, after=2)
    _path(paper, goal)
    paper.paragraph(goal.progress, size, INK, after=3)
    if goal.steps:
        paper.paragraph("Next: " + "; ".join(goal.steps), size, MUTED, after=3)
    paper.y -= 6


def _path(paper: Paper, goal: OwnGoal) -> None:
    """Eleven stepping stones, 0 to 10: where it began is a ring, where it is now a full stone."""
    height, reach = 34.0, RIGHT - LEFT - 40
    step = reach / 10
    base = paper.y - 15
    now = goal.latest
    box = (LEFT, paper.y - height, RIGHT, paper.y)
    figure = paper.tags.element("Figure", alt=f"A path from 0 to 10. {goal.progress}", box=box)
    with figure, paper.tags.content():
        canvas = paper.canvas
        canvas.setStrokeColor(HexColor(LINE))
        canvas.setLineWidth(2)
        canvas.line(LEFT + 10, base, LEFT + 10 + reach, base)
        if goal.first is not None and now is not None and now != goal.first:
            canvas.setStrokeColor(HexColor(ACCENT))
            canvas.setLineWidth(4)
            canvas.line(LEFT + 10 + goal.first * step, base, LEFT + 10 + now * step, base)
        for number in range(11):
            x = LEFT + 10 + number * step
            here, began = number == now, number == goal.first
            canvas.setFillColor(HexColor(ACCENT if here else "#FFFFFF"))
            canvas.setStrokeColor(HexColor(_WARM if began and not here else ACCENT if here else LINE))
            canvas.setLineWidth(2.5 if began or here else 1.2)
            canvas.circle(x, base, 9 if here else 7 if began else 4, stroke=1, fill=1)
            if here:
                paper.text(x, base - 3.2, f"{number}", 9, "#FFFFFF", True, "center")
            elif began:
                paper.text(x, base - 2.8, f"{number}", 8, _WARM, True, "center")
        ends = (("0", LEFT + 10), ("10", LEFT + 10 + reach))
        for words, x in ends:
            if words not in (str(now), str(goal.first)):
                width = pdfmetrics.stringWidth(words, REGULAR, 7.5)
                paper.text(x - width / 2, base - 15, words, 7.5, MUTED)
    paper.y -= height
