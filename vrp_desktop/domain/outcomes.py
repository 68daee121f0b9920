"""Outcomes: the child's own goals, 0 to 10, and distance travelled in five steps. Raw movement, no more.

Neither is a validated measure and nothing here says that the intervention caused a change.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from vrp_desktop.domain import codes, strategy
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.findings import is_strength


class Instrument(StrEnum):
    """How the distance is taken."""

    GOAL = "goal"
    DISTANCE = "distance"

    @property
    def label(self) -> str:
        return {"goal": "Own goals, 0 to 10", "distance": "Distance travelled, 1 to 5"}[self.value]

    @property
    def lowest(self) -> int:
        return 0 if self is Instrument.GOAL else 1

    @property
    def highest(self) -> int:
        return 10 if self is Instrument.GOAL else 5


STEPS = (
    "Not there yet",
    "Thinking about it",
    "Trying things out",
    "Getting there",
    "Doing it for myself",
)
"""The words of the five distance-travelled steps, 1 to 5: our own, not a validated measure."""


class Stage(StrEnum):
    """When a reading is taken."""

    BEFORE = "before"
    REVIEW = "review"
    AFTER = "after"


@dataclass(frozen=True)
class GoalDetails:
    """A goal in the child's own words, and the focus area it belongs to (the priority follows from it).
    ``factor`` is the strength that it builds, where one was chosen."""

    words: str
    focus_area: str
    set_on: date
    met_on: date | None = None
    factor: str | None = None

    @property
    def priority(self) -> str:
        return strategy.priority_of(self.focus_area)

    def checked(self, today: date, born: date | None = None) -> "GoalDetails":
        """These details, or a refusal that names every faulty field at once."""
        faults: dict[str, str] = {}
        if not self.words.strip():
            faults["words"] = "Write the goal in the child's or young adult's own words."
        if self.focus_area not in codes.code_list("focus_area"):
            faults["focus_area"] = "Choose the focus area it belongs to."
        if self.factor is not None and not is_strength(self.factor):
            faults["factor"] = "A goal builds a strength. Choose one of the protective factors, or none."
        if self.set_on > today:
            faults["set_on"] = "That day has not come yet. Check the date."
        elif born is not None and self.set_on < born:
            faults["set_on"] = _too_early(self.set_on, "they were born", born)
        if self.met_on is not None and self.met_on < self.set_on:
            faults["met_on"] = "A goal cannot be met before it was set. Check both dates."
        if self.met_on is not None and self.met_on > today:
            faults["met_on"] = "That day has not come yet. Check the date."
        if faults:
            raise Refused.for_fields(faults)
        return self


@dataclass(frozen=True)
class Goal:
    """A stored goal."""

    id: str
    enrolment_id: str
    details: GoalDetails


MOST_GOALS = 3


@dataclass(frozen=True)
class StepDetails:
    """Something to do towards a goal: ``doer`` is whose it is, a code of "step_owner"."""

    words: str
    doer: str
    due_on: date | None = None
    done_on: date | None = None

    def checked(self, today: date, set_on: date) -> "StepDetails":
        """These details, or a refusal that names every faulty field at once. ``set_on``: of the goal."""
        faults: dict[str, str] = {}
        if not self.words.strip():
            faults["words"] = "Write what is to be done, in a few words."
        if self.doer not in codes.code_list("step_owner"):
            faults["doer"] = "Choose whose step it is."
        if self.due_on is not None and self.due_on < set_on:
            faults["due_on"] = _too_early(self.due_on, "the goal was set", set_on)
        if self.done_on is not None and self.done_on > today:
            faults["done_on"] = "That day has not come yet. Check the date."
        elif self.done_on is not None and self.done_on < set_on:
            faults["done_on"] = _too_early(self.done_on, "the goal was set", set_on)
        if faults:
            raise Refused.for_fields(faults)
        return self


@dataclass(frozen=True)
class GoalStep:
    """A stored step."""

    id: str
    goal_id: str
    details: StepDetails


@dataclass(frozen=True)
class Reading:
    """One value, taken on one day. ``item`` is a goal's id, or for distance travelled a focus area's code.
    ``note`` is what was said that day."""

    id: str
    enrolment_id: str
    instrument: Instrument
    item: str
    stage: Stage
    taken_on: date
    value: int
    note: str = ""


def check_reading(
    instrument: Instrument,
    item: str,
    taken_on: date,
    value: int,
    today: date,
    born: date | None = None,
    set_on: date | None = None,
) -> None:
    """Refuses a value off the scale, a day to come, before they were born or before the goal was set
    (``set_on``), or a focus area that does not exist."""
    faults: dict[str, str] = {}
    if not instrument.lowest <= value <= instrument.highest:
        faults["value"] = f"Choose a value between {instrument.lowest} and {instrument.highest}."
    if taken_on > today:
        faults["taken_on"] = "That day has not come yet. Check the date."
    elif born is not None and taken_on < born:
        faults["taken_on"] = _too_early(taken_on, "they were born", born)
    elif set_on is not None and taken_on < set_on:
        faults["taken_on"] = _too_early(taken_on, "the goal was set", set_on)
    if instrument is Instrument.DISTANCE and item not in codes.code_list("focus_area"):
        faults["item"] = f"“{item}” is not a focus area."
    if faults:
        raise Refused.for_fields(faults)


@dataclass(frozen=True)
class OutcomeSheet:
    """Everything about one enrolment's outcomes, as the screen shows it."""

    enrolment_id: str
    person_id: str
    known_as: str
    intervention: str
    focus_areas: tuple[str, ...]
    goals: tuple[Goal, ...]
    readings: tuple[Reading, ...]
    steps: tuple[GoalStep, ...] = ()

    def steps_of(self, goal_id: str) -> tuple[GoalStep, ...]:
        """A goal's steps: those to be done first, by the day they are due; then those that are done."""
        return tuple(step for step in self.steps if step.goal_id == goal_id)

    def value(self, instrument: Instrument, item: str, stage: Stage) -> int | None:
        """The latest value of an item at a stage, or None."""
        found = [r for r in self.readings if (r.instrument, r.item, r.stage) == (instrument, item, stage)]
        return max(found, key=lambda r: (r.taken_on, r.id)).value if found else None


@dataclass(frozen=True)
class PersonGoal:
    """A goal among all of a person's: ``first`` and ``latest`` are readings, None where none was taken."""

    goal: Goal
    intervention: str
    first: Reading | None
    latest: Reading | None
    steps_open: int


@dataclass(frozen=True)
class OutcomeLine:
    """One enrolment in a list of outcomes: whose it is, and how far its goals and readings have got."""

    enrolment_id: str
    person_id: str
    known_as: str
    full_name: str
    age: int | None
    intervention: str
    goals: int
    """How many goals there are, met ones included."""
    goals_met: int
    readings: int
    last_reading_on: date | None


def _too_early(day: date, what: str, when: date) -> str:
    written, before = (f"{one.day} {one:%B %Y}" for one in (day, when))
    return f"{written} is before {what}, {before}. Check both dates."


def movement(before: float, after: float) -> str:
    """ "improved", "unchanged" or "worse": by raw movement, higher is better for both instruments."""
    return "improved" if after > before else "worse" if after < before else "unchanged"
