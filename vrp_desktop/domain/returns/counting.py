"""From facts to every figure of the form, each by its definition in the ledger. Pure: no store, no clock."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from statistics import median

from vrp_desktop.domain import age, codes
from vrp_desktop.domain.findings import GONE
from vrp_desktop.domain.quarters import Quarter
from vrp_desktop.domain.returns import form
from vrp_desktop.domain.returns.asked import NOTHING_ASKED, Asked, amounts
from vrp_desktop.domain.returns.counting_outcomes import Counts, goals, one_decimal, outcomes
from vrp_desktop.domain.returns.facts import EnrolmentFact, Facts, FindingFact, PersonFact, SessionFact
from vrp_desktop.domain.returns.figures import Figure, Key, Shown, Value
from vrp_desktop.domain.sessions import ATTENDED, Status
from vrp_desktop.domain.strategy import priority_of


def count(facts: Facts, quarter: Quarter, asked: Asked = NOTHING_ASKED) -> tuple[Figure, ...]:
    """Every figure of the form, in its order. Nothing to count is 0; what was asked and not said is [x]."""
    support = _Support(facts)
    counts: Counts = {
        **_journey(facts.enrolments, quarter),
        ("R2", "supported_quarter", "people"): len(support.people),
        ("R2", "supported_ytd", "people"): len(support.people | facts.supported_earlier.keys()),
        **_by_age(facts, support),
        **_by_answers(facts, support),
        **_by_enrolment(facts, support),
        **_by_findings(facts, support),
        **_open_access(facts, support),
        **_head_counts(facts, support),
        **_delivery(facts, support, quarter),
        **outcomes(facts, quarter),
        **goals(facts, quarter),
        **amounts(asked),
    }
    counts |= _each(counts)
    names = form.keys()
    return tuple(_figure(key, counts.get(key, 0), row.definition) for _, row, _, key in names)


def _each(counts: Counts) -> Counts:
    """The cost per person; there is none of a budget."""
    found: Counts = dict.fromkeys(
        (("R10", "each", column.code) for column in form.table("R10").columns), Shown.NOT_APPLICABLE
    )
    for column, people in (("spent", "supported_quarter"), ("spent_ytd", "supported_ytd")):
        spent, supported = counts["R10", "total", column], counts["R2", people, "people"]
        if not isinstance(spent, int):
            found["R10", "each", column] = Shown.NOT_AVAILABLE
        elif isinstance(supported, int) and supported:
            found["R10", "each", column] = (Fraction(spent, supported) + Fraction(1, 2)).__floor__()
    return found


def _figure(key: Key, counted: Value | Shown, definition: str) -> Figure:
    if isinstance(counted, Shown):
        return Figure(*key, None, counted, definition)
    return Figure(*key, counted, Shown.VALUE, definition)


class _Support:
    """Who attended what in the quarter's delivered sessions."""

    def __init__(self, facts: Facts) -> None:
        self.delivered: dict[str, SessionFact] = {
            s.id: s for s in facts.sessions if s.status == Status.DELIVERED
        }
        self.marks = [m for m in facts.marks if m.session_id in self.delivered]
        self.attended = [m for m in self.marks if m.mark in ATTENDED]
        self.sessions_each = Counter(m.person_id for m in self.attended)
        self.first_in_quarter: dict[str, date] = {}
        for mark in self.attended:
            day = self.delivered[mark.session_id].held_on
            self.first_in_quarter[mark.person_id] = min(
                day, self.first_in_quarter.get(mark.person_id, date.max)
            )

    @property
    def people(self) -> set[str]:
        return set(self.sessions_each)


def _journey(enrolments: Iterable[EnrolmentFact], quarter: Quarter) -> Counts:
    steps: Counter[str] = Counter()
    early: Counter[str] = Counter()
    declined: Counter[str] = Counter()
    for e in enrolments:
        begun = e.started_on
        steps["referred"] += e.referred_on in quarter
        if e.decided_on is not None and e.decided_on in quarter:
            steps["accepted"] += e.decision == "accepted"
            if e.decision == "declined":
                declined[_listed("decline_reason", e.decline_reason)] += 1
        turned_down = e.decision == "declined" and (e.decided_on is None or e.decided_on <= quarter.end)
        if begun is None or begun > quarter.end:
            steps["waiting"] += e.referred_on <= quarter.end and not turned_down
            continue
        steps["started"] += begun in quarter
        steps["open_start"] += begun < quarter.start and (e.ended_on is None or e.ended_on >= quarter.start)
        steps["open_end"] += e.ended_on is None or e.ended_on > quarter.end
        if e.ended_on is not None and e.ended_on in quarter:
            if e.ending == "completed":
                steps["completed"] += 1
            else:
                early[_listed("ending", e.ending)] += 1
    steps["ended_early"] = early["total"] = early.total()
    steps["declined"] = declined["total"] = declined.total()
    return {
        **{("R2", step, "people"): n for step, n in steps.items()},
        **{("R2.ended_early", reason, "people"): n for reason, n in early.items()},
        **{("R2.declined", reason, "people"): n for reason, n in declined.items()},
    }


def _listed(list_name: str, code: str | None) -> str:
    """The code where the form has a row for it, else "not_known": every total is the sum of its rows."""
    return code if code is not None and codes.code_list(list_name).has_row(code) else age.NOT_KNOWN


def _people(facts: Facts, support: _Support) -> list[PersonFact]:
    known = {person.id: person for person in facts.people}
    return [known.get(person_id) or PersonFact(person_id) for person_id in support.people]


def _by_age(facts: Facts, support: _Support) -> Counts:
    tally: Counter[tuple[str, str]] = Counter()
    for person in _people(facts, support):
        first = min(
            facts.supported_earlier.get(person.id, date.max),
            support.first_in_quarter[person.id],
        )
        tally[person.band_on(first), _listed("sex", person.sex)] += 1
    return _with_age_sums("R3.age", tally)


def _with_age_sums(table: str, tally: Mapping[tuple[str, str], int]) -> Counts:
    """A tally by band and sex, with the lines and the column that are sums of others."""
    sums: Counter[Key] = Counter()
    for (band, sex), n in tally.items():
        for row in (band, *(whole for whole, parts in form.AGE_SUMS if band in parts)):
            sums[table, row, sex] += n
            sums[table, row, "total"] += n
    return dict(sums)


_ANSWERS = tuple(name for name in form.ONE_WAY if name != "referral_source")


def _by_answers(facts: Facts, support: _Support) -> Counts:
    sums: Counter[Key] = Counter()
    groups = {c.code: c.group for c in codes.code_list("ethnicity").codes}
    for person in _people(facts, support):
        for name in _ANSWERS:
            row = _listed({"district": "home_district"}.get(name, name), getattr(person, name))
            sums[f"R3.{name}", row, "people"] += 1
            sums[f"R3.{name}", "total", "people"] += 1
        ethnicity = person.ethnicity if person.ethnicity in groups else "not_asked"
        sums["R3.ethnicity", ethnicity or "not_asked", "people"] += 1
        sums["R3.ethnicity", "total", "people"] += 1
        if group := groups.get(ethnicity or ""):
            sums["R3.ethnicity", f"group.{group}", "people"] += 1
    return dict(sums)


def _by_enrolment(facts: Facts, support: _Support) -> Counts:
    """Referral source and needs: what stands on the enrolments of those supported."""
    own: defaultdict[str, list[EnrolmentFact]] = defaultdict(list)
    for enrolment in facts.enrolments:
        own[enrolment.person_id].append(enrolment)
    sums: Counter[Key] = Counter()
    for person_id, first in support.first_in_quarter.items():
        source = _referral_source(own[person_id], first)
        sums["R3.referral_source", _listed("referral_source", source), "people"] += 1
        sums["R3.referral_source", "total", "people"] += 1
        areas = frozenset[str]().union(*(e.focus_areas for e in own[person_id]))
        known_areas = {area for area in areas if area in codes.code_list("focus_area")}
        sums.update(("R3.focus_area", area, "people") for area in known_areas)
        sums.update(("R3.priority", p, "people") for p in {priority_of(area) for area in known_areas})
    return dict(sums)


def _by_findings(facts: Facts, support: _Support) -> Counts:
    """Protective and risk factors of those supported, as they stood by the quarter's last day."""
    latest: dict[tuple[str, str], FindingFact] = {}
    for one in facts.findings:
        key = one.person_id, one.code
        if key not in latest or (one.seen_on, one.id) > (latest[key].seen_on, latest[key].id):
            latest[key] = one
    there = (one for one in latest.values() if one.standing not in GONE)
    return dict(
        Counter(("R3.factor", one.code, "people") for one in there if one.person_id in support.people)
    )


def _referral_source(enrolments: Iterable[EnrolmentFact], day: date) -> str | None:
    by_then = [e for e in enrolments if e.referred_on <= day]
    open_then = [
        e
        for e in by_then
        if e.started_on is not None and e.started_on <= day and (e.ended_on is None or e.ended_on >= day)
    ]
    chosen = max(open_then or by_then, key=lambda e: (e.referred_on, e.id), default=None)
    return chosen.referral_source if chosen else None


def _open_access(facts: Facts, support: _Support) -> Counts:
    drop_ins = {s.id for s in support.delivered.values() if s.kind == "open_access"}
    there = [m.person_id for m in support.attended if m.session_id in drop_ins]
    return {
        ("R4", "sessions", "value"): len(drop_ins),
        ("R4", "attendances", "value"): len(there),
        ("R4", "unique_named", "value"): len(set(there)),
        ("R4", "head_count", "value"): sum(
            heads.count for heads in facts.heads if heads.session_id in support.delivered
        ),
    }


def _head_counts(facts: Facts, support: _Support) -> Counts:
    bands = {band.code for band in age.BANDS}
    tally: Counter[tuple[str, str]] = Counter()
    sums: Counter[Key] = Counter()
    for heads in facts.heads:
        if heads.session_id in support.delivered:
            sex = _listed("sex", heads.sex)
            tally[heads.band if heads.band in bands else age.NOT_KNOWN, sex] += heads.count
            for column in (sex, "total"):
                sums["R4.heads", "estimated" if heads.estimated else "counted", column] += heads.count
    return {**_with_age_sums("R4.heads", tally), **sums}


def _delivery(facts: Facts, support: _Support, quarter: Quarter) -> Counts:
    delivered = list(support.delivered.values())
    cancelled = [s for s in facts.sessions if s.status == Status.CANCELLED]
    sums: Counter[Key] = Counter()
    sums.update(("R5.cancelled", _listed("cancel_reason", s.cancel_reason), "sessions") for s in cancelled)
    for session in delivered:
        sums["R5", f"kind.{session.kind}", "value"] += 1
        sums.update(("R5.priority", p, "sessions") for p in session.priorities)
        sums.update(("R5.focus_area", area, "sessions") for area in session.focus_areas)
    places = {"".join(s.place.split()).casefold() for s in delivered if s.kind == "outreach"} - {""}
    attended, marked = len(support.attended), len(support.marks)
    each = support.sessions_each.values()
    return {
        **sums,
        ("R5", "planned", "value"): len(facts.sessions),
        ("R5", "delivered", "value"): len(delivered),
        ("R5", "cancelled", "value"): len(cancelled),
        ("R5.cancelled", "total", "sessions"): len(cancelled),
        ("R5", "outstanding", "value"): len(facts.sessions) - len(delivered) - len(cancelled),
        ("R5", "hours", "value"): one_decimal(Fraction(sum(s.minutes for s in delivered), 60)),
        ("R5", "attendance_rate", "value"): (
            one_decimal(Fraction(100 * attended, marked)) if marked else Shown.NOT_APPLICABLE
        ),
        ("R5", "median_sessions", "value"): (
            one_decimal(median(Fraction(n) for n in each)) if each else Shown.NOT_APPLICABLE
        ),
        ("R5", "outreach_places", "value"): len(places),
    }
