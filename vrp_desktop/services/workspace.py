"""An opened store with somebody signed in: what every service works on."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from vrp_desktop.db.store import Store
from vrp_desktop.domain.permissions import Actor, StoreKind


def now() -> datetime:
    """This moment, with the local zone."""
    return datetime.now(UTC).astimezone()


@dataclass(frozen=True)
class Workspace:
    """A provider's or a commissioner's store, open. ``clock`` tells the time with the local zone."""

    folder: Path
    store: Store
    actor: Actor
    clock: Callable[[], datetime] = now

    @property
    def kind(self) -> StoreKind:
        return self.store.kind

    @property
    def today(self) -> date:
        """The day it is where the laptop stands."""
        return self.clock().date()

    def close(self) -> None:
        """Forgets the key and lets go of the files; what was saved stays saved."""
        self.store.close()
