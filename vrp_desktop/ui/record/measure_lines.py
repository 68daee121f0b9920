"""How measures that were filled in read in a list, in a picture and in words."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from vrp_desktop.domain import codes
from vrp_desktop.domain.assessments import Assessment, AssessmentLine, first_and_latest, result_words
from vrp_desktop.domain.instruments import Instrument, Scale
from vrp_desktop.domain.score_change import NO_CAUSE, movement_words, rule_words, score_words
from vrp_desktop.ui.kit.charts import Movement


def came_to(line: AssessmentLine) -> str:
    """ "14 out of 40 (mild)"; of several scores each with its name."""
    return result_words(line.instrument, line.assessment.details.scores)


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
    """Where they are and how they have moved since the start, by each measure's own rule; never why."""
    said = []
    for one in _moved(lines):
        if one.before is not None and one.after is not None:
            said.append(movement_words(one.title, one.scale, one.before, one.after))
        elif one.before is not None:
            said.append(
                f"{one.title}: {score_words(one.scale, one.before)} at the start, nothing after it yet."
            )
        elif one.after is not None:
            said.append(f"{one.title}: {score_words(one.scale, one.after)}, nothing from the start.")
    return said


def by_which_rule(lines: Sequence[AssessmentLine]) -> list[str]:
    """The rules of the measures that have moved, a line for those that share one."""
    shared: dict[str, list[str]] = {}
    for one in _moved(lines):
        if one.before is not None and one.after is not None:
            shared.setdefault(rule_words(one.scale), []).append(one.title)
    rules = [f"{', '.join(dict.fromkeys(titles))}: {rule}" for rule, titles in shared.items()]
    return [NO_CAUSE, *rules] if rules else []


def _moved(lines: Sequence[AssessmentLine]) -> Iterator[_Moved]:
    groups: dict[tuple[str, str, str], list[Assessment]] = {}
    known: dict[tuple[str, str, str], Instrument] = {}
    for line in lines:
        details = line.assessment.details
        if line.instrument is not None:
            key = (line.assessment.enrolment_id, details.instrument, details.informant)
            groups.setdefault(key, []).append(line.assessment)
            known[key] = line.instrument
    answered: dict[str, set[str]] = {}
    for _, code, who in groups:
        answered.setdefault(code, set()).add(who)
    for key, taken in groups.items():
        made = known[key]
        for scale in made.scales:
            first, latest = first_and_latest(taken, scale.code)
            if first is None and latest is None:
                continue
            names = [made.title if len(made.scales) == 1 else scale.title]
            if len(answered[key[1]]) > 1:
                names.append(codes.label("informant", key[2]).lower())
            scores = [None if one is None else one.details.scores[scale.code] for one in (first, latest)]
            yield _Moved(", ".join(names), scale, scores[0], scores[1])
