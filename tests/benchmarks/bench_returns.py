"""Every return of invented providers, four quarters and a later version: what is hidden, how long it takes,
and that the audit of all of them together is clean; and the county's picture of each quarter and of the year.

``python -m pytest tests/benchmarks/bench_returns.py -s`` prints a table of each."""

import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.builders import TODAY
from vrp_desktop.disclosure.audit import audit
from vrp_desktop.domain.demo import imagine
from vrp_desktop.domain.demo.programmes import Organisation, county
from vrp_desktop.domain.demo.timetable import Span
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.permissions import StoreKind
from vrp_desktop.domain.quarters import Quarter
from vrp_desktop.domain.returns.figures import ReturnDocument
from vrp_desktop.domain.sessions import ATTENDED, Mark, Status
from vrp_desktop.services import demo, stores
from vrp_desktop.services.commissioner import Commissioner
from vrp_desktop.services.demo.making import noon_of, store_of
from vrp_desktop.services.memory import Past, together
from vrp_desktop.services.protecting import protect_document
from vrp_desktop.services.provider import Provider

SECONDS = 5.0
"""What one return may take beside its year's history; disclosure by itself is held in bench_disclosure."""

YEAR = [Quarter(2026, number) for number in (1, 2, 3, 4)]
AUDIT_SECONDS = 15.0
"""What the audit of the county's year may take."""


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Provider:
    """A provider of a year and more, with invented people."""
    folder = tmp_path_factory.mktemp("demo") / "store"
    workspace = demo.make(folder, demo.PASSPHRASE, people=600, sessions=900, quarters=6, today=TODAY)
    return Provider(workspace)


@pytest.fixture(scope="module")
def commissioner(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Commissioner]:
    """A commissioner's store with every return of a year of every invented organisation."""
    folder = tmp_path_factory.mktemp("county")
    kept_back = sum(
        _send_a_year(organisation, folder / organisation.name, folder / "inbox")
        for organisation in county(YEAR[0].start - timedelta(days=365))
    )
    after = noon_of(YEAR[-1].end + timedelta(days=30))
    made = stores.create(
        folder / "store", StoreKind.COMMISSIONER, "The partnership", "Kim", demo.PASSPHRASE, after
    )
    commissioner = Commissioner(made.workspace)
    begun = time.perf_counter()
    answers = commissioner.imports.bring_in([folder / "inbox"])
    took = time.perf_counter() - begun
    print(f"\n{len(answers)} returns taken in, {took:.1f} s; {kept_back} were not safe and did not leave")
    assert {str(answer.outcome) for answer in answers} <= {"new", "resubmission", "older"}
    yield commissioner
    made.workspace.close()


def _send_a_year(organisation: Organisation, store: Path, inbox: Path) -> int:
    """Its final returns of four quarters, and a later version of the third of each intervention; says how
    many of those the program kept back, since nothing could hide who was corrected."""
    kept_back, each = 0, len(organisation.programmes)
    span = Span(YEAR[0].start, YEAR[-1].end, tidy=True)
    workspace = store_of(
        store,
        demo.PASSPHRASE,
        organisation,
        lambda: imagine(organisation, 1, 140 * each, 60 * each, span),
        noon_of(YEAR[-1].end + timedelta(days=9)),
        lambda done, total, what: None,
    )
    provider = Provider(workspace)
    for intervention in provider.interventions.all():
        for quarter in YEAR:
            provider.returns.prepare(intervention.id, quarter, inbox, final=True)
        if corrected(provider, intervention.id, YEAR[2]):
            try:
                provider.returns.prepare(intervention.id, YEAR[2], inbox, final=True)
            except Refused:
                kept_back += 1
    workspace.close()
    return kept_back


def corrected(provider: Provider, intervention_id: str, quarter: Quarter) -> bool:
    """Somebody who was marked there was not, after all."""
    for line in provider.sessions.between(quarter.start, quarter.end):
        if line.intervention_id != intervention_id or line.status is not Status.DELIVERED:
            continue
        came = [row for row in provider.registers.read(line.id).rows if row.mark in ATTENDED]
        if came:
            provider.sessions.correct(line.id, "Not there after all")
            provider.registers.mark(line.id, came[0].person_id, Mark.ABSENT)
            return True
    return False


def test_every_return_of_a_year(provider: Provider) -> None:
    quarters = provider.returns.quarters()[-5:-1]
    worst, count, hidden, small = 0.0, 0, 0, 0
    for intervention in provider.interventions.all():
        history: list[Past] = []

        def publish(quarter: Quarter, version: int) -> ReturnDocument:
            nonlocal worst, count, hidden, small
            counted = provider.returns.counted(intervention.id, quarter)  # noqa: B023  # used at once
            begun = time.perf_counter()
            protected = protect_document(counted, history)  # noqa: B023
            worst = max(worst, time.perf_counter() - begun)
            assert protected.safe, (intervention.code, quarter, version)  # noqa: B023
            assert protected.given_away == {}
            history.append(Past(counted, protected.document))  # noqa: B023
            count, hidden, small = count + 1, hidden + protected.secondary, small + protected.primary
            return protected.document

        for quarter in quarters:
            publish(quarter, 1)
        if corrected(provider, intervention.id, quarters[-2]):
            publish(quarters[-2], 2)
        whole = together(history[-1].counted, history)
        frozen = {cell.id for cell in whole.problem.cells if cell.frozen == "suppressed"}
        assert audit(whole.problem, frozen) == []
    print(
        f"{count} returns of {len(provider.interventions.all())} interventions: {small} small counts and "
        f"{hidden} more hidden, every audit clean, the slowest {worst:.2f} s"
    )
    assert worst < SECONDS


def test_the_county_of_every_quarter_and_of_the_year(commissioner: Commissioner) -> None:
    print(f"\n{'picture':<18}{'returns':>9}{'hidden':>8}{'numbers':>9}{'exact':>7}{'drawn':>8}{'audited':>9}")
    for to in YEAR:
        for year in (False, True):
            begun = time.perf_counter()
            picture = (commissioner.county.year if year else commissioner.county.picture)(to)
            drawn = time.perf_counter() - begun
            audit = commissioner.county.audit(to, year)
            exact = sum(interval.exact for interval in picture.sums.values())
            print(
                f"{picture.name:<18}{audit.returns:>9}{audit.hidden:>8}{audit.numbers:>9}"
                f"{exact / len(picture.sums):>7.0%}{drawn:>7.2f}s{audit.seconds:>8.2f}s"
            )
            assert audit.findings == ()
            assert audit.seconds < AUDIT_SECONDS
