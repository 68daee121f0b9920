"""F1: the help of the page one is on, in a sheet over its right side, so that both can be read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from vrp_desktop import shipped

if TYPE_CHECKING:
    from vrp_desktop.ui.shell.help_sheet import HelpSheet

WELCOME = ("choose", "create", "recovery", "sign-in", "lost", "restore", "demo")
"""The help of the pages before a workspace is open, in the order in which one meets them."""
WIDTH, ROOM = 460, 900
"""Pixels: how wide the sheet is; a window narrower than ``ROOM`` shows the sheet or the page, not both."""


def of_welcome(page: QWidget | None) -> str:
    """The name of a welcome page's help: that of the module the page stands in."""
    return "choose" if page is None else type(page).__module__.rpartition(".")[2].replace("_", "-")


@cache
def text_of(name: str) -> str:
    """A help page in Markdown. Its first line is its title."""
    return shipped.folder("help", f"{name}.md").read_text(encoding="utf-8")


def title_of(name: str) -> str:
    """What a help page is called."""
    return text_of(name).partition("\n")[0].removeprefix("# ").strip()


class Help(QObject):
    """The help over a stack of pages: ``here`` names the help of the page shown now, ``names`` are all there
    are. The sheet is made when it is first asked for."""

    def __init__(self, stack: QStackedWidget, here: Callable[[], str], names: Sequence[str]) -> None:
        super().__init__(stack)
        self._stack = stack
        self._here = here
        self._names = tuple(dict.fromkeys(names))
        self._keyboard: QWidget | None = None
        self.sheet: HelpSheet | None = None
        QShortcut(QKeySequence("F1"), stack, lambda: self.open())
        stack.currentChanged.connect(self._follow)
        stack.installEventFilter(self)

    def pages(self) -> list[tuple[str, str]]:
        """Every help page by its name, with its title."""
        there = {path.stem for path in shipped.folder("help").glob("*.md")}
        return [(name, title_of(name)) for name in self._names if name in there]

    def open(self, name: str = "") -> None:
        """Shows the help of the page shown now, or another by its name, and gives it the keyboard."""
        if self.sheet is None:
            from vrp_desktop.ui.shell.help_sheet import HelpSheet  # Not before: signing in is quicker.

            self.sheet = HelpSheet(self._stack, self.pages(), text_of)
            self.sheet.closed.connect(self.close)
        holder = QApplication.focusWidget()
        if holder is not None and not self.sheet.isAncestorOf(holder):
            self._keyboard = holder
        self.sheet.show_page(name or self._here())
        self._place()
        self.sheet.show()
        self.sheet.raise_()
        self.sheet.text.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def close(self) -> None:
        """Takes the sheet away, and gives the keyboard back to where it was."""
        if self.sheet is None:
            return
        from shiboken6 import isValid

        self.sheet.hide()
        before, self._keyboard = self._keyboard, None
        if before is None or not isValid(before) or not before.isVisible():
            # Another page has come since, or what had the keyboard is gone.
            page = self._stack.currentWidget()
            before = None if page is None else page.focusWidget() or page
        if before is not None:
            before.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The sheet is as high as the pages, and goes with them."""
        if self.sheet is not None and event.type() == QEvent.Type.Resize:
            self._place()
        elif self.sheet is not None and event.type() == QEvent.Type.Hide and not event.spontaneous():
            self.sheet.hide()
        return super().eventFilter(watched, event)

    def _follow(self) -> None:
        """Another page is shown: so is its help where there is room for both, and the keyboard stays with
        the page."""
        if self.sheet is None or not self.sheet.isVisible() or self._stack.currentWidget() is None:
            return
        if self._stack.width() < ROOM:
            self.sheet.hide()
            return
        self.sheet.show_page(self._here())
        self.sheet.raise_()

    def _place(self) -> None:
        if self.sheet is not None:
            room = self._stack.width()
            wide = room if room < ROOM else WIDTH
            self.sheet.setGeometry(room - wide, 0, wide, self._stack.height())
