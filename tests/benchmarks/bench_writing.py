"""Workbook and PDF of a large return: every figure, and as many words as the empty workbook has room for."""

import time
from dataclasses import replace
from pathlib import Path

from tests.reports.conftest import a_return, sealed
from vrp_desktop.domain import codes
from vrp_desktop.domain.quarters import Quarter
from vrp_desktop.domain.returns import form
from vrp_desktop.domain.returns.figures import Line
from vrp_desktop.reports import excel, pdf

SECONDS = 5.0
"""What both may take together."""
TEXT = "We met at the school gate, and children who would not come to the hall walked over with us. " * 6
LINES = 20


def a_line(table: form.WordTable, number: int) -> tuple[str, ...]:
    """One row of a table of words, full."""
    kinds = {form.Kind.TEXT: f"{number} {TEXT}", form.Kind.LINE: f"Line {number}", form.Kind.SCORE: "4"}
    return tuple(
        codes.code_list(column.codes).codes[number % 3].code if column.codes else kinds[column.kind]
        for column in table.columns
    )


def test_a_large_return_is_written_while_somebody_waits(tmp_path: Path) -> None:
    words: dict[str, tuple[Line, ...]] = {
        table.id: tuple((code, TEXT * 10) for code, _ in table.items)
        or tuple(a_line(table, number) for number in range(LINES))
        for table in form.word_tables()
    }
    document = replace(a_return(supported=4_000), words=words)
    before = a_return(seed=9, supported=3_800, quarter=Quarter(2026, 1))
    begun = time.perf_counter()
    excel.write_return(document, sealed(document), tmp_path / "return.xlsx")
    between = time.perf_counter()
    pdf.write_return(document, tmp_path / "return.pdf", before)
    done = time.perf_counter()
    print(
        f"{len(document.figures)} figures and {sum(map(len, words.values()))} lines of words: workbook "
        f"{between - begun:.2f} s, PDF {done - between:.2f} s"
    )
    assert done - begun < SECONDS
