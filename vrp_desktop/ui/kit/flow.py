"""Laying out by the room there is: two parts side by side or one below the other, and figures in rows."""

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLabel, QLayout, QLayoutItem, QSizePolicy, QVBoxLayout, QWidget

from vrp_desktop.ui.kit.parts import label

WIDE = 820
"""From this width on, in pixels, two columns of fields stand beside each other."""


class Beside(QWidget):
    """Two parts side by side where there is room, else the second below the first. Put it into
    ``scrolled``: one below the other they may need more height than the page has. ``wide`` is the width it
    takes, ``spacing`` and ``below`` the gap between them, side by side and one below the other, in pixels.
    With ``second_above`` it is the first that goes below: where the second is what somebody types into."""

    def __init__(
        self,
        first: QWidget,
        second: QWidget,
        shares: tuple[int, int] = (1, 1),
        wide: int = WIDE,
        spacing: int = 40,
        below: int = 20,
        second_above: bool = False,
    ) -> None:
        super().__init__()
        way = QBoxLayout.Direction
        self._narrow = way.BottomToTop if second_above else way.TopToBottom
        self._wide = wide
        self._spacing = spacing
        self._spacing_below = below
        self._layout = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(spacing)
        self._layout.addWidget(first, shares[0])
        self._layout.addWidget(second, shares[1])
        self._parts = (first, second)
        self._shares = shares

    @property
    def below(self) -> bool:
        """Whether the two parts stand one below the other now."""
        return self._layout.direction() is self._narrow

    def minimumSizeHint(self) -> QSize:
        # The width of the narrow arrangement: else it could never be made narrow again.
        width = max(max(part.minimumWidth(), part.minimumSizeHint().width()) for part in self._parts)
        return QSize(width, self._layout.minimumSize().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < self._wide
        if narrow is not self.below:
            way = self._narrow if narrow else QBoxLayout.Direction.LeftToRight
            self._layout.setDirection(way)
            self._layout.setSpacing(self._spacing_below if narrow else self._spacing)
            for at, share in enumerate(self._shares):
                self._layout.setStretch(at, 0 if narrow else share)


class Rows(QLayout):
    """Widgets in a row, and in as many more rows as the width asks for."""

    def __init__(self, across: int = 36, down: int = 10) -> None:
        super().__init__()
        self._across, self._down = across, down
        self._items: list[QLayoutItem] = []

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    # Qt asks one past the end to learn where it is.
    def itemAt(self, index: int) -> Any:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> Any:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._place(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, area: QRect) -> None:
        super().setGeometry(area)
        self._place(area, move=True)

    def sizeHint(self) -> QSize:
        sizes = [item.sizeHint() for item in self._items]
        width = sum(size.width() for size in sizes) + self._across * max(0, len(sizes) - 1)
        return QSize(width, max((size.height() for size in sizes), default=0))

    def minimumSize(self) -> QSize:
        sizes = [item.minimumSize() for item in self._items]
        return QSize(
            max((size.width() for size in sizes), default=0),
            max((size.height() for size in sizes), default=0),
        )

    def _place(self, area: QRect, *, move: bool) -> int:
        x, y, tallest = area.x(), area.y(), 0
        for item in self._items:
            size = item.sizeHint()
            if x > area.x() and x + size.width() > area.right() + 1:
                x, y, tallest = area.x(), y + tallest + self._down, 0
            if move:
                item.setGeometry(QRect(QPoint(x, y), size))
            x += size.width() + self._across
            tallest = max(tallest, size.height())
        return y + tallest - area.y()


class Flowing(QWidget):
    """Widgets in a row, and in as many more as the width asks for; as high as that makes them."""

    def __init__(self, *parts: QWidget, across: int = 10, down: int = 8) -> None:
        super().__init__()
        self._flow = Rows(across, down)
        self._flow.setContentsMargins(0, 0, 0, 0)
        self.setLayout(self._flow)
        fits = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        fits.setHeightForWidth(True)
        self.setSizePolicy(fits)
        self.put(parts)

    def put(self, parts: Iterable[QWidget]) -> None:
        """Stands these in this order; those that are here already move."""
        for part in parts:
            self._flow.removeWidget(part)
            self._flow.addWidget(part)
        self._flow.invalidate()

    def clear(self) -> None:
        """Takes all of them away."""
        while (item := self._flow.takeAt(0)) is not None:
            item.widget().hide()
            item.widget().deleteLater()
        self._flow.invalidate()


class Figures(QWidget):
    """Large numbers, each over what it counts; they go on in a second row where one is too short."""

    def __init__(self, under: tuple[str, ...], role: str = "figure") -> None:
        super().__init__()
        flow = Rows()
        flow.setContentsMargins(0, 0, 0, 0)
        self.setLayout(flow)
        fits = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        fits.setHeightForWidth(True)
        self.setSizePolicy(fits)
        self._under = under
        self._numbers: list[QLabel] = []
        for words in under:
            box = QWidget()
            layout = QVBoxLayout(box)
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(0)
            number, below = label("–", role), label(words, "small")
            for part in (number, below):
                part.setWordWrap(False)
                layout.addWidget(part)
            self._numbers.append(number)
            flow.addWidget(box)

    def show_numbers(self, numbers: list[str]) -> None:
        """Shows the numbers, in the order of their words."""
        for number, shown, words in zip(self._numbers, numbers, self._under, strict=True):
            number.setText(shown)
            number.setAccessibleName(f"{shown} {words}")
        if (flow := self.layout()) is not None:
            flow.invalidate()  # A longer number takes more room.

    def texts(self) -> list[str]:
        """The numbers as they read."""
        return [number.text() for number in self._numbers]

    def clear(self) -> None:
        """Forgets them."""
        self.show_numbers(["–"] * len(self._under))
