"""A face beside a name: the photo, where a consent to it stands, else the first letters of the name."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from vrp_desktop.ui.kit.theme import colours, theme

_SIDE = 84


class Face(QWidget):
    """Round, and never clicked; the name beside it says whose it is."""

    def __init__(self) -> None:
        super().__init__()
        self._picture: QImage | None = None
        self._letters = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFixedSize(_SIDE, _SIDE)
        theme().changed.connect(self.update)

    @property
    def has_photo(self) -> bool:
        """Whether a photo is shown."""
        return self._picture is not None

    def sizeHint(self) -> QSize:
        return QSize(_SIDE, _SIDE)

    def show_face(self, known_as: str, photo: bytes | None) -> None:
        """Shows the photo, or letters; nothing for nobody."""
        words = known_as.split()
        self._letters = "".join(word[0] for word in words[:2]).upper()
        picture = QImage.fromData(photo) if photo else QImage()
        self._picture = None if picture.isNull() else picture
        self.setAccessibleName(f"Photo of {known_as}" if self._picture is not None else "")
        self.setToolTip("")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._letters:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        area = QRectF(0, 0, _SIDE, _SIDE)
        circle = QPainterPath()
        circle.addEllipse(area)
        painter.setClipPath(circle)
        if self._picture is None:
            painter.fillRect(area, QColor(colours().chosen))
            painter.setPen(QColor(colours().text))
            font = self.font()
            font.setPointSizeF(24)
            font.setWeight(font.Weight.DemiBold)
            painter.setFont(font)
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, self._letters)
            return
        side = min(self._picture.width(), self._picture.height())
        # The middle of it: a photo is seldom square.
        left, top = (self._picture.width() - side) / 2, (self._picture.height() - side) / 2
        painter.drawImage(area, self._picture, QRectF(left, top, side, side))
