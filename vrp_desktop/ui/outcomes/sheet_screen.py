"""One person's goals and steps: set a goal in their words, and record where they are."""

from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from vrp_desktop.domain.changes import Topic
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.outcomes import OutcomeSheet
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.kit import messages
from vrp_desktop.ui.kit.charts import BeforeAfter, explained
from vrp_desktop.ui.kit.flow import Beside
from vrp_desktop.ui.kit.icons import priority_mark
from vrp_desktop.ui.kit.parts import button, column, label, primary, quiet, row, scrolled
from vrp_desktop.ui.kit.screen import Screen
from vrp_desktop.ui.kit.tables import Column, Table
from vrp_desktop.ui.kit.work import Work
from vrp_desktop.ui.outcomes.goal_form import GoalForm
from vrp_desktop.ui.outcomes.items import Item, items_of
from vrp_desktop.ui.outcomes.reading_form import ReadingForm
from vrp_desktop.ui.outcomes.reviews import Reviews
from vrp_desktop.ui.outcomes.steps import Steps


class OutcomeSheetScreen(Screen):
    """The list at the left; at the right where they are now, a new goal, and the picture."""

    title = "Goals and progress"
    topics = frozenset({Topic.OUTCOMES, Topic.ENROLMENTS})

    def __init__(self, services: Provider, work: Work) -> None:
        super().__init__(work)
        self._services = services
        self._sheet: OutcomeSheet | None = None
        self._enrolment_id = ""
        self._to_list = False
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

        self.reading = ReadingForm(self, services)
        self.record_button = primary("Record", self._record)
        self.met_button = button("Goal met", self._met)
        self.change_button = button("Change goal", self._change_goal)
        self.reading.place(row(self.record_button, self.met_button, self.change_button))
        self.goal = GoalForm(self, services)
        self.goal.stored.connect(self._go_to_list)
        self.goal_button = self.goal.button
        self.steps = Steps(self, services)
        self.reviews = Reviews(self, services)
        self.kept = self.goal.kept
        left = column(self.table, self.steps, self.reviews, explained(self.chart), None, spacing=18)
        right = column(self.reading.kept.line, self.reading, self.kept.line, self.goal, None, spacing=20)
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
        self.settle()
        if enrolment_id != self._enrolment_id:
            # Until the answer comes nobody's goals stand on another person's page.
            self.forget()
        self._enrolment_id = enrolment_id
        self._to_list = True
        self.goal.open(enrolment_id)
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
        self.settle()
        return True

    def settle(self) -> None:
        for part in (self.goal, self.reading, self.steps):
            part.kept.settle()

    def forget(self) -> None:
        self.kept.forget()
        self._sheet, self._enrolment_id = None, ""
        for words in (self.who, self.about):
            words.setText("")
        self.reading.forget()
        self.goal.open("")
        self.steps.show_goal(None, ())
        self.reviews.show_item(None)
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
        self.goal.fit(sheet)
        if items and self.table.current() is None:
            self.table.choose(0)
        self._choose(self.table.current())
        if self._to_list:
            self._to_list = False
            if items:
                self.table.view.setFocus()
            else:
                self.goal.focus_first()

    def _go_to_list(self) -> None:
        """Once it has been read again: the list has the goal then."""
        self._to_list = True

    def _choose(self, item: Item | None) -> None:
        goal = item.goal if item is not None else None
        self.reading.show_item(self._enrolment_id, item)
        self.record_button.setEnabled(item is not None)
        self.met_button.setVisible(goal is not None and goal.details.met_on is None)
        self.change_button.setVisible(goal is not None)
        steps = () if goal is None or self._sheet is None else self._sheet.steps_of(goal.id)
        self.steps.show_goal(goal, steps)
        self.reviews.show_item(item)

    def _record(self) -> None:
        item = self.table.current()
        if item is None or not self.record_button.isEnabled():
            return
        try:
            stage, taken_on, value, note = self.reading.answers()
        except Refused as refused:
            self.reading.refuse(refused)
            return
        enrolment_id, recorded = self._enrolment_id, self.reading.recorded()

        def done(_: object) -> None:
            recorded()
            self.table.view.setFocus()

        self.record_button.setEnabled(False)
        self.save(
            lambda: self._services.outcomes.record(
                enrolment_id, item.instrument, item.code, stage, taken_on, value, note
            ),
            done,
            self.reading.refuse,
            always=lambda: self.record_button.setEnabled(self.table.current() is not None),
        )

    def _met(self) -> None:
        item = self.table.current()
        if item is None or item.goal is None:
            return
        goal, today = item.goal, self._services.workspace.today
        met = replace(goal.details, met_on=today)
        self.save(lambda: self._services.outcomes.change_goal(goal.id, met), None, self.reading.refuse)

    def _change_goal(self) -> None:
        item = self.table.current()
        if item is not None and item.goal is not None:
            self.goal.change_goal(item.goal)

    def _gone(self, refused: Refused) -> None:
        messages.refused(self, refused)
        self.go("outcomes")

    def _back(self) -> None:
        if self._sheet is not None:
            self.go("person", person_id=self._sheet.person_id, page="journeys")

    def _all(self) -> None:
        self.go("outcomes")
