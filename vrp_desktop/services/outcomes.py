"""Goals and distance travelled."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from vrp_desktop.db.queries import enrolments as enrolment_queries
from vrp_desktop.db.queries import outcomes as queries
from vrp_desktop.db.store import Tx
from vrp_desktop.domain.changes import Changes, Saved, Topic
from vrp_desktop.domain.enrolments import Enrolment
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.outcomes import (
    MOST_GOALS,
    Goal,
    GoalDetails,
    Instrument,
    OutcomeLine,
    OutcomeSheet,
    Stage,
    check_reading,
)
from vrp_desktop.domain.permissions import Action
from vrp_desktop.services.service import Service, found

_CHANGES = Changes.in_(Topic.OUTCOMES, Topic.RETURNS)


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

    def set_goal(self, enrolment_id: str, goal: GoalDetails) -> Saved:
        """Adds a goal; at most three that are not met yet."""
        with self._writing(Action.RECORD) as tx:
            enrolment = self._journey(tx, enrolment_id)
            checked = _tidied(goal, self._today)
            _check_room(checked, queries.goals(tx, enrolment_id))
            return Saved(queries.add_goal(tx, enrolment_id, enrolment.person_id, checked), _CHANGES)

    def change_goal(self, goal_id: str, goal: GoalDetails) -> Saved:
        """Rewords a goal or says that it is met."""
        with self._writing(Action.RECORD) as tx:
            stored = found(queries.get_goal(tx, goal_id), "goal")
            enrolment = self._journey(tx, stored.enrolment_id)
            checked = _tidied(goal, self._today)
            others = queries.goals(tx, stored.enrolment_id)
            _check_room(checked, (other for other in others if other.id != goal_id))
            queries.change_goal(tx, goal_id, enrolment.person_id, checked)
            return Saved(goal_id, _CHANGES)

    def record(
        self, enrolment_id: str, instrument: Instrument, item: str, stage: Stage, taken_on: date, value: int
    ) -> Saved:
        """Records a reading. One for the same item, stage and day is replaced. Refused off the scale."""
        with self._writing(Action.RECORD) as tx:
            enrolment = self._journey(tx, enrolment_id)
            check_reading(instrument, item, taken_on, value, self._today)
            if instrument is Instrument.GOAL and item not in {g.id for g in queries.goals(tx, enrolment_id)}:
                found(None, "goal")
            reading_id = queries.record(
                tx, enrolment_id, enrolment.person_id, instrument, item, stage, taken_on, value
            )
            return Saved(reading_id, _CHANGES)

    def take_back(self, reading_id: str) -> Saved:
        """Removes a reading that was recorded by mistake; the journal keeps what it was."""
        with self._writing(Action.RECORD) as tx:
            stored = found(queries.get_reading(tx, reading_id), "reading")
            enrolment = self._journey(tx, stored.enrolment_id)
            queries.remove_reading(tx, reading_id, enrolment.person_id)
            return Saved(reading_id, _CHANGES)

    def _journey(self, tx: Tx, enrolment_id: str) -> Enrolment:
        """The journey something is written for: of a person the actor sees, where the actor works."""
        enrolment = found(enrolment_queries.get(tx, enrolment_id), "enrolment")
        self._see(tx, enrolment.person_id)
        self._deliver(tx, enrolment.intervention_id)
        return enrolment


def _tidied(goal: GoalDetails, today: date) -> GoalDetails:
    return replace(goal, words=goal.words.strip()).checked(today)


def _check_room(goal: GoalDetails, others: Iterable[Goal]) -> None:
    open_ones = sum(1 for other in others if other.details.met_on is None)
    if goal.met_on is None and open_ones >= MOST_GOALS:
        raise Refused(
            f"There are {MOST_GOALS} goals that are not met yet, which is enough at once. "
            "Say which one is met, or reword one of them."
        )
