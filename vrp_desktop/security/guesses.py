"""Slowing down whoever guesses: a small file beside the keys that counts, and holds nothing else.

Each guess is counted before it is tried, so that killing the program gains nothing, and a right one clears
the count. Where nothing can be written, it is counted for as long as the program runs. A clock that is put
back never makes the wait longer than it was; one that is put forward ends it early. That is accepted: what
makes guessing costly is Argon2id and the device's secret, not this file, and whoever can change it can copy
the keys and guess elsewhere.
"""

import json
import math
from pathlib import Path

from vrp_desktop.security.files import write_whole

GUESSES_FILE = "store.guesses"
FREE = 3
"""Guesses that may be wrong before anybody has to wait."""
SHORTEST_WAIT, LONGEST_WAIT = 5, 300
"""Seconds: the first wait, doubled with each wrong guess, up to the last."""

_LARGEST = 1_000
_in_this_run: dict[Path, tuple[int, float]] = {}
"""What could not be written, by folder: it counts in place of the file."""


class TooSoon(Exception):  # noqa: N818 - said to a person as a wait
    """The wait after wrong guesses is not over. ``seconds`` are left."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"{seconds} seconds are left")
        self.seconds = seconds


def wait_after(wrong: int) -> int:
    """How many seconds to wait after so many wrong guesses in a row."""
    if wrong < FREE:
        return 0
    return min(LONGEST_WAIT, SHORTEST_WAIT << min(wrong - FREE, 16))


def seconds_left(folder: Path, now: float) -> int:
    """Seconds until the next guess is taken; 0 where it may be now. ``now`` in seconds since the epoch."""
    wrong, at = _read(folder)
    wait = wait_after(wrong)
    if wait and at > now:
        # The clock was put back: the wait begins anew, and is not ten years.
        at = now
        _write(folder, wrong, at)
    return max(0, math.ceil(at + wait - now))


def begin(folder: Path, now: float) -> None:
    """Counts a guess that is about to be tried. Raises TooSoon where it may not be yet."""
    if left := seconds_left(folder, now):
        raise TooSoon(left)
    _write(folder, _read(folder)[0] + 1, now)


def wrong_so_far(folder: Path) -> int:
    """How many guesses were wrong since the last right one."""
    return _read(folder)[0]


def right(folder: Path) -> None:
    """The guess was right: nobody waits any more."""
    try:
        (folder / GUESSES_FILE).unlink(missing_ok=True)
        _in_this_run.pop(folder.absolute(), None)
    except OSError:
        _write(folder, 0, 0)


def _read(folder: Path) -> tuple[int, float]:
    """Wrong guesses in a row and when the last was; none where the file is missing or makes no sense."""
    if (kept := _in_this_run.get(folder.absolute())) is not None:
        return kept
    try:
        with (folder / GUESSES_FILE).open("rb") as file:
            found = json.loads(file.read(_LARGEST))
        wrong, at = int(found["wrong"]), float(found["at"])
    except (OSError, ValueError, KeyError, TypeError, OverflowError, RecursionError):
        return 0, 0.0
    return (wrong, at) if wrong > 0 and math.isfinite(at) else (0, 0.0)


def _write(folder: Path, wrong: int, at: float) -> None:
    """A folder that cannot be written keeps nobody out of their store: it is kept in mind then."""
    try:
        write_whole(folder / GUESSES_FILE, json.dumps({"wrong": wrong, "at": at}).encode())
        _in_this_run.pop(folder.absolute(), None)
    except OSError:
        _in_this_run[folder.absolute()] = wrong, at
