"""One typed cell as a figure's value: what is forgiven, and what must be mended."""

import re
from dataclasses import dataclass

from vrp_desktop.domain.checking import Severity
from vrp_desktop.domain.returns.figures import Shown, Value
from vrp_desktop.domain.returns.form import FRACTIONAL
from vrp_desktop.importing.workbook import Cell

LARGEST = 10_000_000
MOST_POUNDS = 1_000_000_000
_SYMBOL = re.compile(r"\[?\s*([czx])\s*\]", re.IGNORECASE)
_POUNDS = re.compile(r"^([+-]?)\s*£\s*")
_NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d{1,12})(?:\.\d{1,12})?")


@dataclass(frozen=True)
class Typed:
    """What a cell says. ``said`` is a remark or a fault with its mend, empty where all is well."""

    value: Value = None
    shown: Shown = Shown.NOT_AVAILABLE
    severity: Severity | None = None
    what: str = ""
    mend: str = ""


def read(cell: Cell, unit: str, below_nought: bool = False) -> Typed:
    """Reads one cell typed by hand; ``unit`` is that of the figure, which may be ``below_nought``. An empty
    one is not available."""
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        return Typed()
    if isinstance(cell, bool):
        return _fault(f"“{str(cell).upper()}” is not a number.", "Write a number, [c], [z] or [x].")
    if isinstance(cell, int | float):
        return _number(cell, unit, below_nought)
    text = cell.strip()
    symbol = _SYMBOL.fullmatch(text)
    if symbol:
        return Typed(None, Shown(symbol[1].lower()))
    bare = text.removesuffix("%").strip() if unit == "percent" else text
    if unit == "pounds":
        bare = _POUNDS.sub(r"\1", bare)
    if _NUMBER.fullmatch(bare):
        plain = bare.replace(",", "")
        number = _number(float(plain) if "." in plain else int(plain), unit, below_nought)
        if number.severity is None:
            return Typed(
                number.value,
                Shown.VALUE,
                Severity.REMARK,
                f"“{text}” is a number written as text; it was read as {number.value:,}.",
                "Nothing to do. A cell formatted as a number avoids it.",
            )
        return number
    shown = text if len(text) <= 40 else text[:39] + "…"
    return _fault(
        f"“{shown}” is not a number.",
        "Write a number, or [c] hidden to protect people, [z] not applicable, [x] not available.",
    )


def _number(number: int | float, unit: str, below_nought: bool) -> Typed:
    whole = number == int(number)
    shown = f"{number:,}"
    if number < 0 and not below_nought:
        mend = (
            "Only what was spent can be negative, after a refund: correct it."
            if unit == "pounds"
            else "A figure of the return cannot be negative: correct it."
        )
        return _fault(f"{shown} is less than nought.", mend)
    if abs(number) > (MOST_POUNDS if unit == "pounds" else LARGEST):
        than = "any budget there is" if unit == "pounds" else "everybody"
        return _fault(f"{shown} cannot be: it is more than {than}.", "Correct the number.")
    if unit == "pounds" and not whole:
        return _fault(f"{shown} is not a whole number.", "Write whole pounds, without pence.")
    if unit not in FRACTIONAL and not whole:
        return _fault(f"{shown} is not a whole number.", f"This counts {unit}: write a whole number.")
    if unit == "percent" and number > 100:
        return _fault(f"{shown} per cent is more than all.", "Write a percentage from 0 to 100.")
    return Typed(int(number) if whole else number, Shown.VALUE)


def _fault(what: str, mend: str) -> Typed:
    return Typed(None, Shown.NOT_AVAILABLE, Severity.ERROR, what, mend)
