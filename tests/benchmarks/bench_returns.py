"""Every return of an invented provider, four quarters and a later version: what is hidden, how long it
takes, and that the audit of all of them together is clean."""

import time

import pytest

from tests.builders import TODAY
from vrp_desktop.disclosure.audit import audit
from vrp_desktop.domain.quarters import Quarter
from vrp_desktop.domain.returns.figures import ReturnDocument
from vrp_desktop.domain.sessions import ATTENDED, Mark, Status
from vrp_desktop.services import demo
from vrp_desktop.services.memory import Past, together
from vrp_desktop.services.protecting import protect_document
from vrp_desktop.services.provider import Provider

SECONDS = 5.0
"""What one return may take beside its year's history; disclosure by itself is held in bench_disclosure."""


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Provider:
    """A provider of a year and more, with invented people."""
    folder = tmp_path_factory.mktemp("demo") / "store"
    workspace = demo.make(folder, demo.PASSPHRASE, people=600, sessions=900, quarters=6, today=TODAY)
    return Provider(workspace)


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
