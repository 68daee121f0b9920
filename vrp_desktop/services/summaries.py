"""A provider's summary over its interventions, for its own eyes and, of published returns, for outside."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from vrp_desktop.db.queries import releases, settings
from vrp_desktop.db.queries import summaries as queries
from vrp_desktop.domain.county import Interval
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.interventions import Intervention
from vrp_desktop.domain.permissions import Action
from vrp_desktop.domain.quarters import Quarter
from vrp_desktop.domain.returns.figures import ReturnDocument, Shown
from vrp_desktop.domain.summary import (
    SUPPORTED,
    SUPPORTED_YEAR,
    Covered,
    Over,
    Part,
    Summary,
    amount,
    lines_of,
    map_of,
    may_tell,
    rounded,
    shown_keys,
    source_words,
    total_of,
)
from vrp_desktop.services import protection
from vrp_desktop.services.folders import make_ready, taken_out
from vrp_desktop.services.organisation import rule_of
from vrp_desktop.services.returns import Returns
from vrp_desktop.services.service import Service

MOST_QUARTERS, MOST_YEARS = 8, 5
"""How far back the trend goes."""


@dataclass(frozen=True)
class Written:
    """A summary that has been written."""

    summary: Summary
    workbook: Path
    pdf: Path


class Summaries(Service):
    """All interventions together: sums, and different people, never one for the other."""

    def quarters(self) -> tuple[Quarter, ...]:
        """The quarters there are records for, oldest first."""
        return Returns(self._workspace).quarters()

    def own(self, quarter: Quarter, year_to_date: bool = False) -> Summary:
        """Counted today from the records, nothing hidden: for the provider's own eyes."""
        self._need(Action.PREPARE_RETURNS)
        returns = Returns(self._workspace)
        interventions = returns.interventions()
        span = _span(quarter, year_to_date)
        years = [[Part(returns.counted(each.id, one), {}) for one in span] for each in interventions]
        first = span[0].start
        with self._reading(Action.PREPARE_RETURNS) as tx:
            people = queries.supported(tx, first, quarter.end)
            trend = [
                _counted(str(one), interventions, queries.supported(tx, one.start, one.end), {})
                for one in self._back(quarter)
            ]
            over = [
                _counted(
                    name,
                    interventions,
                    queries.supported(tx, begin, end),
                    queries.delivered(tx, begin, end),
                )
                for name, begin, end in self._years(quarter)
            ]
            provider = settings.read(tx, "organisation")["name"]
        in_several = sum(
            sum(person in own for own in people.values()) > 1
            for person in frozenset().union(*people.values())
        )
        return Summary(
            provider,
            quarter,
            year_to_date,
            False,
            tuple(Covered(each.code, each.name, "Records, as they are today") for each in interventions),
            lines_of(years, year_to_date),
            len(frozenset().union(*people.values())),
            in_several,
            tuple(trend),
            tuple(over),
            map_of([part.document for part in parts] for parts in years),
        )

    def outside(self, quarter: Quarter, year_to_date: bool = False) -> Summary:
        """Made of the final returns as they were published, and nothing else: adding up what is known to
        everybody gives nobody away. Different people are told of a quarter only, rounded, and only where
        they are far enough from every sum. Refused where no intervention has a final return."""
        self._need(Action.PREPARE_RETURNS, Action.READ_FIGURES)
        interventions = Returns(self._workspace).interventions()
        with self._workspace.store.reading() as tx:
            last = {
                (each.id, one): found[-1]
                for each in interventions
                for one in {*self._back(quarter), *_span(quarter, True), *self._ends(quarter)}
                if (found := releases.of_quarter(tx, each.id, one))
            }
            people = queries.supported(tx, quarter.start, quarter.end)
            threshold = rule_of(tx).threshold
            provider = settings.read(tx, "organisation")["name"]
        parts = {at: _published(one.document) for at, one in last.items()}
        span = _span(quarter, year_to_date)
        covered = [each for each in interventions if all((each.id, one) in parts for one in span)]
        if not covered:
            raise Refused(
                f"No intervention has a final return for {quarter.label}"
                f"{' and every quarter of its year before' if year_to_date else ''} yet. Prepare them under "
                "Returns first: what goes outside is made of final returns only."
            )
        years = [[parts[each.id, one] for one in span] for each in covered]
        different = None if year_to_date else _told(covered, years, people, threshold)
        return Summary(
            provider,
            quarter,
            year_to_date,
            True,
            tuple(
                Covered(each.code, each.name, source_words(own[-1].document.header))
                for each, own in zip(covered, years, strict=True)
            ),
            lines_of(years, year_to_date),
            different,
            None,
            tuple(_of_parts(str(one), covered, one, parts, SUPPORTED) for one in self._back(quarter)),
            tuple(
                _of_parts(end.financial_year, covered, end, parts, SUPPORTED_YEAR)
                for end in self._ends(quarter)
            ),
            map_of([part.document for part in own] for own in years),
            tuple(f"{each.name} ({each.code})" for each in interventions if each not in covered),
            rounded_to=threshold,
        )

    def export(
        self,
        quarter: Quarter,
        year_to_date: bool,
        folder: Path,
        outside: bool = False,
        progress: Callable[[str], None] = lambda _: None,
    ) -> Written:
        """Writes the summary as a workbook and a PDF. Trouble where the folder cannot be written, and then
        nothing is half-written."""
        self._need(Action.PREPARE_RETURNS)
        self._need_writable()
        from vrp_desktop.reports import summary_excel, summary_pdf  # only where something is written

        progress("Counting")
        summary = self.outside(quarter, year_to_date) if outside else self.own(quarter, year_to_date)
        make_ready(folder)
        name = f"summary_{quarter}{'_year' if year_to_date else ''}{'' if outside else '_own-eyes-only'}"
        paths = (folder / f"{name}.xlsx", folder / f"{name}.pdf")
        told = {"quarter": str(quarter), "files": [path.name for path in paths], "outside": outside}
        with taken_out(self._workspace, paths, "summary", str(quarter), **told) as (workbook, paper):
            progress("Writing the workbook")
            summary_excel.write_summary(summary, self._today, workbook)
            progress("Writing the PDF")
            summary_pdf.write_summary(summary, self._today, paper)
        return Written(summary, *paths)

    def _back(self, quarter: Quarter) -> list[Quarter]:
        """The quarters of the trend, the oldest first: no further back than there are records."""
        there = [one for one in self.quarters() if one <= quarter]
        return there[-MOST_QUARTERS:] or [quarter]

    def _ends(self, quarter: Quarter) -> list[Quarter]:
        """The last quarter of every year there are records for, and the chosen one of its own year."""
        first = min((*self.quarters(), quarter))
        years = range(max(first.year, quarter.year - MOST_YEARS + 1), quarter.year)
        return [*(Quarter(year, 4) for year in years), quarter]

    def _years(self, quarter: Quarter) -> list[tuple[str, date, date]]:
        return [(end.financial_year, end.year_start, end.end) for end in self._ends(quarter)]


def _span(quarter: Quarter, year_to_date: bool) -> list[Quarter]:
    first = 1 if year_to_date else quarter.number
    return [Quarter(quarter.year, number) for number in range(first, quarter.number + 1)]


def _counted(
    name: str,
    interventions: Sequence[Intervention],
    people: Mapping[str, frozenset[str]],
    sessions: Mapping[str, int],
) -> Over:
    counts = [len(people.get(each.id, ())) for each in interventions]
    parts = tuple(Interval(count, count) for count in counts)
    held = sum(sessions.values())
    return Over(
        name,
        parts,
        total_of(parts),
        len(frozenset().union(*people.values())),
        Interval(held, held) if sessions else None,
    )


def _published(stored: bytes) -> Part:
    """What is hidden or rounded takes an attack to find out: not where nothing that is shown here is."""
    document = ReturnDocument.from_bytes(stored)
    kept_back = any(document.get(*key).shown is Shown.CONFIDENTIAL for key in shown_keys())
    if not kept_back and not document.header.rule.rounds:
        return Part(document, {})
    hidden = {key: Interval(*ends) for key, ends in protection.open_intervals_of(document).items()}
    return Part(document, hidden)


def _of_parts(
    name: str,
    interventions: Sequence[Intervention],
    quarter: Quarter,
    parts: Mapping[tuple[str, Quarter], Part],
    key: tuple[str, str, str],
) -> Over:
    own = tuple(
        amount(part, key) if (part := parts.get((each.id, quarter))) else None for each in interventions
    )
    # A sum over some of the interventions would look like a quarter in which fewer people came.
    return Over(name, own, None if None in own else total_of(own))


def _told(
    covered: Sequence[Intervention],
    years: Sequence[Sequence[Part]],
    people: Mapping[str, frozenset[str]],
    threshold: int,
) -> int | None:
    """Different people over the interventions that are covered, rounded, where that may be told: not where
    the records say something else by now than what was published."""
    different = len(frozenset().union(*(people.get(each.id, frozenset()) for each in covered)))
    published = [amount(own[-1], SUPPORTED) for own in years]
    known = [part for part in published if part is not None]
    counts = [len(people.get(each.id, ())) for each in covered]
    if len(known) < len(published) or not may_tell(different, known, threshold):
        return None
    if not all(one.low <= n and (one.high or n) >= n for n, one in zip(counts, known, strict=True)):
        return None
    return rounded(different, threshold)
