"""What stands above a register where something has to be said first: that it is locked, or did not happen."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout

from vrp_desktop.domain import codes
from vrp_desktop.ui.kit.fields import ChoiceField
from vrp_desktop.ui.kit.parts import button, label, quiet, row


class LockedBand(QFrame):
    """That changing this register takes a reason."""

    corrected = Signal(str)
    """Why it has to be corrected."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "surface")
        self.words = label("", "label")
        self.reason = QLineEdit()
        self.reason.setPlaceholderText("Why it has to be corrected")
        self.reason.setAccessibleName("Why it has to be corrected")
        self.reason.setAccessibleIdentifier("correct-reason")
        self.correct = button("Correct it", self._ask)
        self.reason.returnPressed.connect(self._ask)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 8, 14, 8)
        layout.addWidget(self.words)
        layout.addWidget(row(self.reason, self.correct))
        self.hide()

    def tell(self, words: str) -> None:
        """Shows why it is locked."""
        self.words.setText(words)
        self.reason.clear()
        self.show()

    def _ask(self) -> None:
        self.corrected.emit(self.reason.text())


class NotHappenedBand(QFrame):
    """Asks why a session did not happen."""

    said = Signal(str)
    """A code of the list cancel_reason."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "surface")
        self.reason = ChoiceField(codes.code_list("cancel_reason"), "Choose why")
        self.reason.name_as("cancel-reason", "Why it did not happen", "")
        words = label("It did not happen, because", "label")
        words.setWordWrap(False)
        words.setBuddy(self.reason.control())
        self.yes = button("Save that", self._say)
        self.fault = label("", "fault")
        self.fault.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 8, 14, 8)
        layout.addWidget(row(words, self.reason, self.yes, quiet("Cancel", self.hide), None))
        layout.addWidget(self.fault)
        self.hide()

    def ask(self) -> None:
        """Opens with the keyboard on the reasons."""
        self.reason.set_value(None)
        self.fault.hide()
        self.show()
        self.reason.control().setFocus()

    def _say(self) -> None:
        reason = self.reason.value()
        if reason is None:
            self.fault.setText("Choose why it did not happen.")
            self.fault.show()
            self.reason.control().setFocus()
            return
        self.hide()
        self.said.emit(reason)
