"""The definition ledger: what each count means, versioned, printed with every figure."""

from dataclasses import dataclass
from functools import cache

from vrp_desktop import shipped
from vrp_desktop.domain.returns.figures import Key
from vrp_desktop.domain.returns.form import place_of


@dataclass(frozen=True)
class Definition:
    """``id`` carries the version, like "supported/1". A changed meaning is a new version."""

    id: str
    title: str
    text: str


@cache
def ledger() -> dict[str, Definition]:
    """Every definition in force, by its id."""
    stored = shipped.read_json("words", "definitions.json")
    return {
        f"{name}/{entry['version']}": Definition(f"{name}/{entry['version']}", entry["title"], entry["text"])
        for name, entry in stored.items()
    }


def of_figure(key: Key) -> Definition:
    """The definition that a figure is counted by."""
    return ledger()[place_of(key)[1].definition]
