"""Finding a person by name while somebody types: the names of thousands, held so that it takes no wait."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, KeysView, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from vrp_desktop.domain.names import folded

if TYPE_CHECKING:
    from vrp_desktop.domain.sounds import Vocabulary

_AFTER_ALL = "\U0010ffff"
"""Sorts after whatever else a name goes on with."""


@dataclass(frozen=True)
class Match:
    """A person whose name was found; or, if it ``sounds_like``, one that is only near to it."""

    person_id: str
    sounds_like: bool = False


class NameIndex:
    """Folded names and whose they are; nothing else of a record."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        """``names`` are ids, each once, with the folded preferred, given and family name."""
        # Each begins with a blank, so that a word's beginning is found by looking for " word".
        lines = sorted((f" {name}", person_id) for person_id, name in names)
        self._lines = [line for line, _ in lines]
        self._ids = [person_id for _, person_id in lines]
        self._line_of = dict(zip(self._ids, self._lines, strict=True))
        self._vocabulary: Vocabulary | None = None
        self._latest: tuple[Sequence[str], Iterable[int]] = ((), range(len(self._lines)))
        """The words looked for last, and the places of the names that hold them."""

    @property
    def ids(self) -> KeysView[str]:
        """Whose names are here."""
        return self._line_of.keys()

    def put(self, person_id: str, name: str) -> None:
        """Adds somebody, or gives them another name; ``name`` is folded."""
        line = f" {name}"
        if self._line_of.get(person_id) == line:
            return
        self.drop(person_id)
        place = self._place(line, person_id)
        self._lines.insert(place, line)
        self._ids.insert(place, person_id)
        self._line_of[person_id] = line
        self._changed()
        if self._vocabulary is not None:
            self._vocabulary.add(person_id, line)

    def drop(self, person_id: str) -> None:
        """Takes somebody out, if they are here."""
        line = self._line_of.pop(person_id, None)
        if line is None:
            return
        place = self._place(line, person_id)
        del self._lines[place], self._ids[place]
        self._changed()
        if self._vocabulary is not None:
            self._vocabulary.remove(person_id, line)

    def search(self, text: str, limit: int) -> list[Match]:
        """Whose names hold every word of ``text``, in any order, best first: those whose names begin with
        it, then those with a name that begins with each word, then the rest, each by name. After them those
        with names that sound like it or differ by a slip. ``text`` must hold a word."""
        wanted = folded(text)
        words = wanted.split()
        begins = f" {wanted}"
        low = bisect_left(self._lines, begins)
        best = range(low, bisect_left(self._lines, begins + _AFTER_ALL, low))[:limit]
        if len(best) == limit:
            return [Match(self._ids[place]) for place in best]
        holding = self._holding(words)
        begin_so = self._places([f" {word}" for word in words], holding)
        # In this order, each place once.
        ranked = dict.fromkeys([*best, *begin_so, *holding])
        real = [Match(self._ids[place]) for place in islice(ranked, limit)]
        if len(real) < limit:
            besides = {self._ids[place] for place in holding}
            real += [Match(one, True) for one in self._near(words, besides)[: limit - len(real)]]
        return real

    def prepare(self) -> None:
        """Takes the names apart for those that only sound alike, before somebody waits for it."""
        if self._vocabulary is None:
            # Only here: its library would make the program start later.
            from vrp_desktop.domain.sounds import Vocabulary

            self._vocabulary = Vocabulary(self._line_of.items())

    def _holding(self, words: Sequence[str]) -> Iterable[int]:
        """The places of the names that hold all of these words: after another letter, some of the last."""
        before, among = self._latest
        if not all(any(old in word for word in words) for old in before):
            among = range(len(self._lines))
        places = self._places(words, among)
        self._latest = (words, places)
        return places

    def _changed(self) -> None:
        self._latest = ((), range(len(self._lines)))

    def _places(self, parts: Iterable[str], among: Iterable[int]) -> Iterable[int]:
        """The places of the names that hold all of these. In loops without a call: they are the whole of what
        a letter costs."""
        lines = self._lines
        # The longest first: it leaves the fewest.
        for part in sorted(parts, key=len, reverse=True):
            among = [place for place in among if part in lines[place]]
        return among

    def _near(self, words: Sequence[str], besides: set[str]) -> list[str]:
        """Who has, for each word, a name that holds it or is near to it; the nearest first."""
        self.prepare()
        assert self._vocabulary is not None  # noqa: S101 - that is what was prepared
        near = {word: self._vocabulary.near(word, unfinished=word == words[-1]) for word in words}
        found: list[tuple[float, str, str]] = []
        for person_id in set().union(*near.values()) - besides:
            line, apart = self._line_of[person_id], 0.0
            for word in words:
                if word not in line:
                    if person_id not in near[word]:
                        break
                    apart += near[word][person_id]
            else:
                found.append((apart, line, person_id))
        return [person_id for _, _, person_id in sorted(found)]

    def _place(self, line: str, person_id: str) -> int:
        low = bisect_left(self._lines, line)
        return bisect_left(self._ids, person_id, low, bisect_right(self._lines, line, low))
