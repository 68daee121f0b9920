"""What is wrong with a file: where, what, and how to mend it."""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """What a file is."""

    SOUND = "sound"
    FAULTS = "faults"
    NOT_A_RETURN = "not a return"


class Severity(StrEnum):
    """How bad it is. An error makes the verdict "faults"; a warning or a remark does not."""

    ERROR = "error"
    WARNING = "warning"
    REMARK = "remark"


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong, and its mend. ``sheet`` and ``cell`` are empty where it is the whole file."""

    severity: Severity
    what: str
    mend: str
    sheet: str = ""
    cell: str = ""
