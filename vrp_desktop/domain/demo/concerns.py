"""A few safeguarding concerns as they could have been raised, and what the lead did."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from vrp_desktop import shipped
from vrp_desktop.domain.concerns import ConcernDetails, Kind, Standing
from vrp_desktop.domain.demo.chance import Chance, id_on

_EVERY = timedelta(days=9)
"""About how far apart they are."""


@dataclass(frozen=True)
class Added:
    """What the lead put to one. ``id`` is the row's."""

    id: str
    concern_id: str
    written_on: date
    kind: Kind
    words: str
    day: date | None


@dataclass(frozen=True)
class Raised:
    """A concern, how far it has come, and what was put to it. ``id`` is the row's."""

    id: str
    raised_on: date
    details: ConcernDetails
    standing: Standing
    referred_on: date | None
    closed_on: date | None
    added: tuple[Added, ...]


def concerns(luck: Chance, came: Iterable[tuple[date, str, str]], today: date) -> list[Raised]:
    """Some, the latest first. ``came`` says on which day who came to which session."""
    there = sorted(one for one in came if one[0] < today)
    found: list[Raised] = []
    latest = today
    for told in shipped.read_json("demo", "concerns.json")["concerns"]:
        there = [one for one in there if one[0] < latest]
        if not there:
            break
        day, session_id, person_id = luck.choice([one for one in there if one[0] == there[-1][0]])
        latest = day - _EVERY
        row_id = id_on(day, luck)
        about = told.get("about", "")
        details = ConcernDetails(
            told["seen"], None if about else person_id, session_id, about, day, told["done"], told["told"]
        )
        referred_on, closed_on = (_after(day, told.get(name)) for name in ("referred_after", "closed_after"))
        if closed_on is not None and closed_on > today:
            closed_on = None
        added: list[Added] = []
        for kind, words, on in (
            (Kind.ANSWERED, told.get("answer", ""), day),
            (Kind.REFERRED, "", referred_on),
            (Kind.CLOSED, "", closed_on),
        ):
            if on is not None and (words or kind is not Kind.ANSWERED):
                its_day = None if kind is Kind.ANSWERED else on
                added.append(Added(id_on(on, luck), row_id, on, kind, words, its_day))
        standing = Standing.ACTED if added else Standing.NEW
        found.append(
            Raised(
                row_id,
                day,
                details,
                standing if closed_on is None else Standing.CLOSED,
                referred_on,
                closed_on,
                tuple(added),
            )
        )
    return found


def _after(day: date, days: int | None) -> date | None:
    return None if days is None else day + timedelta(days=days)
