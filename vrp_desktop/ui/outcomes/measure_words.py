"""What a measure comes to, in the words that stand on the page. Never why."""

from collections.abc import Sequence

from vrp_desktop.domain.assessments import Filling, comparable
from vrp_desktop.domain.instruments import Entry, Instrument
from vrp_desktop.domain.outcomes import Stage
from vrp_desktop.domain.score_change import NO_CAUSE, movement_words, rule_words, score_words
from vrp_desktop.domain.scoring import Scored


def comes_to(instrument: Instrument, scored: Scored) -> list[str]:
    """A line for each score, and one for what is missing."""
    lines = []
    for scale in instrument.scales:
        if scale.code in scored.scores:
            lines.append(f"{scale.title}: {score_words(scale, scored.scores[scale.code])}")
    if scored.unanswered:
        names = ", ".join(short(item.title) for item in scored.unanswered)
        lines.append(f"Not answered: {names}.")
    if scored.unscored and instrument.entry is Entry.ITEMS:
        without = ", ".join(scale.title.lower() for scale in scored.unscored)
        lines.append(f"No score for {without} with so much missing. The answers are kept all the same.")
    elif scored.unanswered and scored.scores and any(scale.missing for scale in instrument.scales):
        lines.append("What is missing is made up for by the mean of the others, as the measure allows.")
    return lines


def since_the_start(filling: Filling, stage: Stage, informant: str, scored: Scored) -> list[str]:
    """How each score has moved since the start, by the measure's own rule."""
    first = next(
        (
            one
            for one in filling.taken
            if one.details.stage is Stage.BEFORE
            and one.details.informant == informant
            and one.version == filling.instrument.version
        ),
        None,
    )
    if first is None or stage is Stage.BEFORE:
        return []
    if filling.stored is not None and not comparable(first, filling.stored):
        return []
    lines: list[str] = []
    rules: list[str] = []
    for scale in filling.instrument.scales:
        before, now = first.details.scores.get(scale.code), scored.scores.get(scale.code)
        if before is None or now is None:
            continue
        lines.append(movement_words(scale.title, scale, before, now))
        rules.append(rule_words(scale))
    return [*lines, *dict.fromkeys(rules), NO_CAUSE] if lines else []


def short(title: str) -> str:
    """The words of an item, cut to what tells it apart."""
    return title if len(title) <= 48 else f"{title[:45].rstrip()}…"


def joined(lines: Sequence[str]) -> str:
    """Lines under each other."""
    return "\n".join(lines)
