"""The parts of a return that are words, row by row: narrative, voices, stories, risks, targets, what lasts.

Each is a table like the others: one source for the page that asks for it, the workbook, the PDF, the empty
template and the importer. A cell is text as it was typed, empty where there is nothing to say.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from vrp_desktop.domain.errors import Refused

LONGEST_TEXT = 20_000
"""Characters of one cell; a spreadsheet's own cell holds 32,767."""
_MOST_UNITS = 32_000
"""A spreadsheet counts the room of a cell in units of UTF-16, of which an emoji takes two or more."""
MOST_ROWS = 200
"""Rows of one table; more is a mistake or an attack."""


class Kind(StrEnum):
    """What a cell holds."""

    TEXT = "text"
    """Some paragraphs."""
    LINE = "line"
    """A few words on one line."""
    SCORE = "score"
    """A whole number from 1 to 5."""
    CHOICE = "choice"
    """The code of a list."""


@dataclass(frozen=True)
class WordColumn:
    """A column. ``codes`` names the code list of a choice; without ``needed`` it may be empty."""

    code: str
    label: str
    kind: Kind = Kind.TEXT
    codes: str = ""
    needed: bool = False


@dataclass(frozen=True)
class WordTable:
    """A table of words. ``items``: its rows where they are fixed (code, words), and then the first column is
    "item" and holds the code; else it has as many rows as there are things to say. ``personal``: its words
    tell of somebody, and need their consent."""

    id: str
    title: str
    about: str
    columns: tuple[WordColumn, ...]
    items: tuple[tuple[str, str], ...] = ()
    personal: bool = False

    @property
    def section(self) -> str:
        """ "R11" for "R11.stories"."""
        return self.id.split(".", 1)[0]


_ITEM = WordColumn("item", "Item", Kind.LINE, needed=True)
_SAID = WordColumn("text", "Text")


@cache
def word_tables() -> tuple[WordTable, ...]:
    """The tables of words, in the order of the return."""
    return (
        WordTable(
            "R10.words",
            "Money in words",
            "Why more or less was spent than planned.",
            (_ITEM, _SAID),
            (("variance", "Reason for variance"),),
        ),
        WordTable(
            "R11",
            "Narrative",
            "What the figures do not say.",
            (_ITEM, _SAID),
            (
                ("achievements", "What went well"),
                ("community", "Working with the community"),
                ("learning", "What we learned"),
                ("changed", "What we will do differently"),
            ),
        ),
        WordTable(
            "R11.voices",
            "In their own words",
            "What children and young adults said themselves, with their agreement and without their name.",
            (
                WordColumn("quote", "Their words", Kind.TEXT, needed=True),
                WordColumn("priority", "About", Kind.CHOICE, "priority"),
            ),
            personal=True,
        ),
        WordTable(
            "R11.stories",
            "Case studies",
            "Told with consent on record and without names; what was changed so that nobody is recognised is "
            "marked.",
            (
                WordColumn("title", "Title", Kind.LINE, needed=True),
                WordColumn("priority", "Priority", Kind.CHOICE, "priority"),
                WordColumn("text", "Story", Kind.TEXT, needed=True),
                WordColumn("changed", "Details that were changed", Kind.TEXT),
            ),
            personal=True,
        ),
        WordTable(
            "R12",
            "Risks",
            "Risks to the delivery. The score is likelihood times impact, from 1 to 25.",
            (
                WordColumn("risk", "Risk", Kind.TEXT, needed=True),
                WordColumn("likelihood", "Likelihood, 1 to 5", Kind.SCORE, needed=True),
                WordColumn("impact", "Impact, 1 to 5", Kind.SCORE, needed=True),
                WordColumn("mitigation", "What is done about it", Kind.TEXT),
                WordColumn("owner", "Owner (a role, not a name)", Kind.LINE),
                WordColumn("trend", "Trend", Kind.CHOICE, "trend"),
            ),
        ),
        WordTable(
            "R13",
            "Targets",
            "What was agreed, and how far it has come.",
            (
                WordColumn("target", "Target", Kind.LINE, needed=True),
                WordColumn("profile", "Profile to date", Kind.LINE),
                WordColumn("actual", "Actual to date", Kind.LINE),
                WordColumn("rating", "Rating", Kind.CHOICE, "rating"),
                WordColumn("comment", "Comment", Kind.TEXT),
            ),
        ),
        WordTable(
            "R15.words",
            "Sustainability in words",
            "What stays when the funding ends.",
            (_ITEM, _SAID),
            (("exit", "Exit plan"), ("embedded", "What has become ordinary practice")),
        ),
    )


def word_table(table_id: str) -> WordTable:
    """The table of words of that name."""
    return next(t for t in word_tables() if t.id == table_id)


def lines_of(plain: object) -> dict[str, tuple[tuple[str, ...], ...]]:
    """The tables of words of somebody's JSON; refuses, in words, what is no table of the form, has another
    number of cells than its table, or holds anything but text."""
    if not isinstance(plain, dict):
        raise Refused("The words of this return are not tables. Ask for the workbook again.")
    known = {table.id: table for table in word_tables()}
    found: dict[str, tuple[tuple[str, ...], ...]] = {}
    for table_id, lines in plain.items():
        table = known.get(table_id)
        if table is None:
            raise Refused(f"“{str(table_id)[:40]}” is not a table of words of this standard.")
        if not isinstance(lines, list):
            raise Refused(f"The table {table_id} is not a list of lines. Ask for the workbook again.")
        for line in lines:
            if not isinstance(line, list) or not all(isinstance(cell, str) for cell in line):
                raise Refused(f"A line of the table {table_id} holds something else than text.")
            if len(line) != len(table.columns):
                raise Refused(
                    f"A line of the table {table_id} has {len(line)} cells; the table has "
                    f"{len(table.columns)} columns."
                )
        found[table_id] = tuple(map(tuple, lines))
    return found


def too_long(text: str) -> bool:
    """Whether a text does not fit into one cell of a return."""
    return len(text) > LONGEST_TEXT or len(text.encode("utf-16-le", "replace")) // 2 > _MOST_UNITS
