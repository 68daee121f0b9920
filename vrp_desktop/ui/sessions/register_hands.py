"""What hands do on a register page: each key and button, and where somebody was when the page was left."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from vrp_desktop.domain.people import PersonLine
from vrp_desktop.domain.session_kinds import asks
from vrp_desktop.domain.sessions import HeadCount, Mark, RegisterRow
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.sessions.desk import PERSON
from vrp_desktop.ui.sessions.finder import MOST_SHOWN
from vrp_desktop.ui.sessions.model import mark_words
from vrp_desktop.ui.sessions.person_panel import last_time_words
from vrp_desktop.ui.sessions.place import caret_of, put_caret
from vrp_desktop.ui.sessions.session_note import SessionNote

if TYPE_CHECKING:
    from vrp_desktop.ui.sessions.register_screen import RegisterScreen


class Hands:
    """Of one page."""

    def __init__(self, screen: "RegisterScreen", services: Provider, note: SessionNote) -> None:
        self._screen, self._services, self._note = screen, services, note
        self._desk, self._model = screen.desk, screen.model
        self._asking, self._joining = screen.asking, screen.joining

    def wire(self) -> None:
        """Connects every key and button to what it asks for."""
        desk, asking, saving = self._desk, self._asking, self._screen.saving
        place = self._screen.place
        self._model.mark_requested.connect(asking.mark)
        desk.people.opened.connect(desk.to_person)
        desk.people.starred.connect(lambda: self._of_current(self._star))
        for asked in (desk.people.concerned, desk.person.concern_wanted):
            asked.connect(lambda: self._of_current(self._concern))
        desk.people.selectionModel().currentChanged.connect(lambda *_: self._moved())
        desk.side.currentChanged.connect(lambda _: self.follow())
        desk.finder.asked.connect(self._search)
        desk.finder.picked.connect(self._pick)
        desk.finder.newcomer.connect(self._joining.add_newcomer)
        desk.finder.pasted.connect(self._screen.pasting.begin)
        for typed in (desk.finder.touched, desk.person.note.edited, desk.sheet.changed, desk.trained.changed):
            typed.connect(lambda *_: place.touched())
        for heads in (desk.heads, desk.rough):
            heads.changed.connect(self._count_heads)
        desk.trained.changed.connect(asking.count_trained)
        desk.weather.chosen.connect(asking.weather)
        desk.person.marked.connect(asking.mark)
        desk.person.remarked.connect(asking.remark)
        desk.person.record_wanted.connect(lambda: self._of_current(self._open_record))
        desk.person.take_off_wanted.connect(lambda: self._of_current(self._take_off))
        desk.correct.clicked.connect(lambda: self._correct())
        desk.all.clicked.connect(lambda: self._all_present())
        desk.undo.clicked.connect(lambda: saving.undo())
        saving.steps.undoTextChanged.connect(
            lambda words: desk.undo.setAccessibleDescription(f"Takes back: {words}" if words else "")
        )
        within = Qt.ShortcutContext.WidgetWithChildrenShortcut
        keys: tuple[tuple[str, Callable[[], None]], ...] = (
            ("Ctrl+Shift+A", self._all_present),
            ("Ctrl+F", desk.to_finder),
            ("Ctrl+H", desk.to_heads),
            ("Ctrl+E", desk.to_note),
            ("Ctrl+Z", saving.undo),
            ("Ctrl+Shift+Z", saving.redo),
            ("Ctrl+Y", saving.redo),
        )
        for key, does in keys:
            QShortcut(QKeySequence(key), self._screen, does, context=within)

    # ---- the current person

    def _current(self) -> RegisterRow | None:
        return self._model.of(self._desk.current_id())

    def _of_current(self, do: Callable[[RegisterRow], None]) -> None:
        if (one := self._current()) is not None:
            do(one)

    def _moved(self) -> None:
        self.follow()
        self._screen.place.touched()

    def follow(self) -> None:
        """The panel shows whom the keyboard stands on, if anybody looks at it."""
        desk, session = self._desk, self._screen.session
        if desk.side.currentIndex() != PERSON:
            return
        one, before = self._current(), desk.person.person_id
        desk.person.show_row(one, None if one is None else self._asking.beside(one.person_id))
        if one is None or session is None or one.person_id == before:
            return
        if asks(session.details.kind).alone:
            registers, person_id = self._services.registers, one.person_id
            self._screen.read(
                lambda: registers.last_time(session.id, person_id),
                lambda last: desk.person.tell(person_id, last_time_words(last)),
                lambda _: None,
                latest="last",
            )

    def _star(self, one: RegisterRow) -> None:
        self._desk.person.settle()  # Else a note that is being typed beside it would be put back.
        self._asking.star(one)
        self.follow()

    def _take_off(self, one: RegisterRow) -> None:
        self._desk.person.settle()  # Else what was typed of them would put them back.
        self._joining.take_off(one)

    def _concern(self, one: RegisterRow) -> None:
        session = self._screen.session
        if session is not None:
            self._screen.settle()
            back = ("register", {"session_id": session.id})
            self._screen.go("concern", person_id=one.person_id, session_id=session.id, back=back)

    def _open_record(self, one: RegisterRow) -> None:
        self._screen.go("person", person_id=one.person_id)

    # ---- everybody

    def _all_present(self) -> None:
        """Everybody without a mark came; marks that stand stay."""
        marks: dict[str, Mark | None] = dict.fromkeys(self._model.unmarked(), Mark.PRESENT)
        self._asking.mark_many(marks, f"all present ({len(marks)})")

    def _count_heads(self, counts: tuple[HeadCount, ...]) -> None:
        self._desk.show_count()
        self._asking.count_heads(counts)

    def _correct(self) -> None:
        if self._screen.session is not None:
            self._screen.go("log", session_id=self._screen.session.id)

    # ---- somebody else

    def _search(self, text: str) -> None:
        def show(lines: tuple[PersonLine, ...]) -> None:
            # Whoever is in this register comes first: it is they who are looked for.
            here = self._model.like(text)
            ids = {row.person_id for row in here}
            first = [PersonLine(r.person_id, r.known_as, r.full_name, r.age, None, ()) for r in here]
            rest = [line for line in lines if line.id not in ids]
            there = {
                line.id: f"in the register: {mark_words(row.mark)}"
                for line in (*first, *rest)
                if (row := self._model.of(line.id)) is not None
            }
            self._desk.finder.show_found(text, [*first, *rest], there)

        self._screen.read(lambda: self._services.people.search(text, MOST_SHOWN), show, latest="find")

    def _pick(self, line: PersonLine) -> None:
        """Marks them as present. Nobody is in a register twice: it leads to where they are."""
        there, desk = self._model.of(line.id), self._desk
        if there is not None and there.mark is not None and there.mark.attended:
            self._screen.say(f"Already in the register: {there.known_as}, {_came(there)}.")
            desk.people.setCurrentIndex(self._model.place_of(line.id))
            desk.to(desk.people)
            return
        if there is None:
            self._joining.pick(line)
        else:
            self._asking.mark(line.id, Mark.PRESENT)
        desk.show_count()
        desk.people.setCurrentIndex(self._model.place_of(line.id))
        session = self._screen.session
        if session is not None and asks(session.details.kind).alone:
            desk.to_person()
        else:
            desk.to_finder()

    # ---- where somebody was

    def where(self) -> dict[str, Any]:
        """Whom the keyboard stood on, what stands half-typed, and where the caret is."""
        screen, desk, focus = self._screen, self._desk, QApplication.focusWidget()
        found: dict[str, Any] = {**desk.finder.typed(), **screen.pasting.typed()}
        if person_id := desk.current_id():
            found["person"] = person_id
        for name, typed in (("note", self._note.unsaved()), ("person_note", desk.person.unsaved())):
            if typed is not None:
                found[name] = typed
        if half := desk.trained.half_typed():
            found["trained"] = half
        if focus is not None and screen.isAncestorOf(focus) and focus.accessibleIdentifier():
            found["focus"], found["caret"] = focus.accessibleIdentifier(), caret_of(focus)
        elif "focus" in screen.place.kept:
            # The window is locked or not in front: it stays where it was.
            found["focus"], found["caret"] = screen.place.kept["focus"], screen.place.kept.get("caret", 0)
        return found

    def go_back_to(self, kept: Mapping[str, Any]) -> None:
        """Puts everything back that ``where`` gave."""
        screen, desk = self._screen, self._desk
        place = self._model.place_of(str(kept.get("person", "")))
        if place.isValid():
            desk.people.setCurrentIndex(place)
        desk.finder.put_back(kept)
        if "note" in kept:
            self._note.put_back(str(kept["note"]))
        if "trained" in kept:
            desk.trained.put_back(kept["trained"])
        if "person_note" in kept and place.isValid():
            desk.side.setCurrentIndex(PERSON)
            self.follow()
            desk.person.put_back(str(kept["person_note"]))
        for control in screen.findChildren(QWidget):
            if control.accessibleIdentifier() and control.accessibleIdentifier() == kept.get("focus"):
                while (within := control.focusProxy()) is not None:
                    control = within
                desk.to(control)
                put_caret(control, int(kept.get("caret", 0)))
                break
        screen.pasting.put_back(kept)


def _came(row: RegisterRow) -> str:
    return "came" if row.mark is Mark.PRESENT else mark_words(row.mark)
