"""How a session is written in a line."""

from datetime import date, time

from vrp_desktop.ui.kit.dates import MONTHS, WEEKDAYS, written


def when(held_on: date, starts_at: time | None, minutes: int) -> str:
    """ "Tuesday 3 July 2026, 18:00, 2 h"."""
    at = f", {starts_at:%H:%M}" if starts_at else ""
    return f"{written(held_on, weekday=True)}{at}, {length(minutes)}"


def day(held_on: date) -> str:
    """ "Tue 3 Jul 2026", for a column."""
    return f"{WEEKDAYS[held_on.weekday()][:3]} {held_on.day} {MONTHS[held_on.month - 1][:3]} {held_on.year}"


def length(minutes: int) -> str:
    """ "1 h 30 min" for 90."""
    hours, rest = divmod(minutes, 60)
    return " ".join(part for part in (f"{hours} h" if hours else "", f"{rest} min" if rest else "") if part)
