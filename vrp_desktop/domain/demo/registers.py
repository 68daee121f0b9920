"""Who is marked in an invented register, and how many came who were not named."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from vrp_desktop.domain import age
from vrp_desktop.domain.demo.chance import Chance
from vrp_desktop.domain.demo.journeys import Journey, Pattern
from vrp_desktop.domain.demo.programmes import Kind
from vrp_desktop.domain.sessions import HeadCount, Mark

_COMES = {Pattern.REGULAR: 0.87, Pattern.PATCHY: 0.55, Pattern.DROP_OFF: 0.82, Pattern.ONE_OFF: 0.9}


@dataclass
class Member:
    """Somebody who may be in the registers of one programme, with what has happened so far."""

    person_id: str
    journey: Journey
    slot: int
    """Which weekly slot they come to."""
    came: int = 0
    last_turn: date | None = None

    def may_be_marked(self, day: date) -> bool:
        return self.journey.first is not None and self.journey.first <= day <= self.journey.last

    def may_come(self, day: date) -> bool:
        once_only = self.journey.pattern is Pattern.ONE_OFF and self.came >= 2
        return day <= self.journey.seen_until and not once_only


def group_marks(
    luck: Chance, kind: Kind, members: list[Member], day: date
) -> Iterator[tuple[Member, Mark, str]]:
    """Everybody in a group. Nobody is absent from a place that anybody may drop in to."""
    drop_in = kind.heads is not None
    for member in members:
        mark = _mark(luck, member, day)
        if mark.attended:
            member.came += 1
            yield member, mark, "Left at half past for the bus" if luck.random() < 0.01 else ""
        elif not drop_in and member.journey.enrolment is not None:
            yield member, mark, "Rang to say" if mark is Mark.EXCUSED and luck.random() < 0.3 else ""


def one_to_one(luck: Chance, day: date, members: list[Member]) -> Iterator[tuple[Member, Mark, str]]:
    """The one whose turn it is: who has waited longest."""
    turn = min(members, key=lambda m: (m.last_turn or date.min, m.journey.met_on, m.person_id), default=None)
    if turn is not None:
        turn.last_turn = day
        mark = _mark(luck, turn, day)
        turn.came += mark.attended
        yield turn, mark, ""


def _mark(luck: Chance, member: Member, day: date) -> Mark:
    if member.may_come(day) and luck.random() < _COMES[member.journey.pattern]:
        return luck.choices((Mark.PRESENT, Mark.LATE, Mark.LEFT_EARLY), (88, 8, 4))[0]
    return Mark.EXCUSED if member.may_come(day) and luck.random() < 0.4 else Mark.ABSENT


def heads(luck: Chance, kind: Kind) -> list[HeadCount]:
    """People who came without giving a name, by band and sex where the worker could tell."""
    if kind.heads is None:
        return []
    total = luck.randint(*kind.heads)
    estimated = luck.random() < kind.estimated
    bands = [band for band in age.BANDS if band.last is not None and band.last >= kind.ages[0]]
    bands = [band for band in bands if band.first <= kind.ages[1]]
    weights = [1 / (1 + abs((band.first + (band.last or band.first)) / 2 - kind.peak)) for band in bands]
    counts: dict[tuple[str, str | None], int] = {}
    for _ in range(total):
        band = age.NOT_KNOWN if luck.random() < 0.06 else luck.choices(bands, weights)[0].code
        sex = None if luck.random() < 0.08 else "female" if luck.random() < kind.girls else "male"
        counts[band, sex] = counts.get((band, sex), 0) + 1
    return [HeadCount(band, sex, count, estimated) for (band, sex), count in counts.items()]
