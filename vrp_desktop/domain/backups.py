"""Backups: which are kept and which give way, when the next is due, and what is said of them."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from vrp_desktop.domain.names import folded

DAYS, WEEKS, MONTHS = 12, 10, 9
"""Of so many days, weeks and months that have a backup, the newest of each is kept."""
BEFORE_KEPT = timedelta(days=90)
"""How long a backup made before an upgrade, an import or an exchange is kept, and every one made before the
store got another key. Not for ever: what has been erased from the store must leave the backups too."""
EVERY = timedelta(minutes=30)
"""After so long with something changed, the next backup is made."""
REHEARSE_EVERY = timedelta(days=30)
SUFFIX = ".vrpbackup"


class Reason(StrEnum):
    """What a backup was made for."""

    CHANGES = "changes"
    BY_HAND = "by hand"
    BEFORE_UPGRADE = "before an upgrade"
    BEFORE_IMPORT = "before an import"
    BEFORE_EXCHANGE = "before an exchange"
    ARCHIVE = "end of commission"


BEFORE = frozenset({Reason.BEFORE_UPGRADE, Reason.BEFORE_IMPORT, Reason.BEFORE_EXCHANGE})


@dataclass(frozen=True)
class Kept:
    """A backup as the rotation sees it. ``changes`` is how many entries its journal holds: unlike a clock,
    that never runs back, so that the newest is the one with the most."""

    name: str
    made_at: datetime
    reason: Reason
    changes: int


def newest(backups: Iterable[Kept]) -> Kept | None:
    """The one that holds most, whatever the clocks said."""
    return max(backups, key=_order, default=None)


def superfluous(backups: Iterable[Kept], now: datetime) -> frozenset[str]:
    """The names of those that give way. Never the newest of all, so that one is always left.

    Days, weeks and months are counted where there is a backup, not by the calendar: a laptop that was in a
    drawer for a year still has its last twelve days."""
    every = sorted(backups, key=_order, reverse=True)
    keep = {backup.name for backup in every[:1]}
    for most, period in ((DAYS, _day), (WEEKS, _week), (MONTHS, _month)):
        keep |= _newest_of_each(every, most, period)
    keep |= {b.name for b in every if b.reason in BEFORE and abs(now - b.made_at) <= BEFORE_KEPT}
    return frozenset(backup.name for backup in every if backup.name not in keep)


def outlived(former: Iterable[Kept], ended: Mapping[str, datetime], now: datetime) -> frozenset[str]:
    """The names of those that give way among backups under a key that the store no longer has; ``ended``
    says by name when it got another.

    Nothing vouches for them, so they are counted apart from the others. They go by the same rule, and all of
    them ninety days after their key ended: by then there are backups of twelve days, ten weeks and three
    months under the next one, and whoever was removed could open them for so long with the passphrase of
    that time. Nine months, as for a month's last, would be too long for that."""
    backups = list(former)
    over = {backup.name for backup in backups if abs(now - ended[backup.name]) > BEFORE_KEPT}
    return superfluous(backups, now) | over


def is_due(last: datetime | None, now: datetime) -> bool:
    """Whether enough time has gone by to make the next one, if something has changed. A last one that lies
    in the future was made by a clock that was wrong; it puts nothing off."""
    return last is None or not timedelta(0) <= now - last < EVERY


def rehearsal_is_due(proven: datetime | None, now: datetime) -> bool:
    """Whether restoring should be tried again."""
    return proven is None or not timedelta(0) <= now - proven < REHEARSE_EVERY


def is_overdue(proven: date, today: date) -> bool:
    """Whether the rehearsal should have been a week ago: a laptop that was in use would have done it."""
    return (today - proven).days > REHEARSE_EVERY.days + 7


def proof_words(proven: date | None, today: date) -> str:
    """What stands on the quiet line: when a backup was last restored on trial."""
    if proven is None:
        return "No backup has been proven yet"
    if is_overdue(proven, today):
        return f"No backup has been proven for {(today - proven).days} days"
    year = f" {proven.year}" if proven.year != today.year else ""
    return f"Backup proven {proven:%A} {proven.day} {proven:%B}{year}"


def file_name(organisation: str, made_at: datetime, number: int = 1) -> str:
    """Like northside-youth_2026-11-22T1900.vrpbackup; from the second of a minute on with a number."""
    letters = "".join(ch if ch.isascii() and ch.isalnum() else " " for ch in folded(organisation))
    stem = "-".join(letters.split())[:40].rstrip("-") or "store"
    more = f"-{number}" if number > 1 else ""
    return f"{stem}_{made_at:%Y-%m-%dT%H%M}{more}{SUFFIX}"


def _newest_of_each(ordered: list[Kept], most: int, period: Callable[[datetime], Hashable]) -> set[str]:
    first: dict[Hashable, str] = {}
    for backup in ordered:
        first.setdefault(period(backup.made_at), backup.name)
    return set(list(first.values())[:most])


def _order(backup: Kept) -> tuple[int, datetime, str]:
    return backup.changes, backup.made_at, backup.name


def _day(at: datetime) -> date:
    return at.date()


def _week(at: datetime) -> tuple[int, int]:
    year, week, _ = at.isocalendar()
    return year, week


def _month(at: datetime) -> tuple[int, int]:
    return at.year, at.month
