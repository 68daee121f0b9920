"""Quiet pictures on paper: numbers in tiles, and bars with their numbers; none has to be seen to be read."""

from dataclasses import dataclass

from reportlab.lib.colors import HexColor

from vrp_desktop.reports.fonts import REGULAR, wrap
from vrp_desktop.reports.paper import INK, LEFT, MUTED, RIGHT, Paper

COLOURS = ("#0067A5", "#B34700", "#007A5A", "#8A3A8A", "#6E6000")
"""The five priorities, in the strategy's order; safe for colour-blind eyes, and never alone."""

_STEP = 16.5


@dataclass(frozen=True)
class Bar:
    """A row of a bar picture. From ``low`` to ``high`` it is only outlined: the true value lies there."""

    words: str
    text: str
    low: float
    high: float
    colour: str


def tiles(paper: Paper, figures: list[tuple[str, str]], size: float = 24) -> None:
    """Numbers, three in a row, with what they are under them."""
    across = (RIGHT - LEFT) / 3
    for index, (text, words) in enumerate(figures):
        column = index % 3
        if column == 0:
            paper.need(58)
            paper.y -= 26
        x = LEFT + column * across
        with paper.tags.element("P"), paper.tags.content():
            paper.text(x, paper.y, f"{text} ", size, INK, True)
            paper.lines(x, paper.y - 14, wrap(words, REGULAR, 8.5, across - 16), 11, 8.5, MUTED)
        if column == 2 or index == len(figures) - 1:
            paper.y -= 30


def bars(paper: Paper, title: str, rows: list[Bar]) -> None:
    """A bar and its number a row; the text alternative says the same."""
    height = _STEP * len(rows) + 4
    paper.need(height)
    start, room = LEFT + 176, RIGHT - LEFT - 176 - 84
    most = max([row.high for row in rows], default=0.0) or 1.0
    said = "; ".join(f"{row.words}: {row.text}" for row in rows)
    box = (LEFT, paper.y - height, RIGHT, paper.y)
    with paper.tags.element("Figure", alt=f"Bars. {title}: {said}.", box=box), paper.tags.content():
        for index, row in enumerate(rows):
            y = paper.y - _STEP * (index + 1) + 3
            low, high = room * row.low / most, room * row.high / most
            paper.canvas.setFillColor(HexColor(row.colour))
            paper.canvas.setStrokeColor(HexColor(row.colour))
            paper.canvas.rect(LEFT, y + 0.5, 6, 6, stroke=0, fill=1)
            if low:
                paper.canvas.rect(start, y - 1.5, low, 10, stroke=0, fill=1)
            if high > low:
                paper.canvas.setLineWidth(0.7)
                paper.canvas.rect(start + low, y - 1.2, high - low, 9.4, stroke=1, fill=0)
            paper.text(LEFT + 12, y, f"{row.words} ", 9)
            paper.text(start + high + 5, y, f"{row.text} ", 9, INK, True)
    paper.y -= height + 2
