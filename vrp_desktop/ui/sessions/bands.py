"""What stands above a register where something has to be said first: that it is locked, or did not happen."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout, QWidget

from vrp_desktop.domain import codes
from vrp_desktop.domain.sessions import Register, Status
from vrp_desktop.ui.kit.dates import written
from vrp_desktop.ui.kit.fields import ChoiceField
from vrp_desktop.ui.kit.flow import Rows
from vrp_desktop.ui.kit.parts import button, label, quiet, row


class _Band(QFrame):
    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "surface")
        self.words = label("", "label")
        self.fault = label("", "fault")
        self.fault.hide()
        self.inside = QVBoxLayout(self)
        self.inside.setContentsMargins(14, 8, 14, 8)
        self.inside.addWidget(self.words)
        self.hide()

    def refuse(self, words: str) -> None:
        """Says what is wrong with the answer."""
        self.fault.setText(words)
        self.fault.show()


class NoticeBand(_Band):
    """What is plain of the session before anybody is marked: it is still to come, or did not happen."""

    def tell(self, words: str) -> None:
        """Says it; nothing where there is nothing to be said."""
        self.words.setText(words)
        self.setVisible(bool(words))


class LockedBand(_Band):
    """That changing this register takes a reason."""

    corrected = Signal(str)
    """Why it has to be corrected."""

    def __init__(self) -> None:
        super().__init__()
        self.reason = QLineEdit()
        self.reason.setPlaceholderText("Why it has to be corrected: Ben was there, and not marked")
        self.reason.setAccessibleName("Why it has to be corrected")
        self.reason.setAccessibleIdentifier("correct-reason")
        self.correct = button("Correct it", self._ask)
        self.reason.returnPressed.connect(self._ask)
        self.inside.addWidget(self.fault)
        self.inside.addWidget(row(self.reason, self.correct))

    def tell(self, finished_on: date | None) -> None:
        """Shows since when it is locked."""
        done = f"Finished on {written(finished_on)} and locked." if finished_on else "Locked."
        self.words.setText(f"{done} Correct it? Say why in a few words; the reason stays beside the change.")
        self.show()

    def ask(self) -> None:
        """Takes the keyboard: something was to be changed."""
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def forget(self) -> None:
        """Not locked, or nobody's."""
        self.reason.clear()
        self.fault.hide()
        self.hide()

    def _ask(self) -> None:
        self.fault.hide()
        self.corrected.emit(self.reason.text())


class NotHappenedBand(_Band):
    """Asks why a session did not happen."""

    said = Signal(str)
    """A code of the list cancel_reason."""

    def __init__(self, back: Callable[[], None]) -> None:
        super().__init__()
        self._back = back
        self.reason = ChoiceField(codes.code_list("cancel_reason"), "Choose why")
        self.reason.name_as("cancel-reason", "Why it did not happen", "")
        words = label("It did not happen:", "label")
        words.setWordWrap(False)
        words.setBuddy(self.reason.control())
        self.yes = button("It did not happen", self._say)
        asked, across = QWidget(), Rows(across=8, down=6)
        asked.setLayout(across)
        for part in (words, self.reason, self.yes, quiet("Cancel", self._leave)):
            across.addWidget(part)
        self.inside.addWidget(asked)
        self.inside.addWidget(self.fault)

    def ask(self, why: str = "", likely: str | None = None) -> None:
        """Opens with the keyboard on the reasons. ``why`` it is asked; the ``likely`` reason is chosen."""
        self.words.setText(why)
        self.words.setVisible(bool(why))
        self.reason.set_value(likely)
        self.fault.hide()
        self.show()
        self.reason.control().setFocus(Qt.FocusReason.OtherFocusReason)

    def _leave(self) -> None:
        self.hide()
        self._back()

    def _say(self) -> None:
        reason = self.reason.value()
        if reason is None:
            self.refuse("Choose why it did not happen.")
            self.reason.control().setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.said.emit(reason)


def notice_words(register: Register, today: date) -> str:
    """What is plain of a session before anybody is marked; empty where nothing is."""
    details = register.session.details
    if details.status is Status.CANCELLED:
        why = codes.label("cancel_reason", details.cancel_reason)
        return f"It did not happen: {why}. If it took place after all, “Correct the session”."
    if details.held_on > today:
        return (
            f"This session is on {written(details.held_on, weekday=True)}; by this computer’s clock today is "
            f"{written(today, weekday=True)}. Until then somebody can only be excused from it."
        )
    return ""
