"""A register of 300 opens at once, and a saved mark is durable within 100 ms."""

from itertools import cycle
from typing import Any

from sqlalchemy import text

from tests.benchmarks.conftest import REGULARS, Town
from vrp_desktop.domain.sessions import Mark

SECONDS = 0.100
FULL = 2
"""SQLite's word for "the disk has said that it holds it" before a commit returns."""


def test_opening_a_register_of_three_hundred(benchmark: Any, town: Town) -> None:
    register = benchmark.pedantic(
        town.provider.registers.read, (town.session_id,), rounds=30, warmup_rounds=1
    )
    assert len(register.rows) == REGULARS
    assert benchmark.stats.stats.median < SECONDS


def test_saving_a_mark(benchmark: Any, town: Town) -> None:
    registers, session_id = town.provider.registers, town.session_id
    with town.provider.workspace.store.reading() as tx:
        assert tx.scalar(text("PRAGMA synchronous")) == FULL
    marks, people = cycle((Mark.PRESENT, Mark.LATE, Mark.ABSENT)), cycle(town.regulars[:40])
    benchmark.pedantic(
        registers.mark, setup=lambda: ((session_id, next(people), next(marks)), {}), rounds=200
    )
    assert benchmark.stats.stats.median < SECONDS


def test_saving_a_register_of_twelve_in_one_go(benchmark: Any, town: Town) -> None:
    registers, session_id = town.provider.registers, town.session_id
    marks, twelve = cycle((Mark.EXCUSED, Mark.PRESENT)), town.regulars[100:112]
    benchmark.pedantic(
        registers.mark_many,
        setup=lambda: ((session_id, dict.fromkeys(twelve, next(marks))), {}),
        rounds=50,
    )
    assert benchmark.stats.stats.median < SECONDS
