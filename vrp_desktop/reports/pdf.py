"""A return as a PDF: a first page to be read in a minute, then every table, then what the words mean."""

from collections.abc import Callable, Sequence
from itertools import groupby
from pathlib import Path

from vrp_desktop.domain.returns import form
from vrp_desktop.domain.returns.figures import ReturnDocument, Standing
from vrp_desktop.reports import charts, files, layout, narrative, summary
from vrp_desktop.reports.charts import Chart
from vrp_desktop.reports.fonts import number_width
from vrp_desktop.reports.paper import HALF, LEFT, RIGHT, Furniture, Grid, Line, Paper


def write_return(document: ReturnDocument, path: Path, before: ReturnDocument | None = None) -> None:
    """Writes the PDF. ``before``: the final return of the quarter before, to say what has changed of what
    both show. The same documents give the same bytes; Trouble where it cannot be written, and then nothing is
    half-written."""
    for each in (document, before):
        if each is not None:
            layout.check_protected(each)
    write_settled(lambda pages: _draw(document, before, pages), path)


def write_settled(draw: Callable[[int], tuple[bytes, int]], path: Path) -> None:
    """Draws until the page count that the pages themselves name is the true one, then writes the file."""
    pages = 0
    while True:
        content, drawn = draw(pages)
        if drawn == pages:
            break
        pages = drawn
    files.write_whole(path, content)


def _draw(document: ReturnDocument, before: ReturnDocument | None, pages: int) -> tuple[bytes, int]:
    header = document.header
    draft = " · DRAFT" if header.standing is Standing.DRAFT else ""
    furniture = Furniture(
        f"{header.intervention} · {header.quarter}{draft}",
        header.provider,
        f"Quarterly return, {header.standard} · content {document.content_hash[:16]}",
    )
    paper = Paper(furniture, pages)
    summary.draw(paper, document, before)
    paper.turn()
    _about(paper, document)
    for name, title, tables, words in layout.sections():
        if tables:
            grids = [grid(document, table) for table in tables]
            section(paper, f"{name} {title}", grids, charts.of_section(document, name))
        else:
            paper.heading(2, f"{name} {title}", room=150)
        for table in words:
            narrative.draw(paper, document, table)
    _notes(paper, document)
    return paper.finished(
        f"Quarterly return: {header.intervention}, {header.quarter}",
        header.provider,
        layout.about_return(header),
        header.prepared_on,
    )


def grid(document: ReturnDocument, table: form.Table) -> Grid:
    """A table of figures, ready to be drawn."""
    lines = tuple(
        Line(
            row.label,
            tuple(
                layout.figure_text(document.get(table.id, row.code, column.code), table.unit(row, column))
                for column in table.columns
            ),
            strong=row.level == 0,
            indent=row.level if any(r.level == 0 for r in table.rows) else 0,
        )
        for row in table.rows
    )
    return Grid(
        table.title,
        f"Table {table.id}. {table.about} {layout.units_line(table)}",
        (table.head, *(column.label for column in table.columns)),
        lines,
        tuple(number_width(column.label) for column in table.columns),
    )


def section(paper: Paper, heading: str, grids: list[Grid], pictures: Sequence[Chart] = ()) -> None:
    """A section: its pictures, then its tables, narrow ones in two columns and the others across the page,
    all in their order."""
    runs = [(narrow, list(run)) for narrow, run in groupby(grids, _is_narrow)]
    narrow, first = runs[0]
    follows = [chart.height for chart in pictures] or [
        paper.height(first[0], HALF if narrow else RIGHT - LEFT)
    ]
    paper.heading(2, heading, room=follows[0])
    for chart in pictures:
        charts.put(paper, chart)
    for narrow, run in runs:
        if narrow:
            paper.columns(run)
        else:
            for each in run:
                paper.table(each)


def _is_narrow(each: Grid) -> bool:
    return len(each.widths) == 1 and max(len(line.label) for line in each.lines) <= 60


def _about(paper: Paper, document: ReturnDocument) -> None:
    paper.heading(2, "About this return")
    answers = RIGHT - LEFT - 170
    header = tuple(Line(label, (str(answer),)) for _, label, answer in layout.header_rows(document.header))
    paper.table(Grid("Header", "Table R0.", ("Item", "Answer"), header, (answers,), words=1))
    profile = tuple(Line(item, (answer,)) for item, answer in layout.profile_rows(document))
    paper.table(
        Grid(
            "Profile",
            "Table R1. An item with several answers has several rows. [x] means that it was not recorded.",
            ("Item", "Answer"),
            profile,
            (answers,),
            words=1,
        )
    )


def _notes(paper: Paper, document: ReturnDocument) -> None:
    paper.heading(2, "How people are protected, and how to read this", room=120)
    paper.paragraph(layout.protection(document.header))
    paper.paragraph(f"{layout.NOT_UNIQUE} {layout.NO_CAUSE}")
    symbols = tuple(Line(symbol, (words,)) for symbol, words in layout.symbols(document.header.rule))
    across = RIGHT - LEFT - 90
    paper.table(Grid("Symbols", "", ("Symbol", "What it means"), symbols, (across,), words=1))
    definitions = tuple(Line(d.title, (d.id, d.text)) for d in layout.definitions_used(document))
    paper.table(
        Grid(
            "Definitions",
            "What each count is, and the version of its definition.",
            ("Count", "Version", "What it means"),
            definitions,
            (96, RIGHT - LEFT - 96 - 108),
            words=2,
        )
    )
