"""A county of invented providers, each with final returns: something for a commissioner to bring in."""

import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from vrp_desktop.domain.demo import imagine
from vrp_desktop.domain.demo.chance import chance
from vrp_desktop.domain.demo.programmes import Organisation, county
from vrp_desktop.domain.demo.timetable import Span
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.quarters import Quarter
from vrp_desktop.services.demo.making import first_of, noon_of, store_of
from vrp_desktop.services.returns import Returns

_PASSPHRASE = "a folder that lives a minute"  # noqa: S105 - the store is deleted before anybody could use it
_CLOSED = timedelta(days=9)
"""How long after a quarter the providers have everything written up."""


def county_returns(
    folder: Path,
    quarter: Quarter,
    providers: int = 12,
    seed: int = 1,
    progress: Callable[[int, int, str], None] = lambda done, total, what: None,
) -> tuple[Path, ...]:
    """Writes the final returns of a quarter of so many invented organisations over the five districts, as
    workbook and PDF, into ``folder``; answers the workbooks. The organisations' stores are thrown away.

    ``progress`` gets organisations done, how many in all, and a name. Refuses more organisations than there
    are."""
    organisations = county(quarter.year_start - timedelta(days=365))
    if not 1 <= providers <= len(organisations):
        raise Refused(f"There are {len(organisations)} invented providers; choose between 1 and that many.")
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    for number, organisation in enumerate(organisations[:providers]):
        progress(number, providers, organisation.name)
        written += _returns_of(organisation, folder, quarter, seed)
    progress(providers, providers, "")
    return tuple(written)


def _returns_of(organisation: Organisation, folder: Path, quarter: Quarter, seed: int) -> list[Path]:
    span = Span(first_of(quarter, quarter.number), quarter.end, tidy=True)
    luck = chance(seed, organisation.name)
    each = len(organisation.programmes)
    people, sessions = luck.randint(30, 90) * each, luck.randint(10, 22) * each * quarter.number
    with tempfile.TemporaryDirectory(prefix="vrp-demo-", ignore_cleanup_errors=True) as aside:
        workspace = store_of(
            Path(aside) / "store",
            _PASSPHRASE,
            organisation,
            lambda: imagine(organisation, seed, people, sessions, span),
            noon_of(quarter.end + _CLOSED),
            lambda done, total, what: None,
        )
        try:
            returns = Returns(workspace)
            return [
                returns.prepare(one.id, quarter, folder, final=True).workbook
                for one in returns.interventions()
            ]
        finally:
            workspace.close()
