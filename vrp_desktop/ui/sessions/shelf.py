"""What stands beside the names scrolls for itself, unless the whole page does."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

_BAR = 18
"""What the scroll bar takes, in pixels: what is held must not be cut off by it."""
_LEAST = 160
"""How low it may become where it scrolls for itself, in pixels."""


class Shelf(QScrollArea):
    """Up and down, never sideways."""

    def __init__(self, inner: QWidget) -> None:
        super().__init__()
        self._whole = False
        self._inner = inner
        self.setWidget(inner)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner.installEventFilter(self)

    def stand(self, whole: bool) -> None:
        """Whether it is as high as what it holds, and something around it scrolls."""
        if whole is not self._whole:
            self._whole = whole
            off, on = Qt.ScrollBarPolicy.ScrollBarAlwaysOff, Qt.ScrollBarPolicy.ScrollBarAsNeeded
            self.setVerticalScrollBarPolicy(off if whole else on)
            self.updateGeometry()

    def minimumSizeHint(self) -> QSize:
        held = self._inner.minimumSizeHint()
        if not self._whole:
            return QSize(held.width() + _BAR, _LEAST)
        # Words that go on in a second line need it to be as high as they are at this width.
        wrapped = self._inner.heightForWidth(self.width()) if self._inner.hasHeightForWidth() else 0
        return QSize(held.width(), max(held.height(), wrapped))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint() if self._whole else self._inner.sizeHint()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What it holds wants another height."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)
