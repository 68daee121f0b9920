"""Returns coming in to the commissioner."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from vrp_desktop.domain.checking import Finding, Verdict
from vrp_desktop.domain.quarters import Quarter
from vrp_desktop.domain.returns.figures import Header
from vrp_desktop.services.workspace import Workspace


class Outcome(StrEnum):
    """What became of one file."""

    NEW = "new"
    RESUBMISSION = "resubmission"
    UNCHANGED = "unchanged"
    OLDER = "older"
    """A version that a later one, already received, has superseded; kept, not counted."""
    REFUSED = "refused"


class Signature(StrEnum):
    """How far a file can be trusted to be as it left the provider."""

    SOUND = "sound"
    """Signed by the key that is known for this provider."""
    NEW_KEY = "new key"
    """Signed by a key seen for the first time: confirm the fingerprint by telephone."""
    CHANGED_KEY = "changed key"
    UNSIGNED = "unsigned"
    EDITED = "edited"
    """Signed, and changed since."""


@dataclass(frozen=True)
class FileAnswer:
    """What a file is, what became of it, and everything that is wrong with it."""

    path: Path
    verdict: Verdict
    outcome: Outcome
    signature: Signature
    fingerprint: str
    header: Header | None
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Received:
    """A return in the commissioner's store. ``current`` is False once a later version supersedes it."""

    id: str
    header: Header
    received_at: datetime
    file_name: str
    signature: Signature
    findings: int
    current: bool


class Imports:
    """Taking returns in; one bad file never stops the rest, and a file comes in whole or not at all."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def bring_in(
        self,
        paths: Iterable[Path],
        progress: Callable[[int, int, str], None] = lambda done, total, name: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> tuple[FileAnswer, ...]:
        """Imports files and folders (every .xlsx inside them). ``progress`` gets done, total and a name."""
        raise NotImplementedError

    def received(self) -> tuple[Received, ...]:
        """Everything that has come in, the latest quarter first, then by intervention and version."""
        raise NotImplementedError

    def quarters(self) -> tuple[Quarter, ...]:
        """The quarters there are returns for, oldest first."""
        raise NotImplementedError


def check_file(path: Path) -> FileAnswer:
    """Judges a file without a store: signature, standard, arithmetic, disclosure."""
    raise NotImplementedError
