"""What a table of the return is made of: rows, columns, and the relations between figures."""

from dataclasses import dataclass

from vrp_desktop.domain.returns.figures import Key

COUNTED = ("people", "attendances", "goals", "referrals", "concerns")
"""The units that count people, or what is somebody's."""


FRACTIONAL = frozenset({"hours", "percent", "mean", "median", "days"})
"""The units that need not be whole numbers."""


@dataclass(frozen=True)
class Column:
    """A column of a table. ``derived`` columns (means) say no more than the counts they come from.
    ``below_nought``: its figures may be negative, as what was spent is after a refund."""

    code: str
    label: str
    unit: str = "people"
    derived: bool = False
    below_nought: bool = False


@dataclass(frozen=True)
class Row:
    """A row. ``level`` 0 is a total or group, 1 a part of it. ``unit`` overrides the column's."""

    code: str
    label: str
    definition: str
    level: int = 1
    unit: str | None = None
    derived: bool = False


@dataclass(frozen=True)
class Table:
    """A table of the return. ``people``: its counts are of people and go through disclosure control."""

    id: str
    title: str
    about: str
    head: str
    rows: tuple[Row, ...]
    columns: tuple[Column, ...]
    people: bool

    def unit(self, row: Row, column: Column) -> str:
        """people, sessions, attendances, hours, percent, places, goals, mean, median, professionals,
        referrals, concerns, pounds, days, warnings or volunteers."""
        return row.unit or column.unit

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
