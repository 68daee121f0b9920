"""Names as people type them: without accents, capitals, apostrophes or hyphens, so that nobody is lost."""

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
