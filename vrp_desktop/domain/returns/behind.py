"""Which records are behind a figure, by the same count that makes it, and what they are told by."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from vrp_desktop.domain import codes
from vrp_desktop.domain.days import written
from vrp_desktop.domain.quarters import Quarter
from vrp_desktop.domain.returns import form
from vrp_desktop.domain.returns.counting import tally
from vrp_desktop.domain.returns.counting_journeys import unbalanced
from vrp_desktop.domain.returns.counting_people import Support
from vrp_desktop.domain.returns.counting_tally import Behind, Kind
from vrp_desktop.domain.returns.facts import EnrolmentFact, Facts
from vrp_desktop.domain.returns.figures import Key

__all__ = ["Behind", "Kind", "Record", "behind", "breaking", "people_of", "records"]


@dataclass(frozen=True)
class Record:
    """One record behind a figure: what it is called (somebody's name, a session's day and place), and what
    made it count. ``session_id`` or ``person_id`` lead to it, ``key`` to a figure that is part of it."""

    about: str
    detail: str = ""
    session_id: str | None = None
    person_id: str | None = None
    key: Key | None = None


def behind(facts: Facts, quarter: Quarter, key: Key) -> Behind:
    """What a figure of the form counts. KeyError for one that the form does not have."""
    return tally(facts, quarter)[key].behind


def breaking(facts: Facts, quarter: Quarter) -> Behind:
    """The journeys that keep "open at start, plus started, less ended, is open at the end" from holding."""
    return Behind(Kind.JOURNEYS, unbalanced(tally(facts, quarter)))


def people_of(facts: Facts, found: Behind) -> frozenset[str]:
    """The people whom the records are of."""
    if found.kind is Kind.PEOPLE:
        return frozenset(found.ids)
    return frozenset(person for person in _whose(facts, found.kind).values() if person is not None)


def records(
    facts: Facts, found: Behind, names: Mapping[str, str], seen: Collection[str], unit: str = ""
) -> tuple[Record, ...]:
    """The records, in words, in the order of their names or days. ``names``: what people are called;
    ``seen``: those whose records the reader may see; nobody else is told of. ``unit`` is the figure's."""
    if found.kind is Kind.FIGURES:
        return tuple(map(_figure, found.keys))
    if found.kind is Kind.SESSIONS:
        return tuple(_sessions(facts, found, unit))
    told = _told(facts, found)
    whose = _whose(facts, found.kind)
    made = []
    for one in found.ids:
        person = one if found.kind is Kind.PEOPLE else whose[one]
        if person is None or person in seen:
            name = "Nobody named yet" if person is None else names.get(person, "Somebody")
            made.append(Record(name, told[one], None, person))
    return tuple(sorted(made, key=lambda record: (record.about.casefold(), record.detail)))


def _whose(facts: Facts, kind: Kind) -> dict[str, str | None]:
    """The person of each record of a kind."""
    of_journey: dict[str, str | None] = {e.id: e.person_id for e in facts.enrolments}
    if kind is Kind.JOURNEYS:
        return of_journey
    if kind is Kind.GOALS:
        return {goal.id: of_journey[goal.enrolment_id] for goal in facts.goals}
    if kind is Kind.REFERRALS:
        return {one.id: of_journey[one.enrolment_id] for one in facts.referrals}
    return {one.id: one.person_id for one in facts.concerns} if kind is Kind.CONCERNS else {}


def _told(facts: Facts, found: Behind) -> dict[str, str]:
    """What made each record count, by its id: days, and no word that was written of anybody."""
    if found.kind is Kind.PEOPLE:
        return _attendance(facts, found)
    if found.kind is Kind.JOURNEYS:
        return {e.id: _journey(e) for e in facts.enrolments}
    if found.kind is Kind.GOALS:
        return {
            goal.id: _days({"Set": goal.set_on, "met": goal.met_on})
            + f": {codes.label('focus_area', goal.focus_area)}"
            for goal in facts.goals
        }
    if found.kind is Kind.REFERRALS:
        return {
            one.id: f"{codes.label('destination', one.destination)}, {written(one.referred_on)}. "
            + codes.label("uptake", one.uptake)
            for one in facts.referrals
        }
    return {one.id: _days({"Seen": one.seen_on, "referred": one.referred_on}) for one in facts.concerns}


def _attendance(facts: Facts, found: Behind) -> dict[str, str]:
    support = Support(facts)
    told = {}
    for person in found.ids:
        times, first = support.sessions_each.get(person, 0), support.first_in_quarter.get(person)
        earlier = facts.supported_earlier.get(person)
        if first is not None:
            told[person] = f"Came {_times(times)}, first on {written(first)}"
        else:
            told[person] = "" if earlier is None else f"Came earlier in the year, first on {written(earlier)}"
    return told


def _times(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number, f"{number} times")


def _journey(e: EnrolmentFact) -> str:
    said = {"accepted": "accepted", "declined": "declined"}.get(e.decision or "", "decided")
    days = {"Referred": e.referred_on, said: e.decided_on, "started": e.started_on, "ended": e.ended_on}
    reason = ("ending", e.ending) if e.ended_on else ("decline_reason", e.decline_reason)
    return _days(days) + (f": {codes.label(*reason)}" if reason[1] else "")


def _days(days: Mapping[str, date | None]) -> str:
    return ", ".join(f"{words} {written(day)}" for words, day in days.items() if day is not None)


_AMOUNTS = {
    "attendances": "{} came",
    "percent": "{} came",
    "professionals": "{} trained",
    "mean": "{} asked before and after",
    "hours": "{} minutes",
    "days": "register done after {} days",
}
"""What an amount of a session is called, by the unit of the figure."""


def _sessions(facts: Facts, found: Behind, unit: str) -> Iterator[Record]:
    of = {s.id: s for s in facts.sessions}
    amounts: Iterable[int | None] = found.amounts or (None,) * len(found.ids)
    rows = [(of[one], amount) for one, amount in zip(found.ids, amounts, strict=True)]
    for session, amount in sorted(rows, key=lambda row: (row[0].held_on, row[0].id)):
        kind = codes.label("session_kind", session.kind)
        words = kind if amount is None else f"{kind}, {_AMOUNTS.get(unit, '{}').format(amount)}"
        place = f" at {session.place}" if session.place else ""
        yield Record(f"{written(session.held_on)}{place}", words, session.id)


def _figure(key: Key) -> Record:
    t, row, column = form.place_of(key)
    return Record(t.title, row.label if len(t.columns) == 1 else f"{row.label}, {column.label}", key=key)
