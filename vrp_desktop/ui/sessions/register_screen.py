"""The register of one session: who came, who else came, and what to remember. Every tick is saved at once."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from vrp_desktop.domain.changes import Saved, Topic
from vrp_desktop.domain.drafts import Draft
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.session_kinds import asks
from vrp_desktop.domain.sessions import HeadCount, Locked, NobodyCame, Register, Session, Status, Trained
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.kit import messages
from vrp_desktop.ui.kit.screen import Screen
from vrp_desktop.ui.kit.work import Work
from vrp_desktop.ui.sessions.asking import Asking
from vrp_desktop.ui.sessions.desk import PERSON, SESSION, Desk
from vrp_desktop.ui.sessions.joining import Joining
from vrp_desktop.ui.sessions.model import RegisterModel
from vrp_desktop.ui.sessions.paste_flow import PasteFlow
from vrp_desktop.ui.sessions.place import PAGE, Place
from vrp_desktop.ui.sessions.register_hands import Hands
from vrp_desktop.ui.sessions.saving import Saving
from vrp_desktop.ui.sessions.session_note import SessionNote
from vrp_desktop.ui.sessions.words import when


class RegisterScreen(Screen):
    """Names to the left with large marks; to the right the session, or more about the current person."""

    title = "Register"
    topics = frozenset({Topic.ENROLMENTS, Topic.PEOPLE})

    def __init__(self, services: Provider, work: Work) -> None:
        super().__init__(work)
        self._services = services
        self.session: Session | None = None
        self.model = RegisterModel()
        self.place = Place(self, services.drafts, lambda: self.hands.where())
        self._note = SessionNote(self, services.sessions, self.place.touched)
        self.note = self._note.field
        self.desk = desk = Desk(self.model, self.note)
        self.saving = Saving(self, self)
        self.asking = Asking(self.saving, services)
        self.joining = Joining(self.saving, self.asking, services)
        self.pasting = PasteFlow(
            self, services.people, self.model, desk.sheet, self._show_sheet, self.joining.bring_in
        )
        self.hands = Hands(self, services, self._note)
        self.people, self.finder, self.person, self.side = desk.people, desk.finder, desk.person, desk.side
        self.heads, self.rough, self.trained, self.weather = (
            desk.heads,
            desk.rough,
            desk.trained,
            desk.weather,
        )
        self.which, self.about, self.count, self.said = desk.which, desk.about, desk.count, desk.said
        self.all, self.finish, self.history = desk.all, desk.finish, desk.history
        self.hands.wire()
        desk.finish.clicked.connect(lambda: self._finish())
        desk.history.clicked.connect(lambda: self._show_history())
        desk.locked.corrected.connect(self._open_again)
        desk.not_happened.said.connect(self._cancel)
        desk.next_place.wanted.connect(self._go_on_at)
        within = Qt.ShortcutContext.WidgetWithChildrenShortcut
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self._finish, context=within)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(desk)

    # ---- reading

    def arrive(self, session_id: str = "", **_: Any) -> None:
        """Opens the register of a session, where it was left."""
        self.settle()
        self._let_go()
        services = self._services

        def everything() -> tuple[Register, Draft | None]:
            return services.registers.read(session_id), services.drafts.of(PAGE, session_id)

        self.read(everything, lambda read: self._open(*read), self._gone, latest="register")

    def load(self) -> None:
        """Reads it again, when people or enrolments changed elsewhere."""
        if self.session is not None:
            self._read(self.session.id)

    def _read(self, session_id: str) -> None:
        """One question at a time: the answer for a session that was left never comes."""
        saves = self.saving.saves

        def shown(register: Register) -> None:
            if saves == self.saving.saves and not self.saving.waits:
                self._show(register)
            else:
                # A mark was saved since it was read, or waits to be: it is older than what is asked for.
                self.saving.once_saved(lambda: self._read(session_id))

        self.read(lambda: self._services.registers.read(session_id), shown, self._gone, latest="register")

    def first_focus(self) -> QWidget | None:
        return self.people

    def forget(self) -> None:
        self._let_go()
        self.desk.forget()

    def settle(self) -> None:
        self.person.settle()
        self._note.settle()
        self.place.settle()

    def may_leave(self) -> bool:
        self.settle()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes back to the names, from wherever somebody was."""
        if event.key() == Qt.Key.Key_Escape and self.desk.middle.currentWidget() is not self.desk.sheet:
            self.desk.to_list()
        else:
            super().keyPressEvent(event)

    def _let_go(self) -> None:
        self.place.forget()
        self.session = None
        self._note.show_note(None)
        self.finder.reset()
        self.person.show_row(None)
        self.pasting.close()
        self.desk.not_happened.hide()
        self.desk.say("")
        self.saving.forget()
        self.asking.forget()

    # ---- what is shown

    def _open(self, register: Register, draft: Draft | None) -> None:
        desk, kind = self.desk, asks(register.session.details.kind)
        self._note.show_note(register.session)
        self._show(register)
        if register.rows:
            first = next((n for n, r in enumerate(register.rows) if r.mark is None), 0)
            self.people.setCurrentIndex(self.model.index(first))
        known = kind.alone and register.came > 0
        self.side.setCurrentIndex(PERSON if known else SESSION)
        self.hands.follow()
        desk.to(desk.first() if known or not kind.alone else self.finder.name)
        self.place.open(register.session.id, {} if draft is None else draft.fields)
        if draft is not None:
            self.hands.go_back_to(draft.fields)
        if kind.rough:
            sessions, details = self._services.sessions, register.session.details
            self.read(
                lambda: sessions.places(details.intervention_id),
                lambda places: desk.next_place.offer(places, details.place),
                latest="places",
            )

    def _show(self, register: Register) -> None:
        self.session = register.session
        details = register.session.details
        self.asking.opened(register.head_counts, register.trained, details.weather)
        self.desk.show_register(register, self._services.workspace.today)
        self.hands.follow()

    def changed_by_hand(self) -> None:
        """Something was saved from here."""
        self.desk.show_count()
        self.hands.follow()
        self.place.touched()

    def show_counted(self, heads: tuple[HeadCount, ...], trained: tuple[Trained, ...]) -> None:
        """Shows those who are counted as they are stored."""
        self.desk.show_heads(heads)
        self.trained.show_lines(trained)

    def show_weather(self, code: str | None) -> None:
        """Shows the weather as it is stored."""
        self.weather.show_weather(code)

    def say(self, words: str) -> None:
        """Says what was just done."""
        self.desk.say(words)

    def show_truth(self, refused: Refused, taking_back: bool) -> None:
        """What was asked for cannot be: says why, and shows what the store holds."""
        self.person.not_saved()
        if isinstance(refused, Locked):
            self.desk.locked.tell(None if self.session is None else self.session.finished_on)
            self.desk.locked.ask()
        elif taking_back:
            messages.refused(self, Refused(f"That cannot be taken back any more. {refused}"))
        else:
            messages.refused(self, refused)
        self.load()

    def not_saved(self) -> None:
        """What was asked for is not in the store, and the window has said why."""
        self.person.not_saved()

    def _show_sheet(self, shown: bool) -> None:
        self.desk.show_sheet(shown)
        if not shown and self.session is not None:
            self.desk.to_finder()
        self.place.touched()

    def _gone(self, refused: Refused) -> None:
        messages.refused(self, refused)
        self.go("sessions")

    # ---- where it goes on

    def _of_session(self, do: Callable[[Session], None]) -> None:
        """Saves what is typed first."""
        if self.session is not None:
            self.settle()
            do(self.session)

    def _go_on_at(self, place: str) -> None:
        def go(session: Session) -> None:
            sessions = self._services.sessions
            self.save(
                lambda: sessions.next_place(session.id, place),
                lambda saved: self.go("register", session_id=saved.id),
            )

        self._of_session(go)

    def _open_again(self, reason: str) -> None:
        def opened(_: Saved) -> None:
            self.load()
            self.desk.to_list()

        def correct(session: Session) -> None:
            self.save(
                lambda: self._services.sessions.correct(session.id, reason),
                opened,
                lambda why: self.desk.locked.refuse(str(why)),
            )

        self._of_session(correct)

    def _cancel(self, reason: str) -> None:
        def cancel(session: Session) -> None:
            self.save(
                lambda: self._services.sessions.cancel(session.id, reason),
                self._done,
                lambda why: self.desk.not_happened.refuse(str(why)),
            )

        self._of_session(cancel)

    def _show_history(self) -> None:
        def show(session: Session) -> None:
            details = session.details
            called = f"{self.which.text()}, {when(details.held_on, details.starts_at, details.minutes)}"
            self.go("history", entity="session", row=session.id, called=called)

        self._of_session(show)

    def _finish(self) -> None:
        """Everything is saved already; that it is done is said, and back to where the day goes on."""
        if self.pasting.open:
            self.desk.sheet.agree()
            return

        def refused(why: Refused) -> None:
            if isinstance(why, NobodyCame):
                self.desk.not_happened.ask(str(why), "nobody_came")
            else:
                self.show_truth(why, False)

        def finish(session: Session) -> None:
            if session.details.status is Status.CANCELLED:
                self.go("home")
            else:
                self.save(lambda: self._services.registers.finish(session.id), self._done, refused)

        self._of_session(finish)

    def _done(self, _: Saved) -> None:
        self.place.drop()
        self.go("home")
