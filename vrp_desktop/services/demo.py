"""A provider that could be in West Yorkshire, with invented people."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from vrp_desktop.services.workspace import Workspace

PASSPHRASE = "look around the demo"  # noqa: S105 - it protects invented people only, and the screen shows it


def make(
    folder: Path,
    passphrase: str,
    seed: int = 1,
    people: int = 120,
    sessions: int = 240,
    quarters: int = 4,
    today: date | None = None,
    progress: Callable[[int, int, str], None] = lambda done, total, what: None,
) -> Workspace:
    """Makes a provider's store and fills it: the same seed and day give the same people.

    ``quarters`` reach back from the quarter that ``today`` lies in, itself included."""
    raise NotImplementedError
