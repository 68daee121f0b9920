"""A group: what it is called, and who its regulars are."""

from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from vrp_desktop.domain.changes import Saved
from vrp_desktop.domain.drafts import Draft
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.groups import Group, GroupDetails, Member
from vrp_desktop.domain.interventions import Intervention
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.kit import messages
from vrp_desktop.ui.kit.drafts import Kept
from vrp_desktop.ui.kit.fields import CheckField, ChoiceField, TextField
from vrp_desktop.ui.kit.forms import Form
from vrp_desktop.ui.kit.parts import column, primary, quiet, row, scrolled
from vrp_desktop.ui.kit.screen import Screen
from vrp_desktop.ui.kit.work import Work
from vrp_desktop.ui.sessions.regulars import RegularsField

_Read = tuple[tuple[Intervention, ...], Group | None, tuple[Member, ...], Draft | None]


class GroupScreen(Screen):
    """One column: name, whether it is closed, and the list of its regulars, saved as a whole."""

    title = "Group"

    def __init__(self, services: Provider, work: Work) -> None:
        super().__init__(work)
        self._services = services
        self._group: Group | None = None
        self._visit = 0
        self.form = Form()
        self.form.add("name", "What it is called", TextField("Tuesday boxing"))
        self.which: ChoiceField = self.form.add("intervention_id", "Intervention", ChoiceField(otherwise=""))
        self.form.add(
            "closed",
            "Closed group",
            CheckField("The same people each time: its register can begin with everybody present"),
        )
        groups = services.groups
        self.regulars: RegularsField = self.form.add(
            "people",
            "Regulars",
            RegularsField(
                self,
                lambda text, limit: services.people.search(text, limit),
                lambda person_id: groups.as_member(self._intervention(), person_id),
                lambda: groups.enrolled(self._intervention()),
                lambda: groups.came_lately(self._intervention(), self._group.id if self._group else None),
            ),
            "They stand first in the register. Somebody need not be enrolled.",
        )
        self.form.finish()
        self.form.submitted.connect(self._save)
        self.kept = Kept(self, services.drafts, "group", self.form)
        self.save_button = primary("Add group", self._save)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(
                QKeySequence(keys), self, self._save, context=Qt.ShortcutContext.WidgetWithChildrenShortcut
            )
        page = column(self.kept.line, self.form)
        page.setContentsMargins(24, 16, 24, 16)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(scrolled(page), 1)
        foot = row(self.save_button, quiet("Cancel", self._cancel), None)
        foot.setContentsMargins(24, 10, 24, 10)
        layout.addWidget(foot)

    def arrive(self, group_id: str | None = None, intervention_id: str | None = None, **_: Any) -> None:
        """Opens a group, or begins a new one, of an intervention where that is given."""
        self.kept.settle()
        self.kept.forget()
        self._group = None
        self._visit += 1
        self.titled.emit("Change a group" if group_id else "Add a group")
        self.save_button.setText("Save group" if group_id else "Add group")
        self.save_button.setAccessibleName(self.save_button.text())
        services, today = self._services, self._services.workspace.today

        def begin() -> _Read:
            group = services.groups.get(group_id) if group_id else None
            members = services.groups.members(group_id) if group_id else ()
            return (
                services.interventions.all(),
                group,
                tuple(one for one in members if one.on(today)),
                services.drafts.of("group", group_id or ""),
            )

        def show(read: _Read) -> None:
            interventions, group, members, draft = read
            self._show(interventions, group, members, intervention_id)
            self.kept.open(group_id or "", draft, partial(self.arrive, group_id, intervention_id))

        self.read(begin, show, self._gone, latest="group")

    def first_focus(self) -> QWidget | None:
        return self.form.field("name").control()

    def may_leave(self) -> bool:
        self._visit += 1
        self.kept.settle()
        return True

    def settle(self) -> None:
        self.kept.settle()

    def forget(self) -> None:
        self.kept.forget()
        self._visit += 1
        self.regulars.set_value(())
        self.regulars.picker.clear()

    def _show(
        self,
        interventions: tuple[Intervention, ...],
        group: Group | None,
        members: tuple[Member, ...],
        intervention_id: str | None,
    ) -> None:
        self._group = group
        self.which.set_choices([(i.id, i.name) for i in interventions])
        first = intervention_id or (interventions[0].id if interventions else "")
        self.form.write(group.details if group is not None else GroupDetails(first, ""))
        self.regulars.set_value(members)
        self.form.show_field("intervention_id", group is None)
        if not interventions:
            self.form.refuse(
                Refused("There is no intervention yet. Add one under Organisation, then its groups.")
            )

    def _intervention(self) -> str:
        return self._group.details.intervention_id if self._group else self.which.value() or ""

    def _save(self) -> None:
        group, subject, visit = self._group, self.kept.subject, self._visit
        if subject is None or not self.save_button.isEnabled():
            return  # The page has not come yet, or is being saved.
        answers = self.form.values()
        ended = group.details.ended_on if group is not None else None
        details = GroupDetails(self._intervention(), answers["name"], answers["closed"], ended)
        people, groups = answers["people"], self._services.groups

        def save() -> Saved:
            return groups.change(group.id, details, people) if group else groups.add(details, people)

        def saved(answer: Saved) -> None:
            self.kept.drop(of=subject)
            if visit == self._visit:
                self.form.settled()
                self.go("groups", group_id=answer.id)

        self.save_button.setEnabled(False)
        self.save(save, saved, self.form.refuse, always=lambda: self.save_button.setEnabled(True))

    def _cancel(self) -> None:
        self.kept.drop()
        self.form.settled()
        self.go("groups", **({"group_id": self._group.id} if self._group else {}))

    def _gone(self, refused: Refused) -> None:
        messages.refused(self, refused)
        self.go("groups")
