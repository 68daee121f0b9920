"""How long each kind of record is kept: a number of years, and why."""

from PySide6.QtCore import Signal

from vrp_desktop.domain import retention
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.retention import Kind, Rule, Schedule
from vrp_desktop.ui.kit.fields import NumberField
from vrp_desktop.ui.kit.forms import Form
from vrp_desktop.ui.kit.parts import button, row

_AGE = "_until_age"


QWIDGETSIZE_MAX = 16_777_215
"""Qt's own word for no limit."""


class ScheduleForm(Form):
    """The schedule, kind by kind, with the basis of each."""

    wanted = Signal(object)
    """The ``Schedule`` to be kept."""

    def __init__(self) -> None:
        super().__init__()
        # As wide as its place: what is wrapped narrower than it is measured would be cut off.
        self.setMaximumWidth(QWIDGETSIZE_MAX)
        for kind, words in retention.words().items():
            self.section(words.title, words.basis)
            self.add(kind.value, f"{words.title}: years", NumberField(), f"From {words.counts_from}.")
            if retention.default_rules()[kind].until_age is not None:
                self.add(
                    f"{kind.value}{_AGE}",
                    f"{words.title}: a child until the age of",
                    NumberField(),
                    "For somebody who was under 18 at the last contact, where that is later.",
                )
        self.save_button = button("Save how long things are kept", self._save)
        self.place(row(self.save_button))
        self.finish()

    def show_schedule(self, schedule: Schedule) -> None:
        """Shows the schedule as it stands, unless somebody is changing it."""
        if self.touched:
            return
        answers: dict[str, int | None] = {}
        for kind, rule in schedule.rules.items():
            answers[kind.value] = rule.years
            answers[f"{kind.value}{_AGE}"] = rule.until_age
        self.write(answers)

    def _save(self) -> None:
        try:
            answers = self.values()
            missing = [kind.value for kind in Kind if answers[kind.value] is None]
            if missing:
                raise Refused.for_fields(dict.fromkeys(missing, "Write a number of years."))
        except Refused as refused:
            self.refuse(refused)
            return
        rules = {kind: Rule(answers[kind.value], answers.get(f"{kind.value}{_AGE}")) for kind in Kind}
        self.wanted.emit(Schedule(rules))
