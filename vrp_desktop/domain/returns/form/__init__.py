"""The form of the return: every table, row and column there is, and what must hold between the figures.

One source for the screen, the workbook, the PDF, the empty template, the importer's checks and the
disclosure engine: nothing about a table is typed twice.
"""

from vrp_desktop.domain.returns.form.profile import PROFILE, PROFILE_LABELS, profile_of
from vrp_desktop.domain.returns.form.relations import between_quarters, derived_from, relations
from vrp_desktop.domain.returns.form.shape import Column, OverYear, Relation, Row, Table
from vrp_desktop.domain.returns.form.tables import AGE_SUMS, ONE_WAY, keys, outcome_row, table, tables

__all__ = [
    "AGE_SUMS",
    "ONE_WAY",
    "PROFILE",
    "PROFILE_LABELS",
    "Column",
    "OverYear",
    "Relation",
    "Row",
    "Table",
    "between_quarters",
    "derived_from",
    "keys",
    "outcome_row",
    "profile_of",
    "relations",
    "table",
    "tables",
]
