"""Chance that can be repeated: a stream of random numbers for each part of the world, and row names."""

import random
from datetime import UTC, date, datetime
from uuid import UUID

Chance = random.Random


def chance(seed: int, *part: str | int) -> Chance:
    """The stream of one part, so that more sessions do not change who the people are."""
    return random.Random(":".join(str(p) for p in (seed, *part)))  # noqa: S311 - invents people, keeps no secret


def id_on(day: date, luck: Chance) -> str:
    """A UUIDv7 that says it was made around midday on a day; the same stream gives the same ones."""
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    milliseconds = int(noon.timestamp() * 1000) + luck.randrange(3_600_000)
    bits = milliseconds << 80 | 7 << 76 | luck.getrandbits(12) << 64 | 2 << 62 | luck.getrandbits(62)
    return str(UUID(int=bits))


def between(luck: Chance, first: date, last: date) -> date:
    """A day of the span, both ends included; the first if the span is empty."""
    return date.fromordinal(luck.randint(first.toordinal(), max(first, last).toordinal()))
