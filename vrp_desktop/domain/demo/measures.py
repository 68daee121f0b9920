"""Measures that invented children and young adults filled in: at the start, on the way, at the end."""

from collections.abc import Iterator
from datetime import date, timedelta

from vrp_desktop.domain.assessments import Assessment, AssessmentDetails
from vrp_desktop.domain.demo.chance import Chance, id_on
from vrp_desktop.domain.enrolments import Enrolment
from vrp_desktop.domain.instruments import Instrument, shipped_instruments
from vrp_desktop.domain.outcomes import Stage
from vrp_desktop.domain.people import PersonDetails
from vrp_desktop.domain.scoring import score

_OFFERED = ("ons4", "yp_core", "core_10")
_CHANCE = {"ons4": 0.4, "yp_core": 0.35, "core_10": 0.35}


def measures(luck: Chance, enrolment: Enrolment, person: PersonDetails, today: date) -> list[Assessment]:
    """What was filled in on one journey that has started."""
    started, until = enrolment.details.started_on, enrolment.details.ended_on or today
    if started is None:
        return []
    made = {one.code: one for one in shipped_instruments()}
    found = []
    for code in _OFFERED:
        if luck.random() < _CHANCE[code]:
            found += list(_taken(luck, made[code], enrolment, person, (started, until)))
    return found


def _taken(
    luck: Chance, made: Instrument, enrolment: Enrolment, person: PersonDetails, span: tuple[date, date]
) -> Iterator[Assessment]:
    started, until = span
    ease = luck.randint(-1, 1)
    moments = [(Stage.BEFORE, min(until, started + timedelta(days=luck.randint(0, 7))))]
    later = started + timedelta(weeks=luck.randint(8, 12))
    if later < until:
        moments.append((Stage.REVIEW, later))
    often = 0.85 if enrolment.details.ending == "completed" else 0.2
    if enrolment.details.ended_on is not None and until > moments[-1][1] and luck.random() < often:
        moments.append((Stage.AFTER, until))
    for number, (stage, day) in enumerate(moments):
        age = person.age_on(day)
        if made.why_not("self", age) is not None:
            return
        answers = dict(_answers(luck, made, age, ease + number))
        details = AssessmentDetails(made.code, stage, day, on_paper=not made.has_words, answers=answers)
        scores = score(made, answers, age).scores
        kept = AssessmentDetails(**{**vars(details), "scores": dict(scores)})
        yield Assessment(id_on(day, luck), enrolment.id, made.version, kept)


def _answers(luck: Chance, made: Instrument, age: int | None, ease: int) -> Iterator[tuple[str, int]]:
    """Gentle ones: a little easier each time, and never one about their safety."""
    for item in made.asked(age):
        if item.concern_above is not None:
            yield item.code, item.concern_above
        elif luck.random() < 0.02:
            continue
        else:
            lighter = next((s.higher_is_better for s in made.scales if s.items == (item.code,)), False)
            shift = ease if luck.random() < 0.5 else 0
            middle = (item.lowest + item.highest) // 2 + (shift if lighter else -shift)
            value = middle + luck.choice((-1, 0, 0, 1))
            yield item.code, max(item.lowest, min(item.highest, value))
