"""A privacy notice to be handed over: one page of A4, in the words for an age."""

from datetime import date
from pathlib import Path

from vrp_desktop.domain.privacy import NoticePaper, Part
from vrp_desktop.reports.paper import MUTED, Furniture, Paper
from vrp_desktop.reports.pdf import write_settled

_SIZES = (11.5, 11.0, 10.5, 10.0, 9.5, 9.0, 8.5, 8.0)
"""Points of the text, the largest first: the page takes the first in which everything fits."""


def write_notice(notice: NoticePaper, day: date, path: Path) -> None:
    """Writes the page as an accessible PDF. Trouble where it cannot be written; nothing is half-written.

    What an organisation writes may be long: it goes on to a second page rather than become too small."""
    for size in _SIZES:
        if _draw(notice, day, 1, size)[1] == 1:
            break
    write_settled(lambda pages: _draw(notice, day, pages, size), path)


def _draw(notice: NoticePaper, day: date, pages: int, size: float) -> tuple[bytes, int]:
    shown = f"{day.day} {day:%B %Y}"
    paper = Paper(Furniture(notice.title, notice.organisation, f"{notice.organisation} · {shown}"), pages)
    paper.heading(1, notice.title)
    for part in notice.parts:
        _part(paper, part, size)
    paper.paragraph("Keep this page. You can have it read to you, or in another language: ask.", size, MUTED)
    return paper.finished(notice.title, notice.organisation, "What is kept, why, and your rights", day)


def _part(paper: Paper, part: Part, size: float) -> None:
    paper.heading(2, part.title, room=2 * size)
    for words in part.paragraphs:
        paper.paragraph(words, size, after=3)
    if part.points:
        with paper.tags.element("L"):
            for words in part.points:
                with paper.tags.element("LI"), paper.tags.element("LBody"):
                    paper.paragraph(f"• {words}", size, after=2)
