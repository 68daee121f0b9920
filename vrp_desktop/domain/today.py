"""What waits for somebody when their evening begins: what they had begun, and whom something is due for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from vrp_desktop.domain.sessions import SessionLine

WAITS = timedelta(days=7)
"""From then on a referral that nobody has decided on is told of."""
GOAL_QUIET = timedelta(weeks=8)
"""From then on a goal of which no step was noted is told of."""
UNSEEN = timedelta(weeks=4)
"""From then on a regular who has not come is told of, where their group has met."""
MOST_DUE = 8


@dataclass(frozen=True)
class HalfDone:
    """A page that somebody had begun: a register, or (``page`` "log") what is said of a session. ``session``
    is None for one that is not logged yet."""

    page: str
    session: SessionLine | None = None

    def words(self, today: date) -> str:
        """ "Go on with Tuesday’s register"."""
        if self.session is None:
            return "Go on logging a session"
        day = self.session.held_on
        whose = f"the {{}} of {day.day} {day:%B}"
        if day == today:
            whose = "today’s {}"
        elif timedelta() < today - day < timedelta(days=7):
            whose = f"{day:%A}’s {{}}"
        what = "register" if self.page == "register" else "session"
        return "Go on with " + whose.format(what)


@dataclass(frozen=True)
class Due:
    """Somebody for whom something is due, and what."""

    person_id: str
    known_as: str
    what: str


def due_first(*reasons: Iterable[Due]) -> tuple[Due, ...]:
    """One line a person: the first reason there is, in the order given; no more than fit on a page."""
    found: dict[str, Due] = {}
    for reason in reasons:
        for one in reason:
            found.setdefault(one.person_id, one)
    return tuple(found.values())[:MOST_DUE]


def mine_first(lines: Iterable[SessionLine], name: str) -> tuple[SessionLine, ...]:
    """The sessions of a day: those that somebody leads first, then by the time they begin."""
    return tuple(
        sorted(
            lines,
            key=lambda line: (
                name not in line.workers,
                line.starts_at is None,
                line.starts_at.isoformat() if line.starts_at else "",
                line.intervention,
                line.id,
            ),
        )
    )
