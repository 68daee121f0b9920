"""The steps to a goal: what is to be done, whose it is, until when, and whether it was done."""

from dataclasses import replace
from datetime import date

from PySide6.QtWidgets import QVBoxLayout, QWidget

from vrp_desktop.domain import codes
from vrp_desktop.domain.drafts import Draft
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.outcomes import Goal, GoalStep, StepDetails
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.kit.dates import DateField, written
from vrp_desktop.ui.kit.drafts import Kept
from vrp_desktop.ui.kit.fields import ChoiceField, TextField
from vrp_desktop.ui.kit.forms import Form
from vrp_desktop.ui.kit.parts import button, heading, quiet, row
from vrp_desktop.ui.kit.screen import Screen
from vrp_desktop.ui.kit.tables import Column, Table

_EMPTY = {"words": "", "doer": "self", "due_on": None}


class Steps(QWidget):
    """Of one goal at a time; hidden while none is chosen. Enter in the words adds a step."""

    def __init__(self, screen: Screen, services: Provider) -> None:
        super().__init__()
        self._screen, self._services = screen, services
        self._today = services.workspace.today
        self.goal: Goal | None = None
        self.changing: GoalStep | None = None
        self.table: Table[GoalStep] = Table(
            "Steps to the goal",
            [
                Column("Step", lambda s: s.details.words, stretch=3, tip=lambda s: s.details.words),
                Column("Whose", lambda s: codes.label("step_owner", s.details.doer), leaves=2),
                Column("Until", self._until, leaves=1),
                Column("Done", lambda s: written(s.details.done_on) if s.details.done_on else ""),
            ],
            "No steps yet. What would be a first one?",
        )
        self.table.chosen.connect(lambda _: self._fit())
        self.table.opened.connect(lambda _: self._finish())
        self.done_button = button("Done", self._finish)
        self.change_button = button("Change step", self._change)
        self.remove_button = button("Remove step", self._remove)
        self.form = Form()
        self.form.add("words", "A step", TextField())
        self.form.add("doer", "Whose it is", ChoiceField(codes.code_list("step_owner"), otherwise=""))
        self.form.add("due_on", "To be done by", DateField(self._today, start_today=False))
        self.form.submitted.connect(self._save)
        self.save_button = button("Add step", self._save)
        self.leave_button = quiet("Leave as it is", self._begin)
        self.kept = Kept(screen, services.drafts, "goal-step", self.form)
        self.acts = row(self.done_button, self.change_button, self.remove_button, None)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        parts = (heading("Steps"), self.table, self.acts, self.kept.line, self.form)
        for part in (*parts, row(self.save_button, self.leave_button, None)):
            layout.addWidget(part)
        self._begin()
        self.hide()

    def show_goal(self, goal: Goal | None, steps: tuple[GoalStep, ...]) -> None:
        """Shows a goal's steps; of none, nothing."""
        if (goal and goal.id) != (self.goal and self.goal.id):
            self.kept.settle()
            self.kept.forget()
            self.goal = goal
            self._begin()
            if goal is not None:
                self._bring_back(goal)
        self.goal = goal
        self.table.show_lines(steps)
        self.table.fit_height(5)
        if steps and self.table.current() is None:
            self.table.choose(0)
        self.setVisible(goal is not None)
        self._fit()

    def _bring_back(self, goal: Goal) -> None:
        drafts = self._services.drafts

        def show(draft: Draft | None) -> None:
            if self.goal is not None and self.goal.id == goal.id:
                self.kept.open(goal.id, draft, self._begin)

        self._screen.read(lambda: drafts.of("goal-step", goal.id), show, latest="steps")

    def _until(self, step: GoalStep) -> str:
        due = step.details.due_on
        if due is None:
            return ""
        late = step.details.done_on is None and due < self._today
        return written(due, year=due.year != self._today.year) + (", overdue" if late else "")

    def _begin(self) -> None:
        self.changing = None
        self.form.write(_EMPTY)
        self._fit()

    def _fit(self) -> None:
        step = self.table.current()
        for each in (self.done_button, self.change_button, self.remove_button):
            each.setEnabled(step is not None)
        verb = "Not done yet" if step is not None and step.details.done_on else "Done"
        save = "Add step" if self.changing is None else "Save step"
        for part, words in ((self.done_button, verb), (self.save_button, save)):
            part.setText(words)
            part.setAccessibleName(words)
        self.acts.setVisible(bool(self.table.model.lines))
        self.leave_button.setVisible(self.changing is not None)

    def _finish(self) -> None:
        if (step := self.table.current()) is not None:
            outcomes, done = self._services.outcomes, step.details.done_on is None
            self._screen.save(lambda: outcomes.finish_step(step.id, done), None, self.form.refuse)

    def _change(self) -> None:
        if (step := self.table.current()) is not None:
            self.changing = step
            self.form.write(step.details)
            self._fit()
            self.form.focus_first()

    def _remove(self) -> None:
        if (step := self.table.current()) is not None:
            outcomes = self._services.outcomes
            self._screen.save(lambda: outcomes.remove_step(step.id), lambda _: self._begin())

    def _save(self) -> None:
        goal, outcomes, changing = self.goal, self._services.outcomes, self.changing
        if goal is None or self.kept.subject != goal.id or not self.save_button.isEnabled():
            return  # The goal has not come yet, or the step is being saved.
        try:
            given = self.form.values()
        except Refused as refused:
            self.form.refuse(refused)
            return
        details = StepDetails(given["words"], given["doer"] or "", given["due_on"])
        done_on: date | None = None if changing is None else changing.details.done_on

        def saved(_: object) -> None:
            self.kept.drop(of=goal.id)
            if self.goal is not None and self.goal.id == goal.id:
                self._begin()
                self.form.focus_first()

        self.save_button.setEnabled(False)
        self._screen.save(
            lambda: (
                outcomes.add_step(goal.id, details)
                if changing is None
                else outcomes.change_step(changing.id, replace(details, done_on=done_on))
            ),
            saved,
            self.form.refuse,
            always=lambda: self.save_button.setEnabled(True),
        )
