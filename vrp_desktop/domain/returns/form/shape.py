"""What a table of the return is made of: rows, columns, and the relations between figures."""

from dataclasses import dataclass
from enum import StrEnum

from vrp_desktop.domain.returns.figures import Key

COUNTED = ("people", "attendances", "goals", "referrals", "concerns")
"""The units that count people, or what is somebody's."""


FRACTIONAL = frozenset({"hours", "percent", "mean", "median", "days"})
"""The units that need not be whole numbers."""


class OverYear(StrEnum):
    """What a quarter's figure becomes over a financial year to date."""

    SUM = "sum"
    """What happened: the quarters are added up."""
    TO_DATE = "to date"
    """Different people since April, as each return counts them: those of an intervention's last return."""
    FIRST = "first"
    """How it stood at the start: the first quarter's."""
    LAST = "last"
    """How it stands at the end, and different people of a quarter, who cannot be added up: the last one's."""
    NONE = "none"
    """Rates, means and medians have none."""


@dataclass(frozen=True)
class Column:
    """A column of a table. ``derived`` columns (means) say no more than the counts they come from.
    ``below_nought``: its figures may be negative, as what was spent is after a refund."""

    code: str
    label: str
    unit: str = "people"
    derived: bool = False
    over_year: OverYear | None = None
    below_nought: bool = False


@dataclass(frozen=True)
class Row:
    """A row. ``level`` 0 is a total or group, 1 a part of it. ``unit`` overrides the column's, ``over_year``
    the table's."""

    code: str
    label: str
    definition: str
    level: int = 1
    unit: str | None = None
    derived: bool = False
    over_year: OverYear | None = None


@dataclass(frozen=True)
class Table:
    """A table of the return. ``people``: its counts are of people and go through disclosure control.
    ``over_year``: where nothing is said, people are not added up over quarters."""

    id: str
    title: str
    about: str
    head: str
    rows: tuple[Row, ...]
    columns: tuple[Column, ...]
    people: bool
    over_year: OverYear = OverYear.LAST

    def unit(self, row: Row, column: Column) -> str:
        """people, sessions, attendances, hours, percent, places, goals, mean, median, professionals,
        referrals, concerns, pounds, days, warnings or volunteers."""
        return row.unit or column.unit

    def over(self, row: Row, column: Column) -> OverYear:
        """What a figure becomes over a year."""
        if row.derived or column.derived or self.unit(row, column) in ("percent", "mean", "median", "days"):
            return OverYear.NONE
        return column.over_year or row.over_year or self.over_year

    def counts_people(self, row: Row, column: Column) -> bool:
        """Whether this figure is a count that disclosure control looks at."""
        return self.people and not row.derived and not column.derived and self.unit(row, column) in COUNTED

    @property
    def section(self) -> str:
        """ "R3" for "R3.age"."""
        return self.id.split(".", 1)[0]


@dataclass(frozen=True)
class Relation:
    """What must hold: the weighted sum of figures is 0 ("=") or at most 0 ("<="). ``says`` is for people."""

    terms: tuple[tuple[Key, int], ...]
    relation: str
    says: str
