"""Everything that stands on a register page, and where: names left, the person or the session right."""

from datetime import date

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from vrp_desktop.domain import codes
from vrp_desktop.domain.session_kinds import asks
from vrp_desktop.domain.sessions import HeadCount, Register, Status
from vrp_desktop.ui.kit.flow import Beside
from vrp_desktop.ui.kit.parts import OneLine, button, column, label, primary, quiet, restyle, row, scrolled
from vrp_desktop.ui.sessions.bands import LockedBand, NotHappenedBand, NoticeBand, notice_words
from vrp_desktop.ui.sessions.finder import Finder
from vrp_desktop.ui.sessions.heads import HeadCounts
from vrp_desktop.ui.sessions.model import RegisterModel
from vrp_desktop.ui.sessions.next_place import NextPlace
from vrp_desktop.ui.sessions.paste import PasteSheet
from vrp_desktop.ui.sessions.people_view import KEYS_IN_WORDS, PeopleView
from vrp_desktop.ui.sessions.person_panel import PersonPanel
from vrp_desktop.ui.sessions.rough import RoughHeads, Weather
from vrp_desktop.ui.sessions.row_painter import ROW
from vrp_desktop.ui.sessions.shelf import Shelf
from vrp_desktop.ui.sessions.trained import TrainedTable
from vrp_desktop.ui.sessions.words import when

_WIDE = 720
"""From this width on, in pixels, the two columns stand beside each other."""
_CELLS_IN_WORDS = "Type a number in a cell; the arrow keys move · Ctrl+E note · Ctrl+Z undo"
_KEYS = 900
"""From this width on, in pixels, there is room for the keys in words, and for a count in large letters."""
SESSION, PERSON = 0, 1
"""The two pages beside the names."""


class Desk(QWidget):
    """The parts of the page. It shows what it is given, and asks for nothing."""

    def __init__(self, model: RegisterModel, note: QWidget) -> None:
        super().__init__()
        self.model, self.note = model, note
        self.people, self.finder, self.person = PeopleView(model), Finder(), PersonPanel()
        self.heads, self.rough, self.trained = HeadCounts(), RoughHeads(), TrainedTable()
        self.weather, self.next_place = Weather(), NextPlace()
        self.notice, self.locked = NoticeBand(), LockedBand()
        self.not_happened = NotHappenedBand(self.to_list)
        self.sheet = PasteSheet()
        self.which = label("", "heading")
        self.which.setWordWrap(False)
        self.about = OneLine("", "muted")
        self.count = OneLine("", "title")
        self.count.setAccessibleIdentifier("register-count")
        self.correct = quiet("Correct the session")
        self.history = quiet("History")
        self.undo = quiet("Undo")
        self.all = button("All present")
        self.no_session = quiet("It did not happen…", lambda: self.not_happened.ask())
        self.finish = primary("Finish register")
        self.said = label(KEYS_IN_WORDS, "small")
        self.side = QTabWidget()
        self._register: Register | None = None
        self._narrow = self._says = False
        self._keys = True
        for part, tip in (
            (self.all, "Marks everybody who has no mark yet (Ctrl+Shift+A)"),
            (self.finish, "Ctrl+Enter"),
            (self.undo, "Takes the last step back (Ctrl+Z)"),
        ):
            part.setToolTip(tip)
        self._lay_out()

    def _lay_out(self) -> None:
        words = label("Note (Ctrl+E)", "label")
        words.setBuddy(self.note)
        self._weather = column(label("Weather", "label"), self.weather, spacing=4)
        self.side.setDocumentMode(True)
        for named in (self.side, self.side.tabBar()):
            named.setAccessibleName("Beside the names")
        counting = (self.heads, self.rough, self._weather, self.next_place)
        self._session = column(*counting, words, self.note, None)
        self._session.setContentsMargins(0, 8, 0, 0)
        self._shelves = Shelf(self._session), Shelf(self.person)
        for shelf, called in zip(self._shelves, ("The session", "This person"), strict=True):
            self.side.addTab(shelf, called)
        counted = row(self.count, self.all)
        main = QWidget()
        under = QVBoxLayout(main)
        under.setContentsMargins(0, 0, 0, 0)
        under.setSpacing(8)
        for part, share in ((counted, 0), (self.people, 1), (self.trained, 0), (self.finder, 0)):
            under.addWidget(part, share)
        self._rest = QWidget()
        under.addWidget(self._rest, 1)
        self.people.setMinimumHeight(4 * ROW)
        what = Beside(self.which, row(self.about), (0, 1), wide=720, spacing=16, below=0)
        top = row(what, self.correct, self.history, spacing=16)
        words_of_foot = row(self.said)
        foot = row(self.finish, self.no_session, self.undo, words_of_foot, spacing=12)
        for line, stretching in ((top, what), (foot, words_of_foot), (counted, self.count)):
            if isinstance(held := line.layout(), QHBoxLayout):
                held.setStretchFactor(stretching, 1)
        self._beside = Beside(main, self.side, (3, 2), wide=_WIDE, spacing=28)
        self._beside.installEventFilter(self)
        self._area: QScrollArea = scrolled(self._beside)
        self.middle = QStackedWidget()
        self.middle.addWidget(self._area)
        self.middle.addWidget(self.sheet)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 8, 24, 10)
        layout.setSpacing(6)
        for part in (top, self.notice, self.locked, self.not_happened):
            layout.addWidget(part)
        layout.addWidget(self.middle, 1)
        layout.addWidget(foot)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Side by side each part scrolls for itself, so that the line for a name stays in sight; one below
        the other the page scrolls as a whole."""
        if watched is self._beside and event.type() == QEvent.Type.Resize:
            keys = self._beside.width() >= _KEYS
            if keys is not self._keys:
                self._keys = keys
                self.said.setVisible(keys or self._says)
                restyle(self.count, "role", "title" if keys else "heading")
            narrow = self._beside.width() < _WIDE
            if narrow is not self._narrow:
                self._narrow = narrow
                self.people.setMinimumHeight((3 if narrow else 4) * ROW)
                for shelf in self._shelves:
                    shelf.stand(whole=narrow)
        return super().eventFilter(watched, event)

    # ---- what is shown

    def show_register(self, register: Register, today: date) -> None:
        """Shows a register as it was read, and of the page what its kind of session asks for."""
        current, number = self.current_id(), self.people.currentIndex().row()
        self._register, details = register, register.session.details
        self.which.setText(register.group or register.intervention)
        kind = codes.label("session_kind", details.kind)
        said = (when(details.held_on, details.starts_at, details.minutes), kind, details.title, details.place)
        self.about.setText(" · ".join(filter(None, said)))
        wanted = asks(details.kind)
        self.people.fit(wanted.rough, wanted.regulars and details.group_id is None)
        self.finder.fit(wanted.rough, wanted.alone)
        self.model.show(register)
        place = self.model.place_of(current)
        if not place.isValid() and number >= 0:
            place = self.model.index(min(number, self.model.rowCount() - 1))
        if place.isValid():
            self.people.setCurrentIndex(place)
        self.show_heads(register.head_counts)
        self.trained.show_lines(register.trained)
        self.weather.show_weather(details.weather)
        self._fit(register, today)
        self.show_count()

    def _fit(self, register: Register, today: date) -> None:
        details = register.session.details
        wanted = asks(details.kind)
        happened = details.status is not Status.CANCELLED
        shown: tuple[tuple[QWidget, bool], ...] = (
            (self.finder, wanted.named),
            (self.all, wanted.named and not wanted.alone and bool(register.rows)),
            (self.heads, wanted.heads and not wanted.rough),
            (self.rough, wanted.heads and wanted.rough),
            (self.trained, wanted.trained),
            (self._weather, wanted.weather),
            (self.next_place, wanted.rough),
            (self.no_session, happened),
        )
        for part, there in shown:
            part.setVisible(there)
        self.side.setTabVisible(PERSON, wanted.named)
        # The list can be walked through while it is locked; what is asked for then leads to the band.
        self.people.setEnabled(happened)
        self.person.lock(register.locked or not happened)
        for part in (self.finder, self.heads, self.rough, self.trained, self.all, self.undo):
            part.setEnabled(happened and not register.locked)
        for part in (self.note, self.weather, self.next_place, self.no_session, self.finish):
            part.setEnabled(not register.locked)
        if not self._says:
            self.say("")
        self.notice.tell(notice_words(register, today))
        if register.locked:
            self.locked.tell(register.session.finished_on)
        else:
            self.locked.forget()

    def show_heads(self, counts: tuple[HeadCount, ...]) -> None:
        """Shows head-counts as they are stored."""
        self.heads.show_counts(counts)
        self.rough.show_counts(counts)

    def show_count(self) -> None:
        """ "9 of 12 came · 6 more not named"; and which button comes next."""
        register = self._register
        if register is None:
            return
        kind = asks(register.session.details.kind)
        left = len(self.model.unmarked())
        listed = kind.named and not (kind.alone and not self.model.rowCount())
        self.people.setVisible(listed)
        self._rest.setVisible(not listed)
        # In a group that is always the same, the one main button marks all; then it finishes.
        begins = register.closed and left > 0 and not register.locked
        restyle(self.all, "role", "primary" if begins else "")
        restyle(self.finish, "role", "" if begins else "primary")
        if kind.trained:
            self.count.setText(self.trained.total.text())
            return
        came, there = self.model.came(), self.model.expected()
        if kind.alone and not came:
            self.count.setText("Nobody named yet")
            return
        heads = sum(count.count for count in (self.rough if kind.rough else self.heads).counts())
        more = f" · {heads} more not named" if heads else ""
        self.count.setText(f"{came} of {there} came{more}" if there else f"Nobody named yet{more}")
        self.count.setAccessibleDescription(f"{left} not marked yet")

    def show_sheet(self, shown: bool) -> None:
        """Shows a list that was pasted in place of the register, or the register again."""
        self.middle.setCurrentIndex(1 if shown else 0)
        for part in (self.finish, self.no_session, self.undo):
            part.setVisible(not shown)
        self.said.setVisible(not shown and (self._says or self._keys))

    def say(self, words: str) -> None:
        """Says what was just done, in place of the keys; empty shows the keys again."""
        named = self._register is None or asks(self._register.session.details.kind).named
        self.said.setText(words or (KEYS_IN_WORDS if named else _CELLS_IN_WORDS))
        self._says = bool(words)
        # Where there is little room the keys stand in the help only.
        self.said.setVisible(self._says or self._keys)
        restyle(self.said, "role", "label" if words else "small")

    def forget(self) -> None:
        """Nobody is shown any more."""
        self._register = None
        self.model.clear()
        self.person.show_row(None)
        self.finder.reset()
        self.sheet.clear()
        self.show_heads(())
        self.trained.show_lines(())
        self.locked.forget()
        self.notice.tell("")
        self.not_happened.hide()
        self.say("")
        words: tuple[QLabel, ...] = (self.which, self.about, self.count)
        for part in words:
            part.setText("")

    # ---- where the keyboard goes

    def current_id(self) -> str:
        """Whom the keyboard stands on; empty for nobody."""
        here = self.people.currentIndex()
        return self.model.row(here).person_id if here.isValid() else ""

    def to(self, target: QWidget) -> None:
        """Takes the keyboard to a part, with the page it lies on, and into sight."""
        for page, beside in ((SESSION, self._session), (PERSON, self.person)):
            if beside.isAncestorOf(target):
                self.side.setCurrentIndex(page)
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)
        # Only then: on a page that was just filled nothing stands where it will.
        QTimer.singleShot(0, self, lambda: self._reveal(target))

    def _reveal(self, target: QWidget) -> None:
        for area in (*self._shelves, self._area):
            if area.isAncestorOf(target):
                area.ensureWidgetVisible(target)
        if target is self.people:
            self._area.verticalScrollBar().setValue(0)

    def to_list(self) -> None:
        """To the names; where there are none, to what is asked for first."""
        self.to(self.first())

    def first(self) -> QWidget:
        """Where one begins."""
        kind = asks("" if self._register is None else self._register.session.details.kind)
        if kind.trained:
            return self.trained.view
        if not kind.named:
            return self.note
        return self.people if self.model.rowCount() else self.finder.name

    def to_finder(self) -> None:
        """To the line for a name."""
        self.to(self.finder.name)

    def to_heads(self) -> None:
        """To who came and was not named, or who was trained."""
        kind = asks("" if self._register is None else self._register.session.details.kind)
        if kind.rough and kind.heads:
            self.to(self.rough.first())
        elif kind.heads or kind.trained:
            view = self.trained.view if kind.trained else self.heads.view
            self.to(view)
            if not view.currentIndex().isValid():
                view.setCurrentIndex(view.model().index(0, 0))

    def to_note(self) -> None:
        """To the note about the session."""
        self.to(self.note)

    def to_person(self) -> None:
        """To more about the person the keyboard stands on."""
        self.side.setCurrentIndex(PERSON)
        self.to(self.person.first())
