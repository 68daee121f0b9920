"""What plans will make in the next weeks: each session to be opened, left out, moved or cancelled."""

from datetime import date

from PySide6.QtWidgets import QVBoxLayout, QWidget

from vrp_desktop.domain import codes
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.plans import Coming
from vrp_desktop.domain.sessions import SessionLine, Status
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.kit.dates import DateField, TimeField
from vrp_desktop.ui.kit.fields import ChoiceField, TextField
from vrp_desktop.ui.kit.forms import Form
from vrp_desktop.ui.kit.parts import OneLine, button, column, heading, quiet, row
from vrp_desktop.ui.kit.screen import Screen
from vrp_desktop.ui.kit.tables import Column, Table
from vrp_desktop.ui.sessions.words import day


class ComingView(QWidget):
    """The turns in order of time; below, what can be done with the one that the keyboard stands on."""

    def __init__(self, screen: Screen, services: Provider) -> None:
        super().__init__()
        self._screen, self._services = screen, services
        today = services.workspace.today
        self.table: Table[Coming] = Table(
            "Coming up",
            [
                Column("Day", lambda one: day(_on(one), today)),
                Column("What", lambda one: what(one, today), stretch=2, tip=lambda one: what(one, today)),
                Column("Begins", _begins),
            ],
            "Nothing in the next six weeks.",
        )
        self.table.opened.connect(self._open)
        self.table.chosen.connect(lambda _: self._fit())
        self.which = OneLine("", "label")
        self.open_button = button("Open the register", lambda: self._open(self.table.current()))
        self.move_button = button("Move…", self._begin_move)
        self.skip_button = button("Leave out", self._skip)
        self.hold_button = button("Hold it after all", self._hold)
        self.reason = ChoiceField(codes.code_list("cancel_reason"), "Choose why")
        self.reason.name_as("reason", "Why it will not happen", "")
        self.reason.box.setMinimumContentsLength(14)
        self.reason.edited.connect(self._fit)
        self.cancel_button = button("Cancel the session", self._cancel)
        self.form = Form()
        self.form.add("held_on", "Move to", DateField(today))
        self.form.add("starts_at", "Begins at", TimeField())
        self.form.add("place", "Place", TextField())
        self.form.place(
            row(button("Move the session", self._move), quiet("Leave it where it is", self._end_move))
        )
        self.form.submitted.connect(self._move)
        self.form.hide()
        self.choices = column(
            self.which,
            row(self.open_button, self.move_button, self.skip_button, self.hold_button),
            row(self.reason, self.cancel_button, None),
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for part in (heading("Coming up"), self.table, self.choices, self.form):
            layout.addWidget(part)
        self._fit()

    def show_turns(self, turns: tuple[Coming, ...]) -> None:
        """Shows these."""
        self.form.hide()
        self.table.show_lines(turns)
        self.table.fit_height(7)
        if turns and self.table.current() is None:
            self.table.choose(0)
        self._fit()

    def _session(self) -> SessionLine | None:
        one = self.table.current()
        return None if one is None else one.session

    def _fit(self) -> None:
        one = self.table.current()
        session = self._session()
        planned = session is not None and session.status is Status.PLANNED
        self.choices.setVisible(one is not None and not one.rests)
        if one is not None:
            parts = (
                day(_on(one), self._services.workspace.today),
                _begins(one),
                session.place if session else "",
            )
            self.which.setText(", ".join(filter(None, parts)))
        self.open_button.setVisible(session is not None)
        for part in (self.move_button, self.skip_button, self.reason, self.cancel_button):
            part.setVisible(planned)
        self.hold_button.setVisible(one is not None and one.skipped)
        self.cancel_button.setEnabled(self.reason.value() is not None)
        if not planned:
            self.form.hide()

    def _open(self, one: Coming | None) -> None:
        if one is not None and one.session is not None:
            self._screen.go("register", session_id=one.session.id)

    def _skip(self) -> None:
        session = self._session()
        if session is not None:
            session_id = session.id
            self._screen.save(lambda: self._services.plans.skip(session_id))

    def _hold(self) -> None:
        one = self.table.current()
        if one is not None:
            plan_id, planned_on = one.plan_id, one.planned_on
            self._screen.save(lambda: self._services.plans.hold(plan_id, planned_on))

    def _cancel(self) -> None:
        session, reason = self._session(), self.reason.value()
        if session is not None and reason is not None:
            session_id = session.id
            self.reason.set_value(None)
            self._screen.save(lambda: self._services.sessions.cancel(session_id, reason))

    def _begin_move(self) -> None:
        session = self._session()
        if session is not None:
            self.form.write(session)
            self.form.show()
            self.form.focus_first()

    def _end_move(self) -> None:
        self.form.hide()
        self.table.view.setFocus()

    def _move(self) -> None:
        session = self._session()
        if session is None or not self.form.isVisible():
            return
        try:
            answers = self.form.values()
            if answers["held_on"] is None:
                raise Refused.for_fields({"held_on": "Write the day it moves to."})
        except Refused as refused:
            self.form.refuse(refused)
            return
        session_id, plans = session.id, self._services.plans
        self._screen.save(
            lambda: plans.move(session_id, answers["held_on"], answers["starts_at"], answers["place"]),
            lambda _: self._end_move(),
            self.form.refuse,
        )


def _on(one: Coming) -> date:
    return one.planned_on if one.session is None else one.session.held_on


def _begins(one: Coming) -> str:
    at = one.session.starts_at if one.session else None
    return f"{at:%H:%M}" if at else ""


def what(one: Coming, today: date) -> str:
    """What becomes of a turn, in a few words."""
    if one.rests:
        return f"Rests: {one.rests}"
    if one.session is None:
        return "Left out"
    if one.session.status is Status.CANCELLED:
        return "Will not happen"
    if one.session.status is Status.DELIVERED:
        return "Took place"
    return f"Moved from {day(one.planned_on, today)}" if one.moved else "Planned"
