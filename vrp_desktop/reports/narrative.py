"""What a return has to say in words, as pages to be read: narrative, voices, stories, risks, targets."""

import re
from collections import defaultdict

from vrp_desktop.domain.returns import form
from vrp_desktop.domain.returns.figures import ReturnDocument
from vrp_desktop.reports import layout, pictures
from vrp_desktop.reports.paper import ACCENT, INK, LEFT, MUTED, RIGHT, SIZE, Grid, Line, Paper

READING = 410.0
"""Points: the width of a text that is read and not looked things up in."""
TEXT = 10.0
NOTHING = "[x] The provider has said nothing here."

TREND = {"rising": "▲", "steady": "=", "falling": "▼"}
RATING = {"green": "●", "amber": "▲", "red": "■"}
"""A shape beside the words, for whoever looks over a page. The words say it all."""


def draw(paper: Paper, document: ReturnDocument, table: form.WordTable) -> None:
    """Draws a table of words, under its heading."""
    about = f"Table {table.id}. {table.about}"
    lines = [layout.says(table, line) for line in layout.word_lines(document, table)]
    if not document.words.get(table.id):
        _head(paper, table, about)
        paper.paragraph(NOTHING, SIZE, MUTED)
    elif table.id == "R12":
        _risks(paper, table, about, lines, document)
    elif table.id == "R13":
        _targets(paper, table, about, lines, document)
    elif table.id == "R11.voices":
        _head(paper, table, about)
        for raw, line in zip(document.words[table.id], lines, strict=True):
            _voice(paper, line, pictures.colour_of(raw[1]))
    elif table.id == "R11.stories":
        _head(paper, table, about)
        for raw, line in zip(document.words[table.id], lines, strict=True):
            _story(paper, line, pictures.colour_of(raw[1]))
    else:
        _head(paper, table, about)
        for line in lines:
            _item(paper, line)


def _head(paper: Paper, table: form.WordTable, about: str) -> None:
    paper.heading(3, table.title, room=60)
    paper.paragraph(about, 7.5, MUTED, after=4)


def paragraphs(paper: Paper, text: str, **look: object) -> None:
    """A text, a paragraph for each that it has."""
    for part in re.split(r"\n\s*\n", text.replace("\r\n", "\n").replace("\r", "\n").strip()):
        paper.paragraph(part, TEXT, width=READING, after=6, **look)  # type: ignore[arg-type] # by name


def _item(paper: Paper, line: dict[str, str]) -> None:
    paper.heading(4, line["item"], room=30)
    if line["text"].strip():
        paragraphs(paper, line["text"])
    else:
        paper.paragraph(NOTHING, SIZE, MUTED)


def _voice(paper: Paper, line: dict[str, str], colour: str) -> None:
    paper.y -= 4
    paragraphs(paper, f"“{line['quote'].strip()}”", x=LEFT + 14, bar=colour)
    paper.y += 3
    about = f"About: {line['priority']}" if line["priority"] else "[x] About which priority is not said."
    paper.paragraph(about, 7.5, MUTED, x=LEFT + 14, width=READING, after=9)


def _story(paper: Paper, line: dict[str, str], colour: str) -> None:
    paper.heading(4, line["title"], room=60, width=READING)
    if line["priority"]:
        paper.paragraph(f"■ {line['priority']}", SIZE, colour, bold=True, after=4)
    paragraphs(paper, line["text"])
    changed = (
        f"Details were changed so that nobody is recognised: {line['changed'].strip()}"
        if line["changed"].strip()
        else "[x] It is not said whether details were changed."
    )
    paper.paragraph(changed, SIZE, INK, x=LEFT + 14, width=READING, after=12, bar=ACCENT)


def _risks(
    paper: Paper, table: form.WordTable, about: str, lines: list[dict[str, str]], document: ReturnDocument
) -> None:
    paper.heading(3, table.title, room=230)
    paper.paragraph(about, 7.5, MUTED, after=6)
    places: dict[tuple[int, int], list[int]] = defaultdict(list)
    for number, line in enumerate(lines, 1):
        if layout.score(line) is not None:
            places[int(line["likelihood"]), int(line["impact"])].append(number)
    if places:
        top = paper.y
        across = pictures.risks(paper, places)
        _worst(paper, lines, LEFT + across + 26, top)
    raw = document.words[table.id]
    trend = [column.code for column in table.columns].index("trend")
    rows = tuple(
        Line(
            f"{number}. {line['risk']}",
            (
                line["mitigation"] or "[x]",
                line["owner"] or "[x]",
                _shaped(TREND, raw[number - 1][trend], line["trend"]),
                line["likelihood"] or "[x]",
                line["impact"] or "[x]",
                str(layout.score(line) or "[x]"),
            ),
        )
        for number, line in enumerate(lines, 1)
    )
    labels = {column.code: column.label for column in table.columns}
    heads = (
        labels["risk"],
        labels["mitigation"],
        labels["owner"],
        labels["trend"],
        labels["likelihood"],
        labels["impact"],
        "Score, 1 to 25",
    )
    paper.table(Grid("", "", heads, rows, (112.0, 64.0, 52.0, 56.0, 44.0, 40.0), words=3))


def _worst(paper: Paper, lines: list[dict[str, str]], x: float, top: float) -> None:
    """Beside the picture, the risks with the highest score."""
    foot = paper.y
    scored = [(layout.score(line) or 0, -number, line) for number, line in enumerate(lines, 1)]
    paper.y = top
    paper.paragraph("Highest scores", SIZE, INK, bold=True, x=x, width=RIGHT - x, after=3)
    for score, number, line in sorted(scored, key=lambda one: one[:2], reverse=True)[:3]:
        if score:
            words = f"Risk {-number}, score {score}: {layout.first_sentences(line['risk'], 110)}"
            paper.paragraph(words, SIZE, INK, x=x, width=RIGHT - x, after=3)
    paper.y = min(paper.y, foot)


def _targets(
    paper: Paper, table: form.WordTable, about: str, lines: list[dict[str, str]], document: ReturnDocument
) -> None:
    rating = [column.code for column in table.columns].index("rating")
    rows = tuple(
        Line(
            line["target"],
            (
                line["profile"] or "[x]",
                line["actual"] or "[x]",
                _shaped(RATING, raw[rating], line["rating"]),
                line["comment"] or "[x]",
            ),
        )
        for raw, line in zip(document.words[table.id], lines, strict=True)
    )
    heads = tuple(column.label for column in table.columns)
    paper.table(Grid(table.title, about, heads, rows, (62.0, 62.0, 92.0, 150.0), words=4))


def _shaped(shapes: dict[str, str], code: str, words: str) -> str:
    return f"{shapes[code]} {words}" if code in shapes else words or "[x]"
