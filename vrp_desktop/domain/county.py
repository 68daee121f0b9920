"""The county's picture: sums over returns, exact where every part was published, else an interval."""

from dataclasses import dataclass

from vrp_desktop.domain.quarters import Quarter
from vrp_desktop.domain.returns.figures import Header, Key


@dataclass(frozen=True)
class Interval:
    """A count known to lie between two numbers, both included; exact where they are the same."""

    low: int
    high: int

    @property
    def exact(self) -> bool:
        return self.low == self.high

    def __add__(self, other: "Interval") -> "Interval":
        return Interval(self.low + other.low, self.high + other.high)

    def __str__(self) -> str:
        return f"{self.low:,}" if self.exact else f"{self.low:,} to {self.high:,}"


@dataclass(frozen=True)
class CountyPicture:
    """One quarter over all current returns.

    ``sums`` holds every count of the form added up over returns (a child in two interventions is in it
    twice: these are not different people, and every output says so). ``by_intervention`` gives key counts a
    return; ``by_district`` people supported by where they live. ``drafts`` is how many are not final yet.
    """

    quarter: Quarter
    returns: tuple[Header, ...]
    drafts: int
    sums: dict[Key, Interval]
    by_intervention: dict[str, dict[Key, Interval]]
    """By return id."""
    districts_of: dict[str, tuple[str, ...]]
    """By return id: where the intervention is delivered."""
