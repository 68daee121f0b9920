"""Tables R2 (supported) and R3 from facts: everybody supported in the quarter, and how they answer."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property

from vrp_desktop.domain import codes
from vrp_desktop.domain.findings import GONE
from vrp_desktop.domain.returns import form
from vrp_desktop.domain.returns.counting_tally import Kind, Tally, listed, nothing, number_of
from vrp_desktop.domain.returns.facts import (
    EnrolmentFact,
    Facts,
    FindingFact,
    MarkFact,
    PersonFact,
    SessionFact,
)
from vrp_desktop.domain.returns.figures import Key
from vrp_desktop.domain.sessions import ATTENDED, Status
from vrp_desktop.domain.strategy import priority_of

Listed = defaultdict[Key, list[str]]

_ANSWERS = tuple(name for name in form.ONE_WAY if name != "referral_source")


class Support:
    """Who attended what in the quarter's delivered sessions."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.delivered: dict[str, SessionFact] = {
            s.id: s for s in facts.sessions if s.status == Status.DELIVERED
        }
        self.marks: list[MarkFact] = [m for m in facts.marks if m.session_id in self.delivered]
        there = frozenset(mark.value for mark in ATTENDED)
        self.attended: list[MarkFact] = [m for m in self.marks if m.mark in there]
        self.sessions_each: defaultdict[str, int] = defaultdict(int)
        self.first_in_quarter: dict[str, date] = {}
        for mark in self.attended:
            person_id, day = mark.person_id, self.delivered[mark.session_id].held_on
            self.sessions_each[person_id] += 1
            first = self.first_in_quarter.get(person_id)
            if first is None or day < first:
                self.first_in_quarter[person_id] = day

    @cached_property
    def people(self) -> tuple[PersonFact, ...]:
        """Everybody supported; somebody of whom nothing is known is known by their id."""
        known = {person.id: person for person in self.facts.people}
        return tuple(
            known.get(person_id) or PersonFact(person_id) for person_id in sorted(self.first_in_quarter)
        )

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """The ids of everybody supported."""
        return tuple(person.id for person in self.people)


def people(support: Support) -> Tally:
    """The tables of people supported in the quarter, and in the year to date."""
    found = nothing(Kind.PEOPLE, *(t.id for t in form.tables() if t.section == "R3"))
    year = sorted({*support.ids, *support.facts.supported_earlier})
    lists: dict[Key, Iterable[str]] = {
        ("R2", "supported_quarter", "people"): support.ids,
        ("R2", "supported_ytd", "people"): year,
        **_by_age(support),
        **_by_answers(support),
        **_by_ethnicity(support),
        **_by_enrolment(support),
        **_by_findings(support),
    }
    return {**found, **number_of(Kind.PEOPLE, lists)}


def _by_age(support: Support) -> Listed:
    earlier, first = support.facts.supported_earlier, support.first_in_quarter
    bands: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for person in support.people:
        band = person.band_on(earlier.get(person.id) or first[person.id])
        bands[band, listed("sex", person.sex)].append(person.id)
    return with_age_sums("R3.age", bands)


def with_age_sums(table: str, bands: Mapping[tuple[str, str], Iterable[str]]) -> Listed:
    """Lists by band and sex, with the lines and the column that are sums of others."""
    found: Listed = defaultdict(list)
    for (band, sex), ids in bands.items():
        for row in (band, *(whole for whole, parts in form.AGE_SUMS if band in parts)):
            found[table, row, sex] += ids
            found[table, row, "total"] += ids
    return found


def _by_answers(support: Support) -> dict[Key, Iterable[str]]:
    found: Listed = defaultdict(list)
    totals: dict[Key, Iterable[str]] = {}
    for name in _ANSWERS:
        listing = {"district": "home_district"}.get(name, name)
        row_of = {code: listed(listing, code) for code in {getattr(p, name) for p in support.people}}
        for person in support.people:
            found[f"R3.{name}", row_of[getattr(person, name)], "people"].append(person.id)
        totals[f"R3.{name}", "total", "people"] = support.ids
    return {**found, **totals}


def _by_ethnicity(support: Support) -> dict[Key, Iterable[str]]:
    found: Listed = defaultdict(list)
    groups = {c.code: c.group for c in codes.code_list("ethnicity").codes}
    for person in support.people:
        answer = person.ethnicity if person.ethnicity in groups else "not_asked"
        found["R3.ethnicity", answer or "not_asked", "people"].append(person.id)
        if group := groups.get(answer or ""):
            found["R3.ethnicity", f"group.{group}", "people"].append(person.id)
    return {**found, ("R3.ethnicity", "total", "people"): support.ids}


def _by_enrolment(support: Support) -> dict[Key, Iterable[str]]:
    """Referral source and needs: what stands on the enrolments of those supported."""
    own: defaultdict[str, list[EnrolmentFact]] = defaultdict(list)
    for enrolment in support.facts.enrolments:
        own[enrolment.person_id].append(enrolment)
    listing = {area.code for area in codes.code_list("focus_area").codes}
    found: Listed = defaultdict(list)
    for person_id in support.ids:
        journeys = own.get(person_id, ())
        source = _referral_source(journeys, support.first_in_quarter[person_id])
        found["R3.referral_source", listed("referral_source", source), "people"].append(person_id)
        areas = {area for e in journeys for area in e.focus_areas if area in listing}
        for area in areas:
            found["R3.focus_area", area, "people"].append(person_id)
        for priority in set(map(priority_of, areas)):
            found["R3.priority", priority, "people"].append(person_id)
    return {**found, ("R3.referral_source", "total", "people"): support.ids}


def _referral_source(enrolments: Iterable[EnrolmentFact], day: date) -> str | None:
    by_then = [e for e in enrolments if e.referred_on <= day]
    open_then = [e for e in by_then if open_on(e, day)]
    chosen = max(open_then or by_then, key=lambda e: (e.referred_on, e.id), default=None)
    return chosen.referral_source if chosen else None


def open_on(journey: EnrolmentFact, day: date) -> bool:
    """Whether somebody took part in a journey on a day; its first and its last are among them."""
    begun, ended = journey.started_on, journey.ended_on
    return begun is not None and begun <= day and (ended is None or ended >= day)


def _by_findings(support: Support) -> Listed:
    """Protective and risk factors of those supported, as they stood by the quarter's last day."""
    latest: dict[tuple[str, str], FindingFact] = {}
    for one in _of_supported(support):
        key = one.person_id, one.code
        if key not in latest or (one.seen_on, one.id) > (latest[key].seen_on, latest[key].id):
            latest[key] = one
    found: Listed = defaultdict(list)
    for one in latest.values():
        if one.standing not in GONE:
            found["R3.factor", one.code, "people"].append(one.person_id)
    return found


def _of_supported(support: Support) -> Iterator[FindingFact]:
    return (one for one in support.facts.findings if one.person_id in support.first_in_quarter)
