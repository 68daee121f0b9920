"""What the workbook and the PDF share: how a figure is written, and the words that explain it."""

import re
from collections.abc import Mapping
from datetime import date
from itertools import groupby

from vrp_desktop.domain import codes
from vrp_desktop.domain.returns import form, sheets
from vrp_desktop.domain.returns.corrections import differences, reworded
from vrp_desktop.domain.returns.definitions import Definition, ledger
from vrp_desktop.domain.returns.figures import Figure, Header, ReturnDocument, Shown, Standing, Value
from vrp_desktop.domain.returns.figures import Line as Words
from vrp_desktop.domain.returns.rule import BASE, Rule, Zeros

ONE_DECIMAL = ("hours", "percent", "mean", "median")
"""Units that are written with one decimal; all others are whole numbers."""

SYMBOLS = (
    (
        Shown.CONFIDENTIAL.symbol,
        "Confidential: hidden to protect people, because the number is small or because a small number could "
        "be worked out from it. It does not say which of the two; what covers for a small number can be a "
        "larger one or a zero.",
    ),
    (Shown.NOT_APPLICABLE.symbol, "Not applicable: there is nothing to count, or too little for a finding."),
    (Shown.NOT_AVAILABLE.symbol, "Not available: it was not recorded. This is not a zero."),
    (
        "0",
        "A true zero: it was counted, and there were none. A few zeros are hidden, as cover.",
    ),
)

SYMBOLS_LINE = (
    "Symbols: [c] confidential, hidden to protect people; [z] not applicable; [x] not available; 0 is a true "
    "zero."
)

_ZERO_WHERE_HIDDEN = (
    "A true zero: it was counted, and there were none. Where small counts are hidden, zeros are too."
)
_ZERO_WHERE_SENSITIVE = (
    "A true zero: it was counted, and there were none. A few zeros are hidden, as cover; in the tables of "
    "sensitive answers all of them are."
)
_ROUNDED = (
    (
        Shown.CONFIDENTIAL.symbol,
        "Confidential: hidden to protect people, because it is made from a count that may be small.",
    ),
    SYMBOLS[1],
    SYMBOLS[2],
    (
        "0",
        f"Among counts of people, which are all rounded to a multiple of {BASE}: from 0 to {BASE - 1}. "
        "Elsewhere a true zero.",
    ),
)

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

SECTIONS = {
    "R2": "Journey",
    "R3": "People supported",
    "R4": "Open access",
    "R5": "Delivery",
    "R6": "Workforce",
    "R7": "Outcomes",
    "R8": "Referrals on",
    "R9": "Safeguarding",
    "R10": "Money",
    "R11": "In words",
    "R12": "Risks",
    "R13": "Targets",
    "R14": "Quality",
    "R15": "Sustainability",
}

SCORES = ("1", "2", "3", "4", "5")

UNITS = {"percent": "per cent", "mean": "points on the instrument's scale", "median": "sessions a person"}

STANDINGS = {
    Standing.DRAFT: "Draft: figures may still change, do not publish",
    Standing.FINAL: "Final",
    Standing.RESUBMISSION: "Resubmission: replaces an earlier final return",
}

NOT_UNIQUE = (
    "This return is about one intervention. A child can be in two interventions, so returns added up count "
    "some people twice: a sum over returns is never a number of different people."
)

NO_CAUSE = "Nothing in this return says that the intervention caused a change."


def number(value: Value, unit: str) -> str:
    """A value in words people read: 1,234, or 56.7 where the unit has a decimal, with its % or £."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    text = f"{value:,.1f}" if unit in ONE_DECIMAL else f"{value:,.0f}"
    if unit == "pounds":
        return f"-£{text[1:]}" if text.startswith("-") else f"£{text}"
    return f"{text}%" if unit == "percent" else text


def figure_text(figure: Figure, unit: str) -> str:
    """What stands in the figure's place: its number, or its symbol."""
    return figure.shown.symbol if figure.shown is not Shown.VALUE else number(figure.value, unit)


def key_text(document: ReturnDocument, table: str, row: str, column: str) -> str:
    """The text of one figure by its name."""
    found, its_row, its_column = form.place_of((table, row, column))
    return figure_text(document.get(table, row, column), found.unit(its_row, its_column))


def units_line(table: form.Table) -> str:
    """ "Unit: people.", or that the units stand in the rows where they differ."""
    units = list(dict.fromkeys(table.unit(row, column) for row in table.rows for column in table.columns))
    named = [UNITS.get(unit, unit) for unit in units]
    return f"Unit: {named[0]}." if len(named) == 1 else f"Units: {', '.join(named)}."


def parts() -> list[form.Table | form.WordTable]:
    """Every table of figures and of words, section by section; in each the figures come first."""
    every: list[form.Table | form.WordTable] = [*form.tables(), *form.word_tables()]
    return sorted(every, key=lambda table: int(table.section[1:]))


def sections() -> list[tuple[str, str, tuple[form.Table, ...], tuple[form.WordTable, ...]]]:
    """The tables by section: its name ("R3"), its title, its tables of figures, its tables of words."""
    return [
        (
            name,
            SECTIONS[name],
            tuple(table for table in tables if isinstance(table, form.Table)),
            tuple(table for table in tables if isinstance(table, form.WordTable)),
        )
        for name, tables in ((name, tuple(of)) for name, of in groupby(parts(), lambda t: t.section))
    ]


def word_lines(document: ReturnDocument, table: form.WordTable) -> tuple[Words, ...]:
    """The lines of a table of words. One with fixed rows has all of them, empty where nothing is said."""
    said = document.words.get(table.id, ())
    if not table.items:
        return said
    known = [code for code, _ in table.items]
    rows: list[Words] = []
    for code in known:
        rows += [line for line in said if line[0] == code] or [(code, "")]
    return (*rows, *(line for line in said if line[0] not in known))


def says(table: form.WordTable, line: Words) -> dict[str, str]:
    """A line as it is read: by column, a choice and an item by their words."""
    return {column.code: told(table, column, text) for column, text in zip(table.columns, line, strict=True)}


def told(table: form.WordTable, column: form.WordColumn, text: str) -> str:
    """A cell of a table of words as it is read; a code that this program does not know as it stands."""
    if column.kind is form.Kind.CHOICE:
        return codes.code_list(column.codes).label(text) if text else ""
    return dict(table.items).get(text, text) if column.code == "item" else text


def score(line: Mapping[str, str]) -> int | None:
    """Likelihood times impact of a risk; None where one of them is no number from 1 to 5."""
    both = [line.get(name, "") for name in ("likelihood", "impact")]
    return int(both[0]) * int(both[1]) if all(text in SCORES for text in both) else None


def header_rows(header: Header) -> list[tuple[str, str, str | int]]:
    """Table R0: field, label, answer. Dates in ISO form; "[z]" where there is nothing to say."""
    plain = header.to_plain()
    return [(name, label, plain[name] or "[z]") for name, label in sheets.HEADER_LABELS.items()]


def profile_rows(document: ReturnDocument) -> list[tuple[str, str]]:
    """Table R1: item and answer in words, one row an answer."""
    rows: list[tuple[str, str]] = []
    for name, list_name in form.PROFILE.items():
        words = sheets.choices(list_name)
        answers = [words.get(code, code) for code in document.profile.get(name, ())]
        rows.extend((form.PROFILE_LABELS[name], answer) for answer in answers or [Shown.NOT_AVAILABLE.symbol])
    return rows


def symbols(rule: Rule) -> tuple[tuple[str, str], ...]:
    """The symbols of a return made by this rule, and what each says."""
    if rule.rounds:
        return _ROUNDED
    zeros = {Zeros.HIDDEN: _ZERO_WHERE_HIDDEN, Zeros.SENSITIVE: _ZERO_WHERE_SENSITIVE}.get(rule.zeros)
    return (*SYMBOLS[:3], ("0", zeros)) if zeros else SYMBOLS


def symbols_line(rule: Rule) -> str:
    """The symbols of a return made by this rule, in one line."""
    if not rule.rounds:
        return SYMBOLS_LINE
    return (
        f"Counts of people are rounded to a multiple of {BASE}: a 0 there stands for 0 to {BASE - 1}. "
        "Symbols: [c] confidential; [z] not applicable; [x] not available."
    )


def protection(header: Header) -> str:
    """The rule of protection, in words."""
    rule = header.rule
    if rule.rounds:
        return (
            f"{rule.in_words} What is made from a count that may be small, such as a mean or a rate, is "
            "hidden: [c]. Nobody who lays returns of one intervention side by side finds a small count, nor "
            "that a group falls wholly into one answer on disability, special educational needs, care or "
            f"ethnic group. The threshold is {header.threshold}; the method is “{header.method}”."
        )
    beside = (
        ""
        if not header.method.startswith(Rule().name)
        else (
            "Returns of one intervention are protected together: nor does a small count follow from laying "
            "this one beside an earlier quarter or version, and a figure that changed by fewer people than "
            "the threshold since an earlier version is hidden. A group that falls wholly into one answer on "
            "disability, special educational needs, care or ethnic group is not seen to. "
        )
    )
    return (
        f"{rule.in_words} Whatever is made from a hidden count, such as a mean or a rate, is hidden too. All "
        "carry the same mark, [c]. "
        f"{beside}The threshold is {header.threshold}; the method is “{header.method}”."
    )


CHANGE_HEADS = ("Part", "Figure", "Before", "Now")
CHANGED = "Reworded"


def changes(replaced: ReturnDocument, document: ReturnDocument) -> list[tuple[str, str, str, str]]:
    """What a resubmission says otherwise than the version that it replaces, as both were sent: figures, then
    what is told in words, without repeating the words."""
    figures = [(one.table, one.figure, one.before, one.now) for one in differences(replaced, document)]
    nothing = Shown.NOT_APPLICABLE.symbol
    words = [(part, "In words", nothing, CHANGED) for part in reworded(replaced, document)]
    return figures + words or [("Nothing", "The two versions say the same", nothing, nothing)]


def about_changes(replaced: ReturnDocument) -> str:
    """What the list of changes is, in a sentence."""
    return (
        f"What this return says otherwise than version {replaced.header.version} of "
        f"{day(replaced.header.prepared_on)}, which it replaces. A figure that changed by a few people only "
        "is hidden in this version."
    )


def check_protected(document: ReturnDocument) -> None:
    """A figure that is hidden must not carry its value any more: nothing is written where one does."""
    for figure in document.figures:
        if figure.shown is not Shown.VALUE and figure.value is not None:
            raise ValueError(f"The hidden figure {figure.key} still carries its value.")


def day(on: date) -> str:
    """A date in words: 5 October 2026, whatever the machine's language."""
    return f"{on.day} {MONTHS[on.month - 1]} {on.year}"


def about_return(header: Header) -> str:
    """One line: provider, intervention and quarter."""
    return f"{header.provider}: {header.intervention}, {header.quarter.label}"


def standing_words(header: Header) -> str:
    """Draft, final or resubmission, in words, with the version where there is more than one."""
    words = STANDINGS[header.standing]
    return f"{words} (version {header.version})" if header.version > 1 else words


def definitions_used(document: ReturnDocument) -> list[Definition]:
    """The definitions that figures of this return were counted by, in the order of the ledger. One that
    this program does not know is named without words."""
    used = {figure.definition for figure in document.figures if figure.definition}
    known = [definition for name, definition in ledger().items() if name in used]
    others = sorted(used - ledger().keys())
    return known + [Definition(name, name, "Not in this program's ledger of definitions.") for name in others]


def priority_labels() -> dict[str, str]:
    """The five priorities: code and words."""
    return {code.code: code.label for code in codes.code_list("priority").codes}


def first_sentences(text: str, most: int) -> str:
    """As many whole sentences from the start as ``most`` characters hold; else as many words, and "…"."""
    text = " ".join(text.split())
    if len(text) <= most:
        return text
    ends = [found.end() for found in re.finditer(r"[.!?]['”’)]?(?=\s)", text[: most + 1])]
    return text[: ends[-1]] if ends else text[: most - 1].rsplit(" ", 1)[0].rstrip(",;:") + "…"
