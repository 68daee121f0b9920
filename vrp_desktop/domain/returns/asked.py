"""What a return asks for because no record holds it: money, narrative, risks, targets, what will last."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal

from vrp_desktop.domain import codes
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.returns import form
from vrp_desktop.domain.returns.figures import Key, Line, Shown, Value
from vrp_desktop.domain.returns.form import Kind, WordColumn, WordTable

AMOUNTS: tuple[Key, ...] = (
    *(
        ("R10", row, column)
        for row in ("labour", "other", "match")
        for column in ("budget", "spent", "forecast")
    ),
    *(("R15", row, "value") for row in ("volunteers", "volunteer_hours", "leveraged")),
)
"""The figures that are asked for: whole pounds, whole hours, a number of volunteers. The others of R10 are
worked out."""

MONEY_WORDS, NARRATIVE, RISKS, TARGETS, LASTING = "R10.words", "R11", "R12", "R13", "R15.words"
VOICES, STORIES = "R11.voices", "R11.stories"
"""The tables of words. Those of voices and stories are made of ``Story``."""
AMOUNTS_PART, ANSWERS_PART = "amounts", "answers"
"""Parts of what is asked for that are no tables of words."""
VOICE, STORY = "voice", "story"
MOST = 999_999_999
"""Pounds, hours or volunteers of one amount; more is a slip of the hand."""
REFUNDED = "spent"
"""The one column that may be less than nothing: money that came back."""


@dataclass(frozen=True)
class Story:
    """A case study or somebody's own words. ``person_id``: whose it is; None where the store holds no record
    of them, and then ``consent`` says how they agreed. ``personal`` lines of the return are made of these."""

    kind: str
    """ "story" or "voice"."""
    words: str
    title: str = ""
    priority: str | None = None
    changed: str = ""
    """Which details were changed so that nobody recognises them."""
    person_id: str | None = None
    consent: str = ""
    id: str = ""
    """The stored row's; empty for a new one."""

    @property
    def table(self) -> str:
        """The table of words that it stands in."""
        return STORIES if self.kind == STORY else VOICES


@dataclass(frozen=True)
class Asked:
    """What was said for one intervention and quarter. ``spent_before``: what the earlier quarters of the
    financial year say was spent, by row of R10; absent where none of them says anything. ``answers``: by kind
    of warning, what the provider has to say about it. ``covered``: by kind of warning, what had been found
    when it was answered; something that is found later is not answered by it."""

    amounts: Mapping[Key, int] = field(default_factory=dict)
    words: Mapping[str, tuple[Line, ...]] = field(default_factory=dict)
    stories: tuple[Story, ...] = ()
    answers: Mapping[str, str] = field(default_factory=dict)
    covered: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    spent_before: Mapping[str, int] = field(default_factory=dict)

    def tables_of_words(self) -> dict[str, tuple[Line, ...]]:
        """Every table of words that has something to say, in the order of the return."""
        personal = {
            VOICES: tuple((s.words, s.priority or "") for s in self.stories if s.kind == VOICE),
            STORIES: tuple(
                (s.title, s.priority or "", s.words, s.changed) for s in self.stories if s.kind == STORY
            ),
        }
        said = {t.id: personal.get(t.id) or self.words.get(t.id, ()) for t in form.word_tables()}
        return {table: lines for table, lines in said.items() if lines}


NOTHING_ASKED = Asked()


def amounts(asked: Asked) -> dict[Key, Value | Shown]:
    """The figures of R10 and R15 but for the cost per person; [x] where nothing was said."""
    found: dict[Key, Value | Shown] = {key: asked.amounts.get(key, Shown.NOT_AVAILABLE) for key in AMOUNTS}
    for row in ("labour", "other", "match"):
        spent = asked.amounts.get(("R10", row, "spent"))
        before = asked.spent_before.get(row)
        known = spent is not None or before is not None
        found["R10", row, "spent_ytd"] = (spent or 0) + (before or 0) if known else Shown.NOT_AVAILABLE
    for column in form.table("R10").columns:
        parts = [found["R10", row, column.code] for row in ("labour", "other")]
        whole = [part for part in parts if isinstance(part, int)]
        found["R10", "total", column.code] = sum(whole) if len(whole) == 2 else Shown.NOT_AVAILABLE
    return found


def field_of(key: Key) -> str:
    """The name of an amount in a form, and in a refusal: "R10/labour/spent"."""
    return "/".join(key)


def read_amounts(typed: Mapping[Key, str]) -> tuple[dict[Key, int], tuple[str, ...]]:
    """The amounts as somebody typed them, and in words what was done to them. An empty one was not said.

    Refused with every amount that cannot be read, by ``field_of``."""
    found: dict[Key, int] = {}
    noted: list[str] = []
    faults: dict[str, str] = {}
    for key, text in typed.items():
        if key not in AMOUNTS:
            faults[field_of(key)] = "That is nothing the return asks for."
            continue
        try:
            read = _amount(key, text)
        except Refused as refused:
            faults[field_of(key)] = f"{form.name_of(key)}: {refused}"
            continue
        if read is None:
            continue
        value, exact = read
        found[key] = value
        if exact != value:
            noted.append(
                f"{form.name_of(key)}: {text.strip()} became {value:,}. The return holds whole numbers."
            )
        if value < 0:
            noted.append(f"{form.name_of(key)}: {value:,} stands for money that came back. Is that so?")
    if faults:
        raise Refused.for_fields(faults)
    return found, tuple(noted)


_DIGITS = re.compile(r"(?P<whole>\d{1,3}(?:[, ]\d{3})+|\d+)?(?P<part>\.\d{1,2})?")
_MINUS = str.maketrans({"−": "-", "–": "-", "‐": "-", "‑": "-"})


def _amount(key: Key, text: str) -> tuple[int, Decimal] | None:
    """The whole number and what was written; None where nothing was."""
    pounds = _in_pounds(key)
    plain = " ".join(unicodedata.normalize("NFKC", text).translate(_MINUS).split())
    if not plain:
        return None
    bare = plain.replace(" £", "£").replace("£ ", "£").replace("- ", "-")
    less = bare.startswith(("-", "£-"))
    bare = bare.replace("-", "", 1) if less else bare
    bare = bare.removeprefix("£") if pounds else bare
    match = _DIGITS.fullmatch(bare)
    if match is None or not any(match.groups()):
        if pounds:
            raise Refused("write pounds in figures, like 1,250 or £1,250.50.")
        raise Refused("write a whole number in figures, like 12.")
    exact = Decimal((match["whole"] or "0").replace(",", "").replace(" ", "") + (match["part"] or ""))
    exact = -exact if less else exact
    if key[1] == "volunteers" and exact != exact.to_integral_value():
        raise Refused("people are counted whole. Write a number like 12.")
    if exact < 0 and key[2] != REFUNDED:
        raise Refused("it cannot be less than nothing. Leave it empty where you cannot say.")
    if abs(exact) > MOST:
        raise Refused(f"that is more than {MOST:,}. Check it for a figure too many.")
    return int(exact.to_integral_value(ROUND_HALF_UP)), exact


def _in_pounds(key: Key) -> bool:
    return key[0] == "R10" or key[1] == "leveraged"


_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufffe\uffff]")
_BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")


def tidy(text: str, one_line: bool = False) -> str:
    """What somebody typed or pasted, without what no file can hold. Every word, sign and emoji stays."""
    kept = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    kept = _CONTROL.sub("", _BREAKS.sub("\n", kept))
    return " ".join(kept.split()) if one_line else kept.strip()


def read_lines(table_id: str, lines: Sequence[Sequence[str]]) -> tuple[Line, ...]:
    """The lines of a table of words, tidy; empty ones are left out, and those of a table with fixed rows
    stand in their order. Refused with every faulty cell: by "number/column", or by the row's code where the
    rows are fixed."""
    table = form.word_table(table_id)
    if table.personal:
        raise Refused("Somebody's words are written with their agreement. Add them as a story or a voice.")
    if len(lines) > form.MOST_ROWS:
        raise Refused(f"{table.title} has room for {form.MOST_ROWS} lines. Bring some together.")
    read = _fixed(table, lines) if table.items else _free(table, lines)
    return tuple(line for line in read if any(line[1:] if table.items else line))


def _free(table: WordTable, lines: Sequence[Sequence[str]]) -> list[Line]:
    found: list[Line] = []
    faults: dict[str, str] = {}
    for number, line in enumerate(lines):
        made, wrong = _line(table, line)
        found.append(made)
        if any(made):
            faults |= {f"{number}/{code}": words for code, words in wrong.items()}
    if faults:
        raise Refused.for_fields(faults)
    return found


def _fixed(table: WordTable, lines: Sequence[Sequence[str]]) -> list[Line]:
    said: dict[str, str] = {}
    faults: dict[str, str] = {}
    for line in lines:
        (code, text), wrong = _line(table, line)
        if code not in _rows(table) or code in said:
            raise Refused(f"{table.title} has no row “{code}”, or has it twice.")
        said[code] = text
        if wrong:
            faults[code] = f"{_rows(table)[code]}: {next(iter(wrong.values()))}"
    if faults:
        raise Refused.for_fields(faults)
    return [(code, said.get(code, "")) for code, _ in table.items]


def _rows(table: WordTable) -> dict[str, str]:
    return dict(table.items)


def _line(table: WordTable, line: Sequence[str]) -> tuple[Line, dict[str, str]]:
    """One line, tidy, and its faults by column."""
    if len(line) != len(table.columns):
        raise Refused(f"A line of {table.title} has {len(table.columns)} columns.")
    made = tuple(
        tidy(text, one_line=column.kind is not Kind.TEXT)
        for column, text in zip(table.columns, line, strict=True)
    )
    faults = {
        column.code: words
        for column, text in zip(table.columns, made, strict=True)
        if (words := _cell_fault(column, text))
    }
    return made, faults


def _cell_fault(column: WordColumn, text: str) -> str:
    if not text:
        return f"Fill in “{column.label}”." if column.needed else ""
    if form.too_long(text):
        return (
            f"“{column.label}” has {len(text):,} characters, and there is room for {form.LONGEST_TEXT:,}, or "
            "fewer where many of them are emoji. Shorten it."
        )
    if column.kind is Kind.SCORE and text not in ("1", "2", "3", "4", "5"):
        return f"“{column.label}” is a whole number from 1 to 5."
    if column.kind is Kind.CHOICE and text not in codes.code_list(column.codes):
        return f"Choose “{column.label}” from the list."
    return ""


def read_story(story: Story) -> Story:
    """A story or a voice, tidy. Refused with every faulty field of it at once.

    Whether whom it is about agreed is the store's to say; without a record a line says how they did."""
    if story.kind not in (STORY, VOICE):
        raise Refused("It is either a case study or somebody's own words.")
    table = form.word_table(story.table)
    words = {"title": story.title, "text": story.words, "quote": story.words, "changed": story.changed}
    line, faults = _line(table, [words.get(c.code, story.priority or "") for c in table.columns])
    named = {"text": "words", "quote": "words"}
    faults = {named.get(code, code): said for code, said in faults.items()}
    cells = dict(zip((named.get(c.code, c.code) for c in table.columns), line, strict=True))
    consent = "" if story.person_id else tidy(story.consent, one_line=True)
    if not story.person_id and not consent:
        faults["consent"] = (
            "Choose whose it is; where you hold no record of them, write how they agreed: whom they told, "
            "when, and to what."
        )
    elif len(consent) > form.LONGEST_TEXT:
        faults["consent"] = "Say how they agreed in a few words."
    if faults:
        raise Refused.for_fields(faults)
    return replace(
        story,
        title=cells.get("title", ""),
        words=cells["words"],
        priority=cells["priority"] or None,
        changed=cells.get("changed", ""),
        consent=consent,
    )


def read_answers(typed: Mapping[str, str]) -> dict[str, str]:
    """Answers to warnings, tidy, by their kind. Refused with every one that is too long."""
    read = {kind: tidy(text) for kind, text in typed.items()}
    long = {kind: text for kind, text in read.items() if len(text) > form.LONGEST_TEXT}
    if long:
        raise Refused.for_fields(
            {kind: f"{kind}: shorten the answer to {form.LONGEST_TEXT:,} characters." for kind in long}
        )
    return read


BROUGHT_OVER = (AMOUNTS_PART, RISKS, TARGETS, LASTING)
"""What can be brought over from the last quarter. Never what was spent, nor anybody's words."""
_OF_THE_YEAR = ("budget", "forecast")


def brought_over(part: str, before: Asked, now: Asked, same_year: bool) -> Asked:
    """What is asked for now with a part of the last quarter's added to it: what stands there stays as it is.

    Of the money, budget and forecast within one financial year; of a target what was agreed, not how far it
    came; of what will last, the exit plan."""
    if part == AMOUNTS_PART:
        if not same_year:
            return now
        kept = {key: value for key, value in before.amounts.items() if key[2] in _OF_THE_YEAR}
        return replace(now, amounts={**kept, **now.amounts})
    if part == LASTING:
        plan = {code: text for code, text in before.words.get(LASTING, ()) if code == "exit"}
        said = plan | {line[0]: line[1] for line in now.words.get(LASTING, ())}
        lines: tuple[Line, ...] = tuple(said.items())
        return replace(now, words={**now.words, LASTING: read_lines(LASTING, lines)})
    there = now.words.get(part, ())
    coming = before.words.get(part, ())
    if part == TARGETS:
        coming = tuple((target, profile, "", "", "") for target, profile, *_ in coming)
    held = {line[0] for line in there}
    added = tuple(line for line in coming if line[0] not in held)
    return replace(now, words={**now.words, part: (*there, *added)[: form.MOST_ROWS]})
