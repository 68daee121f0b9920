"""What the tests of the store write, and who writes it when."""

from datetime import UTC, date, datetime
from typing import Any

KEY = bytes(range(32))
ACTOR = "0190a000-0000-7000-8000-00000000000a"
NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


def now() -> datetime:
    return NOW


def a_row(known_as: str = "Ana", **fields: Any) -> dict[str, Any]:
    """A row of the table ``person``."""
    texts = ["given_name", "family_name", "pronouns", "enjoys", "good_at", "wants", "trusts", "communication"]
    row = dict.fromkeys(texts, "") | {"known_as": known_as, "folded": known_as.casefold()}
    return row | {"added_on": date(2026, 11, 22)} | fields
