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
