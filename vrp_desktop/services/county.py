"""The county's picture of a quarter, and of the year to its end."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from vrp_desktop.db.queries import received
from vrp_desktop.db.queries.received import StoredReturn
from vrp_desktop.domain.county import CountyPicture, picture_of, year_of
from vrp_desktop.domain.errors import Refused, Trouble
from vrp_desktop.domain.permissions import Action, StoreKind
from vrp_desktop.domain.quarters import Quarter
from vrp_desktop.reports import county_excel, county_pdf
from vrp_desktop.services.county_audit import CountyAudit, audit_county
from vrp_desktop.services.county_year import by_intervention, course_of, part_of
from vrp_desktop.services.folders import taken_out
from vrp_desktop.services.service import Service


@dataclass(frozen=True)
class Published:
    """The files of a county's picture."""

    workbook: Path
    pdf: Path
    audit: CountyAudit


class County(Service):
    """All interventions and the five districts together, never more exact than what was published."""

    def picture(self, quarter: Quarter) -> CountyPicture:
        """The quarter over all current returns. Refused where there are none."""
        return _quarter(self._stored(quarter, quarter), quarter)

    def year(self, to: Quarter) -> CountyPicture:
        """The financial year to the end of a quarter, over all current returns of it. Refused where no return
        for that quarter has come in."""
        return _year(self._stored(Quarter(to.year, 1), to), to)

    def audit(self, quarter: Quarter, year: bool = False) -> CountyAudit:
        """Holds the picture of a quarter, or of the year to its end, against every return that came in.
        Refused where none for that quarter has."""
        stored = self._stored(Quarter(quarter.year, 1) if year else quarter, quarter)
        return audit_county(stored, (_year if year else _quarter)(stored, quarter))

    def _stored(self, first: Quarter, to: Quarter) -> tuple[StoredReturn, ...]:
        """Every version that came in."""
        if self._workspace.kind is not StoreKind.COMMISSIONER:
            raise Refused("The county's picture is drawn in the commissioner's store: this is a provider's.")
        quarters = [str(Quarter(to.year, number)) for number in range(first.number, to.number + 1)]
        with self._reading(Action.READ_COUNTY) as tx:
            stored = received.of_quarters(tx, quarters)
        if not any(one.current and one.header.quarter == to for one in stored):
            raise Refused(f"No return for {to.label} has come in. Import the returns first.")
        return stored

    def export(
        self,
        quarter: Quarter,
        folder: Path,
        progress: Callable[[str], None] = lambda _: None,
        year: bool = False,
    ) -> Published:
        """Writes the picture of the quarter, or of the year to its end, as a workbook and a PDF; the same
        returns give the same bytes.

        It is audited first: refused where it would say more than the returns do, and where no return has
        come in; Trouble where the folder cannot be written, and then nothing is half-written."""
        self._need(Action.READ_COUNTY)
        self._need_writable()
        progress("Adding up the returns")
        stored = self._stored(Quarter(quarter.year, 1) if year else quarter, quarter)
        picture = (_year if year else _quarter)(stored, quarter)
        progress("Checking that it says no more than the returns do")
        audit = audit_county(stored, picture)
        _check(audit)
        name = f"county_{picture.name}"
        published = Published(folder / f"{name}.xlsx", folder / f"{name}.pdf", audit)
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as fault:
            raise Trouble(
                f"The county's picture could not be written to {folder}: {fault.strerror or fault}. Check "
                "that you may write there, that there is room, and that neither is open in another program."
            ) from fault
        paths = (published.workbook, published.pdf)
        files = [path.name for path in paths]
        with taken_out(self._workspace, paths, "county", picture.name, files=files) as (workbook, pdf):
            progress("Writing the workbook")
            county_excel.write_county(picture, workbook)
            progress("Writing the PDF")
            county_pdf.write_county(picture, pdf)
        return published


def _quarter(stored: Iterable[StoredReturn], quarter: Quarter) -> CountyPicture:
    current = [one for one in stored if one.current]
    return picture_of(quarter, map(part_of, current), _signatures(current))


def _year(stored: Iterable[StoredReturn], to: Quarter) -> CountyPicture:
    current = [one for one in stored if one.current]
    courses = [course_of(returns, to) for returns in by_intervention(current)]
    return year_of(to, courses, _signatures(current))


def _signatures(stored: Iterable[StoredReturn]) -> dict[str, str]:
    return {one.header.return_id: one.signature for one in stored}


def _check(audit: CountyAudit) -> None:
    if audit.findings:
        raise Refused(
            f"The county's picture was not written: {audit.findings[0]} "
            "Import the returns again; where that does not help, ask for help with the program."
        )
