"""A photo of somebody made small, with nothing in it but the picture: not where or when it was taken."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QImage, QImageReader, QPainter

from vrp_desktop.domain import pictures
from vrp_desktop.domain.documents import PORTRAIT_SIDE
from vrp_desktop.domain.errors import Refused

_QUALITY = 85
_UNREADABLE = "The picture cannot be read. Open it in another program, save it anew as JPEG, and add that."


def shrunk(content: bytes) -> bytes:
    """The picture as a JPEG of at most ``PORTRAIT_SIDE`` pixels, upright. Refused where it cannot be read, or
    would fill the memory: its size is looked at before anything is decoded."""
    size = pictures.size_of(content)
    if size is None or size.too_many:
        raise Refused(_UNREADABLE)
    held = QByteArray(content)
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)  # A telephone writes beside the picture which side is up.
    whole = reader.size()
    if max(size) > PORTRAIT_SIDE and whole.isValid():
        # A JPEG is decoded at about that size: of a large one never all points are in memory.
        reader.setScaledSize(whole.scaled(PORTRAIT_SIDE, PORTRAIT_SIDE, Qt.AspectRatioMode.KeepAspectRatio))
    picture = reader.read()
    if picture.isNull():
        raise Refused(_UNREADABLE)
    return _written(picture)


def _written(picture: QImage) -> bytes:
    # Painted onto an empty one: words that came with a picture would be written with it.
    bare = QImage(picture.size(), QImage.Format.Format_RGB32)
    bare.fill(Qt.GlobalColor.white)
    painter = QPainter(bare)
    painter.drawImage(0, 0, picture)
    painter.end()
    out = QByteArray()
    buffer = QBuffer(out)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    # The stub wants bytes where the call itself takes text only.
    bare.save(buffer, "JPEG", _QUALITY)  # type: ignore[call-overload]
    buffer.close()
    return bytes(out.data())
