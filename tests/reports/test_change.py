"""What the first page says has changed since the quarter before: of what both show, and nothing else."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.reports import programs
from tests.reports.conftest import a_return
from vrp_desktop.domain.quarters import Quarter
from vrp_desktop.domain.returns.figures import Key, ReturnDocument, Shown
from vrp_desktop.domain.returns.rule import ALONE
from vrp_desktop.reports import pdf, summary

SUPPORTED: Key = ("R2", "supported_quarter", "people")


def of(quarter: Quarter, key: Key = SUPPORTED, value: float = 121, **changes: object) -> ReturnDocument:
    """A return in which one figure is as told."""
    document = a_return(quarter=quarter, **changes)  # type: ignore[arg-type]  # fields of the header
    return document.with_figures(
        replace(f, value=value, shown=Shown.VALUE) if f.key == key else f for f in document.figures
    )


NOW = of(Quarter(2026, 2), value=137)


@pytest.mark.parametrize(
    ("key", "then", "now", "words"),
    [
        (SUPPORTED, 121, 137, "▲ 16 more than in Q1"),
        (SUPPORTED, 1_200, 137, "▼ 1,063 fewer than in Q1"),
        (SUPPORTED, 137, 137, "the same as in Q1"),
        (("R5", "hours", "value"), 10.5, 12.0, "▲ 1.5 more than in Q1"),
        (("R5", "attendance_rate", "value"), 80.1, 78.0, "▼ 2.1 points lower than in Q1"),
        (("R2", "supported_ytd", "people"), 100, 181, ""),
    ],
)
def test_a_change_is_told_in_words(key: Key, then: float, now: float, words: str) -> None:
    before, document = of(Quarter(2026, 1), key, then), of(Quarter(2026, 2), key, now)
    assert summary.change(document, before, key) == words


def test_the_quarter_of_another_year_has_its_year() -> None:
    found = summary.change(of(Quarter(2026, 1)), of(Quarter(2025, 4), value=100), SUPPORTED)
    assert found == "▲ 21 more than in Q4 2025-26"


def test_nothing_is_told_of_what_one_of_them_hides_or_counts_otherwise() -> None:
    before = of(Quarter(2026, 1))

    def with_it(document: ReturnDocument, **changes: object) -> ReturnDocument:
        return document.with_figures(
            replace(f, **changes) if f.key == SUPPORTED else f  # type: ignore[arg-type] # by name
            for f in document.figures
        )

    hidden = {"value": None, "shown": Shown.CONFIDENTIAL}
    assert summary.change(NOW, None, SUPPORTED) == ""
    assert summary.change(NOW, with_it(before, **hidden), SUPPORTED) == ""
    assert summary.change(with_it(NOW, **hidden), before, SUPPORTED) == ""
    assert summary.change(NOW, with_it(before, definition="supported/2"), SUPPORTED) == ""
    assert summary.change(NOW, of(Quarter(2026, 1), method=ALONE), SUPPORTED) == ""


def test_it_stands_on_the_first_page(tmp_path: Path) -> None:
    pdf.write_return(NOW, tmp_path / "a.pdf", of(Quarter(2026, 1)))
    page = programs.run(programs.needed("pdftotext"), "-layout", "-l", "1", str(tmp_path / "a.pdf"), "-")
    for words in (
        "16 more than in Q1",
        "I have somebody to ring now.",
        "Meet at the school gate.",
        "£23,570",
    ):
        assert words in page
    assert "What people needed help with" in page
    assert "never a number of different people" in " ".join(page.split())


def test_a_return_before_that_carries_a_hidden_value_is_not_used(tmp_path: Path) -> None:
    before = of(Quarter(2026, 1))
    leaky = replace(before.figures[0], value=3, shown=Shown.CONFIDENTIAL)
    with pytest.raises(ValueError, match="still carries its value"):
        pdf.write_return(NOW, tmp_path / "a.pdf", before.with_figures([leaky]))
    assert not list(tmp_path.iterdir())
