"""One person's goals and steps: set a goal in their words, and record where they are."""

from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from vrp_desktop.domain import codes
from vrp_desktop.domain.changes import Topic
from vrp_desktop.domain.drafts import Draft
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.outcomes import MOST_GOALS, GoalDetails, OutcomeSheet, Stage
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.kit import messages
from vrp_desktop.ui.kit.charts import BeforeAfter, explained
from vrp_desktop.ui.kit.dates import DateField
from vrp_desktop.ui.kit.drafts import Kept
from vrp_desktop.ui.kit.fields import ChoiceField, TextArea
from vrp_desktop.ui.kit.flow import Beside
from vrp_desktop.ui.kit.forms import Form
from vrp_desktop.ui.kit.icons import priority_mark
from vrp_desktop.ui.kit.parts import button, column, label, primary, quiet, row, scrolled
from vrp_desktop.ui.kit.screen import Screen
from vrp_desktop.ui.kit.tables import Column, Table
from vrp_desktop.ui.kit.work import Work
from vrp_desktop.ui.outcomes.items import Item, items_of, value_words

STAGES = (
    (Stage.BEFORE.value, "At the start"),
    (Stage.REVIEW.value, "On the way"),
    (Stage.AFTER.value, "At the end"),
)


class OutcomeSheetScreen(Screen):
    """The list at the left; at the right where they are now, a new goal, and the picture."""

    title = "Goals and progress"
    topics = frozenset({Topic.OUTCOMES, Topic.ENROLMENTS})

    def __init__(self, services: Provider, work: Work) -> None:
        super().__init__(work)
        self._services = services
        self._sheet: OutcomeSheet | None = None
        self._enrolment_id = ""
        today = services.workspace.today
        self.who = label("", "title")
        self.about = label("", "muted")
        self.table: Table[Item] = Table(
            "Goals and steps",
            [
                Column(
                    "Goal or focus area",
                    lambda i: i.words,
                    stretch=3,
                    icon=lambda i: priority_mark(i.focus_area),
                    tip=lambda i: f"{i.words}\n{i.so_far}",
                ),
                Column("Start", lambda i: str(i.before.value) if i.before else "", number=True),
                Column("Latest", lambda i: str(i.latest.value) if i.latest else "", number=True),
                Column("Moved", lambda i: i.change),
            ],
            "No goals yet. What would they like to change?",
        )
        self.table.chosen.connect(self._choose)
        self.chart = BeforeAfter("Where they began and where they are")

        self.reading = Form()
        self.chosen = label("", "label")
        self.reading.section("Where they are now", "They choose; you write it down.")
        self.so_far = label("", "small")
        self.reading.place(column(self.chosen, self.so_far, spacing=2))
        self.value: ChoiceField = self.reading.add("value", "Their number", ChoiceField((), "Choose"))
        self.stage: ChoiceField = self.reading.add(
            "stage", "When in the journey", ChoiceField(STAGES, otherwise="")
        )
        self.reading.add("taken_on", "Day", DateField(today))
        self.record_button = primary("Record", self._record)
        self.met_button = button("Goal met", self._met)
        self.reading.place(row(self.record_button, self.met_button))

        self.goal = Form()
        self.goal.section("A new goal", "In their own words, as they would say it.")
        self.goal.add("words", "Their goal", TextArea(2))
        self.goal.add("focus_area", "What it is about", ChoiceField(codes.code_list("focus_area"), "Choose"))
        self.goal_button = button("Set goal", self._set_goal)
        self.goal.place(row(self.goal_button))

        self.kept = Kept(self, services.drafts, "goal", self.goal)
        left = column(self.table, explained(self.chart), None, spacing=12)
        right = column(self.reading, self.kept.line, self.goal, None, spacing=20)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 12, 0, 12)
        layout.setSpacing(8)
        head = column(self.who, self.about, spacing=0)
        head.setContentsMargins(24, 0, 24, 0)
        layout.addWidget(head)
        both = column(Beside(left, right, (3, 2), spacing=28))
        both.setContentsMargins(24, 0, 24, 0)
        layout.addWidget(scrolled(both), 1)
        foot = row(quiet("Back to the record", self._back), quiet("All outcomes", self._all), None)
        foot.setContentsMargins(24, 0, 24, 0)
        layout.addWidget(foot)

    def arrive(self, enrolment_id: str = "", **_: Any) -> None:
        """Opens the sheet of one journey."""
        self.kept.settle()
        if enrolment_id != self._enrolment_id:
            # Until the answer comes nobody's goals stand on another person's page.
            self.forget()
        self._enrolment_id = enrolment_id
        drafts = self._services.drafts

        def again() -> None:
            self.goal.write({"words": "", "focus_area": None})

        def bring_back(draft: Draft | None) -> None:
            again()
            self.kept.open(enrolment_id, draft, again)

        if enrolment_id:
            self.read(lambda: drafts.of("goal", enrolment_id), bring_back, latest="draft")
        self.load()

    def load(self) -> None:
        if self._enrolment_id:
            enrolment_id = self._enrolment_id
            self.read(
                lambda: self._services.outcomes.sheet(enrolment_id), self._show, self._gone, latest="sheet"
            )

    def first_focus(self) -> QWidget | None:
        return self.table.view

    def may_leave(self) -> bool:
        self.kept.settle()
        return True

    def settle(self) -> None:
        self.kept.settle()

    def forget(self) -> None:
        self.kept.forget()
        self._sheet, self._enrolment_id = None, ""
        for words in (self.who, self.about, self.chosen, self.so_far):
            words.setText("")
        self.goal.write({"words": "", "focus_area": None})
        self.table.show_lines(())
        self.chart.show_lines(())

    def _show(self, sheet: OutcomeSheet) -> None:
        self._sheet = sheet
        self.who.setText(sheet.known_as)
        self.about.setText(
            f"{sheet.intervention} · not a validated measure, and no claim of what caused a change"
        )
        items = items_of(sheet)
        self.table.show_lines(items)
        self.table.fit_height(7)
        self.chart.show_lines([item.movement for item in items])
        unmet = sum(1 for goal in sheet.goals if goal.details.met_on is None)
        self.goal.setVisible(unmet < MOST_GOALS)
        if items and self.table.current() is None:
            self.table.choose(0)
        self._choose(self.table.current())

    def _choose(self, item: Item | None) -> None:
        for part in (self.record_button, self.value, self.stage):
            part.setEnabled(item is not None)
        self.met_button.setVisible(
            item is not None and item.goal is not None and item.goal.details.met_on is None
        )
        self.chosen.setText(item.words if item else "Choose a goal or a focus area, or set a goal below.")
        self.so_far.setText(item.so_far if item else "")
        if item is None:
            return
        scale = range(item.instrument.lowest, item.instrument.highest + 1)
        self.value.set_choices([(str(n), value_words(item.instrument, n)) for n in scale])
        self.value.set_value(None)
        self.stage.set_value((Stage.BEFORE if item.before is None else Stage.REVIEW).value)
        self.reading.clear_faults()

    def _record(self) -> None:
        item = self.table.current()
        if item is None:
            return
        try:
            answers = self.reading.values()
            if answers["value"] is None:
                raise Refused.for_fields({"value": "Choose the number they gave."})
            if answers["taken_on"] is None:
                raise Refused.for_fields({"taken_on": "Write the day it was asked."})
        except Refused as refused:
            self.reading.refuse(refused)
            return
        enrolment_id, stage, value = self._enrolment_id, Stage(answers["stage"]), int(answers["value"])
        self.save(
            lambda: self._services.outcomes.record(
                enrolment_id, item.instrument, item.code, stage, answers["taken_on"], value
            ),
            lambda _: self.table.view.setFocus(),
            self.reading.refuse,
        )

    def _met(self) -> None:
        item = self.table.current()
        if item is None or item.goal is None:
            return
        goal, today = item.goal, self._services.workspace.today
        met = replace(goal.details, met_on=today)
        self.save(lambda: self._services.outcomes.change_goal(goal.id, met), None, self.reading.refuse)

    def _set_goal(self) -> None:
        try:
            answers = self.goal.values()
        except Refused as refused:
            self.goal.refuse(refused)
            return
        enrolment_id, today = self._enrolment_id, self._services.workspace.today
        if self._sheet is None or self.kept.subject != enrolment_id or not self.goal_button.isEnabled():
            return  # The sheet has not come yet, or the goal is being saved.
        details = GoalDetails(answers["words"], answers["focus_area"] or "", today)

        def done(_: object) -> None:
            self.kept.drop(of=enrolment_id)
            if enrolment_id == self._enrolment_id:
                self.goal.write({"words": "", "focus_area": None})

        self.goal_button.setEnabled(False)
        self.save(
            lambda: self._services.outcomes.set_goal(enrolment_id, details),
            done,
            self.goal.refuse,
            always=lambda: self.goal_button.setEnabled(True),
        )

    def _gone(self, refused: Refused) -> None:
        messages.refused(self, refused)
        self.go("outcomes")

    def _back(self) -> None:
        if self._sheet is not None:
            self.go("person", person_id=self._sheet.person_id, page="journeys")

    def _all(self) -> None:
        self.go("outcomes")
