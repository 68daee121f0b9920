"""More about one person in a register: the mark, why excused, a note, a star, what it was about for them."""

from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from vrp_desktop.domain import age, codes
from vrp_desktop.domain.sessions import LastTime, Mark, RegisterRow, Remark
from vrp_desktop.ui.kit.dates import written
from vrp_desktop.ui.kit.fields import CheckField, ChoiceField, ManyField, TextArea
from vrp_desktop.ui.kit.flow import Rows
from vrp_desktop.ui.kit.icons import priority_mark
from vrp_desktop.ui.kit.parts import button, column, heading, label, quiet

NOTE_SETTLES = 1500
"""Milliseconds after the first letter of a note until it is saved, however fast somebody types on."""
_MARKS = (Mark.PRESENT, Mark.LATE, Mark.LEFT_EARLY, Mark.EXCUSED, Mark.ABSENT)


class PersonPanel(QWidget):
    """Follows the person the keyboard stands on. It stores nothing: it asks."""

    marked = Signal(str, object)
    """A person's id, and the ``Mark`` asked for; None takes it back."""
    remarked = Signal(str, object)
    """A person's id, and the ``Remark`` that now stands beside their mark."""
    concern_wanted = Signal()
    record_wanted = Signal()
    take_off_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._row: RegisterRow | None = None
        self._known = Remark()
        self._typing = False
        self.name = heading("Nobody chosen")
        self.about = label("", "muted")
        self.ended = label("")
        self.before = label("")
        self.before.setAccessibleIdentifier("last-time")
        self.marks: dict[Mark | None, QPushButton] = {}
        across = QWidget()
        layout = Rows(across=6, down=6)
        across.setLayout(layout)
        for mark in (*_MARKS, None):
            words = "Not marked" if mark is None else "Came" if mark is Mark.PRESENT else mark.label
            made = button(words, partial(self._mark, mark))
            made.setCheckable(True)
            self.marks[mark] = made
            layout.addWidget(made)
        self.excuse = ChoiceField(codes.code_list("excuse"), "Not said")
        self.excuse.name_as("excuse", "Why they could not come", "")
        self._excuse_words = label("Why they could not come", "label")
        self._excuse_words.setBuddy(self.excuse.control())
        self.note = TextArea(2)
        self.note.name_as("person-note", "Note about this person", "Saved as you type")
        over = label("Note about this person", "label")
        over.setBuddy(self.note.control())
        self.star = CheckField("★ Something to celebrate")
        self.star.name_as("star", "Something to celebrate", "")
        self.differs = CheckField("It was about something else for them")
        self.differs.name_as("differs", "It was about something else for them", "")
        self.areas = ManyField(codes.code_list("focus_area"), rows=4, mark=priority_mark)
        self.areas.name_as("person-focus-areas", "What it was about for them", "")
        self.concern = button("Raise a concern", self.concern_wanted.emit)
        self.concern.setToolTip("! in the list")
        self.record = quiet("Open the record", self.record_wanted.emit)
        self.off = quiet("Take off the register", self.take_off_wanted.emit)
        below = QWidget()
        acts = Rows(across=6, down=6)
        below.setLayout(acts)
        for act in (self.concern, self.record, self.off):
            acts.addWidget(act)
        self._timer = QTimer(self, singleShot=True, interval=NOTE_SETTLES)
        self._timer.timeout.connect(self.settle)
        self.note.edited.connect(self._typed)
        for field in (self.excuse, self.star, self.areas):
            field.edited.connect(self.settle)
        self.differs.edited.connect(self._fit_areas)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 8, 0, 0)
        whole.addWidget(
            column(
                self.name,
                self.about,
                self.ended,
                self.before,
                across,
                self._excuse_words,
                self.excuse,
                over,
                self.note,
                self.star,
                self.differs,
                self.areas,
                below,
                None,
                spacing=6,
            )
        )
        self.show_row(None)

    @property
    def person_id(self) -> str:
        """Whom it shows; empty where it shows nobody."""
        return "" if self._row is None else self._row.person_id

    def show_row(self, row: RegisterRow | None, known: Remark | None = None) -> None:
        """Shows somebody; what was typed of the one before is asked for first. ``known`` is what stands
        beside their mark, with what is on its way into the store."""
        same = row is not None and row.person_id == self.person_id
        if not same:
            self.settle()
            self._typing = False
            self.before.hide()
        self._row = row
        self.setEnabled(row is not None)
        self.name.setText("Nobody chosen" if row is None else row.known_as)
        for line, words in (
            (self.about, "" if row is None else _about(row)),
            (self.ended, "" if row is None else ended_words(row)),
        ):
            line.setText(words)
            line.setVisible(bool(words))
        for mark, made in self.marks.items():
            made.setChecked(row is not None and row.mark is mark)
        stored = Remark() if row is None else row.remark
        self._known = stored if known is None else known
        if self.note.value() == stored.note:
            self._typing = False
        # What is being typed stays: an answer about the mark must not put back an older note.
        self._write(self._known, keep_note=self._typing)
        excused = row is not None and row.mark is Mark.EXCUSED
        for part in (self._excuse_words, self.excuse):
            part.setVisible(excused)

    def tell(self, person_id: str, before: str) -> None:
        """Says what to know of somebody before one begins, if they are still shown."""
        if person_id == self.person_id:
            self.before.setText(before)
            self.before.show()

    def lock(self, locked: bool) -> None:
        """Whether nothing of it can be changed; the record can be opened all the same."""
        parts = (*self.marks.values(), self.excuse, self.note, self.star, self.differs, self.areas, self.off)
        for part in parts:
            part.setEnabled(not locked)

    def first(self) -> QWidget:
        """Where one goes on: why they were excused, where that is not said; else the note."""
        unsaid = self._row is not None and self._row.mark is Mark.EXCUSED and self._row.remark.excuse is None
        return self.excuse.control() if unsaid else self.note.control()

    def unsaved(self) -> str | None:
        """A note that is typed and not stored."""
        stored = "" if self._row is None else self._row.remark.note
        return self.note.value() if self._row is not None and self.note.value() != stored else None

    def put_back(self, note: str) -> None:
        """Shows a note that was typed and not stored."""
        self.note.set_value(note)
        self._typed()

    def not_saved(self) -> None:
        """What was asked for is not in the store: a note stays, and is asked for again on leaving."""
        self._known = Remark() if self._row is None else self._row.remark

    def remark(self) -> Remark:
        """What stands here now."""
        areas = self.areas.value() if self.differs.value() else ()
        return Remark(self.note.value(), self.excuse.value(), self.star.value(), areas)

    def settle(self) -> None:
        """Asks for what stands here, where it differs from what is known to be stored."""
        self._timer.stop()
        now = self.remark()
        if self._row is not None and now != self._known:
            self._known = now
            self.remarked.emit(self._row.person_id, now)

    def _write(self, remark: Remark, keep_note: bool = False) -> None:
        if not keep_note and self.note.value() != remark.note:
            self.note.set_value(remark.note)
        self.excuse.set_value(remark.excuse)
        self.star.set_value(remark.star)
        self.differs.set_value(bool(remark.focus_areas))
        self.areas.set_value(remark.focus_areas)
        self.areas.setVisible(bool(remark.focus_areas))

    def _mark(self, mark: Mark | None) -> None:
        if self._row is not None:
            # The button shows what is stored, not what is asked for.
            for each, made in self.marks.items():
                made.setChecked(self._row.mark is each)
            self.marked.emit(self._row.person_id, mark)

    def _typed(self) -> None:
        self._typing = True
        if not self._timer.isActive():
            self._timer.start()

    def _fit_areas(self) -> None:
        self.areas.setVisible(self.differs.value())
        if self.differs.value():
            self.areas.control().setFocus(Qt.FocusReason.OtherFocusReason)
        self.settle()


def _about(row: RegisterRow) -> str:
    years = "" if row.age is None else f"{row.age}, {age.word_for(row.age)}"
    named = "" if row.full_name == row.known_as else row.full_name
    return " · ".join(filter(None, (named, years, "you raised a concern" if row.concern else "")))


def ended_words(row: RegisterRow) -> str:
    """That somebody's journey is over, and what to do where they came all the same."""
    if row.ended_on is None:
        return ""
    return (
        f"Their journey here ended on {written(row.ended_on)}. Mark them anyway, and enrol them again from "
        "their record."
    )


def last_time_words(last: LastTime) -> str:
    """What to know before one begins, so that a child need not tell it again."""
    parts = [f"Wants: {'; '.join(last.goals)}." if last.goals else "No goal is set yet."]
    if last.held_on is not None:
        parts.append(f"Last time, {written(last.held_on, weekday=True)}: {last.note or 'no note'}")
    return "\n".join(parts)
