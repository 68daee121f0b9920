"""Search over 20,000 people answers within 50 ms."""

from typing import Any

import pytest

from tests.benchmarks.conftest import PEOPLE, Town

SECONDS = 0.050


@pytest.mark.parametrize("text", ["", "a", "an", "hana", "isla kha", "lia obr", "nobody is called so"])
def test_a_search(benchmark: Any, town: Town, text: str) -> None:
    assert town.provider.people.count() == PEOPLE
    benchmark.pedantic(town.provider.people.search, (text,), rounds=30, warmup_rounds=1)
    assert benchmark.stats.stats.median < SECONDS
