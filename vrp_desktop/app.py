"""Opens, wires and shows: the only module that knows every room."""

import os
import sys
from contextlib import suppress
from pathlib import Path

from PySide6.QtWidgets import QApplication

from vrp_desktop import crash
from vrp_desktop.ui.kit import theme
from vrp_desktop.ui.kit.preferences import FAULTS, Preferences, usual_folder
from vrp_desktop.ui.shell.window import TITLE, Window


def start(arguments: list[str], folder: Path | None = None) -> tuple[QApplication, Window]:
    """The application and its window, dressed and not shown yet.

    The store is ``folder``, else the one the variable VRP_STORE names, else the one open last."""
    app = QApplication([*arguments, *theme.ARGUMENTS])
    app.setApplicationName("vrp-desktop")
    app.setApplicationDisplayName(TITLE)
    app.setDesktopFileName("vrp-desktop")
    preferences = Preferences()
    theme.start(app, preferences.colours, styled=True)
    window = Window(app, preferences, folder or wanted_folder(preferences))
    window.work.crashed.connect(lambda error: crash.write(usual_folder(FAULTS), error))
    return app, window


def wanted_folder(preferences: Preferences) -> Path | None:
    """The folder of the store to sign in to, if any is known."""
    named = os.environ.get("VRP_STORE", "")
    return Path(named) if named else preferences.last_folder


def run() -> int:
    """Shows the window; returns the exit status."""
    app, window = start(sys.argv[:1])

    def seen(error: BaseException) -> None:
        with suppress(RuntimeError):  # The window may be gone already.
            window.work.crashed.emit(error)

    crash.catch(seen)
    window.show()
    import logging  # After the window stands: nothing before it writes a log.

    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    try:
        return app.exec()
    finally:
        window.work.close()  # However it ended: what was asked for is saved, and no thread is left behind.
