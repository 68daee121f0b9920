"""A draft: what somebody has typed into a page and not saved yet."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Draft:
    """``fields`` holds the answers as they were typed, by form and field, right or wrong."""

    fields: Mapping[str, Any]
    saved_at: datetime
