"""What the organisation delivers."""

from vrp_desktop.domain.changes import Saved
from vrp_desktop.domain.interventions import Intervention, InterventionDetails
from vrp_desktop.services.workspace import Workspace


class Interventions:
    """The provider's interventions, from the strategy's list or new."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def all(self) -> tuple[Intervention, ...]:
        """Every intervention, by name."""
        raise NotImplementedError

    def get(self, intervention_id: str) -> Intervention:
        """One of them. Refused if it does not exist."""
        raise NotImplementedError

    def by_code(self, code: str) -> Intervention:
        """One by its code, without regard to capitals. Refused, naming the codes there are."""
        raise NotImplementedError

    def add(self, details: InterventionDetails) -> Saved:
        """Adds one. Refused where a field is faulty or the code is taken."""
        raise NotImplementedError

    def change(self, intervention_id: str, details: InterventionDetails) -> Saved:
        """Rewrites its profile; only what differs is journalled."""
        raise NotImplementedError
