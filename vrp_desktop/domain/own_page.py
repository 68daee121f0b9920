"""The child's or young adult's own page: what they like and are good at, their goals and how far they have
come, in the words they would use themselves. Nothing stands there that they did not say or could not see."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from vrp_desktop import shipped


@dataclass(frozen=True)
class OwnGoal:
    """A goal in their words, where it began and where it is, from 0 to 10; None where nobody has asked."""

    words: str
    first: int | None
    latest: int | None
    met: bool
    steps: tuple[str, ...] = ()
    """What comes next towards it."""

    @property
    def progress(self) -> str:
        """How far it has come, as they would say it; never why."""
        if self.met:
            return "I did it!"
        if self.latest is None:
            return "I have not given it a number yet."
        if self.first is None or self.first == self.latest:
            return f"I am at {self.latest} out of 10."
        return f"I began at {self.first}. Now I am at {self.latest} out of 10."


@cache
def strengths_said() -> Mapping[str, str]:
    """By protective factor, how somebody would say it of themselves, from resources/words/strengths.json."""
    stored: Mapping[str, str] = shipped.read_json("words", "strengths.json")["strengths"]
    return stored


PARTS: Mapping[str, tuple[str, ...]] = {
    "likes": ("enjoys", "good_at"),
    "strengths": ("strengths",),
    "wants": ("wants",),
    "goals": ("goals",),
    "people": ("trusts", "trusted"),
    "helps": ("helps",),
}
"""What can be left off the page, by the fields each part fills."""


@dataclass(frozen=True)
class OwnPage:
    """What is on the page. Empty parts are left out."""

    known_as: str
    organisation: str
    made_on: date
    enjoys: str = ""
    good_at: str = ""
    strengths: tuple[str, ...] = ()
    wants: str = ""
    goals: tuple[OwnGoal, ...] = ()
    trusts: str = ""
    trusted: tuple[str, ...] = ()
    helps: str = ""

    def with_parts(self, parts: Collection[str]) -> "OwnPage":
        """The page with these of ``PARTS`` only."""
        left_off = {name for part, names in PARTS.items() if part not in parts for name in names}
        blank = OwnPage(self.known_as, self.organisation, self.made_on)
        return replace(self, **{name: getattr(blank, name) for name in left_off})

    @property
    def text(self) -> str:
        """Everything on it that somebody wrote: where other people's names can stand."""
        goals = [each for goal in self.goals for each in (goal.words, *goal.steps)]
        said = (self.enjoys, self.good_at, self.wants, self.trusts, self.helps, *self.trusted, *goals)
        return "\n".join(filter(None, said))

    def shortened(self, longest: int, most: int) -> "OwnPage":
        """The same page with each text cut off, between words, after so many characters, and at most so many
        goals, strengths and people."""
        return OwnPage(
            _cut(self.known_as, min(longest, 60)),
            _cut(self.organisation, 80),
            self.made_on,
            _cut(self.enjoys, longest),
            _cut(self.good_at, longest),
            tuple(_cut(each, longest) for each in self.strengths[:most]),
            _cut(self.wants, longest),
            tuple(
                OwnGoal(
                    _cut(goal.words, longest),
                    goal.first,
                    goal.latest,
                    goal.met,
                    tuple(_cut(step, longest) for step in goal.steps[: max(1, most - 2)]),
                )
                for goal in self.goals[:most]
            ),
            _cut(self.trusts, longest),
            tuple(_cut(each, 60) for each in self.trusted[:most]),
            _cut(self.helps, longest),
        )


def _cut(text: str, longest: int) -> str:
    if len(text) <= longest:
        return text
    kept = text[:longest]
    between, _, _ = kept.rpartition(" ")
    return f"{(between or kept).rstrip()}…"
