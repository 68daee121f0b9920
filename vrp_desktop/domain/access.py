"""Opening a record that is not one's own: for a reason, for a day, and seen by others."""

from dataclasses import dataclass
from datetime import datetime, timedelta

OPEN_FOR = timedelta(hours=24)
"""How long a record that was opened with a reason stays open to whoever opened it."""

SHORTEST_REASON = 10
"""Characters: enough to say why a record that is not one's own has to be opened."""


@dataclass(frozen=True)
class OpenedRecord:
    """Somebody opened a record outside their interventions, why, and until when."""

    person_id: str
    known_as: str
    opened_by: str
    reason: str
    opened_at: datetime
    until: datetime

    @classmethod
    def at_moments(
        cls, person_id: str, known_as: str, opened_by: str, reason: str, from_at: str, until_at: str
    ) -> "OpenedRecord":
        """With the moments as ISO text."""
        opened_at, until = datetime.fromisoformat(from_at), datetime.fromisoformat(until_at)
        return cls(person_id, known_as, opened_by, reason, opened_at, until)


@dataclass(frozen=True)
class Outside:
    """Somebody of an exact name whose record is not one's own to see: that they are known, and no more than
    it takes to tell two of one name apart."""

    person_id: str
    full_name: str
    age: int | None
