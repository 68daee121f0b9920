"""An enrolment: one person's journey through one intervention, from referral to its end."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from vrp_desktop.domain import codes, strategy
from vrp_desktop.domain.days import how_long, waiting, written
from vrp_desktop.domain.errors import Refused

_NEXT: Mapping[str, str] = {"decided_on": "decision", "started_on": "start", "ended_on": "end"}
"""The days that follow a referral, and what each is called."""


@dataclass(frozen=True)
class EnrolmentDetails:
    """The dates and reasons of a journey, and what it is about.

    ``decision`` is None while waiting, else "accepted" or "declined". ``focus_areas`` are
    what it is about (codes of the strategy); strengths and needs are findings of the person.
    ``key_worker_id`` is a user.
    A pause changes none of this: a paused journey stays open, in the return as well.
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

    def checked(self, today: date, birth: date | None = None) -> "EnrolmentDetails":
        """These details, or a refusal that names every faulty field at once. ``birth`` is the person's."""
        faults: dict[str, str] = {}
        if self.referred_on > today:
            faults["referred_on"] = "The referral is in the future. Check the date."
        for field, words in _NEXT.items():
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
            faults["decided_on"] = _before("decision", self.decided_on, "referral", self.referred_on)
        if self.decision == "declined" and self.started_on:
            faults["started_on"] = "A declined referral cannot start. Accept it first."
        if self.started_on and self.decision is None:
            faults["decision"] = "Accept the referral before it starts."
        if self.started_on and self.started_on < self.referred_on:
            faults["started_on"] = _before("start", self.started_on, "referral", self.referred_on)
        if self.ended_on and not self.started_on:
            faults["ended_on"] = "It cannot end before it has started."
        elif self.ended_on and self.started_on and self.ended_on < self.started_on:
            faults["ended_on"] = _before("end", self.ended_on, "start", self.started_on)
        for field, words in (("referred_on", "referral"), *_NEXT.items()):
            day = getattr(self, field)
            if birth is not None and day is not None and day < birth:
                faults[field] = _before(words, day, "day they were born", birth)
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
    def priorities(self) -> tuple[str, ...]:
        """The priorities it is about: they follow from its focus areas."""
        return tuple(dict.fromkeys(map(strategy.priority_of, self.focus_areas)))

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

    def again(self, today: date) -> "EnrolmentDetails":
        """What to begin with when they come back: referred, accepted and started today, with all that is not
        of that one time."""
        return replace(
            self,
            referred_on=today,
            referral_source=None,
            referral_reason="",
            decision="accepted",
            decided_on=today,
            decline_reason=None,
            started_on=today,
            ended_on=None,
            ending=None,
        )


def _before(what: str, day: date, other: str, other_day: date) -> str:
    return f"The {what}, {written(day)}, is before the {other}, {written(other_day)}. Check both dates."


class AlreadyEnrolled(Refused):
    """A journey of the same person in the same intervention at that time: ``enrolment_id`` leads to it."""

    def __init__(self, field: str, words: str, enrolment_id: str) -> None:
        super().__init__(f"There is a problem: {words}", {field: words})
        self.enrolment_id = enrolment_id


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
    key_worker: str = ""
    """Their name, and that they have left, where they have."""
    paused_since: date | None = None
    """Since when it is paused; None where it is not."""

    @property
    def standing(self) -> str:
        """Where the journey is, in a word or two: as its details say, or paused."""
        return "Paused" if self.paused_since is not None else self.details.standing

    def told(self, today: date) -> str:
        """Where it is and since when: "No decision yet, waiting 3 weeks"."""
        details = self.details
        if details.ended_on is not None:
            how = codes.label("ending", details.ending, "")
            return f"Ended on {written(details.ended_on)}" + (f": {how}" if how else "")
        if self.paused_since is not None:
            return f"Paused since {written(self.paused_since)}, {how_long(self.paused_since, today)}"
        if details.started_on is not None:
            return f"Taking part since {written(details.started_on)}"
        since = waiting(details.referred_on, today)
        if details.decision is None or details.decided_on is None:
            return f"No decision yet, {since}"
        if details.decision == "accepted":
            return f"Accepted on {written(details.decided_on)}, {since} to start"
        why = codes.label("decline_reason", details.decline_reason, "")
        return f"Declined on {written(details.decided_on)}" + (f": {why}" if why else "")
