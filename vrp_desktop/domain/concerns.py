"""Safeguarding concerns: what was seen, said and done, who was told; and what became of it.

What was written on the day is never rewritten: everything later is an addition with its own time and name.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from vrp_desktop.domain.access import SHORTEST_REASON
from vrp_desktop.domain.errors import Refused

HELD = "A safeguarding concern is recorded: the designated safeguarding lead decides when it may be erased."
"""Why a record with a concern is kept, whatever the schedule says."""


class Standing(StrEnum):
    """How far the designated lead has come with a concern."""

    NEW = "new"
    READ = "read"
    ACTED = "acted on"
    CLOSED = "closed"


class Kind(StrEnum):
    """What an addition to a concern is."""

    ADDED = "added"
    ANSWERED = "answered"
    REFERRED = "referred"
    CLOSED = "closed"
    REOPENED = "reopened"
    REVEALED = "revealed"
    RELEASED = "released"
    """It may be erased with the record it is about."""
    KEPT = "kept"
    """It may not be erased any more."""
    LINKED = "linked"
    """It is about somebody whose record was found later."""


@dataclass(frozen=True)
class ConcernDetails:
    """What a worker raises: about one person, or ``about`` somebody who is not named yet."""

    seen: str
    person_id: str | None = None
    session_id: str | None = None
    about: str = ""
    seen_on: date | None = None
    done: str = ""
    told: str = ""
    urgent: bool = False
    """Somebody is in danger now."""

    def checked(self, today: date) -> "ConcernDetails":
        """These details, or a refusal that names every faulty field at once."""
        faults: dict[str, str] = {}
        if self.person_id is None and not self.about.strip():
            faults["about"] = "Say whom it is about: a name, a nickname, or what they looked like."
        if self.seen_on is None:
            faults["seen_on"] = "Write the day. If you are not sure, the day you heard of it."
        elif self.seen_on > today:
            faults["seen_on"] = "That day has not come yet. Check the date."
        if not self.seen.strip():
            faults["seen"] = "Write what you saw or heard. One sentence is enough to begin with."
        if faults:
            raise Refused.for_fields(faults)
        return self


@dataclass(frozen=True)
class Answer:
    """What the designated lead writes to a concern: what was decided, the day it was referred to children's
    social care, the day it was closed."""

    note: str = ""
    referred_on: date | None = None
    closed_on: date | None = None

    def checked(self, today: date, seen_on: date, answered: bool) -> "Answer":
        """This answer, or a refusal that names every faulty field at once. ``answered`` is whether the lead
        has written anything to it before."""
        faults: dict[str, str] = {}
        for name in ("referred_on", "closed_on"):
            day: date | None = getattr(self, name)
            if day is not None and day > today:
                faults[name] = "That day has not come yet. Check the date."
            elif day is not None and day < seen_on:
                faults[name] = "That is before it was seen. Check the date."
        if self.closed_on is not None and not self.note.strip() and not answered:
            faults["note"] = "Write what was decided before you close it."
        elif not self.note.strip() and self.referred_on is None and self.closed_on is None:
            faults["note"] = "Write what was decided, or the day it was referred or closed."
        if faults:
            raise Refused.for_fields(faults)
        return self


@dataclass(frozen=True)
class Addition:
    """Something that came to a concern later: by whom, when, and in what words. ``day`` is that of a referral
    or of a closing."""

    by: str
    at: datetime
    kind: Kind
    words: str
    day: date | None = None


@dataclass(frozen=True)
class ConcernLine:
    """A concern in a list of those one may read. ``about`` is what the person is called."""

    id: str
    person_id: str | None
    about: str
    raised_by: str
    raised_at: datetime
    urgent: bool
    standing: Standing
    unread: bool
    """Whether the lead has still to read it, or what was added to it."""
    referred_on: date | None
    closed_on: date | None
    released_on: date | None
    revealed: int
    """To how many readers besides the lead it was revealed."""


@dataclass(frozen=True)
class Concern:
    """A concern, read. ``where`` is the session it comes from, in words, or empty. To whoever raised it only
    their own additions are told."""

    line: ConcernLine
    details: ConcernDetails
    where: str
    additions: tuple[Addition, ...]


@dataclass(frozen=True)
class Veiled:
    """That there is a concern, and when it was raised. ``mine`` is whether one has raised it oneself."""

    id: str
    person_id: str | None
    known_as: str
    """Empty where nobody is named yet."""
    raised_at: datetime
    unread: bool
    mine: bool


def in_order(lines: Iterable[ConcernLine]) -> tuple[ConcernLine, ...]:
    """What has to be read first, then the newest first."""
    newest = sorted(lines, key=lambda line: (line.raised_at, line.id), reverse=True)
    return tuple(sorted(newest, key=lambda line: not line.unread))


def check_words(words: str) -> str:
    """What somebody adds to a concern, tidied. Refused where nothing is written."""
    tidy = words.strip()
    if not tidy:
        raise Refused.for_fields({"words": "Write what you want to add."})
    return tidy


def check_reason(reason: str, field: str = "reason") -> str:
    """Why a concern is revealed, reopened or let go, tidied. Refused where it says too little."""
    tidy = reason.strip()
    if len(tidy) < SHORTEST_REASON:
        raise Refused.for_fields({field: "Say why in a sentence. The designated safeguarding lead reads it."})
    return tidy
