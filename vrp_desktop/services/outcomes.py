"""Goals and distance travelled."""

from datetime import date

from vrp_desktop.domain.changes import Saved
from vrp_desktop.domain.outcomes import GoalDetails, Instrument, OutcomeSheet, Stage
from vrp_desktop.services.workspace import Workspace


class Outcomes:
    """What a child wants to change, and how far they have come."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def sheet(self, enrolment_id: str) -> OutcomeSheet:
        """Goals and readings of one enrolment. Refused if it does not exist."""
        raise NotImplementedError

    def set_goal(self, enrolment_id: str, goal: GoalDetails) -> Saved:
        """Adds a goal; at most three that are not met yet."""
        raise NotImplementedError

    def change_goal(self, goal_id: str, goal: GoalDetails) -> Saved:
        """Rewords a goal or says that it is met."""
        raise NotImplementedError

    def record(
        self, enrolment_id: str, instrument: Instrument, item: str, stage: Stage, taken_on: date, value: int
    ) -> Saved:
        """Records a reading. One for the same item, stage and day is replaced. Refused off the scale."""
        raise NotImplementedError
