"""A template filled in by hand: words and numbers typed by a person, taken as they are meant where that is
clear, and every problem told at once where it is not."""

import re
import uuid
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date

from vrp_desktop.domain.checking import Finding, Severity
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.quarters import Quarter
from vrp_desktop.domain.returns import form, sheets
from vrp_desktop.domain.returns.figures import STANDARD, Figure, Header, Key, ReturnDocument, Shown, Standing
from vrp_desktop.domain.returns.sheets import cell_name
from vrp_desktop.importing import cells
from vrp_desktop.importing.tables import folded, locate
from vrp_desktop.importing.workbook import Cell, Sheet, Workbook

BY_HAND = "by hand"
"""The program version and the method of a return that no program made."""

THRESHOLD = 5
_NAMES = uuid.UUID("6f0b2c52-6a0e-5f52-9c4f-6b8f3f0f1d77")
"""Names made from words (a provider's name) always give the same identifier."""

_TURNED = re.compile(r"Q([1-4])\s+(\d{4})[-/](\d{2})", re.IGNORECASE)
_UK_DATE = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
_LONGEST = 200
AS_VALUE = "Copy the cell and paste it as a value (in Excel: Paste Special, Values)."


@dataclass
class _Said:
    """Findings as they come up, and where each figure stands."""

    findings: list[Finding] = field(default_factory=list)
    places: dict[Key, tuple[str, int, int]] = field(default_factory=dict)

    def say(self, severity: Severity, what: str, mend: str, sheet: str, cell: str = "") -> None:
        self.findings.append(Finding(severity, what, mend, sheet, cell))


@dataclass(frozen=True)
class ByHand:
    """What a filled template says. ``document`` is None where its header lacks what it cannot do without."""

    document: ReturnDocument | None
    findings: tuple[Finding, ...]
    places: dict[Key, tuple[str, int, int]]


def is_template(workbook: Workbook) -> bool:
    """Whether it has the sheets of a return at all."""
    return (
        workbook.sheet(sheets.HEADER) is not None
        or sum(workbook.sheet(table.id) is not None for table in form.tables()) >= 3
    )


def lost_signature(workbook: Workbook) -> bool:
    """Whether it carries what only a program writes, and so must have been signed once."""
    sheet = workbook.sheet(sheets.HEADER)
    label = folded(sheets.HEADER_LABELS["return_id"])
    written = sheet is not None and any(
        folded(sheet.at(r, 1)) == label for r in range(1, len(sheet.rows) + 1)
    )
    return written or workbook.sheet(sheets.DATA) is not None


def read(workbook: Workbook) -> ByHand:
    """Reads a filled template."""
    said = _Said()
    header = _header(workbook, said)
    profile = _profile(workbook, said)
    figures = tuple(_figures(workbook, said))
    if not any(figure.shown is Shown.VALUE for figure in figures):
        said.say(
            Severity.ERROR,
            "There is no figure in it: this is the empty template.",
            "Fill in the tables, sheet by sheet, and write 0 where there was none.",
            "",
        )
    document = ReturnDocument(header, figures, profile) if header else None
    return ByHand(document, tuple(said.findings), said.places)


def name_id(*words: str) -> str:
    """An identifier that the same words always give, case and spaces forgiven."""
    return str(uuid.uuid5(_NAMES, "|".join(folded(word) for word in words)))


def _header(workbook: Workbook, said: _Said) -> Header | None:
    sheet = workbook.sheet(sheets.HEADER)
    if sheet is None:
        said.say(
            Severity.ERROR, "The sheet R0 (header) is missing.", "Use the whole template.", sheets.HEADER
        )
        return None
    answers = _answers(
        sheet, {**{name: name for name in sheets.HEADER_LABELS}, **_turned(sheets.HEADER_LABELS)}, said
    )
    labels = sheets.HEADER_LABELS
    before = len(_errors(said))

    def words(name: str, needed: bool = False) -> str:
        value, cell = answers.get(name, [(None, "")])[0]
        text = "" if value is None else " ".join(str(value).split())
        if text.casefold() in ("[x]", "[z]"):
            text = ""
        if not text and needed:
            said.say(
                Severity.ERROR, f"“{labels[name]}” is empty.", "Write it beside its label.", sheet.name, cell
            )
        if len(text) > _LONGEST:
            mend = f"Write at most {_LONGEST} characters."
            said.say(Severity.ERROR, f"“{labels[name]}” is too long.", mend, sheet.name, cell)
        return text[:_LONGEST]

    def cell_of(name: str) -> str:
        return answers.get(name, [(None, "")])[0][1]

    standard = words("standard") or STANDARD
    if standard.casefold() != STANDARD:
        said.say(
            Severity.ERROR,
            f"This return follows “{standard}”; this program reads “{STANDARD}”.",
            "Use the template of this year.",
            sheet.name,
            cell_of("standard"),
        )
    provider = words("provider", needed=True)
    code = words("intervention_code", needed=True)
    quarter = _quarter(words("quarter", needed=True), said, sheet, cell_of("quarter"))
    prepared_on = _day(answers.get("prepared_on", [(None, "")])[0][0])
    if quarter is not None and prepared_on is None:
        prepared_on = quarter.end
        said.say(
            Severity.WARNING,
            f"“{labels['prepared_on']}” is not a date; {quarter.end:%d %B %Y} is taken.",
            "Write a date like 2026-10-05.",
            sheet.name,
            cell_of("prepared_on"),
        )
    standing = _standing(words("standing"), said, sheet, cell_of("standing"))
    threshold = _whole(words("threshold"), THRESHOLD, labels["threshold"], said, sheet, cell_of("threshold"))
    intervention = words("intervention") or code
    prepared_by = words("prepared_by")
    if len(_errors(said)) > before or quarter is None or prepared_on is None:
        return None
    provider_id = name_id(provider)
    return Header(
        return_id=name_id(provider, code, str(quarter)),
        provider_id=provider_id,
        provider=provider,
        intervention_code=code,
        intervention=intervention,
        quarter=quarter,
        standing=standing,
        version=1,
        prepared_on=prepared_on,
        prepared_by=prepared_by,
        threshold=threshold,
        app_version=BY_HAND,
        method=BY_HAND,
    )


def _errors(said: _Said) -> list[Finding]:
    return [finding for finding in said.findings if finding.severity is Severity.ERROR]


def _turned(labels: dict[str, str]) -> dict[str, str]:
    return {label: name for name, label in labels.items()}


def _answers(sheet: Sheet, names: dict[str, str], said: _Said) -> dict[str, list[tuple[Cell, str]]]:
    """The answers beside each label, with their cells: a label may stand in several rows."""
    known = {folded(label): name for label, name in names.items()}
    found: dict[str, list[tuple[Cell, str]]] = {}
    for r in range(1, len(sheet.rows) + 1):
        for c in (1, 2, 3):
            name = known.get(folded(sheet.at(r, c)))
            if name is not None:
                found.setdefault(name, []).append((sheet.at(r, c + 1), cell_name(r, c + 1)))
                if (r, c + 1) in sheet.formulas:
                    said.say(Severity.ERROR, "There is a formula.", AS_VALUE, sheet.name, cell_name(r, c + 1))
                break
    return found


def _quarter(text: str, said: _Said, sheet: Sheet, cell: str) -> Quarter | None:
    if not text:
        return None
    turned = _TURNED.match(text)
    plain = f"{turned[2]}-{turned[3]}-Q{turned[1]}" if turned else text.replace("/", "-", 1).upper()
    try:
        return Quarter.parse(plain)
    except Refused:
        said.say(
            Severity.ERROR,
            f"“{text}” is not a quarter.",
            "Write it like 2026-27-Q2: April to June is Q1.",
            sheet.name,
            cell,
        )
        return None


def _day(value: Cell) -> date | None:
    text = "" if value is None else str(value).strip()
    uk = _UK_DATE.fullmatch(text)
    with suppress(ValueError):
        return date(int(uk[3]), int(uk[2]), int(uk[1])) if uk else date.fromisoformat(text[:10])
    return None


def _standing(text: str, said: _Said, sheet: Sheet, cell: str) -> Standing:
    if not text:
        return Standing.DRAFT
    try:
        return Standing(text.casefold())
    except ValueError:
        said.say(
            Severity.ERROR,
            f"“{text}” is not a standing of a return.",
            "Write draft, final or resubmission.",
            sheet.name,
            cell,
        )
        return Standing.DRAFT


def _whole(text: str, otherwise: int, label: str, said: _Said, sheet: Sheet, cell: str) -> int:
    if not text:
        return otherwise
    if text.isascii() and text.isdigit() and len(text) <= 3:
        return int(text)
    said.say(
        Severity.ERROR, f"“{label}” is not a whole number.", "Write a whole number, like 5.", sheet.name, cell
    )
    return otherwise


def _profile(workbook: Workbook, said: _Said) -> dict[str, tuple[str, ...]]:
    sheet = workbook.sheet(sheets.PROFILE)
    if sheet is None:
        mend = "Use the whole template."
        said.say(Severity.ERROR, "The sheet R1 (profile) is missing.", mend, sheets.PROFILE)
        return {}
    answers = _answers(sheet, {**{name: name for name in form.PROFILE}, **_turned(form.PROFILE_LABELS)}, said)
    profile: dict[str, tuple[str, ...]] = {}
    for name, list_name in form.PROFILE.items():
        known: dict[str, str] = {}
        for code, words in sheets.choices(list_name).items():
            known |= {folded(code): code, folded(words): code}
        chosen: list[str] = []
        for value, cell in answers.get(name, ()):
            for text in _split(value, known):
                code_found = known.get(folded(text))
                if code_found is None:
                    said.say(
                        Severity.ERROR,
                        f"“{text[:60]}” is not a choice of “{form.PROFILE_LABELS[name]}”.",
                        f"Choose one of: {_some(sheets.choices(list_name).values())}.",
                        sheet.name,
                        cell,
                    )
                elif code_found not in chosen:
                    chosen.append(code_found)
        profile[name] = tuple(chosen)
    return profile


def _split(value: Cell, known: dict[str, str]) -> list[str]:
    """One answer, or several in one cell with semicolons or lines between them; empty for [x]."""
    text = "" if value is None else str(value).strip()
    if not text or text.casefold() in ("[x]", "[z]"):
        return []
    if folded(text) in known:
        return [text]
    return [part.strip() for part in re.split(r"[;\n]", text) if part.strip()]


def _some(words: Iterable[str]) -> str:
    listed = list(words)
    return "; ".join(listed[:8]) + ("; …, as on the sheet Lists" if len(listed) > 8 else "")


def _figures(workbook: Workbook, said: _Said) -> Iterable[Figure]:
    for table in form.tables():
        sheet = workbook.sheet(table.id)
        if sheet is None:
            said.say(
                Severity.WARNING,
                f"The sheet “{table.id}” ({table.title}) is missing; its figures count as not available.",
                "Use the whole template, with [x] where a figure is not available.",
                table.id,
            )
        located = locate(sheet, table) if sheet else None
        if sheet and located:
            said.findings.extend(located.findings)
            said.places.update({key: (sheet.name, *place) for key, place in located.places.items()})
        empty = 0
        for row in table.rows:
            for column in table.columns:
                key = (table.id, row.code, column.code)
                place = located.places.get(key) if located else None
                typed = cells.Typed()
                if sheet and place:
                    typed = _typed(sheet, place, table.unit(row, column), said)
                    empty += sheet.at(*place) is None and place not in sheet.formulas | sheet.errors
                yield Figure(*key, typed.value, typed.shown, row.definition)
        if sheet and empty:
            said.say(
                Severity.REMARK,
                f"Empty cells here: {empty}. They count as not available, which is not nought.",
                "Write 0 where there was none.",
                sheet.name,
            )


def _typed(sheet: Sheet, place: tuple[int, int], unit: str, said: _Said) -> cells.Typed:
    cell = cell_name(*place)
    if place in sheet.formulas:
        said.say(
            Severity.ERROR, "There is a formula; a return holds numbers only.", AS_VALUE, sheet.name, cell
        )
    elif place in sheet.errors:
        mend = "Write the number, or [x] where it is not available."
        said.say(Severity.ERROR, "The cell shows an error, like #DIV/0!.", mend, sheet.name, cell)
    typed = cells.read(sheet.at(*place), unit)
    if typed.severity is not None:
        said.say(typed.severity, typed.what, typed.mend, sheet.name, cell)
    return typed
