"""Tables R4 to R6 from facts: open access, head-counts, sessions, and professionals trained."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from fractions import Fraction
from statistics import median

from vrp_desktop.domain import age, codes
from vrp_desktop.domain.returns import form
from vrp_desktop.domain.returns.counting_people import Listed, Support
from vrp_desktop.domain.returns.counting_tally import (
    Behind,
    Counted,
    Kind,
    Tally,
    listed,
    nothing,
    number_of,
    one_decimal,
    percent,
    sum_of,
)
from vrp_desktop.domain.returns.facts import SessionFact, TrainedFact
from vrp_desktop.domain.returns.figures import Key, Shown
from vrp_desktop.domain.sessions import Status

_TRAINING = "training"


def open_access(support: Support) -> Tally:
    """Sessions anybody can drop in to, who came by name, and how many were only counted."""
    drop_ins = {s.id: 0 for s in support.delivered.values() if s.kind == "open_access"}
    people: dict[str, None] = {}
    for mark in support.attended:
        if mark.session_id in drop_ins:
            drop_ins[mark.session_id] += 1
            people[mark.person_id] = None
    heads: Counter[str] = Counter()
    for one in support.facts.heads:
        if one.session_id in support.delivered:
            heads[one.session_id] += one.count
    return {
        **number_of(Kind.SESSIONS, {("R4", "sessions", "value"): drop_ins}),
        **number_of(Kind.PEOPLE, {("R4", "unique_named", "value"): sorted(people)}),
        ("R4", "attendances", "value"): sum_of(Kind.SESSIONS, _some(drop_ins)),
        ("R4", "head_count", "value"): sum_of(Kind.SESSIONS, _some(heads)),
    }


def head_counts(support: Support) -> Tally:
    """People who came to a session and were not named, by age and sex."""
    bands = {band.code for band in age.BANDS}
    wholes = {part: [w for w, parts in form.AGE_SUMS if part in parts] for part in (*bands, age.NOT_KNOWN)}
    sums: defaultdict[Key, Counter[str]] = defaultdict(Counter)
    for heads in support.facts.heads:
        if heads.session_id in support.delivered:
            band = heads.band if heads.band in bands else age.NOT_KNOWN
            how = "estimated" if heads.estimated else "counted"
            for row in (band, how, *wholes[band]):
                for column in (listed("sex", heads.sex), "total"):
                    sums["R4.heads", row, column][heads.session_id] += heads.count
    summed = {key: sum_of(Kind.SESSIONS, _some(each)) for key, each in sums.items()}
    return {**nothing(Kind.SESSIONS, "R4.heads"), **summed}


def _some(amounts: Mapping[str, int]) -> dict[str, int]:
    """Without the sessions that have nothing to add."""
    return {session: amount for session, amount in amounts.items() if amount}


def delivery(support: Support) -> Tally:
    """What took place, for how long, and who came of those who were expected."""
    sessions = support.facts.sessions
    delivered = list(support.delivered.values())
    found: Listed = defaultdict(list)
    for s in sessions:
        status = s.status if s.status in (Status.DELIVERED, Status.CANCELLED) else "outstanding"
        for row in ("planned", status):
            found["R5", row, "value"].append(s.id)
        if s.status == Status.CANCELLED:
            for reason in (listed("cancel_reason", s.cancel_reason), "total"):
                found["R5.cancelled", reason, "sessions"].append(s.id)
    for s in delivered:
        found["R5", f"kind.{s.kind}", "value"].append(s.id)
        for table, chosen in (("R5.priority", s.priorities), ("R5.focus_area", s.focus_areas)):
            for code in chosen:
                found[table, code, "sessions"].append(s.id)
    return {
        **nothing(Kind.SESSIONS, "R5", "R5.cancelled", "R5.priority", "R5.focus_area"),
        **number_of(Kind.SESSIONS, found),
        ("R5", "hours", "value"): _hours(delivered),
        ("R5", "attendance_rate", "value"): _rate(support),
        ("R5", "median_sessions", "value"): _median(Kind.PEOPLE, support.sessions_each),
        ("R5", "outreach_places", "value"): _places(delivered),
    }


def _hours(sessions: Iterable[SessionFact]) -> Counted:
    minutes = sum_of(Kind.SESSIONS, {s.id: s.minutes for s in sessions})
    return replace(minutes, value=one_decimal(Fraction(len(minutes.behind), 60)))


def _rate(support: Support) -> Counted:
    came = Counter(m.session_id for m in support.attended)
    marked = dict.fromkeys((m.session_id for m in support.marks), 0)
    return replace(
        sum_of(Kind.SESSIONS, {**marked, **came}), value=percent(len(support.attended), len(support.marks))
    )


def _median(kind: Kind, amounts: Mapping[str, int]) -> Counted:
    middle = one_decimal(Fraction(median(amounts.values()))) if amounts else Shown.NOT_APPLICABLE
    return replace(sum_of(kind, amounts), value=middle)


def _places(delivered: Iterable[SessionFact]) -> Counted:
    named = {s.id: "".join(s.place.split()).casefold() for s in delivered if s.kind == "outreach"}
    known = {session: place for session, place in named.items() if place}
    return Counted(Behind(Kind.SESSIONS, tuple(known)), len(set(known.values())))


def workforce(support: Support) -> Tally:
    """Professionals trained, their courses, and how sure they felt before and after."""
    sectors = {code.code for code in codes.code_list("sector").codes}
    own: defaultdict[str, list[TrainedFact]] = defaultdict(list)
    for line in support.facts.trained:
        course = support.delivered.get(line.session_id)
        if course is not None and course.kind == _TRAINING and line.count:
            own[line.sector if line.sector in sectors else age.NOT_KNOWN].append(line)
            own["total"].append(line)
    found: Tally = {}
    for row in form.table("R6").rows:
        lines = own[row.code]
        people: Counter[str] = Counter()
        for line in lines:
            people[line.session_id] += line.count
        before, after = _confidence(lines)
        found["R6", row.code, "people"] = sum_of(Kind.SESSIONS, people)
        found |= number_of(Kind.SESSIONS, {("R6", row.code, "courses"): people})
        found["R6", row.code, "hours"] = _hours(support.delivered[course] for course in people)
        found["R6", row.code, "before"], found["R6", row.code, "after"] = before, after
    return found


def _confidence(lines: Iterable[TrainedFact]) -> tuple[Counted, Counted]:
    """The means before and after, each course by its people, where both were asked."""
    asked = [(line, line.before, line.after) for line in lines]
    both = [(line, one, other) for line, one, other in asked if one is not None and other is not None]
    people: Counter[str] = Counter()
    for line, _, _ in both:
        people[line.session_id] += line.count
    there = sum_of(Kind.SESSIONS, people)
    if not both:
        none = replace(there, value=Shown.NOT_APPLICABLE)
        return none, none
    tenths = [sum(line.count * (one, other)[side] for line, one, other in both) for side in (0, 1)]
    before, after = (one_decimal(Fraction(sum_, 10 * len(there.behind))) for sum_ in tenths)
    return replace(there, value=before), replace(there, value=after)


def registers(support: Support) -> Tally:
    """How many of the delivered sessions have somebody marked or counted, and how soon they were done."""
    known = support.facts.registered
    with_register = [session for session in support.delivered if session in known]
    days = {
        s.id: max(0, (s.finished_on - s.held_on).days)
        for s in support.delivered.values()
        if s.finished_on is not None
    }
    return {
        ("R14", "registers", "value"): Counted(
            Behind(Kind.SESSIONS, tuple(with_register)), percent(len(with_register), len(support.delivered))
        ),
        ("R14", "lag", "value"): _median(Kind.SESSIONS, days),
    }
