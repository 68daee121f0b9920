"""A screen: one page of the window. It knows its own services and nothing of the other screens."""

from collections.abc import Callable
from typing import Any, ClassVar, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from vrp_desktop.domain.changes import Changes, Topic
from vrp_desktop.domain.errors import Refused
from vrp_desktop.ui.kit.work import Work

T = TypeVar("T")


class Screen(QWidget):
    """The base of every page. The window calls ``arrive`` each time it is shown, ``forget`` on lock.

    A subclass sets ``title`` and ``topics``, builds its widgets in ``__init__`` and reads in ``load``.
    Its own copies of records are dropped in ``forget``.
    """

    title: ClassVar[str] = ""
    topics: ClassVar[frozenset[Topic]] = frozenset()

    wanted = Signal(str, object)
    """A page asked for by name, and a dict of its arguments. Emitted by ``go``."""
    titled = Signal(str)
    """What now stands at the top of the window in place of ``title``."""

    def __init__(self, work: Work, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.work = work
        self.setProperty("ground", "paper")

    def arrive(self, **arguments: Any) -> None:
        """Called when the page is shown. Override to take arguments (a person's id); then load."""
        self.load()

    def load(self) -> None:
        """Reads what the page shows. Override."""

    def on_changed(self, changes: Changes) -> None:
        """Something was saved, here or on another page; reads again where it concerns this one."""
        if changes.touch(*self.topics):
            self.load()

    def may_leave(self) -> bool:
        """Whether another page may be shown now. Override to ask about what is not saved."""
        return True

    def forget(self) -> None:
        """Empties what is shown, because the store is being locked. Override where records are held."""

    def settle(self) -> None:
        """Called before ``forget``, when the window locks by itself: save what is typed, if it can be."""

    def first_focus(self) -> QWidget | None:
        """Where the keyboard starts. None leaves it to the order of the widgets."""
        return None

    def go(self, name: str, **arguments: Any) -> None:
        """Asks for another page, like ``self.go("person", person_id=line.id)``."""
        self.wanted.emit(name, arguments)

    def read(
        self,
        call: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[Refused], None] | None = None,
        *,
        latest: str = "",
        always: Callable[[], None] | None = None,
    ) -> None:
        """``Work.read`` on behalf of this page: a late answer is dropped once the page is closed."""
        self.work.read(call, done, failed, always=always, owner=self, latest=latest)

    def save(
        self,
        call: Callable[[], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[Refused], None] | None = None,
        *,
        changes: Changes | None = None,
        always: Callable[[], None] | None = None,
        told: bool = True,
    ) -> None:
        """``Work.save`` on behalf of this page."""
        self.work.save(call, done, failed, always=always, owner=self, changes=changes, told=told)
