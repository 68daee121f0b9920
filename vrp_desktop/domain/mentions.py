"""Finding people's names in what somebody typed, and taking them out again.

It looks for words, not for people: whether a "Grace" is the Grace who is meant, somebody has to say. So
everything found is offered with the sentence it stands in, and nothing is certain to be found: a nickname
that no record holds is not.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from vrp_desktop import shipped
from vrp_desktop.domain.names import folded

REMOVED = "[name removed]"

_LETTER = r"(?:[^\W_]|[\u0300-\u036f])"
_WORD = re.compile(rf"{_LETTER}+(?:['’ʼ`´\-‐‑]{_LETTER}+)*")
_POSSESSIVE = re.compile(r"['’ʼ`´]s?$", re.IGNORECASE)
_GAP = re.compile(r"[^\S\n]*")
_SENTENCE_END = re.compile(r"[.!?…]+\s|\n")
_LONGEST_SENTENCE = 240


@dataclass(frozen=True)
class Span:
    """Where in a text a name stands."""

    start: int
    end: int


class Names:
    """A set of names to look for: whole names go in, every telling word of them is found."""

    def __init__(self, names: Iterable[str], but: Iterable[str] = (), as_folded: Iterable[str] = ()) -> None:
        """``but`` are names whose words are never found: those of the person a text is about. ``as_folded``
        are further names, folded already as the store keeps them."""
        left_out = {word for name in but for word in folded(name).split()}
        self._words = {
            word
            for name in (*map(folded, names), *as_folded)
            for word in name.split()
            if len(word) > 1
            and not word.isdecimal()
            and word not in _listed("particles")
            and word not in left_out
        }

    def __bool__(self) -> bool:
        return bool(self._words)

    def find(self, text: str) -> tuple[Span, ...]:
        """Every name in a text; words of one name that follow each other are one."""
        found: list[Span] = []
        for match in _WORD.finditer(text):
            if not self._is_name(match[0]):
                continue
            if found and _GAP.fullmatch(text, found[-1].end, match.start()):
                found[-1] = Span(found[-1].start, match.end())
            else:
                found.append(Span(match.start(), match.end()))
        return tuple(found)

    def _is_name(self, typed: str) -> bool:
        bare = folded(_POSSESSIVE.sub("", typed))
        # "Bens brother", as somebody in a hurry types it.
        words = {*bare.split(), bare.replace(" ", "")} | ({bare[:-1]} if bare[-1:] == "s" else set())
        hits = words & self._words
        return bool(hits) and (typed[0].isupper() or not hits <= _listed("ordinary"))


def telling(written: str) -> str:
    """Of what somebody wrote as who a person is ("Mrs Hirst next door"), the words that could be a name:
    those that begin with a capital letter and are no title. Folded."""
    words = (match[0] for match in _WORD.finditer(written) if match[0][0].isupper())
    return " ".join(one for word in words for one in folded(word).split() if one not in _listed("titles"))


def without(text: str, spans: Iterable[Span], instead: str = REMOVED) -> str:
    """The text with these names taken out."""
    kept, at = [], 0
    for span in sorted(spans, key=lambda span: span.start):
        kept += [text[at : span.start], instead]
        at = max(at, span.end)
    return "".join([*kept, text[at:]])


def sentence(text: str, span: Span) -> str:
    """The sentence a name stands in, so that somebody can judge whose it is; a very long one is cut."""
    ends = [match.end() for match in _SENTENCE_END.finditer(text)]
    start = max((end for end in ends if end <= span.start), default=0)
    end = min((end for end in ends if end >= span.end), default=len(text))
    if end - start > _LONGEST_SENTENCE:
        start = max(start, span.start - _LONGEST_SENTENCE // 2)
        end = min(end, span.end + _LONGEST_SENTENCE // 2)
    return " ".join(text[start:end].split())


def sentences(text: str, spans: Sequence[Span]) -> tuple[str, ...]:
    """The sentences that names stand in, each once, in their order."""
    return tuple(dict.fromkeys(sentence(text, span) for span in spans))


@cache
def _listed(name: str) -> frozenset[str]:
    """From resources/words/names.json. "ordinary": names that are words as well, taken for a name only where
    they begin with a capital letter. "particles": parts of names that say nothing of whose they are.
    "titles": what stands before a name, or instead of one, and says what somebody is."""
    return frozenset(shipped.read_json("words", "names.json")[name])
