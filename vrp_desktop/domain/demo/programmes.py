"""What invented organisations deliver: the strategy's interventions, each in one of six ways of working."""

from dataclasses import dataclass
from datetime import date, time
from functools import cache
from typing import Any

from vrp_desktop import shipped
from vrp_desktop.domain import strategy
from vrp_desktop.domain.interventions import InterventionDetails


@dataclass(frozen=True)
class Kind:
    """A way of working: who comes, how often, for how long. Shares and chances lie between 0 and 1."""

    name: str
    session_kind: str
    minutes: tuple[int, ...]
    starts: tuple[time, ...]
    setting: str
    ages: tuple[int, int]
    peak: int
    """The most usual age."""
    girls: float
    people: float
    sessions: float
    weeks: str
    heads: tuple[int, int] | None
    estimated: float
    nickname: float
    goals: float
    distance: float
    length: tuple[int, int]
    """Weeks that taking part usually lasts, at least and at most."""
    referrals: tuple[str, ...]
    prevention: str
    reach: str
    approach: str


@dataclass(frozen=True)
class Programme:
    """An intervention as one organisation delivers it."""

    details: InterventionDetails
    kind: Kind

    @property
    def home(self) -> str | None:
        """The district most of its people live in, or None where it works everywhere."""
        district = self.details.districts[0]
        return None if district == "west_yorkshire" else district


@dataclass(frozen=True)
class Organisation:
    """An invented organisation and what it delivers."""

    name: str
    programmes: tuple[Programme, ...]


@cache
def kinds() -> dict[str, Kind]:
    """The ways of working, by name."""
    stored = shipped.read_json("demo", "programmes.json")["kinds"]
    return {name: _kind(name, entry) for name, entry in stored.items()}


def _kind(name: str, entry: dict[str, Any]) -> Kind:
    lists: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()
    }
    lists["starts"] = tuple(time.fromisoformat(text) for text in entry["starts"])
    return Kind(name=name, **lists)


def _programme(organisation: str, entry: dict[str, Any], since: date) -> Programme:
    named = next(e for e in strategy.catalogue() if e.code == entry["code"])
    kind = kinds()[entry["kind"]]
    priorities = tuple(dict.fromkeys(strategy.priority_of(area) for area in entry["focus_areas"]))
    details = InterventionDetails(
        code=named.code,
        name=named.name,
        provider=organisation,
        main_priority=priorities[0],
        other_priorities=priorities[1:],
        districts=(named.district,),
        focus_areas=tuple(entry["focus_areas"]),
        objectives=tuple(entry["objectives"]),
        settings=(kind.setting,),
        prevention=kind.prevention,
        reach=kind.reach,
        approach=kind.approach,
        funding=named.funding,
        delivered=named.delivered,
        started_on=since,
    )
    return Programme(details.checked(), kind)


def own(since: date, people: int) -> Organisation:
    """The demo's own organisation; its interventions have run since a day. Six of them, and more where there
    are more people, so that no register is longer than a hall is wide."""
    stored = shipped.read_json("demo", "programmes.json")
    name = stored["organisation"]
    usual = stored["own"]
    more = [each for entry in stored["county"] for each in entry["interventions"]]
    wanted = max(len(usual), people // 200)
    return Organisation(name, tuple(_programme(name, entry, since) for entry in (usual + more)[:wanted]))


def county(since: date) -> tuple[Organisation, ...]:
    """More invented organisations, over the five districts; no two deliver the same intervention."""
    return tuple(
        Organisation(
            entry["organisation"],
            tuple(_programme(entry["organisation"], each, since) for each in entry["interventions"]),
        )
        for entry in shipped.read_json("demo", "programmes.json")["county"]
    )


def share_out(total: int, weights: list[float]) -> list[int]:
    """Splits a whole number in proportion to weights; the parts add up to it (largest remainders)."""
    exact = [total * weight / sum(weights) for weight in weights]
    parts = [int(each) for each in exact]
    by_remainder = sorted(range(len(exact)), key=lambda i: (parts[i] - exact[i], i))
    for index in by_remainder[: total - sum(parts)]:
        parts[index] += 1
    return parts
