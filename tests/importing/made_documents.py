"""Files of every sort that somebody could bring, made byte by byte."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

from vrp_desktop.domain.documents import DOCX, ODT, XLSX

_MAIN = {
    DOCX: (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        "word/document.xml",
    ),
    XLSX: ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml", "xl/workbook.xml"),
}
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def png(width: int = 4, height: int = 4, *chunks: tuple[bytes, bytes]) -> bytes:
    """A picture; ``chunks`` stand before its points. A large one says its size and holds few bytes."""
    rows = (
        b"".join(b"\0" + b"\x20\x80\xa0" * width for _ in range(height)) if width * height < 10_000 else b""
    )
    parts = [
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
        *chunks,
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in parts
    )


def jpeg(width: int, height: int, exif: bytes = b"") -> bytes:
    """What a JPEG says of itself, without its points."""
    segments = [(0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0")]
    if exif:
        segments.append((0xE1, b"Exif\0\0" + exif))
    segments.append((0xC0, struct.pack(">BHHB", 8, height, width, 1) + b"\1\x11\0"))
    told = b"".join(
        b"\xff" + bytes([mark]) + struct.pack(">H", len(data) + 2) + data for mark, data in segments
    )
    return b"\xff\xd8" + told + b"\xff\xda\0\x02" + b"\x11\x22" + b"\xff\xd9"


def webp(width: int, height: int) -> bytes:
    """The head of a WebP picture."""
    size = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return b"RIFF\x20\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0" + size + b"\0" * 8


def packed(parts: Mapping[str, bytes]) -> bytes:
    """A zip of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


def office(kind: object, more: Mapping[str, bytes] | None = None, types: str = "") -> bytes:
    """A document of Word or Excel, with these parts besides."""
    if kind is ODT:
        return packed({"mimetype": ODT.code.encode(), "content.xml": b"<office/>", **(more or {})})
    main, name = _MAIN[kind]  # type: ignore[index] # DOCX or XLSX
    content_types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="/{name}" ContentType="{types or main}"/></Types>'
    )
    return packed({"[Content_Types].xml": content_types.encode(), name: b"<w/>", **(more or {})})


def relation(kind: str, target: str) -> bytes:
    """A relations part that points outside."""
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
        f'Id="r1" Type="http://x/{kind}" Target="{target}" TargetMode="External"/></Relationships>'
    ).encode()
