"""How far somebody has moved on a measure, by its own rule and in words. Never why."""

from collections.abc import Sequence
from dataclasses import dataclass

from vrp_desktop.domain.instruments import Scale
from vrp_desktop.domain.scoring import shown

NO_CAUSE = "It says how much has changed, not why."
LEAST_PAIRS = 10
"""Below so many pairs a mean is no finding, and is not told."""


def moved(scale: Scale, before: float, after: float) -> str:
    """ "improved", "unchanged" or "worse", by the measure's own rule."""
    distance = round(after - before, 6)
    least = scale.change.at_least
    if distance == 0 or (least is not None and abs(distance) < least):
        return "unchanged"
    return "improved" if (distance > 0) == scale.higher_is_better else "worse"


def change_words(scale: Scale, before: float | None, after: float | None) -> str:
    """ "moved from 3 to 6 out of 10"; without a second score where they are, without any nothing."""
    if before is None and after is None:
        return ""
    if before is None or after is None:
        first = shown(before if after is None else after)  # type: ignore[arg-type]  # one of them is there
        return f"{first} out of {scale.highest}"
    if before == after:
        return f"stayed at {shown(after)} out of {scale.highest}"
    return f"moved from {shown(before)} to {shown(after)} out of {scale.highest}"


def score_words(scale: Scale, value: float) -> str:
    """ "14 out of 40 (mild)": a score, and what the measure itself calls it."""
    band = scale.band(value)
    return f"{shown(value)} out of {scale.highest}" + (f" ({band})" if band else "")


def movement_words(title: str, scale: Scale, before: float, after: float) -> str:
    """ "Total: moved from 22 to 14 out of 40. Improved.", by the measure's own rule."""
    return f"{title}: {change_words(scale, before, after)}. {moved(scale, before, after).capitalize()}."


def rule_words(scale: Scale) -> str:
    """By which rule a change counts, and who says so."""
    better = "Higher is better." if scale.higher_is_better else "Lower is better."
    least = scale.change.at_least
    rule = "Any movement counts." if least is None else f"A change of {shown(least)} or more counts."
    return " ".join(filter(None, (better, rule, scale.change.source)))


@dataclass(frozen=True)
class ScorePair:
    """One person's scores of a scale at the start and at the end of a journey, by the same informant and the
    same version of the measure."""

    enrolment_id: str
    person_id: str
    instrument: str
    scale: str
    informant: str
    before: float
    after: float
    movement: str


@dataclass(frozen=True)
class Paired:
    """What pairs of one scale come to. The means are None with fewer than ten pairs."""

    pairs: int
    improved: int
    unchanged: int
    worse: int
    mean_before: float | None
    mean_after: float | None


def paired(pairs: Sequence[ScorePair]) -> Paired:
    """Counts pairs by how they moved, and takes the means where there are enough for a finding."""
    said = [pair.movement for pair in pairs]
    enough = len(pairs) >= LEAST_PAIRS
    return Paired(
        len(pairs),
        said.count("improved"),
        said.count("unchanged"),
        said.count("worse"),
        sum(pair.before for pair in pairs) / len(pairs) if enough else None,
        sum(pair.after for pair in pairs) / len(pairs) if enough else None,
    )
