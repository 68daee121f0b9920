"""Returns that have come in: how far each is to be trusted, and which of several versions counts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from vrp_desktop.domain.returns.figures import Header, ReturnDocument, Standing


class Outcome(StrEnum):
    """What became of one file."""

    NEW = "new"
    RESUBMISSION = "resubmission"
    """It takes the place of an earlier one: a resubmission, a final after a draft, a later draft."""
    UNCHANGED = "unchanged"
    OLDER = "older"
    """A version that a later one, already received, has superseded; kept, not counted."""
    REFUSED = "refused"
    CHECKED = "checked"
    """Judged only: no store took it in."""


class Signature(StrEnum):
    """How far a file can be trusted to be as it left the provider."""

    SOUND = "sound"
    """Signed by the key that is known for this provider."""
    NEW_KEY = "new key"
    """Signed by a key seen for the first time: confirm the fingerprint by telephone."""
    CHANGED_KEY = "changed key"
    UNSIGNED = "unsigned"
    EDITED = "edited"
    """Signed, and changed since."""


@dataclass(frozen=True)
class Arrived:
    """A return of one intervention and quarter that is in the store, or that knocks at its door."""

    id: str
    header: Header
    content_hash: str
    sameness: str
    """Equal for two files that say the same; see ``sameness_of``."""
    signed: bool
    current: bool = False


@dataclass(frozen=True)
class Placed:
    """What becomes of a newcomer. ``retires`` are the ids that count no more. ``problem`` says why not."""

    outcome: Outcome
    current: bool = False
    retires: tuple[str, ...] = ()
    version: int = 1
    problem: str = ""
    mend: str = ""


def sameness_of(document: ReturnDocument, signed: bool) -> str:
    """The content hash; for one filled by hand without the version, which the order of arrival gives it."""
    if signed:
        return document.content_hash
    return replace(document, header=replace(document.header, version=1)).content_hash


def place(new: Arrived, stored: Sequence[Arrived]) -> Placed:
    """Finds a newcomer's place among what has come in of the same provider, intervention and quarter.

    The outcome does not depend on the order in which signed versions arrive.
    """
    if any(old.sameness == new.sameness for old in stored):
        return Placed(Outcome.UNCHANGED)
    if not new.signed and any(old.signed for old in stored):
        return Placed(
            Outcome.REFUSED,
            problem="A signed return for this intervention and quarter is here; this one is unsigned.",
            mend="Ask the provider to make a resubmission in their program.",
        )
    version = new.header.version if new.signed else max((o.header.version for o in stored), default=0) + 1
    finals = [old for old in stored if old.header.standing is not Standing.DRAFT]
    if new.header.standing is Standing.DRAFT:
        drafts = [old.header.prepared_on for old in stored if old.header.standing is Standing.DRAFT]
        late = bool(finals) or any(day > new.header.prepared_on for day in drafts)
        return _put(new, stored, version, late)
    rivals = [old for old in finals if old.signed and new.signed]
    same_version = [
        o for o in rivals if o.header.version == version and new.header.supersedes != o.content_hash
    ]
    if same_version:
        return Placed(
            Outcome.REFUSED,
            problem=f"Another version {version} of this return, which says something else, is here already.",
            mend="Ask the provider which of the two is right; they correct it by a resubmission.",
        )
    late = any(old.header.version > version and new.header.supersedes != old.content_hash for old in rivals)
    return _put(new, stored, version, late)


def _put(new: Arrived, stored: Sequence[Arrived], version: int, late: bool) -> Placed:
    if late:
        return Placed(Outcome.OLDER, version=version)
    retires = tuple(old.id for old in stored if old.current)
    return Placed(Outcome.RESUBMISSION if retires else Outcome.NEW, True, retires, version)


def shown_name(file_name: str) -> str:
    """A file's name as it can be shown and kept: what would steer a terminal, or is no letter, becomes �."""
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in file_name)
