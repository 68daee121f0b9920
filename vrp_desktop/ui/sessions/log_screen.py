"""Logging a session, or correcting what was said of one."""

from datetime import timedelta
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from vrp_desktop.domain import codes, strategy
from vrp_desktop.domain.changes import Saved
from vrp_desktop.domain.drafts import Draft
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.interventions import Intervention
from vrp_desktop.domain.sessions import SessionDetails, Status
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.kit.dates import DateField, TimeField
from vrp_desktop.ui.kit.drafts import Kept
from vrp_desktop.ui.kit.fields import ChoiceField, ManyField, NumberField, TextArea, TextField
from vrp_desktop.ui.kit.flow import Beside
from vrp_desktop.ui.kit.forms import Form
from vrp_desktop.ui.kit.icons import priority_mark
from vrp_desktop.ui.kit.parts import column, primary, quiet, row, scrolled
from vrp_desktop.ui.kit.screen import Screen
from vrp_desktop.ui.kit.work import Work

STATES = (
    (Status.DELIVERED.value, "It took place"),
    (Status.PLANNED.value, "It is planned"),
    (Status.CANCELLED.value, "It did not happen"),
)


class LogScreen(Screen):
    """One page: it begins as the last session of the intervention was, so that Enter is often enough."""

    title = "Log a session"

    def __init__(self, services: Provider, work: Work) -> None:
        super().__init__(work)
        self._services = services
        self._session_id: str | None = None
        self._visit = 0
        today = services.workspace.today
        self.form = Form()
        self.which: ChoiceField = self.form.add("intervention_id", "Intervention", ChoiceField(otherwise=""))
        self.form.add("held_on", "Day", DateField(today), "The up and down keys move it by a day.")
        self.form.add("starts_at", "Began at", TimeField())
        self.form.add("minutes", "How long", NumberField(suffix="minutes"))
        self.form.add("kind", "Kind", ChoiceField(codes.code_list("session_kind"), otherwise=""))
        self.form.add("place", "Place", TextField("The youth club, the street corner"))
        self.form.add("setting", "Setting", ChoiceField(codes.code_list("setting")))
        self.status: ChoiceField = self.form.add(
            "status", "Did it take place?", ChoiceField(STATES, otherwise="")
        )
        self.form.add(
            "cancel_reason", "Why it did not happen", ChoiceField(codes.code_list("cancel_reason"), "Choose")
        )
        self.form.finish()
        self.about = Form()
        self.about.section("What it was about", "The return counts sessions against the five priorities.")
        self.priorities: ManyField = self.about.add(
            "priorities", "Priorities", ManyField(codes.code_list("priority"), rows=5, mark=priority_mark)
        )
        self.areas: ManyField = self.about.add(
            "focus_areas", "Focus areas", ManyField(rows=6, mark=priority_mark)
        )
        self.about.add("note", "Note", TextArea(3), "What went well, what to remember next time.")
        self.about.finish()

        self.kept = Kept(self, services.drafts, "log", self.form, self.about)
        self.which.edited.connect(self._as_last_time)
        self.status.edited.connect(self._fit_status)
        self.priorities.edited.connect(self._fit_areas)
        self.form.submitted.connect(self._log)
        self.button = primary("Log session", self._log)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(
                QKeySequence(keys), self, self._log, context=Qt.ShortcutContext.WidgetWithChildrenShortcut
            )

        both = column(self.kept.line, Beside(self.form, self.about))
        both.setContentsMargins(24, 16, 24, 16)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(scrolled(both), 1)
        foot = row(self.button, quiet("Cancel", self._cancel), None)
        foot.setContentsMargins(24, 10, 24, 10)
        layout.addWidget(foot)

    def arrive(self, session_id: str | None = None, intervention_id: str | None = None, **_: Any) -> None:
        """Corrects ``session_id``, or begins a new session, of ``intervention_id`` where that is given."""
        self.kept.settle()
        self.kept.forget()
        self._session_id = session_id
        self._visit += 1
        self.titled.emit("Correct a session" if session_id else self.title)
        self.button.setText("Save changes" if session_id else "Log session")
        self.button.setAccessibleName(self.button.text())
        services, today = self._services, self._services.workspace.today

        def begin() -> tuple[tuple[Intervention, ...], SessionDetails | None, Draft | None]:
            return *session(), services.drafts.of("log", session_id or "")

        def session() -> tuple[tuple[Intervention, ...], SessionDetails | None]:
            there = services.interventions.all()
            if session_id:
                return there, services.sessions.get(session_id).details
            if not there:
                return there, None
            if intervention_id:
                return there, services.sessions.like_last(intervention_id)
            last = services.sessions.between(today - timedelta(days=62), today, limit=1)
            return there, services.sessions.like_last(last[0].intervention_id if last else there[0].id)

        def show(read: tuple[tuple[Intervention, ...], SessionDetails | None, Draft | None]) -> None:
            if self._begin(*read[:2]):
                again = partial(self.arrive, session_id, intervention_id)
                self.kept.open(session_id or "", read[2], again, self._fit_all)

        self.read(begin, show, latest="session")

    def first_focus(self) -> QWidget | None:
        return self.which.control()

    def may_leave(self) -> bool:
        self._visit += 1
        self.kept.settle()
        return True

    def settle(self) -> None:
        self.kept.settle()

    def forget(self) -> None:
        self.kept.forget()
        self._visit += 1

    def _begin(self, interventions: tuple[Intervention, ...], details: SessionDetails | None) -> bool:
        self.which.set_choices([(i.id, i.name) for i in interventions])
        if details is None:
            self.form.refuse(
                Refused("There is no intervention yet. Add one under Organisation, then log its sessions.")
            )
            return False
        self._write(details)
        self.which.control().setFocus()
        return True

    def _write(self, details: SessionDetails) -> None:
        self.form.write(details)
        self.status.set_value(details.status.value)
        self.priorities.set_value(details.priorities)
        self._fit_areas()
        self.about.write(details)
        self._fit_status()

    def _as_last_time(self) -> None:
        chosen = self.which.value()
        if chosen and self._session_id is None and self.kept.subject is not None:
            # Under the same name as the reading of the page: of two answers the later question counts.
            self.read(lambda: self._services.sessions.like_last(chosen), self._write_anew, latest="session")

    def _write_anew(self, details: SessionDetails) -> None:
        """As that intervention's last session was; a note that was typed stays."""
        note = self.about.field("note").typed()
        self._write(details)
        if note:
            self.about.put_back({"note": note})

    def _fit_status(self) -> None:
        self.form.show_field("cancel_reason", self.status.value() == Status.CANCELLED.value)

    def _fit_all(self) -> None:
        self._fit_status()
        self._fit_areas()

    def _cancel(self) -> None:
        self.kept.drop()
        self.form.settled()
        self.about.settled()
        self.go("sessions")

    def _fit_areas(self) -> None:
        """Only the focus areas of the chosen priorities are offered."""
        chosen = self.priorities.value()
        areas = codes.code_list("focus_area")
        self.areas.set_choices(
            [(a.code, a.label) for a in areas.codes if strategy.priority_of(a.code) in chosen]
        )

    def _log(self) -> None:
        session_id, subject, visit = self._session_id, self.kept.subject, self._visit
        if subject is None or not self.button.isEnabled():
            return  # The page has not come yet, or is being saved: two quick presses log one session.
        try:
            answers = {**self.form.values(), **self.about.values()}
        except Refused as refused:
            self.form.refuse(refused)
            return
        answers["status"] = Status(answers["status"])
        answers["minutes"] = answers["minutes"] or 0
        if answers["status"] is not Status.CANCELLED:
            answers["cancel_reason"] = None
        details = SessionDetails(**answers)
        services = self._services.sessions

        def save() -> Saved:
            return services.change(session_id, details) if session_id else services.log(details)

        def logged(saved: Saved) -> None:
            self.kept.drop(of=subject)
            if visit != self._visit:
                return
            self.form.settled()
            self.about.settled()
            if details.status is Status.DELIVERED:
                self.go("register", session_id=saved.id)
            else:
                self.go("sessions")

        self.button.setEnabled(False)
        self.save(save, logged, self.form.refuse, always=lambda: self.button.setEnabled(True))
