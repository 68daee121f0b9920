"""The county's Response Strategy as data: the interventions it names, and how its codes are built."""

from dataclasses import dataclass
from functools import cache

from vrp_desktop import shipped


@dataclass(frozen=True)
class CatalogueEntry:
    """An intervention the strategy names, to start one's own record of it from."""

    code: str
    name: str
    provider: str | None
    district: str
    funding: str
    delivered: str


def priority_of(focus_area: str) -> str:
    """The priority a focus area belongs to: its code begins with it."""
    return focus_area.split(".", 1)[0]


@cache
def catalogue() -> tuple[CatalogueEntry, ...]:
    """The interventions of 2023/24 that the strategy lists, centrally and locally delivered."""
    stored = shipped.read_json("strategy", "interventions.json")
    return tuple(CatalogueEntry(**entry) for entry in stored["interventions"])


def level_of(code: str) -> str:
    """The level of the social-ecological model a factor lies at; of a focus area, its priority."""
    parts = code.split(".")
    return parts[1] if parts[0] in ("risk", "protective") else parts[0]


@cache
def answers() -> dict[str, tuple[str, ...]]:
    """By risk factor, the protective factors of its level that answer it, the nearest first."""
    stored = shipped.read_json("strategy", "answers.json")["answers"]
    return {risk: tuple(protective) for risk, protective in stored.items()}


@cache
def also_called() -> dict[str, tuple[str, ...]]:
    """By factor or focus area, other words that it is looked for by."""
    stored = shipped.read_json("strategy", "answers.json")["also"]
    return {code: tuple(words) for code, words in stored.items()}
