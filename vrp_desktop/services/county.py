"""The county's picture of a quarter."""

from dataclasses import dataclass
from pathlib import Path

from vrp_desktop.domain.county import CountyPicture
from vrp_desktop.domain.quarters import Quarter
from vrp_desktop.services.workspace import Workspace


@dataclass(frozen=True)
class Published:
    """The files of a county's picture."""

    workbook: Path
    pdf: Path


class County:
    """All interventions and the five districts together, never more exact than what was published."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def picture(self, quarter: Quarter) -> CountyPicture:
        """The quarter over all current returns. Refused where there are none."""
        raise NotImplementedError

    def export(self, quarter: Quarter, folder: Path) -> Published:
        """Writes the picture as a workbook and a PDF."""
        raise NotImplementedError
