"""The short questions about a session: why it did not happen, and where a long one is split."""

from PySide6.QtWidgets import QInputDialog, QWidget

from vrp_desktop.domain import codes
from vrp_desktop.domain.errors import Refused
from vrp_desktop.ui.sessions.words import length


class Doubtful(Refused):
    """Something worth a second look, told before it is saved; whoever is sure saves it all the same."""

    def __init__(self, questions: tuple[str, ...]) -> None:
        super().__init__("\n\n".join(questions))


def why_not(parent: QWidget) -> str | None:
    """Asks why a session did not happen: a code of the list cancel_reason; None where they think better."""
    reasons = codes.code_list("cancel_reason").codes
    box = QInputDialog(parent)
    box.setWindowTitle("It did not happen")
    box.setLabelText("Why did it not happen? The return counts the reasons.")
    box.setComboBoxItems([reason.label for reason in reasons])
    box.setOkButtonText("It did not happen")
    if not box.exec():
        return None
    return next(reason.code for reason in reasons if reason.label == box.textValue())


def minutes_of_first(parent: QWidget, minutes: int) -> int | None:
    """Asks after how many minutes the second part begins; None where they think better."""
    box = QInputDialog(parent)
    box.setWindowTitle("Split this session")
    box.setLabelText(
        f"It lasted {length(minutes)}. After how many minutes does the second part begin?\n"
        "Whoever is in the register is in both parts then: check both."
    )
    box.setInputMode(QInputDialog.InputMode.IntInput)
    box.setIntRange(1, minutes - 1)
    box.setIntStep(15)
    box.setIntValue(max(1, minutes // 2))
    box.setOkButtonText("Split")
    return box.intValue() if box.exec() else None
