"""The pages of a record as tabs, and where the keyboard goes when one of them is turned to."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QTabWidget, QWidget
from shiboken6 import isValid

from vrp_desktop.ui.kit.screen import Screen
from vrp_desktop.ui.record.page import RecordPage


class RecordTabs(QTabWidget):
    """From anywhere in the record Alt and a number turns to a page, Ctrl+Page Down to the next. The keyboard
    goes to the page's first control, once that is there; with the arrows on the names it stays on them."""

    def __init__(self, screen: Screen, pages: Sequence[RecordPage]) -> None:
        """The keys are answered wherever in ``screen`` the keyboard is."""
        super().__init__()
        self.pages = tuple(pages)
        self._numbers = {page.name: number for number, page in enumerate(self.pages)}
        self._work = screen.work
        self._waiting = False
        self._put: QWidget | None = None
        self.setDocumentMode(True)
        self.tabBar().setDrawBase(False)
        self.tabBar().setAccessibleName("Pages of the record")
        self.setAccessibleName("Pages of the record")
        keys = {
            "Ctrl+PgDown": partial(self._step, 1),
            "Ctrl+PgUp": partial(self._step, -1),
            "Ctrl+Tab": partial(self._step, 1),
            "Ctrl+Shift+Tab": partial(self._step, -1),
        }
        for number, page in enumerate(self.pages):
            page.setAccessibleName(page.word)
            page.came.connect(self._came)
            self.addTab(page, page.word)
            self.setTabToolTip(number, f"{page.word} (Alt+{number + 1})")
            keys[f"Alt+{number + 1}"] = partial(self._open, number)
        self.currentChanged.connect(self._turned)
        for key, call in keys.items():
            QShortcut(QKeySequence(key), screen, call, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)

    @property
    def current(self) -> RecordPage:
        """The page in sight."""
        return self.pages[self.currentIndex()]

    def turn(self, name: str) -> None:
        """Brings a page in sight by its name; the first, where none is called so."""
        self.setCurrentIndex(self._numbers.get(name, 0))

    def allow(self, only: RecordPage | None) -> None:
        """Every page can be turned to, or but one."""
        for number, page in enumerate(self.pages):
            self.setTabEnabled(number, only is None or page is only)

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

    def _open(self, number: int) -> None:
        if self.isTabEnabled(number):
            self.setCurrentIndex(number)
            self.reach()

    def _step(self, by: int) -> None:
        able = [number for number in range(self.count()) if self.isTabEnabled(number)]
        self._open(able[(able.index(self.currentIndex()) + by) % len(able)])

    def _turned(self, _: int) -> None:
        self.current.look()
        if not self.tabBar().hasFocus():
            self.reach()

    @property
    def untouched(self) -> bool:
        """Whether the keyboard is still where the page put it, or that is no longer to be seen."""
        put = self._put
        gone = put is not None and (not isValid(put) or not put.isVisibleTo(self.current))
        return gone or self.window().focusWidget() in (self.current, put)

    def _came(self) -> None:
        """What was read has come, unless somebody has gone on meanwhile."""
        if self._waiting and self.untouched:
            self.reach()
            self._waiting = self._work.is_busy()  # A page may read on.
        else:
            self._waiting = False
