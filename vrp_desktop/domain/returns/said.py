"""What stands in the words of a return and must not leave the house: names, numbers, addresses, few people.

It looks for what looks like one. A nickname that no record holds is not found, and a word that is also a
name may be: so elsewhere than in somebody's own story an answer can say that it is right as it stands.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from vrp_desktop.domain.consent import Stand, State
from vrp_desktop.domain.days import written
from vrp_desktop.domain.mentions import Names
from vrp_desktop.domain.returns import form
from vrp_desktop.domain.returns.asked import (
    ANSWERS_PART,
    MONEY_WORDS,
    STORIES,
    STORY,
    VOICES,
    Asked,
    Story,
)
from vrp_desktop.domain.returns.blockers import Blocker

_SHOWN = 4
"""How many finds of a kind are named at once."""
_YOUNG = 4
"""A whole date more than so many years ago is rather somebody's birthday than an event of the quarter."""
MONEY = "R10"
_TABLES = {ANSWERS_PART: "R14"}
"""The table of the return that a part is about, where it is no table itself."""
_VARIES = 10
"""By more than so many per cent of the budget a forecast wants a reason."""


class What(StrEnum):
    """A kind of thing that is found, as it is called where there is one of it."""

    NAME = "a name"
    PHONE = "a telephone number"
    EMAIL = "an e-mail address"
    POSTCODE = "a postcode"
    NHS = "a number like an NHS number"
    BORN = "a date of birth"
    FEW = "a few people told of"


@dataclass(frozen=True)
class Told:
    """Who the stories and voices are of: what they are called, and how their consent to a case study stands.
    ``names`` are of everybody in the store; ``no_names`` are phrases in which none is looked for: what the
    organisation, the intervention and the districts are called."""

    names: Names
    no_names: tuple[str, ...] = ()
    known_as: Mapping[str, str] = field(default_factory=dict)
    stands: Mapping[str, Stand] = field(default_factory=dict)


_DIGIT = r"(?<![\d.,])"
_PHONE = re.compile(r"(?<![\d£.,])(?:\+44[\s-]?(?:\(0\)[\s-]?)?|\(?0)\d(?:[\s().-]{0,2}\d){8,9}(?!\d)")
_NHS = re.compile(_DIGIT + r"[1-9]\d{2}[ -]?\d{3}[ -]?\d{4}(?![\d,])")
_EMAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
_INWARD = r"\d[ABD-HJLNP-UW-Z]{2}"
_POSTCODE = re.compile(rf"\b[A-PR-UWYZ][A-Z]?\d[A-Z\d]?\s?{_INWARD}\b")
_SMALL_POSTCODE = re.compile(r"\b[a-pr-uwyz][a-z]?\d[a-z\d]?\s?\d(?!(?:st|nd|rd|th)\b)[abd-hjlnp-uw-z]{2}\b")
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = "|".join(_MONTHS)
_DAY = re.compile(
    rf"{_DIGIT}(?:(?P<iso>\d{{4}}-\d{{1,2}}-\d{{1,2}})|(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?"
    rf"[\s./-]+(?P<m>\d{{1,2}}|(?:{_MONTH})[a-z]*)[\s./,-]+(?P<y>\d{{4}}|\d{{2}}))(?!\d)",
    re.IGNORECASE,
)
_BEFORE_BIRTH = re.compile(r"\b(?:born|birth|birthday|d\.?o\.?b\.?)\W+(?:\w+\W+){0,3}$", re.IGNORECASE)
_NUMBERS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
_PEOPLE = (
    r"(?:young\s+(?:people|person|men|man|women|woman|adults?|ones?|carers?|lads?)|girls?|boys?|child(?:ren)?"
    r"|kids?|lads?|pupils?|students?|teenagers?|teens?|siblings?|brothers?|sisters?|twins|participants?"
    r"|members?(?!\s+of\s+staff)|people|persons?|men|women|m[ou]ms?|mothers?|fathers?|dads?|parents?|carers?)"
)


def _few(threshold: int) -> re.Pattern[str]:
    """Phrases that count fewer people than ``threshold``: "two of the girls", "the only boy", "3 pupils"."""
    small = "|".join((*_NUMBERS[: threshold - 1], *(str(number) for number in range(1, threshold))))
    counted = rf"(?:{_DIGIT}(?<!year )(?<!years )(?<!stage )(?<!phase )(?<!week )(?<!quarter )(?:{small}))"
    return re.compile(
        rf"\b(?:{counted}|both|a\s+couple\s+of|a\s+pair\s+of|the\s+only)(?!\s*[%:/.,]\d)\s+"
        rf"(?:of\s+(?:the|our|these|those)?\s*)?(?:the\s+|our\s+)?(?:[\w'’-]+\s+)?{_PEOPLE}\b(?!['’]s?\b)",
        re.IGNORECASE,
    )


def found_in(text: str, told: Told, today: date, threshold: int) -> Iterator[tuple[What, str]]:
    """What stands in a text and could tell of somebody, as it is written there."""
    for span in told.names.find(_blanked(text, told.no_names)):
        yield What.NAME, text[span.start : span.end]
    for match in _EMAIL.finditer(text):
        yield What.EMAIL, match[0]
    for match in _PHONE.finditer(text):
        yield What.PHONE, match[0]
    for match in _NHS.finditer(text):
        yield What.NHS, match[0]
    for pattern in (_POSTCODE, _SMALL_POSTCODE):
        for match in pattern.finditer(text):
            yield What.POSTCODE, match[0]
    for match in _DAY.finditer(text):
        if _birthday(match, text, today):
            yield What.BORN, match[0]
    for match in _few(threshold).finditer(text):
        yield What.FEW, " ".join(match[0].split())


def _blanked(text: str, phrases: Iterable[str]) -> str:
    """The text with these phrases blanked out, as long as before."""
    for phrase in phrases:
        if phrase.strip():
            pattern = rf"(?<!\w){re.escape(phrase.strip())}(?!\w)"
            text = re.sub(pattern, lambda match: " " * len(match[0]), text, flags=re.IGNORECASE)
    return text


def _birthday(match: re.Match[str], text: str, today: date) -> bool:
    if _BEFORE_BIRTH.search(text[max(0, match.start() - 60) : match.start()]):
        return True
    if match["iso"]:
        year = int(match["iso"][:4])
    else:
        month, year = match["m"].lower(), int(match["y"])
        if not (1 <= int(match["d"]) <= 31) or (month.isdecimal() and not 1 <= int(month) <= 12):
            return False
        year += 0 if len(match["y"]) == 4 else 2000 if 2000 + year <= today.year else 1900
    return today.year - 110 < year < today.year - _YOUNG


def find(asked: Asked, told: Told, today: date, threshold: int) -> tuple[Blocker, ...]:
    """Everything in what was said that is to be mended or answered; what stops a final return first."""
    found = [*_consents(asked.stories, told, today), *_finds(asked, told, today, threshold), *_money(asked)]
    return tuple(sorted(found, key=lambda one: not one.blocks))


def may_be_told(asked: Asked, told: Told) -> tuple[Story, ...]:
    """The stories and voices that may leave the house today: also a draft holds no others."""
    return tuple(one for one in asked.stories if one.person_id is None or _stands(one.person_id, told))


def consent_fault(known_as: str, stand: Stand | None) -> str:
    """Why somebody's words may not be told, and what to do; empty where they may."""
    if stand is not None and stand.stands:
        return ""
    state = State.NOT_ASKED if stand is None else stand.state
    on = "" if stand is None or stand.answer is None else stand.now
    why = {
        State.NOT_ASKED: "has not been asked for consent to a case study",
        State.REFUSED: "said no to a case study",
        State.WITHDRAWN: f"took back their consent to a case study ({on})",
        State.OVER: f"gave consent to a case study, and it has run out ({on})",
        State.AGREED: "",
    }[state]
    return f"{known_as} {why}. Their answer stands on their record, under Consent."


def found_of(asked: Asked, told: Told, today: date, threshold: int) -> dict[str, tuple[str, ...]]:
    """By kind of warning, what is found now: what an answer covers."""
    return {_key(part, what): words for (part, what), words in _by_part(asked, told, today, threshold)}


def answered(blocker: Blocker, asked: Asked) -> bool:
    """Whether something was said about a warning, and about all that was found."""
    key = blocker.answer_to
    if not key or not asked.answers.get(key):
        return False
    return set(blocker.found) <= set(asked.covered.get(key, blocker.found))


def replies(noted: Iterable[Blocker], asked: Asked) -> dict[str, str]:
    """The answers, by kind of warning, that are about all that was found of it."""
    whole: dict[str, bool] = {}
    for one in noted:
        if one.answer_to:
            whole[one.answer_to] = whole.get(one.answer_to, True) and answered(one, asked)
    return {kind: asked.answers[kind] for kind, all_of_it in whole.items() if all_of_it}


def _stands(person_id: str, told: Told) -> bool:
    stand = told.stands.get(person_id)
    return stand is not None and stand.stands


def _consents(stories: Iterable[Story], told: Told, today: date) -> Iterator[Blocker]:
    for story in stories:
        if story.person_id is None:
            continue
        name = told.known_as.get(story.person_id, "Somebody")
        what = f"The case study “{story.title}”" if story.kind == STORY else "A voice"
        if fault := consent_fault(name, told.stands.get(story.person_id)):
            yield Blocker(
                f"{what} cannot be told: {fault} Until they agree, take it out.",
                person_id=story.person_id,
                blocks=True,
                kind="Stories and voices without a consent that stands",
                part=story.table,
                page="consent",
            )
        elif story.kind == STORY and not story.changed:
            yield Blocker(
                f"{what} says nothing of details that were changed so that {name} is not recognised.",
                kind="Case studies in which no detail is said to be changed",
                part=story.table,
            )
        stand = told.stands.get(story.person_id)
        if stand is not None and stand.soon and stand.answer is not None and stand.answer.until_on:
            yield Blocker(
                f"{what} rests on a consent of {name} that runs out on {written(stand.answer.until_on)}.",
                person_id=story.person_id,
                part=story.table,
                page="consent",
            )


def _texts(asked: Asked) -> Iterator[tuple[str, str]]:
    """Everything that somebody typed, by the part of what is asked for that it stands in."""
    for table, lines in asked.tables_of_words().items():
        fixed = bool(form.word_table(table).items)
        for line in lines:
            yield from ((table, text) for text in line[1 if fixed else 0 :] if text)
    yield from ((ANSWERS_PART, text) for text in asked.answers.values())


def _by_part(
    asked: Asked, told: Told, today: date, threshold: int
) -> Iterator[tuple[tuple[str, What], tuple[str, ...]]]:
    found: dict[tuple[str, What], dict[str, None]] = {}
    for part, text in _texts(asked):
        for what, words in found_in(text, told, today, threshold):
            found.setdefault((part, what), {})[words] = None
    yield from ((key, tuple(words)) for key, words in found.items())


def _finds(asked: Asked, told: Told, today: date, threshold: int) -> Iterator[Blocker]:
    for (part, what), words in _by_part(asked, told, today, threshold):
        key, personal = _key(part, what), part in (VOICES, STORIES)
        if part == ANSWERS_PART:
            mend = "Say it without."
        elif what is What.FEW:
            mend = "So few could be known: say “some” or “several”, or answer why nobody can be."
        elif personal:
            mend = "Take it out, or change it and say that it was changed."
        else:
            mend = "Take it out, or answer why it may stand."
        made = Blocker(
            f"In “{_title(part)}” stands {what}: {_listed(words)}. {mend}",
            kind=key,
            part=_TABLES.get(part, part),
            found=words,
        )
        if part == ANSWERS_PART:
            yield replace(made, kind="", named="")
        elif what is What.FEW:
            yield made
        elif personal:
            yield replace(made, blocks=True)
        else:
            yield replace(made, named=key, blocks=not answered(made, asked))


def _title(part: str) -> str:
    return "Answers to warnings" if part == ANSWERS_PART else form.word_table(part).title


def _key(part: str, what: What) -> str:
    return f"In “{_title(part)}”: {what}"


def _listed(words: Collection[str]) -> str:
    shown = [f"“{one}”" for one in list(words)[:_SHOWN]]
    more = len(words) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")


def _money(asked: Asked) -> Iterator[Blocker]:
    said = {(row, column): value for (table, row, column), value in asked.amounts.items() if table == "R10"}
    labels = {row.code: row.label for row in form.table("R10").rows}
    for row in ("labour", "other", "match"):
        if said.get((row, "spent"), 0) < 0:
            yield Blocker(
                f"{labels[row]}: less than nothing was spent in the quarter. Is it money that came back?",
                kind="Money: less than nothing spent",
                part=MONEY,
            )
    for column in ("budget", "forecast"):
        parts = [said.get((row, column)) for row in ("labour", "other")]
        if None not in parts:
            said["total", column] = sum(part for part in parts if part is not None)
    off = [
        labels[row]
        for row in ("labour", "other", "total", "match")
        if (row, "budget") in said
        and (row, "forecast") in said
        and abs(said[row, "forecast"] - said[row, "budget"]) * 100 > _VARIES * said[row, "budget"]
    ]
    reasons = [text for code, text in asked.words.get(MONEY_WORDS, ()) if code == "variance" and text]
    if off and not reasons:
        yield Blocker(
            f"The forecast is more than {_VARIES} % off the budget ({', '.join(off)}), and no reason is "
            "given. Write why.",
            kind="Money: off the budget without a reason",
            part=MONEY,
        )
