"""How a strength or a need stands, as a small shape beside its words: told apart without colour."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QLabel, QWidget

from vrp_desktop.ui.kit.icons import priority_mark
from vrp_desktop.ui.kit.theme import colours, theme

_SIZE = 18
_UP = QPolygonF([QPointF(9, 2.5), QPointF(16, 15), QPointF(2, 15)])
_DOWN = QPolygonF([QPointF(9, 15.5), QPointF(16, 3), QPointF(2, 3)])


class StandingMark(QWidget):
    """A disc for a strength that holds, a triangle up where it grows, a ring where it is thin, a broken ring
    where it is missing; of a need a square, a triangle down where it eases, a broken square where it is over.
    Empty of all, a dash: nobody has looked at it yet."""

    def __init__(self, standing: str = "") -> None:
        super().__init__()
        self.standing = standing
        self.setFixedSize(_SIZE, _SIZE)
        theme().changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        ink = colours()
        strength = self.standing in ("there", "growing", "thin", "missing")
        colour = QColor(ink.accent if strength else ink.text if self.standing else ink.muted)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        broken = self.standing in ("missing", "past")
        painter.setPen(QPen(colour, 2, Qt.PenStyle.DotLine if broken else Qt.PenStyle.SolidLine))
        painter.setBrush(colour if self.standing in ("there", "growing", "now") else Qt.BrushStyle.NoBrush)
        box = QRectF(3, 3, 12, 12)
        if self.standing == "growing":
            painter.drawPolygon(_UP)
        elif self.standing == "easing":
            painter.drawPolygon(_DOWN)
        elif strength:
            painter.drawEllipse(box)
        elif self.standing:
            painter.drawRect(box)
        else:
            painter.drawLine(QPointF(4, 9), QPointF(14, 9))


class LevelMark(QLabel):
    """The mark of a level around somebody, in the colour of the moment."""

    def __init__(self, level: str) -> None:
        super().__init__()
        self._level = level
        self._draw()
        theme().changed.connect(self._draw)

    def _draw(self) -> None:
        self.setPixmap(priority_mark(self._level).pixmap(16, 16))
