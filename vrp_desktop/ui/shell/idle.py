"""Notices that nobody has touched the window for a while."""

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

_TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
    }
)


class Idle(QObject):
    """Emits ``passed`` once the time without a touch is over. Runs between ``start`` and ``stop``."""

    passed = Signal()

    def __init__(self, app: QApplication, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._app = app
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.passed)

    def start(self, milliseconds: int) -> None:
        """Begins to watch."""
        self._timer.setInterval(milliseconds)
        self._app.installEventFilter(self)
        self._timer.start()

    def stop(self) -> None:
        """Stops watching."""
        self._app.removeEventFilter(self)
        self._timer.stop()

    def again(self) -> None:
        """Begins the time anew."""
        self._timer.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHES:
            self._timer.start()
        return False
