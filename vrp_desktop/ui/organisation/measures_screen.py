"""Measures: which are offered to workers, what their licences ask, and those of one's own."""

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from vrp_desktop.domain import codes
from vrp_desktop.domain.changes import Topic
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.instruments import Entry, Instrument, Measure
from vrp_desktop.domain.own_measures import OwnMeasure
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.kit.dates import written
from vrp_desktop.ui.kit.fields import CheckField, ChoiceField, ManyField, NumberField, TextArea, TextField
from vrp_desktop.ui.kit.flow import Beside
from vrp_desktop.ui.kit.forms import Form
from vrp_desktop.ui.kit.parts import button, card, column, heading, label, primary, quiet, row, scrolled
from vrp_desktop.ui.kit.screen import Screen
from vrp_desktop.ui.kit.tables import Column, Table
from vrp_desktop.ui.kit.work import Work

_ENTRIES = {
    Entry.ITEMS: "Answered here, item by item.",
    Entry.SCORES: "Only scores are written down here; the items are on your own form.",
    Entry.DATE: "Only the day is written down here.",
}
_BLANK: dict[str, Any] = {
    "title": "",
    "items": "",
    "lowest": 0,
    "highest": 10,
    "words": "",
    "better": "higher",
    "each": False,
    "reversed": "",
    "youngest": None,
    "oldest": None,
    "informants": ("self",),
}


class MeasuresScreen(Screen):
    """The list at the left; at the right the one that is chosen, and below it one of one's own."""

    title = "Measures"
    topics = frozenset({Topic.MEASURES})

    def __init__(self, services: Provider, work: Work) -> None:
        super().__init__(work)
        self._services = services
        self.table: Table[Measure] = Table(
            "Measures",
            [
                Column("Measure", lambda one: one.instrument.title, stretch=2),
                Column("Ages", lambda one: ages(one.instrument), stretch=1, leaves=2),
                Column("Now", lambda one: one.standing),
                Column("Whose", lambda one: "Our own" if one.own else "", leaves=1),
            ],
            "No measure yet.",
        )
        self.table.chosen.connect(self._choose)
        self.name = heading("")
        self.about = label("")
        self.rules = label("", "muted")
        self.attribution = label("", "small")
        self.choice = Form()
        self.confirmed: CheckField = self.choice.add("confirmed", "", CheckField("We have its licence"))
        self.on_button = primary("Turn on", self._turn_on)
        self.off_button = button("Turn off", self._turn_off)
        self.retire_button = quiet("Retire", self._retire)
        self.choice.place(row(self.on_button, self.off_button, self.retire_button))
        self.own = Form()
        self.own.section("A measure of your own", "Not a validated measure: it shows movement, and no more.")
        self.own.add("title", "What it is called", TextField())
        self.own.add("items", "Items", TextArea(4), "One a line, as they are asked.")
        self.own.add("lowest", "Lowest value", NumberField())
        self.own.add("highest", "Highest value", NumberField())
        self.own.add(
            "words", "Words of the answers", TextArea(3), "One a line, from the lowest value on; or none."
        )
        ways = [("higher", "Higher is better"), ("lower", "Lower is better")]
        self.own.add("better", "Which way is better", ChoiceField(ways, otherwise=""))
        self.own.add("each", "", CheckField("Each item is a score of its own; else they are added up"))
        self.own.add("reversed", "Items that run the other way", TextField("2, 5"), "Their numbers, if any.")
        self.own.add("youngest", "From which age", NumberField(suffix="years"))
        self.own.add("oldest", "Up to which age", NumberField(suffix="years"))
        self.own.add("informants", "Who answers it", ManyField(codes.code_list("informant"), rows=4))
        self.add_button = button("Add it", self._add)
        self.file_button = quiet("Add one from a file", self._choose_file)
        self.own.place(row(self.add_button, self.file_button))
        shown = card(self.name, self.about, self.rules, self.attribution, self.choice)
        page = column(
            label("Workers are offered the measures in use, for the ages they are made for.", "muted"),
            Beside(column(self.table, None), column(shown, self.own, None, spacing=24), (4, 3), spacing=28),
            spacing=12,
        )
        page.setContentsMargins(24, 16, 24, 16)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(page))
        self.own.write(_BLANK)
        self._choose(None)

    def load(self) -> None:
        self.read(self._services.measures.all, self._show, latest="measures")

    def first_focus(self) -> QWidget | None:
        return self.table.view

    def _show(self, there: tuple[Measure, ...]) -> None:
        chosen = self.table.current()
        self.table.show_lines(there)
        self.table.fit_height(16)
        names = [one.instrument.code for one in there]
        self.table.choose(
            names.index(chosen.instrument.code) if chosen and chosen.instrument.code in names else 0
        )
        self._choose(self.table.current())

    def _choose(self, one: Measure | None) -> None:
        self.choice.setVisible(one is not None)
        self.choice.write({"confirmed": False})
        if one is None:
            for words in (self.name, self.about, self.rules, self.attribution):
                words.setText("")
            return
        made, in_use = one.instrument, one.on and one.retired_on is None
        self.name.setText(made.title)
        self.about.setText(" ".join(filter(None, (made.about, _ENTRIES[made.entry], made.note))))
        self.rules.setText("\n".join(_rules(one)))
        self.attribution.setText(made.attribution)
        self.confirmed.box.setText(made.confirm)
        self.confirmed.box.setAccessibleName(made.confirm)
        self.confirmed.setVisible(bool(made.confirm) and not in_use)
        self.on_button.setVisible(not in_use)
        self.off_button.setVisible(in_use)
        self.retire_button.setVisible(one.own and one.retired_on is None)

    def _turn_on(self) -> None:
        one, confirmed = self.table.current(), bool(self.confirmed.value())
        if one is not None:
            code = one.instrument.code
            self.save(
                lambda: self._services.measures.turn_on(code, confirmed=confirmed), None, self.choice.refuse
            )

    def _turn_off(self) -> None:
        if (one := self.table.current()) is not None:
            code = one.instrument.code
            self.save(lambda: self._services.measures.turn_off(code), None, self.choice.refuse)

    def _retire(self) -> None:
        if (one := self.table.current()) is not None:
            code = one.instrument.code
            self.save(lambda: self._services.measures.retire(code), None, self.choice.refuse)

    def _add(self) -> None:
        try:
            definition = OwnMeasure(**self.own.values()).definition()
        except Refused as refused:
            self.own.refuse(refused)
            return
        if not self.add_button.isEnabled():
            return
        self.add_button.setEnabled(False)
        self.save(
            lambda: self._services.measures.add_own(definition),
            lambda _: self.own.write(_BLANK),
            self.own.refuse,
            always=lambda: self.add_button.setEnabled(True),
        )

    def _choose_file(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, "A measure's definition", "", "Definition (*.json)")
        if chosen:
            self.add_file(Path(chosen))

    def add_file(self, path: Path) -> None:
        """Adds the measure whose definition stands in a file."""
        self.save(lambda: self._services.measures.add_from_file(path), None, self.own.refuse)


def ages(made: Instrument) -> str:
    """The ages it is made for: of whoever answers it first, and of the others where they differ."""
    return ", ".join(dict.fromkeys(one.ages for one in made.informants))


def _rules(one: Measure) -> list[str]:
    made = one.instrument
    lines = [f"{codes.label('informant', informant.who)}: {informant.ages}" for informant in made.informants]
    sources = dict.fromkeys(scale.change.source for scale in made.scales if scale.change.source)
    lines += [f"Change: {source}" for source in sources]
    if made.licence:
        lines.append(f"Licence: {made.licence}")
    if one.confirmed_on is not None and one.on:
        lines.append(f"Confirmed on {written(one.confirmed_on)}")
    return lines
