"""What the bytes of a picture say, read without decoding it: its size, and what else it tells."""

import struct
from collections.abc import Iterator
from typing import NamedTuple

MOST_PIXELS = 60_000_000
"""More than a camera's picture has; decoded it would take 240 MB."""

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8"
_BARE_CHUNKS = frozenset(
    {b"IHDR", b"PLTE", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"pHYs", b"IDAT", b"IEND"}
)
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""The markers of a JPEG that tell its size."""
_APP0, _APPS, _COMMENT, _SCAN, _END = 0xE0, range(0xE1, 0xF0), 0xFE, 0xDA, 0xD9


class Size(NamedTuple):
    """In pixels."""

    width: int
    height: int

    @property
    def too_many(self) -> bool:
        """Whether it would fill the memory of a small laptop."""
        return self.width * self.height > MOST_PIXELS


def size_of(content: bytes) -> Size | None:
    """How large a PNG, JPEG or WebP says it is; None where it does not say, or is none."""
    if content.startswith(_PNG):
        if len(content) < 24 or content[12:16] != b"IHDR":
            return None
        return Size(*struct.unpack(">II", content[16:24]))
    if content.startswith(_JPEG):
        for marker, part, _ in _segments(content):
            if marker in _FRAMES and len(part) >= 5:
                height, width = struct.unpack(">HH", part[1:5])
                return Size(width, height)
        return None
    return _size_of_webp(content)


def is_bare(content: bytes) -> bool:
    """Whether a PNG or JPEG holds a picture and nothing else: not where or when it was taken, by what, nor
    anything behind its end."""
    if content.startswith(_PNG):
        at = len(_PNG)
        while at + 12 <= len(content):
            length = int.from_bytes(content[at : at + 4], "big")
            name = content[at + 4 : at + 8]
            at += 12 + length
            if name not in _BARE_CHUNKS:
                return False
            if name == b"IEND":
                return at == len(content)
        return False
    if not content.startswith(_JPEG):
        return False
    behind = 2
    for marker, part, end in _segments(content):
        if marker in _APPS or marker == _COMMENT or (marker == _APP0 and not part.startswith(b"JFIF\0")):
            return False
        behind = end
    # In what follows, the picture itself, an end is only written where it ends.
    return content.find(b"\xff\xd9", behind) == len(content) - 2


def _segments(content: bytes) -> Iterator[tuple[int, bytes, int]]:
    """The marked parts of a JPEG in front of its first scan, and where each ends."""
    at = 2
    while at + 4 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if marker in (_SCAN, _END):
            return
        length = int.from_bytes(content[at + 2 : at + 4], "big")
        if length < 2:
            return
        yield marker, content[at + 4 : at + 2 + length], at + 2 + length
        at += 2 + length


def _size_of_webp(content: bytes) -> Size | None:
    if len(content) < 30 or content[:4] != b"RIFF" or content[8:12] != b"WEBP":
        return None
    chunk = content[12:16]
    if chunk == b"VP8X":
        return Size(
            1 + int.from_bytes(content[24:27], "little"), 1 + int.from_bytes(content[27:30], "little")
        )
    if chunk == b"VP8L":
        bits = int.from_bytes(content[21:25], "little")
        return Size(1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF))
    if chunk == b"VP8 ":
        width, height = struct.unpack("<HH", content[26:30])
        return Size(width & 0x3FFF, height & 0x3FFF)
    return None
