"""What sort of file somebody brings, judged by its bytes: its name is not believed.

Nothing is interpreted. A zip is unpacked under caps that count real bytes, and thrown away: it only has to
show what it is, and that it holds no program and fetches nothing when it is opened.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

from vrp_desktop.domain import pictures
from vrp_desktop.domain.documents import (
    DOCX,
    JPEG,
    LARGEST,
    LIMITS,
    ODT,
    PDF,
    PNG,
    TXT,
    WEBP,
    XLSX,
    MediaType,
    size_words,
)
from vrp_desktop.domain.errors import Refused
from vrp_desktop.importing import markup

MOST_PARTS = 2_000
LARGEST_TOTAL = 100 * 1024 * 1024
"""Bytes of a whole archive, unpacked: a long document with pictures has a tenth of it."""
LARGEST_TOLD = 1024 * 1024
"""Bytes of a part that is read for what it says of the others."""
_STEP = 64 * 1024

_PROGRAMS = re.compile(
    r"vbaproject|vbadata|macrosheets|activex|/embeddings/|oleobject|ctrlprops|customui|webextension"
    r"|^basic/|^scripts/|\.(?:exe|dll|js|vbs|bat|cmd|ps1|hta|lnk|scr|msi|jar)$",
    re.IGNORECASE,
)
_AS_PDF = "Open it, choose “Save as” or “Print”, make a PDF of it, and add that."
_MAIN = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": DOCX,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": XLSX,
}
_OTHERS: tuple[tuple[bytes, str, str], ...] = (
    (b"MZ", "a program", "It may be harmful: do not open it, and tell whoever looks after your computers."),
    (b"\x7fELF", "a program", "It may be harmful: do not open it."),
    (b"\xca\xfe\xba\xbe", "a program", "It may be harmful: do not open it."),
    (b"#!", "a program", "It may be harmful: do not open it."),
    (
        b"\xd0\xcf\x11\xe0",
        "a file of an old Office program, an e-mail of Outlook, or locked with a password",
        _AS_PDF,
    ),
    (b"{\\rtf", "a rich text document (.rtf)", _AS_PDF),
    (b"GIF8", "a GIF picture", "Save it as PNG, and add that."),
    (b"BM", "a bitmap", "Save it as PNG, and add that."),
    (b"II*\0", "a TIFF picture", "Save it as JPEG or PDF, and add that."),
    (b"MM\0*", "a TIFF picture", "Save it as JPEG or PDF, and add that."),
    (b"7z\xbc\xaf", "a packed folder", "Unpack it, and add the files one by one."),
    (b"Rar!", "a packed folder", "Unpack it, and add the files one by one."),
    (b"\x1f\x8b", "a packed file", "Unpack it, and add what is in it."),
)
"""What is refused by its first bytes: those, what it is, and what to do."""
_MARKUP = re.compile(rb"<\s*(?:!doctype|html|head|body|svg|script|\?xml|iframe|math)", re.IGNORECASE)
_NOT_IN_TEXT = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


def read(path: Path) -> bytes:
    """A file's bytes, read once. Refused where it cannot be kept for its size, or is no file."""
    try:
        if not path.is_file():
            raise Refused(f"“{path.name}” is no file that can be added. Choose the document itself.")
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as fault:
        raise Refused(
            f"“{path.name}” cannot be read: {fault.strerror or 'the disk does not answer'}. Close it in "
            "other programs, check that you may open it, and try again."
        ) from fault
    check_size(content)
    return content


def check_size(content: bytes) -> None:
    """Refuses what is too large or empty."""
    if not content:
        raise Refused(
            "The file is empty: it has no bytes at all. It may not have been saved or sent whole; get it "
            "again."
        )
    if len(content) > LARGEST:
        raise Refused(
            f"The file is larger than {size_words(LARGEST)}, which is the most. Save it smaller (fewer "
            "pages, smaller pictures), or in parts."
        )


def judge(content: bytes) -> MediaType:
    """What sort of file it is. Refused, with what to do, where it is none of those that are kept."""
    check_size(content)
    if content.startswith(b"PK"):
        return _packed(content)
    for start, kind in ((b"%PDF-", PDF), (b"\x89PNG\r\n\x1a\n", PNG), (b"\xff\xd8\xff", JPEG)):
        if content.startswith(start):
            return _picture(content, kind) if kind is not PDF else kind
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return _picture(content, WEBP)
    if content[4:8] == b"ftyp" and content[8:12] in (b"heic", b"heix", b"mif1", b"avif", b"hevc"):
        raise _refused("a picture as a telephone keeps it (HEIC)", "Save or send it as JPEG, and add that.")
    for start, what, mend in _OTHERS:
        if content.startswith(start):
            raise _refused(what, mend)
    return _text(content)


def _picture(content: bytes, kind: MediaType) -> MediaType:
    size = pictures.size_of(content)
    if size is None:
        raise Refused(f"This begins like a {kind.words}, but is damaged. Get it again, or save it anew.")
    if size.too_many:
        raise Refused(
            f"The picture has {size.width:,} × {size.height:,} pixels: opening it could stop this computer. "
            "Save it smaller, and add that."
        )
    return kind


def _text(content: bytes) -> MediaType:
    if _MARKUP.search(content[:4096].replace(b"\0", b"")):
        raise _refused("a web page, a drawing (SVG) or XML, which can hold programs", _AS_PDF)
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if wide else ("utf-8", "cp1252"):
        try:
            words = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _NOT_IN_TEXT.search(words):
            return TXT
    raise _refused("none of the files that can be kept", _AS_PDF)


def _packed(content: bytes) -> MediaType:
    """What a zip is: a document of Word, Excel or OpenDocument without anything that acts, or refused."""
    names: list[str] = []
    told: dict[str, bytes] = {}
    total = 0
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            if len(entries) > MOST_PARTS:
                raise _refused(f"a packed file with {len(entries):,} parts", _AS_PDF)
            for entry in entries:
                if entry.flag_bits & 1:
                    raise _refused("locked with a password", "Save it without one: the store encrypts it.")
                if entry.filename in told:
                    raise _refused("a packed file with two parts of one name", _AS_PDF)
                names.append(entry.filename)
                part, size = _counted(archive, entry, LARGEST_TOTAL - total)
                total += size
                told[entry.filename] = part
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        RuntimeError,
        OSError,
        ValueError,
    ) as f:
        raise Refused("The file is damaged: it cannot be unpacked. Get it again, or save it anew.") from f
    for name in names:
        if _PROGRAMS.search(name.replace("\\", "/")):
            raise _refused("a document that holds programs (macros) or other files inside", _AS_PDF)
    kind = _kind_of(told)
    if kind is None:
        raise _refused(
            "a packed folder, or a document of a kind that is not kept", f"Unpack it, or: {_AS_PDF}"
        )
    for name, part in told.items():
        if name.lower().endswith(".rels") and _fetches(part):
            raise _refused("a document that fetches something from elsewhere when it is opened", _AS_PDF)
    return kind


def _counted(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, left: int) -> tuple[bytes, int]:
    """The part where it is read, and its real size: what the archive says of it is not believed."""
    wanted = entry.filename.lower().endswith((".rels", "[content_types].xml")) or entry.filename == "mimetype"
    kept, size = io.BytesIO(), 0
    with archive.open(entry) as stream:
        while chunk := stream.read(_STEP):
            size += len(chunk)
            if size > left or (wanted and size > LARGEST_TOLD):
                raise _refused("a file that unpacks to far more than a document holds", _AS_PDF)
            if wanted:
                kept.write(chunk)
    return kept.getvalue(), size


def _kind_of(told: Mapping[str, bytes]) -> MediaType | None:
    if told.get("mimetype", b"").strip() == ODT.code.encode() and "content.xml" in told:
        return ODT
    types = next((part for name, part in told.items() if name.lower() == "[content_types].xml"), None)
    if types is None:
        return None
    found: list[str] = []
    try:
        markup.walk(types, lambda tag, attributes: found.append(attributes.get("ContentType", "").lower()))
    except (markup.Forbidden, markup.Torn):
        return None
    if any("macroenabled" in each or "vbaproject" in each for each in found):
        raise _refused("a document that holds programs (macros) or other files inside", _AS_PDF)
    kinds = {kind for main, kind in _MAIN.items() if main in found}
    return kinds.pop() if len(kinds) == 1 else None


def _fetches(part: bytes) -> bool:
    """Whether a part points outside the document at something that is not only a link to be clicked."""
    found: list[bool] = []

    def element(tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "Relationship" and attributes.get("TargetMode", "").lower() == "external":
            found.append(not attributes.get("Type", "").endswith("/hyperlink"))

    try:
        markup.walk(part, element)
    except (markup.Forbidden, markup.Torn):
        return True
    return any(found)


def _refused(what: str, mend: str) -> Refused:
    return Refused(f"This file is {what}, whatever its name says. {mend} What can be kept: {LIMITS}")
