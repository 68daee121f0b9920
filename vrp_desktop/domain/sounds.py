"""Names that sound alike though they are spelt otherwise, and slips of the keys.

The sounds are those of Metaphone and NYSIIS, which were made for English spelling. Names here are of many
origins, so each is also heard as it would be spelt in English: "Siobhan" as "Shiovan", "Ewa" as "Eva".
"""

import re
from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Mapping

from jellyfish import (
    damerau_levenshtein_distance,
    jaro_winkler_similarity,
    metaphone,
    nysiis,
)

LEAST_LETTERS = 3
"""A word of fewer sounds like too much."""
_LEAST_SOUNDS = 3
"""How many sounds an unfinished word needs, and one whose first vowel may be another."""
_LEAST_FOR_A_SLIP = 4
_LEAST_FOR_TWO = 8
"""From how many letters on one slip, and two, still leave the name that was meant."""

_SPELT = (
    ("aoi", "ee"),
    ("bh", "v"),
    ("mh", "v"),
    ("sz", "sh"),
    ("cz", "ch"),
    ("si", "shi"),
    ("se", "she"),
    ("rh", "r"),
    ("kh", "k"),
    ("gh", "g"),
    ("dh", "d"),
    ("q", "k"),
    ("w", "v"),
    ("y", "i"),
)
"""Irish, Polish, Welsh, Urdu and Arabic spellings, and how English spells the sound; in this order."""


_GLIDE = re.compile(r"([aou])w?(?:ie|ey)$")
"""How the end of "Zoe" is written as well: "Zoey", "Zowie"."""
_DOUBLE = re.compile(r"(.)\1+")
_ANSWERS = 8
"""How many of the latest words are remembered with who is near to them."""
_METAPHONE, _NYSIIS, _VOWEL = "m", "n", "v"
"""What a sound begins with, so that those of one kind are never taken for those of another."""


class Vocabulary:
    """The single names of many people, by their sounds."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        """``names`` are ids, with folded names."""
        self._having: dict[str, list[str]] = {}
        self._sounding: dict[str, list[str]] = {}
        self._in_order: list[str] = []
        self._shaped: dict[tuple[int, str, str], list[str]] = {}
        self._answered: dict[tuple[str, bool], dict[str, float]] = {}
        for person_id, name in names:
            for word in set(name.split()):
                self._having.setdefault(word, []).append(person_id)
        for word in self._having:
            self._hear(word)
        self._in_order = sorted(self._sounding)

    def add(self, person_id: str, name: str) -> None:
        """Somebody is called so."""
        self._answered.clear()
        for word in set(name.split()):
            if word in self._having:
                self._having[word].append(person_id)
            else:
                self._having[word] = [person_id]
                for sound in self._hear(word):
                    insort(self._in_order, sound)

    def remove(self, person_id: str, name: str) -> None:
        """Somebody is not called so any more."""
        self._answered.clear()
        for word in set(name.split()):
            self._having[word].remove(person_id)
            if self._having[word]:
                continue
            del self._having[word]
            self._shaped[_shape(word)].remove(word)
            for sound in sounds(word):
                self._sounding[sound].remove(word)
                if not self._sounding[sound]:
                    del self._sounding[sound]
                    del self._in_order[bisect_left(self._in_order, sound)]

    def near(self, word: str, unfinished: bool = False) -> Mapping[str, float]:
        """Who has a name that sounds like ``word`` or differs from it by a slip, and how far it is from it
        (0 to 1). An ``unfinished`` word may also sound like the beginning of a name."""
        if len(word) < LEAST_LETTERS:
            return {}
        asked = (word, unfinished)
        if asked not in self._answered:
            # Whoever types a second name goes on asking for the first.
            if len(self._answered) >= _ANSWERS:
                del self._answered[next(iter(self._answered))]
            self._answered[asked] = self._near(word, unfinished)
        return self._answered[asked]

    def _hear(self, word: str) -> list[str]:
        """Takes a new word in; the sounds that are new with it."""
        self._shaped.setdefault(_shape(word), []).append(word)
        new = []
        for sound in sounds(word):
            if sound in self._sounding:
                self._sounding[sound].append(word)
            else:
                self._sounding[sound] = [word]
                new.append(sound)
        return new

    def _near(self, word: str, unfinished: bool) -> dict[str, float]:
        alike: set[str] = set(self._within_a_slip(word))
        for sound in sounds(word):
            alike.update(self._sounding.get(sound, ()))
            # NYSIIS writes vowels too, so that the beginnings it gives are shared by too many.
            if unfinished and sound[0] == _METAPHONE and len(sound) > _LEAST_SOUNDS:
                for place in range(bisect_left(self._in_order, sound), len(self._in_order)):
                    if not self._in_order[place].startswith(sound):
                        break
                    alike.update(self._sounding[self._in_order[place]])
        near = [(1 - jaro_winkler_similarity(word, other), other) for other in alike if word not in other]
        found: dict[str, float] = {}
        # The nearest comes last, and stays.
        for apart, other in sorted(near, reverse=True):
            found.update(dict.fromkeys(self._having[other], apart))
        return found

    def _within_a_slip(self, word: str) -> Iterator[str]:
        """Names that differ by a letter left out, added, changed or swapped with the next; by two of these
        where both are long."""
        length, first, last = _shape(word)
        for (long, begins, ends), others in self._shaped.items():
            # One slip changes the length by one, and leaves the first or the last letter as it was.
            if begins != first and ends != last:
                continue
            most = slips_allowed(min(long, length))
            if abs(long - length) <= most:
                for other in others:
                    if damerau_levenshtein_distance(word, other) <= most:
                        yield other


def _shape(word: str) -> tuple[int, str, str]:
    return len(word), word[0], word[-1]


def sounds(word: str) -> frozenset[str]:
    """How a folded word may sound: two words that share one of these sound alike. Empty for what is not
    written in Latin letters."""
    if not (word.isascii() and word.isalpha()):
        return frozenset()
    heard: set[str] = set()
    for spelling in {word, _as_in_english(word), _GLIDE.sub(r"\1e", word)}:
        once = _without_doubles(spelling)
        heard.add(_NYSIIS + nysiis(once))
        sound = metaphone(once)
        if not sound:
            continue  # Such as "w" alone, which Metaphone does not hear.
        # A single sound is shared by too many, unless they end alike as well.
        heard.add(_METAPHONE + (sound if len(sound) > 1 else sound + once[-1]))
        if sound[0] in "AEIOU" and len(sound) >= _LEAST_SOUNDS:
            heard.add(_VOWEL + sound[1:])
    return frozenset(heard)


def slips_allowed(letters: int) -> int:
    """How many slips of the keys still leave the name that was meant, in one of so many letters."""
    return 0 if letters < _LEAST_FOR_A_SLIP else 1 if letters < _LEAST_FOR_TWO else 2


def _as_in_english(word: str) -> str:
    for spelt, heard in _SPELT:
        word = word.replace(spelt, heard)
    return word


def _without_doubles(word: str) -> str:
    return _DOUBLE.sub(r"\1", word) if _DOUBLE.search(word) else word
