"""Referrals onward: that somebody was referred on to another service, and whether they took it up."""

from dataclasses import dataclass, replace
from datetime import date

from vrp_desktop.domain import codes
from vrp_desktop.domain.days import waiting, written
from vrp_desktop.domain.errors import Refused

WAITING = "waiting"
NOT_KNOWN = "not_known"


@dataclass(frozen=True)
class OnwardDetails:
    """Where to, when and why. ``uptake`` is a code of its list, ``uptake_on`` when that was heard."""

    destination: str | None
    referred_on: date
    referred_to: str = ""
    reason: str = ""
    uptake: str = WAITING
    uptake_on: date | None = None

    def checked(self, today: date, referred_in: date) -> "OnwardDetails":
        """These details, tidied, or a refusal that names every faulty field at once. ``referred_in`` is when
        the journey itself began with a referral."""
        faults: dict[str, str] = {}
        if self.destination is None or self.destination not in codes.code_list("destination"):
            faults["destination"] = "Choose what kind of service it is."
        if self.referred_on > today:
            faults["referred_on"] = "That day has not come yet. Check the date."
        elif self.referred_on < referred_in:
            faults["referred_on"] = (
                f"The referral onward, {written(self.referred_on)}, is before the referral to you, "
                f"{written(referred_in)}. Check both dates."
            )
        if self.uptake not in codes.code_list("uptake"):
            faults["uptake"] = "Choose whether it was taken up."
        elif self.uptake not in (WAITING, NOT_KNOWN) and self.uptake_on is None:
            faults["uptake_on"] = "Write when you heard."
        if self.uptake != WAITING and self.uptake_on is not None:
            if self.uptake_on > today:
                faults["uptake_on"] = "That day has not come yet. Check the date."
            elif self.uptake_on < self.referred_on:
                faults["uptake_on"] = (
                    f"The answer, {written(self.uptake_on)}, is before the referral onward, "
                    f"{written(self.referred_on)}. Check both dates."
                )
        if faults:
            raise Refused.for_fields(faults)
        heard = None if self.uptake == WAITING else self.uptake_on
        return replace(
            self, referred_to=self.referred_to.strip(), reason=self.reason.strip(), uptake_on=heard
        )

    @property
    def waits(self) -> bool:
        """Whether nobody has heard yet."""
        return self.uptake == WAITING

    @property
    def where(self) -> str:
        """ "Mental health support: CAMHS Leeds"."""
        kind = codes.label("destination", self.destination)
        return f"{kind}: {self.referred_to}" if self.referred_to else kind

    @property
    def answer(self) -> str:
        """What came of it: "Taken up, 3 July 2026"."""
        words = codes.label("uptake", self.uptake)
        return words if self.uptake_on is None else f"{words}, {written(self.uptake_on)}"

    def told(self, today: date) -> str:
        """ "Mental health support: CAMHS Leeds, 3 July 2026, waiting 3 weeks to hear"."""
        words = f"{self.where}, {written(self.referred_on)}"
        if self.waits:
            return f"{words}, {waiting(self.referred_on, today)} to hear"
        return f"{words}. {self.answer}"


@dataclass(frozen=True)
class Onward:
    """A stored referral onward."""

    id: str
    enrolment_id: str
    details: OnwardDetails
