"""The chain of the journal: each entry vouches for all before it, so that no change to the past goes unseen.

``content`` vouches for what an entry tells of its row, ``digest`` for the entry's own words, its content and
the digest before. Erasing somebody blanks what entries tell, and the salt with it: the chain still holds,
and the content that stays behind, salted, can no longer be guessed at. The format is for good: what was
written by one version is verified by every later one.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any, NamedTuple

BEGINNING = ""
"""What stands for the digest before a device's first entry."""

VIEWED = "viewed"
"""The action of an entry that says that somebody opened a person's record."""

CORRECTING = "opened to be corrected"
"""The action of an entry that says why a locked session was opened again."""

SIGNED_IN, SIGNED_OUT, LOCKED, EXPORTED = "signed in", "signed out", "locked", "exported"
"""The actions of entries that say who was there, and what was taken out of the house."""

NOT_EXPORTED = "not exported after all"
"""The action of an entry that says that the files which the one before tells of could not be put in place."""

REKEYED = "gave the store another key"
"""The action of an entry that says that from here on no backup is sealed with the key before."""

SALT_BYTES = 16
CHAINED = ("id", "device", "seq", "at", "actor", "change", "action", "entity", "row", "subject")
"""An entry's own words, in the order in which they are digested."""

SEPARATOR = "\x1f"


class Head(NamedTuple):
    """Where a journal stood: the last entry's number and digest. Whoever keeps one can tell later whether
    that journal has lost its end."""

    seq: int
    digest: str


def content_of(salt: str, fields: str) -> str:
    """The digest of what an entry tells: ``fields`` is the JSON as it is stored, ``salt`` 32 hex digits."""
    return sha256(f"{salt}{fields}".encode()).hexdigest()


def digest_of(previous: str, words: str, content: str) -> str:
    """The digest of an entry. ``words`` are those of ``CHAINED`` (None is empty), joined by ``SEPARATOR``."""
    return sha256(f"{previous}{SEPARATOR}{words}{SEPARATOR}{content}".encode()).hexdigest()


OF_ROWS = frozenset({"insert", "update", "delete"})
"""The actions of entries that tell of a row; every other one is an event."""

OPEN_ENTITIES = frozenset(
    {"user", "setting", "signing_key", "intervention", "assignment", "backup", "custody", "journal", "change"}
    | {"provider_key", "received", "county"}
)
"""What entries tell of that no person stands in. Whoever sees no records sees of other entries only that
there was one."""


class Kind(StrEnum):
    """What an entry is about, for choosing among them."""

    CHANGES = "changes"
    VIEWS = "views"
    SIGN_INS = "sign-ins"
    EXPORTS = "exports"
    OPENED = "opened"
    """Records opened with a reason."""
    OTHER = "other"


@dataclass(frozen=True)
class Sought:
    """Which entries are wanted; what is None or empty leaves nothing out. Days are those of the laptop's
    zone. ``person`` is part of a name; ``before`` an entry's number, for going further back."""

    first: date | None = None
    last: date | None = None
    actor: str | None = None
    kind: Kind | None = None
    person: str = ""
    entity: str = ""
    row: str = ""
    change: str = ""
    before: int | None = None
    limit: int = 200


@dataclass(frozen=True)
class Told:
    """One entry. ``about`` is what the person is called whom it is about; ``fields`` holds by name what was
    there before and after (None where only that it changed is known). ``withheld`` entries show neither,
    ``erased`` ones have nothing left to show."""

    seq: int
    at: datetime
    actor: str
    who: str
    action: str
    entity: str
    row: str
    subject: str | None
    about: str
    change: str
    fields: Mapping[str, Sequence[Any] | None]
    withheld: bool = False
    erased: bool = False


@dataclass(frozen=True)
class Broken:
    """The first entry that does not fit: its number, and what is wrong, in words."""

    seq: int
    why: str


@dataclass(frozen=True)
class Verified:
    """Whether a journal is whole: how many entries were looked at, how many of them are blank because
    somebody was erased, and where it is broken first."""

    entries: int
    erased: int
    broken: Broken | None


class Chained(NamedTuple):
    """An entry as it is stored, for verifying: ``fields`` is the JSON's own text, ``words`` those of
    ``CHAINED``, joined."""

    seq: int
    words: str
    fields: str
    salt: str
    content: str
    digest: str


class Verifier:
    """Goes over one device's entries in their order. ``last_erasure`` is the number of the last entry that
    says that somebody was erased: no later one may be blank. ``known`` is where the journal is known to have
    stood."""

    def __init__(self, last_erasure: int = 0, known: Collection[Head] = ()) -> None:
        self._last_erasure = last_erasure
        self._known = {head.seq: head.digest for head in known}
        self._seq, self._digest = 0, BEGINNING
        self.entries = self.erased = 0
        self.broken: Broken | None = None

    def take(self, entry: Chained) -> None:
        """Looks at the next entry. Only the first fault counts: after it nothing fits."""
        self.entries += 1
        if self.broken is not None:
            return
        blank = entry.salt == ""
        self.erased += blank
        if (why := self._fault(entry, blank)) is not None:
            self.broken = Broken(entry.seq, why)
        self._seq, self._digest = entry.seq, entry.digest

    def finish(self) -> None:
        """Looks whether the end is where it is known to have been."""
        missing = [seq for seq in sorted(self._known) if seq > self._seq]
        if self.broken is None and missing:
            self.broken = Broken(
                self._seq + 1, f"The journal ends here, but it is known to have had {missing[-1]:,} entries."
            )

    def _fault(self, entry: Chained, blank: bool) -> str | None:
        if entry.seq != self._seq + 1:
            lost = entry.seq - self._seq - 1
            return f"{'One entry is' if lost == 1 else f'{lost:,} entries are'} missing before this one."
        if blank and (entry.fields != "{}" or entry.seq > self._last_erasure):
            return "What it told has been taken out, though nobody was erased after it."
        if not blank and content_of(entry.salt, entry.fields) != entry.content:
            return "What it tells has been rewritten."
        if digest_of(self._digest, entry.words, entry.content) != entry.digest:
            return "It has been rewritten or moved, or the entry before it has."
        if self._known.get(entry.seq, entry.digest) != entry.digest:
            return "It is not the entry that stood here when a backup was made."
        return None
