"""A measure of one's own, written in a form: made into the definition that a file would hold."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.names import folded


@dataclass(frozen=True)
class OwnMeasure:
    """What stands in the form. Items and words of answers are a line each."""

    title: str
    items: str
    lowest: int | None = 0
    highest: int | None = 10
    words: str = ""
    """The words of the answers, one for each value from the lowest on; or none."""
    better: str = "higher"
    each: bool = False
    """Whether each item is a score of its own; else they are added up."""
    reversed: str = ""
    """The numbers of the items that run the other way, with commas between them."""
    youngest: int | None = None
    oldest: int | None = None
    informants: tuple[str, ...] = ("self",)

    def definition(self) -> dict[str, Any]:
        """The definition, to be checked like one from a file. Refused by the form's own fields."""
        items = _lines(self.items)
        answers = _lines(self.words)
        faults: dict[str, str] = {}
        if not self.title.strip():
            faults["title"] = "Write what it is called."
        if not items:
            faults["items"] = "Write at least one item, each on a line of its own."
        if self.lowest is None or self.highest is None or self.lowest >= self.highest:
            faults["highest"] = "The highest value has to be above the lowest."
        elif answers and len(answers) != self.highest - self.lowest + 1:
            needed = self.highest - self.lowest + 1
            faults["words"] = (
                f"There are {needed} values and {len(answers)} lines. Write one for each, or none."
            )
        turned = [part.strip() for part in self.reversed.split(",") if part.strip()]
        if unknown := [one for one in turned if one not in {str(n) for n in range(1, len(items) + 1)}]:
            faults["reversed"] = f"There is no item “{unknown[0][:20]}”. Write numbers of items, like 2, 5."
        if not self.informants:
            faults["informants"] = "Tick who answers it."
        if self.youngest is not None and self.oldest is not None and self.oldest < self.youngest:
            faults["oldest"] = "The oldest are not younger than the youngest."
        if faults or self.lowest is None:
            raise Refused.for_fields(faults)
        codes = [str(number) for number in range(1, len(items) + 1)]
        ages = {name: years for name in ("youngest", "oldest") if (years := getattr(self, name)) is not None}
        named = {"answers": "words"} if answers else {}
        raw = {"source": "A measure of our own: raw movement."}
        scales = (
            [
                {
                    "code": f"item_{code}",
                    "title": _title(words),
                    "items": [code],
                    "reversed": [code] if code in turned else [],
                    "better": self.better,
                    "change": raw,
                }
                for code, words in zip(codes, items, strict=True)
            ]
            if self.each
            else [
                {
                    "code": "total",
                    "title": "Total",
                    "items": codes,
                    "reversed": list(dict.fromkeys(turned)),
                    "better": self.better,
                    "change": raw,
                }
            ]
        )
        return {
            "code": _code(self.title),
            "title": self.title.strip(),
            "version": "1",
            "about": "A measure of our own.",
            "answers": {"words": [[self.lowest + n, words] for n, words in enumerate(answers)]},
            "items": [
                {"code": code, "words": words, "lowest": self.lowest, "highest": self.highest, **named}
                for code, words in zip(codes, items, strict=True)
            ],
            "scales": scales,
            "informants": [{"who": who, **ages} for who in self.informants],
            "licence": {"words": "Our own"},
        }


def _lines(text: str) -> Sequence[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _code(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", folded(title)).strip("_")[:30].strip("_") or "own"


def _title(words: str) -> str:
    """The words of an item as the name of its score: begun with a letter or a number, and not too long."""
    begun = re.sub(r"^\W+", "", words) or "Item"
    return begun if len(begun) <= 120 else f"{begun[:119]}…"
