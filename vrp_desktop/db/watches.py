"""Being told which rows were written, so that what is kept in memory of a store reads only those anew."""

import threading
from collections.abc import Callable, Iterable, Mapping

from vrp_desktop.domain.errors import Trouble


class Watch:
    """Gathers the rows of some tables that committed transactions have written since it was last asked.

    Ask before reading: what is read after it is at least as new as what it told."""

    def __init__(self, tables: Iterable[str], forget: Callable[[], None]) -> None:
        """Use ``Store.watch``."""
        self._tables = frozenset(tables)
        self._forget = forget
        self._written: dict[str, set[str]] = {}
        self._turn = threading.Lock()
        self._ended: str | None = None

    def take(self) -> dict[str, set[str]]:
        """The ids of what was written (added, changed or removed) since the last time, by table. Trouble
        once the store is closed."""
        with self._turn:
            if self._ended is not None:
                raise Trouble(self._ended)
            written, self._written = self._written, {}
            return written

    def note(self, written: Mapping[str, Iterable[str]]) -> None:
        """The store tells what a transaction wrote, once it is committed."""
        with self._turn:
            for table in self._tables & written.keys():
                self._written.setdefault(table, set()).update(written[table])

    def end(self, words: str) -> None:
        """The store is closed: whoever keeps something of it lets go of it."""
        with self._turn:
            self._ended, self._written = words, {}
        self._forget()
