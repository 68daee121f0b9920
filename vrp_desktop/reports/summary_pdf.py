"""The provider's summary as a PDF: key figures, each intervention, the trend, and the delivery map."""

from datetime import date
from pathlib import Path

from vrp_desktop.domain.county import Interval
from vrp_desktop.domain.summary import Summary
from vrp_desktop.reports import pictures
from vrp_desktop.reports import summary_layout as layout
from vrp_desktop.reports.county_layout import amount
from vrp_desktop.reports.layout import day
from vrp_desktop.reports.paper import ACCENT, INK, LEFT, MUTED, RIGHT, Furniture, Grid, Line, Paper
from vrp_desktop.reports.pdf import write_settled

NUMBER = 76.0
"""Points for a column of numbers that may be intervals."""
TALLEST = 500.0
"""Points; a table that is taller begins where it is."""


def write_summary(summary: Summary, made_on: date, path: Path) -> None:
    """Writes the PDF. The same summary and day give the same bytes; Trouble where it cannot be written."""
    write_settled(lambda pages: _draw(summary, made_on, pages), path)


def _draw(summary: Summary, made_on: date, pages: int) -> tuple[bytes, int]:
    furniture = Furniture(f"{layout.TITLE} · {summary.quarter}", summary.provider, layout.mark(summary))
    paper = Paper(furniture, pages)
    paper.y += 20
    paper.paragraph(layout.mark(summary).upper(), 7.5, ACCENT, True)
    paper.y -= 4
    paper.heading(1, layout.TITLE)
    paper.paragraph(summary.provider, 12, INK, True, after=2)
    paper.paragraph(f"{summary.period}. Made on {day(made_on)}.", 10, INK, after=6)
    paper.paragraph(layout.about(summary), 9, INK, True)
    if summary.missing:
        paper.paragraph(layout.missing(summary), 9, INK)
    _people(paper, summary)
    _trend(paper, summary)
    for title, words in layout.GROUPS:
        _figures(paper, summary, title, words)
    _over(paper, summary)
    _map(paper, summary)
    return paper.finished(
        f"{layout.TITLE}: {summary.period}", summary.provider, layout.mark(summary), made_on
    )


def _people(paper: Paper, summary: Summary) -> None:
    paper.heading(2, "Sums and different people", room=70)
    supported = summary.lines[0]
    tiles = [(amount(supported.total), "people supported, summed: not different people")]
    tiles += [(f"{number:,}", words.lower()) for words, number, _ in layout.people_rows(summary)]
    pictures.tiles(paper, tiles, size=18)
    paper.paragraph(f"{layout.SUMS} {layout.not_told(summary) or layout.DIFFERENT}", 8, MUTED)


def _trend(paper: Paper, summary: Summary) -> None:
    paper.heading(2, "Quarter by quarter", room=110)
    bars = []
    for line in summary.trend:
        low = 0.0 if line.total is None else float(line.total.low)
        high = low if line.total is None or line.total.high is None else float(line.total.high)
        bars.append(pictures.Bar(line.name, amount(line.total), low, high, ACCENT))
    pictures.bars(paper, "People supported, summed over interventions", bars)


def _figures(paper: Paper, summary: Summary, title: str, words: tuple[str, ...]) -> None:
    lines = [line for line in summary.lines if line.words in words]
    if not lines:
        return

    def told(part: Interval | None, name: str) -> str:
        return amount(part, layout.unit(name))

    rows = [
        Line(f"{each.name} ({each.code})", tuple(told(line.parts[index], line.words) for line in lines))
        for index, each in enumerate(summary.interventions)
    ]
    total = Line("Sum, not different people", tuple(told(line.total, line.words) for line in lines), True)
    grid = Grid(
        "",
        f"{title}, by intervention. {summary.period}.",
        ("Intervention", *(line.words for line in lines)),
        (*rows, total),
        (NUMBER,) * len(lines),
    )
    # A table that has room on one page is not parted from its heading.
    paper.heading(2, title, room=min(paper.height(grid, RIGHT - LEFT), TALLEST))
    paper.table(grid)


def _over(paper: Paper, summary: Summary) -> None:
    paper.heading(2, "Over time", room=120)
    for title, overs in layout.over_rows(summary):
        heads = ["", "Sum, not different people"]
        if not summary.outside:
            heads.append("Different people")
        sessions = any(line.sessions for line in overs)
        if sessions:
            heads.append("Sessions delivered")
        rows = []
        for over in overs:
            cells = [amount(over.total)]
            if not summary.outside:
                cells.append("[x]" if over.different is None else f"{over.different:,}")
            if sessions:
                cells.append(amount(over.sessions))
            rows.append(Line(over.name, tuple(cells)))
        heads[0] = "Quarter" if title.startswith("Quarter") else "Year"
        paper.table(Grid(title, "People supported.", tuple(heads), tuple(rows), (100.0,) * (len(heads) - 1)))


def _map(paper: Paper, summary: Summary) -> None:
    rows = tuple(
        Line(f"{row.district}: {row.project}", (row.organisation, *(cell.words or "-" for cell in row.cells)))
        for row in summary.delivery
    )
    heads = ("District and project", *layout.MAP_HEADS[2:])
    about = "A dash: neither an aim nor a session."
    grid = Grid("", about, heads, rows, (84.0, 66.0, 66.0, 66.0, 66.0), words=5)
    paper.heading(2, "Delivery map", room=min(paper.height(grid, RIGHT - LEFT) + 40, TALLEST))
    paper.paragraph(layout.MAP, 8, MUTED)
    paper.table(grid)
