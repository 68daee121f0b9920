"""The words of a filled template: who, what and when (R0), and what the intervention is (R1)."""

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
from vrp_desktop.domain.returns.figures import STANDARD, Header, Key, Standing
from vrp_desktop.domain.returns.rule import DEFAULT_THRESHOLD
from vrp_desktop.domain.returns.sheets import cell_name
from vrp_desktop.importing.tables import folded
from vrp_desktop.importing.workbook import Cell, Sheet, Workbook

BY_HAND = "by hand"
"""The program version and the method of a return that no program made."""

_NAMES = uuid.UUID("6f0b2c52-6a0e-5f52-9c4f-6b8f3f0f1d77")
"""Names made from words (a provider's name) always give the same identifier."""

_TURNED = re.compile(r"Q([1-4])\s+(\d{4})[-/](\d{2})", re.IGNORECASE)
_UK_DATE = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
_LONGEST = 200
AS_VALUE = "Copy the cell and paste it as a value (in Excel: Paste Special, Values)."


Answers = dict[str, list[tuple[Cell, str]]]
"""By the name of a field, what is answered and the cell in which it stands, as often as it is answered."""


@dataclass
class Said:
    """Findings as they come up, and where each figure stands."""

    findings: list[Finding] = field(default_factory=list)
    places: dict[Key, tuple[str, int, int]] = field(default_factory=dict)

    def say(self, severity: Severity, what: str, mend: str, sheet: str, cell: str = "") -> None:
        self.findings.append(Finding(severity, what, mend, sheet, cell))


def name_id(*words: str) -> str:
    """An identifier that the same words always give, case and spaces forgiven."""
    return str(uuid.uuid5(_NAMES, "|".join(folded(word) for word in words)))


def read_header(workbook: Workbook, said: Said) -> Header | None:
    """Table R0; None where it lacks what a return cannot do without."""
    sheet = workbook.sheet(sheets.HEADER)
    if sheet is None:
        said.say(
            Severity.ERROR, "The sheet R0 (header) is missing.", "Use the whole template.", sheets.HEADER
        )
        return None
    names = {**{name: name for name in sheets.HEADER_LABELS}, **_turned(sheets.HEADER_LABELS)}
    return header_of(_answers(sheet, names, said), sheet, said)


def header_of(answers: Answers, sheet: Sheet, said: Said) -> Header | None:
    """A header from answers of a sheet; None where they lack what a return cannot do without."""
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
    threshold = _whole(
        words("threshold"), DEFAULT_THRESHOLD, labels["threshold"], said, sheet, cell_of("threshold")
    )
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


def _errors(said: Said) -> list[Finding]:
    return [finding for finding in said.findings if finding.severity is Severity.ERROR]


def _turned(labels: dict[str, str]) -> dict[str, str]:
    return {label: name for name, label in labels.items()}


def _answers(sheet: Sheet, names: dict[str, str], said: Said) -> Answers:
    """The answers beside each label, with their cells: a label may stand in several rows."""
    known = {folded(label): name for label, name in names.items()}
    found: Answers = {}
    for r in range(1, len(sheet.rows) + 1):
        for c in (1, 2, 3):
            name = known.get(folded(sheet.at(r, c)))
            if name is not None:
                found.setdefault(name, []).append((sheet.at(r, c + 1), cell_name(r, c + 1)))
                if (r, c + 1) in sheet.formulas:
                    said.say(Severity.ERROR, "There is a formula.", AS_VALUE, sheet.name, cell_name(r, c + 1))
                break
    return found


def _quarter(text: str, said: Said, sheet: Sheet, cell: str) -> Quarter | None:
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


def _standing(text: str, said: Said, sheet: Sheet, cell: str) -> Standing:
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


def _whole(text: str, otherwise: int, label: str, said: Said, sheet: Sheet, cell: str) -> int:
    if not text:
        return otherwise
    if text.isascii() and text.isdigit() and len(text) <= 3:
        return int(text)
    said.say(
        Severity.ERROR, f"“{label}” is not a whole number.", "Write a whole number, like 5.", sheet.name, cell
    )
    return otherwise


def read_profile(workbook: Workbook, said: Said) -> dict[str, tuple[str, ...]]:
    """Table R1: codes by row."""
    sheet = workbook.sheet(sheets.PROFILE)
    if sheet is None:
        mend = "Use the whole template."
        said.say(Severity.ERROR, "The sheet R1 (profile) is missing.", mend, sheets.PROFILE)
        return {}
    names = {**{name: name for name in form.PROFILE}, **_turned(form.PROFILE_LABELS)}
    return profile_of(_answers(sheet, names, said), sheet, said)


def profile_of(answers: Answers, sheet: Sheet, said: Said) -> dict[str, tuple[str, ...]]:
    """Codes by row, from the answers that stand in a sheet."""
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
