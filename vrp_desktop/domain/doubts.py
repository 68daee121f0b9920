"""What is worth a second look before a session is logged: questions, never a reason to refuse it."""

from datetime import date, datetime, time, timedelta

from vrp_desktop.domain.days import written
from vrp_desktop.domain.interventions import Intervention
from vrp_desktop.domain.sessions import SessionDetails, Status

_SHORT, _LONG = 10, 12 * 60
"""Minutes: whoever writes 2 may mean hours."""
_CLOCK = timedelta(hours=12)
"""How far a clock may lie behind what was saved last: zones and summer time are no slip."""


def doubts(
    details: SessionDetails,
    intervention: Intervention,
    twin: bool,
    now: datetime,
    last_saved: datetime | None,
) -> tuple[str, ...]:
    """What to ask about a session. ``twin``: one like it stands in the store already. ``last_saved`` is when
    anything was last saved, to notice a clock that went back."""
    asked: list[str] = []
    held_on, profile = details.held_on, intervention.details
    if last_saved is not None and now < last_saved - _CLOCK:
        saved = last_saved.astimezone(now.tzinfo).date()
        asked.append(
            f"This computer's date is {written(now.date())}, but something was saved on {written(saved)}. "
            "Is the session's day right?"
        )
    if profile.started_on is not None and held_on < profile.started_on:
        asked.append(f"{intervention.name} began on {written(profile.started_on)}, after this session.")
    if profile.ended_on is not None and held_on > profile.ended_on:
        asked.append(f"{intervention.name} ended on {written(profile.ended_on)}, before this session.")
    if details.status is Status.DELIVERED and details.minutes < _SHORT:
        asked.append(
            f"It lasted {details.minutes} {'minute' if details.minutes == 1 else 'minutes'}. "
            "The length is in minutes: an hour is 60."
        )
    if details.minutes > _LONG:
        asked.append(f"It lasted {_hours(details.minutes)} hours.")
    if twin:
        at = "" if details.starts_at is None else f" at {details.starts_at:%H:%M}"
        asked.append(
            f"A session of {intervention.name} on {written(held_on)}{at} is logged already, perhaps by a "
            "colleague."
        )
    return tuple(asked)


def ends_at(starts_at: time | None, minutes: int | None) -> str:
    """When a session ends, in words: "until 20:00"; nothing where that cannot be said."""
    if starts_at is None or minutes is None or not 1 <= minutes <= 24 * 60:
        return ""
    begun = datetime.combine(date.min, starts_at)
    end = begun + timedelta(minutes=minutes)
    return f"until {end:%H:%M}" + (" the next day" if end.date() > begun.date() else "")


def _hours(minutes: int) -> str:
    return f"{minutes / 60:.1f}".removesuffix(".0")
