"""Tables R2, R8 and R9 from facts: journeys, referrals on, and how many concerns there are."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from vrp_desktop.domain.quarters import Quarter
from vrp_desktop.domain.returns import form
from vrp_desktop.domain.returns.counting_people import Listed, open_on
from vrp_desktop.domain.returns.counting_tally import Kind, Tally, listed, nothing, number_of
from vrp_desktop.domain.returns.facts import ConcernFact, EnrolmentFact, Facts
from vrp_desktop.domain.returns.figures import Key

_FLOW: dict[Key, int] = {
    ("R2", "open_start", "people"): 1,
    ("R2", "started", "people"): 1,
    ("R2", "completed", "people"): -1,
    ("R2", "ended_early", "people"): -1,
    ("R2", "open_end", "people"): -1,
}
"""Open at start, plus started, less ended, is open at the end: of every journey by itself."""


def journeys(facts: Facts, quarter: Quarter) -> Tally:
    """The table of journeys, with the reasons of those that ended early or were declined."""
    found: Listed = defaultdict(list)
    for e in facts.enrolments:
        for row in _steps(e, quarter):
            found["R2", row, "people"].append(e.id)
            for table, list_name, reason in (
                ("ended_early", "ending", e.ending),
                ("declined", "decline_reason", e.decline_reason),
            ):
                if row == table:
                    found[f"R2.{table}", listed(list_name, reason), "people"].append(e.id)
                    found[f"R2.{table}", "total", "people"].append(e.id)
    blank = nothing(Kind.JOURNEYS, "R2", "R2.ended_early", "R2.declined")
    return {**blank, **number_of(Kind.JOURNEYS, found)}


def _steps(e: EnrolmentFact, quarter: Quarter) -> Iterable[str]:
    """The rows of the table that a journey is counted in."""
    begun, ended = e.started_on, e.ended_on
    if e.referred_on in quarter:
        yield "referred"
    if e.decided_on is not None and e.decided_on in quarter and e.decision in ("accepted", "declined"):
        yield e.decision
    if begun is None or begun > quarter.end:
        turned_down = e.decision == "declined" and (e.decided_on is None or e.decided_on <= quarter.end)
        if e.referred_on <= quarter.end and not turned_down:
            yield "waiting"
        return
    if begun in quarter:
        yield "started"
    elif begun < quarter.start and (ended is None or ended >= quarter.start):
        yield "open_start"
    if ended is None or ended > quarter.end:
        yield "open_end"
    elif ended in quarter:
        yield "completed" if e.ending == "completed" else "ended_early"


def unbalanced(counted: Tally) -> tuple[str, ...]:
    """The journeys that keep "open at start, plus started, less ended, is open at the end" from holding:
    their days are in an order that cannot be."""
    flow: Counter[str] = Counter()
    for key, weight in _FLOW.items():
        for journey in counted[key].behind.ids:
            flow[journey] += weight
    return tuple(sorted(journey for journey, rest in flow.items() if rest))


def referrals(facts: Facts, quarter: Quarter) -> Tally:
    """Referrals on to other services, and those that were taken up."""
    places = {row.code for row in form.table("R8").rows}
    found: Listed = defaultdict(list)
    for one in facts.referrals:
        if one.referred_on not in quarter:
            continue
        columns = ["made"]
        if one.uptake == "taken_up" and one.uptake_on is not None and one.uptake_on <= quarter.end:
            columns.append("taken_up")
        for column in columns:
            found["R8", one.destination if one.destination in places else "other", column].append(one.id)
            found["R8", "total", column].append(one.id)
    return {**nothing(Kind.REFERRALS, "R8"), **number_of(Kind.REFERRALS, found)}


def concerns(facts: Facts, quarter: Quarter) -> Tally:
    """How many concerns there are, and how many were referred: never anything of them."""
    own: defaultdict[str, list[EnrolmentFact]] = defaultdict(list)
    for enrolment in facts.enrolments:
        own[enrolment.person_id].append(enrolment)

    def of_this(one: ConcernFact) -> bool:
        if one.session_id is not None:
            return True
        theirs = own.get(one.person_id, ()) if one.person_id is not None else ()
        return any(open_on(e, one.seen_on) for e in theirs)

    recorded = [one for one in facts.concerns if one.seen_on in quarter and of_this(one)]
    return number_of(
        Kind.CONCERNS,
        {
            ("R9", "recorded", "value"): [one.id for one in recorded],
            ("R9", "referred", "value"): [
                one.id for one in recorded if one.referred_on is not None and one.referred_on <= quarter.end
            ],
        },
    )
