"""Everything before a workspace is open: first start, making a store, signing in, the demo.

Pages other than sign-in are imported when they are shown: signing in is what a start waits for.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QStackedWidget

from vrp_desktop.ui.kit.preferences import free_folder
from vrp_desktop.ui.kit.work import Work
from vrp_desktop.ui.welcome import opening
from vrp_desktop.ui.welcome.opening import Opened
from vrp_desktop.ui.welcome.page import WelcomePage
from vrp_desktop.ui.welcome.sign_in import SignInPage

if TYPE_CHECKING:
    from vrp_desktop.domain.permissions import StoreKind


class Welcome(QStackedWidget):
    """Leads from the first page to an open workspace."""

    opened = Signal(object)
    """An ``Opened``: the workspace is open and its recovery key, if it is new, has been put away."""

    def __init__(self, work: Work) -> None:
        super().__init__()
        self._work = work
        self._fresh: Opened | None = None

    def choose(self) -> None:
        """The first page of all."""
        from vrp_desktop.domain.permissions import StoreKind
        from vrp_desktop.ui.welcome.choose import ChoosePage

        page = ChoosePage()
        page.provider.connect(lambda: self.make(StoreKind.PROVIDER))
        page.commissioner.connect(lambda: self.make(StoreKind.COMMISSIONER))
        page.demo.connect(self.make_demo)
        page.existing.connect(self._find)
        page.restore.connect(lambda: self.restore(free_folder("restored")))
        self._show(page)

    def make(self, kind: StoreKind, folder: Path | None = None) -> None:
        """Makes a store of a kind."""
        from vrp_desktop.ui.welcome.create import CreatePage

        page = CreatePage(self._work, kind, folder)
        page.made.connect(self._recovery)
        page.back.connect(self.choose)
        self._show(page)

    def sign_in(self, folder: Path, locked: bool = False) -> None:
        """Signs in to the store of a folder."""
        page = SignInPage(self._work, folder, locked)
        page.opened.connect(self.opened)
        page.other.connect(self.choose)
        page.lost.connect(lambda: self.lost(folder))
        page.restore.connect(lambda why: self.restore(folder, why))
        self._show(page)

    def lost(self, folder: Path) -> None:
        """Sets a new passphrase by the recovery key."""
        from vrp_desktop.ui.welcome.lost import LostPage

        page = LostPage(self._work, folder)
        page.recovered.connect(self._recovery)
        page.back.connect(lambda: self.sign_in(folder))
        self._show(page)

    def restore(self, folder: Path, why: str = "") -> None:
        """Brings a store back from a backup. ``why`` says what is wrong with the one that is there."""
        from vrp_desktop.ui.welcome.restore import RestorePage

        page = RestorePage(self._work, folder, why)
        page.restored.connect(self.sign_in)
        page.back.connect(lambda: self.sign_in(folder) if opening.is_store(folder) else self.choose())
        self._show(page)

    def make_demo(self) -> None:
        """Makes the demo, or opens it."""
        from vrp_desktop.ui.welcome.demo import DemoPage

        page = DemoPage(self._work, opening.demo_folder())
        page.opened.connect(self.opened)
        page.failed.connect(self.choose)
        self._show(page)

    def page(self) -> WelcomePage | None:
        """What is shown now."""
        shown = self.currentWidget()
        return shown if isinstance(shown, WelcomePage) else None

    def _recovery(self, opened: Opened) -> None:
        from vrp_desktop.ui.welcome.recovery import RecoveryPage

        self._fresh = opened
        write = partial(opening.write_kit, opened.workspace, opened.recovery_key)
        page = RecoveryPage(opened.recovery_key, self._work, write)
        page.done.connect(self._finished)
        self._show(page)

    def _finished(self) -> None:
        opened, self._fresh = self._fresh, None
        if opened is not None:
            self.opened.emit(Opened(opened.workspace, opened.services))

    def close_fresh(self) -> None:
        """Closes a store that was made and whose recovery key is still on the screen."""
        if self._fresh is not None:
            self._fresh.workspace.close()
            self._fresh = None

    def clear(self, keep: WelcomePage | None = None) -> None:
        """Takes every page away, but for one."""
        # Deleted, not removed: a page that is removed with the keyboard in it takes the window's
        # activation with it.
        for number in range(self.count()):
            page = self.widget(number)
            if page is not None and page is not keep:
                page.deleteLater()

    def _find(self) -> None:
        from PySide6.QtWidgets import QFileDialog

        chosen = QFileDialog.getExistingDirectory(self, "Where is the store?")
        if not chosen:
            return
        if opening.is_store(Path(chosen)):
            self.sign_in(Path(chosen))
        else:
            from vrp_desktop.ui.kit import messages

            messages.inform(
                self,
                "There is no store there",
                f"There is no store in {chosen}. Choose the folder that holds the file “store.db”.",
            )

    def _show(self, page: WelcomePage) -> None:
        self.addWidget(page)
        self.setCurrentWidget(page)
        self.clear(keep=page)
        QTimer.singleShot(0, page, page.start)
