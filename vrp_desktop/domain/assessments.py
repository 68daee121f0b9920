"""A measure filled in for somebody on a journey: at the start, on the way, at the end."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from vrp_desktop.domain import codes
from vrp_desktop.domain.days import written as _day
from vrp_desktop.domain.enrolments import EnrolmentDetails
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.instruments import Entry, Instrument, Item
from vrp_desktop.domain.outcomes import Stage
from vrp_desktop.domain.score_change import ScorePair, moved, score_words
from vrp_desktop.domain.scoring import Scores, shown

STAGES: Mapping[Stage, str] = {
    Stage.BEFORE: "At the start",
    Stage.REVIEW: "On the way",
    Stage.AFTER: "At the end",
}
"""When in a journey, in the order of time."""


@dataclass(frozen=True)
class AssessmentDetails:
    """What is written down: ``answers`` by item, or ``scores`` by scale where they come from elsewhere."""

    instrument: str
    stage: Stage
    taken_on: date
    informant: str = "self"
    on_paper: bool = False
    answers: Mapping[str, int] = field(default_factory=dict)
    scores: Scores = field(default_factory=dict)
    note: str = ""

    def check_day(self, journey: EnrolmentDetails, today: date) -> None:
        """Refuses a day to come, or one that does not lie in the journey."""
        faults: dict[str, str] = {}
        closed = journey.closed_on
        if self.taken_on > today:
            faults["taken_on"] = "That day has not come yet. Check the date."
        elif self.taken_on < journey.referred_on:
            faults["taken_on"] = (
                f"They were referred on {_day(journey.referred_on)}, and this is {_day(self.taken_on)}. "
                "Check both days."
            )
        elif closed is not None and self.taken_on > closed:
            faults["taken_on"] = (
                f"The journey was over on {_day(closed)}, and this is {_day(self.taken_on)}. Check both days."
            )
        if self.informant not in codes.code_list("informant"):
            faults["informant"] = "Choose who answered."
        if faults:
            raise Refused.for_fields(faults)


@dataclass(frozen=True)
class Assessment:
    """A stored one. Its scores are those worked out then, by the ``version`` that was used."""

    id: str
    enrolment_id: str
    version: str
    details: AssessmentDetails


@dataclass(frozen=True)
class Offer:
    """A measure for somebody's journey: who may answer it now, or why nobody can."""

    instrument: Instrument
    informants: tuple[str, ...] = ()
    why_not: str = ""
    next_stage: Stage = Stage.BEFORE
    last_on: date | None = None
    in_use: bool = True
    """Whether the organisation uses it: if not, ``why_not`` is no matter of this person."""


@dataclass(frozen=True)
class Filling:
    """What is known before a measure is filled in, or mended."""

    enrolment_id: str
    person_id: str
    known_as: str
    intervention: str
    instrument: Instrument
    age: int | None
    """On the day it was filled in, or today."""
    offer: Offer
    taken: tuple[Assessment, ...] = ()
    """Those of the same measure on the same journey, in order of time."""
    stored: Assessment | None = None


@dataclass(frozen=True)
class AssessmentLine:
    """One filled in before, with its measure; None where this program does not know it any more."""

    assessment: Assessment
    person_id: str
    intervention: str
    instrument: Instrument | None

    @property
    def title(self) -> str:
        """What the measure is called."""
        return self.assessment.details.instrument if self.instrument is None else self.instrument.title


def result_words(instrument: Instrument | None, scores: Scores) -> str:
    """ "14 out of 40 (mild)"; of several scores each with its name. ``instrument`` is None where this program
    does not know it any more."""
    if instrument is None:
        return ", ".join(f"{name} {shown(value)}" for name, value in scores.items())
    if instrument.entry is Entry.DATE:
        return "Done"
    parts = []
    for scale in instrument.scales:
        if scale.code in scores:
            said = score_words(scale, scores[scale.code])
            parts.append(said if len(instrument.scales) == 1 else f"{scale.title} {said}")
    return ", ".join(parts) or "No score: too much was missing"


def off_words(offers: Iterable[Offer]) -> str:
    """ "8 others can be turned on under Organisation, Measures."; empty where all are in use."""
    number = sum(1 for one in offers if not one.in_use)
    others = "1 other" if number == 1 else f"{number} others"
    return f"{others} can be turned on under Organisation, Measures." if number else ""


def clash(details: AssessmentDetails, others: Iterable[AssessmentDetails]) -> dict[str, str]:
    """What does not fit with others of the journey, by field: two of one day, two starts, an end before the
    start. Others of another measure, or by somebody else, do not count."""
    order = list(STAGES)
    for other in others:
        if (other.instrument, other.informant) != (details.instrument, details.informant):
            continue
        said = STAGES[other.stage].lower()
        if other.taken_on == details.taken_on:
            return {"taken_on": f"There is one of that day already, {said}. Open that one and correct it."}
        if other.stage is details.stage and other.stage is not Stage.REVIEW:
            return {
                "stage": f"There is one {said} already, of {_day(other.taken_on)}. Correct that one, or say "
                "that this one was on the way."
            }
        if (order.index(other.stage) - order.index(details.stage)) * (
            other.taken_on - details.taken_on
        ).days < 0:
            return {
                "taken_on": f"The one {said} is of {_day(other.taken_on)}, and this one, "
                f"{STAGES[details.stage].lower()}, of {_day(details.taken_on)}. Check both days."
            }
    return {}


def next_stage(taken: Iterable[Assessment], ended: bool) -> Stage:
    """Which one comes next."""
    stages = {one.details.stage for one in taken}
    if Stage.BEFORE not in stages:
        return Stage.BEFORE
    return Stage.AFTER if ended and Stage.AFTER not in stages else Stage.REVIEW


def worried_about(instrument: Instrument, details: AssessmentDetails) -> tuple[Item, ...]:
    """The answers that are about the person's safety."""
    return instrument.worrying(details.answers)


def first_and_latest(taken: Iterable[Assessment], scale: str) -> tuple[Assessment | None, Assessment | None]:
    """The one at the start that has a score of a scale, and the latest after it by the same informant and
    version."""
    scored = sorted(
        (one for one in taken if scale in one.details.scores), key=lambda one: (one.details.taken_on, one.id)
    )
    first = next((one for one in scored if one.details.stage is Stage.BEFORE), None)
    if first is None:
        return None, (scored[-1] if scored else None)
    later = [one for one in scored if one is not first and comparable(first, one)]
    return first, (later[-1] if later else None)


def comparable(one: Assessment, other: Assessment) -> bool:
    """Whether their scores may be held against each other."""
    return (one.details.informant, one.version) == (other.details.informant, other.version)


def pairs(
    instrument: Instrument, taken: Sequence[Assessment], person_of: Mapping[str, str]
) -> Iterator[ScorePair]:
    """The starts and ends of a measure that belong together, scale by scale. ``person_of`` is by journey."""
    mine = [one for one in taken if one.details.instrument == instrument.code]
    before = {
        (one.enrolment_id, one.details.informant): one for one in mine if one.details.stage is Stage.BEFORE
    }
    for after in mine:
        first = before.get((after.enrolment_id, after.details.informant))
        if after.details.stage is not Stage.AFTER or first is None or not comparable(first, after):
            continue
        for scale in instrument.scales:
            if scale.code in first.details.scores and scale.code in after.details.scores:
                one, other = first.details.scores[scale.code], after.details.scores[scale.code]
                yield ScorePair(
                    after.enrolment_id,
                    person_of[after.enrolment_id],
                    instrument.code,
                    scale.code,
                    after.details.informant,
                    one,
                    other,
                    moved(scale, one, other),
                )
