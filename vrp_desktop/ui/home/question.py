"""Did it take place? Answered on the spot for a session that was planned, and whose day is over."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from vrp_desktop.domain import codes
from vrp_desktop.domain.sessions import SessionLine, Status
from vrp_desktop.ui.kit.dates import written
from vrp_desktop.ui.kit.fields import ChoiceField
from vrp_desktop.ui.kit.parts import OneLine, button, row


class Question(QWidget):
    """Hidden for a session of which it is known."""

    happened = Signal(str)
    """The id of a session whose register is to be done."""
    did_not_happen = Signal(str, str)
    """The id of a session, and a code of the list cancel_reason."""

    def __init__(self) -> None:
        super().__init__()
        self._session_id = ""
        self.words = OneLine("", "label")
        self.yes = button("Do the register", lambda: self.happened.emit(self._session_id))
        self.reason = ChoiceField(codes.code_list("cancel_reason"), "Choose why not")
        self.reason.name_as("reason", "Why it did not happen", "")
        self.reason.box.setMinimumContentsLength(14)
        self.reason.edited.connect(self._fit)
        self.no = button("It did not happen", self._answer_no)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.words)
        layout.addWidget(row(self.yes, self.reason, self.no, None))
        self.hide()

    def ask(self, line: SessionLine | None) -> None:
        """Asks about this session, where it is not known yet whether it took place."""
        if line is None or line.status is not Status.PLANNED:
            self._session_id = ""
            self.hide()
            return
        if line.id != self._session_id:
            self.reason.set_value(None)
        self._session_id = line.id
        day = written(line.held_on, weekday=True, year=False)
        self.words.setText(f"Did {line.group or line.title or line.intervention} take place on {day}?")
        self._fit()
        self.show()

    def _fit(self) -> None:
        self.no.setEnabled(self.reason.value() is not None)

    def _answer_no(self) -> None:
        reason = self.reason.value()
        if self._session_id and reason is not None:
            self.no.setEnabled(False)
            self.did_not_happen.emit(self._session_id, reason)
