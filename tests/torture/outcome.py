"""What a trial has found, as a line of the table."""

from typing import NamedTuple


class Outcome(NamedTuple):
    """``held`` is whether the store did what it promises, in every one of the times it was tried."""

    trial: str
    times: int
    said: str
    held: bool
