"""The page that stands before a workspace is open: one column in the middle of the window."""

from PySide6.QtCore import QSize, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from vrp_desktop.ui.kit.parts import label, row, scrolled
from vrp_desktop.ui.kit.theme import colours

WIDTH = 560


class WelcomePage(QWidget):
    """A title, words, and what a subclass adds to ``body``, in a column that scrolls if it must."""

    def __init__(self, title: str, words: str = "") -> None:
        super().__init__()
        inner = QWidget()
        column = QWidget()
        column.setMaximumWidth(WIDTH)
        column.setMinimumWidth(360)
        self.body = QVBoxLayout(column)
        self.body.setContentsMargins(0, 32, 0, 32)
        self.body.setSpacing(14)
        sides = QHBoxLayout(inner)
        sides.addStretch(1)
        sides.addWidget(column, 4)
        sides.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self.area = scrolled(inner, at_once=True)
        outer.addWidget(self.area)
        mark = QLabel()
        mark.setFixedSize(24, 24)
        QTimer.singleShot(30, mark, lambda: _draw(mark))
        self.body.addWidget(row(mark, label("VRP Desktop", "label"), None))
        self.title = label(title, "title")
        self.words = label(words, "muted")
        self.body.addWidget(self.title)
        self.body.addWidget(self.words)
        self.words.setVisible(bool(words))

    def start(self) -> None:
        """Puts the keyboard where the page begins. Override."""


def _draw(mark: QLabel) -> None:
    """Once the page can be typed into: drawing needs a library of its own."""
    from vrp_desktop.ui.kit.icons import icon

    mark.setPixmap(icon("outcomes", colours().accent).pixmap(QSize(24, 24)))
