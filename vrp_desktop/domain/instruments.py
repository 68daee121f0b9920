"""Outcome measures as data: what is asked, of whom, how it is scored, and what its licence allows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache

from vrp_desktop import shipped
from vrp_desktop.domain import codes


class Entry(StrEnum):
    """How a measure is filled in."""

    ITEMS = "items"
    """Item by item; where an item has no words, by its number on the paper form."""
    SCORES = "scores"
    """Scored elsewhere: only the scores are written down."""
    DATE = "date"
    """Done elsewhere: only the day is written down."""


@dataclass(frozen=True)
class Item:
    """One thing that is asked. Without words it is told by its number: the paper form has them."""

    code: str
    words: str
    lowest: int
    highest: int
    answers: tuple[tuple[int, str], ...] = ()
    """The words of the values that have some, in the order of the form."""
    youngest: int | None = None
    concern_above: int | None = None
    """An answer above this is about the person's safety, and is followed at once."""

    @property
    def title(self) -> str:
        """The words, or the number of the paper form."""
        return self.words or f"Item {self.code}"

    def asked_at(self, age: int | None) -> bool:
        """Whether it is asked of somebody of an age."""
        return self.youngest is None or (age is not None and age >= self.youngest)

    def answer_words(self, value: int) -> str:
        """The words of an answer, or the number alone."""
        return next((words for number, words in self.answers if number == value), str(value))


@dataclass(frozen=True)
class Band:
    """What a score from ``first`` to ``last`` is called by the measure itself."""

    first: int
    last: int
    words: str


@dataclass(frozen=True)
class ChangeRule:
    """From which difference on a change counts, and who says so. None is raw movement."""

    source: str
    at_least: float | None = None


@dataclass(frozen=True)
class Scale:
    """A score: worked out from its ``items``, or typed; a typed one may be the sum ``of`` others.

    ``missing`` is how many unanswered items are made up for by the mean of the others.
    """

    code: str
    title: str
    lowest: int
    highest: int
    higher_is_better: bool
    change: ChangeRule
    items: tuple[str, ...] = ()
    reversed: frozenset[str] = frozenset()
    mean: bool = False
    missing: int = 0
    bands: tuple[Band, ...] = ()
    decimals: int = 0
    of: tuple[str, ...] = ()

    def band(self, score: float) -> str:
        """What a score is called, or nothing. One between two bands belongs to the lower."""
        return next((b.words for b in self.bands if b.first <= score < b.last + 1), "")


@dataclass(frozen=True)
class Informant:
    """Who may answer, and about somebody of which ages."""

    who: str
    youngest: int | None = None
    oldest: int | None = None

    @property
    def ages(self) -> str:
        """ "11 to 16", "17 and over", "any age"."""
        if self.youngest is None:
            return "any age" if self.oldest is None else f"up to {self.oldest}"
        return f"{self.youngest} and over" if self.oldest is None else f"{self.youngest} to {self.oldest}"


@dataclass(frozen=True)
class Instrument:
    """A measure as its file defines it."""

    code: str
    title: str
    version: str
    entry: Entry
    informants: tuple[Informant, ...]
    scales: tuple[Scale, ...] = ()
    items: tuple[Item, ...] = ()
    about: str = ""
    ask: str = ""
    note: str = ""
    weeks: int | None = None
    """After how many weeks it is meant to be filled in again."""
    licence: str = ""
    attribution: str = ""
    confirm: str = ""
    """What the organisation has to confirm before it is turned on."""
    opt_in: bool = False

    @property
    def has_words(self) -> bool:
        """Whether its items may be shown, and answered on screen."""
        return any(item.words for item in self.items)

    def item(self, code: str) -> Item | None:
        """One of its items, or None."""
        return next((item for item in self.items if item.code == code), None)

    def scale(self, code: str) -> Scale | None:
        """One of its scales, or None."""
        return next((scale for scale in self.scales if scale.code == code), None)

    def asked(self, age: int | None) -> tuple[Item, ...]:
        """The items that are asked of somebody of an age."""
        return tuple(item for item in self.items if item.asked_at(age))

    def worrying(self, answers: Mapping[str, int]) -> tuple[Item, ...]:
        """The items whose answer is about the person's safety."""
        return tuple(
            item
            for item in self.items
            if item.concern_above is not None and answers.get(item.code, -1) > item.concern_above
        )

    def why_not(
        self, who: str, age: int | None, known_as: str = "They", *, today: bool = False
    ) -> str | None:
        """Why somebody of an age cannot have it filled in by ``who``, in words; None where they can.
        ``today`` says that it is their age now."""
        allowed = next((one for one in self.informants if one.who == who), None)
        if allowed is None:
            names = " or ".join(codes.label("informant", one.who).lower() for one in self.informants)
            return f"{self.title} is answered by {names}."
        if allowed.youngest is None and allowed.oldest is None:
            return None
        if age is None:
            return (
                f"{self.title} is for ages {allowed.ages}. Write how old {known_as} is first: about will do."
            )
        if (allowed.youngest is not None and age < allowed.youngest) or (
            allowed.oldest is not None and age > allowed.oldest
        ):
            theirs = f"is {age}" if today else f"was {age} on that day"
            return f"{self.title} is for ages {allowed.ages}; {known_as} {theirs}."
        return None


@dataclass(frozen=True)
class Measure:
    """A measure in an organisation: whether it is in use."""

    instrument: Instrument
    on: bool
    own: bool = False
    confirmed_on: date | None = None
    retired_on: date | None = None

    @property
    def standing(self) -> str:
        """ "In use", "Not in use", "Retired"."""
        return "Retired" if self.retired_on is not None else "In use" if self.on else "Not in use"

    def why_off(self) -> str | None:
        """Why nobody can fill it in, in words; None where they can."""
        title = self.instrument.title
        if self.retired_on is not None:
            return f"{title} is not used any more. What was filled in stays."
        if self.on:
            return None
        whose = "its licence has to be confirmed first" if self.instrument.confirm else "it is not turned on"
        return f"{title} is not in use: {whose}, on the page Measures under Organisation."


@cache
def shipped_instruments() -> tuple[Instrument, ...]:
    """The measures that come with the program, in the order they are offered."""
    from vrp_desktop.domain.instrument_files import read  # It needs the classes of this module.

    found = [
        read(shipped.read_json("instruments", path.name))
        for path in sorted(shipped.folder("instruments").glob("*.json"))
    ]
    return tuple(sorted(found, key=lambda one: (one.opt_in, one.title)))
