"""The chain of the journal: each entry vouches for all before it, so that no change to the past goes unseen.

``content`` vouches for what an entry tells of its row, ``digest`` for the entry's own words, its content and
the digest before. Erasing somebody blanks what entries tell, and the salt with it: the chain still holds,
and the content that stays behind, salted, can no longer be guessed at. The format is for good: what was
written by one version is verified by every later one.
"""

from hashlib import sha256
from typing import NamedTuple

BEGINNING = ""
"""What stands for the digest before a device's first entry."""

VIEWED = "viewed"
"""The action of an entry that says that somebody opened a person's record."""

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
