"""Strengths and needs as somebody saw them on a day, and how they have changed since. Nothing is a score."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cache

from vrp_desktop.domain import codes, strategy
from vrp_desktop.domain.access import SHORTEST_REASON
from vrp_desktop.domain.codes import Code, CodeList
from vrp_desktop.domain.days import written
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.names import folded


class Kind(StrEnum):
    """What a finding is about."""

    STRENGTH = "strength"
    RISK = "risk"
    AREA = "area"

    @property
    def label(self) -> str:
        return {"strength": "Strength", "risk": "Need", "area": "Focus area"}[self.value]

    @property
    def standings(self) -> CodeList:
        """How one of them can stand."""
        return codes.code_list("strength_standing" if self is Kind.STRENGTH else "need_standing")


GONE = frozenset({"past", "missing"})
"""Standings that say that it is not there."""


VEILED = frozenset({"relationship.sexual_violence", "relationship.domestic_abuse"})
"""What is said about these only its writer sees as it stands; that it was noted everybody sees."""
VEIL = "The words are veiled."


def kind_of(code: str) -> Kind:
    """Whether a code is a protective factor, a risk factor or a focus area."""
    return {"protective": Kind.STRENGTH, "risk": Kind.RISK}.get(code.split(".", 1)[0], Kind.AREA)


def is_strength(code: str) -> bool:
    """Whether a code is a protective factor of the strategy."""
    return kind_of(code) is Kind.STRENGTH and code in codes.code_list("factor")


def label_of(code: str) -> str:
    """The words of a factor or a focus area."""
    return codes.label("focus_area" if kind_of(code) is Kind.AREA else "factor", code)


@cache
def every() -> tuple[Code, ...]:
    """All that can be found of somebody: strengths first, then needs, then focus areas, by level."""
    levels = [one.code for one in codes.code_list("priority").codes]
    listed = (*codes.code_list("factor").codes, *codes.code_list("focus_area").codes)
    kinds = list(Kind)
    return tuple(
        sorted(listed, key=lambda c: (kinds.index(kind_of(c.code)), levels.index(strategy.level_of(c.code))))
    )


@cache
def _words() -> tuple[tuple[Code, str, str], ...]:
    """Each with its own words and the others it is looked for by, folded, every word after a blank."""
    return tuple(
        (one, f" {folded(one.label)}", " " + folded(" ".join(strategy.also_called().get(one.code, ()))))
        for one in every()
    )


def search(text: str, limit: int = 8) -> tuple[Code, ...]:
    """What somebody may mean who types this: each word begins one of the label's, else of the other words it
    is looked for by, else stands somewhere in them. Strengths first among those that fit as well."""
    wanted = folded(text).split()
    if not wanted:
        return ()

    def rank(label: str, also: str) -> int | None:
        for place, (where, before) in enumerate(((label, " "), (label + also, " "), (label + also, ""))):
            if all(before + word in where for word in wanted):
                return place
        return None

    ranked = [(place, one) for one, label, also in _words() if (place := rank(label, also)) is not None]
    return tuple(one for _, one in sorted(ranked, key=lambda found: found[0])[:limit])


@dataclass(frozen=True)
class FindingDetails:
    """A strength or a need, how it stood on a day, how that is known and how sure, and their words for it."""

    code: str
    standing: str
    seen_on: date
    source: str | None = None
    certainty: str | None = None
    words: str = ""

    @property
    def kind(self) -> Kind:
        return kind_of(self.code)

    @property
    def label(self) -> str:
        """What it is, in the strategy's words."""
        return label_of(self.code)

    @property
    def standing_label(self) -> str:
        """How it stood."""
        return self.kind.standings.label(self.standing)

    def checked(self, today: date, born: date | None = None) -> "FindingDetails":
        """These details, or a refusal that names every faulty field at once."""
        faults: dict[str, str] = {}
        if self.code not in codes.code_list("factor") and self.code not in codes.code_list("focus_area"):
            faults["code"] = "Choose a strength or a need from the list."
        elif self.standing not in self.kind.standings:
            faults["standing"] = "Choose how it stands."
        if self.seen_on > today:
            faults["seen_on"] = "That day has not come yet. Check the date."
        elif born is not None and self.seen_on < born:
            faults["seen_on"] = (
                f"{written(self.seen_on)} is before they were born, {written(born)}. Check both dates."
            )
        if self.source is not None and self.source not in codes.code_list("evidence"):
            faults["source"] = f"“{self.source}” is not a choice of {codes.code_list('evidence').title}."
        if self.certainty is not None and self.certainty not in codes.code_list("certainty"):
            faults["certainty"] = (
                f"“{self.certainty}” is not a choice of {codes.code_list('certainty').title}."
            )
        if faults:
            raise Refused.for_fields(faults)
        return self


@dataclass(frozen=True)
class Finding:
    """A stored finding. ``written_by`` is the name of whoever wrote it; empty where it is not known."""

    id: str
    person_id: str
    details: FindingDetails
    written_by: str = ""
    writer_id: str | None = None
    veiled: bool = False
    """Whether there are words that are not told here."""

    def for_reader(self, user_id: str) -> "Finding":
        """As somebody sees it: without the words, where these are veiled for them."""
        if not is_veiled(self.details.code, self.details.words, self.writer_id, user_id):
            return self
        return replace(self, details=replace(self.details, words=""), veiled=True)


@dataclass(frozen=True)
class Strand:
    """One strength or need of somebody over time. ``findings``: each look at it, the earliest first."""

    findings: tuple[Finding, ...]

    @property
    def latest(self) -> Finding:
        """The look that says how it stands now."""
        return self.findings[-1]

    @property
    def code(self) -> str:
        return self.latest.details.code

    @property
    def kind(self) -> Kind:
        return kind_of(self.code)

    @property
    def level(self) -> str:
        return strategy.level_of(self.code)

    @property
    def is_there(self) -> bool:
        """Whether it is there now: a need that is not over, a strength however thin."""
        return self.latest.details.standing not in GONE

    @property
    def runs(self) -> tuple[Finding, ...]:
        """The first look of each standing that followed another, the earliest first: what has changed."""
        changed = [
            one
            for before, one in zip((None, *self.findings), self.findings, strict=False)
            if before is None or before.details.standing != one.details.standing
        ]
        return tuple(changed)

    @property
    def since(self) -> date:
        """The day from which it has stood as it does."""
        return self.runs[-1].details.seen_on

    def change(self, today: date) -> str:
        """ "since March; thin for now in January": since when, and how it stood before, the latest two."""
        parts = [f"since {when(self.since, today)}"]
        for one in reversed(self.runs[-3:-1]):
            words = one.details.standing_label
            parts.append(f"{words[:1].lower()}{words[1:]} in {when(one.details.seen_on, today)}")
        return "; ".join(parts)


@dataclass(frozen=True)
class Picture:
    """How somebody stands, as a page shows it. ``areas``: the focus areas of their journeys."""

    strands: tuple[Strand, ...]
    areas: tuple[str, ...] = ()

    def of(self, code: str) -> Strand | None:
        """One strength or need, or None where nobody has looked at it."""
        return next((strand for strand in self.strands if strand.code == code), None)


def is_veiled(code: str, words: str, writer_id: str | None, reader_id: str) -> bool:
    """Whether the words about a strength or a need are not for a reader to see without a reason."""
    return code in VEILED and bool(words) and writer_id != reader_id


def check_reason(reason: str) -> str:
    """Why veiled words have to be read, tidied. Refused where it says too little."""
    tidy = reason.strip()
    if len(tidy) < SHORTEST_REASON:
        raise Refused.for_fields({"reason": "Say why in a sentence. It is kept in the journal."})
    return tidy


def strands(findings: Iterable[Finding]) -> tuple[Strand, ...]:
    """Findings by what they are about: strengths first, what is not there any more last among its kind. Of
    two looks on one day the one written later says how it stands."""
    looks: dict[str, list[Finding]] = {}
    for one in sorted(findings, key=lambda one: (one.details.seen_on, one.id)):
        looks.setdefault(one.details.code, []).append(one)
    order = {one.code: place for place, one in enumerate(every())}
    kinds = list(Kind)
    made = [Strand(tuple(found)) for found in looks.values()]
    return tuple(
        sorted(made, key=lambda s: (kinds.index(s.kind), not s.is_there, order.get(s.code, len(order))))
    )


def when(day: date, today: date) -> str:
    """A day of this month or the last few weeks by its date, an earlier one by its month; the year where it
    is another one."""
    year = "" if day.year == today.year else f" {day.year}"
    if (today - day).days < 31:
        return f"{day.day} {day:%B}{year}"
    return f"{day:%B}{year}"
