"""What invented children and young adults want to change, in their own words, and how far they came."""

from collections.abc import Iterator
from datetime import date, timedelta

from vrp_desktop import shipped
from vrp_desktop.domain.demo.chance import Chance, id_on
from vrp_desktop.domain.demo.people import fitting
from vrp_desktop.domain.demo.programmes import Programme
from vrp_desktop.domain.enrolments import Enrolment
from vrp_desktop.domain.outcomes import Goal, GoalDetails, Instrument, Reading, Stage


def outcomes(
    luck: Chance, programme: Programme, enrolment: Enrolment, years: int | None, today: date
) -> tuple[list[Goal], list[Reading]]:
    """Goals and readings of one enrolment that has started."""
    goals: list[Goal] = []
    readings: list[Reading] = []
    started, until = enrolment.details.started_on, enrolment.details.ended_on or today
    if started is None:
        return goals, readings
    areas = enrolment.details.focus_areas or programme.details.focus_areas
    if luck.random() < programme.kind.goals:
        for words, area in _own_words(luck, areas, years):
            set_on = min(until, started + timedelta(days=luck.randint(0, 14)))
            goal_id = id_on(set_on, luck)
            taken = list(_readings(luck, enrolment, Instrument.GOAL, goal_id, set_on, until))
            met = taken[-1].taken_on if len(taken) > 1 and taken[-1].value >= 8 else None
            goals.append(Goal(goal_id, enrolment.id, GoalDetails(words, area, set_on, met).checked(today)))
            readings += taken
    if luck.random() < programme.kind.distance:
        for area in areas[:2]:
            readings += _readings(luck, enrolment, Instrument.DISTANCE, area, started, until)
    return goals, readings


def _own_words(luck: Chance, areas: tuple[str, ...], years: int | None) -> Iterator[tuple[str, str]]:
    stored = shipped.read_json("demo", "goals.json")
    any_age = stored["any_age"]
    sayings = [
        (words, area) for area in areas for words in (*any_age.get(area, ()), *fitting(stored, area, years))
    ]
    sayings = sayings or [(words, "community.activities") for words in any_age["community.activities"]]
    yield from luck.sample(sayings, min(len(sayings), luck.choice((1, 1, 2, 2, 3))))


def _readings(
    luck: Chance, enrolment: Enrolment, instrument: Instrument, item: str, first: date, until: date
) -> Iterator[Reading]:
    """One at the start; a review while it goes on; one at the end, unless they drifted away before it."""

    def taken(stage: Stage, day: date, value: int) -> Reading:
        kept = max(instrument.lowest, min(instrument.highest, value))
        return Reading(id_on(day, luck), enrolment.id, instrument, item, stage, day, kept)

    steps = (-2, -1, 0, 0, 1, 2, 2, 3, 3, 4, 5) if instrument is Instrument.GOAL else (-1, 0, 0, 1, 1, 1, 2)
    before = luck.randint(1, 5) if instrument is Instrument.GOAL else luck.choice((1, 2, 2, 3, 3))
    step = luck.choice(steps)
    yield taken(Stage.BEFORE, first, before)
    review = first + timedelta(weeks=luck.randint(5, 8))
    if review < until and luck.random() < 0.7:
        yield taken(Stage.REVIEW, review, before + step // 2)
    ended = enrolment.details.ended_on
    often = 0.85 if enrolment.details.ending == "completed" else 0.25
    if ended is not None and ended > first and luck.random() < often:
        yield taken(Stage.AFTER, ended, before + step)
