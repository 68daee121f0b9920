"""Keeping what is left of a commission: an archive, somebody who answers for it, and a day it ends."""

from dataclasses import dataclass
from datetime import date

from vrp_desktop.domain.errors import Refused

LONGEST_YEARS = 100


@dataclass(frozen=True)
class Handover:
    """Who keeps an archive, how they are reached, and the day it is to be destroyed."""

    custodian: str
    contact: str
    destroy_on: date | None

    def checked(self, today: date) -> "Handover":
        """These details, tidied, or a refusal that names every faulty field at once."""
        faults: dict[str, str] = {}
        if not self.custodian.strip():
            faults["custodian"] = "Name the person who answers for the archive."
        if not self.contact.strip():
            faults["contact"] = "Write how they are reached in some years: an office’s address or number."
        if self.destroy_on is None:
            faults["destroy_on"] = "Write the day on which it is to be destroyed."
        elif self.destroy_on <= today:
            faults["destroy_on"] = "That day is over. Write the day to come on which it is to be destroyed."
        elif self.destroy_on.year - today.year > LONGEST_YEARS:
            faults["destroy_on"] = f"No archive is kept for more than {LONGEST_YEARS} years."
        if faults:
            raise Refused.for_fields(faults)
        return Handover(self.custodian.strip(), self.contact.strip(), self.destroy_on)


def clock_words(destroy_on: date, destroyed_on: date | None, today: date) -> str:
    """How the retention clock of an archive stands."""
    if destroyed_on is not None:
        return f"destroyed on {destroyed_on.day} {destroyed_on:%B %Y}"
    days = (destroy_on - today).days
    if days < 0:
        return "to be destroyed: 1 day overdue" if days == -1 else f"to be destroyed: {-days:,} days overdue"
    if days == 0:
        return "to be destroyed today"
    return "1 day left" if days == 1 else f"{days:,} days left"
