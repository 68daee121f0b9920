"""A figure, a header, and the document that screen, workbook, PDF and programs all receive."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any

from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.quarters import Quarter
from vrp_desktop.domain.returns.rule import Rule

STANDARD = "vrp-return/1"

Key = tuple[str, str, str]
"""Table, row, column: the name of a figure, the same in every return."""

Value = int | float | str | None

Line = tuple[str, ...]
"""One row of a table of words: a text for each of its columns."""


class Shown(StrEnum):
    """How a figure is shown; the shorthand is that of the UK Analysis Function."""

    VALUE = "value"
    CONFIDENTIAL = "c"
    NOT_APPLICABLE = "z"
    NOT_AVAILABLE = "x"

    @property
    def symbol(self) -> str:
        """What stands in the cell instead of a number; empty where the number stands there."""
        return "" if self is Shown.VALUE else f"[{self.value}]"


class Standing(StrEnum):
    """Whether a return may still change."""

    DRAFT = "draft"
    FINAL = "final"
    RESUBMISSION = "resubmission"


@dataclass(frozen=True)
class Figure:
    """One figure. ``definition`` names the versioned definition it was counted by, like "supported/1"."""

    table: str
    row: str
    column: str
    value: Value
    shown: Shown = Shown.VALUE
    definition: str = ""

    @property
    def key(self) -> Key:
        return (self.table, self.row, self.column)

    def hidden(self) -> "Figure":
        """This figure without its value, marked [c]."""
        return replace(self, value=None, shown=Shown.CONFIDENTIAL)


@dataclass(frozen=True)
class Header:
    """Table R0: what the return is, of whom, for when, and by which rules it was made.

    ``threshold`` is T: people counts from 1 to T-1 are small. ``method`` names the rule by which they were
    protected. ``supersedes`` is the content hash of the return this one replaces. ``return_id`` is the
    same for every version of a final return.
    """

    return_id: str
    provider_id: str
    provider: str
    intervention_code: str
    intervention: str
    quarter: Quarter
    standing: Standing
    version: int
    prepared_on: date
    prepared_by: str
    threshold: int
    app_version: str
    supersedes: str = ""
    standard: str = STANDARD
    method: str = Rule().name

    @property
    def rule(self) -> Rule:
        """The rule of protection; hiding by the threshold where the method is one nobody here knows."""
        return Rule.named(self.threshold, self.method) or Rule(self.threshold)

    def to_plain(self) -> dict[str, Any]:
        """JSON-ready, in the order of the sheet."""
        return {**asdict(self), "quarter": str(self.quarter), "prepared_on": self.prepared_on.isoformat()}

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> "Header":
        """Back from JSON; refuses a header with a part missing or of another standard."""
        names = {f.name for f in fields(cls)}
        missing = names - plain.keys()
        if missing:
            raise Refused(f"The header lacks {', '.join(sorted(missing))}.")
        if plain["standard"] != STANDARD:
            raise Refused(f"This return follows “{plain['standard']}”; this program reads “{STANDARD}”.")
        try:
            return cls(
                **{
                    **{name: plain[name] for name in names},
                    "quarter": Quarter.parse(str(plain["quarter"])),
                    "standing": Standing(plain["standing"]),
                    "prepared_on": date.fromisoformat(str(plain["prepared_on"])),
                    "version": int(plain["version"]),
                    "threshold": int(plain["threshold"]),
                }
            )
        except (TypeError, ValueError) as fault:
            raise Refused(f"The header cannot be read: {fault}.") from fault


@dataclass(frozen=True)
class ReturnDocument:
    """A whole return. Two documents with the same content have the same bytes and the same hash."""

    header: Header
    figures: tuple[Figure, ...]
    profile: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Table R1: codes by row (districts, main_priority, ...), in the order of ``form.PROFILE``."""
    words: Mapping[str, tuple[Line, ...]] = field(default_factory=dict)
    """The tables of words (``form.word_tables``) that have something to say, in their order."""

    @cached_property
    def _by_key(self) -> dict[Key, Figure]:
        return {figure.key: figure for figure in self.figures}

    def get(self, table: str, row: str, column: str) -> Figure:
        """The figure of that name; one marked [x] where the document does not have it."""
        return self._by_key.get((table, row, column)) or Figure(table, row, column, None, Shown.NOT_AVAILABLE)

    def with_figures(self, figures: Iterable[Figure]) -> "ReturnDocument":
        return replace(self, figures=tuple(figures))

    def to_bytes(self) -> bytes:
        """The canonical JSON: the bytes that are signed and stored. UTF-8, no spaces, keys in order."""
        plain: dict[str, Any] = {
            "header": self.header.to_plain(),
            "profile": {row: list(values) for row, values in self.profile.items()},
            "figures": [
                [f.table, f.row, f.column, f.value, f.shown.value, f.definition] for f in self.figures
            ],
        }
        if self.words:
            plain["words"] = {table: [list(line) for line in lines] for table, lines in self.words.items()}
        return json.dumps(plain, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()

    @classmethod
    def from_bytes(cls, stored: bytes) -> "ReturnDocument":
        """Back from the stored bytes; refuses, in words, what is not a return."""
        from vrp_desktop.domain.returns.form.words import lines_of  # the form is made of this module's names

        try:
            plain = json.loads(stored)
            return cls(
                Header.from_plain(plain["header"]),
                tuple(Figure(t, r, c, v, Shown(s), d) for t, r, c, v, s, d in plain["figures"]),
                {row: tuple(values) for row, values in plain["profile"].items()},
                lines_of(plain.get("words", {})),
            )
        except (ValueError, KeyError, TypeError, AttributeError) as fault:
            raise Refused(
                "These bytes are not a return of this standard. Ask for the workbook again."
            ) from fault

    @property
    def content_hash(self) -> str:
        """SHA-256 of the canonical bytes, 64 hexadecimal digits."""
        return hashlib.sha256(self.to_bytes()).hexdigest()
