"""Goals and distance travelled."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from vrp_desktop.db.queries import enrolments as enrolment_queries
from vrp_desktop.db.queries import outcomes as queries
from vrp_desktop.db.queries import people as people_queries
from vrp_desktop.db.store import Tx
from vrp_desktop.domain.changes import Changes, Saved, Topic
from vrp_desktop.domain.enrolments import Enrolment
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.outcomes import (
    MOST_GOALS,
    Goal,
    GoalDetails,
    GoalStep,
    Instrument,
    OutcomeLine,
    OutcomeSheet,
    PersonGoal,
    Stage,
    StepDetails,
    check_reading,
)
from vrp_desktop.domain.permissions import Action
from vrp_desktop.services.service import Service, found

_CHANGES = Changes.in_(Topic.OUTCOMES, Topic.RETURNS)
_STEPS = Changes.in_(Topic.OUTCOMES)
"""No return counts steps."""


class Outcomes(Service):
    """What a child wants to change, and how far they have come. A journey through another intervention is for
    those who work there to write in."""

    def open_enrolments(self, text: str = "", limit: int = 200) -> tuple[OutcomeLine, ...]:
        """The enrolments that are open today, by preferred name, with how far their goals and readings have
        got; only people whose names contain every word of ``text``, accents and capitals folded."""
        with self._reading(Action.READ_RECORDS) as tx:
            return queries.lines(tx, text, limit, self._today, self._scope)

    def sheet(self, enrolment_id: str) -> OutcomeSheet:
        """Goals and readings of one enrolment. Refused if it does not exist."""
        with self._reading(Action.READ_RECORDS) as tx:
            sheet = found(queries.sheet(tx, enrolment_id), "enrolment")
            self._see(tx, sheet.person_id)
        self._note_view(sheet.person_id)
        return sheet

    def goals_of_person(self, person_id: str) -> tuple[PersonGoal, ...]:
        """Every goal of a person, whichever journey it was set in: those not met first, the latest set first,
        each with its first and its latest reading and how many steps are still to be done."""
        with self._reading(Action.READ_RECORDS) as tx:
            found(people_queries.get(tx, person_id), "person")
            self._see(tx, person_id)
            return queries.goals_of_person(tx, person_id)

    def set_goal(self, enrolment_id: str, goal: GoalDetails) -> Saved:
        """Adds a goal; at most three that are not met yet."""
        with self._writing(Action.RECORD) as tx:
            enrolment = self._journey(tx, enrolment_id)
            checked = _tidied(goal).checked(self._today, _born(tx, enrolment))
            _check_room(checked, queries.goals(tx, enrolment_id))
            return Saved(queries.add_goal(tx, enrolment_id, enrolment.person_id, checked), _CHANGES)

    def change_goal(self, goal_id: str, goal: GoalDetails) -> Saved:
        """Rewords a goal or says that it is met. Refused where it would be set after a step was due."""
        with self._writing(Action.RECORD) as tx:
            stored = found(queries.get_goal(tx, goal_id), "goal")
            enrolment = self._journey(tx, stored.enrolment_id)
            checked = _tidied(goal).checked(self._today, _born(tx, enrolment))
            for step in queries.steps(tx, (goal_id,)):
                step.details.checked(self._today, checked.set_on)
            others = queries.goals(tx, stored.enrolment_id)
            _check_room(checked, (other for other in others if other.id != goal_id))
            queries.change_goal(tx, goal_id, enrolment.person_id, checked)
            return Saved(goal_id, _CHANGES)

    def record(
        self,
        enrolment_id: str,
        instrument: Instrument,
        item: str,
        stage: Stage,
        taken_on: date,
        value: int,
        note: str = "",
    ) -> Saved:
        """Records a reading, with what was said that day. One for the same item, stage and day is replaced.
        Refused off the scale, or on a day before they were born or the goal was set."""
        with self._writing(Action.RECORD) as tx:
            enrolment = self._journey(tx, enrolment_id)
            set_on = {goal.id: goal.details.set_on for goal in queries.goals(tx, enrolment_id)}
            born = _born(tx, enrolment)
            check_reading(instrument, item, taken_on, value, self._today, born, set_on.get(item))
            if instrument is Instrument.GOAL and item not in set_on:
                found(None, "goal")
            reading_id = queries.record(
                tx, enrolment_id, enrolment.person_id, instrument, item, stage, taken_on, value, note.strip()
            )
            return Saved(reading_id, _CHANGES)

    def take_back(self, reading_id: str) -> Saved:
        """Removes a reading that was recorded by mistake; the journal keeps what it was."""
        with self._writing(Action.RECORD) as tx:
            stored = found(queries.get_reading(tx, reading_id), "reading")
            enrolment = self._journey(tx, stored.enrolment_id)
            queries.remove_reading(tx, reading_id, enrolment.person_id)
            return Saved(reading_id, _CHANGES)

    def add_step(self, goal_id: str, step: StepDetails) -> Saved:
        """Adds a step towards a goal. Refused where it is due before the goal was set."""
        with self._writing(Action.RECORD) as tx:
            goal = found(queries.get_goal(tx, goal_id), "goal")
            enrolment = self._journey(tx, goal.enrolment_id)
            checked = replace(step, words=step.words.strip()).checked(self._today, goal.details.set_on)
            return Saved(queries.add_step(tx, goal_id, enrolment.person_id, checked), _STEPS)

    def change_step(self, step_id: str, step: StepDetails) -> Saved:
        """Rewrites a step: its words, whose it is, until when. Refused like ``add_step``."""
        with self._writing(Action.RECORD) as tx:
            stored, goal, enrolment = self._step(tx, step_id)
            checked = replace(step, words=step.words.strip()).checked(self._today, goal.details.set_on)
            queries.change_step(tx, stored.id, enrolment.person_id, checked)
            return Saved(step_id, _STEPS)

    def finish_step(self, step_id: str, done: bool = True) -> Saved:
        """Says that a step was done today; or (``done`` false) that it is still to be done."""
        with self._writing(Action.RECORD) as tx:
            stored, _, enrolment = self._step(tx, step_id)
            details = replace(stored.details, done_on=self._today if done else None)
            queries.change_step(tx, stored.id, enrolment.person_id, details)
            return Saved(step_id, _STEPS)

    def remove_step(self, step_id: str) -> Saved:
        """Removes a step that is not wanted any more; the journal keeps what it was."""
        with self._writing(Action.RECORD) as tx:
            stored, _, enrolment = self._step(tx, step_id)
            queries.remove_step(tx, stored.id, enrolment.person_id)
            return Saved(step_id, _STEPS)

    def _step(self, tx: Tx, step_id: str) -> tuple[GoalStep, Goal, Enrolment]:
        stored = found(queries.get_step(tx, step_id), "step")
        goal = found(queries.get_goal(tx, stored.goal_id), "goal")
        return stored, goal, self._journey(tx, goal.enrolment_id)

    def _journey(self, tx: Tx, enrolment_id: str) -> Enrolment:
        """The journey something is written for: of a person the actor sees, where the actor works."""
        enrolment = found(enrolment_queries.get(tx, enrolment_id), "enrolment")
        self._see(tx, enrolment.person_id)
        self._deliver(tx, enrolment.intervention_id)
        return enrolment


def _tidied(goal: GoalDetails) -> GoalDetails:
    return replace(goal, words=goal.words.strip())


def _born(tx: Tx, enrolment: Enrolment) -> date | None:
    """When the person of a journey was born, where that is known."""
    return found(people_queries.get(tx, enrolment.person_id), "person").details.birth_date


def _check_room(goal: GoalDetails, others: Iterable[Goal]) -> None:
    open_ones = sum(1 for other in others if other.details.met_on is None)
    if goal.met_on is None and open_ones >= MOST_GOALS:
        raise Refused(
            f"There are {MOST_GOALS} goals that are not met yet, which is enough at once. "
            "Say which one is met, or reword one of them."
        )
