"""Where somebody is now: the number they choose, what they said, and the day."""

from collections.abc import Callable
from datetime import date

from vrp_desktop.domain.drafts import Draft
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.outcomes import Stage
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.kit.dates import DateField
from vrp_desktop.ui.kit.drafts import Kept
from vrp_desktop.ui.kit.fields import ChoiceField, TextArea, TextField
from vrp_desktop.ui.kit.forms import Form
from vrp_desktop.ui.kit.parts import column, label
from vrp_desktop.ui.kit.screen import Screen
from vrp_desktop.ui.outcomes.items import STAGES, Item, value_words


class ReadingForm(Form):
    """About one goal or focus area of a journey at a time."""

    def __init__(self, screen: Screen, services: Provider) -> None:
        super().__init__()
        self._screen, self._services = screen, services
        self._today: date = services.workspace.today
        self._item: Item | None = None
        self._enrolment_id = ""
        self.kept = Kept(screen, services.drafts, "reading", self)
        self.section("Where they are now", "They choose; you write it down.")
        self.chosen, self.so_far = label("", "label"), label("", "small")
        self.place(column(self.chosen, self.so_far, spacing=2))
        self.number: ChoiceField = self.add("value", "Their number", ChoiceField((), "Choose"))
        self.add("note", "What was said", TextArea(2))
        self.stage: ChoiceField = self.add("stage", "When in the journey", ChoiceField(STAGES, otherwise=""))
        self.add("taken_on", "Day", DateField(self._today))
        self.add("item", "", TextField())
        self.show_field("item", False)

    def show_item(self, enrolment_id: str, item: Item | None) -> None:
        """What it is about. What was typed of the same one stays."""
        same = item is not None and self._item is not None and self._item.code == item.code
        if not same:
            self.kept.settle()
            self.kept.forget()
        self._item, self._enrolment_id = item, enrolment_id
        for part in (self.number, self.stage, self.field("note"), self.field("taken_on")):
            part.setEnabled(item is not None)
        words = "Choose a goal or a focus area, or set a goal below." if item is None else item.words
        self.chosen.setText(words)
        self.so_far.setText(item.so_far if item else "")
        if item is None:
            self._begin()
            return
        scale = range(item.instrument.lowest, item.instrument.highest + 1)
        self.number.set_choices([(str(n), value_words(item.instrument, n)) for n in scale])
        if not (same and self.touched):
            self._begin()
        if not same:
            self._bring_back(self._subject, item.code)

    def forget(self) -> None:
        """Lets go of whom it was about."""
        self.kept.forget()
        self._item = None
        self._begin()
        self.chosen.setText("")
        self.so_far.setText("")

    def answers(self) -> tuple[Stage, date, int, str]:
        """Stage, day, number and what was said. Refused where one of the first three is missing."""
        given = self.values()
        faults = {}
        if given["value"] is None:
            faults["value"] = "Choose the number they gave."
        if given["taken_on"] is None:
            faults["taken_on"] = "Write the day it was asked."
        if faults:
            raise Refused.for_fields(faults)
        return Stage(given["stage"]), given["taken_on"], int(given["value"]), given["note"]

    def recorded(self) -> Callable[[], None]:
        """What to call once it is stored: what stands here now is not needed any more."""
        item, subject = self._item, self._subject

        def done() -> None:
            self.kept.drop(of=subject)
            if item is not None and self._item is not None and item.code == self._item.code:
                self._begin()

        return done

    @property
    def _subject(self) -> str:
        """What a draft is about: the goal, or the journey whose focus area it is."""
        return self._enrolment_id if self._item is None or self._item.goal is None else self._item.code

    def _begin(self) -> None:
        item = self._item
        self.write({"value": None, "note": "", "taken_on": self._today, "item": item.code if item else ""})
        if item is not None:
            self.stage.set_value((Stage.BEFORE if item.before is None else Stage.REVIEW).value)

    def _bring_back(self, subject: str, code: str) -> None:
        drafts = self._services.drafts

        def show(draft: Draft | None) -> None:
            if self._item is None or self._item.code != code:
                return
            of_this = draft is not None and draft.fields.get("0", {}).get("item") == code
            self.kept.open(subject, draft if of_this else None, self._begin)

        self._screen.read(lambda: drafts.of("reading", subject), show, latest="reading")
