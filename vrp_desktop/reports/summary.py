"""The first page of the PDF: what a director reads in one minute."""

from reportlab.lib.colors import HexColor

from vrp_desktop.domain.returns.figures import Key, ReturnDocument, Standing
from vrp_desktop.domain.returns.sections import EQUATION
from vrp_desktop.reports import charts, layout, pictures
from vrp_desktop.reports.fonts import BOLD, width_of
from vrp_desktop.reports.layout import key_text
from vrp_desktop.reports.paper import ACCENT, INK, LEFT, MUTED, RIGHT, Paper

ADDRESSED = "QUARTERLY RETURN TO THE WEST YORKSHIRE VIOLENCE REDUCTION PARTNERSHIP"

KEY_FIGURES = (
    (("R2", "supported_quarter", "people"), "people supported in the quarter"),
    (("R2", "supported_ytd", "people"), "people supported in the year to date"),
    (("R2", "open_end", "people"), "enrolments open at the end"),
    (("R5", "delivered", "value"), "sessions delivered"),
    (("R5", "hours", "value"), "hours delivered"),
    (("R5", "attendance_rate", "value"), "attendance rate"),
    (("R4", "head_count", "value"), "head-count, people not named"),
    (("R7.goals", "total", "met"), "goals in their own words met"),
    (("R6", "total", "people"), "professionals trained"),
)
TO_DATE = frozenset({"supported_ytd"})
"""What grows through the year and begins again in April: no change from the quarter before is told."""


def draw(paper: Paper, document: ReturnDocument, before: ReturnDocument | None) -> None:
    """Draws the page. It has room for all of it, whatever the names are."""
    header = document.header
    paper.y += 20
    paper.paragraph(ADDRESSED, 7.5, ACCENT, True)
    paper.y -= 4
    paper.heading(1, layout.first_sentences(header.intervention, 90))
    paper.paragraph(layout.first_sentences(header.provider, 140), 12, INK, True, after=2)
    paper.paragraph(header.quarter.label, 12, INK, after=6)
    _standing(paper, document)
    paper.heading(2, "Key figures", room=60, small=True)
    _key_figures(paper, document, before)
    _journey(paper, document)
    paper.heading(2, "What people needed help with, by priority", room=90, small=True)
    _priorities(paper, document)
    _money(paper, document)
    _words(paper, document)
    paper.paragraph(f"{layout.symbols_line(header.rule)} {layout.NOT_UNIQUE}", 7.5, MUTED)


def _standing(paper: Paper, document: ReturnDocument) -> None:
    header = document.header
    words = layout.standing_words(header)
    paper.y -= 20
    width = width_of(words, BOLD, 9) + 20
    with paper.tags.artifact():
        paper.canvas.setLineWidth(1)
        paper.canvas.setStrokeColor(HexColor(ACCENT))
        if header.standing is Standing.DRAFT:
            paper.canvas.setDash(3, 2)
        paper.canvas.roundRect(LEFT, paper.y, width, 18, 9, stroke=1, fill=0)
        paper.canvas.setDash()
    with paper.tags.element("P"), paper.tags.content():
        paper.text(LEFT + 10, paper.y + 5.5, words, 9, ACCENT, True)
    paper.y += 18
    prepared = f"Prepared by {header.prepared_by}, {layout.day(header.prepared_on)}."
    paper.paragraph(prepared, 9, MUTED, x=LEFT + width + 14, width=RIGHT - LEFT - width - 14, after=8)


def _key_figures(paper: Paper, document: ReturnDocument, before: ReturnDocument | None) -> None:
    figures = [(key_text(document, *key), words) for key, words in KEY_FIGURES]
    changes = [change(document, before, key) for key, _ in KEY_FIGURES]
    pictures.tiles(paper, figures, 20, changes)


def change(document: ReturnDocument, before: ReturnDocument | None, key: Key) -> str:
    """How a figure differs from the quarter before: only where both say it, by the same definition
    and the same method of protection."""
    if before is None or before.header.method != document.header.method or key[1] in TO_DATE:
        return ""
    if document.header.rule.rounds:
        return ""  # the difference of two rounded numbers may be off by twice the rounding
    now, then = document.get(*key), before.get(*key)
    values = charts.value(document, key), charts.value(before, key)
    if values[0] is None or values[1] is None or now.definition != then.definition:
        return ""
    quarter = before.header.quarter
    same_year = quarter.year == document.header.quarter.year
    when = f"Q{quarter.number}" if same_year else f"Q{quarter.number} {quarter.financial_year}"
    more = round(values[0] - values[1], 1)
    if not more:
        return f"the same as in {when}"
    amount = f"{abs(more):,.1f}".removesuffix(".0")
    rate = key == ("R5", "attendance_rate", "value")
    words = ("points higher", "points lower") if rate else ("more", "fewer")
    return f"{'▲' if more > 0 else '▼'} {amount} {words[more < 0]} than in {when}"


def _journey(paper: Paper, document: ReturnDocument) -> None:
    across = (RIGHT - LEFT) / len(EQUATION)
    paper.need(44)
    paper.y -= 20
    with paper.tags.element("P"):
        for index, (sign, row, words) in enumerate(EQUATION):
            x = LEFT + index * across
            with paper.tags.content():
                if sign:
                    paper.text(x - 21, paper.y, f"{sign} ", 14, ACCENT, True)
                paper.text(x, paper.y, f"{key_text(document, 'R2', row, 'people')} ", 17, INK, True)
                paper.text(x, paper.y - 13, f"{words} ", 8.5, MUTED)
    paper.y -= 24


def _priorities(paper: Paper, document: ReturnDocument) -> None:
    charts.bars(
        paper,
        document,
        "People supported, by priority of need",
        [
            (words, ("R3.priority", code, "people"), colour)
            for (code, words), colour in zip(layout.priority_labels().items(), pictures.COLOURS, strict=True)
        ],
    )
    paper.paragraph("One person can need help with several: these do not add up.", 7.5, MUTED, after=6)


def _money(paper: Paper, document: ReturnDocument) -> None:
    """What was spent, in a line; nothing where nothing of it is known."""
    said = {
        name: key_text(document, "R10", row, column)
        for name, row, column in (
            ("quarter", "total", "spent"),
            ("year", "total", "spent_ytd"),
            ("budget", "total", "budget"),
            ("forecast", "total", "forecast"),
            ("each", "each", "spent"),
        )
        if charts.value(document, ("R10", row, column)) is not None
    }
    parts = []
    if "quarter" in said:
        parts.append(f"{said['quarter']} spent in the quarter")
    if "year" in said:
        of = f" of a budget of {said['budget']}" if "budget" in said else ""
        parts.append(f"{said['year']} in the year to date{of}")
    if "forecast" in said:
        parts.append(f"forecast for the year {said['forecast']}")
    if "each" in said:
        parts.append(f"{said['each']} for each person supported in the quarter")
    if parts:
        paper.heading(2, "Money", room=20, small=True)
        paper.paragraph(f"{'; '.join(parts)}.", 9.5, INK, after=4)


def _words(paper: Paper, document: ReturnDocument) -> None:
    """What was learned and what a child or young adult said, as far as there is room for both."""
    narrative = {line[0]: line[1] for line in document.words.get("R11", ())}
    learned = narrative.get("learning") or narrative.get("achievements")
    voices = document.words.get("R11.voices", ())
    if learned:
        heading = "What we learned" if narrative.get("learning") else "What went well"
        paper.heading(2, heading, room=20, small=True)
        paper.paragraph(layout.first_sentences(learned, 240), 9.5, INK, after=4)
    if voices:
        quote, priority = voices[0]
        paper.heading(2, "In their own words", room=20, small=True)
        paper.paragraph(
            f"“{layout.first_sentences(quote, 200)}”",
            11,
            INK,
            x=LEFT + 14,
            width=RIGHT - LEFT - 40,
            after=8,
            bar=pictures.colour_of(priority),
        )
