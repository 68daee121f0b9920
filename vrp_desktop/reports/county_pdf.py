"""The county's picture as a PDF: a first page for a meeting, every return, then every sum."""

from pathlib import Path

from vrp_desktop.domain import codes
from vrp_desktop.domain.county import CountyPicture, Interval
from vrp_desktop.domain.returns import form
from vrp_desktop.reports import county_layout as layout
from vrp_desktop.reports import pictures
from vrp_desktop.reports.fonts import number_width
from vrp_desktop.reports.layout import units_line
from vrp_desktop.reports.paper import ACCENT, INK, MUTED, Furniture, Grid, Line, Paper
from vrp_desktop.reports.pdf import section, write_settled

TILES = (
    ("R5", "delivered", "value"),
    ("R5", "hours", "value"),
    ("R3.age", "under_18", "total"),
    ("R3.age", "18_to_25", "total"),
    ("R2", "open_end", "people"),
)
WIDE = 84.0
"""Points for a column whose numbers may be intervals."""
OVER_WIDTH = 88.0
"""Points for what a figure is over the year."""


def write_county(picture: CountyPicture, path: Path) -> None:
    """Writes the PDF. The same picture gives the same bytes; Trouble where it cannot be written."""
    write_settled(lambda pages: _draw(picture, pages), path)


def _draw(picture: CountyPicture, pages: int) -> tuple[bytes, int]:
    furniture = Furniture(
        f"{layout.TITLE} · {picture.name}",
        "West Yorkshire Violence Reduction Partnership",
        "Sums over returns, not different people",
    )
    paper = Paper(furniture, pages)
    _first_page(paper, picture)
    paper.turn()
    _returns(paper, picture)
    tables = layout.tables(picture)
    if tables:
        section(paper, "Sums of every table", [_grid(picture, table) for table in tables])
    return paper.finished(
        f"{layout.TITLE}: {picture.name}",
        "West Yorkshire Violence Reduction Partnership",
        f"All interventions and the five districts, {picture.label}",
        layout.made_on(picture),
    )


def _first_page(paper: Paper, picture: CountyPicture) -> None:
    paper.y += 20
    paper.paragraph("WEST YORKSHIRE VIOLENCE REDUCTION PARTNERSHIP", 7.5, ACCENT, True)
    paper.y -= 4
    paper.heading(1, layout.TITLE)
    paper.paragraph(picture.label, 12, INK, after=4)
    paper.paragraph(layout.basis(picture), 9, INK, bold=bool(picture.drafts), after=4)
    if layout.left_out(picture):
        paper.paragraph(layout.left_out(picture), 9, INK, True)
    if picture.missing:
        paper.paragraph(layout.INCOMPLETE, 9, INK)
    paper.heading(2, "Key figures", room=60)
    pictures.tiles(
        paper,
        [
            (
                layout.amount(picture.sums.get(key), layout.unit_of(key)),
                layout.count_words(picture, key).lower(),
            )
            for key in (picture.supported, *TILES)
        ],
        size=18,
    )
    paper.heading(2, f"What people needed help with, by priority{_last(picture)}", room=90)
    pictures.bars(
        paper,
        f"People with the need, by priority{_last(picture)}",
        [
            _bar(codes.label("priority", line.code), line.needs, colour)
            for line, colour in zip(picture.by_priority, pictures.COLOURS, strict=False)
        ],
    )
    paper.heading(2, f"Where people live{_last(picture)}", room=110)
    pictures.bars(
        paper,
        f"People supported, by the district where they live{_last(picture)}",
        [_bar(line.label, line.supported, ACCENT) for line in picture.by_district],
    )
    paper.y -= 4
    about = f" {layout.YEAR} {layout.TOGETHER}" if picture.year else ""
    paper.paragraph(f"{layout.NOT_PEOPLE} {layout.INTERVALS}{about}", 7.5, MUTED)
    for words in layout.rules(picture):
        paper.paragraph(f"How small counts were protected. {words}", 7.5, MUTED)


def _last(picture: CountyPicture) -> str:
    return ", in the last quarter" if picture.year else ""


def _bar(words: str, interval: Interval, colour: str) -> pictures.Bar:
    high = interval.low if interval.high is None else interval.high
    return pictures.Bar(words, layout.amount(interval), float(interval.low), float(high), colour)


def _returns(paper: Paper, picture: CountyPicture) -> None:
    paper.heading(2, "Every intervention" if picture.year else "Every return", room=150)
    keys = (
        (picture.supported, "Supported"),
        (("R5", "delivered", "value"), "Sessions"),
        (("R2", "open_end", "people"), "Open at end"),
    )
    lines = []
    for header in picture.returns:
        own = picture.by_intervention.get(header.return_id, {})
        lines.append(
            Line(
                f"{header.intervention_code} {header.intervention}",
                (
                    header.provider,
                    layout.standing(header),
                    *(layout.amount(own.get(key), layout.unit_of(key)) for key, _ in keys),
                ),
            )
        )
    paper.table(
        Grid(
            "Interventions, with the standing of their last return"
            if picture.year
            else "Returns of the quarter",
            layout.basis(picture),
            ("Intervention", "Provider", "Standing", *(words for _, words in keys)),
            tuple(lines),
            (124.0, 62.0, 54.0, 54.0, 54.0),
            words=2,
        )
    )


def _grid(picture: CountyPicture, table: form.Table) -> Grid:
    rows, columns = layout.summable(picture, table)
    stepped = any(row.level == 0 for row in rows)
    over = picture.year and layout.mixed(table)
    lines = tuple(
        Line(
            row.label,
            (
                *((layout.OVER_WORDS[table.over(row, columns[0])],) if over else ()),
                *(
                    layout.amount(
                        picture.sums.get((table.id, row.code, column.code)), table.unit(row, column)
                    )
                    for column in columns
                ),
            ),
            strong=row.level == 0,
            indent=row.level if stepped else 0,
        )
        for row in rows
    )
    widths = tuple(
        max(number_width(column.label), min(WIDE, 8 + 5 * max(len(line.cells[index]) for line in lines)))
        for index, column in enumerate(columns, over)
    )
    return Grid(
        table.title,
        f"Table {table.id}. {table.about} {units_line(table)}{layout.over_line(picture, table)}",
        (table.head, *((layout.OVER,) if over else ()), *(column.label for column in columns)),
        lines,
        (*((OVER_WIDTH,) if over else ()), *widths),
        words=int(over),
    )
