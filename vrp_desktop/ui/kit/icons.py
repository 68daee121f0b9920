"""Line icons and the marks of the five priorities, in the colours of the moment."""

from functools import cache

from PySide6.QtCore import QByteArray, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap, QPolygonF
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton

from vrp_desktop import shipped
from vrp_desktop.ui.kit.theme import colours


def icon(name: str, colour: str | None = None) -> QIcon:
    """A line icon of resources/icons by its name, in the ink of the text or another colour."""
    return _icon(name, colour or colours().text)


@cache
def _icon(name: str, colour: str) -> QIcon:
    drawing = shipped.folder("icons", f"{name}.svg").read_text(encoding="utf-8")
    renderer = QSvgRenderer(QByteArray(drawing.replace("currentColor", colour).encode()))
    made = QIcon()
    for size in (20, 24, 40, 48, 80, 96):
        pixmap = QPixmap(QSize(size, size))
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        renderer.render(painter)
        painter.end()
        made.addPixmap(pixmap)
    return made


def put_icon(onto: QAbstractButton, name: str, colour: str | None = None) -> None:
    """Puts an icon before a button's words, with room between them."""
    onto.setIcon(_spaced(name, colour or colours().text))
    onto.setIconSize(QSize(28, 20))


@cache
def _spaced(name: str, colour: str) -> QIcon:
    made = QIcon()
    for times in (1, 2):
        pixmap = QPixmap(QSize(28 * times, 20 * times))
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.drawPixmap(0, 0, _icon(name, colour).pixmap(QSize(20 * times, 20 * times)))
        painter.end()
        made.addPixmap(pixmap)
    return made


def priority_mark(code: str) -> QIcon:
    """The mark of a priority (or of a focus area's): a shape of its own, in its colour."""
    from vrp_desktop.domain.strategy import priority_of  # Not before the first page that needs it.

    return _mark(priority_of(code), colours().priority(priority_of(code)))


@cache
def _mark(code: str, colour: str) -> QIcon:
    made = QIcon()
    for size in (16, 24, 32, 48):
        pixmap = QPixmap(QSize(size, size))
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(size / 16, size / 16)
        _draw_mark(painter, code, QColor(colour))
        painter.end()
        made.addPixmap(pixmap)
    return made


def _draw_mark(painter: QPainter, code: str, colour: QColor) -> None:
    """A disc, two rings, a house, a square of four, a sprout: told apart without colour."""
    painter.setPen(QPen(colour, 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if code == "individual":
        painter.setBrush(colour)
        painter.drawEllipse(QRectF(3, 3, 10, 10))
    elif code == "relationship":
        painter.drawEllipse(QRectF(1.5, 4, 8, 8))
        painter.drawEllipse(QRectF(6.5, 4, 8, 8))
    elif code == "community":
        painter.setBrush(colour)
        house = [QPointF(8, 2), QPointF(14, 8), QPointF(14, 14), QPointF(2, 14), QPointF(2, 8)]
        painter.drawPolygon(QPolygonF(house))
    elif code == "society":
        painter.setBrush(colour)
        for x, y in ((2.5, 2.5), (9, 2.5), (2.5, 9), (9, 9)):
            painter.drawRect(QRectF(x, y, 4.5, 4.5))
    elif code == "sustainability":
        painter.drawLine(QPointF(8, 14), QPointF(8, 7))
        painter.setBrush(colour)
        painter.drawPolygon(QPolygonF([QPointF(8, 8), QPointF(2, 6), QPointF(4, 2)]))
        painter.drawPolygon(QPolygonF([QPointF(8, 7), QPointF(14, 5), QPointF(12, 1.5)]))
    else:
        painter.drawLine(QPointF(4, 8), QPointF(12, 8))
