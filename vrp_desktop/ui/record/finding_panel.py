"""Writing down a strength or a need: a first look, another look, or putting right what was written."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from vrp_desktop.domain import codes
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.findings import VEIL, Finding, FindingDetails, Strand, kind_of
from vrp_desktop.ui.kit.dates import DateField, written
from vrp_desktop.ui.kit.fields import ChoiceField, TextArea
from vrp_desktop.ui.kit.forms import Form
from vrp_desktop.ui.kit.parts import button, heading, label, primary, quiet, row
from vrp_desktop.ui.kit.tables import Column, Table
from vrp_desktop.ui.record.factor_field import FactorField

_SHOWN = 80
_SOURCES = codes.code_list("evidence")


class FindingPanel(QWidget):
    """The form, and under it how the same was seen before. What to do with it is the page's."""

    noted = Signal(object)
    """A ``FindingDetails`` to be written down."""
    corrected = Signal(str, object)
    """The id of a finding, and the ``FindingDetails`` that should have stood there."""
    cleared = Signal()
    """What stands in the form is not wanted."""
    wants_correcting = Signal(object)
    """A ``Finding`` that somebody wants to put right; ``correct`` opens it."""
    taken_back = Signal(object)
    """A ``Finding`` that was made by mistake."""

    def __init__(self, today: date, strand: Callable[[str], Strand | None]) -> None:
        """``strand`` gives what is known of a code so far."""
        super().__init__()
        self._today, self._strand = today, strand
        self.correcting: Finding | None = None
        self.title = heading("Put right what was written")
        self.form = Form()
        self.code: FactorField = self.form.add("code", "Strength or need", FactorField())
        self.standing: ChoiceField = self.form.add("standing", "How it stands", ChoiceField((), otherwise=""))
        self.form.add("words", "In their words, if you have them", TextArea(2))
        self.form.add("seen_on", "Seen on", DateField(today))
        self.form.add("source", "How we know", ChoiceField(_SOURCES, "Not said"))
        self.form.add("certainty", "How sure we are", ChoiceField(codes.code_list("certainty"), "Not said"))
        self.save_button = primary("Write down", self.submit)
        self.clear_button = quiet("Clear", self.cleared.emit)
        self.said = label("", "good")
        self.history: Table[Finding] = Table(
            "How it was seen",
            [
                Column("Seen on", lambda f: written(f.details.seen_on)),
                Column("Stood", lambda f: f.details.standing_label, stretch=1),
                Column("How we know", lambda f: _SOURCES.label(f.details.source, ""), leaves=2),
                Column("Words", _words, stretch=2, leaves=1),
                Column("Written by", lambda f: f.written_by, leaves=3),
            ],
            "Nobody has looked at it yet.",
        )
        self.correct_button = button("Correct", self._correct)
        self.back_button = button("Take back", self._take_back)
        self.before = heading("How it was seen before")
        self.acts = row(self.correct_button, self.back_button, None)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        buttons = row(self.save_button, self.clear_button, None)
        for part in (self.title, self.form, buttons, self.said, self.before, self.history, self.acts):
            layout.addWidget(part)
        layout.addStretch(1)
        self.code.taken.connect(self._taken)
        self.code.edited.connect(self.fit)
        self.form.submitted.connect(self.submit)
        self.form.edited.connect(lambda: self.said.setText(""))
        self.history.opened.connect(lambda _: self._correct())
        self.standing.control().installEventFilter(self)
        self.begin()

    def begin(self) -> None:
        """Empty, for a first look at something."""
        self.correcting = None
        self.form.write({"code": "", "words": "", "seen_on": self._today, "source": None, "certainty": None})
        self.fit()

    def look_again(self, code: str) -> None:
        """For another look at a strength or a need, or a first one at what is asked for."""
        self.begin()
        self.code.take(code)

    def correct(self, finding: Finding) -> None:
        """For putting right what was written down."""
        self.correcting = finding
        self.form.write({**vars(finding.details)})
        self.fit()
        self.standing.set_value(finding.details.standing)
        self.standing.control().setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def unsaved(self) -> bool:
        """Whether words stand here that are not written down."""
        return self.form.touched and bool(self.form.field("words").value())

    def says(self, details: FindingDetails) -> bool:
        """Whether the form still says what was saved."""
        try:
            return self.form.build(FindingDetails) == details
        except Refused:
            return False

    def told(self, words: str) -> None:
        """Says what was done, for eyes and for a screen reader."""
        self.said.setText(words)
        self.code.describe(words)
        self.code.control().setFocus(Qt.FocusReason.OtherFocusReason)

    def submit(self) -> None:
        """Asks the page to write it down."""
        if not self.save_button.isEnabled():
            return
        try:
            details = self.form.build(FindingDetails)
            if details.seen_on is None:
                raise Refused.for_fields({"seen_on": "Write the day it was seen."})
            if self.standing.value() is None:
                # What the choice is made of hangs on what it is about.
                details.checked(self._today)
        except Refused as refused:
            self.form.refuse(refused)
            return
        if self.correcting is not None:
            self.corrected.emit(self.correcting.id, details)
        else:
            self.noted.emit(details)

    def fit(self) -> None:
        """Offers how this can stand, and shows how it was seen before."""
        code = self.code.chosen
        if code and self.standing.box.property("kind") != kind_of(code).value:
            self.standing.box.setProperty("kind", kind_of(code).value)
            self.standing.set_value(None)
            self.standing.set_choices(kind_of(code).standings)
        strand = self._strand(code) if code else None
        self.history.show_lines(() if strand is None else tuple(reversed(strand.findings)))
        self.history.fit_height(5)
        for part in (self.before, self.history, self.acts):
            part.setVisible(strand is not None)
        for name in ("standing", "words", "seen_on", "source", "certainty"):
            self.form.show_field(name, bool(code))
        self.title.setVisible(self.correcting is not None)
        self._verb("Write down" if self.correcting is None else "Put right")
        self.clear_button.setVisible(bool(code))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter on how it stands writes it down."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        ):
            self.submit()
            return True
        return super().eventFilter(watched, event)

    def _verb(self, words: str) -> None:
        self.save_button.setText(words)
        self.save_button.setAccessibleName(words)

    def _taken(self, code: str) -> None:
        self.fit()
        strand = self._strand(code)
        if self.correcting is None:
            self.standing.set_value(
                strand.latest.details.standing if strand else kind_of(code).standings.codes[0].code
            )
        self.standing.control().setFocus(Qt.FocusReason.OtherFocusReason)

    def _correct(self) -> None:
        if (finding := self._meant()) is not None:
            self.wants_correcting.emit(finding)

    def _take_back(self) -> None:
        if (finding := self._meant()) is not None:
            self.taken_back.emit(finding)

    def _meant(self) -> Finding | None:
        """The look the keyboard stands on, else the latest."""
        return self.history.current() or next(iter(self.history.model.lines), None)


def _words(finding: Finding) -> str:
    return VEIL if finding.veiled else finding.details.words[:_SHOWN]
