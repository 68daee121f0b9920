"""The size and the formulas of each sheet, counted in a stream before a reader fills memory with it.

Runs in the child process (see ``child``): it takes as long as the sheets are large.
"""

import posixpath
import re
import zipfile
from collections.abc import Mapping

from vrp_desktop.importing import markup

MOST_SHEETS = 80
MOST_ROWS = 5_000
MOST_COLUMNS = 100
MOST_CELLS = 400_000
MOST_ROOM = 2_000_000
"""Cells of all sheets from A1 to their last one: a reader makes room for the empty ones too."""
MOST_TEXT = 8_000_000
MOST_STRINGS = 400_000
LONGEST_TEXT = 32_767
MOST_FORMULAS = 500

_ADDRESS = re.compile(r"([A-Za-z]{1,4})([0-9]{1,8})")


class TooMuch(Exception):  # noqa: N818 - it says what the workbook holds
    """A cap is passed; the message says which, in words for a person."""


Places = frozenset[tuple[int, int]]
"""Rows and columns of cells, from 1."""


def survey(archive: zipfile.ZipFile) -> dict[str, tuple[Places, Places]]:
    """The cells of each sheet, by its name, that hold a formula, and those that hold an error like #DIV/0!.

    Raises TooMuch, Forbidden or Torn."""
    names = {name.lower(): name for name in archive.namelist()}
    strings = names.get("xl/sharedstrings.xml")
    lengths = _lengths(archive.read(strings)) if strings else []
    found: dict[str, tuple[Places, Places]] = {}
    counter = _Counter(lengths)
    for sheet, part in _sheets(archive, names):
        found[sheet] = counter.count(sheet, archive.read(part))
    return found


def _sheets(archive: zipfile.ZipFile, names: Mapping[str, str]) -> list[tuple[str, str]]:
    """Each sheet's name and the part it is in."""
    targets: dict[str, str] = {}
    listed: list[tuple[str, str]] = []

    def relation(tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "Relationship":
            targets[attributes.get("Id", "")] = attributes.get("Target", "")

    def sheet(tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "sheet":
            listed.append((attributes.get("name", ""), attributes.get("id", "")))

    if "xl/_rels/workbook.xml.rels" in names:
        markup.walk(archive.read(names["xl/_rels/workbook.xml.rels"]), relation)
    markup.walk(archive.read(names["xl/workbook.xml"]), sheet)
    if len(listed) > MOST_SHEETS:
        raise TooMuch(f"The workbook has {len(listed):,} sheets; a return has about thirty.")
    found: list[tuple[str, str]] = []
    for name, relation_id in listed:
        target = targets.get(relation_id, "")
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
        if path.lower() in names:
            found.append((name, names[path.lower()]))
    return found


def _lengths(part: bytes) -> list[int]:
    """The length of each shared string."""
    lengths: list[int] = []
    inside = False

    def start(tag: str, _: Mapping[str, str]) -> None:
        nonlocal inside
        if tag == "si":
            lengths.append(0)
            if len(lengths) > MOST_STRINGS:
                raise TooMuch("The workbook has far more text in it than a return.")
        inside = inside or tag == "t"

    def end(tag: str) -> None:
        nonlocal inside
        inside = inside and tag != "t"

    def text(words: str) -> None:
        if inside and lengths:
            lengths[-1] += len(words)
            if lengths[-1] > LONGEST_TEXT:
                raise TooMuch("A cell's text is longer than a spreadsheet cell can hold.")

    markup.walk(part, start, end, text)
    return lengths


class _Counter:
    """Counts cells over all sheets, so that many small ones cannot add up to a huge one."""

    def __init__(self, lengths: list[int]) -> None:
        self._lengths = lengths
        self._cells = 0
        self._room = 0
        self._text = 0

    def count(self, sheet: str, part: bytes) -> tuple[Places, Places]:
        formulas: set[tuple[int, int]] = set()
        errors: set[tuple[int, int]] = set()
        row = column = last_row = last_column = 0
        shared = False
        index: list[str] | None = None

        def start(tag: str, attributes: Mapping[str, str]) -> None:
            nonlocal row, column, last_row, last_column, shared, index
            if tag == "row":
                row = _number(attributes.get("r")) or row + 1
                column = 0
            elif tag == "c":
                row, column = _place(attributes.get("r", ""), row, column)
                shared = attributes.get("t") == "s"
                if attributes.get("t") == "e" and len(errors) < MOST_FORMULAS:
                    errors.add((row, column))
                self._cells += 1
                if self._cells > MOST_CELLS:
                    raise TooMuch(
                        f"The workbook has more than {MOST_CELLS:,} cells; a return has a few thousand."
                    )
            elif tag in ("v", "is", "f"):
                if row > MOST_ROWS or column > MOST_COLUMNS:
                    raise TooMuch(f"The sheet “{sheet[:40]}” reaches far beyond the tables of a return.")
                last_row, last_column = max(last_row, row), max(last_column, column)
                if tag == "f" and len(formulas) < MOST_FORMULAS:
                    formulas.add((row, column))
                index = [] if tag == "v" and shared else None

        def end(tag: str) -> None:
            nonlocal index
            if tag == "v" and index is not None:
                place = _number("".join(index).strip())
                if place is not None and place < len(self._lengths):
                    self._more(self._lengths[place])
                index = None

        def text(words: str) -> None:
            if index is not None:
                index.append(words)
            else:
                self._more(len(words))

        markup.walk(part, start, end, text)
        self._room += last_row * last_column
        if self._room > MOST_ROOM:
            raise TooMuch("The sheets of the workbook reach far beyond the tables of a return.")
        return frozenset(formulas), frozenset(errors)

    def _more(self, characters: int) -> None:
        self._text += characters
        if self._text > MOST_TEXT:
            raise TooMuch("The workbook has far more text in it than a return.")


def _number(text: str | None) -> int | None:
    return int(text) if text and len(text) <= 8 and text.isascii() and text.isdigit() else None


def _place(address: str, row: int, column: int) -> tuple[int, int]:
    """The row and column of "B6"; the next column where a cell does not say where it is."""
    found = _ADDRESS.fullmatch(address)
    if not found:
        return row, column + 1
    number = 0
    for letter in found[1].upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return int(found[2]), number
