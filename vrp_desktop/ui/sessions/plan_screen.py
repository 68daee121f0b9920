"""A plan: what recurs, with the sessions that it will make said in words before it is saved."""

from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from vrp_desktop.domain import codes, strategy
from vrp_desktop.domain.drafts import Draft
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.groups import GroupLine
from vrp_desktop.domain.interventions import Intervention
from vrp_desktop.domain.plans import WEEKDAYS, PlanDetails, Turn, coming_words, rule_words, stayed_words
from vrp_desktop.domain.session_kinds import asks
from vrp_desktop.domain.users import User
from vrp_desktop.services.planning import Planned
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.kit import messages
from vrp_desktop.ui.kit.dates import DateField, TimeField
from vrp_desktop.ui.kit.drafts import Kept
from vrp_desktop.ui.kit.fields import CheckField, ChoiceField, ManyField, NumberField, TextField
from vrp_desktop.ui.kit.flow import Beside
from vrp_desktop.ui.kit.forms import Form
from vrp_desktop.ui.kit.icons import priority_mark
from vrp_desktop.ui.kit.parts import column, label, line, primary, quiet, row, scrolled
from vrp_desktop.ui.kit.screen import Screen
from vrp_desktop.ui.kit.work import Work

TOLD_AFTER = 250
"""Milliseconds from the last change until it is said what the plan would make."""
EVERY = (
    ("1", "Every week"),
    ("2", "Every second week"),
    ("3", "Every third week"),
    ("4", "Every fourth week"),
)

_Choices = tuple[tuple[GroupLine, ...], tuple[User, ...]]
_Read = tuple[tuple[Intervention, ...], PlanDetails | None, _Choices, Draft | None]


class PlanScreen(Screen):
    """When at the left, what and who at the right; below, in one sentence, what it will make."""

    title = "Plan"

    def __init__(self, services: Provider, work: Work) -> None:
        super().__init__(work)
        self._services = services
        self._plan_id: str | None = None
        self._visit = 0
        today = services.workspace.today
        self.form = Form()
        self.form.section("When")
        self.which: ChoiceField = self.form.add("intervention_id", "Intervention", ChoiceField(otherwise=""))
        self.groups: ChoiceField = self.form.add(
            "group_id", "Group", ChoiceField(otherwise="No group: everybody enrolled")
        )
        weekdays = [(str(number), day) for number, day in enumerate(WEEKDAYS)]
        self.form.add("weekday", "Day of the week", ChoiceField(weekdays, otherwise=""))
        self.form.add("every", "How often", ChoiceField(EVERY, otherwise=""))
        self.form.add("starts_at", "Begins at", TimeField())
        self.form.add("minutes", "How long", NumberField(suffix="minutes"))
        self.form.add("term_time", "Term time", CheckField("Only in term time: it rests in school holidays"))
        self.form.add("bank_holidays", "Bank holidays", CheckField("Also on bank holidays"))
        self.form.add("first_on", "From", DateField(today))
        self.form.add(
            "last_on", "Until", DateField(today, start_today=False), "Leave it empty while it goes on."
        )
        self.form.finish()
        self.about = Form()
        self.about.section("What, where and who")
        self.kind: ChoiceField = self.about.add(
            "kind", "Kind", ChoiceField(codes.code_list("session_kind"), otherwise="")
        )
        self.about.add("name", "What it is called", TextField())
        self.about.add("place", "Place", TextField("The youth club, the street corner"))
        self.about.add("setting", "Setting", ChoiceField(codes.code_list("setting")))
        self.workers: ManyField = self.about.add("workers", "Who leads it", ManyField(rows=4))
        self.priorities: ManyField = self.about.add(
            "priorities", "Priorities", ManyField(codes.code_list("priority"), rows=5, mark=priority_mark)
        )
        self.areas: ManyField = self.about.add(
            "focus_areas", "Focus areas", ManyField(rows=5, mark=priority_mark)
        )
        self.about.finish()
        self.makes = label("")
        self.makes.setAccessibleIdentifier("what-it-makes")
        self._timer = QTimer(self, singleShot=True, interval=TOLD_AFTER)
        self._timer.timeout.connect(self._tell_what_it_makes)
        self.kept = Kept(self, services.drafts, "plan", self.form, self.about)
        self.which.edited.connect(self._as_last_time)
        self.kind.edited.connect(self._fit_kind)
        self.priorities.edited.connect(self._fit_areas)
        for form in (self.form, self.about):
            form.edited.connect(self._timer.start)
            form.submitted.connect(self._save)
        self.save_button = primary("Add plan", self._save)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(
                QKeySequence(keys), self, self._save, context=Qt.ShortcutContext.WidgetWithChildrenShortcut
            )
        both = column(self.kept.line, Beside(self.form, self.about))
        both.setContentsMargins(24, 16, 24, 16)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(scrolled(both), 1)
        layout.addWidget(line())
        foot = column(self.makes, row(self.save_button, quiet("Cancel", self._cancel), None))
        foot.setContentsMargins(24, 10, 24, 10)
        layout.addWidget(foot)

    def arrive(self, plan_id: str | None = None, group_id: str | None = None, **_: Any) -> None:
        """Opens a plan, or begins a new one, of a group where one is given."""
        self.kept.settle()
        self.kept.forget()
        self._plan_id = plan_id
        self._visit += 1
        self.makes.clear()
        self.titled.emit("Change a plan" if plan_id else "Add a plan")
        self.save_button.setText("Save plan" if plan_id else "Add plan")
        self.save_button.setAccessibleName(self.save_button.text())
        services = self._services

        def begin() -> _Read:
            there = services.interventions.all()
            details = services.plans.get(plan_id) if plan_id else self._usual(there, group_id)
            choices: _Choices = self._choices(details.intervention_id) if details else ((), ())
            return there, details, choices, services.drafts.of("plan", plan_id or "")

        def show(read: _Read) -> None:
            there, details, choices, draft = read
            self.which.set_choices([(i.id, i.name) for i in there])
            self.form.show_field("intervention_id", plan_id is None)
            if details is None:
                self.form.refuse(
                    Refused("There is no intervention yet. Add one under Organisation, then its plans.")
                )
                return
            self._write(details, choices)
            self.kept.open(plan_id or "", draft, partial(self.arrive, plan_id, group_id), self._fit_all)
            self._tell_what_it_makes()

        self.read(begin, show, self._gone, latest="plan")

    def first_focus(self) -> QWidget | None:
        return self.form.field("weekday").control()

    def may_leave(self) -> bool:
        self._visit += 1
        self._timer.stop()
        self.kept.settle()
        return True

    def settle(self) -> None:
        self.kept.settle()

    def forget(self) -> None:
        self._timer.stop()
        self.kept.forget()
        self._visit += 1
        self.makes.clear()

    def _usual(self, there: tuple[Intervention, ...], group_id: str | None) -> PlanDetails | None:
        """A plan like the last session there was: most often that is what recurs."""
        if group_id is not None:
            intervention_id = self._services.groups.get(group_id).details.intervention_id
        elif there:
            intervention_id = there[0].id
        else:
            return None
        return self._like_last(intervention_id, group_id)

    def _like_last(self, intervention_id: str, group_id: str | None) -> PlanDetails:
        last = self._services.sessions.like_last(intervention_id)
        named = ("minutes", "kind", "place", "setting", "priorities", "focus_areas", "workers")
        return PlanDetails(
            intervention_id,
            last.held_on,
            last.held_on.weekday(),
            # No time yet: the field stays empty until somebody writes one.
            last.starts_at,  # type: ignore[arg-type]
            group_id=group_id,
            **{name: getattr(last, name) for name in named},
        )

    def _choices(self, intervention_id: str) -> _Choices:
        services = self._services
        return services.groups.all(intervention_id), services.sessions.colleagues(intervention_id)

    def _write(self, details: PlanDetails, choices: _Choices) -> None:
        groups, colleagues = choices
        running = [g for g in groups if g.details.ended_on is None or g.id == details.group_id]
        self.groups.set_choices([(g.id, g.details.name) for g in running])
        self.workers.set_choices([(user.id, user.name) for user in colleagues])
        self.form.write(details)
        self.form.field("weekday").set_value(str(details.weekday))
        self.form.field("every").set_value(str(details.every))
        self.priorities.set_value(details.priorities)
        self._fit_areas()
        self.about.write(details)
        self._fit_kind()

    def _as_last_time(self) -> None:
        chosen = self.which.value()
        if chosen and self._plan_id is None and self.kept.subject is not None:
            self.read(
                lambda: (self._like_last(chosen, None), self._choices(chosen)),
                lambda read: self._write(*read),
                latest="plan",
            )

    def _fit_kind(self) -> None:
        wanted = asks(self.kind.value() or "group")
        self.about.show_field("setting", wanted.setting)

    def _fit_areas(self) -> None:
        """Only the focus areas of the chosen priorities are offered."""
        chosen = self.priorities.value()
        areas = codes.code_list("focus_area")
        self.areas.set_choices(
            [(a.code, a.label) for a in areas.codes if strategy.priority_of(a.code) in chosen]
        )

    def _fit_all(self) -> None:
        self._fit_kind()
        self._fit_areas()

    def _details(self) -> PlanDetails:
        """What stands in the forms. Refused with every field that cannot be read."""
        answers = {**self.form.values(), **self.about.values()}
        missing = {
            name: words
            for name, words in (
                ("starts_at", "Write when it begins, like 18:00."),
                ("minutes", "Write how many minutes it lasts."),
                ("first_on", "Write the day from which it recurs."),
            )
            if answers[name] is None
        }
        if missing:
            raise Refused.for_fields(missing)
        return replace(PlanDetails(**answers), weekday=int(answers["weekday"]), every=int(answers["every"]))

    def _tell_what_it_makes(self) -> None:
        try:
            details = self._details()
        except Refused:
            self.makes.clear()
            return
        services = self._services

        def told(turns: tuple[Turn, ...]) -> None:
            self.makes.setText(f"{rule_words(details)}: {coming_words(turns)}.")

        self.read(lambda: services.plans.preview(details), told, lambda _: self.makes.clear(), latest="told")

    def _save(self) -> None:
        plan_id, subject, visit = self._plan_id, self.kept.subject, self._visit
        if subject is None or not self.save_button.isEnabled():
            return  # The page has not come yet, or is being saved.
        try:
            details = self._details()
        except Refused as refused:
            self._refuse(refused)
            return
        plans = self._services.plans

        def save() -> Planned:
            return plans.change(plan_id, details) if plan_id else plans.add(details)

        def saved(answer: Planned) -> None:
            self.kept.drop(of=subject)
            if visit == self._visit:
                self.form.settled()
                self.about.settled()
                self.go("groups", plan_id=answer.id)
            if answer.stayed:
                messages.inform(self.window(), "Some sessions stay as they are", stayed_words(answer.stayed))

        self.save_button.setEnabled(False)
        self.save(save, saved, self._refuse, always=lambda: self.save_button.setEnabled(True))

    def _refuse(self, refused: Refused) -> None:
        at_right = refused.fields.keys() & self.about.typed().keys()
        (self.about if at_right == refused.fields.keys() and at_right else self.form).refuse(refused)

    def _cancel(self) -> None:
        self.kept.drop()
        self.form.settled()
        self.about.settled()
        self.go("groups", **({"plan_id": self._plan_id} if self._plan_id else {}))

    def _gone(self, refused: Refused) -> None:
        messages.refused(self, refused)
        self.go("groups")
