"""A group: people who meet regularly, in one intervention."""

from dataclasses import dataclass
from datetime import date

from vrp_desktop.domain.errors import Refused


@dataclass(frozen=True)
class GroupDetails:
    """``closed``: the same people each time, so that a register can begin with everybody there."""

    intervention_id: str
    name: str
    closed: bool = False
    ended_on: date | None = None

    def checked(self) -> "GroupDetails":
        """These details, or a refusal that names every faulty field at once."""
        if not self.name.strip():
            raise Refused.for_fields({"name": "Write what the group is called, like “Tuesday boxing”."})
        return self


@dataclass(frozen=True)
class Group:
    """A stored group."""

    id: str
    details: GroupDetails


@dataclass(frozen=True)
class Member:
    """Somebody who belongs to a group, from a day on, until they leave it."""

    person_id: str
    known_as: str
    full_name: str
    joined_on: date
    left_on: date | None = None
