"""How measures that were filled in read in a list, in a picture and in words."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from vrp_desktop.domain import codes
from vrp_desktop.domain.assessments import Assessment, AssessmentLine, first_and_latest
from vrp_desktop.domain.instruments import Entry, Instrument, Scale
from vrp_desktop.domain.score_change import NO_CAUSE, movement_words, rule_words, score_words
from vrp_desktop.domain.scoring import shown
from vrp_desktop.ui.kit.charts import Movement


def came_to(line: AssessmentLine) -> str:
    """ "14 out of 40 (mild)"; of several scores each with its name."""
    made, scores = line.instrument, line.assessment.details.scores
    if made is None:
        return ", ".join(f"{name} {shown(value)}" for name, value in scores.items())
    if made.entry is Entry.DATE:
        return "Done"
    parts = []
    for scale in made.scales:
        if scale.code in scores:
            said = score_words(scale, scores[scale.code])
            parts.append(said if len(made.scales) == 1 else f"{scale.title} {said}")
    return ", ".join(parts) or "No score: too much was missing"


class _Moved(NamedTuple):
    title: str
    scale: Scale
    before: float | None
    after: float | None


def moves(lines: Sequence[AssessmentLine]) -> list[Movement]:
    """A line of the chart for each score, at the start of the journey and now."""
    return [
        Movement(one.title, one.before, one.after, one.scale.lowest, one.scale.highest)
        for one in _moved(lines)
    ]


def told(lines: Sequence[AssessmentLine]) -> list[str]:
    """What has moved since the start, by each measure's own rule; never why."""
    said, rules = [], []
    for one in _moved(lines):
        if one.before is not None and one.after is not None:
            said.append(movement_words(one.title, one.scale, one.before, one.after))
            rules.append(rule_words(one.scale))
    return [*said, *dict.fromkeys(rules), NO_CAUSE] if said else []


def _moved(lines: Sequence[AssessmentLine]) -> Iterator[_Moved]:
    groups: dict[tuple[str, str, str], list[Assessment]] = {}
    known: dict[tuple[str, str, str], tuple[Instrument, str]] = {}
    for line in lines:
        details = line.assessment.details
        if line.instrument is not None:
            key = (line.assessment.enrolment_id, details.instrument, details.informant)
            groups.setdefault(key, []).append(line.assessment)
            known[key] = (line.instrument, line.intervention)
    journeys = {key[0] for key in groups}
    answered: dict[str, set[str]] = {}
    for _, code, who in groups:
        answered.setdefault(code, set()).add(who)
    for key, taken in groups.items():
        made, intervention = known[key]
        for scale in made.scales:
            first, latest = first_and_latest(taken, scale.code)
            if first is None and latest is None:
                continue
            names = [made.title] if len(made.scales) == 1 else [made.title, scale.title]
            if len(answered[key[1]]) > 1:
                names.append(codes.label("informant", key[2]).lower())
            if len(journeys) > 1:
                names.append(intervention)
            scores = [None if one is None else one.details.scores[scale.code] for one in (first, latest)]
            yield _Moved(", ".join(names), scale, scores[0], scores[1])
