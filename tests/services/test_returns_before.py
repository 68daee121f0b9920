"""The PDF says what has changed since the quarter before, and stays the same for ever once it is frozen."""

from datetime import timedelta
from pathlib import Path

from tests.builders import Clock, a_session
from tests.reports import programs
from tests.services.test_returns import OCTOBER, Q2, Q3, club, provider
from vrp_desktop.services.provider import Provider

__all__ = ["club", "provider"]


def first_page(pdf: Path) -> str:
    return programs.run(programs.needed("pdftotext"), "-layout", "-l", "1", str(pdf), "-")


def test_the_return_before_is_the_one_that_stood_when_this_one_was_frozen(
    provider: Provider, club: str, tmp_path: Path, clock: Clock
) -> None:
    provider.returns.prepare(club, Q2, tmp_path / "a", final=True)
    clock.go(days=70)
    one = provider.returns.prepare(club, Q3, tmp_path / "b", final=True)
    assert "the same as in Q2" in first_page(one.pdf)
    provider.sessions.log(a_session(club, OCTOBER - timedelta(days=60)))
    assert provider.returns.prepare(club, Q2, tmp_path / "c", final=True).document.header.version == 2
    two = provider.returns.prepare(club, Q3, tmp_path / "d", final=True)
    assert two.pdf.read_bytes() == one.pdf.read_bytes()


def test_where_there_is_none_nothing_is_said(provider: Provider, club: str, tmp_path: Path) -> None:
    page = first_page(provider.returns.prepare(club, Q2, tmp_path, final=True).pdf)
    assert "than in Q" not in page
    assert "as in Q" not in page
