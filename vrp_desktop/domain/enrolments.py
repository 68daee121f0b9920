"""An enrolment: one person's journey through one intervention, from referral to its end."""

from dataclasses import dataclass
from datetime import date

from vrp_desktop.domain import codes
from vrp_desktop.domain.errors import Refused


@dataclass(frozen=True)
class EnrolmentDetails:
    """The dates and reasons of a journey, and what it is about.

    ``decision`` is None while waiting, else "accepted" or "declined". ``focus_areas`` are
    what it is about (codes of the strategy); strengths and needs are findings of the person.
    """

    referred_on: date
    referral_source: str | None = None
    decision: str | None = None
    decided_on: date | None = None
    decline_reason: str | None = None
    started_on: date | None = None
    ended_on: date | None = None
    ending: str | None = None
    focus_areas: tuple[str, ...] = ()
    referral_reason: str = ""
    key_worker_id: str | None = None

    def checked(self, today: date) -> "EnrolmentDetails":
        """These details, or a refusal that names every faulty field at once."""
        faults: dict[str, str] = {}
        if self.referred_on > today:
            faults["referred_on"] = "The referral is in the future. Check the date."
        for field, words in (("decided_on", "decision"), ("started_on", "start"), ("ended_on", "end")):
            day = getattr(self, field)
            if day is not None and day > today:
                faults[field] = (
                    f"The {words} is in the future. Check the date, or write it down when it comes."
                )
        if self.decision not in (None, "accepted", "declined"):
            faults["decision"] = "A decision is accepted, declined, or still waiting."
        if self.decision and self.decided_on is None:
            faults["decided_on"] = "Say when that was decided."
        if self.decided_on and self.decided_on < self.referred_on:
            faults["decided_on"] = "The decision is before the referral. Check both dates."
        if self.decision == "declined" and self.started_on:
            faults["started_on"] = "A declined referral cannot start. Accept it first."
        if self.started_on and self.decision is None:
            faults["decision"] = "Accept the referral before it starts."
        if self.started_on and self.started_on < self.referred_on:
            faults["started_on"] = "The start is before the referral. Check both dates."
        if self.ended_on and not self.started_on:
            faults["ended_on"] = "It cannot end before it has started."
        elif self.ended_on and self.started_on and self.ended_on < self.started_on:
            faults["ended_on"] = "The end is before the start. Check both dates."
        if self.ended_on and self.ending is None:
            faults["ending"] = "Choose how it ended."
        for field, list_name in (
            ("referral_source", "referral_source"),
            ("ending", "ending"),
            ("decline_reason", "decline_reason"),
        ):
            value = getattr(self, field)
            if value is not None and value not in codes.code_list(list_name):
                faults[field] = f"“{value}” is not a choice of {codes.code_list(list_name).title}."
        for value in self.focus_areas:
            if value not in codes.code_list("focus_area"):
                faults["focus_areas"] = f"“{value}” is not a choice of {codes.code_list('focus_area').title}."
        if faults:
            raise Refused.for_fields(faults)
        return self

    def open_on(self, day: date) -> bool:
        """Whether the person is taking part at the end of a day."""
        return (
            self.started_on is not None
            and self.started_on <= day
            and (self.ended_on is None or self.ended_on > day)
        )

    @property
    def closed_on(self) -> date | None:
        """The day the journey was over: its end, or the day it was declined. None while it goes on."""
        return self.decided_on if self.decision == "declined" else self.ended_on

    def overlaps(self, other: "EnrolmentDetails") -> bool:
        """Whether two journeys share time. One may begin on the day the other is over."""
        return not (
            (self.closed_on is not None and self.closed_on <= other.referred_on)
            or (other.closed_on is not None and other.closed_on <= self.referred_on)
        )

    @property
    def standing(self) -> str:
        """Where the journey is, in words: waiting, accepted, declined, taking part, ended."""
        if self.ended_on is not None:
            return "Ended"
        if self.started_on is not None:
            return "Taking part"
        return {"accepted": "Accepted", "declined": "Declined"}.get(self.decision or "", "Waiting")


@dataclass(frozen=True)
class Enrolment:
    """A stored enrolment."""

    id: str
    person_id: str
    intervention_id: str
    details: EnrolmentDetails


@dataclass(frozen=True)
class EnrolmentLine:
    """An enrolment as a list shows it, with the names of who and what."""

    id: str
    person_id: str
    known_as: str
    intervention_id: str
    intervention: str
    details: EnrolmentDetails
