"""A group: people who meet regularly, in one intervention."""

from dataclasses import dataclass, replace
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
        """These details, tidied, or a refusal that names every faulty field at once."""
        if not self.name.strip():
            raise Refused.for_fields({"name": "Write what the group is called, like “Tuesday boxing”."})
        return replace(self, name=self.name.strip())


@dataclass(frozen=True)
class Group:
    """A stored group."""

    id: str
    details: GroupDetails


@dataclass(frozen=True)
class GroupLine:
    """A group in a list, with the name of its intervention and how many belong to it today."""

    id: str
    details: GroupDetails
    intervention: str
    members: int


@dataclass(frozen=True)
class Member:
    """Somebody who belongs to a group, from a day on, until they leave it (their last day included).

    ``enrolled``: they take part in its intervention, which a member need not. Of somebody whose record is not
    the reader's to see, the full name is empty."""

    person_id: str
    known_as: str
    full_name: str
    joined_on: date
    left_on: date | None = None
    enrolled: bool = True

    def on(self, day: date) -> bool:
        """Whether they belong to it on a day."""
        return self.joined_on <= day and (self.left_on is None or day <= self.left_on)
