"""The steps that invented people and those around them agreed on, and what was said at a review."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from vrp_desktop import shipped
from vrp_desktop.domain.demo.chance import Chance, id_on
from vrp_desktop.domain.findings import every, is_strength
from vrp_desktop.domain.outcomes import Goal, GoalStep, Reading, Stage, StepDetails
from vrp_desktop.domain.strategy import level_of


def steps(luck: Chance, goals: Iterable[Goal], today: date) -> Iterator[GoalStep]:
    """None to three a goal; of a goal that is met all are done."""
    stored = shipped.read_json("demo", "steps.json")["steps"]
    for goal in goals:
        details = goal.details
        for doer in luck.sample(sorted(stored), luck.choice((0, 1, 1, 2, 2, 3))):
            due = details.set_on + timedelta(days=luck.randint(7, 60))
            done = details.met_on or (due if due <= today and luck.random() < 0.7 else None)
            step = StepDetails(luck.choice(stored[doer]), doer, due, done)
            yield GoalStep(id_on(details.set_on, luck), goal.id, step.checked(today, details.set_on))


def building(luck: Chance, goal: Goal) -> Goal:
    """The goal with a strength that it builds, where somebody chose one."""
    if luck.random() < 0.5:
        return goal
    near = [one.code for one in every() if is_strength(one.code)]
    same = [code for code in near if level_of(code) == goal.details.priority]
    return replace(goal, details=replace(goal.details, factor=luck.choice(same or near)))


def with_words(luck: Chance, reading: Reading) -> Reading:
    """The reading with what was said that day, at some reviews."""
    if reading.stage is Stage.BEFORE or luck.random() < 0.4:
        return reading
    return replace(reading, note=luck.choice(shipped.read_json("demo", "steps.json")["said"]))
