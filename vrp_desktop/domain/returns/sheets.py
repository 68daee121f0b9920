"""Where each figure stands in the workbook: read by whoever writes one and by whoever reads one."""

from dataclasses import dataclass
from functools import cache

from vrp_desktop.domain.returns import form
from vrp_desktop.domain.returns.figures import Key

COVER = "Cover"
CONTENTS = "Contents"
NOTES = "Notes"
HEADER = "R0"
PROFILE = "R1"
DATA = "data"
SIGNATURE = "signature"

HEAD_ROW = 5
"""Column heads stand in this row of every sheet with a table; its figures follow without a gap.
Above them: 1 the title, 2 what it is about, 3 what the symbols mean, 4 how to get back to the contents."""

DATA_COLUMNS = ("table", "row", "column", "value", "status", "definition")
"""The tidy sheet: one row per figure. ``status`` is value, c, z or x."""

SIGNATURE_FORMAT = "vrp-signature/1"
CHUNK = 30_000
"""Characters of base64 in one cell of the signature sheet; a spreadsheet cell holds 32,767."""


@dataclass(frozen=True)
class Sealed:
    """A document's stored bytes with the signature over exactly these bytes, and the key that made it."""

    payload: bytes
    public: bytes
    signature: bytes


@cache
def places() -> dict[Key, tuple[str, int, int]]:
    """The sheet, row and column (both from 1) of each figure. A sheet is named after its table."""
    return {
        (table.id, row.code, column.code): (table.id, HEAD_ROW + 1 + r, 2 + c)
        for table in form.tables()
        for r, row in enumerate(table.rows)
        for c, column in enumerate(table.columns)
    }


def cell_name(row: int, column: int) -> str:
    """ "B6" for row 6, column 2."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"
