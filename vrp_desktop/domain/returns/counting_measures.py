"""Table R7.measures from facts: first and latest scores of the measures that come with the program."""

from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction

from vrp_desktop.domain.instruments import Scale, shipped_instruments
from vrp_desktop.domain.outcomes import Stage
from vrp_desktop.domain.quarters import Quarter
from vrp_desktop.domain.returns.counting_outcomes import outcome_row, when
from vrp_desktop.domain.returns.counting_tally import Tally
from vrp_desktop.domain.returns.facts import AssessmentFact, Facts
from vrp_desktop.domain.returns.form import OUTCOMES
from vrp_desktop.domain.score_change import moved

_TABLE = OUTCOMES[1]


def measures(facts: Facts, quarter: Quarter) -> Tally:
    """A row for each score: each person once, by their latest pair of the same informant and version."""
    person_of = {e.id: e.person_id for e in facts.enrolments}
    taken: defaultdict[str, list[AssessmentFact]] = defaultdict(list)
    for one in sorted(facts.assessments, key=when):
        if one.enrolment_id in person_of:
            taken[one.instrument].append(one)
    found: Tally = {}
    for instrument in shipped_instruments():
        for scale in instrument.scales:
            firsts, latest = _pairs(scale, taken[instrument.code], quarter)
            pairs = {}
            for first, later in latest:
                before, after = first.scores[scale.code], later.scores[scale.code]
                way = moved(scale, before, after)
                pairs[person_of[later.enrolment_id]] = (way, _exact(before), _exact(after))
            started = sorted({person_of[one.enrolment_id] for one in firsts})
            found |= outcome_row(_TABLE, f"{instrument.code}.{scale.code}", started, pairs)
    return found


def _pairs(
    scale: Scale, taken: Iterable[AssessmentFact], quarter: Quarter
) -> tuple[list[AssessmentFact], list[tuple[AssessmentFact, AssessmentFact]]]:
    """The first scores of a scale, and beside each score of the quarter the first that it may be held
    against, in the order of time: of one person the last is the latest."""
    first: dict[tuple[str, str], AssessmentFact] = {}
    pairs = []
    for one in taken:
        if scale.code not in one.scores:
            continue
        whose = (one.enrolment_id, one.informant)
        if one.stage == Stage.BEFORE:
            first.setdefault(whose, one)
        elif one.taken_on in quarter and whose in first and first[whose].version == one.version:
            pairs.append((first[whose], one))
    return list(first.values()), pairs


def _exact(score: float) -> Fraction:
    """A score as it was written down, in tenths or whole."""
    return Fraction(str(score))
