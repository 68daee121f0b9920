"""Logging a session, or correcting what was said of one."""

from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from vrp_desktop.domain.changes import Saved
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.moving import Moved
from vrp_desktop.domain.sessions import Locked, SessionDetails, Status
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.kit import messages
from vrp_desktop.ui.kit.drafts import Kept
from vrp_desktop.ui.kit.flow import Beside
from vrp_desktop.ui.kit.parts import column, label, primary, quiet, row, scrolled
from vrp_desktop.ui.kit.screen import Screen
from vrp_desktop.ui.kit.work import Work
from vrp_desktop.ui.sessions.beginning import Asked, Begun, Offers, begin, offers
from vrp_desktop.ui.sessions.log_forms import LogForms
from vrp_desktop.ui.sessions.questions import Doubtful, minutes_of_first
from vrp_desktop.ui.sessions.unlocking import Unlocking
from vrp_desktop.ui.sessions.words import day


class LogScreen(Screen):
    """One page: it begins as the last session of the intervention was, so that Ctrl+Enter is often enough."""

    title = "Log a session"

    def __init__(self, services: Provider, work: Work) -> None:
        super().__init__(work)
        self._services = services
        self._asked = Asked()
        self._minutes = 0
        self._intervention_id: str | None = None
        self._visit = 0
        self._kind_chosen = False
        self.forms = LogForms(services.workspace.today, services.workspace.actor.id)
        self.form, self.about = self.forms.form, self.forms.about
        self.which, self.kind, self.status = self.forms.which, self.forms.kind, self.forms.status
        self.priorities, self.areas = self.forms.priorities, self.forms.areas
        self.unlocking = Unlocking(self._correct)
        self.said = label("", "good")
        self.kept = Kept(self, services.drafts, "log", *self.forms.every)
        self.which.edited.connect(self._other_intervention)
        self.kind.edited.connect(self._other_kind)
        self.form.submitted.connect(self._log)
        self.button = primary("Log session", self._log)
        self.split = quiet("Split…", self._split)
        self.history = quiet("History", self._history)
        self.forms.listen(self)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(
                QKeySequence(keys), self, self._log, context=Qt.ShortcutContext.WidgetWithChildrenShortcut
            )
        self._lay_out()

    def _lay_out(self) -> None:
        self.fields = column(self.forms.top, Beside(self.form, self.about), spacing=14)
        whole = column(self.kept.line, self.unlocking, self.said, self.fields, spacing=10)
        whole.setContentsMargins(24, 12, 24, 16)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(scrolled(whole), 1)
        foot = row(self.button, quiet("Cancel", self._cancel), None, self.split, self.history)
        foot.setContentsMargins(24, 10, 24, 10)
        layout.addWidget(foot)

    def arrive(
        self,
        session_id: str | None = None,
        intervention_id: str | None = None,
        like: str | None = None,
        held_on: date | None = None,
        kind: str | None = None,
        people: tuple[str, ...] = (),
        **_: Any,
    ) -> None:
        """Corrects ``session_id``, or begins a new session: ``like`` another one, of ``intervention_id``, on
        a day, of a ``kind``, where these are given. ``people`` stand in its register from the beginning."""
        self.kept.settle()
        self.kept.forget()
        self._asked = Asked(session_id, intervention_id, like, held_on, kind, people)
        self._visit += 1
        self._kind_chosen = False
        self.said.hide()
        self.unlocking.end()
        self.titled.emit("Correct a session" if session_id else self.title)
        self.button.setText("Save changes" if session_id else "Log session")
        self.button.setAccessibleName(self.button.text())
        for part in (self.split, self.history):
            part.setVisible(bool(session_id))
        services, asked = self._services, self._asked
        self.read(lambda: begin(services, asked), self._begin, latest="session")

    @property
    def _session_id(self) -> str | None:
        return self._asked.session_id

    def first_focus(self) -> QWidget | None:
        return self.kind.control()

    def may_leave(self) -> bool:
        self._visit += 1
        self.kept.settle()
        return True

    def settle(self) -> None:
        self.kept.settle()

    def forget(self) -> None:
        self.kept.forget()
        self.unlocking.end()
        self._visit += 1

    # ---- what is shown

    def _begin(self, begun: Begun) -> None:
        self.forms.offer_interventions(begun.interventions, begun.kinds)
        if begun.details is None or begun.offered is None:
            self.form.refuse(
                Refused("There is no intervention yet. Add one under Organisation, then log its sessions.")
            )
            return
        self._intervention_id = begun.details.intervention_id
        self._minutes = begun.details.minutes
        self.forms.offer(begun.offered)
        self.forms.write(begun.details)
        again = partial(self.arrive, **vars(self._asked))
        if self.kept.open(self._session_id or "", begun.draft, again, self.forms.fit) and self.which.value():
            self._read_offers(str(self.which.value()))
        self._lock(begun.locked)

    def _lock(self, locked: bool) -> None:
        """Asks for the reason first, where the session is locked."""
        self.fields.setEnabled(not locked)
        self.button.setEnabled(not locked)
        self.split.setEnabled(not locked)
        if locked:
            self.unlocking.begin()
        else:
            self.unlocking.end()
            self.kind.control().setFocus(Qt.FocusReason.OtherFocusReason)

    def _other_intervention(self) -> None:
        chosen = self.which.value()
        if not chosen or self.kept.subject is None:
            return
        sessions = self._services.sessions
        if self._session_id is None:
            kind = self.kind.value() if self._kind_chosen else None

            def begin() -> tuple[SessionDetails, Offers]:
                return sessions.like_last(chosen, kind), offers(self._services, chosen)

            # Under the same name as the reading of the page: of two answers the later question counts.
            self.read(begin, lambda read: self._show_anew(chosen, *read), latest="session")
            return
        try:
            details = replace(self.forms.details(), intervention_id=self._intervention_id or chosen)
        except Refused as refused:
            self.form.refuse(refused)
            self.which.set_value(self._intervention_id)
            return

        def move() -> tuple[Moved, Offers]:
            return sessions.moved(details, chosen), offers(
                self._services, chosen, replace(details, group_id=None)
            )

        self.read(move, lambda read: self._show_moved(chosen, *read), latest="session")

    def _show_anew(self, intervention_id: str, details: SessionDetails, offered: Offers) -> None:
        self._intervention_id = intervention_id
        self.forms.offer(offered)
        self.forms.write_anew(details)

    def _show_moved(self, intervention_id: str, moved: Moved, offered: Offers) -> None:
        self._intervention_id = intervention_id
        self.forms.offer(offered)
        self.forms.write_moved(moved.details)
        left = ", ".join(moved.left_behind)
        self.said.setText(f"What does not belong to this intervention was left behind: {left}.")
        self.said.setVisible(bool(left))

    def _other_kind(self) -> None:
        self.forms.fit()
        self._kind_chosen = True
        chosen, kind = self.which.value(), self.kind.value()
        if chosen and self._session_id is None and self.kept.subject is not None:
            like_last = self._services.sessions.like_last
            self.read(lambda: like_last(chosen, kind), self.forms.write_anew, latest="session")

    def _read_offers(self, intervention_id: str) -> None:
        """What is offered where a draft has brought back another intervention."""
        if intervention_id != self._intervention_id:
            self._intervention_id = intervention_id
            self.read(lambda: offers(self._services, intervention_id), self.forms.offer, latest="session")

    # ---- what is asked for

    def _cancel(self) -> None:
        self.kept.drop()
        self.forms.settled()
        self.go("sessions")

    def _history(self) -> None:
        details, today = self.forms, self._services.workspace.today
        called = f"{details.which.box.currentText()}, {day(details.held_on.value() or today, today)}"
        self.go("history", entity="session", row=self._session_id, called=called)

    def _correct(self, reason: str) -> None:
        session_id = self._session_id
        if session_id is not None:
            sessions = self._services.sessions
            self.save(
                lambda: sessions.correct(session_id, reason),
                lambda _: self._lock(False),
                self.unlocking.refuse,
            )

    def _split(self) -> None:
        if self._minutes > 1 and (first := minutes_of_first(self, self._minutes)) is not None:
            self.split_after(first)

    def split_after(self, minutes: int) -> None:
        """Makes two sessions of this one, and opens the first one's register."""
        session_id = self._session_id
        if session_id is None:
            return

        def done(_: Saved) -> None:
            messages.inform(self, "It is two sessions now", "Look through the registers of both parts.")
            self.go("register", session_id=session_id)

        self.save(lambda: self._services.sessions.split(session_id, minutes), done, self._refused)

    def _log(self) -> None:
        if self.unlocking.asking:
            self.unlocking.submit()
            return
        subject = self.kept.subject
        if subject is None or not self.button.isEnabled():
            return  # The page has not come yet, or is being saved: two quick presses log one session.
        try:
            details = self.forms.details()
        except Refused as refused:
            self.form.refuse(refused)
            return
        self._save(details, subject, sure=False)

    def _save(self, details: SessionDetails, subject: str, sure: bool) -> None:
        session_id, visit, people = self._session_id, self._visit, self._asked.people
        sessions = self._services.sessions

        def save() -> Saved:
            if not sure and (asked := sessions.doubts(details, session_id)):
                raise Doubtful(asked)
            if session_id:
                return sessions.change(session_id, details)
            done = sessions.log(details)
            if people and details.status is not Status.CANCELLED:
                self._services.registers.expect(done.id, people)
            return done

        def logged(saved: Saved) -> None:
            self.kept.drop(of=subject)
            if visit != self._visit:
                return
            self.forms.settled()
            if details.status is Status.DELIVERED:
                self.go("register", session_id=saved.id)
            else:
                self.go("sessions")

        def failed(refused: Refused) -> None:
            self.button.setEnabled(True)
            if not isinstance(refused, Doubtful):
                self._refused(refused)
            elif visit == self._visit and messages.ask(
                self, "Is that right?", str(refused), "Yes, save it", "Look again"
            ):
                self._save(details, subject, sure=True)

        self.button.setEnabled(False)
        self.save(save, logged, failed)

    def _refused(self, refused: Refused) -> None:
        if isinstance(refused, Locked):
            self._lock(True)
        else:
            self.form.refuse(refused)
