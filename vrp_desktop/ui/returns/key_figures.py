"""The few figures of a quarter that are read first, large."""

from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from vrp_desktop.domain.returns.figures import Key, ReturnDocument
from vrp_desktop.ui.kit.parts import label
from vrp_desktop.ui.returns.model import written

SHOWN: tuple[tuple[Key, str], ...] = (
    (("R2", "supported_quarter", "people"), "people supported"),
    (("R2", "supported_ytd", "people"), "in the year so far"),
    (("R5", "delivered", "value"), "sessions"),
    (("R5", "hours", "value"), "hours"),
    (("R4", "head_count", "value"), "came, not named"),
    (("R2", "open_end", "people"), "taking part at the end"),
)


class KeyFigures(QWidget):
    """Numbers with what they are under them, in one line."""

    def __init__(self) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(36)
        grid.setVerticalSpacing(0)
        self.numbers: list[QLabel] = []
        for at, (_, words) in enumerate(SHOWN):
            number, under = label("–", "figure"), label(words, "small")
            number.setWordWrap(False)
            under.setWordWrap(False)
            grid.addWidget(number, 0, at)
            grid.addWidget(under, 1, at)
            self.numbers.append(number)
        grid.setColumnStretch(len(SHOWN), 1)

    def show_figures(self, counted: ReturnDocument, protected: ReturnDocument) -> None:
        """Shows the figures of a return."""
        for number, (key, words) in zip(self.numbers, SHOWN, strict=True):
            number.setText(written(counted.get(*key), protected.get(*key)))
            number.setAccessibleName(f"{number.text()} {words}")

    def clear(self) -> None:
        """Forgets them."""
        for number in self.numbers:
            number.setText("–")
