"""What has happened to the records of a quarter since its final return was made, and to its figures."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime

from vrp_desktop.domain import codes
from vrp_desktop.domain.journal import CORRECTING, Told
from vrp_desktop.domain.journal_words import details, happened, value_words
from vrp_desktop.domain.returns.facts import (
    AssessmentFact,
    EnrolmentFact,
    FindingFact,
    GoalFact,
    PersonFact,
    ReadingFact,
    ReferralFact,
    SessionFact,
)
from vrp_desktop.domain.returns.figures import Figure, ReturnDocument, Shown
from vrp_desktop.domain.returns.form import keys as every_figure

COUNTED: Mapping[str, frozenset[str] | None] = {
    "session": frozenset({f.name for f in fields(SessionFact)} | {"intervention_id"}) - {"id"},
    "attendance": frozenset({"mark"}),
    "head_count": None,
    "trained": None,
    "enrolment": frozenset(f.name for f in fields(EnrolmentFact)) - {"id", "person_id"},
    "person": frozenset(f.name for f in fields(PersonFact)) - {"id"},
    "finding": frozenset(f.name for f in fields(FindingFact)) - {"id", "person_id"},
    "goal": frozenset(f.name for f in fields(GoalFact)) - {"id"},
    "reading": frozenset(f.name for f in fields(ReadingFact)) - {"id"},
    "assessment": frozenset(f.name for f in fields(AssessmentFact)) - {"id"},
    "onward_referral": frozenset(f.name for f in fields(ReferralFact)) - {"id"},
    "tag": None,
}
"""What a return counts, by table: the fields that matter, or (None) all of them. Of a concern nothing is told
here, not even that it was raised."""

_HAPPENED = frozenset({"goal", "reading", "assessment", "onward_referral", "head_count", "trained"})
"""Of these it is told that they were written or changed, and no more."""
_NOT_COUNTED = frozenset({"workers"})
"""Lists of choices that no figure rests on."""


@dataclass(frozen=True)
class Place:
    """What an entry belongs to: a session (when and where), or somebody's record. One id is None."""

    about: str
    session_id: str | None = None
    person_id: str | None = None


@dataclass(frozen=True)
class Correction:
    """What one saved intention did to one session or record that a return has counted. ``reason`` is what
    was said where the session was locked; else empty."""

    at: datetime
    who: str
    place: Place
    what: str
    reason: str = ""


@dataclass(frozen=True)
class Difference:
    """A figure as it was published and as it would be now, both protected: a change of 1 to T-1 people is
    hidden beside what was published."""

    table: str
    figure: str
    before: str
    now: str


@dataclass(frozen=True)
class Since:
    """What has changed since the last final return of a quarter. ``figures`` is None where it cannot be
    told, because no way was found to protect the present ones."""

    version: int
    made_on: date
    corrections: tuple[Correction, ...]
    figures: tuple[Difference, ...] | None


def counts(entry: Told) -> bool:
    """Whether a return can tell that this entry was written."""
    if entry.action == CORRECTING or entry.entity not in COUNTED:
        return False
    if entry.entity == "tag" and not entry.erased:
        field = entry.fields.get("field")
        return field is not None and _NOT_COUNTED.isdisjoint(field)
    if _other_person(entry):
        return True
    wanted = COUNTED[entry.entity]
    return wanted is None or entry.erased or not wanted.isdisjoint(entry.fields)


def _other_person(entry: Told) -> bool:
    """Whether a mark or a journey has become another record's: two records were brought together, or
    parted."""
    return entry.action == "update" and "person_id" in entry.fields


def corrections(entries: Iterable[tuple[Told, Place]]) -> tuple[Correction, ...]:
    """The entries, in the order they were written, as corrections: the latest first. Beside what was changed
    in a session stands the reason that the same user gave for opening it."""
    reasons: dict[tuple[str, str | None], str] = {}
    found: dict[tuple[str, Place], list[Told]] = {}
    why: dict[tuple[str, Place], str] = {}
    for entry, place in entries:
        opened = (entry.actor, place.session_id)
        if entry.action == CORRECTING:
            reason = entry.fields.get("reason")
            reasons[opened] = str(reason[1]) if reason else ""
        elif counts(entry):
            found.setdefault((entry.change, place), []).append(entry)
            why[entry.change, place] = reasons.get(opened, "")
    made = [Correction(told[0].at, told[0].who, key[1], _what(told), why[key]) for key, told in found.items()]
    return tuple(reversed(made))


def differences(before: ReturnDocument, now: ReturnDocument) -> tuple[Difference, ...]:
    """The figures of a published return that would be different now; both must be protected. What the older
    one had no place for is left out."""
    known = {figure.key for figure in before.figures}
    return tuple(
        Difference(
            table.title,
            f"{row.label}, {column.label}",
            _written(before.get(*key)),
            _written(now.get(*key)),
        )
        for table, row, column, key in every_figure()
        if key in known and _written(before.get(*key)) != _written(now.get(*key))
    )


def _what(told: list[Told]) -> str:
    lines: list[str] = []
    for entry in told:
        lines += [line for line in _lines(entry) if line not in lines]
    shown = lines[:4]
    return "; ".join(shown) + (f"; and {len(lines) - 4} more" if len(lines) > 4 else "")


def _lines(entry: Told) -> tuple[str, ...]:
    if entry.erased or entry.entity in _HAPPENED:
        return (happened(entry),)
    if _other_person(entry):
        return ("Two records of one person brought together, or parted",)
    if entry.entity == "attendance":
        before, after = entry.fields.get("mark") or (None, None)
        words = [value_words("mark", one).replace("_", " ") for one in (before, after)]
        return (f"{entry.about or 'Somebody'}: {words[0]} → {words[1]}",)
    if entry.entity == "tag":
        pair = entry.fields.get("code") or (None, None)
        code = str(pair[0] or pair[1] or "")
        name = next((n for n in ("focus_area", "priority", "factor") if code in codes.code_list(n)), "")
        return (f"{codes.label(name, code) if name else code}: {'added' if pair[0] is None else 'removed'}",)
    if entry.entity == "finding" and entry.action != "update":
        side = 1 if entry.action == "insert" else 0
        found = {name: entry.fields.get(name) or (None, None) for name in ("code", "standing")}
        told = ": ".join(value_words(name, sides[side]) for name, sides in found.items())
        return (f"{told}: {'removed' if side == 0 else 'added'}",)
    if entry.action != "update":
        return (happened(entry),)
    wanted = COUNTED[entry.entity] or frozenset()
    return tuple(
        line
        for name in entry.fields
        if name in wanted and not name.endswith("_id")
        for line in details(entry, name)
    ) or ("Moved to another intervention",)


def _written(figure: Figure) -> str:
    if figure.shown is not Shown.VALUE:
        return figure.shown.symbol
    value = figure.value
    return f"{value:,.2f}".rstrip("0").rstrip(".") if isinstance(value, int | float) else str(value)
