"""The form of the return: every table, row and column there is, and what must hold between the figures.

One source for the screen, the workbook, the PDF, the empty template, the importer's checks and the
disclosure engine: nothing about a table is typed twice.
"""

from vrp_desktop.domain.returns.form.profile import PROFILE, PROFILE_LABELS, SEVERAL, profile_of
from vrp_desktop.domain.returns.form.relations import (
    OUTCOMES,
    RATIOS,
    between_quarters,
    complete,
    derived_from,
    relations,
)
from vrp_desktop.domain.returns.form.shape import FRACTIONAL, Column, OverYear, Relation, Row, Table
from vrp_desktop.domain.returns.form.tables import (
    AGE_SUMS,
    ONE_WAY,
    keys,
    name_of,
    outcome_row,
    place_of,
    scale_of,
    table,
    tables,
)
from vrp_desktop.domain.returns.form.words import (
    LONGEST_TEXT,
    MOST_ROWS,
    Kind,
    WordColumn,
    WordTable,
    lines_of,
    too_long,
    word_table,
    word_tables,
)

__all__ = [
    "AGE_SUMS",
    "FRACTIONAL",
    "LONGEST_TEXT",
    "MOST_ROWS",
    "ONE_WAY",
    "OUTCOMES",
    "PROFILE",
    "PROFILE_LABELS",
    "RATIOS",
    "SEVERAL",
    "Column",
    "Kind",
    "OverYear",
    "Relation",
    "Row",
    "Table",
    "WordColumn",
    "WordTable",
    "between_quarters",
    "complete",
    "derived_from",
    "keys",
    "lines_of",
    "name_of",
    "outcome_row",
    "place_of",
    "profile_of",
    "relations",
    "scale_of",
    "table",
    "tables",
    "too_long",
    "word_table",
    "word_tables",
]
