"""Financial quarters: Q1 is April to June, and "2026-27" is the year that begins in April 2026."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from vrp_desktop.domain.errors import Refused

_PATTERN = re.compile(r"(\d{4})-(\d{2})[- ]Q([1-4])", re.IGNORECASE)


@dataclass(frozen=True, order=True)
class Quarter:
    """One quarter of a financial year. ``year`` is the calendar year in which April lies."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> "Quarter":
        """The quarter a day lies in."""
        year = day.year if day.month >= 4 else day.year - 1
        return cls(year, (day.month - 4) % 12 // 3 + 1)

    @classmethod
    def parse(cls, text: str) -> "Quarter":
        """Reads "2026-27-Q2" or "2026-27 Q2"; refuses anything else, in words."""
        found = _PATTERN.fullmatch(text.strip())
        if not found or (int(found[1]) + 1) % 100 != int(found[2]):
            raise Refused(f"“{text}” is not a quarter. Write it like 2026-27-Q2: April to June is Q1.")
        return cls(int(found[1]), int(found[3]))

    def __str__(self) -> str:
        return f"{self.financial_year}-Q{self.number}"

    @property
    def financial_year(self) -> str:
        """Like "2026-27"."""
        return f"{self.year}-{(self.year + 1) % 100:02d}"

    @property
    def label(self) -> str:
        """For people: "Q2 2026-27 (July to September 2026)"."""
        months = ("April to June", "July to September", "October to December", "January to March")
        return f"Q{self.number} {self.financial_year} ({months[self.number - 1]} {self.start.year})"

    @cached_property
    def start(self) -> date:
        """The first day."""
        month = (4, 7, 10, 1)[self.number - 1]
        return date(self.year + (self.number == 4), month, 1)

    @cached_property
    def end(self) -> date:
        """The last day."""
        return self.next.start - timedelta(days=1)

    @property
    def year_start(self) -> date:
        """The first of April that the quarter's year begins with."""
        return date(self.year, 4, 1)

    @property
    def next(self) -> "Quarter":
        """The quarter after this one."""
        return Quarter(self.year, self.number + 1) if self.number < 4 else Quarter(self.year + 1, 1)

    @property
    def previous(self) -> "Quarter":
        """The quarter before this one."""
        return Quarter(self.year, self.number - 1) if self.number > 1 else Quarter(self.year - 1, 4)

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end
