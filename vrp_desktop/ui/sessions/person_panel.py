"""More about one person in a register: the mark, why excused, a note, a star, what it was about for them."""

from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from vrp_desktop.domain import codes
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
        self.name = heading("Nobody chosen")
        self.about = label("", "muted")
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

    def show_row(self, row: RegisterRow | None, about: str = "") -> None:
        """Shows somebody; what was typed of the one before is asked for first. ``about`` is what to know of
        them before one begins."""
        before = self._row
        if before is not None and (row is None or row.person_id != before.person_id):
            self.settle()
        same = before is not None and row is not None and row.person_id == before.person_id
        self._row = row
        self.setEnabled(row is not None)
        if row is None:
            self.name.setText("Nobody chosen")
            self.about.setText("")
            self._write(Remark())
            return
        self.name.setText(row.known_as)
        self.about.setText(about or _about(row))
        for mark, made in self.marks.items():
            made.setChecked(row.mark is mark)
        # What is being typed stays: an answer about the mark must not put back an older note.
        self._write(row.remark, keep_note=same and self._timer.isActive())
        for part in (self._excuse_words, self.excuse):
            part.setVisible(row.mark is Mark.EXCUSED)

    def tell(self, about: str) -> None:
        """Says what to know of the one who is shown."""
        self.about.setText(about)

    def remark(self) -> Remark:
        """What stands here now."""
        areas = self.areas.value() if self.differs.value() else ()
        return Remark(self.note.value(), self.excuse.value(), self.star.value(), areas)

    def settle(self) -> None:
        """Asks for what stands here, where it differs from what is stored."""
        self._timer.stop()
        if self._row is not None and self.remark() != self._row.remark:
            self.remarked.emit(self._row.person_id, self.remark())

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
        if not self._timer.isActive():
            self._timer.start()

    def _fit_areas(self) -> None:
        self.areas.setVisible(self.differs.value())
        if self.differs.value():
            self.areas.control().setFocus(Qt.FocusReason.OtherFocusReason)
        self.settle()


def _about(row: RegisterRow) -> str:
    who = ", ".join(filter(None, (row.full_name, "" if row.age is None else f"{row.age} years")))
    if row.ended_on is not None:
        return (
            f"{who}. Their journey here ended on {written(row.ended_on)}. Mark them if they came; if they "
            "have come back, enrol them again from their record."
        )
    return who


def last_time_words(last: LastTime) -> str:
    """What to know before one begins, so that a child need not tell it again."""
    parts = [f"Wants: {'; '.join(last.goals)}." if last.goals else "No goal is set yet."]
    if last.held_on is not None:
        parts.append(f"Last time, {written(last.held_on, weekday=True)}: {last.note or 'no note'}")
    return "\n".join(parts)
