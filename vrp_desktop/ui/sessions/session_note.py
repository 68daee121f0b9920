"""The note about a session: saved as it is typed."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QTimer

from vrp_desktop.domain.changes import Saved
from vrp_desktop.domain.sessions import Session
from vrp_desktop.services.sessions import Sessions
from vrp_desktop.ui.kit.fields import TextArea
from vrp_desktop.ui.kit.screen import Screen
from vrp_desktop.ui.sessions.person_panel import NOTE_SETTLES


class SessionNote:
    """The field, and what is stored of it. ``shown`` is the id of the session whose note it is."""

    def __init__(self, screen: Screen, sessions: Sessions, touched: Callable[[], None]) -> None:
        self._screen, self._sessions, self._touched = screen, sessions, touched
        self.shown: str | None = None
        self._stored = ""
        self.field = TextArea(3)
        self.field.name_as("note", "Note about the session", "Saved as you type")
        self._timer = QTimer(screen, singleShot=True, interval=NOTE_SETTLES)
        self._timer.timeout.connect(self.settle)
        self.field.edited.connect(self._typed)

    def show_note(self, session: Session | None) -> None:
        """Shows the note of a session, or nobody's."""
        self._timer.stop()
        self.shown = None if session is None else session.id
        self._stored = "" if session is None else session.details.note
        self.field.set_value(self._stored)

    def settle(self) -> None:
        """Saves the note where it differs from what is stored; nothing typed is ever lost."""
        self._timer.stop()
        session_id, note, before = self.shown, self.field.value(), self._stored
        if session_id is None or note == before:
            return
        self._stored = note
        kept = False
        sessions = self._sessions

        def save() -> Saved:
            # Only the note: the rest may have been corrected since this page read it.
            return sessions.change(session_id, replace(sessions.get(session_id).details, note=note))

        def done(_: Saved) -> None:
            nonlocal kept
            kept = True

        def over() -> None:
            # Where it could not be saved, leaving the page or the next letter tries again.
            if not kept and self.shown == session_id:
                self._stored = before

        self._screen.save(save, done, always=over)

    def unsaved(self) -> str | None:
        """What is typed and not stored."""
        note = self.field.value()
        return note if self.shown is not None and note != self._stored else None

    def put_back(self, note: str) -> None:
        """Shows what was typed and not stored."""
        self.field.set_value(note)
        self._typed()

    def _typed(self) -> None:
        self._touched()
        # Not anew with each letter: whoever types without a pause would have nothing saved.
        if not self._timer.isActive():
            self._timer.start()
