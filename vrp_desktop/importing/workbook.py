"""A workbook as plain values: what is left of somebody's file once it has been read safely."""

from collections.abc import Sequence
from dataclasses import dataclass

Cell = str | int | float | bool | None
"""What stands in a cell; None where it is empty. Whole numbers are ints, dates are ISO text."""


@dataclass(frozen=True)
class Sheet:
    """A sheet from cell A1 on. ``formulas`` are the (row, column) that hold one, counted from 1; ``errors``
    those that hold an error like #DIV/0! and so read as empty."""

    name: str
    rows: Sequence[Sequence[Cell]]
    formulas: frozenset[tuple[int, int]] = frozenset()
    errors: frozenset[tuple[int, int]] = frozenset()

    def at(self, row: int, column: int) -> Cell:
        """What stands in a cell, row and column counted from 1; None outside the sheet."""
        if 1 <= row <= len(self.rows) and 1 <= column <= len(self.rows[row - 1]):
            return self.rows[row - 1][column - 1]
        return None


@dataclass(frozen=True)
class Workbook:
    """The sheets of a file, in its order."""

    sheets: tuple[Sheet, ...]

    def sheet(self, name: str) -> Sheet | None:
        """The sheet of that name, case and spaces at the ends forgiven; None where there is none."""
        wanted = name.strip().casefold()
        return next((s for s in self.sheets if s.name.strip().casefold() == wanted), None)
