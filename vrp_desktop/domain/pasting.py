"""A list of names copied from elsewhere: a spreadsheet, a message, a sign-in sheet."""

import re
from dataclasses import dataclass, replace

from vrp_desktop.domain import age
from vrp_desktop.domain.names import folded

MOST_PASTED = 500
"""Names that one paste into a register may hold."""

_NUMBERING = re.compile(r"^(?:[\s\-–—•*·]|\(?\d{1,4}[.):])+\s*")
_NUMBER_AHEAD = re.compile(r"^\d{1,4}\s+(?=\D)")
_AGE_BEHIND = re.compile(r"^(?P<name>.*[^\W\d_].*?)[\s,(]+(?P<age>\d{1,3})\)?(?:\s*(?:years?|yrs?|y)\.?)?$")
_HEADINGS = frozenset({"name", "names", "forename", "surname", "nickname"})
"""Words that only stand over a column."""


@dataclass(frozen=True)
class PastedName:
    """Somebody in the list: their name as it stood there, how old they are where it says so, and how often
    it names them."""

    name: str
    age: int | None = None
    times: int = 1


def pasted(text: str) -> tuple[PastedName, ...]:
    """The people in a list, in its order, each once.

    On several lines there is one a line: "2. Ana Ali (14)", "Ali, Ana" or the cells of a spreadsheet's row.
    On one line they stand between tabs, commas or semicolons."""
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) > 1:
        lines = lines[1:] if _HEADINGS & set(folded(lines[0]).split()) else lines
        parts = [part for line in lines for part in _on_a_line(line)]
    else:
        parts = [part for line in lines for part in re.split(r"[\t;,]", line)]
    found: dict[tuple[str, int | None], PastedName] = {}
    for part in parts:
        name, years = _name_and_age(part)
        if any(ch.isalpha() for ch in name):
            one = found.setdefault((folded(name), years), PastedName(name, years, 0))
            found[folded(name), years] = replace(one, times=one.times + 1)
    return tuple(found.values())


def _on_a_line(line: str) -> list[str]:
    return [name for part in line.split(";") for name in _in_a_row(part)]


def _in_a_row(part: str) -> list[str]:
    """The names in one row: "3<tab>Ana<tab>Ali<tab>14" is one, "Ana, Ben, Cai" are three."""
    cells = [cell.strip() for cell in part.split("\t") if cell.strip(" ,")]
    if len(cells) > 1:
        words = [cell for cell in cells if not cell.isdecimal()]
        years = [cell for cell in cells[1:] if cell.isdecimal()][:1]
        if len(words) == 2 and not any(" " in word for word in words):
            words = [" ".join(words)]  # a given and a family name, as spreadsheets have them
        return [" ".join([words[0], *years])] if len(words) == 1 else words
    commas = [piece.strip() for piece in part.split(",") if piece.strip()]
    if len(commas) == 2 and not commas[1].isdecimal():
        family, given = commas
        return [f"{given} {_NUMBERING.sub('', family)}"]  # "Ali, Ana", as registers are printed
    return [part.strip(" ,")] if len(commas) <= 2 else commas


def _name_and_age(part: str) -> tuple[str, int | None]:
    plain = _NUMBER_AHEAD.sub("", _NUMBERING.sub("", part)).strip(" ,\t")
    behind = _AGE_BEHIND.match(plain)
    if behind is not None and int(behind["age"]) <= age.OLDEST:
        return " ".join(behind["name"].split()), int(behind["age"])
    return " ".join(plain.split()), None
