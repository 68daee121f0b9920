"""A goal in somebody's own words: what it is about, the strength it builds, since when."""

from dataclasses import replace

from PySide6.QtCore import Signal

from vrp_desktop.domain import codes
from vrp_desktop.domain.drafts import Draft
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.findings import every, is_strength
from vrp_desktop.domain.outcomes import MOST_GOALS, Goal, GoalDetails, OutcomeSheet
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.kit.dates import DateField
from vrp_desktop.ui.kit.drafts import Kept
from vrp_desktop.ui.kit.fields import ChoiceField, TextArea
from vrp_desktop.ui.kit.forms import Form
from vrp_desktop.ui.kit.parts import button, heading, quiet, row
from vrp_desktop.ui.kit.screen import Screen


class GoalForm(Form):
    """For a new goal of one journey, or for changing one. Hidden while there are enough that are not met."""

    stored = Signal()
    """A goal was set, or changed."""

    def __init__(self, screen: Screen, services: Provider) -> None:
        super().__init__()
        self._screen, self._services = screen, services
        self._today = services.workspace.today
        self._enrolment_id = ""
        self._unmet = 0
        self.changing: Goal | None = None
        self.kept = Kept(screen, services.drafts, "goal", self)
        self.title = heading("A new goal")
        self.place(self.title)
        self.add("words", "Their goal, as they would say it", TextArea(2))
        self.add("focus_area", "What it is about", ChoiceField(codes.code_list("focus_area"), "Choose"))
        strengths = [(one.code, one.label) for one in every() if is_strength(one.code)]
        self.add("factor", "Strength it builds", ChoiceField(strengths, "None chosen"))
        self.add("set_on", "Set on", DateField(self._today))
        self.button = button("Set goal", self._save)
        self.leave_button = quiet("Leave as it is", self.begin)
        self.place(row(self.button, self.leave_button))
        self._empty()

    def open(self, enrolment_id: str) -> None:
        """For a new goal of this journey; what was typed of one before comes back."""
        self._enrolment_id = enrolment_id
        self._empty()
        if enrolment_id:
            drafts = self._services.drafts
            self._screen.read(lambda: drafts.of("goal", enrolment_id), self._bring_back, latest="draft")

    def fit(self, sheet: OutcomeSheet) -> None:
        """Whether there is room for one more goal."""
        self._unmet = sum(1 for goal in sheet.goals if goal.details.met_on is None)
        self._fit()

    def begin(self) -> None:
        """Empty, for a new goal."""
        self._bring_back(None)

    def change_goal(self, goal: Goal) -> None:
        """For rewording this one."""
        enrolment_id, drafts = self._enrolment_id, self._services.drafts
        self.kept.settle()

        def show(draft: Draft | None) -> None:
            if enrolment_id != self._enrolment_id:
                return
            self.changing = goal
            self.write(goal.details)
            self._fit()
            self.kept.open(goal.id, draft, lambda: self.change_goal(goal))
            self.focus_first()

        self._screen.read(lambda: drafts.of("goal", goal.id), show, latest="draft")

    def _empty(self) -> None:
        self.changing = None
        self.write({"words": "", "focus_area": None, "factor": None, "set_on": self._today})
        self._fit()

    def _bring_back(self, draft: Draft | None) -> None:
        self._empty()
        self.kept.open(self._enrolment_id, draft, self.begin)

    def _fit(self) -> None:
        new = self.changing is None
        self.title.setText("A new goal" if new else "Change the goal")
        verb = "Set goal" if new else "Save goal"
        self.button.setText(verb)
        self.button.setAccessibleName(verb)
        self.leave_button.setVisible(not new)
        if self.parentWidget() is not None:
            self.setVisible(self._unmet < MOST_GOALS or not new)

    def _details(self) -> GoalDetails:
        given = self.values()
        if given["set_on"] is None:
            raise Refused.for_fields({"set_on": "Write the day it was set."})
        area, changing = given["focus_area"] or "", self.changing
        details = GoalDetails(given["words"], area, given["set_on"], factor=given["factor"])
        return details if changing is None else replace(details, met_on=changing.details.met_on)

    def _save(self) -> None:
        try:
            details = self._details()
        except Refused as refused:
            self.refuse(refused)
            return
        enrolment_id, subject, changing = self._enrolment_id, self.kept.subject, self.changing
        if not enrolment_id or subject is None or not self.button.isEnabled():
            return  # The sheet has not come yet, or the goal is being saved.
        outcomes = self._services.outcomes

        def done(_: object) -> None:
            self.kept.drop(of=subject)
            if enrolment_id == self._enrolment_id:
                self.begin()
                self.stored.emit()

        self.button.setEnabled(False)
        self._screen.save(
            lambda: (
                outcomes.set_goal(enrolment_id, details)
                if changing is None
                else outcomes.change_goal(changing.id, details)
            ),
            done,
            self.refuse,
            always=lambda: self.button.setEnabled(True),
        )
