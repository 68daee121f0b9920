"""What must hold in every return, signed or by hand: its shape, its definitions, its arithmetic."""

import re
from collections.abc import Callable, Mapping
from functools import cache

from vrp_desktop.domain import codes
from vrp_desktop.domain.checking import Finding, Severity
from vrp_desktop.domain.returns import form
from vrp_desktop.domain.returns.figures import Figure, Header, Key, ReturnDocument, Shown, Standing
from vrp_desktop.domain.returns.form import keys as every_figure
from vrp_desktop.domain.returns.rule import Rule
from vrp_desktop.domain.returns.sheets import HEADER, HEADER_LABELS, PROFILE, cell_name, places
from vrp_desktop.importing import cells, wordings
from vrp_desktop.importing.answers import BY_HAND

LOWEST_THRESHOLD = 5
MOST_FIGURES = 10_000
LONGEST_WORDS = 300
_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_HASH = re.compile(r"(?:[0-9a-f]{64})?", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]")

Where = Mapping[Key, tuple[str, int, int]]
"""The sheet, row and column in which a figure stands."""


def check(document: ReturnDocument, where: Where | None = None) -> tuple[Finding, ...]:
    """Everything that is wrong with a document's own content; ``where`` its figures stand in the file."""
    found = [*check_header(document.header), *_profile(document), *_figures(document, where or places())]
    found += wordings.check(document.words, where or {})
    if not any(f.severity is Severity.ERROR for f in found):
        found += arithmetic(document, where or places())
    return tuple(found)


def well_formed(document: ReturnDocument) -> bool:
    """Whether every part is of the type that it must be: a stranger's JSON may hold anything."""
    header = document.header
    words = (v for name, v in vars(header).items() if name not in _NOT_WORDS)
    return (
        all(
            isinstance(word, str) and len(word) <= LONGEST_WORDS and not _CONTROL.search(word)
            for word in words
        )
        and bool(_ID.fullmatch(header.return_id) and _ID.fullmatch(header.provider_id))
        and bool(_HASH.fullmatch(header.supersedes))
        and 1 <= header.version <= 10_000
        and len(document.figures) <= MOST_FIGURES
        and all(_figure_formed(figure) for figure in document.figures)
        and all(
            isinstance(row, str)
            and all(isinstance(code, str) and len(code) <= LONGEST_WORDS for code in listed)
            for row, listed in document.profile.items()
        )
    )


_NOT_WORDS = {"quarter", "standing", "version", "prepared_on", "threshold"}


def _figure_formed(figure: Figure) -> bool:
    names = (figure.table, figure.row, figure.column, figure.definition)
    return (
        all(isinstance(name, str) and len(name) <= LONGEST_WORDS for name in names)
        and (figure.value is None or isinstance(figure.value, int | float | str))
        and not isinstance(figure.value, bool)
    )


def check_header(header: Header) -> list[Finding]:
    """Table R0: what cannot be, in its own words."""
    found: list[Finding] = []

    def say(severity: Severity, what: str, mend: str) -> None:
        found.append(Finding(severity, what, mend, HEADER))

    for name in ("provider", "intervention_code"):
        if not getattr(header, name).strip():
            say(Severity.ERROR, f"“{HEADER_LABELS[name]}” is empty.", "Write it beside its label.")
    if header.threshold < LOWEST_THRESHOLD:
        say(
            Severity.ERROR,
            f"The disclosure threshold is {header.threshold}; at least {LOWEST_THRESHOLD} is asked for.",
            f"Hide every count of people below {LOWEST_THRESHOLD} with [c] and set the threshold to that.",
        )
    known = header.method == BY_HAND or Rule.named(header.threshold, header.method) is not None
    if not known or header.rule.fault:
        say(
            Severity.ERROR,
            f"Its small counts are protected by “{header.method}” with a threshold of {header.threshold}; "
            "this program knows no such rule.",
            "Bring both programs up to date, and ask for the return again.",
        )
    if not 2015 <= header.quarter.year <= 2100:
        say(
            Severity.ERROR,
            f"“{header.quarter}” is not a quarter of this work.",
            "Correct the quarter's year.",
        )
    if header.prepared_on < header.quarter.start:
        say(
            Severity.ERROR,
            f"It was prepared on {header.prepared_on:%d %B %Y}, before {header.quarter.label} had begun.",
            "It may be for another quarter: correct the quarter or the date.",
        )
    elif header.standing is not Standing.DRAFT and header.prepared_on <= header.quarter.end:
        say(
            Severity.WARNING,
            "It is final, and was prepared before its quarter had ended.",
            "Ask whether the last days of the quarter are in it.",
        )
    return found


def _profile(document: ReturnDocument) -> list[Finding]:
    found: list[Finding] = []
    for row, listed in document.profile.items():
        if row not in form.PROFILE:
            found.append(_unknown(f"“{row}” is not a row of the profile.", PROFILE))
            continue
        title = form.PROFILE_LABELS[row]
        found += [
            _unknown(f"“{code}” is not a choice of “{title}”.", PROFILE)
            for code in listed
            if code not in codes.code_list(form.PROFILE[row])
        ]
        if len(listed) > 1 and row not in form.SEVERAL:
            found.append(
                Finding(Severity.ERROR, f"“{title}” has {len(listed)} answers.", "Keep one of them.", PROFILE)
            )
    for row in ("districts", "main_priority"):
        if not document.profile.get(row):
            title = form.PROFILE_LABELS[row]
            what = f"“{title}” is not given: the county's picture cannot place it."
            found.append(Finding(Severity.WARNING, what, "Choose it in the profile.", PROFILE))
    return found


def _figures(document: ReturnDocument, where: Where) -> list[Finding]:
    known = {key: (table, row, column) for table, row, column, key in every_figure()}
    found: list[Finding] = []
    seen: set[Key] = set()
    for figure in document.figures:
        key = figure.key
        if key not in known:
            found.append(_unknown(f"“{' / '.join(key)}” is not a figure of this standard.", figure.table))
            continue
        table, row, column = known[key]
        sheet, r, c = where.get(key) or places()[key]

        def say(what: str, mend: str, place: tuple[str, str] = (sheet, cell_name(r, c))) -> None:
            found.append(Finding(Severity.ERROR, what, mend, *place))

        if key in seen:
            say(f"“{row.label}, {column.label}” is in the return twice.", "Make the return again.")
        seen.add(key)
        if figure.definition != row.definition:
            say(
                f"“{row.label}” was counted by the definition “{figure.definition or 'none'}”; "
                f"this program counts by “{row.definition}”. The two are not added up.",
                "Bring both programs up to date, and ask for the return again.",
            )
        if figure.shown is not Shown.VALUE:
            if figure.value is not None:
                say(
                    "A hidden figure still carries its number.",
                    "Make the return again with the current program.",
                )
            continue
        fault = _value_fault(figure, table.unit(row, column), column.below_nought)
        if fault:
            say(*fault)
    return found


def _value_fault(figure: Figure, unit: str, below_nought: bool) -> tuple[str, str] | None:
    if not isinstance(figure.value, int | float):
        return f"“{figure.value}” is not a number.", "Write a number, [c], [z] or [x]."
    if figure.value != figure.value:
        return "It is not a number.", "Write a number, [c], [z] or [x]."
    typed = cells.read(figure.value, unit, below_nought)
    if typed.severity is not None:
        return typed.what, typed.mend
    if unit == "mean":
        lowest, highest = form.scale_of(figure.table, figure.row)
        if not lowest <= figure.value <= highest:
            return (
                f"A mean of {figure.value:g} is off the scale, {lowest} to {highest}.",
                "Correct the mean, or write [z] where there is none to show.",
            )
    return None


def arithmetic(document: ReturnDocument, where: Where) -> list[Finding]:
    """Every relation of the form that the figures break, as the equation with its numbers and cells.

    What is hidden or not available can be any count from nought up: only what then cannot be is a fault.
    """
    found: list[Finding] = []
    for relation in form.relations():
        figures = [(document.get(*key), weight) for key, weight in relation.terms]
        low = sum(w * _bounds(f)[0 if w > 0 else 1] for f, w in figures)
        high = sum(w * _bounds(f)[1 if w > 0 else 0] for f, w in figures)
        if low <= 0 <= high if relation.relation == "=" else low <= 0:
            continue
        first = where.get(relation.terms[0][0]) or places()[relation.terms[0][0]]
        own = [(where.get(key) or places()[key])[0] for key, _ in relation.terms]
        name = _namer(where, len(set(own)) > 1)
        left = _side([(f, w) for f, w in figures if w > 0], name)
        right = _side([(f, -w) for f, w in figures if w < 0], name)
        sign = "must equal" if relation.relation == "=" else "must not be more than"
        found.append(
            Finding(
                Severity.ERROR,
                f"{relation.says[:1].upper()}{relation.says[1:]}: {left} {sign} {right}.",
                "Correct the figure that is wrong; hide small ones with [c] rather than leave them out.",
                first[0],
                cell_name(first[1], first[2]),
            )
        )
    return found


def _bounds(figure: Figure) -> tuple[float, float]:
    if figure.shown is Shown.VALUE and isinstance(figure.value, int | float):
        return float(figure.value), float(figure.value)
    # Not applicable is a structural nought; hidden and not available can be anything from nought up.
    if figure.shown is Shown.NOT_APPLICABLE:
        return 0.0, 0.0
    return float("-inf") if figure.key in _below_nought() else 0.0, float("inf")


@cache
def _below_nought() -> frozenset[Key]:
    return frozenset(key for _, _, column, key in every_figure() if column.below_nought)


def _namer(where: Where, with_sheet: bool) -> Callable[[Figure], str]:
    def name(figure: Figure) -> str:
        sheet, row, column = where.get(figure.key) or places()[figure.key]
        return f"{sheet}!{cell_name(row, column)}" if with_sheet else cell_name(row, column)

    return name


def _side(figures: list[tuple[Figure, int]], name: Callable[[Figure], str]) -> str:
    """ "B6 (10) + B11 (3) = 13"; noughts are left out where there are many."""
    shown = [(f, w) for f, w in figures if len(figures) <= 6 or f.value != 0] or figures[:1]
    parts = " + ".join(
        f"{'' if weight == 1 else f'{weight} × '}{name(f)} ({f.shown.symbol or f'{f.value:,}'})"
        for f, weight in shown
    )
    if len(figures) == 1:
        return parts
    total = sum(w * _bounds(f)[0] for f, w in figures)
    least = any(_bounds(f)[1] == float("inf") for f, _ in figures)
    return f"{parts} = {'at least ' if least else ''}{total:,.0f}"


def _unknown(what: str, sheet: str) -> Finding:
    mend = "Use the words of the template; if it was made by a program, bring both programs up to date."
    return Finding(Severity.ERROR, what if len(what) < 200 else what[:199] + "…", mend, sheet)
