"""The look at a stranger's file before any spreadsheet reader sees it.

Nothing here interprets a sheet. The archive is unpacked under hard caps that count real bytes, everything
a return has no need of is named, and what is left is packed afresh, so that the reader that follows sees
exactly the parts that were looked at.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from vrp_desktop.domain.checking import Finding, Severity
from vrp_desktop.importing import markup

LARGEST_FILE = 10 * 1024 * 1024
MOST_PARTS = 300
LARGEST_PART = 16 * 1024 * 1024
LARGEST_TOTAL = 24 * 1024 * 1024
LARGEST_RELATIONS = 256 * 1024
_STEP = 64 * 1024

_READ = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|xl/workbook\.xml|xl/_rels/workbook\.xml\.rels|"
    r"xl/(?:styles|sharedStrings)\.xml|xl/worksheets/[\w-]+\.xml",
    re.IGNORECASE,
)
"""The parts the reader is given."""

_HARMLESS = re.compile(
    r"docProps/[\w.-]+|docMetadata/[\w.-]+\.xml|customXml/[\w./-]+\.(?:xml|rels)|"
    r"xl/(?:calcChain|metadata|volatileDependencies)\.xml|xl/theme/[\w.-]+|xl/theme/_rels/[\w.-]+\.rels|"
    r"xl/worksheets/_rels/[\w.-]+\.rels|xl/tables/[\w.-]+\.xml|xl/(?:comments|threadedComments|persons)[\w./-]*|"
    r"xl/drawings/[\w./-]+|xl/charts/[\w./-]+|xl/media/[\w.-]+|xl/printerSettings/[\w.-]+\.bin|"
    r"xl/richData/[\w./-]+\.xml|xl/featurePropertyBag/[\w.-]+\.xml",
    re.IGNORECASE,
)
"""Parts that spreadsheet programs add and that are left unread."""

_NAMED = (
    (re.compile(r"vbaproject|macrosheets|vbadata", re.IGNORECASE), "macros (programs inside the workbook)"),
    (re.compile(r"^xl/externalLinks/", re.IGNORECASE), "links to other workbooks"),
    (re.compile(r"^xl/(?:connections|queryTables|model)", re.IGNORECASE), "a connection to outside data"),
    (re.compile(r"activeX|ctrlProps|customUI|webextension", re.IGNORECASE), "active controls"),
    (re.compile(r"embeddings|oleObject", re.IGNORECASE), "embedded files"),
    (re.compile(r"pivot|slicer", re.IGNORECASE), "pivot tables"),
)
_HARMLESS_LINK = re.compile(r"https?://|mailto:|(?:\.\./)*[^/\\:]+$", re.IGNORECASE)
"""A hyperlink is never followed here; one to a share or a script would harm the person who clicks it."""

_DECLARES = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ENCODING = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"']([^\"']+)", re.IGNORECASE)
_ENCODINGS = {b"utf-8", b"utf8", b"utf-16", b"us-ascii", b"ascii", b"iso-8859-1"}
_MARKS = b"\xef\xbb\xbf\xff\xfe \t\r\n"

ASK_AGAIN = "Ask the provider for the workbook again, as an .xlsx file."
CLEAN = (
    "Copy the figures into a fresh copy of the template, save it as “Excel workbook (.xlsx)” and send that."
)


class Unreadable(Exception):  # noqa: N818 - it says what the file is
    """The file is not read any further; ``findings`` say why, and what to do."""

    def __init__(self, *findings: Finding) -> None:
        super().__init__(findings[0].what)
        self.findings = findings


def unreadable(what: str, mend: str = ASK_AGAIN) -> Unreadable:
    """One reason, as an error about the whole file."""
    return Unreadable(Finding(Severity.ERROR, what, mend))


@dataclass(frozen=True)
class Looked:
    """A file that may be read: its own bytes, the archive packed afresh, and remarks."""

    content: bytes
    archive: bytes
    remarks: tuple[Finding, ...]


def copy(path: Path) -> bytes:
    """The file's bytes, read once, so that it cannot change under the check. Raises Unreadable."""
    try:
        if path.is_dir():
            raise unreadable("This is a folder, not a workbook.", "Name the workbook itself.")
        if not path.exists():
            raise unreadable("There is no such file.", "Check the name and the folder.")
        if not path.is_file():
            raise unreadable("This is not an ordinary file.", "Name the workbook itself.")
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
    except OSError as fault:
        raise unreadable(
            f"The file cannot be read: {fault.strerror or 'the disk does not answer'}.",
            "Close it in other programs, check that you may open it, and try again.",
        ) from fault
    if len(content) > LARGEST_FILE:
        raise unreadable(
            "The file is larger than 10 MB. A return is far smaller.",
            "Ask the provider for the workbook without pictures or additional sheets.",
        )
    return content


def look(content: bytes) -> Looked:
    """Judges the bytes of a file; raises Unreadable with everything that speaks against reading it."""
    _check_kind(content)
    parts = _unpack(content)
    if "xl/workbook.xml" not in {name.lower() for name in parts}:
        raise unreadable("This is a packed file, but not an Excel workbook (.xlsx).", _other_kind(parts))
    errors: list[Finding] = []
    remarks: list[Finding] = []
    for name, part in parts.items():
        what = _part_fault(name, part)
        if what:
            errors.append(Finding(Severity.ERROR, what, CLEAN))
        elif name.lower().endswith(".rels"):
            for severity, said, mend in _targets(name, part):
                (errors if severity is Severity.ERROR else remarks).append(Finding(severity, said, mend))
    if errors:
        raise Unreadable(*dict.fromkeys(errors))
    return Looked(
        content, _pack({n: p for n, p in parts.items() if _READ.fullmatch(n)}), tuple(dict.fromkeys(remarks))
    )


def _check_kind(content: bytes) -> None:
    if not content:
        raise unreadable(
            "The file is empty: it has no bytes at all.", "It may not have been sent whole. " + ASK_AGAIN
        )
    if content.startswith(b"PK"):
        return
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise unreadable(
                "The workbook is locked with a password.",
                "Ask for it without a password, sent by a secure way, or open it and save it without one.",
            )
        raise unreadable(
            "This is a workbook of the old Excel format (.xls).",
            "Open it and save it as “Excel workbook (.xlsx)”; a signed return must be sent as it was made.",
        )
    for start, name in (
        (b"%PDF", "a PDF document"),
        (b"{\\rtf", "a text document"),
        (b"\x89PNG", "a picture"),
        (b"\xff\xd8\xff", "a picture"),
        (b"<", "a web page or XML file"),
    ):
        if content.lstrip(_MARKS).startswith(start):
            raise unreadable(f"This is {name}, not a workbook, whatever its name says.")
    raise unreadable("This is not a workbook.")


def _unpack(content: bytes) -> dict[str, bytes]:
    damaged = "The workbook is damaged: its archive cannot be unpacked."
    parts: dict[str, bytes] = {}
    total = 0
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            if len(entries) > MOST_PARTS:
                raise unreadable(
                    f"The workbook has {len(entries):,} parts inside; a return has a few dozen.", CLEAN
                )
            for entry in entries:
                name = entry.filename
                if entry.is_dir():
                    continue
                if name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/"):
                    raise unreadable("The workbook has a part that points outside itself.", CLEAN)
                if name in parts:
                    raise unreadable("The workbook has two parts of the same name.", CLEAN)
                if entry.flag_bits & 1:
                    raise unreadable(
                        "The workbook is locked with a password.", "Ask for it without a password."
                    )
                if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                    raise unreadable("The workbook is packed in a way that Excel does not use.", CLEAN)
                parts[name] = _read(archive, entry, LARGEST_TOTAL - total)
                total += len(parts[name])
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        RuntimeError,
        OSError,
        ValueError,
    ) as f:
        raise unreadable(damaged) from f
    return parts


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, left: int) -> bytes:
    """One part, counted as it unpacks: what the archive says of its size is not believed."""
    cap = min(LARGEST_PART, left)
    chunks: list[bytes] = []
    size = 0
    with archive.open(entry) as stream:
        while chunk := stream.read(_STEP):
            size += len(chunk)
            if size > cap:
                raise unreadable(
                    "The workbook unpacks to far more than a return can hold; it may be made to fill memory.",
                    CLEAN,
                )
            chunks.append(chunk)
    return b"".join(chunks)


def _part_fault(name: str, part: bytes) -> str:
    """What is wrong with a part, in words; empty where nothing is."""
    for pattern, words in _NAMED:
        if pattern.search(name):
            return f"The workbook holds {words}, which a return has no need of."
    if not (_READ.fullmatch(name) or _HARMLESS.fullmatch(name)):
        shown = re.sub(r"[^\w./ \[\]-]", "?", name)[:60]
        return f"The workbook holds a part that a return has no need of: {shown}."
    if not name.lower().endswith((".xml", ".rels", ".vml")):
        return ""
    squeezed = part.replace(b"\0", b"")
    if _DECLARES.search(squeezed):
        return "The workbook declares a document type or entities (a known way to attack a reader)."
    declared = _ENCODING.search(squeezed[:400])
    if not squeezed.lstrip(_MARKS).startswith(b"<") or (declared and declared[1].lower() not in _ENCODINGS):
        return "The workbook has a part in an unknown text encoding."
    if name.lower() == "[content_types].xml" and b"macroenabled" in squeezed.lower():
        return "The workbook holds macros (programs inside the workbook), which a return has no need of."
    return ""


def _targets(name: str, part: bytes) -> list[tuple[Severity, str, str]]:
    """Where a relations part points, if that is outside the workbook."""
    if len(part) > LARGEST_RELATIONS:
        return [(Severity.ERROR, "The workbook has far more links inside than a return needs.", CLEAN)]
    found: list[tuple[Severity, str, str]] = []

    def element(tag: str, attributes: Mapping[str, str]) -> None:
        if tag != "Relationship":
            return
        target = attributes.get("Target", "")
        if target.startswith("#"):
            return  # A place in the workbook itself.
        if attributes.get("TargetMode", "").lower() != "external":
            if ".." in target.split("/")[2:] or "://" in target:
                found.append((Severity.ERROR, "The workbook has a link that leads outside itself.", CLEAN))
        elif attributes.get("Type", "").endswith("/hyperlink") and _HARMLESS_LINK.match(target):
            what = "A cell links to a web page, an e-mail address or another file."
            found.append((Severity.REMARK, what, "Nothing to do: it is not followed."))
        else:
            found.append(
                (Severity.ERROR, "The workbook has a link to a file or a service outside it.", CLEAN)
            )

    try:
        markup.walk(part, element)
    except (markup.Forbidden, markup.Torn):
        return [(Severity.ERROR, f"The workbook is damaged: {name[:60]} cannot be read.", CLEAN)]
    return found


def _other_kind(parts: dict[str, bytes]) -> str:
    kind = parts.get("mimetype", b"")
    if b"opendocument.spreadsheet" in kind:
        return "It is an OpenDocument spreadsheet: open it and save it as “Excel workbook (.xlsx)”."
    return ASK_AGAIN


def _pack(parts: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name), part)
    return packed.getvalue()
