"""Where each figure stands in the workbook: read by whoever writes one and by whoever reads one."""

from dataclasses import dataclass
from functools import cache

from vrp_desktop.domain import codes
from vrp_desktop.domain.returns import form
from vrp_desktop.domain.returns.figures import Key

COVER = "Cover"
CONTENTS = "Contents"
NOTES = "Notes"
HEADER = "R0"
PROFILE = "R1"
CHANGES = "Changes"
"""Only in a resubmission: what it says otherwise than the version that it replaces."""
DATA = "data"
SIGNATURE = "signature"

HEAD_ROW = 5
"""Column heads stand in this row of every sheet with a table; its figures follow without a gap.
Above them: 1 the title, 2 what it is about, 3 what the symbols mean, 4 how to get back to the contents."""

HEADER_LABELS = {
    "standard": "Standard",
    "provider": "Provider",
    "intervention": "Intervention",
    "intervention_code": "Intervention code",
    "quarter": "Quarter",
    "standing": "Standing of this return",
    "version": "Version",
    "prepared_on": "Prepared on",
    "prepared_by": "Prepared by",
    "threshold": "Disclosure threshold",
    "method": "Method of protection",
    "supersedes": "Replaces the return with content hash",
    "return_id": "Return identifier",
    "provider_id": "Provider identifier",
    "app_version": "Program version",
}
"""Table R0: the words for each field of ``figures.Header``, in the order of the sheet's rows. A reader finds
a row by its label, not by its place. ``standing`` stands there as its code (draft, final, resubmission),
``quarter`` like "2026-27-Q2", ``prepared_on`` as a date or as text like "2026-10-05", ``version`` and
``threshold`` as whole numbers, all else as text; "[z]" where there is nothing to say."""

BY_HAND = (
    "standard",
    "provider",
    "intervention",
    "intervention_code",
    "quarter",
    "standing",
    "version",
    "prepared_on",
    "prepared_by",
    "threshold",
)
"""The fields of R0 that the empty template has; a program makes the others. ``standard``, ``version`` (1),
``standing`` (draft) and ``threshold`` (5) are filled in already."""

HEADER_COLUMNS = ("Item", "Answer")
"""Heads of R0 and of R1. R1 has one row an answer: words of ``form.PROFILE_LABELS`` (rows may share an
item), then the words of one code, as ``choices`` has them; "[x]" is not recorded. In the template answers
may be left empty."""

DATA_HEAD_ROW = 1
"""The tidy sheet has nothing above its column heads, so that programs read it without being told."""

DATA_COLUMNS = ("table", "row", "column", "value", "status", "definition")
"""The tidy sheet: one row per figure. ``status`` is value, c, z or x; only "value" has a ``value``.
The header comes first, as table "R0", row a field of ``figures.Header``, column "value"; then the profile,
as table "R1", row a key of ``form.PROFILE``, column "1", "2", ... and value one code each."""

SIGNATURE_LABELS = {
    "format": "Format",
    "fingerprint": "Fingerprint of the key",
    "public_key": "Public key (base64)",
    "signature": "Signature (base64)",
    "payload": "Signed content (base64), part",
}
"""The signature sheet, heads ("Item", "Content") in HEAD_ROW. The payload's rows have its words, a space and
a number from 1; their contents, put together in that order, are the base64 of the signed bytes."""

SIGNATURE_FORMAT = "vrp-signature/1"
CHUNK = 30_000
"""Characters of base64 in one cell of the signature sheet; a spreadsheet cell holds 32,767."""


LISTS = "Lists"
"""The template's last sheet: the choices offered in R0 and R1, a column each; nothing is filled in there."""


@cache
def choices(list_name: str) -> dict[str, str]:
    """The words by which R1 names each code of a list, no two the same: a focus area carries its priority."""
    listed = codes.code_list(list_name)
    if list_name != "focus_area":
        return {code.code: code.label for code in listed.codes}
    group = {g.code: g.label for g in listed.groups}
    return {code.code: f"{group[code.group or '']}: {code.label}" for code in listed.codes}


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
