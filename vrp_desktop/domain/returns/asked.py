"""What a return asks for because no record holds it: money, narrative, risks, targets, what will last."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from vrp_desktop.domain.returns import form
from vrp_desktop.domain.returns.figures import Key, Line, Shown, Value

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


@dataclass(frozen=True)
class Asked:
    """What was said for one intervention and quarter. ``spent_before``: what the earlier quarters of the
    financial year say was spent, by row of R10; absent where none of them says anything. ``answers``: by kind
    of warning, what the provider has to say about it."""

    amounts: Mapping[Key, int] = field(default_factory=dict)
    words: Mapping[str, tuple[Line, ...]] = field(default_factory=dict)
    stories: tuple[Story, ...] = ()
    answers: Mapping[str, str] = field(default_factory=dict)
    spent_before: Mapping[str, int] = field(default_factory=dict)

    def tables_of_words(self) -> dict[str, tuple[Line, ...]]:
        """Every table of words that has something to say, in the order of the return."""
        personal = {
            "R11.voices": tuple((s.words, s.priority or "") for s in self.stories if s.kind == "voice"),
            "R11.stories": tuple(
                (s.title, s.priority or "", s.words, s.changed) for s in self.stories if s.kind == "story"
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
