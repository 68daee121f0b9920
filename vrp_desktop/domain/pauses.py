"""Pauses: a time in which somebody on a journey does not come, and means to come back."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from vrp_desktop.domain.days import written
from vrp_desktop.domain.enrolments import EnrolmentDetails
from vrp_desktop.domain.errors import Refused


@dataclass(frozen=True)
class PauseDetails:
    """From when until when, and why. Without ``until_on`` they have not come back yet."""

    from_on: date
    until_on: date | None = None
    reason: str = ""

    def checked(
        self, today: date, journey: EnrolmentDetails, others: Iterable["Pause"] = ()
    ) -> "PauseDetails":
        """These details, tidied, or a refusal that names every faulty field at once. ``others`` are the other
        pauses of the journey: two never share time."""
        faults: dict[str, str] = {}
        if self.from_on > today:
            faults["from_on"] = "The pause begins in the future. Write it down when it comes."
        if self.until_on is not None and self.until_on > today:
            faults["until_on"] = "That day has not come yet. Leave it empty until they are back."
        if self.until_on is not None and self.until_on < self.from_on:
            faults["until_on"] = (
                f"The pause ends on {written(self.until_on)}, before it begins on {written(self.from_on)}. "
                "Check both dates."
            )
        if not faults:
            faults = self._outside(journey) or self._beside(others)
        if faults:
            raise Refused.for_fields(faults)
        return replace(self, reason=self.reason.strip())

    def overlaps(self, other: "PauseDetails") -> bool:
        """Whether two pauses share time. One may begin on the day they came back from the other."""
        return self.from_on == other.from_on or not (
            (self.until_on is not None and self.until_on <= other.from_on)
            or (other.until_on is not None and other.until_on <= self.from_on)
        )

    @property
    def when(self) -> str:
        """ "3 July 2026 to 20 July 2026", "since 3 July 2026"."""
        if self.until_on is None:
            return f"since {written(self.from_on)}"
        return f"{written(self.from_on)} to {written(self.until_on)}"

    def told(self) -> str:
        """ "Paused 3 July 2026 to 20 July 2026: family holiday"."""
        return f"Paused {self.when}: {self.reason}" if self.reason else f"Paused {self.when}"

    def _outside(self, journey: EnrolmentDetails) -> dict[str, str]:
        """What is wrong with it in this journey, by field."""
        if journey.started_on is None:
            return {"from_on": "The journey has not started, so it cannot be paused. Write its start first."}
        if self.from_on < journey.started_on:
            return {
                "from_on": f"The pause begins on {written(self.from_on)}, before the journey started on "
                f"{written(journey.started_on)}. Check both dates."
            }
        ended = journey.ended_on
        if ended is not None and self.until_on is None:
            return {"until_on": f"The journey ended on {written(ended)}. Write the day the pause was over."}
        if ended is not None and self.until_on is not None and self.until_on > ended:
            return {
                "until_on": f"The pause ends on {written(self.until_on)}, after the journey ended on "
                f"{written(ended)}. Check both dates."
            }
        return {}

    def _beside(self, others: Iterable["Pause"]) -> dict[str, str]:
        for other in others:
            there = other.details
            if there.until_on is None and self.until_on is None:
                return {
                    "from_on": f"They are paused already, since {written(there.from_on)}. Say when they came "
                    "back from that first."
                }
            if self.overlaps(there):
                return {"from_on": f"There is a pause then already, {there.when}. Change that one instead."}
        return {}


@dataclass(frozen=True)
class Pause:
    """A stored pause."""

    id: str
    enrolment_id: str
    details: PauseDetails


def still_fits(journey: EnrolmentDetails, pauses: Iterable[Pause]) -> None:
    """Refuses dates of a journey that leave one of its pauses outside of it."""
    for pause in pauses:
        when = pause.details.when
        if journey.started_on is None:
            raise Refused.for_fields(
                {"started_on": f"There is a pause in it, {when}. Take the pause away first."}
            )
        if pause.details.from_on < journey.started_on:
            raise Refused.for_fields(
                {
                    "started_on": f"The start, {written(journey.started_on)}, is after a pause, {when}. "
                    "Check both dates."
                }
            )
        last = pause.details.until_on or pause.details.from_on
        if journey.ended_on is not None and last > journey.ended_on:
            raise Refused.for_fields(
                {
                    "ended_on": f"The end, {written(journey.ended_on)}, is before a pause is over, {when}. "
                    "Check both dates."
                }
            )
