"""Two records of one person: who may be the same, what stands once they are one, and for how long it can be
taken back."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from vrp_desktop.domain import codes
from vrp_desktop.domain.finding import NameIndex
from vrp_desktop.domain.journal_words import field_words
from vrp_desktop.domain.names import folded
from vrp_desktop.domain.people import CODED_FIELDS, PersonDetails
from vrp_desktop.domain.sessions import ATTENDED

PARTS_FOR = timedelta(days=30)
"""For how long two records that were brought together can be parted again."""
_AGES_APART = 2
"""Years by which two guesses of one age can differ."""
LONG = ("enjoys", "good_at", "wants", "trusts", "communication", "neurodiversity", "access_needs")
"""What is told in sentences: where both records say something, both can stand."""
_TOGETHER = {"approximate_age_on": "approximate_age"}
"""Fields that go with another one."""


class Choice(StrEnum):
    """Which record's answer stands."""

    KEPT = "kept"
    GONE = "gone"
    BOTH = "both"
    """One below the other, where it is told in sentences."""


@dataclass(frozen=True)
class Facing:
    """One field of two records beside each other: as it is stored, in words, and which of them stands unless
    somebody chooses. ``both`` is whether both can stand."""

    field: str
    words: str
    kept: str
    gone: str
    stands: Choice
    both: bool

    @property
    def differs(self) -> bool:
        """Whether both say something, and not the same."""
        return bool(self.kept and self.gone) and self.kept != self.gone


@dataclass(frozen=True)
class Known:
    """What is compared of a person: who they are, and the interventions they have come to."""

    person_id: str
    details: PersonDetails
    interventions: frozenset[str]


@dataclass(frozen=True)
class Likeness:
    """That two records may be one person's: how much speaks for it, and what, in words."""

    person_id: str
    known_as: str
    full_name: str
    years: int | None
    weight: int
    reasons: tuple[str, ...]


def likeness(one: Known, other: Known, today: date) -> Likeness | None:
    """What speaks for two records being one person's; None where too little does, or something against it.

    A name that is the same or sounds alike has to be there; a birth date that differs by more than a slip,
    or an age by more than a guess, speaks against it."""
    same = _names(one.details) & _names(other.details)
    sounding = not same and _sound_alike(one.details, other.details)
    if not same and not sounding:
        return None
    reasons = ["The same name" if same else "A name that sounds alike"]
    weight = 3 if same else 2
    born, born_too = one.details.birth_date, other.details.birth_date
    ages = one.details.age_on(today), other.details.age_on(today)
    if born is not None and born_too is not None:
        if born == born_too:
            weight += 4
            reasons.append("born on the same day")
        elif _slipped(born, born_too):
            weight += 2
            reasons.append("birth dates that differ by a slip")
        else:
            return None
    elif ages[0] is not None and ages[1] is not None:
        if abs(ages[0] - ages[1]) > _AGES_APART:
            return None
        weight += 1
        reasons.append("about as old")
    if one.details.family_name and other.details.family_name:
        if folded(one.details.family_name) == folded(other.details.family_name):
            weight += 2
            reasons.append("the same family name")
        elif not _sound_alike_words(one.details.family_name, other.details.family_name):
            return None
    shared = one.interventions & other.interventions
    if shared:
        weight += 1
        reasons.append(f"both in {', '.join(sorted(shared))}")
    if weight < 3:
        return None
    return Likeness(
        other.person_id, other.details.known_as, other.details.full_name, ages[1], weight, tuple(reasons)
    )


def _names(details: PersonDetails) -> set[str]:
    """What somebody may be called by, each as a whole; a family name alone is many people's."""
    found = {folded(name) or name.strip() for name in (details.known_as, details.given_name) if name.strip()}
    return found - {""}


def _sound_alike(one: PersonDetails, other: PersonDetails) -> bool:
    return any(_sound_alike_words(a, b) for a in _names(one) for b in _names(other))


def _sound_alike_words(one: str, other: str) -> bool:
    if not folded(one) or not folded(other):
        return False
    return bool(NameIndex([("other", folded(other))]).search(one, 1)) or bool(
        NameIndex([("one", folded(one))]).search(other, 1)
    )


def _slipped(one: date, other: date) -> bool:
    """Whether two dates differ in one part only, or in day and month having changed places."""
    differing = sum(getattr(one, part) != getattr(other, part) for part in ("day", "month", "year"))
    swapped = (one.day, one.month, one.year) == (other.month, other.day, other.year)
    return differing == 1 or swapped


def facing(kept: PersonDetails, gone: PersonDetails) -> tuple[Facing, ...]:
    """The fields in which either record says something, beside each other: the kept one's answer stands
    unless it is empty; sentences of both stand one below the other."""
    found = []
    for field in fields(PersonDetails):
        name = field.name
        one, other = getattr(kept, name), getattr(gone, name)
        if name in _TOGETHER or (_empty(one) and _empty(other)):
            continue
        if name == "approximate_age" and _born_known(kept, gone):
            continue  # A guess says nothing beside a birth date.
        found.append(
            Facing(
                name,
                field_words(name),
                _told(name, one),
                _told(name, other),
                _standing(name, one, other),
                name in LONG and not _empty(one) and not _empty(other) and one != other,
            )
        )
    return tuple(found)


def brought_together(
    kept: PersonDetails, gone: PersonDetails, choices: Mapping[str, Choice]
) -> PersonDetails:
    """What the kept record says afterwards. ``choices`` by field; of the others what ``facing`` says."""
    values: dict[str, Any] = {}
    for field in fields(PersonDetails):
        name = field.name
        one, other = getattr(kept, name), getattr(gone, name)
        leader = _TOGETHER.get(name, name)
        choice = choices.get(leader, _standing(leader, getattr(kept, leader), getattr(gone, leader)))
        if leader == "approximate_age" and _born_known(kept, gone):
            choice = Choice.KEPT
        if choice is Choice.BOTH and name in LONG:
            values[name] = joined_text(one, other)
        else:
            values[name] = other if choice is Choice.GONE else one
    return replace(kept, **values)


def _born_known(kept: PersonDetails, gone: PersonDetails) -> bool:
    return kept.birth_date is not None or gone.birth_date is not None


def _standing(name: str, one: Any, other: Any) -> Choice:
    if _empty(one):
        return Choice.KEPT if _empty(other) else Choice.GONE
    if name in LONG and not _empty(other) and one != other:
        return Choice.BOTH
    return Choice.KEPT


def _empty(value: Any) -> bool:
    return value is None or value is False or value == ""


def _told(name: str, value: Any) -> str:
    if _empty(value):
        return ""
    if name in CODED_FIELDS:
        return codes.label(CODED_FIELDS[name], value)
    if isinstance(value, date):
        return f"{value.day} {value:%B %Y}"
    return "Yes" if value is True else str(value)


def joined_text(one: str, other: str) -> str:
    """What two rows say, one below the other; once where the one holds the other."""
    if not other.strip() or other.strip() in one:
        return one
    if not one.strip() or one.strip() in other:
        return other
    return f"{one}\n{other}"


def mark_that_stands(kept: str | None, gone: str | None) -> str | None:
    """Of two marks in one register: one that says they were there before any other; between two such the
    kept record's; then whichever says something."""
    if kept in ATTENDED:
        return kept
    if gone in ATTENDED:
        return gone
    return kept if kept is not None else gone


def spans_meet(first: tuple[date, date | None], second: tuple[date, date | None]) -> bool:
    """Whether two spans of days share a day, or one begins on the day after the other."""
    (began, ended), (began_too, ended_too) = first, second
    day = timedelta(days=1)
    return (ended is None or began_too <= ended + day) and (ended_too is None or began <= ended_too + day)


def whole_span(spans: Iterable[tuple[date, date | None]]) -> tuple[date, date | None]:
    """From the first day of spans to their last; without an end where one has none."""
    given = list(spans)
    ends = [end for _, end in given]
    last = None if None in ends else max(end for end in ends if end is not None)
    return min(first for first, _ in given), last


def agree(kept: Mapping[str, Any], gone: Mapping[str, Any], but: Collection[str]) -> bool:
    """Whether two rows nowhere say two different things; ``but`` are columns that do not count."""
    return all(
        kept[name] == gone[name] or _empty(kept[name]) or _empty(gone[name])
        for name in kept
        if name not in but
    )


def filled(kept: Mapping[str, Any], gone: Mapping[str, Any], but: Collection[str]) -> dict[str, Any]:
    """What the gone row says and the kept one leaves empty."""
    return {
        name: gone[name] for name in kept if name not in but and _empty(kept[name]) and not _empty(gone[name])
    }


@dataclass(frozen=True)
class Side:
    """One of two records, in the preview."""

    person_id: str
    known_as: str
    full_name: str
    years: int | None
    holds: tuple[str, ...]
    """What is held, in words: "12 sessions", "2 journeys"."""


@dataclass(frozen=True)
class Hindrance:
    """Why two records cannot be made one as things stand, and what to do first: in which of these journeys
    (by id, with words for each)."""

    words: str
    journeys: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Preview:
    """Two records beside each other, and what would become of them."""

    kept: Side
    gone: Side
    fields: tuple[Facing, ...]
    joined: tuple[str, ...]
    """What both records hold once each, and would be one."""
    forbidden: tuple[Hindrance, ...]


@dataclass(frozen=True)
class Merged:
    """That two records became one. ``until`` is the last day on which they can be parted."""

    id: str
    person_id: str
    known_as: str
    gone: str
    merged_on: date
    by: str
    until: date


def searchable(name: str) -> bool:
    """Whether a name holds anything that can be looked for."""
    return bool(folded(name))


def until(merged_on: date) -> date:
    """The last day on which two records can be parted."""
    return merged_on + PARTS_FOR
