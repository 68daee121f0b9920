"""What can be looked at on an outcome sheet: each goal, each focus area, with its values so far."""

from dataclasses import dataclass

from vrp_desktop.domain import codes
from vrp_desktop.domain.outcomes import STEPS, Goal, Instrument, OutcomeSheet, Reading, Stage, movement
from vrp_desktop.ui.kit.charts import Movement
from vrp_desktop.ui.kit.dates import written

STAGES = (
    (Stage.BEFORE.value, "At the start"),
    (Stage.REVIEW.value, "On the way"),
    (Stage.AFTER.value, "At the end"),
)


@dataclass(frozen=True)
class Item:
    """One line of the sheet. ``goal`` is None for distance travelled."""

    instrument: Instrument
    code: str
    words: str
    goal: Goal | None
    before: Reading | None
    latest: Reading | None
    readings: tuple[Reading, ...] = ()
    """Every reading of it, the earliest first."""

    @property
    def focus_area(self) -> str:
        """The focus area it belongs to: of a goal its own."""
        return self.goal.details.focus_area if self.goal is not None else self.code

    @property
    def so_far(self) -> str:
        """ "3 on 20 November 2026, then 5 on 2 December 2026": its values, and the strength a goal builds."""
        taken = [r for r in (self.before, self.latest) if r is not None]
        told = ", then ".join(f"{r.value} on {written(r.taken_on)}" for r in taken) or "Nothing recorded yet."
        factor = self.goal.details.factor if self.goal is not None else None
        return told if factor is None else f"Builds: {codes.label('factor', factor)}. {told}"

    @property
    def movement(self) -> Movement:
        """The line of the chart."""
        return Movement(
            self.words,
            self.before.value if self.before else None,
            self.latest.value if self.latest else None,
            self.instrument.lowest,
            self.instrument.highest,
        )

    @property
    def change(self) -> str:
        """How far it has moved, in a word; never why."""
        if self.goal is not None and self.goal.details.met_on is not None:
            return "Met"
        if self.before is None or self.latest is None:
            return ""
        return {"improved": "Further on", "unchanged": "The same", "worse": "Further back"}[
            movement(self.before.value, self.latest.value)
        ]


def items_of(sheet: OutcomeSheet) -> tuple[Item, ...]:
    """Goals first, in the order they were set; then the focus areas of the journey and any other read."""
    read = [r.item for r in sheet.readings if r.instrument is Instrument.DISTANCE]
    areas = dict.fromkeys((*sheet.focus_areas, *sorted(read)))
    return (
        *(_item(sheet, Instrument.GOAL, g.id, f"“{g.details.words}”", g) for g in sheet.goals),
        *(_item(sheet, Instrument.DISTANCE, a, codes.label("focus_area", a), None) for a in areas),
    )


def _item(sheet: OutcomeSheet, instrument: Instrument, code: str, words: str, goal: Goal | None) -> Item:
    readings = sorted(
        (r for r in sheet.readings if r.instrument is instrument and r.item == code),
        key=lambda r: (r.taken_on, r.id),
    )
    before = next((r for r in readings if r.stage is Stage.BEFORE), None)
    later = [r for r in readings if r.stage is not Stage.BEFORE]
    latest = later[-1] if later else None
    return Item(instrument, code, words, goal, before, latest, tuple(readings))


def value_words(instrument: Instrument, value: int) -> str:
    """ "3 · Trying things out" for a step; the number alone for a goal."""
    return f"{value} · {STEPS[value - 1]}" if instrument is Instrument.DISTANCE else str(value)
