"""The window: before a workspace is open the welcome pages, then the frame; locking, quitting."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QGuiApplication, QShowEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget

from vrp_desktop.domain.errors import Damaged, Refused, Trouble
from vrp_desktop.ui.kit import theme
from vrp_desktop.ui.kit.preferences import Preferences
from vrp_desktop.ui.kit.work import Work
from vrp_desktop.ui.shell.help import WELCOME, Help, of_welcome
from vrp_desktop.ui.shell.idle import Idle
from vrp_desktop.ui.welcome import opening
from vrp_desktop.ui.welcome.opening import Opened
from vrp_desktop.ui.welcome.welcome import Welcome

if TYPE_CHECKING:
    from vrp_desktop.ui.shell.frame import Frame

TITLE = "VRP Desktop"


class Window(QMainWindow):
    """One workspace at a time. ``folder`` is the store to sign in to; None begins with the first start."""

    def __init__(self, app: QApplication, preferences: Preferences, folder: Path | None = None) -> None:
        super().__init__()
        self._app = app
        self._preferences = preferences
        self._opened: Opened | None = None
        self._quitting = False
        self._copied = False
        QGuiApplication.clipboard().dataChanged.connect(self._note_copy)
        self.work = Work(self)
        self.frame: Frame | None = None
        self.welcome = Welcome(self.work)
        self.welcome.opened.connect(self.show_workspace)
        self.help = Help(self.welcome, lambda: of_welcome(self.welcome.page()), WELCOME)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.welcome)
        self.setCentralWidget(self._stack)
        self.setWindowTitle(TITLE)
        self.setMinimumSize(640, 360)  # A laptop of 1366×768 at 200 %.
        self.resize(1280, 740)
        if not preferences.geometry.isEmpty():
            self.restoreGeometry(preferences.geometry)
        self._idle = Idle(app, self)
        self._idle.passed.connect(self._idled)
        self.work.refused.connect(self._refused)
        self.work.trouble.connect(self._trouble)
        self.work.crashed.connect(self._crashed)
        self._begin(folder)

    def _begin(self, folder: Path | None) -> None:
        if folder is not None and opening.is_store(folder):
            self.welcome.sign_in(folder)
        else:
            self.welcome.choose()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QTimer.singleShot(50, self, self._prepare)

    def _prepare(self) -> None:
        """What can wait until the window stands."""
        from vrp_desktop.ui.kit.icons import icon

        self.setWindowIcon(icon("outcomes", theme.colours().accent))
        if self._opened is None:
            self.work.read(opening.prepare, lambda _: None)

    @property
    def opened(self) -> Opened | None:
        """The open workspace with its services."""
        return self._opened

    def show_workspace(self, opened: Opened) -> None:
        """Shows the frame over an open workspace."""
        from vrp_desktop.domain.permissions import StoreKind
        from vrp_desktop.ui.shell.frame import Frame
        from vrp_desktop.ui.shell.keeper import Keeper
        from vrp_desktop.ui.shell.screens import COMMISSIONER, PROVIDER, allowed

        workspace = opened.workspace
        self._opened = opened
        self._preferences.last_folder = workspace.folder
        demo = workspace.folder == opening.demo_folder()
        frame = Frame(
            opened.services,
            allowed(PROVIDER if workspace.kind is StoreKind.PROVIDER else COMMISSIONER, workspace.actor),
            self.work,
            workspace.actor.name,
            "The demo: invented people" if demo else "",
            workspace.only_look,
        )
        frame.lock_wanted.connect(self.lock)
        frame.sign_out_wanted.connect(self.sign_out)
        frame.colours_wanted.connect(self.wear)
        self.frame = frame
        self._keeper = Keeper(opened.services.backups, self.work, frame)
        self._keeper.told.connect(frame.quiet.setText)
        self._stack.addWidget(frame)
        self._stack.setCurrentWidget(frame)
        self.welcome.clear()
        frame.start()
        self._keeper.start()
        self._idle.start(self._preferences.idle_minutes * 60_000)

    def wear(self, choice: theme.Choice) -> None:
        """Other colours, remembered."""
        self._preferences.colours = choice
        theme.dress(self._app, choice)

    def lock(self) -> None:
        """Closes the workspace and asks for the passphrase again, unless a page will not be left."""
        if self._may_close():
            self._close_workspace(locked=True)

    def sign_out(self) -> None:
        """Closes the workspace for somebody else to sign in."""
        if self._may_close():
            self._close_workspace(locked=False)

    def _may_close(self) -> bool:
        return self.frame is None or self.frame.may_close()

    def _idled(self) -> None:
        if self.work.is_saving():
            self._idle.again()
        else:
            self._close_workspace(locked=True)

    def _close_workspace(self, locked: bool) -> None:
        opened = self._opened
        if opened is None:
            return
        folder = opened.workspace.folder
        self.welcome.sign_in(folder, locked)
        self._stack.setCurrentWidget(self.welcome)
        self._drop_frame()
        self._opened = None
        # Behind every save that was asked for, so that nothing is lost; reads under way are waited for.
        from vrp_desktop.domain.journal import LOCKED  # Hashing is not loaded before the sign-in page stands.

        self.work.finish(partial(opened.workspace.close, LOCKED) if locked else opened.workspace.close)

    def _drop_frame(self) -> None:
        self._idle.stop()
        for window in self._app.topLevelWidgets():
            if window is not self and window.isVisible():
                window.close()
        frame, self.frame = self.frame, None
        if frame is not None:
            self._keeper.stop()
            frame.settle()
            frame.forget()
            frame.deleteLater()
        if self._copied:
            QGuiApplication.clipboard().clear()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Waits for what is being saved; a page with something unsaved is asked first."""
        if not self._quitting:
            if not self._may_close():
                event.ignore()
                return
            self._quitting = True
            self._preferences.geometry = self.saveGeometry()
            self._drop_frame()
        self.setCursor(Qt.CursorShape.WaitCursor)
        opened, self._opened = self._opened, None
        self.welcome.close_fresh()
        if opened is not None:
            self.work.finish(opened.workspace.close)
        failed = self.work.close()
        if failed:
            self._tell_last(failed[0])
        event.accept()

    def _tell_last(self, error: BaseException) -> None:
        """What was typed last could not be saved: nobody leaves without knowing."""
        from vrp_desktop.ui.kit import messages

        self.unsetCursor()
        if isinstance(error, Refused):
            messages.refused(self, error).exec()
        elif isinstance(error, Trouble):
            messages.trouble(self, error).exec()
        else:
            messages.crashed(self, error).exec()

    def _note_copy(self) -> None:
        """Whether what is in the clipboard now was copied here, and so goes when the window locks."""
        self._copied = self.isActiveWindow() or QGuiApplication.clipboard().ownsClipboard()

    def _refused(self, said: Refused) -> None:
        from vrp_desktop.ui.kit import messages

        messages.refused(self, said)

    def _trouble(self, said: Trouble) -> None:
        if isinstance(said, Damaged) and self._opened is not None:
            folder = self._opened.workspace.folder
            self._close_workspace(locked=False)
            self.welcome.restore(folder, str(said))
            return
        from vrp_desktop.ui.kit import messages

        messages.trouble(self, said)

    def _crashed(self, error: BaseException) -> None:
        from vrp_desktop.ui.kit import messages

        messages.crashed(self, error)
