"""The recovery kit: one page to be printed and put into a safe, for the day when a passphrase is lost."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from reportlab.lib.colors import HexColor
from reportlab.pdfbase import pdfmetrics

from vrp_desktop.reports.fonts import BOLD
from vrp_desktop.reports.paper import ACCENT, LEFT, MUTED, RIGHT, WASH, Furniture, Paper
from vrp_desktop.reports.pdf import write_settled

_SIZE = 11

_WHAT = (
    "This key opens every record of the store named above, on any computer that has the store or a backup of "
    "it. Whoever finds it together with the laptop needs no passphrase."
)
_WHEN = (
    "Somebody has lost their passphrase and nobody else can sign in to give them another.",
    "The laptop was lost, stolen or replaced, and a backup is opened on another one. A passphrase may not be "
    "enough there; this key is.",
    "The computer's keychain was emptied, and a passphrase that was right before is refused.",
)
_HOW = (
    "Open the program, choose the store, then “I have lost my passphrase”.",
    "Type the key above. Capitals, spaces and hyphens do not matter; there is no O, I, L or U in it.",
    "Choose whose passphrase is lost, and let them type a new one.",
    "The program then shows a new recovery key. Print it and put it here. This page still opens the backups "
    "made before: destroy it once a later backup is shown as proven.",
)
_WHERE = (
    "In a sealed envelope in the office safe, or with a trustee. A second place can be the organisation's "
    "password manager. Never on the laptop itself, in its bag, in an e-mail or in a photograph."
)


@dataclass(frozen=True)
class RecoveryKit:
    """What the page says. It never carries a passphrase."""

    recovery_key: str
    organisation: str
    place: str
    """The store's folder."""
    made_on: date


def write_kit(kit: RecoveryKit, path: Path) -> None:
    """Writes the page as an accessible PDF. Trouble where it cannot be written; nothing is half-written."""
    write_settled(lambda pages: _draw(kit, pages), path)


def _draw(kit: RecoveryKit, pages: int) -> tuple[bytes, int]:
    title = f"Recovery kit of {kit.organisation}"
    day = f"{kit.made_on.day} {kit.made_on:%B %Y}"
    paper = Paper(Furniture(title, "", "VRP Desktop · keep this page under lock and key"), pages)
    paper.heading(1, title)
    paper.paragraph(f"Made on {day}. It takes the place of every recovery key made before.", _SIZE, MUTED)
    paper.paragraph(f"The store is kept in {kit.place}", _SIZE, MUTED, after=14)
    _key(paper, kit.recovery_key)
    paper.paragraph(_WHAT, _SIZE, after=8)
    paper.heading(2, "When it is needed")
    _list(paper, _WHEN)
    paper.heading(2, "What to do")
    _list(paper, _HOW, numbered=True)
    paper.heading(2, "Where to keep it")
    paper.paragraph(_WHERE, _SIZE)
    return paper.finished(title, kit.organisation, "How to open the store without a passphrase", kit.made_on)


def _key(paper: Paper, recovery_key: str) -> None:
    """Large, on one line, on a ground of its own."""
    size, height = 20.0, 56.0
    with paper.tags.artifact():
        paper.canvas.setFillColor(HexColor(WASH))
        paper.canvas.rect(LEFT, paper.y - height, RIGHT - LEFT, height, stroke=0, fill=1)
    with paper.tags.element("P"), paper.tags.content():
        paper.text(LEFT + 14, paper.y - 18, "Recovery key", 9, MUTED)
        while pdfmetrics.stringWidth(recovery_key, BOLD, size) > RIGHT - LEFT - 28:
            size -= 0.5
        paper.text(LEFT + 14, paper.y - 43, recovery_key, size, ACCENT, bold=True)
    paper.y -= height + 14


def _list(paper: Paper, points: tuple[str, ...], numbered: bool = False) -> None:
    with paper.tags.element("L"):
        for number, words in enumerate(points, 1):
            mark = f"{number}." if numbered else "•"
            with paper.tags.element("LI"), paper.tags.element("LBody"):
                paper.paragraph(f"{mark} {words}", _SIZE, after=4)
