"""Notices that nobody has touched the window for a while."""

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow

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
    """Emits ``passed`` once the time without a touch is over. Runs between ``start`` and ``stop``.

    It looks at what reaches the windows themselves, dialogs too: few events, and none of a widget that is
    just being taken apart.
    """

    passed = Signal()

    def __init__(self, app: QGuiApplication, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.passed)
        app.focusWindowChanged.connect(self._watch)

    def start(self, milliseconds: int) -> None:
        """Begins to watch."""
        self._timer.setInterval(milliseconds)
        self._timer.start()
        self._watch(QGuiApplication.focusWindow())

    def stop(self) -> None:
        """Stops watching."""
        self._timer.stop()

    def again(self) -> None:
        """Begins the time anew."""
        self._timer.start()

    def remaining(self) -> int:
        """Milliseconds until the time is over; -1 while nothing is watched."""
        return self._timer.remainingTime()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHES and self._timer.isActive():
            self._timer.start()
        return False

    def _watch(self, window: QWindow | None) -> None:
        if window is not None:
            window.removeEventFilter(self)
            window.installEventFilter(self)
