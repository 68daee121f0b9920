"""Days on which plans rest: school holidays, and weeks in which the organisation is closed."""

from dataclasses import dataclass, replace
from datetime import date

from vrp_desktop.domain.errors import Refused

LONGEST = 366
"""Days of the longest closure: more is a slip of the year."""
_YEARS = (2000, 2100)


@dataclass(frozen=True)
class ClosureDetails:
    """``schools``: a school holiday, in which only plans in term time rest; else nothing takes place. Both
    days belong to it."""

    name: str
    first_on: date
    last_on: date
    schools: bool = False

    def checked(self) -> "ClosureDetails":
        """These details, tidied, or a refusal that names every faulty field at once."""
        faults: dict[str, str] = {}
        if not self.name.strip():
            faults["name"] = "Write what it is, like “Christmas holidays” or “Closed for repairs”."
        if not _YEARS[0] <= self.first_on.year <= _YEARS[1]:
            faults["first_on"] = "Check the year of the first day."
        days = (self.last_on - self.first_on).days
        if days < 0:
            faults["last_on"] = "The last day is before the first. Check both."
        elif days >= LONGEST:
            faults["last_on"] = "That is more than a year. Check the year of both days."
        if faults:
            raise Refused.for_fields(faults)
        return replace(self, name=self.name.strip())

    def __contains__(self, day: date) -> bool:
        return self.first_on <= day <= self.last_on

    def overlaps(self, other: "ClosureDetails") -> bool:
        """Whether the two share a day, and are of the same kind."""
        return (
            self.schools is other.schools
            and self.first_on <= other.last_on
            and other.first_on <= self.last_on
        )


@dataclass(frozen=True)
class Closure:
    """A stored closure."""

    id: str
    details: ClosureDetails
