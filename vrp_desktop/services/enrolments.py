"""Journeys through interventions."""

from vrp_desktop.domain.changes import Saved
from vrp_desktop.domain.enrolments import Enrolment, EnrolmentDetails
from vrp_desktop.services.workspace import Workspace


class Enrolments:
    """Referring, starting and ending."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def of_person(self, person_id: str) -> tuple[Enrolment, ...]:
        """A person's enrolments, the latest first."""
        raise NotImplementedError

    def add(self, person_id: str, intervention_id: str, details: EnrolmentDetails) -> Saved:
        """Enrols somebody. Refused where a date is faulty or it overlaps another enrolment of the same
        person in the same intervention that has not ended (or not been declined) before it."""
        raise NotImplementedError

    def change(self, enrolment_id: str, details: EnrolmentDetails) -> Saved:
        """Rewrites the journey: accept, start, end; only what differs is journalled."""
        raise NotImplementedError
