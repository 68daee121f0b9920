"""First start: who is sitting here?"""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout

from vrp_desktop.ui.kit.icons import icon
from vrp_desktop.ui.kit.parts import Button, button, label
from vrp_desktop.ui.kit.theme import colours
from vrp_desktop.ui.welcome.page import WelcomePage


class ChoosePage(WelcomePage):
    """Provider, commissioner, or a look around; and a store that is there already."""

    provider = Signal()
    commissioner = Signal()
    demo = Signal()
    existing = Signal()
    restore = Signal()

    def __init__(self) -> None:
        super().__init__(
            "What is this laptop for?",
            "Everything stays on this laptop, encrypted. Nothing is sent anywhere.",
        )
        self.first = _choice(
            "people",
            "We deliver interventions",
            "Record the children and young adults you work with, log sessions, and prepare the "
            "quarter’s return.",
        )
        second = _choice(
            "county",
            "We commission interventions",
            "Bring in the returns of providers and see the county’s picture. No person’s record "
            "can be kept here.",
        )
        third = _choice(
            "show",
            "Look around first",
            "A provider that could be in West Yorkshire, with invented people. Nothing you do there counts.",
        )
        for choice, signal in (
            (self.first, self.provider),
            (second, self.commissioner),
            (third, self.demo),
        ):
            choice.clicked.connect(lambda _=False, signal=signal: signal.emit())
            self.body.addWidget(choice)
        self.body.addWidget(
            button("Open a store that is already on this laptop…", self.existing.emit, "link")
        )
        self.body.addWidget(button("Restore a backup…", self.restore.emit, "link"))
        self.body.addStretch(1)

    def start(self) -> None:
        self.first.setFocus(Qt.FocusReason.OtherFocusReason)


class _Choice(Button):
    """A button as high as its words."""

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        layout = self.layout()
        return layout.totalHeightForWidth(width) if layout else 60

    def sizeHint(self) -> QSize:
        return QSize(400, self.heightForWidth(400))


def _choice(picture: str, title: str, words: str) -> QPushButton:
    made = _Choice()
    made.setProperty("role", "choice")
    made.setAccessibleName(title)
    made.setAccessibleDescription(words)
    made.setAccessibleIdentifier(picture)
    policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    made.setSizePolicy(policy)
    drawing = QLabel()
    drawing.setPixmap(icon(picture, colours().accent).pixmap(QSize(40, 40)))
    drawing.setFixedWidth(56)
    layout = QHBoxLayout(made)
    layout.setContentsMargins(16, 14, 16, 14)
    layout.addWidget(drawing)
    text = QVBoxLayout()
    text.setSpacing(2)
    for part in (label(title, "heading"), label(words, "muted")):
        part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        text.addWidget(part)
    layout.addLayout(text, 1)
    return made
