"""The few figures of a quarter that are read first, large."""

from vrp_desktop.domain.returns.figures import Key, ReturnDocument
from vrp_desktop.ui.kit.flow import Figures
from vrp_desktop.ui.returns.model import written

SHOWN: tuple[tuple[Key, str], ...] = (
    (("R2", "supported_quarter", "people"), "people supported"),
    (("R2", "supported_ytd", "people"), "in the year so far"),
    (("R5", "delivered", "value"), "sessions"),
    (("R5", "hours", "value"), "hours"),
    (("R4", "head_count", "value"), "came, not named"),
    (("R2", "open_end", "people"), "taking part at the end"),
)


class KeyFigures(Figures):
    """Numbers with what they are under them."""

    def __init__(self) -> None:
        super().__init__(tuple(words for _, words in SHOWN))

    def show_figures(self, counted: ReturnDocument, protected: ReturnDocument) -> None:
        """Shows the figures of a return."""
        self.show_numbers([written(counted.get(*key), protected.get(*key)) for key, _ in SHOWN])
