"""The register of one session: who came, who else came, and what to remember. Every tick is saved at once."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QTabWidget, QVBoxLayout, QWidget

from vrp_desktop.domain import codes
from vrp_desktop.domain.changes import Saved, Topic
from vrp_desktop.domain.drafts import Draft
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.names import MOST_PASTED, pasted
from vrp_desktop.domain.people import PersonLine
from vrp_desktop.domain.session_kinds import asks
from vrp_desktop.domain.sessions import HeadCount, Locked, Mark, Register, RegisterRow, Session, Status
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.kit import messages
from vrp_desktop.ui.kit.dates import written
from vrp_desktop.ui.kit.flow import Beside
from vrp_desktop.ui.kit.parts import OneLine, button, column, label, primary, quiet, row, scrolled
from vrp_desktop.ui.kit.screen import Screen
from vrp_desktop.ui.kit.work import Work
from vrp_desktop.ui.sessions.asking import Asking
from vrp_desktop.ui.sessions.bands import LockedBand, NotHappenedBand
from vrp_desktop.ui.sessions.finder import MOST_SHOWN, Finder
from vrp_desktop.ui.sessions.heads import HeadCounts
from vrp_desktop.ui.sessions.model import RegisterModel
from vrp_desktop.ui.sessions.next_place import NextPlace
from vrp_desktop.ui.sessions.paste import PasteDialog, matched, too_many
from vrp_desktop.ui.sessions.people_view import KEYS_IN_WORDS, ROW, PeopleView
from vrp_desktop.ui.sessions.person_panel import PersonPanel, last_time_words
from vrp_desktop.ui.sessions.place import PAGE, Place, caret_of, put_caret
from vrp_desktop.ui.sessions.rough import RoughHeads, Weather
from vrp_desktop.ui.sessions.session_note import SessionNote
from vrp_desktop.ui.sessions.trained import TrainedTable
from vrp_desktop.ui.sessions.words import when

SESSION, PERSON = 0, 1
"""The two pages beside the names."""
_LEAST = 320
"""How high they are at the least, in pixels, where they stand below the names."""


class RegisterScreen(Screen):
    """Names to the left with large marks; to the right the session, or more about the current person."""

    title = "Register"
    topics = frozenset({Topic.ENROLMENTS, Topic.PEOPLE})

    def __init__(self, services: Provider, work: Work) -> None:
        super().__init__(work)
        self._services = services
        self.session: Session | None = None
        self._register: Register | None = None
        self.model = RegisterModel()
        self.asking = Asking(self, services)
        self.people = PeopleView(self.model)
        self.finder = Finder()
        self.heads, self.rough, self.trained, self.weather = (
            HeadCounts(),
            RoughHeads(),
            TrainedTable(),
            Weather(),
        )
        self.place = Place(self, services.drafts, self._where)
        self._note = SessionNote(self, services.sessions, self.place.touched)
        self.note = self._note.field
        self.person = PersonPanel()
        self.next_place = NextPlace()
        self.locked, self.not_happened = LockedBand(), NotHappenedBand()
        self.which = label("", "heading")
        self.which.setWordWrap(False)
        self.about = OneLine("", "muted")
        self.count = OneLine("", "title")
        self.count.setAccessibleIdentifier("register-count")
        self.correct = quiet("Correct the session", lambda: self._leave_for("log"))
        self.history = quiet("History", self._show_history)
        self.all = button("All present", self._all_present)
        self.no_session = quiet("It did not happen", self.not_happened.ask)
        self.finish = primary("Finish register", self._finish)
        self._wire()
        self._lay_out()

    def _wire(self) -> None:
        self.model.mark_requested.connect(self.asking.mark)
        self.people.opened.connect(lambda: self._show_side(PERSON, self.person.note.control()))
        self.people.starred.connect(lambda: self._of_current(self.asking.star))
        self.people.concerned.connect(lambda: self._of_current(self._concern))
        self.people.selectionModel().currentChanged.connect(lambda *_: self._follow())
        self.finder.asked.connect(self._search)
        self.finder.picked.connect(self._pick)
        self.finder.newcomer.connect(self.asking.add_newcomer)
        self.finder.pasted.connect(self._paste)
        self.finder.touched.connect(self.place.touched)
        for heads in (self.heads, self.rough):
            heads.changed.connect(self._count_heads)
        self.trained.changed.connect(self.asking.count_trained)
        self.weather.chosen.connect(self.asking.weather)
        self.person.marked.connect(self.asking.mark)
        self.person.remarked.connect(self.asking.remark)
        self.person.concern_wanted.connect(lambda: self._of_current(self._concern))
        self.person.record_wanted.connect(
            lambda: self._of_current(lambda one: self.go("person", person_id=one.person_id))
        )
        self.person.take_off_wanted.connect(lambda: self._of_current(self.asking.take_off))
        self.person.note.edited.connect(self.place.touched)
        self.next_place.wanted.connect(self._go_on_at)
        self.locked.corrected.connect(self._open_again)
        self.not_happened.said.connect(self._cancel)
        within = Qt.ShortcutContext.WidgetWithChildrenShortcut
        for keys, does in (
            ("Ctrl+Return", self._finish),
            ("Ctrl+Enter", self._finish),
            ("Ctrl+Shift+A", self._all_present),
            ("Ctrl+F", self.finder.name.setFocus),
            ("Ctrl+H", self._to_heads),
            ("Ctrl+E", lambda: self._show_side(SESSION, self.note.control())),
            ("Ctrl+L", self.people.setFocus),
            ("Ctrl+Z", self.asking.steps.undo),
            ("Ctrl+Shift+Z", self.asking.steps.redo),
            ("Ctrl+Y", self.asking.steps.redo),
        ):
            QShortcut(QKeySequence(keys), self, does, context=within)
        self.all.setToolTip("Marks everybody who has no mark yet (Ctrl+Shift+A)")
        self.finish.setToolTip("Ctrl+Enter")
        self.note.control().setToolTip("Ctrl+E")

    def _lay_out(self) -> None:
        words = label("Note", "label")
        words.setBuddy(self.note.control())
        weather = label("Weather", "label")
        self._weather = column(weather, self.weather, spacing=4)
        self.side = QTabWidget()
        self.side.setDocumentMode(True)
        self.side.tabBar().setAccessibleName("Beside the names")
        self.side.setAccessibleName("Beside the names")
        session = column(self.heads, self.rough, self._weather, self.next_place, words, self.note, None)
        # Each scrolls by itself, so that finding somebody stays in sight beside a long one.
        self.side.addTab(scrolled(session), "The session")
        self.side.addTab(scrolled(self.person), "This person")
        self.side.setMinimumHeight(_LEAST)
        self.side.currentChanged.connect(lambda _: self._follow())
        main = QWidget()
        under = QVBoxLayout(main)
        under.setContentsMargins(0, 0, 0, 0)
        under.setSpacing(8)
        counted = row(self.count, self.all)
        for part, share in ((counted, 0), (self.people, 1), (self.trained, 1), (self.finder, 0)):
            under.addWidget(part, share)
        self.people.setMinimumHeight(4 * ROW)
        self.keys = OneLine(KEYS_IN_WORDS, "small")
        what = Beside(self.which, self.about, (0, 1), wide=720, spacing=16, below=0)
        top = row(what, self.correct, self.history, spacing=16)
        foot = row(self.finish, self.no_session, self.keys, spacing=16)
        for line, stretching in ((top, what), (foot, self.keys), (counted, self.count)):
            if isinstance(held := line.layout(), QHBoxLayout):
                held.setStretchFactor(stretching, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 8, 24, 10)
        layout.setSpacing(6)
        layout.addWidget(top)
        layout.addWidget(self.locked)
        layout.addWidget(self.not_happened)
        self._middle = scrolled(Beside(main, self.side, (3, 2), wide=720, spacing=28))
        layout.addWidget(self._middle, 1)
        layout.addWidget(foot)

    def arrive(self, session_id: str = "", **_: Any) -> None:
        """Opens the register of a session, where it was left."""
        self.settle()
        self.place.forget()
        self.session = self._register = None
        self._note.show_note(None)
        self.finder.reset()
        self.not_happened.hide()
        self.asking.steps.clear()
        services = self._services

        def everything() -> tuple[Register, Draft | None]:
            return services.registers.read(session_id), services.drafts.of(PAGE, session_id)

        self.read(everything, lambda read: self._open(*read), self._gone, latest="register")

    def load(self) -> None:
        """Reads it again, when people or enrolments changed elsewhere."""
        if self.session is not None:
            self._read(self.session.id, self._show)

    def _read(self, session_id: str, show: Callable[[Register], None]) -> None:
        """One question at a time: the answer for a session that was left never comes."""
        saves = self.asking.saves

        def shown(register: Register) -> None:
            if saves == self.asking.saves:
                show(register)
            else:
                # A mark was saved since it was read: what it says may be older than what is shown.
                self._read(session_id, show)

        self.read(lambda: self._services.registers.read(session_id), shown, self._gone, latest="register")

    def is_shown(self, session: Session) -> bool:
        """Whether a session's register is the one that is shown now."""
        return self.session is not None and self.session.id == session.id

    def first_focus(self) -> QWidget | None:
        return self.people

    def forget(self) -> None:
        self.place.forget()
        self.session = self._register = None
        self._note.show_note(None)
        self.asking.steps.clear()
        self.model.clear()
        self.person.show_row(None)
        self.finder.reset()
        self.show_heads(())
        self.trained.show_lines(())
        for words in (self.which, self.about, self.count):
            words.setText("")

    def settle(self) -> None:
        self.person.settle()
        self._note.settle()
        self.place.settle()

    def may_leave(self) -> bool:
        self.settle()
        return True

    # ---- what is shown

    def _open(self, register: Register, draft: Draft | None) -> None:
        self._note.show_note(register.session)
        self.side.setCurrentIndex(SESSION)
        self._show(register)
        kind = asks(register.session.details.kind)
        if register.rows:
            first = next((n for n, r in enumerate(register.rows) if r.mark is None), 0)
            self.people.setCurrentIndex(self.model.index(first))
        target: QWidget = self.people if register.rows else self.finder.name
        if not kind.named:
            target = self.trained.view if kind.trained else self.note.control()
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        self.place.open(register.session.id, {} if draft is None else draft.fields)
        if draft is not None:
            self._go_back_to(draft)
        if kind.rough:
            sessions, intervention_id = self._services.sessions, register.session.details.intervention_id
            self.read(lambda: sessions.places(intervention_id), self.next_place.offer, latest="places")

    def _show(self, register: Register) -> None:
        here = self.people.currentIndex()
        current = self.model.row(here).person_id if here.isValid() else ""
        self._register, self.session = register, register.session
        details = register.session.details
        self.asking.opened(register.head_counts, register.trained)
        self.which.setText(register.group or register.intervention)
        kind = codes.label("session_kind", details.kind)
        said = (when(details.held_on, details.starts_at, details.minutes), kind, details.title, details.place)
        self.about.setText(" · ".join(filter(None, said)))
        self.model.show(register)
        if (place := self.model.place_of(current)).isValid():
            self.people.setCurrentIndex(place)
        self.show_heads(register.head_counts)
        self.trained.show_lines(register.trained)
        self.weather.show_weather(details.weather)
        self._fit(register)
        self._count()
        self._follow()

    def _fit(self, register: Register) -> None:
        """Shows what the kind of session asks for; nothing can be changed while it is locked."""
        wanted = asks(register.session.details.kind)
        shown: tuple[tuple[QWidget, bool], ...] = (
            (self.people, wanted.named),
            (self.finder, wanted.named),
            (self.all, wanted.named and bool(register.rows)),
            (self.heads, wanted.heads and not wanted.rough),
            (self.rough, wanted.heads and wanted.rough),
            (self.trained, wanted.trained),
            (self._weather, wanted.weather),
            (self.next_place, wanted.rough),
        )
        # Not hidden: it takes the room that would else fall to the buttons.
        self.keys.setText(KEYS_IN_WORDS if wanted.named else "")
        for part, there in shown:
            part.setVisible(there)
        self.side.setTabVisible(PERSON, wanted.named)
        self.people.set_rough(wanted.rough)
        self.all.setProperty("role", "primary" if register.closed else "")
        happened = register.session.details.status is not Status.CANCELLED
        for part in (self.people, self.finder, self.heads, self.rough, self.trained, self.all, self.person):
            part.setEnabled(happened and not register.locked)
        for part in (self.note, self.weather, self.next_place, self.no_session):
            part.setEnabled(not register.locked)
        self.no_session.setVisible(happened)
        if register.locked:
            day = register.session.finished_on
            done = f"This register was finished on {written(day)}" if day else "This register is finished"
            self.locked.tell(f"{done} and is locked. What a return has counted does not change unnoticed.")
        else:
            self.locked.hide()

    def show_heads(self, counts: tuple[HeadCount, ...]) -> None:
        """Shows head-counts as they are stored."""
        self.heads.show_counts(counts)
        self.rough.show_counts(counts)

    def changed_by_hand(self) -> None:
        """Something was saved from here."""
        self._count()
        self._follow()
        self.place.touched()

    def _heads_now(self) -> tuple[HeadCount, ...]:
        rough = self.session is not None and asks(self.session.details.kind).rough
        return self.rough.counts() if rough else self.heads.counts()

    def _count(self) -> None:
        """ "9 of 12 came · 6 more not named"."""
        if self.session is not None and asks(self.session.details.kind).trained:
            self.count.setText(self.trained.words())
            return
        came, there = self.model.came(), self.model.rowCount()
        heads = sum(count.count for count in self._heads_now())
        more = f" · {heads} more not named" if heads else ""
        left = len(self.model.unmarked())
        self.count.setText(f"{came} of {there} came{more}" if there else f"Nobody named yet{more}")
        self.count.setAccessibleDescription(f"{left} not marked yet")

    def _current(self) -> RegisterRow | None:
        here = self.people.currentIndex()
        return self.model.row(here) if here.isValid() else None

    def _of_current(self, do: Callable[[RegisterRow], None]) -> None:
        if (one := self._current()) is not None:
            do(one)

    def _follow(self) -> None:
        """The panel shows whom the keyboard stands on, if anybody looks at it."""
        if self.side.currentIndex() != PERSON:
            return
        one = self._current()
        self.person.show_row(one)
        session, services = self.session, self._services
        if one is not None and session is not None and asks(session.details.kind).alone:
            self.read(
                lambda: services.registers.last_time(session.id, one.person_id),
                lambda last: self.person.tell(last_time_words(last)),
                lambda _: None,
                latest="last",
            )

    def _show_side(self, page: int, target: QWidget) -> None:
        self.side.setCurrentIndex(page)
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._middle.ensureWidgetVisible(target)

    def _to_heads(self) -> None:
        if self.session is None:
            return
        wanted = asks(self.session.details.kind)
        view = self.trained.view if wanted.trained else self.heads.view
        if wanted.rough:
            self._show_side(SESSION, self.rough.first())
        elif wanted.heads or wanted.trained:
            self._show_side(SESSION, view)
            if not view.currentIndex().isValid():
                view.setCurrentIndex(view.model().index(0, 0))

    def _gone(self, refused: Refused) -> None:
        messages.refused(self, refused)
        self.go("sessions")

    def show_truth(self, refused: Refused) -> None:
        """What was asked for cannot be: says why, and shows what the store holds."""
        messages.refused(self, refused)
        self.asking.steps.clear()
        self.load()

    # ---- where somebody was

    def _where(self) -> dict[str, Any]:
        """Whom the keyboard stood on, what stands half-typed, and where the caret is."""
        one, focus = self._current(), QApplication.focusWidget()
        found: dict[str, Any] = {**self.finder.typed()}
        if one is not None:
            found["person"] = one.person_id
        if focus is not None and self.isAncestorOf(focus) and focus.accessibleIdentifier():
            found["focus"], found["caret"] = focus.accessibleIdentifier(), caret_of(focus)
        return found

    def _go_back_to(self, draft: Draft) -> None:
        place = self.model.place_of(str(draft.fields.get("person", "")))
        if place.isValid():
            self.people.setCurrentIndex(place)
        if "name" in draft.fields:
            self.finder.put_back(str(draft.fields["name"]), str(draft.fields.get("age", "")))
        for control in self.findChildren(QWidget):
            if control.accessibleIdentifier() and control.accessibleIdentifier() == draft.fields.get("focus"):
                self.side.setCurrentIndex(PERSON if self.person.isAncestorOf(control) else SESSION)
                control.setFocus(Qt.FocusReason.OtherFocusReason)
                put_caret(control, int(draft.fields.get("caret", 0)))
                return

    # ---- what is asked for

    def _all_present(self) -> None:
        """Everybody without a mark came; marks that stand stay."""
        self.asking.mark_many(dict.fromkeys(self.model.unmarked(), Mark.PRESENT))

    def _search(self, text: str) -> None:
        self.read(
            lambda: self._services.people.search(text, MOST_SHOWN),
            lambda lines: self.finder.show_found(text, lines),
            latest="find",
        )

    def _pick(self, line: PersonLine) -> None:
        there = self.model.of(line.id)
        if there is None:
            self.asking.pick(line)
        elif there.mark is None or not there.mark.attended:
            self.asking.mark(line.id, Mark.PRESENT)
        self.people.setCurrentIndex(self.model.place_of(line.id))
        self.finder.name.setFocus()

    def _paste(self, text: str) -> None:
        names = pasted(text)
        if len(names) > MOST_PASTED:
            messages.inform(self, "That is a long list", too_many(len(names)))
            return
        services, register = self._services, self._register
        regulars = (
            frozenset(one.person_id for one in register.rows) if register is not None else frozenset[str]()
        )
        self.read(
            lambda: [matched(name, services.people.search(name, MOST_SHOWN), regulars) for name in names],
            lambda lines: PasteDialog(self, lines, self.asking.bring_in).open(),
            latest="paste",
        )

    def _count_heads(self, counts: tuple[HeadCount, ...]) -> None:
        self._count()
        self.asking.count_heads(counts)

    def _concern(self, one: RegisterRow) -> None:
        if self.session is not None:
            self.settle()
            back = ("register", {"session_id": self.session.id})
            self.go("concern", person_id=one.person_id, session_id=self.session.id, back=back)

    def _go_on_at(self, place: str) -> None:
        session = self.session
        if session is not None:
            self.settle()
            self.save(
                lambda: self._services.sessions.next_place(session.id, place),
                lambda saved: self.go("register", session_id=saved.id),
            )

    def _open_again(self, reason: str) -> None:
        session = self.session
        if session is not None:
            self.save(lambda: self._services.sessions.correct(session.id, reason), lambda _: self.load())

    def _cancel(self, reason: str) -> None:
        session = self.session
        if session is not None:
            self.settle()
            self.save(lambda: self._services.sessions.cancel(session.id, reason), self._done)

    def _leave_for(self, page: str) -> None:
        if self.session is not None:
            self.go(page, session_id=self.session.id)

    def _show_history(self) -> None:
        if self.session is not None:
            self.settle()
            details = self.session.details
            called = f"{self.which.text()}, {when(details.held_on, details.starts_at, details.minutes)}"
            self.go("history", entity="session", row=self.session.id, called=called)

    def _finish(self) -> None:
        """Everything is saved already; that it is done is said, and back to where the day goes on."""
        session = self.session
        if session is None:
            return
        self.settle()
        if session.details.status is Status.CANCELLED:
            self.go("home")
            return

        def refused(why: Refused) -> None:
            if not isinstance(why, Locked):
                self.not_happened.ask()
            messages.refused(self, why)

        self.save(lambda: self._services.registers.finish(session.id), self._done, refused)

    def _done(self, _: Saved) -> None:
        self.place.drop()
        self.go("home")
