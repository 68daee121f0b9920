"""The rule of protection: how an organisation keeps small counts from being read off what it publishes.

It is the organisation's, the same for every table, because the tables share their totals: one that is rounded
beside one that is exact would give the exact one's secret away. Two things may differ by table, and both can
only be said on purpose: zeros can be hidden where the answers are sensitive (more careful than elsewhere),
and head-counts of people nobody named may stand as they are counted (they tie to no other count of the
return). Groups that fall wholly into one sensitive answer are always protected.
"""

from dataclasses import dataclass
from enum import StrEnum

THRESHOLDS = (5, 6, 8, 10)
"""What may be chosen as the smallest number of people that is published as it is. 5 is what the strategy's
partners usually ask for; a larger one hides more."""
DEFAULT_THRESHOLD = THRESHOLDS[0]
LOWEST, HIGHEST = 3, 20
"""The thresholds that a return of anybody's may name."""
BASE = 5
"""What counts are rounded to. A rounded count says no more than that the true one lies within 4 of it."""

SENSITIVE = ("disability", "send", "care", "ethnicity")
"""The questions whose answer nobody may read off a group: special categories, and being looked after."""

_HEADS = frozenset({("R4", "head_count")})


class Method(StrEnum):
    """How small counts are protected."""

    HIDE = "hide"
    ROUND = "round"


class Zeros(StrEnum):
    """Where a zero is hidden as a small count is."""

    SHOWN = "shown"
    SENSITIVE = "sensitive"
    HIDDEN = "hidden"


class Heads(StrEnum):
    """Whether head-counts of people nobody named are protected like other counts."""

    PROTECTED = "protected"
    AS_COUNTED = "as_counted"


_OPTIONS: dict[str, Zeros | Heads] = {
    "zeros-hidden-where-sensitive": Zeros.SENSITIVE,
    "zeros-hidden": Zeros.HIDDEN,
    "heads-as-counted": Heads.AS_COUNTED,
}
_HIDING, _ROUNDING = "suppression/2", "rounding/1"
ALONE = "suppression/1"
"""The method of returns that were protected by themselves, without what had been published before."""


@dataclass(frozen=True)
class Rule:
    """``threshold`` is T: counts from 1 to T-1 are small. With rounding a zero is never told from a small
    count, so that ``zeros`` has nothing to say there."""

    threshold: int = DEFAULT_THRESHOLD
    method: Method = Method.HIDE
    zeros: Zeros = Zeros.SHOWN
    heads: Heads = Heads.PROTECTED

    @classmethod
    def named(cls, threshold: int, name: str) -> "Rule | None":
        """The rule of a return that calls its method so; None for a name that this program does not know."""
        method, *options = name.split(" ")
        if name == ALONE:
            return cls(threshold)
        known = {_HIDING: Method.HIDE, _ROUNDING: Method.ROUND}
        if method not in known or not all(option in _OPTIONS for option in options):
            return None
        said = [_OPTIONS[option] for option in options]
        zeros = next((one for one in said if isinstance(one, Zeros)), Zeros.SHOWN)
        heads = next((one for one in said if isinstance(one, Heads)), Heads.PROTECTED)
        rule = cls(threshold, known[method], zeros, heads)
        return rule if rule.name == name else None

    @property
    def name(self) -> str:
        """The method as a return's header names it, with what differs from the usual behind it."""
        zeros = Zeros.SHOWN if self.rounds else self.zeros
        options = [word for word, choice in _OPTIONS.items() if choice in (zeros, self.heads)]
        return " ".join((_ROUNDING if self.rounds else _HIDING, *options))

    @property
    def rounds(self) -> bool:
        return self.method is Method.ROUND

    @property
    def fault(self) -> str:
        """What is wrong with the choice of method, in words; empty where nothing is."""
        if self.rounds and self.threshold > BASE:
            return (
                f"Rounding to {BASE} protects counts of 1 to {BASE - 1}. With a larger threshold, hide them."
            )
        return ""

    def least(self, table: str) -> int:
        """The smallest count of a table that is small: 0 where its zeros are hidden, else 1."""
        if self.rounds or self.zeros is Zeros.SHOWN:
            return 1
        sensitive = table in {f"R3.{name}" for name in SENSITIVE}
        return 0 if sensitive or self.zeros is Zeros.HIDDEN else 1

    def small(self, table: str, count: int) -> bool:
        """Whether such a count of people is too small to show."""
        return self.least(table) <= count < self.threshold

    def protects(self, table: str, row: str) -> bool:
        """Whether the counts of a row go through protection at all."""
        heads = table == "R4.heads" or (table, row) in _HEADS
        return not heads or self.heads is Heads.PROTECTED

    @staticmethod
    def window(rounded: int) -> tuple[int, int]:
        """What the true count of a rounded one can be, at least and at most."""
        return max(0, rounded - BASE + 1), rounded + BASE - 1

    @property
    def in_words(self) -> str:
        """The rule in a sentence or two, as every output prints it."""
        if self.rounds:
            said = (
                f"Every count of people is rounded to a multiple of {BASE}, up or down by chance; "
                f"the tables still add up. The true count lies within {BASE - 1} of the one "
                "shown, and a 0 stands for 0 to 4."
            )
        else:
            said = (
                f"Counts of people from 1 to {self.threshold - 1} are hidden, and with them as many other "
                "counts as it takes so that no small one follows from the rest by adding or subtracting."
            ) + _ZERO_WORDS[self.zeros]
        if self.heads is Heads.AS_COUNTED:
            said += " Head-counts of people who were not named are shown as they were counted."
        return said


_ZERO_WORDS = {
    Zeros.SHOWN: " Zeros are shown, but for a few that cover for a small count.",
    Zeros.SENSITIVE: (
        " Zeros are hidden too in the tables by disability, special educational needs, care and ethnic group."
    ),
    Zeros.HIDDEN: " Zeros are hidden too.",
}
