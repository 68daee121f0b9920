"""One concern, veiled until it is asked for; then its words, and what can be put to it."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QVBoxLayout

from vrp_desktop.domain.concerns import Concern, Standing
from vrp_desktop.ui.concerns.words import whole
from vrp_desktop.ui.kit.dates import DateField
from vrp_desktop.ui.kit.fields import TextArea
from vrp_desktop.ui.kit.forms import Form
from vrp_desktop.ui.kit.parts import button, label, primary, row

NOT_ANSWERED = (
    "It is veiled. The designated safeguarding lead reads it, and can tell you what you need to know."
)
FOR_A_REASON = (
    "It is veiled. The designated safeguarding lead reads it. If you cannot wait for them, say why: it opens "
    "once, your reason is kept in the journal, and the lead is shown that you read it."
)


class _Text(QPlainTextEdit):
    """As high as a page of a concern; the style sheet would make less of it."""

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), 300)


class ConcernCard(QFrame):
    """What is asked of it is told by its signals; the page does it."""

    read_wanted = Signal()
    reveal_wanted = Signal(str)

    def __init__(self, today: DateField, closed: DateField) -> None:
        """The two fields are those of the lead's answer: when it was referred, and when closed."""
        super().__init__()
        self.setProperty("ground", "surface")
        self.about = label("Choose a concern.", "heading")
        self.told = label("", "muted")
        self.veil = label("", "muted")
        self.read_button = primary("Read it", self.read_wanted.emit)
        self.reason = Form()
        self.reason.add("reason", "Why you have to read it now", TextArea(2), "The lead reads this.")
        self.reveal_button = primary(
            "Reveal", lambda: self.reveal_wanted.emit(self.reason.field("reason").value())
        )
        self.reason.place(row(self.reveal_button))
        self.text = _Text()
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName("The concern")
        self.text.setAccessibleIdentifier("the-concern")
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.more = Form()
        self.more.add("words", "Add to it", TextArea(2), "What you wrote on the day stays as it is.")
        self.add_button = button("Add")
        self.more.place(row(self.add_button))
        self.answer = Form()
        self.answer.add("note", "Your note", TextArea(3), "What you decided and why, or why it is reopened.")
        self.answer.add("referred_on", "Referred to children’s social care on", today)
        self.answer.add("closed_on", "Closed on", closed)
        self.save_button = primary("Save answer")
        self.reopen_button = button("Reopen")
        self.release_button = button("Let it go")
        self.release_button.setToolTip("Should the record be erased, this concern may go with it.")
        self.keep_button = button("Keep it")
        self.keep_button.setToolTip("The record it is about is not erased.")
        self.answer.place(
            row(self.save_button, self.reopen_button, self.release_button, self.keep_button, None)
        )
        self.record_button = button("Open the record")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(10)
        for part in (
            self.about,
            self.told,
            self.veil,
            row(self.read_button, self.record_button),
            self.reason,
        ):
            layout.addWidget(part)
        for part in (self.text, self.more, self.answer):
            layout.addWidget(part)
        layout.addStretch(1)
        self.clear()

    def clear(self) -> None:
        """Nothing is chosen, and nothing stands here."""
        self.veiled("Choose a concern.", "", "", False, False)
        self.record_button.hide()

    def veiled(self, about: str, told: str, veil: str, readable: bool, for_a_reason: bool) -> None:
        """A concern without its words: ``readable`` ones open with a button, others for a reason or not."""
        self.text.clear()
        self.about.setText(about)
        self.told.setText(told)
        self.veil.setText(veil)
        self.reason.write({"reason": ""})
        self.more.write({"words": ""})
        self.answer.write({"note": "", "referred_on": None, "closed_on": None})
        self.read_button.setVisible(readable)
        self.reason.setVisible(for_a_reason)
        self.veil.setVisible(bool(veil))
        self.told.setVisible(bool(told))
        for part in (self.text, self.more, self.answer):
            part.hide()

    def show_concern(self, concern: Concern, mine: bool, lead: bool) -> None:
        """Its words. Whoever raised it can add to it; the lead can answer."""
        line = concern.line
        self.veil.hide()
        self.read_button.hide()
        self.reason.hide()
        self.text.setPlainText(whole(concern))
        self.text.show()
        self.more.setVisible(mine)
        self.answer.setVisible(lead)
        self.answer.write({"note": "", "referred_on": line.referred_on, "closed_on": line.closed_on})
        closed = line.standing is Standing.CLOSED
        self.reopen_button.setVisible(closed)
        self.release_button.setVisible(closed and line.released_on is None)
        self.keep_button.setVisible(closed and line.released_on is not None)
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)
