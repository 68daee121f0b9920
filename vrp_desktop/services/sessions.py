"""Sessions, their registers and head-counts."""

from collections.abc import Iterable, Mapping
from datetime import date

from vrp_desktop.domain.changes import Saved
from vrp_desktop.domain.sessions import HeadCount, Mark, Register, Session, SessionDetails, SessionLine
from vrp_desktop.services.workspace import Workspace


class Sessions:
    """Logging a session; every tick is saved at once."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def between(
        self, first: date, last: date, intervention_id: str | None = None, limit: int = 500
    ) -> tuple[SessionLine, ...]:
        """Sessions dated in that span, the latest first."""
        raise NotImplementedError

    def get(self, session_id: str) -> Session:
        """One session. Refused if it does not exist."""
        raise NotImplementedError

    def like_last(self, intervention_id: str) -> SessionDetails:
        """Details for a session today as the last one of that intervention was: kind, time, length, place,
        priorities; for a first one, from the intervention's own profile."""
        raise NotImplementedError

    def log(self, details: SessionDetails) -> Saved:
        """Adds a session; its register is then ready. Refused where a field is faulty."""
        raise NotImplementedError

    def change(self, session_id: str, details: SessionDetails) -> Saved:
        """Rewrites it: also how it is cancelled, with the reason."""
        raise NotImplementedError

    def register(self, session_id: str) -> Register:
        """The session, the people enrolled on that day (regulars, by preferred name), then everybody
        else who has a mark, and the head-counts."""
        raise NotImplementedError

    def mark(self, session_id: str, person_id: str, mark: Mark | None, note: str | None = None) -> Saved:
        """Sets or (None) takes back a mark; ``note`` None leaves the note as it is."""
        raise NotImplementedError

    def mark_many(self, session_id: str, marks: Mapping[str, Mark | None]) -> Saved:
        """Several marks in one transaction, like "all present"."""
        raise NotImplementedError

    def add_newcomer(self, session_id: str, known_as: str, approximate_age: int | None) -> Saved:
        """Adds somebody new by two fields and marks them present. The rest is completed later.
        ``Saved.id`` is the person's."""
        raise NotImplementedError

    def count_heads(self, session_id: str, counts: Iterable[HeadCount]) -> Saved:
        """Replaces the head-counts of the session; those of 0 are left out."""
        raise NotImplementedError
