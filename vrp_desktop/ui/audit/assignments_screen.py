"""Which interventions each worker works in."""

from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from vrp_desktop.domain.interventions import Intervention
from vrp_desktop.domain.permissions import Role
from vrp_desktop.domain.users import User
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.kit.fields import ChoiceField, ManyField
from vrp_desktop.ui.kit.forms import Form
from vrp_desktop.ui.kit.parts import COLUMN, column, label, primary, row, scrolled
from vrp_desktop.ui.kit.screen import Screen
from vrp_desktop.ui.kit.work import Work


class AssignmentsScreen(Screen):
    """Choose a worker, tick their interventions, save."""

    title = "Own interventions"

    def __init__(self, services: Provider, work: Work) -> None:
        super().__init__(work)
        self._services = services
        self.form = Form()
        self.user: ChoiceField = self.form.add("user", "Worker", ChoiceField(otherwise=""))
        self.ticks: ManyField = self.form.add(
            "interventions",
            "Interventions they work in",
            ManyField(rows=10),
            "They see the people enrolled in these, and log their sessions. Without any they see nobody but "
            "those they add.",
        )
        self.save_button = primary("Save", self._save)
        self.form.place(row(self.save_button))
        self.form.finish()
        self.form.submitted.connect(self._save)
        self.user.edited.connect(self._read_ticks)
        words = "Managers and safeguarding leads see every record and need no interventions of their own."
        whole = column(label(words, "muted"), self.form, None, spacing=14, margin=24)
        whole.setMaximumWidth(COLUMN + 200)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(whole))

    def arrive(self, user_id: str = "", **_: Any) -> None:
        """Opens the interventions of one worker, or of the one chosen last."""
        services = self._services

        def show(read: tuple[tuple[User, ...], tuple[Intervention, ...]]) -> None:
            users, interventions = read
            workers = [one for one in users if Role.WORKER in one.details.roles]
            self.user.set_choices([(one.id, one.name) for one in workers])
            self.ticks.set_choices([(one.id, f"{one.name} ({one.code})") for one in interventions])
            chosen = user_id or self.user.value() or (workers[0].id if workers else None)
            self.user.set_value(chosen)
            self.save_button.setEnabled(chosen is not None)
            self._read_ticks()

        self.read(lambda: (services.users.every(), services.assignments.interventions()), show, latest="all")

    def first_focus(self) -> QWidget | None:
        return self.user.control()

    def _read_ticks(self) -> None:
        user_id = self.user.value()
        if user_id is not None:
            read = self._services.assignments.of_user
            self.read(lambda: read(user_id), self._show_ticks, latest="ticks")

    def _show_ticks(self, intervention_ids: tuple[str, ...]) -> None:
        self.ticks.set_value(intervention_ids)
        self.form.settled()

    def _save(self) -> None:
        user_id, chosen = self.user.value(), self.ticks.value()
        if user_id is not None:
            assign = self._services.assignments.assign
            self.save(lambda: assign(user_id, chosen), lambda _: self.form.settled(), self.form.refuse)
