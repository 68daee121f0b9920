"""Term dates and closures: when plans rest, entered by hand or begun from the usual school year."""

from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from vrp_desktop.domain.changes import Topic
from vrp_desktop.domain.closures import Closure, ClosureDetails
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.plans import stayed_words
from vrp_desktop.domain.school_year import autumn_of
from vrp_desktop.services.planning import Planned
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.kit import messages
from vrp_desktop.ui.kit.dates import DateField
from vrp_desktop.ui.kit.fields import CheckField, ChoiceField, ManyField, TextField
from vrp_desktop.ui.kit.flow import Beside
from vrp_desktop.ui.kit.forms import Form
from vrp_desktop.ui.kit.parts import button, card, column, heading, label, primary, quiet, row, scrolled
from vrp_desktop.ui.kit.screen import Screen
from vrp_desktop.ui.kit.tables import Column, Table
from vrp_desktop.ui.kit.work import Work


class ClosuresScreen(Screen):
    """The list at the left; at the right one of them, and the usual school holidays, to be checked."""

    title = "Term dates and closures"
    topics = frozenset({Topic.SETTINGS, Topic.PLANS})

    def __init__(self, services: Provider, work: Work) -> None:
        super().__init__(work)
        self._services = services
        self._chosen: Closure | None = None
        self._proposed: tuple[ClosureDetails, ...] = ()
        today = services.workspace.today
        self.table: Table[Closure] = Table(
            "Term dates and closures",
            [
                Column("What", lambda one: one.details.name, stretch=2),
                Column("Days", lambda one: span(one.details), stretch=1),
                Column(
                    "Who rests",
                    lambda one: "Plans in term time" if one.details.schools else "Everything",
                    leaves=1,
                ),
            ],
            "When do the schools close, and when do you?",
        )
        self.table.opened.connect(self._open)
        self.form = Form()
        self.title_label = heading("Add a closure")
        self.form.place(self.title_label)
        self.form.add("name", "What it is", TextField("Christmas holidays"))
        self.form.add("first_on", "First day", DateField(today, start_today=False))
        self.form.add("last_on", "Last day", DateField(today, start_today=False))
        self.form.add("schools", "School holiday", CheckField("School holiday: only plans in term time rest"))
        self.save_button = primary("Add closure", self._save)
        self.new_button = quiet("Add another instead", lambda: self._open(None))
        self.remove_button = quiet("Remove it", self._remove)
        self.form.place(row(self.save_button, self.new_button, self.remove_button))
        self.form.submitted.connect(self._save)
        year = autumn_of(today)
        self.year = ChoiceField([(str(y), f"{y} to {y + 1}") for y in (year, year + 1)], otherwise="")
        self.year.name_as("year", "School year", "")
        self.year.set_value(str(year))
        self.year.edited.connect(self._propose)
        self.usual = ManyField(rows=6)
        self.usual.name_as("usual", "Usual school holidays", "Space ticks")
        self.none_label = label("The usual holidays of that year are all there.", "muted")
        self.fill_button = button("Add those ticked", self._fill)
        usual = card(
            heading("Fill in the usual school holidays of a year"),
            label(
                "Worked out by rule, not taken from a council: schools differ. Hold them against your "
                "schools’ own term dates, and change them in the list where they differ.",
                "muted",
            ),
            self.year,
            self.usual,
            self.none_label,
            row(self.fill_button),
        )
        words = label(
            "Plans in term time rest in school holidays; in your own closed weeks everything rests. Bank "
            "holidays of England are known by themselves.",
            "muted",
        )
        page = column(
            words,
            Beside(column(self.table, None), column(self.form, usual, None, spacing=24), (4, 3), spacing=28),
            spacing=12,
        )
        page.setContentsMargins(24, 16, 24, 16)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(page))
        self._open(None)

    def arrive(self, **_: Any) -> None:
        self.load()

    def load(self) -> None:
        closures, chosen = self._services.closures, int(self.year.value() or 0)
        self.read(lambda: (closures.all(), closures.usual(chosen)), self._show, latest="closures")

    def first_focus(self) -> QWidget | None:
        return self.form.field("name").control()

    def _show(self, read: tuple[tuple[Closure, ...], tuple[ClosureDetails, ...]]) -> None:
        there, proposed = read
        self.table.show_lines(there)
        self.table.fit_height(12)
        self._offer(proposed)

    def _propose(self) -> None:
        chosen = int(self.year.value() or 0)
        self.read(lambda: self._services.closures.usual(chosen), self._offer, latest="usual")

    def _offer(self, proposed: tuple[ClosureDetails, ...]) -> None:
        self._proposed = proposed
        numbers = [str(number) for number in range(len(proposed))]
        self.usual.set_choices(
            (number, f"{one.name}: {span(one)}") for number, one in zip(numbers, proposed, strict=True)
        )
        self.usual.set_value(numbers)
        self.usual.setVisible(bool(proposed))
        self.none_label.setVisible(not proposed)
        self.fill_button.setEnabled(bool(proposed))

    def _fill(self) -> None:
        chosen = [self._proposed[int(number)] for number in self.usual.value()]
        self.save(lambda: self._services.closures.add(*chosen), self._saved)

    def _open(self, one: Closure | None) -> None:
        self._chosen = one
        self.title_label.setText("Change a closure" if one else "Add a closure")
        self.save_button.setText("Save closure" if one else "Add closure")
        self.save_button.setAccessibleName(self.save_button.text())
        self.new_button.setVisible(one is not None)
        self.remove_button.setVisible(one is not None)
        blank = {"name": "", "first_on": None, "last_on": None, "schools": False}
        self.form.write(one.details if one else blank)
        if one is not None:
            self.form.focus_first()

    def _save(self) -> None:
        chosen, closures = self._chosen, self._services.closures
        if not self.save_button.isEnabled():
            return
        try:
            answers = self.form.values()
            missing = [name for name in ("first_on", "last_on") if answers[name] is None]
            if missing:
                raise Refused.for_fields(dict.fromkeys(missing, "Write the day, like 21/12."))
        except Refused as refused:
            self.form.refuse(refused)
            return
        details = ClosureDetails(**answers)

        def save() -> Planned:
            return closures.change(chosen.id, details) if chosen else closures.add(details)

        self.save_button.setEnabled(False)
        self.save(save, self._saved, self.form.refuse, always=lambda: self.save_button.setEnabled(True))

    def _remove(self) -> None:
        chosen = self._chosen
        if chosen is not None:
            self.save(lambda: self._services.closures.remove(chosen.id), self._saved)

    def _saved(self, answer: Planned) -> None:
        self._open(None)
        if answer.stayed:
            messages.inform(self.window(), "Some sessions stay as they are", stayed_words(answer.stayed))


def span(details: ClosureDetails) -> str:
    """ "21 Dec 2026 to 3 Jan 2027"; the year of one holiday is said once."""
    first, last = details.first_on, details.last_on
    ends = f"{last.day} {last:%b %Y}"
    if first == last:
        return ends
    return f"{first.day} {first:%b}{f' {first.year}' if first.year != last.year else ''} to {ends}"
