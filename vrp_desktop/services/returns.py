"""The quarter's return: counted, protected, signed, written."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from vrp_desktop.domain.interventions import Intervention
from vrp_desktop.domain.quarters import Quarter
from vrp_desktop.domain.returns.figures import ReturnDocument
from vrp_desktop.services.workspace import Workspace


@dataclass(frozen=True)
class Blocker:
    """Something that should be put right before a return is final. ``session_id`` or ``person_id`` lead
    to the record, where there is one."""

    text: str
    session_id: str | None = None
    person_id: str | None = None
    blocks: bool = False
    """True where the return cannot be made final like this; otherwise it is a warning."""


@dataclass(frozen=True)
class Preview:
    """The return as it would be today. ``counted`` is for the provider's own eyes; ``protected`` is what
    would leave the house."""

    counted: ReturnDocument
    protected: ReturnDocument
    primary: int
    """How many counts are small (1 to T-1)."""
    secondary: int
    """How many more are hidden so that none of them follows by subtraction."""
    blockers: tuple[Blocker, ...]


@dataclass(frozen=True)
class Prepared:
    """A return that has been written."""

    document: ReturnDocument
    workbook: Path
    pdf: Path


class Returns:
    """From records to a signed workbook and PDF."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def interventions(self) -> tuple[Intervention, ...]:
        """Those a return can be made for."""
        raise NotImplementedError

    def quarters(self) -> tuple[Quarter, ...]:
        """The quarters there are records for, oldest first (the present quarter included)."""
        raise NotImplementedError

    def preview(self, intervention_id: str, quarter: Quarter) -> Preview:
        """Counts in one read, applies the definitions, then protects. Writes nothing."""
        raise NotImplementedError

    def prepare(
        self,
        intervention_id: str,
        quarter: Quarter,
        folder: Path,
        final: bool = False,
        progress: Callable[[str], None] = lambda _: None,
    ) -> Prepared:
        """Writes the workbook and the PDF; when final, freezes the return first.

        A final return whose figures have not changed is written again, byte for byte; one whose figures
        have changed becomes a resubmission that supersedes it. Refused where something blocks it, or the
        quarter has not begun. Trouble where the folder cannot be written: nothing is half-written."""
        raise NotImplementedError

    def empty_template(self, folder: Path) -> Path:
        """Writes the empty workbook that an organisation without this program fills by hand."""
        raise NotImplementedError
