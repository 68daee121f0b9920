"""What was said about domestic abuse or sexual violence, veiled until somebody says why they read it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.findings import Finding
from vrp_desktop.ui.kit.fields import TextField
from vrp_desktop.ui.kit.forms import Form
from vrp_desktop.ui.kit.parts import button, card, column, heading, label, quiet, row

_WHY = (
    "Only whoever wrote it sees it as it stands. Say why you have to read it: your reason is in the journal."
)


class Veil(QWidget):
    """Shown only while somebody asks to read the words of one finding, or reads them."""

    wanted = Signal(str, str)
    """The id of a finding, and the reason."""

    def __init__(self) -> None:
        super().__init__()
        self._finding: Finding | None = None
        self.title = heading("")
        self.form = Form()
        self.form.add("reason", "Why you have to read it", TextField())
        self.show_button = button("Show", self._ask)
        self.form.place(row(self.show_button, quiet("Cancel", self.end)))
        self.form.submitted.connect(self._ask)
        self.asking = column(label(_WHY, "muted"), self.form)
        self.words = label("")
        self.words.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByKeyboard | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        self.close_button = quiet("Close it", self.end)
        self.reading = column(self.words, row(self.close_button))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(card(self.title, self.asking, self.reading))
        self.end()

    def begin(self, finding: Finding) -> None:
        """Asks why, and takes the keyboard."""
        self.end()
        self._finding = finding
        self.title.setText(f"Veiled: {finding.details.label}")
        self.show()
        self.form.focus_first()

    def tell(self, finding: Finding) -> None:
        """Shows the words that were asked for, as long as they are still wanted."""
        if self._finding is not None and self._finding.id == finding.id:
            self.title.setText(finding.details.label)
            self.words.setText(finding.details.words)
            self.asking.hide()
            self.reading.show()
            self.close_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def refuse(self, refused: Refused) -> None:
        """Says what is wrong with the reason."""
        self.form.refuse(refused)

    def end(self) -> None:
        """Forgets all of it."""
        self._finding = None
        self.form.write({"reason": ""})
        for each in (self.title, self.words):
            each.setText("")
        self.asking.show()
        self.reading.hide()
        self.hide()

    def _ask(self) -> None:
        if self._finding is not None:
            self.wanted.emit(self._finding.id, self.form.field("reason").value())
