"""What each page of a record has in common: it is about one person, and reads only once it is looked at."""

from collections.abc import Callable
from typing import ClassVar, TypeVar

from PySide6.QtCore import Signal

from vrp_desktop.domain.changes import Changes
from vrp_desktop.domain.errors import Refused
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.kit.screen import Screen
from vrp_desktop.ui.kit.work import Work

T = TypeVar("T")


class RecordPage(Screen):
    """One page of a record. A subclass sets ``name`` (how it is asked for), ``word`` (its tab) and
    ``topics``, shows ``person_id`` in ``load``, and lets go of what it holds in ``empty``.

    Pages ask for others with ``go``, as any screen does; ``self.go("person", person_id=…, page="family")``
    is another page of a record.
    """

    name: ClassVar[str] = ""
    word: ClassVar[str] = ""

    came = Signal()
    """Something that the page has read is shown."""

    def __init__(self, services: Provider, work: Work) -> None:
        super().__init__(work)
        self.services = services
        self.person_id = ""
        """Whose page it is; empty while no record is open."""
        self._stale = True

    def show_person(self, person_id: str) -> None:
        """Whose record it is from now on. Until the answer comes, nobody else's stands there."""
        if person_id != self.person_id:
            self.empty()
            self.person_id = person_id
        self._stale = True

    def look(self) -> None:
        """The page is in sight: it reads what it shows, where that may have changed."""
        if self._stale and self.person_id:
            self._stale = False
            self.load()

    def on_changed(self, changes: Changes) -> None:
        if changes.touch(*self.topics):
            self._stale = True
            if self.isVisible():
                self.look()

    def read(
        self,
        call: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[Refused], None] | None = None,
        *,
        latest: str = "",
        always: Callable[[], None] | None = None,
    ) -> None:
        def shown() -> None:
            if always is not None:
                always()
            self.came.emit()

        super().read(call, done, failed, latest=latest, always=shown)

    def empty(self) -> None:
        """Takes away what stands there of a person. Override."""

    def forget(self) -> None:
        self.empty()
        self.person_id = ""
        self._stale = True
