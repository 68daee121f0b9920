"""Groups and plans: the list at the left, the chosen one at the right."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from vrp_desktop.domain.changes import Topic
from vrp_desktop.domain.groups import GroupLine, Member
from vrp_desktop.domain.plans import Coming, PlanLine, rule_words, stayed_words
from vrp_desktop.services.planning import Planned
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.kit import messages
from vrp_desktop.ui.kit.flow import Beside
from vrp_desktop.ui.kit.parts import button, card, column, heading, label, primary, quiet, row, scrolled
from vrp_desktop.ui.kit.screen import Screen
from vrp_desktop.ui.kit.tables import Column, Table
from vrp_desktop.ui.kit.work import Work
from vrp_desktop.ui.sessions.coming import ComingView
from vrp_desktop.ui.sessions.words import day


@dataclass(frozen=True)
class Line:
    """A group with its plans, or a plan without a group."""

    group: GroupLine | None
    plans: tuple[PlanLine, ...]

    @property
    def key(self) -> str:
        return self.group.id if self.group else self.plans[0].id

    @property
    def name(self) -> str:
        return self.group.details.name if self.group else self.plans[0].name

    @property
    def intervention(self) -> str:
        return self.group.intervention if self.group else self.plans[0].intervention

    @property
    def ended(self) -> bool:
        return self.group.details.ended_on is not None if self.group else all(one.ended for one in self.plans)


class GroupsScreen(Screen):
    """Enter on a line goes to its sessions at the right."""

    title = "Groups and plans"
    topics = frozenset({Topic.PLANS, Topic.SESSIONS, Topic.REGISTER, Topic.INTERVENTIONS, Topic.PEOPLE})

    def __init__(self, services: Provider, work: Work) -> None:
        super().__init__(work)
        self._services = services
        self._wanted = ""
        self.plan_buttons: list[QPushButton] = []
        self._rules: list[QWidget] = []
        self.coming = ComingView(self, services)
        today = services.workspace.today
        self.table: Table[Line] = Table(
            "Groups and plans",
            [
                Column("Group or plan", lambda one: one.name, stretch=2, tip=lambda one: one.intervention),
                Column("Regulars", _regulars, number=True),
                Column("Next", lambda one: _next(one, today)),
            ],
            "Who meets regularly, and when?",
            "Add a group",
            lambda: self.go("group"),
        )
        self.table.chosen.connect(self._choose)
        self.table.opened.connect(lambda _: self.coming.table.view.setFocus())
        self.name = heading("")
        self.about = label("", "muted")
        self.members = label("")
        self.change_button = button("Change the group", self._change_group)
        self.end_button = quiet("End the group…", self._end_group)
        self.plans = QWidget()
        self._plans = QVBoxLayout(self.plans)
        self._plans.setContentsMargins(0, 0, 0, 0)
        self._plans.setSpacing(8)
        self.plan_button = button("Add a plan", self._add_plan)
        self.chosen = card(
            self.name,
            self.about,
            self.members,
            row(self.change_button, self.plan_button, self.end_button),
            self.plans,
            self.coming,
            spacing=10,
        )
        left = column(
            row(
                primary("Add a group", lambda: self.go("group")),
                button("Add a plan without a group", lambda: self.go("plan")),
            ),
            self.table,
            None,
            spacing=12,
        )
        both = Beside(left, column(self.chosen, None), (2, 3), spacing=24)
        page = column(both)
        page.setContentsMargins(24, 16, 24, 16)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(page))

    def arrive(self, group_id: str | None = None, plan_id: str | None = None, **_: Any) -> None:
        """Shows the list, with a group or a plan chosen where one is given."""
        self._wanted = group_id or plan_id or self._wanted
        self.load()

    def load(self) -> None:
        groups, plans = self._services.groups, self._services.plans
        self.read(lambda: lines(groups.all(), plans.all()), self._show, latest="groups")

    def forget(self) -> None:
        self.table.show_lines(())
        self._choose(None)

    def first_focus(self) -> QWidget | None:
        return self.table.view if self.table.model.lines else self.table.invite_button

    def _show(self, found: tuple[Line, ...]) -> None:
        chosen = self.table.current()
        wanted = self._wanted or (chosen.key if chosen else "")
        self._wanted = ""
        self.table.show_lines(found)
        self.table.fit_height(13)
        at = next(
            (n for n, one in enumerate(found) if wanted in (one.key, *(plan.id for plan in one.plans))), 0
        )
        if found:
            self.table.choose(at)
        self._choose(self.table.current())

    def _choose(self, one: Line | None) -> None:
        self.chosen.setVisible(one is not None)
        for old in self._rules:
            self._plans.removeWidget(old)
            old.deleteLater()
        self._rules, self.plan_buttons = [], []
        if one is None:
            self.members.clear()
            self.coming.show_turns(())
            return
        group = one.group
        self.name.setText(one.name)
        self.about.setText(_about(one))
        running = group is not None and group.details.ended_on is None
        self.change_button.setVisible(group is not None)
        self.end_button.setVisible(running)
        self.members.setVisible(group is not None)
        self.plan_button.setVisible(running)
        for plan in one.plans:
            self._add_rule(plan)
        services, ids = self._services, [plan.id for plan in one.plans]

        def both() -> tuple[tuple[Member, ...], tuple[Coming, ...]]:
            return services.groups.members(group.id) if group else (), services.plans.coming(ids)

        self.read(both, self._show_chosen, latest="chosen")

    def _show_chosen(self, read: tuple[tuple[Member, ...], tuple[Coming, ...]]) -> None:
        members, coming = read
        today = self._services.workspace.today
        names = [
            one.known_as if one.enrolled else f"{one.known_as} (not enrolled)"
            for one in members
            if one.on(today)
        ]
        self.members.setText(", ".join(names) or "It has no regulars yet: change the group to add them.")
        self.coming.setVisible(bool(coming))
        self.coming.show_turns(coming)

    def _add_rule(self, plan: PlanLine) -> None:
        words = f"{rule_words(plan.details)}."
        if plan.workers:
            words += f" Led by {', '.join(plan.workers)}."
        if plan.ended:
            words += " It has ended."
        change = button("Change the plan", partial(self.go, "plan", plan_id=plan.id))
        change.setAccessibleDescription(words)
        self.plan_buttons.append(change)
        rule = QWidget()
        across = QHBoxLayout(rule)
        across.setContentsMargins(0, 0, 0, 0)
        across.addWidget(label(words), 1)
        across.addWidget(change)
        self._rules.append(rule)
        self._plans.addWidget(rule)

    def _change_group(self) -> None:
        one = self.table.current()
        if one is not None and one.group is not None:
            self.go("group", group_id=one.group.id)

    def _add_plan(self) -> None:
        one = self.table.current()
        if one is not None and one.group is not None:
            self.go("plan", group_id=one.group.id)

    def _end_group(self) -> None:
        one = self.table.current()
        if one is None or one.group is None:
            return
        group_id = one.group.id
        if messages.ask(
            self,
            "End the group",
            f"After today {one.name} does not meet any more, and its plans make no session. What was "
            "recorded stays.",
            "End the group",
            "Keep it",
        ):
            self.save(lambda: self._services.groups.end(group_id), self._told)

    def _told(self, answer: Planned) -> None:
        if answer.stayed:
            messages.inform(self.window(), "Some sessions stay as they are", stayed_words(answer.stayed))


def lines(groups: tuple[GroupLine, ...], plans: tuple[PlanLine, ...]) -> tuple[Line, ...]:
    """Groups with their plans, and plans without a group: by name, those that have ended last."""
    found = [
        *(
            Line(group, tuple(plan for plan in plans if plan.details.group_id == group.id))
            for group in groups
        ),
        *(Line(None, (plan,)) for plan in plans if plan.details.group_id is None),
    ]
    return tuple(sorted(found, key=lambda one: (one.ended, one.name.casefold(), one.key)))


def _about(one: Line) -> str:
    group = one.group
    parts = [one.intervention]
    if group is None:
        parts.append("no group: its register begins with everybody enrolled")
    else:
        parts.append("closed group" if group.details.closed else "open group")
        if group.details.ended_on is not None:
            parts.append(f"ended {group.details.ended_on:%d %B %Y}".replace(" 0", " "))
        parts.append(f"{group.members} {'regular' if group.members == 1 else 'regulars'}")
    return " · ".join(parts)


def _regulars(one: Line) -> str:
    return "" if one.group is None else str(one.group.members)


def _next(one: Line, today: Any) -> str:
    days = [plan.next_on for plan in one.plans if plan.next_on is not None]
    return "Ended" if one.ended else day(min(days), today) if days else "–"
