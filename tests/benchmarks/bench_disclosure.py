"""Disclosure control: what is hidden, how good that is known to be, and how long it took; printed as a table.

The seconds are the processor's, but for those until the best answer, which the clock limits: let it run on a
quiet machine. ``python3 dev.py bench`` shows them with ``-s``.
"""

import resource
from collections.abc import Callable
from time import process_time

import pytest

from tests.disclosure.invented import (
    a_county,
    a_county_with_quarters,
    a_large_county,
    a_quarter_with_history,
    a_return,
)
from tests.disclosure.tables import example
from vrp_desktop.disclosure.audit import check_certificates, prove
from vrp_desktop.disclosure.instance import each_counts_one
from vrp_desktop.disclosure.model import Frozen, Problem, Protection
from vrp_desktop.disclosure.protect import protect

GAP = 0.05
"""Of what is hidden besides, that the best answer may be over its bound where it is not proven."""


@pytest.mark.parametrize(
    ("name", "problem", "seconds", "gap"),
    [
        ("example vig_t1", lambda: example("vig_t1"), 5.0, 0.0),
        ("example return_n120", lambda: example("return_n120"), 20.0, 0.0),
        ("example consolidated_20_S", lambda: example("consolidated_20_S"), 60.0, GAP),
        *((f"a return, seed {seed}", lambda seed=seed: a_return(seed), 20.0, 0.0) for seed in range(6)),
        ("a quarter with its history", lambda: a_quarter_with_history(1), 60.0, GAP),
        ("a county's year", lambda: a_county(1), 60.0, GAP),
    ],
    ids=str,
)
def test_what_is_hidden(
    name: str, problem: Callable[[], Problem], seconds: float, gap: float, capsys: pytest.CaptureFixture[str]
) -> None:
    best = _told(name, each_counts_one(problem()), seconds, capsys)
    assert best.gap <= gap * best.cost


def test_what_is_hidden_in_a_county_with_more_tables(capsys: pytest.CaptureFixture[str]) -> None:
    # Its gap is told and promised by nobody.
    _told("a county, more tables", each_counts_one(a_large_county(1)), 120.0, capsys)


def test_what_is_hidden_in_a_county_with_its_quarters(capsys: pytest.CaptureFixture[str]) -> None:
    # Minutes long, so the safe answer is all that is asked for; its gap is told and promised by nobody.
    _told("a county with quarters", each_counts_one(a_county_with_quarters(1)), 0.0, capsys)


def _told(name: str, tables: Problem, seconds: float, capsys: pytest.CaptureFixture[str]) -> Protection:
    """The best answer (without ``seconds`` the first safe one), judged, after it has been printed."""
    heard: list[float] = []
    started = process_time()
    quick = protect(tables, effort=0, progress=lambda share, what: heard.append(share))
    at_once = process_time() - started
    best = protect(tables, seconds, effort=seconds / 20) if seconds else quick
    started = process_time()
    judged = prove(tables, best.suppressed)
    audited = process_time() - started
    small = sum(cell.primary for cell in tables.cells)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    with capsys.disabled():
        print(
            f"\n{name:28} {len(tables.cells):6,} cells {small:5,} small | at once {quick.cost:5.0f} in "
            f"{at_once:6.2f} s | best {best.cost:5.0f}, bound {best.lower_bound:5.0f}, "
            f"gap {best.gap / max(best.cost, 1):4.0%}, "
            f"{'proven' if best.proven_optimal else 'not proven':10} in {best.seconds:6.1f} s | "
            f"unmet {len(judged.findings)}, audit {audited:5.2f} s, {len(judged.certificates)} tables | "
            f"{peak:,.0f} MB at most so far"
        )
    assert all(0 <= share <= 1 for share in heard)
    hidden = sum(cell.weight for cell in tables.cells if cell.id in best.suppressed and not cell.primary)
    # What was suppressed before costs nothing.
    hidden -= sum(
        cell.weight for cell in tables.cells if cell.frozen is Frozen.SUPPRESSED and not cell.primary
    )
    assert best.cost == hidden
    for answer in (quick, best):
        assert answer.unmet == ()
        assert answer.lower_bound <= best.cost <= quick.cost
        assert answer.proven_optimal == (not answer.stopped)
        assert answer.gap == max(0.0, answer.cost - answer.lower_bound)
    assert judged.findings == ()
    assert check_certificates(tables, best.suppressed, judged.certificates) == []
    return best
