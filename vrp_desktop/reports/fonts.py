"""The embedded font, and how text is measured, wrapped and shortened with it."""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import groupby

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from vrp_desktop import shipped

REGULAR, BOLD = "VrpSans", "VrpSans-Bold"

_JOINERS = re.compile("[\u200d\ufe00-\ufe0f\U0001f3fb-\U0001f3ff]")
"""What only changes how the sign before it looks: joiners, variants, shades of skin."""


def number_width(head: str) -> float:
    """A column of numbers that is as wide as the longest word of its head needs."""
    return max(42.0, *(width_of(word, BOLD, 8) + 9 for word in head.split()))


def shortened(words: str, size: float, width: float) -> str:
    """Text that fits on one line, cut with an ellipsis where it must be."""
    words = drawable(words)
    while width_of(words, REGULAR, size) > width and len(words) > 1:
        words = words[:-2].rstrip() + "…"
    return words


@lru_cache(4096)
def drawable(words: str) -> str:
    """Text in signs that the font has. One that it lacks, like most emoji, is named in square brackets, so
    that nothing is lost unseen; what cannot be seen at all is marked by \ufffd."""
    words = unicodedata.normalize("NFC", words)
    if words.isascii() and words.isprintable():
        return words
    has = _glyphs()
    if all(ord(sign) in has and (sign >= " " or sign == "\n") for sign in words):
        return words
    words = "".join(
        sign if sign in "\n\t" or unicodedata.category(sign) not in ("Cc", "Cs", "Cn", "Co") else "\ufffd"
        for sign in words
    ).replace("\t", " ")
    parts: list[str] = []
    for known, run in groupby(_JOINERS.sub("", words), lambda sign: sign == "\n" or ord(sign) in has):
        signs = "".join(run)
        parts.append(signs if known else _named(signs))
    return "".join(parts)


def lacks(words: str) -> bool:
    """Whether some sign of a text cannot be drawn, and is named instead."""
    return "".join(words.split()) != "".join(drawable(words).split())


def _named(signs: str) -> str:
    """Signs that follow each other, in words: "[fire ×3, thumbs up sign]"; letters of a script that the font
    lacks by the name of the script and how many there are."""
    told: list[str] = []
    for name, run in groupby(signs, _name):
        count = len(list(run))
        told.append(f"{name} ×{count}" if count > 1 else name)
    return f"[{', '.join(told)}]"


def _name(sign: str) -> str:
    name = unicodedata.name(sign, f"U+{ord(sign):04X}")
    if unicodedata.category(sign)[0] in "LM":
        script = name.split()[0].split("-")[0]
        return f"{script if script == 'CJK' else script.capitalize()} letters"
    return name.lower()


@lru_cache(8192)
def wrap(words: str, font: str, size: float, width: float) -> tuple[str, ...]:
    """Breaks text into lines no wider than ``width`` points; a word that is too long is broken itself."""
    lines: list[str] = []
    space = width_of(" ", font, size)
    for paragraph in drawable(words).split("\n"):
        line: list[str] = []
        across = 0.0
        for word in paragraph.split():
            more = width_of(word, font, size)
            if line and across + space + more <= width + 0.001:
                line.append(word)
                across += space + more
                continue
            if line:
                lines.append(" ".join(line))
            if more > width:
                *whole, word = _broken(word, font, size, width)
                lines += whole
                more = width_of(word, font, size)
            line, across = [word], more
        lines.append(" ".join(line))
    return tuple(lines)


def _broken(word: str, font: str, size: float, width: float) -> list[str]:
    """A word in pieces none of which is wider than ``width``, but for a single character that is."""
    pieces, begin, across = [], 0, 0.0
    for at, character in enumerate(word):
        more = width_of(character, font, size)
        if across + more > width and at > begin:
            pieces.append(word[begin:at])
            begin, across = at, 0.0
        across += more
    return [*pieces, word[begin:]]


@lru_cache(65536)
def width_of(words: str, font: str, size: float) -> float:
    """How wide one line of text is, in points."""
    register()
    return pdfmetrics.stringWidth(words, font, size)


@cache
def _glyphs() -> frozenset[int]:
    """The signs that both weights of the font have."""
    register()
    files = [TTFont(name, path).face.charToGlyph for name, path in _files()]
    return frozenset.intersection(*map(frozenset, files))


def _files() -> list[tuple[str, str]]:
    names = ((REGULAR, "DejaVuSansCondensed.ttf"), (BOLD, "DejaVuSansCondensed-Bold.ttf"))
    return [(name, str(shipped.folder("fonts", file))) for name, file in names]


def register() -> None:
    """Makes the shipped fonts known, once."""
    known: Sequence[str] = pdfmetrics.getRegisteredFontNames()
    for name, path in _files():
        if name not in known:
            pdfmetrics.registerFont(TTFont(name, path))
