"""What every service of a workspace has in common: no reading and no writing without a permission."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import TypeVar

from vrp_desktop.db.store import Tx, WriteTx
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.permissions import Action
from vrp_desktop.services.workspace import Workspace

T = TypeVar("T")


class Service:
    """Intentions over one open workspace, each in a transaction of its own, by somebody who may."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    @property
    def _today(self) -> date:
        return self._workspace.today

    def _need(self, action: Action, *others: Action) -> None:
        """Refuses an actor who may do none of these."""
        actor = self._workspace.actor
        if not any(map(actor.may, others)):
            actor.need(action)

    @contextmanager
    def _reading(self, action: Action, *others: Action) -> Iterator[Tx]:
        """One moment of the store, for an actor who may do at least one of these."""
        self._need(action, *others)
        with self._workspace.store.reading() as tx:
            yield tx

    @contextmanager
    def _writing(self, action: Action) -> Iterator[WriteTx]:
        """A change that is durable when the block ends, and has left nothing behind if it raises."""
        self._need(action)
        with self._workspace.store.writing(self._workspace.actor.id, self._workspace.clock) as tx:
            yield tx


def found(value: T | None, what: str) -> T:
    """The value, or a refusal: somebody else may have taken it away since the screen was drawn."""
    if value is None:
        raise Refused(f"That {what} is not here any more. Close this page and open it again.")
    return value
