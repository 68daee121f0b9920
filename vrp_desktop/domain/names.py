"""Names as people type them: without accents, capitals, apostrophes or hyphens, so that nobody is lost."""

import re
import unicodedata

_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŋ": "n"}
)
_DROPPED = frozenset("'’‘`´ʻʼʹ.")


def folded(text: str) -> str:
    """The text for finding and sorting by: "Zoë O’Brien-Łuc" becomes "zoe obrien luc"."""
    # Decomposed twice: styled letters such as 𝑨 have no small form until they are taken apart.
    small = unicodedata.normalize("NFKD", text).casefold()
    plain = unicodedata.normalize("NFKD", small).translate(_LETTERS)
    kept = (ch for ch in plain if not unicodedata.combining(ch) and ch not in _DROPPED)
    return " ".join("".join(ch if ch.isalnum() else " " for ch in kept).split())


def sort_key(known_as: str, full_name: str = "") -> tuple[str, str, str]:
    """Where a person stands in a list: by preferred name, then by the others."""
    return folded(known_as), folded(full_name), known_as


MOST_PASTED = 500
"""Names that one paste into a register may hold."""
_LISTED = re.compile(r"^[\s\-–•*·]*(?:\d{1,3}[.)]\s*)?")


def pasted(text: str) -> tuple[str, ...]:
    """The names in a list that was copied from elsewhere, each once: one a line, or between tabs, commas and
    semicolons; without numbering and bullets."""
    parts = (part for line in text.splitlines() for part in re.split(r"[\t;,]", line))
    names = (" ".join(_LISTED.sub("", part).split()) for part in parts)
    found: dict[str, str] = {}
    for name in names:
        if folded(name):
            found.setdefault(folded(name), name)
    return tuple(found.values())
