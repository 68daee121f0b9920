"""Table R7 from facts: who moved how far between a first and a latest reading, and goals set and met."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from itertools import product

from vrp_desktop.domain import codes
from vrp_desktop.domain.outcomes import Instrument, Stage, movement
from vrp_desktop.domain.quarters import Quarter
from vrp_desktop.domain.returns import form
from vrp_desktop.domain.returns.counting_people import Listed
from vrp_desktop.domain.returns.counting_tally import (
    Kind,
    Tally,
    made_of,
    nothing,
    number_of,
    one_decimal,
)
from vrp_desktop.domain.returns.facts import AssessmentFact, Facts, ReadingFact
from vrp_desktop.domain.returns.figures import Key, Shown, Value
from vrp_desktop.domain.score_change import LEAST_PAIRS
from vrp_desktop.domain.strategy import priority_of

Pairs = Mapping[str, tuple[str, Fraction, Fraction]]
"""By person: how they moved, and where they were before and after."""


def outcomes(facts: Facts, quarter: Quarter) -> Tally:
    """The distance travelled and own goals, by priority."""
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
        first = min((r for r in readings if r.stage == Stage.BEFORE), key=when, default=None)
        if area is None or first is None:
            continue
        row = (instrument, priority_of(area))
        started[row].add(person_of[enrolment_id])
        later = _later(first, readings, quarter)
        if later:
            pairs[row][person_of[enrolment_id]].append((first.value, max(later, key=when).value))
    found: Tally = {}
    for row in product(Instrument, (p.code for p in codes.code_list("priority").codes)):
        moves = {person: _by_the_mean(own) for person, own in pairs[row].items()}
        found |= outcome_row("R7", form.outcome_row(*row), sorted(started[row]), moves)
    return found


def _later(first: ReadingFact, readings: Sequence[ReadingFact], quarter: Quarter) -> list[ReadingFact]:
    return [
        r
        for r in readings
        if r.stage != Stage.BEFORE and r.taken_on in quarter and r.taken_on >= first.taken_on
    ]


_STAGES = [stage.value for stage in Stage]


def when(reading: ReadingFact | AssessmentFact) -> tuple[date, int, str]:
    """In time order; on one day a final reading is later than a review."""
    return (reading.taken_on, _STAGES.index(reading.stage), reading.id)


def _by_the_mean(own: Sequence[tuple[int, int]]) -> tuple[str, Fraction, Fraction]:
    """How somebody moved, by the mean over their items that have both readings."""
    before, after = sum(b for b, _ in own), sum(a for _, a in own)
    return movement(before, after), Fraction(before, len(own)), Fraction(after, len(own))


def outcome_row(table: str, row: str, started: Sequence[str], pairs: Pairs) -> Tally:
    """One row of R7 or of R7.measures: ``started`` are the people with a first reading."""
    moved: Listed = defaultdict(list)
    for person in sorted(pairs):
        moved[table, row, pairs[person][0]].append(person)
    counts: tuple[Key, ...] = tuple((table, row, way) for way in ("improved", "unchanged", "worse"))
    means: list[Value | Shown] = [
        Shown.NOT_APPLICABLE if not pairs else Shown.NOT_AVAILABLE,
    ] * 2
    if len(pairs) >= LEAST_PAIRS:
        befores = sum((before for _, before, _ in pairs.values()), Fraction(0))
        afters = sum((after for _, _, after in pairs.values()), Fraction(0))
        means = [one_decimal(befores / len(pairs)), one_decimal(afters / len(pairs))]
    paired: Key = (table, row, "paired")
    return {
        **number_of(
            Kind.PEOPLE,
            {
                (table, row, "baseline"): started,
                paired: sorted(pairs),
                **{key: moved[key] for key in counts},
            },
        ),
        (table, row, "mean_before"): made_of((paired,), means[0]),
        (table, row, "mean_after"): made_of((paired,), means[1]),
    }


def goals(facts: Facts, quarter: Quarter) -> Tally:
    """Goals set on and met, by the priority of their focus area."""
    areas = {area.code for area in codes.code_list("focus_area").codes}
    found: Listed = defaultdict(list)
    for goal in facts.goals:
        if goal.focus_area in areas:
            for column, day in (("set", goal.set_on), ("met", goal.met_on)):
                if day is not None and day in quarter:
                    for row in (priority_of(goal.focus_area), "total"):
                        found["R7.goals", row, column].append(goal.id)
    return {**nothing(Kind.GOALS, "R7.goals"), **number_of(Kind.GOALS, found)}
