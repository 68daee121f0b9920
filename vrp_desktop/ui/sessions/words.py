"""How a session is written in a line."""

from datetime import date, time

from vrp_desktop.ui.kit.dates import MONTHS, WEEKDAYS, written


def when(held_on: date, starts_at: time | None, minutes: int) -> str:
    """ "Tuesday 3 July 2026, 18:00, 2 h"."""
    at = f", {starts_at:%H:%M}" if starts_at else ""
    return f"{written(held_on, weekday=True)}{at}, {length(minutes)}"


def day(held_on: date, today: date) -> str:
    """ "Tue 3 Jul", for a column; with its year where that is another one."""
    words = f"{WEEKDAYS[held_on.weekday()][:3]} {held_on.day} {MONTHS[held_on.month - 1][:3]}"
    return words if held_on.year == today.year else f"{words} {held_on.year}"


def length(minutes: int) -> str:
    """ "1 h 30 min" for 90."""
    hours, rest = divmod(minutes, 60)
    return " ".join(part for part in (f"{hours} h" if hours else "", f"{rest} min" if rest else "") if part)
