"""What every service of a workspace has in common: no reading and no writing without a permission."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date, timedelta
from typing import TypeVar

from vrp_desktop.db.journal import in_utc
from vrp_desktop.db.queries import assignments, audit
from vrp_desktop.db.queries.assignments import Scope
from vrp_desktop.db.store import Tx, WriteTx
from vrp_desktop.domain.errors import Refused, Unwritable
from vrp_desktop.domain.journal import VIEWED
from vrp_desktop.domain.permissions import Action
from vrp_desktop.services.workspace import Workspace

T = TypeVar("T")
NOTED_FOR = timedelta(hours=1)
"""For how long one entry says that somebody has a record open."""


class Service:
    """Intentions over one open workspace, each in a transaction of its own, by somebody who may."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    @property
    def _today(self) -> date:
        return self._workspace.today

    @property
    def _scope(self) -> Scope | None:
        """Whose records the actor sees; None is everybody's."""
        actor = self._workspace.actor
        everybody = actor.may(Action.READ_ALL_RECORDS)
        return None if everybody else Scope(actor.id, in_utc(self._workspace.clock()))

    def _see(self, tx: Tx, person_id: str) -> None:
        """Refuses a record that is not the actor's to see."""
        if person_id not in assignments.seen_of(tx, self._scope, (person_id,)):
            raise Refused(
                "This record is not among your interventions' people. If you have to see it, open it with a "
                "reason: “Somebody else's record” on the page People."
            )

    def _deliver(self, tx: Tx, intervention_id: str) -> None:
        """Refuses an intervention that the actor does not work in."""
        if not assignments.delivers(tx, self._scope, intervention_id):
            raise Refused(
                "This is not one of your interventions. Ask whoever holds the administrator role to add it."
            )

    def _note_view(self, person_id: str) -> None:
        """Journals that the actor looks at a record: once an hour, so that the journal stays readable.

        Where nothing can be written it is looked at all the same: a full disk hides no child's allergy."""
        workspace = self._workspace
        now = workspace.clock()
        with workspace.store.reading() as tx:
            noted = audit.viewed_between(
                tx, workspace.actor.id, person_id, in_utc(now - NOTED_FOR), in_utc(now)
            )
        if not noted:
            with suppress(Unwritable), workspace.store.writing(workspace.actor.id, workspace.clock) as tx:
                tx.event(VIEWED, "person", person_id, person_id)

    def _keep_in_sight(self, tx: WriteTx, person_id: str, intervention_id: str | None = None) -> None:
        """Lets whoever adds a person, and the workers of the intervention they came to, see the record
        before anybody has enrolled them."""
        users = set() if intervention_id is None else set(assignments.users_of(tx, intervention_id))
        if self._scope is not None:
            users.add(self._workspace.actor.id)
        for user_id in sorted(users):
            assignments.grant(tx, user_id, person_id, in_utc(self._workspace.clock()))

    def _need_writable(self) -> None:
        """Unwritable, before anything is done, where the store is open to be looked at only: what leaves the
        house must be journalled."""
        self._workspace.store.need_writable()

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
