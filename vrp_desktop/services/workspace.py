"""An opened store with somebody signed in: what every service works on."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from vrp_desktop.db.store import Store
from vrp_desktop.domain.errors import Trouble
from vrp_desktop.domain.journal import SIGNED_OUT
from vrp_desktop.domain.looking import OnlyLook
from vrp_desktop.domain.permissions import Actor, StoreKind
from vrp_desktop.services.opened import OpenFiles


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
    corrected: dict[str, datetime] = field(default_factory=dict, repr=False, compare=False)
    """The locked sessions that the actor has opened with a reason, by id, and until when."""
    open_files: OpenFiles = field(default_factory=OpenFiles, repr=False, compare=False)
    """The documents that stand outside the store while somebody reads them."""

    @property
    def kind(self) -> StoreKind:
        return self.store.kind

    @property
    def only_look(self) -> OnlyLook | None:
        """Why it is open to be looked at only; None where it can be written."""
        return self.store.only_look

    @property
    def today(self) -> date:
        """The day it is where the laptop stands."""
        return self.clock().date()

    def close(self, how: str = SIGNED_OUT) -> None:
        """Wipes the documents that stand open, forgets the key and lets go of the files; what was saved stays
        saved. ``how`` (SIGNED_OUT, LOCKED) is journalled, where the store can still be written. Twice does
        nothing more."""
        self.open_files.wipe()
        # Nothing depends on it: on a full disk, or once it is closed, there is nothing to be said.
        with suppress(Trouble), self.store.writing(self.actor.id, self.clock) as tx:
            tx.event(how, "user", self.actor.id)
        self.store.close()
