"""Quiet pictures on paper: numbers in tiles, and bars with their numbers; none has to be seen to be read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from reportlab.lib.colors import Color, HexColor

from vrp_desktop.domain import codes
from vrp_desktop.reports.fonts import REGULAR, shortened, wrap
from vrp_desktop.reports.paper import ACCENT, INK, LEFT, LINE, MUTED, RIGHT, Paper

COLOURS = ("#0067A5", "#B34700", "#007A5A", "#8A3A8A", "#6E6000")
"""The five priorities, in the strategy's order; safe for colour-blind eyes, and never alone."""

STEP = 16.5
"""Points from one row of a picture to the next."""


@dataclass(frozen=True)
class Bar:
    """A row of a bar picture. From ``low`` to ``high`` it is only outlined: the true value lies there."""

    words: str
    text: str
    low: float
    high: float
    colour: str


@dataclass(frozen=True)
class Pair:
    """A row of a picture of change: from one mean to another, on a scale of its own."""

    words: str
    before: float
    after: float
    low: float
    high: float
    text: str
    colour: str


def colour_of(priority: str | None) -> str:
    """The colour of a priority by its code; a plain one for none."""
    known = [code.code for code in codes.code_list("priority").codes]
    return dict(zip(known, COLOURS, strict=True)).get(priority or "", ACCENT)


def tiles(
    paper: Paper, figures: Sequence[tuple[str, str]], size: float = 24, changes: Sequence[str] = ()
) -> None:
    """Numbers, three in a row, with what they are under them, and what has changed where that is known."""
    across = (RIGHT - LEFT) / 3
    for start in range(0, len(figures), 3):
        row = figures[start : start + 3]
        under = [wrap(words, REGULAR, 8.5, across - 16) for _, words in row]
        changed = [*changes[start : start + 3], "", "", ""][: len(row)]
        deep = max(len(lines) + bool(change) for lines, change in zip(under, changed, strict=True))
        height = size + 8 + 11 * deep + 5
        paper.need(height)
        for column, ((text, _), lines, change) in enumerate(zip(row, under, changed, strict=True)):
            x, y = LEFT + column * across, paper.y - size - 2
            with paper.tags.element("P"), paper.tags.content():
                paper.text(x, y, f"{text} ", size, INK, True)
                paper.lines(x, y - 13, lines, 11, 8.5, MUTED, more=bool(change))
                if change:
                    paper.text(x, y - 13 - 11 * len(lines), change, 8.5, ACCENT, True)
        paper.y -= height


def pairs(paper: Paper, title: str, rows: Sequence[Pair]) -> None:
    """Means before and after as an open and a full dot with a line between them, each on its own scale."""
    height = STEP * len(rows) + 4
    paper.need(height)
    start, room = LEFT + 262, RIGHT - LEFT - 262 - 118
    said = "; ".join(f"{row.words}: {row.text}" for row in rows)
    box = (LEFT, paper.y - height, RIGHT, paper.y)
    with paper.tags.element("Figure", alt=f"Before and after. {title}: {said}.", box=box):
        for index, row in enumerate(rows):
            y = paper.y - STEP * (index + 1) + 3
            before, after = (
                start + room * min(1.0, max(0.0, (value - row.low) / ((row.high - row.low) or 1)))
                for value in (row.before, row.after)
            )
            with paper.tags.content():
                paper.canvas.setFillColor(HexColor(row.colour))
                paper.canvas.rect(LEFT, y + 0.5, 6, 6, stroke=0, fill=1)
                paper.rule(start, start + room, y + 3, LINE, 0.5)
                paper.rule(before, after, y + 3, row.colour, 2)
                paper.canvas.setFillColor(HexColor("#FFFFFF"))
                paper.canvas.setLineWidth(1.2)
                paper.canvas.circle(before, y + 3, 3, stroke=1, fill=1)
                paper.canvas.setFillColor(HexColor(row.colour))
                paper.canvas.circle(after, y + 3, 3.4, stroke=0, fill=1)
                paper.text(LEFT + 12, y, f"{shortened(row.words, 9, 244)} ", 9)
                paper.text(start + room + 8, y, f"{row.text} ", 9, INK, True)
    paper.y -= height + 2


def risks(paper: Paper, places: Mapping[tuple[int, int], Sequence[int]]) -> float:
    """Five by five: likelihood upwards, impact to the right; the numbers of the risks that stand there. The
    width it takes."""
    wide, high = 30.0, 19.0
    left, height = LEFT + 34, 5 * high + 26
    paper.need(height)
    foot = paper.y - 5 * high - 2
    said = "; ".join(
        f"likelihood {likelihood}, impact {impact}: {_numbers(there)}"
        for (likelihood, impact), there in sorted(places.items(), key=lambda at: -at[0][0] * at[0][1])
    )
    box = (LEFT, paper.y - height, left + 5 * wide, paper.y)
    alt = f"Risks by likelihood and impact. {said}."
    with paper.tags.element("Figure", alt=alt, box=box), paper.tags.content():
        for likelihood, impact in product(range(1, 6), repeat=2):
            x, y = left + (impact - 1) * wide, foot + (likelihood - 1) * high
            paper.canvas.setFillColor(_tint(likelihood * impact))
            paper.canvas.setStrokeColor(HexColor("#FFFFFF"))
            paper.canvas.setLineWidth(1.5)
            paper.canvas.rect(x, y, wide, high, stroke=1, fill=1)
            there = places.get((likelihood, impact), ())
            if there:
                paper.text(x + wide / 2, y + 6, _within(there), 9, INK, True, "center")
        for step in range(1, 6):
            paper.text(left + (step - 0.5) * wide, foot - 10, f"{step} ", 7.5, MUTED, align="center")
            paper.text(left - 6, foot + (step - 0.5) * high - 3, f"{step} ", 7.5, MUTED, align="right")
        paper.text(left + 2.5 * wide, foot - 20, "impact ", 7.5, MUTED, align="center")
        paper.canvas.saveState()
        paper.canvas.translate(LEFT + 14, foot + 2.5 * high)
        paper.canvas.rotate(90)
        paper.text(0, 0, "likelihood ", 7.5, MUTED, align="center")
        paper.canvas.restoreState()
    paper.y -= height + 4
    return left - LEFT + 5 * wide


def _numbers(there: Sequence[int]) -> str:
    return f"risk{'s' if len(there) > 1 else ''} {', '.join(map(str, there))}"


def _within(there: Sequence[int]) -> str:
    listed = ", ".join(map(str, there))
    return listed if len(listed) <= 5 else f"×{len(there)}"


def _tint(score: int) -> Color:
    """From nearly white to a soft teal, on which ink can be read (6:1)."""
    light, strong = HexColor("#EEF4F5"), HexColor("#7FB3BD")
    share = (score - 1) / 24
    return Color(*(a + (b - a) * share for a, b in zip(light.rgb(), strong.rgb(), strict=True)))


def bars(paper: Paper, title: str, rows: Sequence[Bar]) -> None:
    """A bar and its number a row; the text alternative says the same."""
    height = STEP * len(rows) + 4
    paper.need(height)
    start, room = LEFT + 176, RIGHT - LEFT - 176 - 84
    most = max([row.high for row in rows], default=0.0) or 1.0
    said = "; ".join(f"{row.words}: {row.text}" for row in rows)
    box = (LEFT, paper.y - height, RIGHT, paper.y)
    with paper.tags.element("Figure", alt=f"Bars. {title}: {said}.", box=box), paper.tags.content():
        for index, row in enumerate(rows):
            y = paper.y - STEP * (index + 1) + 3
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
