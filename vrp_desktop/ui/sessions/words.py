"""How a session is written in a line."""

from datetime import date, time

from vrp_desktop.domain.sessions import SessionLine, Status
from vrp_desktop.ui.kit.dates import MONTHS, WEEKDAYS, written

DONE, PLANNED, TO_FINISH, NOT_HELD = "done", "planned", "to_finish", "not_held"
STANDINGS = (
    (TO_FINISH, "To finish"),
    (PLANNED, "Planned"),
    (DONE, "Done"),
    (NOT_HELD, "Did not happen"),
)
"""Where a session stands, and the words for it."""

SHAPES = {DONE: "●", PLANNED: "○", TO_FINISH: "◐", NOT_HELD: "×"}
"""A shape for each, always beside the words or explained by them."""


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


def hours(minutes: int) -> str:
    """ "12.5" for 750: hours in a column."""
    return f"{minutes / 60:,.2f}".rstrip("0").rstrip(".")


def names(workers: tuple[str, ...]) -> str:
    """ "Sam Okafor" or "Sam, Bo": whole where there is one, first names where there are more."""
    return workers[0] if len(workers) == 1 else ", ".join(name.split()[0] for name in workers if name)


def standing(line: SessionLine, today: date) -> str:
    """Where a session stands: done, planned, to be finished, or it did not happen."""
    if line.status is Status.CANCELLED:
        return NOT_HELD
    if line.status is Status.PLANNED:
        return TO_FINISH if line.held_on < today else PLANNED
    return DONE if line.finished_on is not None else TO_FINISH


def state(line: SessionLine, today: date) -> str:
    """What is still to be done with a session, in a word or two."""
    if line.status is Status.CANCELLED:
        return "Did not happen"
    if line.status is Status.PLANNED:
        return "Did it take place?" if line.held_on < today else "Planned"
    if line.finished_on is not None:
        return ""
    return "To finish" if line.marked or line.heads or line.trained else "Register to do"
