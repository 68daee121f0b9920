"""What people were told and agreed to, and a few documents: drawn and written by nobody, of nobody."""

import struct
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from vrp_desktop import shipped
from vrp_desktop.domain.consent import (
    GROWN_UP,
    KINDS,
    OLD_ENOUGH,
    PHOTOGRAPHS,
    SELF,
    Answer,
    NoticeDetails,
    form_for,
    standing,
)
from vrp_desktop.domain.demo.chance import Chance, between, id_on
from vrp_desktop.domain.documents import PDF, PNG, PORTRAIT, TXT, DocumentDetails, MediaType
from vrp_desktop.domain.people import Person

_AGREES = {"take_part": 0.97, "share": 0.75, "photographs": 0.6, "case_study": 0.45, "contact": 0.7}
_ASKED = {"take_part": 1.0, "share": 0.9, "photographs": 0.7, "case_study": 0.35, "contact": 0.6}
_WITH_DOCUMENTS = 8
"""About one in so many has documents, and a third of those a picture in the place of a photo."""


@dataclass(frozen=True)
class Told:
    """That somebody was told. ``id`` is the row's."""

    id: str
    person_id: str
    details: NoticeDetails


@dataclass(frozen=True)
class Filed:
    """A document with what is in it. ``id`` is the row's."""

    id: str
    person_id: str
    details: DocumentDetails
    media_type: MediaType
    content: bytes


@dataclass
class Papers:
    """All of them; ``answers`` are by the person's id."""

    told: list[Told] = field(default_factory=list)
    answers: list[tuple[str, Answer]] = field(default_factory=list)
    filed: list[Filed] = field(default_factory=list)


def papers(luck: Chance, people: Iterable[Person], today: date) -> Papers:
    """For most people; those of whom only a nickname is known have not been asked."""
    made = Papers()
    for person in people:
        if not person.details.given_name or luck.random() < 0.1:
            continue
        years = person.details.age_on(person.added_on)
        first = min(person.added_on + timedelta(days=luck.choice((0, 0, 0, 7, 14))), today)
        made.told.append(_telling(luck, person, years, first))
        answers = list(_answers(luck, years, first, today))
        made.answers += [(person.id, one) for one in answers]
        if luck.randrange(_WITH_DOCUMENTS) == 0:
            photo = standing(answers, today)[PHOTOGRAPHS].stands and luck.random() < 0.6
            made.filed += _documents(luck, person, first, today, photo)
    return made


def _stored() -> dict[str, list[str]]:
    found: dict[str, list[str]] = shipped.read_json("demo", "papers.json")
    return found


def _telling(luck: Chance, person: Person, years: int | None, day: date) -> Told:
    alone = years is not None and years >= 16
    told_to = SELF if alone or luck.random() < 0.6 else "parent"
    grown = "adult" if told_to != SELF else form_for(years)
    how = "interpreter" if person.details.interpreter else luck.choice(("spoken", "spoken", "written"))
    note = luck.choice(_stored()["asked"]) if luck.random() < 0.2 else ""
    return Told(id_on(day, luck), person.id, NoticeDetails(day, told_to, grown, how, note))


def _answers(luck: Chance, years: int | None, first: date, today: date) -> Iterator[Answer]:
    """One conversation, and for some a second one, a withdrawal, or an end that is near or past."""
    own = years is not None and (years >= GROWN_UP or (years >= OLD_ENOUGH and luck.random() < 0.6))
    by = SELF if own else luck.choice(("parent", "parent", "carer"))
    name = "" if own else luck.choice(_stored()[by])
    how = luck.choice(("spoken", "written", "written"))
    for kind in KINDS:
        if luck.random() > _ASKED[kind]:
            continue
        agreed = luck.random() < _AGREES[kind]
        one = Answer(id_on(first, luck), kind, agreed, by, name, first, how)
        if agreed and kind in ("share", "photographs") and luck.random() < 0.4:
            one = replace(one, until_on=first + timedelta(days=luck.choice((180, 365, 365))))
        if agreed and kind != "take_part" and luck.random() < 0.06:
            gone = between(luck, first, today)
            one = replace(one, withdrawn_on=gone, withdrawn_by=SELF)
        yield one
        if not agreed and luck.random() < 0.15:
            later = between(luck, first, today)
            # The later answer of two comes after the first also where both are of one day.
            if later > first:
                yield Answer(id_on(later, luck), kind, True, by, name, later, "spoken")


def _documents(luck: Chance, person: Person, first: date, today: date, photo: bool) -> Iterator[Filed]:
    stored = _stored()
    day = between(luck, first, today)
    title, _, words = luck.choice(stored["poems"]).partition(": ")
    written = f"{title}\n\n{words}\n".encode()
    yield Filed(id_on(day, luck), person.id, DocumentDetails(title, "work", day), TXT, written)
    if luck.random() < 0.5:
        day = between(luck, first, today)
        name = luck.choice(stored["certificates"])
        content = certificate(name, f"{day.day} {day:%B %Y}")
        yield Filed(id_on(day, luck), person.id, DocumentDetails(name, "certificate", day), PDF, content)
    if photo:
        day = between(luck, first, today)
        details = DocumentDetails(luck.choice(stored["photos"]), PORTRAIT, day)
        yield Filed(id_on(day, luck), person.id, details, PNG, face(luck.randrange(1 << 16)))


def face(number: int, side: int = 96) -> bytes:
    """A PNG of a smiling circle, in colours by a number: nobody's face."""
    ground = (60 + number % 120, 90 + number // 7 % 110, 110 + number // 31 % 100)
    skin, ink = (250, 214, 120), (52, 44, 40)
    middle, radius = side / 2, side * 0.38

    def point(x: int, y: int) -> tuple[int, int, int]:
        across, down = x - middle, y - middle
        if across**2 + down**2 > radius**2:
            return ground
        eye = abs(abs(across) - radius * 0.38) < 4 and abs(down + radius * 0.25) < 5
        far = (across**2 + (down - radius * 0.05) ** 2) ** 0.5
        smile = down > radius * 0.25 and abs(far - radius * 0.6) < 2.5
        return ink if eye or smile else skin

    rows = b"".join(b"\0" + bytes(value for x in range(side) for value in point(x, y)) for y in range(side))
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in parts
    )


def certificate(title: str, day: str) -> bytes:
    """A PDF of one page with two lines, in ASCII."""
    drawn = f"BT /F1 28 Tf 90 560 Td ({title}) Tj 0 -40 Td /F1 14 Tf ({day}) Tj ET".encode("ascii")
    parts = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>",
        b"<</Length %d>>stream\n%b\nendstream" % (len(drawn), drawn),
    )
    out, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(out))
        out += b"%d 0 obj%b\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + (
        b"xref\n0 5\n0000000000 65535 f \n%btrailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
        % (table, len(out))
    )
