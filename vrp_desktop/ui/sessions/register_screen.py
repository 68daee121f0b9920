"""The register of one session: who came, who else came, and what to remember. Every tick is saved at once."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vrp_desktop.domain import codes
from vrp_desktop.domain.changes import Saved, Topic
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.people import PersonLine
from vrp_desktop.domain.sessions import HeadCount, Mark, Register, RegisterRow, Session, Status
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.kit import messages
from vrp_desktop.ui.kit.fields import TextArea
from vrp_desktop.ui.kit.flow import Beside
from vrp_desktop.ui.kit.parts import OneLine, button, column, label, primary, quiet, row, scrolled
from vrp_desktop.ui.kit.screen import Screen
from vrp_desktop.ui.kit.tables import ROW
from vrp_desktop.ui.kit.work import Work
from vrp_desktop.ui.sessions.finder import MOST_SHOWN, Finder
from vrp_desktop.ui.sessions.heads import HeadCounts
from vrp_desktop.ui.sessions.model import RegisterModel
from vrp_desktop.ui.sessions.people_view import KEYS_IN_WORDS, PeopleView
from vrp_desktop.ui.sessions.words import when

NOTE_SETTLES = 1500
"""Milliseconds after the first letter of a note until it is saved, however fast somebody types on."""


class RegisterScreen(Screen):
    """Names to the left with large marks; head-counts and the note to the right."""

    title = "Register"
    topics = frozenset({Topic.ENROLMENTS, Topic.PEOPLE})

    def __init__(self, services: Provider, work: Work) -> None:
        super().__init__(work)
        self._services = services
        self._session: Session | None = None
        self._changed = 0
        self.model = RegisterModel()
        self.people = PeopleView(self.model)
        self.finder = Finder()
        self.heads = HeadCounts()
        self.note = TextArea(4)
        self.which = label("", "heading")
        self.about = OneLine("", "muted")
        self.which.setWordWrap(False)
        self.count = OneLine("", "title")
        self.count.setAccessibleIdentifier("register-count")
        self.correct = quiet("Correct the session", lambda: self._leave_for("log"))
        self.history = quiet("History", self._show_history)
        self.all = button("All present", self._all_present)
        self.finish = primary("Finish register", self._finish)
        self._note_timer = QTimer(self, singleShot=True, interval=NOTE_SETTLES)
        self._wire()
        self._lay_out()

    def _wire(self) -> None:
        self.model.mark_requested.connect(self._mark)
        self.finder.asked.connect(self._search)
        self.finder.picked.connect(self._pick)
        self.finder.newcomer.connect(self._add_newcomer)
        self.heads.changed.connect(self._count_heads)
        self.note.edited.connect(self._note_typed)
        self._note_timer.timeout.connect(self._save_note)
        within = Qt.ShortcutContext.WidgetWithChildrenShortcut
        for keys, does in (
            ("Ctrl+Return", self._finish),
            ("Ctrl+Enter", self._finish),
            ("Ctrl+Shift+A", self._all_present),
            ("Ctrl+F", self.finder.name.setFocus),
        ):
            QShortcut(QKeySequence(keys), self, does, context=within)
        self.all.setToolTip("Marks everybody who has no mark yet (Ctrl+Shift+A)")
        self.finish.setToolTip("Ctrl+Enter")

    def _lay_out(self) -> None:
        words = label("Note", "label")
        words.setBuddy(self.note.control())
        self.note.name_as("note", "Note about the session", "Saved as you type")
        side = column(self.heads, words, self.note, None, spacing=8)
        self.note.setAccessibleDescription("Saved as you type")
        main = QWidget()
        under = QVBoxLayout(main)
        under.setContentsMargins(0, 0, 0, 0)
        under.setSpacing(8)
        counted = row(self.count, self.all)
        under.addWidget(counted)
        under.addWidget(self.people, 1)
        under.addWidget(self.finder)
        self.people.setMinimumHeight(4 * ROW)
        keys = label(KEYS_IN_WORDS, "small")
        what = Beside(self.which, self.about, (0, 1), wide=720, spacing=16, below=0)
        top = row(what, self.correct, self.history, spacing=16)
        foot = row(self.finish, keys, spacing=16)
        for line, stretching in ((top, what), (foot, keys), (counted, self.count)):
            if isinstance(held := line.layout(), QHBoxLayout):
                held.setStretchFactor(stretching, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 8, 24, 10)
        layout.setSpacing(6)
        layout.addWidget(top)
        layout.addWidget(scrolled(Beside(main, side, (3, 2), wide=720, spacing=28)), 1)
        layout.addWidget(foot)

    def arrive(self, session_id: str = "", **_: Any) -> None:
        """Opens the register of a session."""
        self._save_note()
        self._session = None
        self.finder.reset()
        self._read(session_id, self._open)

    def load(self) -> None:
        """Reads it again, when people or enrolments changed elsewhere."""
        if self._session is not None:
            self._read(self._session.id, self._show)

    def _read(self, session_id: str, show: Callable[[Register], None]) -> None:
        """One question at a time: the answer for a session that was left never comes."""
        changed = self._changed

        def shown(register: Register) -> None:
            if changed == self._changed:
                show(register)
            else:
                # A mark was saved since it was read: what it says may be older than what is shown.
                self._read(session_id, show)

        self.read(lambda: self._services.registers.read(session_id), shown, self._gone, latest="register")

    def _is_shown(self, session: Session) -> bool:
        return self._session is not None and self._session.id == session.id

    def first_focus(self) -> QWidget | None:
        return self.people

    def forget(self) -> None:
        self._note_timer.stop()
        self._session = None
        self.model.clear()
        self.finder.reset()
        self.heads.show_counts(())
        self.note.set_value("")
        for words in (self.which, self.about, self.count):
            words.setText("")

    def settle(self) -> None:
        self._save_note()

    def may_leave(self) -> bool:
        self._save_note()
        return True

    # ---- what is shown

    def _open(self, register: Register) -> None:
        self.heads.show_counts(register.head_counts)
        self._show(register)
        self.note.set_value(register.session.details.note)
        target: QWidget = self.people if register.rows else self.finder.name
        if register.rows:
            first = next((n for n, r in enumerate(register.rows) if r.mark is None), 0)
            self.people.setCurrentIndex(self.model.index(first))
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, register: Register) -> None:
        here = self.people.currentIndex().row()
        self._session = register.session
        details = register.session.details
        self.which.setText(register.intervention)
        kind, place = (
            codes.label("session_kind", details.kind),
            f" · {details.place}" if details.place else "",
        )
        self.about.setText(f"{when(details.held_on, details.starts_at, details.minutes)} · {kind}{place}")
        self.model.show(register)
        if 0 <= here < len(register.rows):
            self.people.setCurrentIndex(self.model.index(here))
        happened = details.status is not Status.CANCELLED
        for part in (self.people, self.finder, self.heads, self.all):
            part.setEnabled(happened)
        self._count()

    def _count(self) -> None:
        """ "9 of 12 came · 6 more not named"."""
        came, there = self.model.came(), self.model.rowCount()
        heads = sum(count.count for count in self.heads.counts())
        more = f" · {heads} more not named" if heads else ""
        left = len(self.model.unmarked())
        self.count.setText(f"{came} of {there} came{more}" if there else f"Nobody named yet{more}")
        self.count.setAccessibleDescription(f"{left} not marked yet")

    def _gone(self, refused: Refused) -> None:
        messages.refused(self, refused)
        self.go("sessions")

    # ---- what is asked for

    def _mark(self, person_id: str, mark: Mark | None) -> None:
        session = self._session
        if session is None:
            return

        def shown(_: Saved) -> None:
            self._changed += 1
            if self._is_shown(session):
                self.model.saved(person_id, mark)
                self._count()

        def failed(refused: Refused) -> None:
            if self._is_shown(session):
                self.model.failed(person_id)
            self._show_truth(refused)

        self.save(lambda: self._services.registers.mark(session.id, person_id, mark), shown, failed)

    def _all_present(self) -> None:
        """Everybody without a mark came; marks that stand stay."""
        session = self._session
        marks: dict[str, Mark | None] = dict.fromkeys(self.model.unmarked(), Mark.PRESENT)
        if session is None or not marks:
            return

        def shown(_: Saved) -> None:
            self._changed += 1
            if self._is_shown(session):
                for person_id in marks:
                    self.model.saved(person_id, Mark.PRESENT)
                self._count()

        self.save(lambda: self._services.registers.mark_many(session.id, marks), shown, self._show_truth)

    def _search(self, text: str) -> None:
        self.read(
            lambda: self._services.people.search(text, MOST_SHOWN),
            lambda lines: self.finder.show_found(text, lines),
            latest="find",
        )

    def _pick(self, line: PersonLine) -> None:
        if not self.model.place_of(line.id).isValid():
            self.model.add(RegisterRow(line.id, line.known_as, line.full_name, line.age, False, None))
        self.people.setCurrentIndex(self.model.place_of(line.id))
        self._mark(line.id, Mark.PRESENT)
        self.finder.name.setFocus()

    def _add_newcomer(self, known_as: str, years: int | None) -> None:
        session = self._session
        if session is None:
            return

        def shown(saved: Saved) -> None:
            self._changed += 1
            if self._is_shown(session):
                self.model.add(RegisterRow(saved.id, known_as, "", years, False, Mark.PRESENT))
                self._count()

        self.save(
            lambda: self._services.registers.add_newcomer(session.id, known_as, years),
            shown,
            self._show_truth,
        )

    def _show_truth(self, refused: Refused) -> None:
        """What was asked for cannot be: says why, and shows what the store holds."""
        messages.refused(self, refused)
        session = self._session
        if session is None:
            return

        def shown(register: Register) -> None:
            self.heads.show_counts(register.head_counts)
            self._show(register)

        self._read(session.id, shown)

    def _count_heads(self, counts: tuple[HeadCount, ...]) -> None:
        session = self._session
        if session is not None:
            self._count()
            self.save(
                lambda: self._services.registers.count_heads(session.id, counts), None, self._show_truth
            )

    def _note_typed(self) -> None:
        # Not anew with each letter: whoever types without a pause would have nothing saved.
        if not self._note_timer.isActive():
            self._note_timer.start()

    def _save_note(self) -> None:
        """Saves the note where it differs from what is stored; nothing typed is ever lost."""
        self._note_timer.stop()
        session, note = self._session, self.note.value()
        if session is None or note == session.details.note:
            return
        self._session = replace(session, details=replace(session.details, note=note))
        kept = False
        sessions = self._services.sessions

        def save() -> Saved:
            # Only the note: the rest may have been corrected since this page read it.
            return sessions.change(session.id, replace(sessions.get(session.id).details, note=note))

        def done(_: Saved) -> None:
            nonlocal kept
            kept = True

        def over() -> None:
            # Where it could not be saved, leaving the page or the next letter tries again.
            shown = self._session
            if not kept and shown is not None and shown.id == session.id:
                self._session = replace(shown, details=replace(shown.details, note=session.details.note))

        self.save(save, done, always=over)

    def _leave_for(self, page: str) -> None:
        if self._session is not None:
            self.go(page, session_id=self._session.id)

    def _show_history(self) -> None:
        if self._session is not None:
            self._save_note()
            details = self._session.details
            called = f"{self.which.text()}, {when(details.held_on, details.starts_at, details.minutes)}"
            self.go("history", entity="session", row=self._session.id, called=called)

    def _finish(self) -> None:
        """Everything is saved already; back to where the day goes on."""
        self._save_note()
        self.go("home")
