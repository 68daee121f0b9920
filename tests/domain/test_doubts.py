"""When a session ends, in words."""

from datetime import time

import pytest

from vrp_desktop.domain.doubts import ends_at


@pytest.mark.parametrize(
    ("starts_at", "minutes", "words"),
    [
        (time(18), 120, "until 20:00"),
        (time(23, 30), 30, "until 00:00 the next day"),
        (time(22), 180, "until 01:00 the next day"),
        (time(9, 15), 1440, "until 09:15 the next day"),
        (time(18), 0, ""),
        (time(18), 1500, ""),
        (time(18), None, ""),
        (None, 60, ""),
    ],
)
def test_the_end_is_told_where_it_can_be(starts_at: time | None, minutes: int | None, words: str) -> None:
    assert ends_at(starts_at, minutes) == words
