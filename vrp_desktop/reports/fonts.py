"""The embedded font, and how text is measured, wrapped and shortened with it."""

import unicodedata
from collections.abc import Sequence

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from vrp_desktop import shipped

REGULAR, BOLD = "VrpSans", "VrpSans-Bold"


def number_width(head: str) -> float:
    """A column of numbers that is as wide as the longest word of its head needs."""
    register()
    return max(42.0, *(pdfmetrics.stringWidth(word, BOLD, 8) + 9 for word in head.split()))


def shortened(words: str, size: float, width: float) -> str:
    """Text that fits on one line, cut with an ellipsis where it must be."""
    words = unicodedata.normalize("NFC", words)
    while pdfmetrics.stringWidth(words, REGULAR, size) > width and len(words) > 1:
        words = words[:-2].rstrip() + "…"
    return words


def wrap(words: str, font: str, size: float, width: float) -> list[str]:
    """Breaks text into lines no wider than ``width`` points; a word that is too long is broken itself."""
    register()
    lines: list[str] = []
    for paragraph in unicodedata.normalize("NFC", words).split("\n"):
        line = ""
        for word in paragraph.split():
            longer = f"{line} {word}".strip()
            if pdfmetrics.stringWidth(longer, font, size) <= width:
                line = longer
                continue
            if line:
                lines.append(line)
            *whole, word = _broken(word, font, size, width)
            lines += whole
            line = word
        lines.append(line)
    return lines


def _broken(word: str, font: str, size: float, width: float) -> list[str]:
    """A word in pieces none of which is wider than ``width``, but for a single character that is."""
    pieces, begin, across = [], 0, 0.0
    for at, character in enumerate(word):
        more = pdfmetrics.stringWidth(character, font, size)
        if across + more > width and at > begin:
            pieces.append(word[begin:at])
            begin, across = at, 0.0
        across += more
    return [*pieces, word[begin:]]


def register() -> None:
    """Makes the shipped fonts known, once."""
    known: Sequence[str] = pdfmetrics.getRegisteredFontNames()
    for name, file in ((REGULAR, "DejaVuSansCondensed.ttf"), (BOLD, "DejaVuSansCondensed-Bold.ttf")):
        if name not in known:
            pdfmetrics.registerFont(TTFont(name, str(shipped.folder("fonts", file))))
