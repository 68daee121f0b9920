"""Table R7 from facts: who moved how far between a first and a latest reading, and goals set and met."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from itertools import product

from vrp_desktop.domain import codes
from vrp_desktop.domain.outcomes import Instrument, Stage, movement
from vrp_desktop.domain.quarters import Quarter
from vrp_desktop.domain.returns import form
from vrp_desktop.domain.returns.facts import Facts, ReadingFact
from vrp_desktop.domain.returns.figures import Key, Shown, Value
from vrp_desktop.domain.strategy import priority_of

FEWEST_PAIRS = 10
"""With fewer pairs of readings a mean is not shown as a finding."""

Counts = dict[Key, Value | Shown]
"""Figures by name: a value, or why there is none. A name that is missing is a 0."""


def one_decimal(exact: Fraction) -> float:
    """Rounded half up, as people round; whole arithmetic, so that every machine gets the same digits."""
    return (exact * 10 + Fraction(1, 2)).__floor__() / 10


def outcomes(facts: Facts, quarter: Quarter) -> Counts:
    person_of = {e.id: e.person_id for e in facts.enrolments}
    area_of_goal = {goal.id: goal.focus_area for goal in facts.goals}
    taken: defaultdict[tuple[str, str, str], list[ReadingFact]] = defaultdict(list)
    for reading in facts.readings:
        if reading.enrolment_id in person_of:
            taken[reading.instrument, reading.enrolment_id, reading.item].append(reading)
    started: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    pairs: defaultdict[tuple[str, str], defaultdict[str, list[tuple[int, int]]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for (instrument, enrolment_id, item), readings in taken.items():
        area = area_of_goal.get(item) if instrument == Instrument.GOAL else item
        first = min((r for r in readings if r.stage == Stage.BEFORE), key=_when, default=None)
        if area is None or first is None:
            continue
        row = (instrument, priority_of(area))
        started[row].add(person_of[enrolment_id])
        later = [
            r
            for r in readings
            if r.stage != Stage.BEFORE and r.taken_on in quarter and r.taken_on >= first.taken_on
        ]
        if later:
            pairs[row][person_of[enrolment_id]].append((first.value, max(later, key=_when).value))
    counts: Counts = {}
    for row in product(Instrument, (p.code for p in codes.code_list("priority").codes)):
        counts |= _outcome_row(form.outcome_row(*row), len(started[row]), pairs[row])
    return counts


_STAGES = [stage.value for stage in Stage]


def _when(reading: ReadingFact) -> tuple[date, int, str]:
    """In time order; on one day a final reading is later than a review."""
    return (reading.taken_on, _STAGES.index(reading.stage), reading.id)


def _outcome_row(row: str, started: int, pairs: Mapping[str, list[tuple[int, int]]]) -> Counts:
    """One row of R7: each person by the mean over their items that have both readings."""
    moved = Counter(movement(sum(b for b, _ in own), sum(a for _, a in own)) for own in pairs.values())
    means: tuple[Value | Shown, Value | Shown]
    if not pairs:
        means = (Shown.NOT_APPLICABLE, Shown.NOT_APPLICABLE)
    elif len(pairs) < FEWEST_PAIRS:
        means = (Shown.NOT_AVAILABLE, Shown.NOT_AVAILABLE)
    else:
        means = (
            _mean_of_means([[b for b, _ in own] for own in pairs.values()]),
            _mean_of_means([[a for _, a in own] for own in pairs.values()]),
        )
    return {
        ("R7", row, "baseline"): started,
        ("R7", row, "paired"): len(pairs),
        ("R7", row, "mean_before"): means[0],
        ("R7", row, "mean_after"): means[1],
        **{("R7", row, way): moved[way] for way in ("improved", "unchanged", "worse")},
    }


def _mean_of_means(values: list[list[int]]) -> float:
    each = (Fraction(sum(own), len(own)) for own in values)
    return one_decimal(sum(each, Fraction(0)) / len(values))


def goals(facts: Facts, quarter: Quarter) -> Counts:
    sums: Counter[Key] = Counter()
    for goal in facts.goals:
        if goal.focus_area in codes.code_list("focus_area"):
            for column, day in (("set", goal.set_on), ("met", goal.met_on)):
                if day is not None and day in quarter:
                    sums["R7.goals", priority_of(goal.focus_area), column] += 1
                    sums["R7.goals", "total", column] += 1
    return dict(sums)
