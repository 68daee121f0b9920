"""The return as a list of things to do: its sections, and how each of them stands today."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from vrp_desktop.domain.returns import form
from vrp_desktop.domain.returns.asked import AMOUNTS
from vrp_desktop.domain.returns.blockers import Blocker
from vrp_desktop.domain.returns.figures import ReturnDocument, Shown


class State(StrEnum):
    """How a section stands; the words are those of the page."""

    MEND = "To mend"
    LOOK = "To look at"
    NOT_SAID = "Nothing said yet"
    READY = "Ready"


@dataclass(frozen=True)
class Section:
    """A section: its tables of figures and of words. ``asks``: it holds something that no record does."""

    code: str
    title: str
    figures: tuple[form.Table, ...]
    words: tuple[form.WordTable, ...]

    @property
    def asks(self) -> bool:
        return bool(self.words) or any(key[0] == table.id for key in AMOUNTS for table in self.figures)

    def holds(self, part: str) -> bool:
        """Whether a table ("R11.voices"), or all of a number ("R3"), is of this section."""
        return part.split(".", 1)[0] == self.code


_SECTIONS = {
    "R2": "Journey",
    "R3": "People supported",
    "R4": "Open access",
    "R5": "Delivery",
    "R6": "Workforce",
    "R7": "Outcomes",
    "R8": "Referrals on",
    "R9": "Safeguarding",
    "R10": "Money",
    "R11": "In words",
    "R12": "Risks",
    "R13": "Targets",
    "R14": "Quality",
    "R15": "Sustainability",
}


@dataclass(frozen=True)
class Standing:
    """A section and how it stands. ``concerns`` is how many things there are to mend or to look at."""

    section: Section
    state: State
    concerns: int = 0

    @property
    def words(self) -> str:
        """ "2 to mend", "Ready"."""
        counted = self.state in (State.MEND, State.LOOK)
        return f"{self.concerns} {self.state.lower()}" if counted else self.state


@cache
def sections() -> tuple[Section, ...]:
    """The sections, in the order of the return."""
    return tuple(
        Section(
            code,
            title,
            tuple(t for t in form.tables() if t.section == code),
            tuple(t for t in form.word_tables() if t.section == code),
        )
        for code, title in _SECTIONS.items()
    )


def section(code: str) -> Section:
    """The section of a number, like "R5"."""
    return next(one for one in sections() if one.code == code)


def standings(document: ReturnDocument, noted: Collection[Blocker]) -> tuple[Standing, ...]:
    """How every section stands, by what is noted about it and by what has been said."""
    return tuple(_standing(one, document, noted) for one in sections())


def _standing(one: Section, document: ReturnDocument, noted: Collection[Blocker]) -> Standing:
    mine = [blocker for blocker in noted if blocker.part and one.holds(blocker.part)]
    blocking = sum(blocker.blocks for blocker in mine)
    if blocking:
        return Standing(one, State.MEND, blocking)
    if one.asks and not _said(one, document):
        return Standing(one, State.NOT_SAID)
    if mine:
        return Standing(one, State.LOOK, len(mine))
    return Standing(one, State.READY)


def _said(one: Section, document: ReturnDocument) -> bool:
    """Whether anything that is asked for has been said."""
    return any(document.words.get(table.id) for table in one.words) or any(
        document.get(*key).shown is Shown.VALUE for key in AMOUNTS if key[0] in {t.id for t in one.figures}
    )


@dataclass(frozen=True)
class Balance:
    """The journey as an equation: what was open, what came, what went, what is open. ``holds`` says whether
    it adds up; None where part of it is not counted."""

    terms: tuple[tuple[str, int | None, str], ...]
    """Sign, number and words."""
    holds: bool | None


EQUATION = (
    ("", "open_start", "open at start"),
    ("+", "started", "started"),
    ("−", "completed", "completed"),
    ("−", "ended_early", "ended early"),
    ("=", "open_end", "open at end"),
)
"""The journey as an equation: sign, row of R2, words."""


def balance(document: ReturnDocument) -> Balance:
    """Opening plus started less ended is closing, in the figures of a return."""
    numbers: Mapping[str, int | None] = {
        row: value if isinstance(value := document.get("R2", row, "people").value, int) else None
        for _, row, _ in EQUATION
    }
    terms = tuple((sign, numbers[row], words) for sign, row, words in EQUATION)
    if any(number is None for number in numbers.values()):
        return Balance(terms, None)
    total = sum(number if sign in ("", "+") else -number for sign, number, _ in terms if number is not None)
    return Balance(terms, total == 0)
