"""Small parts every page is made of: buttons with a rank, headings, lines, columns."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

COLUMN = 640
"""How wide a column of fields or prose grows, in pixels."""


class Button(QPushButton):
    """A button that Enter presses as space does, in every window and not only in dialogs."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)


def button(text: str, clicked: Callable[[], object] | None = None, role: str = "") -> QPushButton:
    """A button. ``role``: "" ordinary, "primary" (one a page), "big", "quiet", "link", "tap" (large)."""
    made = Button(text)
    if role:
        made.setProperty("role", role)
    made.setAutoDefault(False)
    made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    made.setAccessibleIdentifier(identifier(text))
    if clicked is not None:
        made.clicked.connect(lambda: clicked())
    return made


def primary(text: str, clicked: Callable[[], object] | None = None) -> QPushButton:
    """The one main button of a page: its words are a verb."""
    return button(text, clicked, "primary")


def quiet(text: str, clicked: Callable[[], object] | None = None) -> QPushButton:
    """A button that does not draw the eye."""
    return button(text, clicked, "quiet")


def label(text: str = "", role: str = "") -> QLabel:
    """Words. ``role``: "hero", "title", "heading", "label", "muted", "small", "figure", "quote", "fault" or
    "good"."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(True)
    if role:
        made.setProperty("role", role)
    return made


class OneLine(QLabel):
    """Words on one line, cut off with dots where there is no room; the whole of them on hovering."""

    def __init__(self, text: str = "", role: str = "") -> None:
        super().__init__()
        self._words = text
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setText(text)

    def setText(self, text: str) -> None:
        self._words = text
        self.setAccessibleName(text)
        self._fit()

    def text(self) -> str:
        return self._words

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        shown = self.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, self.width())
        super().setText(shown)
        self.setToolTip(self._words if shown != self._words else "")


def heading(text: str) -> QLabel:
    """The heading of a part of a page."""
    return label(text, "heading")


def line() -> QFrame:
    """A hairline across."""
    made = QFrame()
    made.setProperty("line", "true")
    return made


def row(*parts: QWidget | None, spacing: int = 8) -> QWidget:
    """Widgets beside each other, from the left; None is a gap that takes what is left over."""
    made = QWidget()
    layout = QHBoxLayout(made)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(spacing)
    for part in parts:
        if part is None:
            layout.addStretch(1)
        else:
            layout.addWidget(part)
    if None not in parts and all(isinstance(part, QPushButton) for part in parts):
        layout.addStretch(1)
    return made


def column(*parts: QWidget | None, spacing: int = 8, margin: int = 0) -> QWidget:
    """Widgets under each other; None is a gap that takes what is left over."""
    made = QWidget()
    layout = QVBoxLayout(made)
    layout.setContentsMargins(margin, margin, margin, margin)
    layout.setSpacing(spacing)
    for part in parts:
        if part is None:
            layout.addStretch(1)
        else:
            layout.addWidget(part)
    return made


def card(*parts: QWidget | None, spacing: int = 8) -> QFrame:
    """A white surface with widgets under each other."""
    made = QFrame()
    made.setProperty("ground", "surface")
    layout = QVBoxLayout(made)
    layout.setContentsMargins(20, 16, 20, 16)
    layout.setSpacing(spacing)
    for part in parts:
        if part is None:
            layout.addStretch(1)
        else:
            layout.addWidget(part)
    return made


def scrolled(inner: QWidget, *, at_once: bool = False) -> QScrollArea:
    """A page that scrolls up and down, never sideways. ``at_once`` for a small page that is shown as soon as
    it is made: what waits costs it more than it saves."""
    area = QScrollArea() if at_once else _Scrolled(inner)
    if at_once:
        area.setWidget(inner)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area


class _Scrolled(QScrollArea):
    """Measures what it holds once somebody asks how large it is: done while a page is put together, all of it
    is dressed in the style sheet then, and again for every widget that it is put into."""

    def __init__(self, inner: QWidget) -> None:
        super().__init__()
        self._inner = inner
        inner.setParent(self.viewport())

    def sizeHint(self) -> QSize:
        self._take()
        return super().sizeHint()

    def showEvent(self, event: QShowEvent) -> None:
        self._take()
        super().showEvent(event)

    def _take(self) -> None:
        if self.widget() is None:
            self.setWidget(self._inner)


def restyle(widget: QWidget, name: str, value: object) -> None:
    """Sets a property that the style sheet looks at, and shows the difference."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def identifier(text: str) -> str:
    """Words made into a stable identifier: "Log a session" is "log-a-session"."""
    kept = "".join(ch if ch.isalnum() else " " for ch in text.lower())
    return "-".join(kept.split())
