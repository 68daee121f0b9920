"""What a search may spend, and what ended it."""

from collections.abc import Callable
from time import perf_counter

Progress = Callable[[float, str], None]
"""Told how much of a search is done at least, from 0 to 1, and what it is at."""


class Cancelled(Exception):  # noqa: N818 - nothing is wrong: somebody has changed their mind
    """Whoever asked for the answer does not want it any more."""


class Budget:
    """Effort, counted so that the same problem gets the same answer on every machine, and a clock that ends
    the search whatever it has found; only the clock can make two answers differ, and ``stopped`` says so."""

    def __init__(
        self,
        seconds: float,
        effort: int,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> None:
        self._started = perf_counter()
        self._seconds = seconds
        self._most = self._effort = effort
        self._progress = progress
        self._cancelled = cancelled
        self.stopped = ""

    @property
    def seconds(self) -> float:
        """Since it began."""
        return perf_counter() - self._started

    @property
    def remaining(self) -> float:
        """Seconds."""
        return self._seconds - self.seconds

    @property
    def spent(self) -> float:
        """Share of the effort."""
        return 1 - self._effort / max(1, self._most)

    def spend(self, effort: int) -> None:
        """Counts effort: columns, for each solve."""
        self._effort -= effort
        if self._cancelled is not None and self._cancelled():
            raise Cancelled

    def left(self) -> bool:
        """Whether the search may go on."""
        if self._effort <= 0:
            self.stopped = "the effort allowed was spent"
        elif self.remaining <= 0:
            self.stopped = f"the clock ended the search after {self._seconds:g} seconds"
        return not self.stopped

    def say(self, what: str) -> None:
        """Tells whoever asked how far it is."""
        if self._progress is not None:
            clock = self.seconds / self._seconds if self._seconds else 1.0
            self._progress(min(1.0, max(clock, self.spent)), what)
