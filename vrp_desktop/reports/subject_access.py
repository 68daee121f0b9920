"""A subject-access pack as a PDF that can be read aloud, and as JSON."""

from collections.abc import Iterator
from pathlib import Path

from vrp_desktop.domain.days import written as _day
from vrp_desktop.domain.subject_access import Pack, Section
from vrp_desktop.reports import files
from vrp_desktop.reports.paper import ACCENT, LEFT, MUTED, RIGHT, Furniture, Grid, Line, Paper
from vrp_desktop.reports.pdf import write_settled

_LONGEST = 420
"""Letters of one cell; what is longer goes on in the next row, so that it never runs off a page."""
_SHARES = {
    "record": (2, 5),
    "journeys": (2, 4, 3, 4),
    "pauses": (4, 3, 3, 5),
    "onward": (3, 4, 3, 4, 4),
    "tasks": (6, 3, 3),
    "groups": (4, 4, 3, 3),
    "sessions": (3, 4, 3, 2, 6),
    "findings": (3, 5, 3, 3, 5),
    "goals": (5, 3, 3, 3, 3),
    "goal_steps": (4, 5, 3, 3, 3),
    "steps": (3, 4, 3, 3, 4),
    "consents": (4, 3, 3, 4, 5),
    "notices": (3, 4, 4, 3, 4),
    "documents": (5, 3, 3, 3, 2, 4),
    "returns": (8, 2, 4),
    "network": (3, 3, 5, 5),
    "merges": (3, 8),
    "keeping": (3, 4, 5),
    "journal": (4, 3, 4, 8),
}
"""How the columns of each section share the width of the page."""


def write_pdf(pack: Pack, path: Path) -> None:
    """Writes the PDF. The same pack gives the same bytes; Trouble where it cannot be written."""
    write_settled(lambda pages: _draw(pack, pages), path)


def write_json(pack: Pack, path: Path) -> None:
    """Writes the same as JSON: what the digest of a pack is taken from."""
    files.write_whole(path, pack.to_bytes())


def _draw(pack: Pack, pages: int) -> tuple[bytes, int]:
    title = f"What we hold about {pack.known_as}"
    paper = Paper(Furniture(title, pack.organisation, "Confidential: personal data"), pages)
    paper.y += 20
    paper.paragraph(pack.organisation.upper(), 7.5, ACCENT, True)
    paper.y -= 4
    paper.heading(1, title)
    named = f" ({pack.full_name})" if pack.full_name not in ("", pack.known_as) else ""
    paper.paragraph(
        f"Asked for by {pack.asked_by} on {_day(pack.asked_on)}. This is everything our records hold about "
        f"{pack.known_as}{named} on {_day(pack.made_on)}.",
        10,
    )
    if pack.removed:
        names = "1 name of somebody else was" if pack.removed == 1 else f"{pack.removed} names of others were"
        paper.paragraph(
            f"{names} taken out, and “[name removed]” put in place: they have a right to that.", 10
        )
    paper.paragraph(
        "You can ask us to put right what is wrong, to erase what is not needed any more, and to say why we "
        "keep it. If you are not content with our answer, you can complain to the Information Commissioner’s "
        "Office.",
        10,
    )
    for section in pack.sections:
        paper.heading(2, section.title, room=90)
        paper.paragraph(section.about if section.rows else "Nothing.", color=MUTED)
        if section.rows:
            paper.table(_grid(section))
    return paper.finished(title, pack.organisation, "A copy of personal data", pack.made_on)


def _grid(section: Section) -> Grid:
    shares = _SHARES[section.key]
    whole = RIGHT - LEFT
    widths = tuple(whole * share / sum(shares) for share in shares[1:])
    lines = tuple(line for row in section.rows for line in _lines(row.cells))
    return Grid("", "", section.heads, lines, widths, words=len(widths))


def _lines(cells: tuple[str, ...]) -> Iterator[Line]:
    """One row of a section, in as many rows of the table as its longest cell needs."""
    parts = [list(_parts(cell)) for cell in cells]
    for number in range(max(map(len, parts))):
        label, *others = (part[number] if number < len(part) else "" for part in parts)
        yield Line(label or ("" if number == 0 else "(goes on)"), tuple(others))


def _parts(text: str) -> Iterator[str]:
    """A long text in pieces, broken between words."""
    while len(text) > _LONGEST:
        at = max(text.rfind(" ", 0, _LONGEST), text.rfind("\n", 0, _LONGEST))
        at = at if at > 0 else _LONGEST
        yield text[:at]
        text = text[at:].lstrip()
    yield text
