"""Files about a person, kept inside the store: what may be kept, and what each is called."""

import unicodedata
from dataclasses import dataclass, replace
from datetime import date

from vrp_desktop.domain import codes
from vrp_desktop.domain.consent import Stand, State
from vrp_desktop.domain.errors import Refused

LARGEST = 10 * 1024 * 1024
"""The most bytes of one document."""
PORTRAIT = "portrait"
"""The kind of a photo of somebody: it takes a consent to photographs."""
LONGEST_NAME = 200
PORTRAIT_SIDE = 512
"""The most pixels a portrait has on its longer side."""


@dataclass(frozen=True)
class MediaType:
    """A sort of file that is kept. ``suffix`` is the end of its name wherever it is written."""

    code: str
    words: str
    suffix: str


PDF = MediaType("application/pdf", "PDF", ".pdf")
PNG = MediaType("image/png", "PNG picture", ".png")
JPEG = MediaType("image/jpeg", "JPEG picture", ".jpg")
WEBP = MediaType("image/webp", "WebP picture", ".webp")
DOCX = MediaType(
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "Word document", ".docx"
)
XLSX = MediaType(
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "Excel workbook", ".xlsx"
)
ODT = MediaType("application/vnd.oasis.opendocument.text", "OpenDocument text", ".odt")
TXT = MediaType("text/plain", "plain text", ".txt")
MEDIA_TYPES = {each.code: each for each in (PDF, PNG, JPEG, WEBP, DOCX, XLSX, ODT, TXT)}

LIMITS = (
    "PDF, PNG, JPEG, WebP, Word (.docx), Excel (.xlsx), OpenDocument text (.odt) or plain text, up to 10 MB "
    "a file. It is judged by what is in it, not by its name."
)
"""What is said before anybody chooses a file, and when one is refused."""


@dataclass(frozen=True)
class DocumentDetails:
    """What somebody writes about a document. ``added_on`` is its day: when it was made, or came."""

    name: str
    kind: str | None
    added_on: date | None
    note: str = ""

    def checked(self, today: date) -> "DocumentDetails":
        """These details, tidied, or a refusal that names every faulty field at once."""
        faults: dict[str, str] = {}
        name = tidy_name(self.name)
        if not name:
            faults["name"] = "Give it a name by which a colleague finds it again."
        elif len(name) > LONGEST_NAME:
            faults["name"] = (
                f"The name has {len(name)} letters; {LONGEST_NAME} are the most. Put the rest into the note."
            )
        if self.kind is None or self.kind not in codes.code_list("document_kind"):
            faults["kind"] = "Choose what kind of document it is."
        if self.added_on is None:
            faults["added_on"] = "Say of which day it is."
        elif self.added_on > today:
            day = f"{self.added_on.day} {self.added_on:%B %Y}"
            faults["added_on"] = f"{day} is in the future. Write the day it is of, or came on."
        if faults:
            raise Refused.for_fields(faults)
        return replace(self, name=name, note=self.note.strip())


@dataclass(frozen=True)
class Document:
    """One document without its content. ``size`` is in bytes, ``digest`` SHA-256 in hex digits."""

    id: str
    person_id: str
    details: DocumentDetails
    media_type: str
    size: int
    digest: str
    added_by: str = ""
    """The colleague's name."""

    @property
    def type_words(self) -> str:
        """What sort of file it is: "PDF"."""
        known = MEDIA_TYPES.get(self.media_type)
        return self.media_type if known is None else known.words

    @property
    def size_words(self) -> str:
        """How large it is, as people read it."""
        return size_words(self.size)

    @property
    def told(self) -> str:
        """What it is, in a few words, for a question or a refusal."""
        on = self.details.added_on
        day = "" if on is None else f" of {on.day} {on:%B %Y}"
        return f"“{self.details.name}”{day} ({self.type_words}, {self.size_words})"


@dataclass(frozen=True)
class Portrait:
    """The photo of a record: its bytes, or None and in ``why`` the reason; neither where there is none."""

    content: bytes | None
    why: str = ""


def size_words(size: int) -> str:
    """So many bytes, as people read it."""
    if size < 1024:
        return "1 byte" if size == 1 else f"{size} bytes"
    return f"{size / 1024:.0f} KB" if size < 1024 * 1024 else f"{size / 1024 / 1024:.1f} MB"


def tidy_name(name: str) -> str:
    """A name on one line, without what is not seen but turns text around (a name that reads "…fdp.exe")."""
    kept = (
        " " if ch.isspace() else ch
        for ch in unicodedata.normalize("NFC", name)
        # Joiners stay: emoji and several scripts are written with them.
        if ch.isspace()
        or ch in "\u200c\u200d"
        or unicodedata.category(ch) not in ("Cc", "Cf", "Cs", "Co", "Cn")
    )
    return " ".join("".join(kept).split())


def name_of_file(file_name: str) -> str:
    """What a document is called to begin with: its file's name without the folders and the end, cut short."""
    last = file_name.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]
    stem, dot, end = last.rpartition(".")
    return tidy_name(stem if dot and stem and len(end) <= 5 else last)[:120].strip()


def file_name(document: Document) -> str:
    """What a document is called where it is taken out: letters that any file system takes, the end by what
    is in it."""
    kept = "".join(ch if ch.isalnum() or ch in " -_()" else "_" for ch in document.details.name)
    known = MEDIA_TYPES.get(document.media_type)
    return (" ".join(kept.split())[:80].strip(" _") or "document") + ("" if known is None else known.suffix)


def check_portrait_consent(known_as: str, stand: Stand) -> None:
    """Refuses a photo of somebody without a consent to photographs that stands."""
    if stand.stands:
        return
    raise Refused(
        f"{_CONSENT_WORDS[stand.state].format(name=known_as)} A photo of them takes a yes. Ask, note the "
        "answer on the page Consent, and add the photo then."
    )


def why_not_shown(known_as: str, stand: Stand) -> str:
    """Why a photo that is there is not shown; empty where it may be."""
    if stand.stands:
        return ""
    return f"{_CONSENT_WORDS[stand.state].format(name=known_as)} The photo is not shown."


_CONSENT_WORDS = {
    State.NOT_ASKED: "{name} has not been asked about photographs.",
    State.REFUSED: "The latest answer about photographs of {name} is no.",
    State.WITHDRAWN: "The consent to photographs of {name} was withdrawn.",
    State.OVER: "The consent to photographs of {name} has run out.",
    State.AGREED: "",
}
