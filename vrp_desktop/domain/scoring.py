"""What the answers to a measure come to: each scale by its own rule."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.instruments import Entry, Instrument, Item, Scale

Scores = Mapping[str, float]


@dataclass(frozen=True)
class Scored:
    """The scores by scale, and the items that were asked and not answered."""

    scores: Scores
    unanswered: tuple[Item, ...] = ()
    unscored: tuple[Scale, ...] = ()
    """Scales without a score, because too much is missing."""


def score(instrument: Instrument, answers: Mapping[str, int], age: int | None) -> Scored:
    """Works out what answers come to. Refused where one is off its scale, or none is given at all."""
    asked = {item.code: item for item in instrument.asked(age)}
    faults = {}
    for code, value in answers.items():
        item = asked.get(code)
        if item is None:
            known = instrument.item(code)
            faults[code] = (
                f"{instrument.title} has no item “{code[:40]}”."
                if known is None
                else f"“{known.title}” is asked from {known.youngest} years on."
            )
        elif not item.lowest <= value <= item.highest:
            faults[code] = f"{item.title}: choose from {item.lowest} to {item.highest}."
    if faults:
        raise Refused.for_fields(faults)
    if not answers:
        raise Refused("Nothing is answered yet. Answer at least one, or leave the page.")
    scores, unscored = {}, []
    for scale in instrument.scales:
        items = [asked[code] for code in scale.items if code in asked]
        if not items:
            continue
        worked_out = _worked_out(scale, items, answers)
        if worked_out is None:
            unscored.append(scale)
        else:
            scores[scale.code] = worked_out
    return Scored(scores, tuple(i for i in asked.values() if i.code not in answers), tuple(unscored))


def reversed_value(item: Item, value: int) -> int:
    """An answer turned round on its item's own scale. Twice is itself."""
    return item.lowest + item.highest - value


def _worked_out(scale: Scale, items: list[Item], answers: Mapping[str, int]) -> float | None:
    values = [
        reversed_value(item, answers[item.code]) if item.code in scale.reversed else answers[item.code]
        for item in items
        if item.code in answers
    ]
    if not values or len(items) - len(values) > scale.missing:
        return None
    mean = Fraction(sum(values), len(values))
    return rounded(mean if scale.mean else mean * len(items), scale.decimals)


def rounded(value: Fraction, decimals: int) -> float:
    """Half up, as the forms say it; a whole number stays one."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    kept = exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return int(kept) if kept == kept.to_integral_value() else float(kept)


def typed(instrument: Instrument, scores: Scores) -> Scored:
    """Scores that were worked out elsewhere; a total that is missing is added up from its parts. Refused
    where one is off its scale, or does not fit its parts."""
    faults = {}
    for code in scores:
        if instrument.scale(code) is None:
            faults[code] = f"{instrument.title} has no score “{code[:40]}”."
    kept: dict[str, float] = {}
    for scale in instrument.scales:
        value = scores.get(scale.code)
        parts = [kept[part] for part in scale.of if part in kept]
        whole = sum(parts) if scale.of and len(parts) == len(scale.of) else None
        if value is None:
            value = whole
        if value is None:
            continue
        if not scale.lowest <= value <= scale.highest:
            faults[scale.code] = f"{scale.title}: write a score from {scale.lowest} to {scale.highest}."
        elif round(value, scale.decimals) != value:
            faults[scale.code] = f"{scale.title}: write it with {scale.decimals or 'no'} decimals."
        elif whole is not None and value != whole:
            faults[scale.code] = (
                f"{scale.title}: its parts come to {shown(whole)}, not {shown(value)}. Check both."
            )
        else:
            kept[scale.code] = value
    if faults:
        raise Refused.for_fields(faults)
    if not kept:
        raise Refused("No score is written yet. Write at least one, or leave the page.")
    return Scored(kept, (), tuple(scale for scale in instrument.scales if scale.code not in kept))


def filled(instrument: Instrument, answers: Mapping[str, int], scores: Scores, age: int | None) -> Scored:
    """What an assessment comes to, however the measure is filled in. Refused like ``score`` and ``typed``,
    and where something is given that the measure does not take."""
    if answers and instrument.entry is not Entry.ITEMS:
        raise Refused(f"No answers are kept of {instrument.title}: its licence does not allow it.")
    if scores and instrument.entry is not Entry.SCORES:
        raise Refused(
            f"Of {instrument.title} only the day is kept."
            if instrument.entry is Entry.DATE
            else f"{instrument.title} is scored by its items. Write the answers."
        )
    if instrument.entry is Entry.DATE:
        return Scored({})
    return score(instrument, answers, age) if instrument.entry is Entry.ITEMS else typed(instrument, scores)


def shown(value: float) -> str:
    """A score as it reads: "14", "15.6"."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
