"""What is held about somebody, as it is given to them: everything of theirs, nobody else's name."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256

from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.mentions import Names, Span, sentence, without
from vrp_desktop.domain.retention import month_after

FORMAT = "vrp-desktop subject access pack"
VERSION = 1


@dataclass(frozen=True)
class Request:
    """That somebody asked what is held about a person. ``asked_by`` is the person, or who acts for them."""

    id: str
    person_id: str
    known_as: str
    asked_by: str
    asked_on: date
    given_on: date | None = None
    pack_digest: str | None = None

    @property
    def due_on(self) -> date:
        """By when it is owed: within a month (UK GDPR, article 12)."""
        return month_after(self.asked_on)


def check_request(asked_by: str, asked_on: date | None, today: date) -> None:
    """Refuses a request without somebody who asked, or from a day to come."""
    faults: dict[str, str] = {}
    if not asked_by.strip():
        faults["asked_by"] = "Write who asked: themselves, a parent, a solicitor."
    if asked_on is None:
        faults["asked_on"] = "Write the day on which it was asked. The month to answer begins then."
    elif asked_on > today:
        faults["asked_on"] = "That day has not come yet. Check the date."
    if faults:
        raise Refused.for_fields(faults)


@dataclass(frozen=True)
class Row:
    """One line of a section. ``id`` is the stored row it comes from."""

    id: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Section:
    """One kind of thing that is held. ``free`` are the columns that somebody typed, where names can be."""

    key: str
    title: str
    about: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    free: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Offer:
    """A name found in what is to be given, with the sentence it stands in. It is taken out unless somebody
    says that it may stay. ``key`` names it: where the text has changed meanwhile, it names nothing."""

    key: str
    where: str
    name: str
    sentence: str


@dataclass(frozen=True)
class Pack:
    """Everything held about a person. ``removed`` is how many names were taken out."""

    organisation: str
    known_as: str
    full_name: str
    asked_by: str
    asked_on: date
    made_on: date
    sections: tuple[Section, ...] = field(default=())
    removed: int = 0

    def offers(self, names: Names) -> tuple[Offer, ...]:
        """Every name of somebody else that stands in it."""
        return tuple(
            Offer(_key(section, row, column, text, span), f"{section.title}: {row.cells[0]}",
                  text[span.start : span.end], sentence(text, span))
            for section, row, column, text in self._typed()
            for span in names.find(text)
        )  # fmt: skip

    def redacted(self, names: Names, lifted: Collection[str]) -> "Pack":
        """The pack without the names of others, but for those ``lifted`` by their keys."""
        removed = 0
        cells: dict[tuple[str, str, int], str] = {}
        for section, row, column, text in self._typed():
            spans = [s for s in names.find(text) if _key(section, row, column, text, s) not in lifted]
            removed += len(spans)
            cells[section.key, row.id, column] = without(text, spans)
        sections = tuple(
            replace(section, rows=tuple(_with(section.key, row, cells) for row in section.rows))
            for section in self.sections
        )
        return replace(self, sections=sections, removed=removed)

    def to_bytes(self) -> bytes:
        """The pack as JSON; the same pack always gives the same bytes."""
        told = {
            "format": FORMAT,
            "version": VERSION,
            "organisation": self.organisation,
            "about": {"known_as": self.known_as, "full_name": self.full_name},
            "asked_by": self.asked_by,
            "asked_on": self.asked_on.isoformat(),
            "made_on": self.made_on.isoformat(),
            "names_removed": self.removed,
            "sections": [
                {
                    "name": section.key,
                    "title": section.title,
                    "about": section.about,
                    "rows": [dict(zip(section.heads, row.cells, strict=True)) for row in section.rows],
                }
                for section in self.sections
            ],
        }
        return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()

    @property
    def digest(self) -> str:
        """What says later which pack was given, without holding a word of it."""
        return sha256(self.to_bytes()).hexdigest()

    def _typed(self) -> Iterable[tuple[Section, Row, int, str]]:
        for section in self.sections:
            for row in section.rows:
                for column in sorted(section.free):
                    yield section, row, column, row.cells[column]


def _key(section: Section, row: Row, column: int, text: str, span: Span) -> str:
    return f"{section.key}/{row.id}/{column}/{span.start}/{text[span.start : span.end]}"


def _with(section: str, row: Row, cells: dict[tuple[str, str, int], str]) -> Row:
    return Row(
        row.id, tuple(cells.get((section, row.id, column), text) for column, text in enumerate(row.cells))
    )
