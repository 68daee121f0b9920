"""The names that can be found while somebody types, in memory for as long as the store is open."""

import threading

from vrp_desktop.db.queries import assignments, people
from vrp_desktop.db.queries.assignments import Scope
from vrp_desktop.db.store import Store, Tx
from vrp_desktop.db.watches import Watch
from vrp_desktop.domain.finding import Match, NameIndex

_WHOSE = frozenset({"enrolment", "assignment", "access_grant"})
"""The tables that say, besides the people themselves, whose records somebody sees."""
_MANY = 500
"""From how many changes on everything is read anew."""


class Names:
    """The names of the people one actor sees: read once, then kept up with what is written.

    Nothing of it stays when the store is closed."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._watch: Watch | None = None
        self._index: NameIndex | None = None
        self._holds: tuple[str, str | None] = ("", None)
        self._turn = threading.Lock()

    def search(self, tx: Tx, text: str, limit: int, scope: Scope | None) -> list[Match]:
        """Who is found, best first; see ``NameIndex.search``. ``tx`` must not have read anything yet."""
        with self._turn:
            return self._kept_up(tx, scope).search(text, limit)

    def prepare(self, tx: Tx, scope: Scope | None) -> None:
        """Reads the names, so that the first letter is answered as fast as the next."""
        with self._turn:
            self._kept_up(tx, scope).prepare()

    def _kept_up(self, tx: Tx, scope: Scope | None) -> NameIndex:
        if self._watch is None:
            self._watch = self._store.watch({"person", *_WHOSE}, self._forget)
        written = self._watch.take()
        index, self._index = self._index, None
        # Where reading fails, what was written is not known any more: then nothing is kept.
        index = index and self._mended(tx, index, written, scope)
        if index is None:
            index = NameIndex(people.names(tx, scope))
            if scope is not None:
                self._holds = assignments.unchanged_between(tx, scope)
        self._index = index
        return index

    def _mended(
        self, tx: Tx, index: NameIndex, written: dict[str, set[str]], scope: Scope | None
    ) -> NameIndex | None:
        """The names with what was written since; None where that is more than reading all of them."""
        changed = written.get("person", set())
        gone: set[str] = set()
        if scope is not None and (written.keys() & _WHOSE or not self._still_holds(scope)):
            seen = people.ids(tx, scope)
            changed = changed | (seen - index.ids)
            gone = index.ids - seen
            self._holds = assignments.unchanged_between(tx, scope)
        if len(changed) + len(gone) > _MANY:
            return None
        there = dict(people.names(tx, scope, changed))
        for person_id in gone | (changed - there.keys()):
            index.drop(person_id)
        for person_id, name in there.items():
            index.put(person_id, name)
        return index

    def _still_holds(self, scope: Scope) -> bool:
        """Whether no grant has begun or ended since by the clock, which may also have been put back."""
        since, until = self._holds
        return since <= scope.at and (until is None or scope.at < until)

    def _forget(self) -> None:
        with self._turn:
            self._index = None
