"""Reading the definition of a measure, and saying which field of it is wrong."""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any, NoReturn

from vrp_desktop.domain import codes
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.instruments import Band, ChangeRule, Entry, Informant, Instrument, Item, Scale

MOST_ITEMS = 100
_CODE = re.compile(r"[a-z0-9][a-z0-9_]{0,39}")
_BEGINS = "Begin it with a letter or a number: a spreadsheet could take it for a formula."
_FIELDS = {
    "": {"code", "title", "version", "about", "ask", "note", "answers", "items", "scales", "informants"}
    | {"weeks", "licence", "opt_in", "score_entry_only", "date_only"},
    "item": {"code", "words", "lowest", "highest", "answers", "youngest", "concern_above"},
    "scale": {"code", "title", "items", "reversed", "method", "missing", "lowest", "highest", "better"}
    | {"bands", "change", "decimals", "of"},
    "band": {"first", "last", "words"},
    "change": {"at_least", "source"},
    "informant": {"who", "youngest", "oldest"},
    "licence": {"words", "attribution", "confirm"},
}
Json = Mapping[str, Any]


def read(stored: Any) -> Instrument:
    """A definition made into a measure. Refused with the name of the first field that is wrong."""
    whole = _mapping(stored, "definition", "")
    scores = _flag(whole, "score_entry_only", "score_entry_only")
    only_date = _flag(whole, "date_only", "date_only")
    if scores and only_date:
        _fault("date_only", "It is either for scores only or for the day only.")
    entry = Entry.DATE if only_date else Entry.SCORES if scores else Entry.ITEMS
    items = _items(whole, entry)
    licence = _mapping(whole.get("licence", {}), "licence", "licence")
    return Instrument(
        code=_code(whole, "code", "code"),
        title=_line(whole, "title", "title"),
        version=_line(whole, "version", "version", 40),
        entry=entry,
        informants=_informants(whole),
        scales=_scales(whole, entry, {item.code: item for item in items}),
        items=items,
        about=_text(whole, "about", "about"),
        ask=_text(whole, "ask", "ask"),
        note=_text(whole, "note", "note"),
        weeks=_number(whole, "weeks", "weeks", 1, 520) if "weeks" in whole else None,
        licence=_text(licence, "words", "licence.words"),
        attribution=_text(licence, "attribution", "licence.attribution"),
        confirm=_text(licence, "confirm", "licence.confirm"),
        opt_in=_flag(whole, "opt_in", "opt_in"),
    )


def _items(whole: Json, entry: Entry) -> tuple[Item, ...]:
    listed = _list(whole, "items", "items", MOST_ITEMS)
    if entry is Entry.ITEMS and not listed:
        _fault("items", "Write at least one item.")
    if entry is not Entry.ITEMS and listed:
        _fault("items", "A measure that is filled in elsewhere has no items here.")
    sets = _mapping(whole.get("answers", {}), "answers", None)
    found: dict[str, Item] = {}
    for number, one in enumerate(listed, 1):
        where = f"items.{number}"
        given = _mapping(one, where, "item")
        item = _item(given, where, sets)
        if item.code in found:
            _fault(f"{where}.code", f"There are two items “{item.code}”.")
        found[item.code] = item
    return tuple(found.values())


def _item(given: Json, where: str, sets: Json) -> Item:
    lowest = _number(given, "lowest", f"{where}.lowest", -1000, 1000)
    highest = _number(given, "highest", f"{where}.highest", -1000, 1000)
    if highest <= lowest:
        _fault(f"{where}.highest", "The highest value has to be above the lowest.")
    return Item(
        _code(given, "code", f"{where}.code"),
        _text(given, "words", f"{where}.words"),
        lowest,
        highest,
        _answers(given, where, sets, lowest, highest),
        _number(given, "youngest", f"{where}.youngest", 0, 120) if "youngest" in given else None,
        _number(given, "concern_above", f"{where}.concern_above", -1000, 1000)
        if "concern_above" in given
        else None,
    )


def _answers(given: Json, where: str, sets: Json, lowest: int, highest: int) -> tuple[tuple[int, str], ...]:
    if "answers" not in given:
        return ()
    name, at = given["answers"], f"{where}.answers"
    if not isinstance(name, str) or name not in sets:
        _fault(at, f"There are no answers called “{_short(name)}”.")
    found: dict[int, str] = {}
    for pair in _list(sets, name, f"answers.{name}", MOST_ITEMS):
        if not isinstance(pair, Sequence) or isinstance(pair, str) or len(pair) != 2:
            _fault(f"answers.{name}", "Each answer is a number and its words.")
        number, words = pair
        if not _whole(number) or not isinstance(words, str) or not words.strip() or len(words) > 200:
            _fault(f"answers.{name}", "Each answer is a number and its words.")
        if not lowest <= number <= highest or number in found:
            _fault(at, f"The answer {number} is off the scale or stands there twice.")
        found[number] = words.strip()
    return tuple(found.items())


def _scales(whole: Json, entry: Entry, items: Mapping[str, Item]) -> tuple[Scale, ...]:
    listed = _list(whole, "scales", "scales", MOST_ITEMS)
    if entry is Entry.DATE and listed:
        _fault("scales", "A measure of which only the day is kept has no scores.")
    if entry is not Entry.DATE and not listed:
        _fault("scales", "Write at least one scale.")
    found: dict[str, Scale] = {}
    for number, one in enumerate(listed, 1):
        where = f"scales.{number}"
        given = _mapping(one, where, "scale")
        scale = _scale(given, where, entry, items, found)
        if scale.code in found:
            _fault(f"{where}.code", f"There are two scales “{scale.code}”.")
        found[scale.code] = scale
    return tuple(found.values())


def _scale(
    given: Json, where: str, entry: Entry, items: Mapping[str, Item], before: Mapping[str, Scale]
) -> Scale:
    names = _codes(given, "items", where)
    turned = _codes(given, "reversed", where)
    parts = _codes(given, "of", where)
    _all_among(names, items, f"{where}.items", "item")
    _all_among(turned, names, f"{where}.reversed", "item of this scale")
    _all_among(parts, before, f"{where}.of", "scale above it")
    mean = _chosen(given, "method", f"{where}.method", ("sum", "mean"), "sum") == "mean"
    if entry is Entry.ITEMS:
        if not names:
            _fault(f"{where}.items", "Say which items belong to it.")
        if "lowest" in given or "highest" in given:
            _fault(f"{where}.lowest", "Its range follows from its items.")
        lowest, highest = _range([items[name] for name in names], where, mean=mean)
    else:
        if names or turned:
            _fault(f"{where}.items", "A score that is typed has no items.")
        lowest = _number(given, "lowest", f"{where}.lowest", -1000, 1000)
        highest = _number(given, "highest", f"{where}.highest", -1000, 1000)
        if highest <= lowest:
            _fault(f"{where}.highest", "The highest score has to be above the lowest.")
    missing = _number(given, "missing", f"{where}.missing", 0, max(0, len(names) - 1), 0)
    change = _mapping(given.get("change", {}), f"{where}.change", "change")
    return Scale(
        code=_code(given, "code", f"{where}.code"),
        title=_line(given, "title", f"{where}.title"),
        lowest=lowest,
        highest=highest,
        higher_is_better=_chosen(given, "better", f"{where}.better", ("higher", "lower")) == "higher",
        change=_change(change, f"{where}.change", highest - lowest),
        items=names,
        reversed=frozenset(turned),
        mean=mean,
        missing=missing,
        bands=_bands(given, where, lowest, highest),
        decimals=_number(given, "decimals", f"{where}.decimals", 0, 2, 2 if mean else 1 if missing else 0),
        of=parts,
    )


def _range(items: Sequence[Item], where: str, *, mean: bool) -> tuple[int, int]:
    lowest, highest = sum(item.lowest for item in items), sum(item.highest for item in items)
    if len({(item.lowest, item.highest) for item in items}) > 1:
        _fault(f"{where}.items", "The items of a scale need the same lowest and highest value.")
    return (items[0].lowest, items[0].highest) if mean else (lowest, highest)


def _bands(given: Json, where: str, lowest: int, highest: int) -> tuple[Band, ...]:
    found: list[Band] = []
    for number, one in enumerate(_list(given, "bands", f"{where}.bands", 20), 1):
        at = f"{where}.bands.{number}"
        stored = _mapping(one, at, "band")
        band = Band(
            _number(stored, "first", f"{at}.first", lowest, highest),
            _number(stored, "last", f"{at}.last", lowest, highest),
            _line(stored, "words", f"{at}.words"),
        )
        if band.last < band.first:
            _fault(f"{at}.last", "A band ends after it begins.")
        if found and band.first <= found[-1].last:
            _fault(
                f"{at}.first",
                f"“{band.words}” begins at {band.first}, but “{found[-1].words}” goes up to "
                f"{found[-1].last}: bands follow each other, from low to high, and none overlaps another.",
            )
        found.append(band)
    return tuple(found)


def _change(given: Json, where: str, most: int) -> ChangeRule:
    source = _text(given, "source", f"{where}.source")
    if "at_least" not in given:
        return ChangeRule(source)
    least = given["at_least"]
    if isinstance(least, bool) or not isinstance(least, int | float) or not 0 < least <= most:
        _fault(f"{where}.at_least", f"Write a number above 0 and up to {most}.")
    if not source:
        _fault(f"{where}.source", "Say who has found that change to be reliable, or leave the number out.")
    return ChangeRule(source, least)


def _informants(whole: Json) -> tuple[Informant, ...]:
    found: dict[str, Informant] = {}
    for number, one in enumerate(_list(whole, "informants", "informants", 10), 1):
        where = f"informants.{number}"
        given = _mapping(one, where, "informant")
        who = given.get("who")
        if not isinstance(who, str) or who not in codes.code_list("informant") or who in found:
            choices = ", ".join(code.code for code in codes.code_list("informant").codes)
            _fault(f"{where}.who", f"Write each of these once at the most: {choices}.")
        ages = [
            _number(given, name, f"{where}.{name}", 0, 120) if name in given else None
            for name in ("youngest", "oldest")
        ]
        if ages[0] is not None and ages[1] is not None and ages[1] < ages[0]:
            _fault(f"{where}.oldest", "The oldest are not younger than the youngest.")
        found[who] = Informant(who, ages[0], ages[1])
    if not found:
        _fault("informants", "Say who answers it.")
    return tuple(found.values())


def _fault(where: str, words: str) -> NoReturn:
    raise Refused.for_fields({where: f"In the definition, “{where}”: {words}"})


def _mapping(given: Any, where: str, kind: str | None) -> Json:
    if not isinstance(given, Mapping):
        _fault(where, "This is not written as names with values in curly brackets.")
    if kind is not None and (unknown := sorted(str(name) for name in given.keys() - _FIELDS[kind])):
        _fault(where, f"“{_short(unknown[0])}” is not one of its fields.")
    return given


def _list(given: Json, name: str, where: str, most: int) -> Sequence[Any]:
    listed = given.get(name, ())
    if not isinstance(listed, list | tuple) or len(listed) > most:
        _fault(where, f"This is a list in square brackets, of {most} at the most.")
    return listed


def _codes(given: Json, name: str, where: str) -> tuple[str, ...]:
    listed = _list(given, name, f"{where}.{name}", MOST_ITEMS)
    if not all(isinstance(one, str) for one in listed) or len(set(listed)) < len(listed):
        _fault(f"{where}.{name}", "Write each code once, in quotation marks.")
    return tuple(listed)


def _all_among(names: Collection[str], there: Collection[str], where: str, what: str) -> None:
    for name in names:
        if name not in there:
            _fault(where, f"There is no {what} “{_short(name)}”.")


def _code(given: Json, name: str, where: str) -> str:
    text = given.get(name)
    if not isinstance(text, str) or not _CODE.fullmatch(text):
        _fault(where, "Write a short name of small letters, numbers and _, like sport_1.")
    return str(text)


def _line(given: Json, name: str, where: str, most: int = 120) -> str:
    text = _text(given, name, where, most)
    if not text:
        _fault(where, "Write something here.")
    if not text[0].isalnum():
        _fault(where, _BEGINS)
    if not text.isprintable():
        _fault(where, "Write it on one line.")
    return text


def _text(given: Json, name: str, where: str, most: int = 2000) -> str:
    text = given.get(name, "")
    if not isinstance(text, str) or len(text) > most:
        _fault(where, f"This is text of {most} characters at the most.")
    return text.strip()


def _flag(given: Json, name: str, where: str) -> bool:
    said = given.get(name, False)
    if not isinstance(said, bool):
        _fault(where, "Write true or false.")
    return bool(said)


def _number(
    given: Json, name: str, where: str, lowest: int, highest: int, otherwise: int | None = None
) -> int:
    number = given.get(name, otherwise)
    if not _whole(number) or not lowest <= number <= highest:
        _fault(where, f"Write a whole number from {lowest} to {highest}.")
    return int(number)


def _whole(number: Any) -> bool:
    return isinstance(number, int) and not isinstance(number, bool)


def _chosen(given: Json, name: str, where: str, choices: Sequence[str], otherwise: str = "") -> str:
    said = given.get(name, otherwise)
    if said not in choices:
        _fault(where, f"Write {' or '.join(choices)}.")
    return str(said)


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 40 else f"{text[:40]}…"
