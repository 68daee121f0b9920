"""The first page of the PDF: what a director reads in one minute."""

from reportlab.lib.colors import HexColor

from vrp_desktop.domain.returns.figures import Key, ReturnDocument, Shown, Standing
from vrp_desktop.reports import layout, pictures
from vrp_desktop.reports.fonts import BOLD
from vrp_desktop.reports.layout import key_text
from vrp_desktop.reports.paper import ACCENT, INK, LEFT, MUTED, RIGHT, Paper

ADDRESSED = "QUARTERLY RETURN TO THE WEST YORKSHIRE VIOLENCE REDUCTION PARTNERSHIP"

KEY_FIGURES = (
    (("R2", "supported_quarter", "people"), "people supported in the quarter"),
    (("R2", "supported_ytd", "people"), "people supported in the year to date"),
    (("R2", "open_end", "people"), "enrolments open at the end of the quarter"),
    (("R5", "delivered", "value"), "sessions delivered"),
    (("R5", "hours", "value"), "hours delivered"),
    (("R5", "attendance_rate", "value"), "attendance rate"),
    (("R4", "head_count", "value"), "head-count at open access, people not named"),
    (("R7.goals", "total", "set"), "goals set in their own words"),
    (("R7.goals", "total", "met"), "goals met"),
)

JOURNEY = (
    ("", "open_start", "open at start"),
    ("+", "started", "started"),
    ("−", "completed", "completed"),
    ("−", "ended_early", "ended early"),
    ("=", "open_end", "open at end"),
)

AGES = (
    ("under_18", "Children (under 18)"),
    ("18_to_25", "Young adults (18 to 25)"),
    ("over_25", "Over 25"),
    ("not_known", "Age not known"),
)


def draw(paper: Paper, document: ReturnDocument) -> None:
    """Draws the page. It has room for all of it, whatever the names are."""
    header = document.header
    paper.y += 20
    paper.paragraph(
        "QUARTERLY RETURN TO THE WEST YORKSHIRE VIOLENCE REDUCTION PARTNERSHIP", 7.5, ACCENT, True
    )
    paper.y -= 4
    paper.heading(1, header.intervention)
    paper.paragraph(header.provider, 12, INK, True, after=2)
    paper.paragraph(header.quarter.label, 12, INK, after=6)
    _standing(paper, document)
    paper.heading(2, "Key figures", room=60)
    _key_figures(paper, document)
    paper.heading(2, "Journey", room=50)
    _journey(paper, document)
    paper.heading(2, "What people needed help with, by priority", room=90)
    _priorities(paper, document)
    paper.heading(2, "Who they were, by age", room=80)
    _ages(paper, document)
    paper.paragraph(f"{layout.symbols_line(header.rule)} {layout.NOT_UNIQUE}", 7.5, MUTED)


def _standing(paper: Paper, document: ReturnDocument) -> None:
    header = document.header
    words = layout.standing_words(header)
    paper.y -= 20
    with paper.tags.artifact():
        width = paper.canvas.stringWidth(words, BOLD, 9) + 20
        paper.canvas.setLineWidth(1)
        paper.canvas.setStrokeColor(HexColor(ACCENT))
        if header.standing is Standing.DRAFT:
            paper.canvas.setDash(3, 2)
        paper.canvas.roundRect(LEFT, paper.y, width, 18, 9, stroke=1, fill=0)
        paper.canvas.setDash()
    with paper.tags.element("P"), paper.tags.content():
        paper.text(LEFT + 10, paper.y + 5.5, words, 9, ACCENT, True)
    paper.y -= 2
    paper.paragraph(f"Prepared by {header.prepared_by}, {layout.day(header.prepared_on)}.", 9, MUTED)


def _key_figures(paper: Paper, document: ReturnDocument) -> None:
    pictures.tiles(paper, [(key_text(document, *key), words) for key, words in KEY_FIGURES])


def _journey(paper: Paper, document: ReturnDocument) -> None:
    across = (RIGHT - LEFT) / len(JOURNEY)
    paper.need(44)
    paper.y -= 20
    with paper.tags.element("P"):
        for index, (sign, row, words) in enumerate(JOURNEY):
            x = LEFT + index * across
            with paper.tags.content():
                if sign:
                    paper.text(x - 21, paper.y, f"{sign} ", 14, ACCENT, True)
                paper.text(x, paper.y, f"{key_text(document, 'R2', row, 'people')} ", 17, INK, True)
                paper.text(x, paper.y - 13, f"{words} ", 8.5, MUTED)
    paper.y -= 24


def _priorities(paper: Paper, document: ReturnDocument) -> None:
    _bars(
        paper,
        document,
        "People supported, by priority of need",
        [
            (words, ("R3.priority", code, "people"), colour)
            for (code, words), colour in zip(layout.priority_labels().items(), pictures.COLOURS, strict=True)
        ],
    )
    paper.paragraph("One person can need help with several: these do not add up.", 7.5, MUTED, after=6)


def _ages(paper: Paper, document: ReturnDocument) -> None:
    rows = [(words, ("R3.age", code, "total"), ACCENT) for code, words in AGES]
    _bars(paper, document, "People supported, by age", rows)


def _bars(paper: Paper, document: ReturnDocument, title: str, rows: list[tuple[str, Key, str]]) -> None:
    """A figure that is not shown has its symbol and no bar."""
    bars: list[pictures.Bar] = []
    for words, key, colour in rows:
        figure = document.get(*key)
        shown = figure.shown is Shown.VALUE and isinstance(figure.value, int | float)
        length = float(figure.value or 0) if shown else 0.0
        bars.append(pictures.Bar(words, key_text(document, *key), length, length, colour))
    pictures.bars(paper, title, bars)
