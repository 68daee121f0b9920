"""The pages of a record under their tabs, each made when first looked at; and where the keyboard goes."""

from collections.abc import Sequence
from functools import partial
from typing import Any, Generic, Protocol, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QTabWidget, QWidget
from shiboken6 import isValid

from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.kit.screen import Screen
from vrp_desktop.ui.record.page import RecordPage

P = TypeVar("P", bound=RecordPage)


class RecordTabs(QTabWidget):
    """A tab for each kind of page. Made all at once, the pages would keep whoever opens their first record of
    the day waiting for a second.

    From anywhere in the record Alt and a number turns to a page, Ctrl+Page Down to the next. The keyboard
    goes to the page's first control, once that is there; with the arrows on the names it stays on them."""

    made = Signal(object)
    """A page that has just been made, and is about nobody yet."""
    placed = Signal(object)
    """It stands under its tab."""

    def __init__(self, screen: Screen, kinds: Sequence[type[RecordPage]], services: Provider) -> None:
        """The keys are answered wherever in ``screen`` the keyboard is."""
        super().__init__()
        self.kinds = tuple(kinds)
        self._numbers = {kind.name: number for number, kind in enumerate(self.kinds)}
        self._services, self._work = services, screen.work
        self._pages: dict[type[RecordPage], RecordPage] = {}
        self._waiting = False
        self._put: QWidget | None = None
        self.setDocumentMode(True)
        self.tabBar().setDrawBase(False)
        for named in (self, self.tabBar()):
            named.setAccessibleName("Pages of the record")
        keys = {
            "Ctrl+PgDown": partial(self._step, 1),
            "Ctrl+PgUp": partial(self._step, -1),
            "Ctrl+Tab": partial(self._step, 1),
            "Ctrl+Shift+Tab": partial(self._step, -1),
        }
        for number, kind in enumerate(self.kinds):
            self.addTab(QWidget(), kind.word)
            self._name(number)
            keys[f"Alt+{number + 1}"] = partial(self._open, number)
        self.currentChanged.connect(self._turned)
        for key, call in keys.items():
            QShortcut(QKeySequence(key), screen, call, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def page(self, kind: type[P]) -> P:
        """The page of a kind, made now if it was not looked at before."""
        page = self._pages.get(kind) or self._make(kind)
        assert isinstance(page, kind)  # noqa: S101 - they are held by their kinds
        return page

    @property
    def current(self) -> RecordPage:
        """The page in sight."""
        return self.page(self.kinds[self.currentIndex()])

    def there(self) -> tuple[RecordPage, ...]:
        """Those that were made so far: the others hold nothing of anybody."""
        return tuple(self._pages.values())

    def turn(self, name: str) -> None:
        """Brings a page in sight by its name; the first, where none is called so."""
        self.setCurrentIndex(self._numbers.get(name, 0))

    def allow(self, only: type[RecordPage] | None) -> None:
        """Every page can be turned to, or but one."""
        for number, kind in enumerate(self.kinds):
            self.setTabEnabled(number, only is None or kind is only)

    def first(self) -> QWidget:
        """Where the keyboard belongs on the page in sight: on the page itself, while what it begins with is
        not there yet."""
        page, self._waiting = self.current, True
        first = page.first_focus()
        there = first is not None and first.isEnabled() and first.isVisibleTo(page)
        self._put = first if first is not None and there else page
        return self._put

    def reach(self) -> None:
        """The keyboard to the page in sight."""
        self.first().setFocus(Qt.FocusReason.OtherFocusReason)

    def stay(self) -> None:
        """Leaves the keyboard where it is, whatever comes later."""
        self._waiting = False

    @property
    def untouched(self) -> bool:
        """Whether the keyboard is still where the page put it, or that is no longer to be seen."""
        put = self._put
        gone = put is not None and (not isValid(put) or not put.isVisibleTo(self.current))
        return gone or self.window().focusWidget() in (self.current, put)

    def _make(self, kind: type[RecordPage]) -> RecordPage:
        page = self._pages[kind] = kind(self._services, self._work)
        page.setAccessibleName(page.word)
        page.came.connect(self._came)
        self.made.emit(page)
        at, before = self.kinds.index(kind), self.currentIndex()
        enabled = self.isTabEnabled(at)
        # It takes the place of what stood there for it, and nobody has turned the page.
        blocked = self.blockSignals(True)
        self.insertTab(at, page, kind.word)
        empty = self.widget(at + 1)
        self.removeTab(at + 1)
        self.setTabEnabled(at, enabled)
        self._name(at)
        self.setCurrentIndex(before)
        self.blockSignals(blocked)
        if empty is not None:
            empty.deleteLater()
        self.placed.emit(page)
        return page

    def _name(self, number: int) -> None:
        self.setTabToolTip(number, f"{self.kinds[number].word} (Alt+{number + 1})")

    def _open(self, number: int) -> None:
        if self.isTabEnabled(number):
            self.setCurrentIndex(number)
            self.reach()

    def _step(self, by: int) -> None:
        able = [number for number in range(self.count()) if self.isTabEnabled(number)]
        self._open(able[(able.index(self.currentIndex()) + by) % len(able)])

    def _turned(self, _: int) -> None:
        on_names = self.tabBar().hasFocus()
        self.current.look()
        if on_names:
            self.tabBar().setFocus()  # A page that is made takes the keyboard along.
            self.stay()
        else:
            self.reach()

    def _came(self) -> None:
        """What was read has come, unless somebody has gone on meanwhile."""
        if self._waiting and self.untouched:
            self.reach()
            self._waiting = self._work.is_busy()  # A page may read on.
        else:
            self._waiting = False


class Holder(Protocol):
    """A screen with the tabs."""

    tabs: RecordTabs


class Paged(Generic[P]):
    """A page as an attribute of the screen that has the tabs."""

    def __init__(self, kind: type[P]) -> None:
        self.kind = kind

    def __get__(self, screen: Holder, _: Any = None) -> P:
        return screen.tabs.page(self.kind)
