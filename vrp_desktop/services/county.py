"""The county's picture of a quarter."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from vrp_desktop.db.queries import received
from vrp_desktop.domain.county import CountyPicture, Interval, picture_of
from vrp_desktop.domain.errors import Refused, Trouble
from vrp_desktop.domain.permissions import Action, StoreKind
from vrp_desktop.domain.quarters import Quarter
from vrp_desktop.reports import county_excel, county_pdf
from vrp_desktop.services.folders import taken_out
from vrp_desktop.services.service import Service


@dataclass(frozen=True)
class Published:
    """The files of a county's picture."""

    workbook: Path
    pdf: Path


class County(Service):
    """All interventions and the five districts together, never more exact than what was published."""

    def picture(self, quarter: Quarter) -> CountyPicture:
        """The quarter over all current returns. Refused where there are none."""
        if self._workspace.kind is not StoreKind.COMMISSIONER:
            raise Refused("The county's picture is drawn in the commissioner's store: this is a provider's.")
        with self._reading(Action.READ_COUNTY) as tx:
            stored = received.of_quarter(tx, str(quarter))
        if not stored:
            raise Refused(f"No return for {quarter.label} has come in. Import the returns first.")
        return picture_of(
            quarter,
            (
                (one.document, {key: Interval(low, high) for key, (low, high) in one.intervals.items()})
                for one in stored
            ),
            {one.header.return_id: one.signature for one in stored},
        )

    def export(
        self, quarter: Quarter, folder: Path, progress: Callable[[str], None] = lambda _: None
    ) -> Published:
        """Writes the picture as a workbook and a PDF; the same returns give the same bytes.

        Refused where no return has come in; Trouble where the folder cannot be written, and then nothing is
        half-written."""
        self._need(Action.READ_COUNTY)
        self._need_writable()
        progress("Adding up the returns")
        picture = self.picture(quarter)
        published = Published(folder / f"county_{quarter}.xlsx", folder / f"county_{quarter}.pdf")
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as fault:
            raise Trouble(
                f"The county's picture could not be written to {folder}: {fault.strerror or fault}. Check "
                "that you may write there, that there is room, and that neither is open in another program."
            ) from fault
        paths = (published.workbook, published.pdf)
        files = [path.name for path in paths]
        with taken_out(self._workspace, paths, "county", str(quarter), files=files) as (workbook, pdf):
            progress("Writing the workbook")
            county_excel.write_county(picture, workbook)
            progress("Writing the PDF")
            county_pdf.write_county(picture, pdf)
        return published
