"""The worker's home: today's sessions, what is unfinished, the numbers of the quarter so far."""

from dataclasses import dataclass
from datetime import date

from vrp_desktop.domain.people import PersonLine
from vrp_desktop.domain.quarters import Quarter
from vrp_desktop.domain.sessions import SessionLine
from vrp_desktop.services.workspace import Workspace


@dataclass(frozen=True)
class Home:
    """What stands on the home screen."""

    today: date
    quarter: Quarter
    sessions_today: tuple[SessionLine, ...]
    unfinished: tuple[SessionLine, ...]
    """Delivered without a single mark or head-count, or planned for a day that has passed; 28 days back."""
    recent_people: tuple[PersonLine, ...]
    supported_this_quarter: int
    sessions_this_quarter: int


class Today:
    """Reads the home screen in one go."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def home(self) -> Home:
        raise NotImplementedError
