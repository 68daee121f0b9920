"""The wording guard: labels in what somebody writes about a person, and what could be written instead.

A suggestion, never a block. What stands between quotation marks is somebody's own words, and is left alone.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from vrp_desktop import shipped
from vrp_desktop.domain.errors import Refused

LONGEST = 20_000
"""Characters that are looked at: more is not typed in one go, and has been looked at as it was."""
_QUOTED = re.compile(r"“[^”]*”?|\"[^\"\n]*\"?|«[^»]*»?")
_MARKS = re.compile('[“”"«»]')
_BETWEEN = r"[\s\-‐‑]+"


@dataclass(frozen=True)
class Label:
    """Words that say the same of somebody, and what to write instead. ``exact`` are those of them that are
    only meant with these very capitals."""

    said: tuple[str, ...]
    instead: str
    exact: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Hint:
    """A label that stands in a text, from ``start``, and the suggestion."""

    start: int
    said: str
    instead: str

    @property
    def words(self) -> str:
        """The suggestion as it is shown."""
        return f"“{self.said}”: perhaps {self.instead}?"


class Wording:
    """A list of labels, ready to be looked for."""

    def __init__(self, labels: Iterable[Label]) -> None:
        self._instead: dict[str, str] = {}
        loose: list[str] = []
        exact: list[str] = []
        for label in labels:
            for said in label.said:
                (exact if said in label.exact else loose).append(_pattern(said))
                self._instead[_key(said)] = label.instead
        self._patterns = [
            # The longest first: "gang member" before "gang".
            re.compile(
                rf"(?<!\w)(?P<said>{'|'.join(sorted(found, key=len, reverse=True))})(?:s|['’]s)?(?!\w)", flags
            )
            for found, flags in ((loose, re.IGNORECASE), (exact, re.NOFLAG))
            if found
        ]

    def hints(self, text: str) -> tuple[Hint, ...]:
        """The labels in a text, each once, in their order."""
        looked_at = text[:LONGEST]
        quoted = [match.span() for match in _QUOTED.finditer(looked_at)]
        found: dict[str, Hint] = {}
        for pattern in self._patterns:
            for match in pattern.finditer(looked_at):
                key = _key(match["said"])
                if key not in found and not any(start <= match.start() < end for start, end in quoted):
                    found[key] = Hint(match.start(), match[0], self._instead[key])
        return tuple(sorted(found.values(), key=lambda hint: hint.start))


def ours() -> tuple[Label, ...]:
    """The labels that come with the program, from resources/words/labels.json."""
    stored: list[Mapping[str, Any]] = shipped.read_json("words", "labels.json")["labels"]
    return tuple(Label(tuple(one["said"]), one["instead"], frozenset(one.get("exact", ()))) for one in stored)


@cache
def shipped_wording() -> Wording:
    """What is looked for where an organisation has added nothing."""
    return Wording(ours())


def check_label(said: str, instead: str) -> Label:
    """An organisation's own label, tidy, or a refusal that names every faulty field at once."""
    said, instead = " ".join(_MARKS.sub(" ", said).split()), " ".join(instead.split())
    faults: dict[str, str] = {}
    if sum(character.isalnum() for character in said) < 2:
        faults["said"] = "Write the word or the few words to be noticed."
    elif len(said) > 80:
        faults["said"] = "That is too long to be noticed as it is typed. Write the few words that matter."
    if not instead:
        faults["instead"] = "Write what could be said instead."
    elif len(instead) > 200:
        faults["instead"] = "Make the suggestion shorter, so that it can be read in passing."
    if faults:
        raise Refused.for_fields(faults)
    return Label((said,), instead)


def _pattern(said: str) -> str:
    return _BETWEEN.join(re.escape(word).replace("'", "['’]") for word in re.split(_BETWEEN, said.strip()))


def _key(said: str) -> str:
    return " ".join(re.split(_BETWEEN, said.replace("’", "'").casefold()))
