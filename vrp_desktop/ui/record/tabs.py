"""The pages of a record under their tabs, each made when it is first looked at."""

from collections.abc import Sequence
from typing import Any, Generic, Protocol, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTabWidget, QWidget

from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.kit.work import Work
from vrp_desktop.ui.record.page import RecordPage

P = TypeVar("P", bound=RecordPage)


class Tabs(QTabWidget):
    """A tab for each kind of page. Made all at once, the pages would keep whoever opens their first record
    of the day waiting for a second."""

    made = Signal(object)
    """A page that has just been made, and is about nobody yet."""

    def __init__(self, kinds: Sequence[type[RecordPage]], services: Provider, work: Work) -> None:
        super().__init__()
        self.kinds = tuple(kinds)
        self._services, self._work = services, work
        self._pages: dict[type[RecordPage], RecordPage] = {}
        self.setDocumentMode(True)
        self.tabBar().setDrawBase(False)
        for named in (self, self.tabBar()):
            named.setAccessibleName("Pages of the record")
        for kind in self.kinds:
            self.addTab(QWidget(), kind.word)

    def page(self, kind: type[P]) -> P:
        """The page of a kind, made now if it was not looked at before."""
        page = self._pages.get(kind) or self._make(kind)
        assert isinstance(page, kind)  # noqa: S101 - they are held by their kinds
        return page

    def here(self) -> RecordPage:
        """The page in sight."""
        return self.page(self.kinds[self.currentIndex()])

    def there(self) -> tuple[RecordPage, ...]:
        """Those that were made so far: the others hold nothing of anybody."""
        return tuple(self._pages.values())

    def turn(self, name: str) -> None:
        """Shows the page of this name."""
        self.setCurrentIndex(next(at for at, kind in enumerate(self.kinds) if kind.name == name))

    def _make(self, kind: type[RecordPage]) -> RecordPage:
        page = self._pages[kind] = kind(self._services, self._work)
        self.made.emit(page)
        at, before = self.kinds.index(kind), self.currentIndex()
        enabled = self.isTabEnabled(at)
        # It takes the place of what stood there for it, and nobody has turned the page.
        blocked = self.blockSignals(True)
        self.insertTab(at, page, kind.word)
        empty = self.widget(at + 1)
        self.removeTab(at + 1)
        self.setTabEnabled(at, enabled)
        self.setCurrentIndex(before)
        self.blockSignals(blocked)
        if empty is not None:
            empty.deleteLater()
        return page


class Holder(Protocol):
    """A screen with the tabs."""

    tabs: Tabs


class Paged(Generic[P]):
    """A page as an attribute of the screen that has the tabs."""

    def __init__(self, kind: type[P]) -> None:
        self.kind = kind

    def __get__(self, screen: Holder, _: Any = None) -> P:
        return screen.tabs.page(self.kind)
