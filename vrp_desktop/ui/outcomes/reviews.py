"""What was said of a goal or a focus area each time somebody asked, the latest first."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from vrp_desktop.domain.outcomes import Reading
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.kit import messages
from vrp_desktop.ui.kit.dates import written
from vrp_desktop.ui.kit.parts import button, heading, row
from vrp_desktop.ui.kit.screen import Screen
from vrp_desktop.ui.kit.tables import Column, Table
from vrp_desktop.ui.outcomes.items import STAGES, Item

_SHOWN = 400


class Reviews(QWidget):
    """Hidden where nobody has asked yet. A reading that was written down by mistake can be taken back."""

    def __init__(self, screen: Screen, services: Provider) -> None:
        super().__init__()
        self._screen, self._services = screen, services
        self.table: Table[Reading] = Table(
            "What was said",
            [
                Column("Day", lambda r: written(r.taken_on)),
                Column("When", lambda r: dict(STAGES)[r.stage.value], leaves=1),
                Column("Number", lambda r: str(r.value), number=True),
                Column("What was said", lambda r: r.note[:_SHOWN], stretch=1, tip=lambda r: r.note[:_SHOWN]),
            ],
            "Nobody has asked yet.",
        )
        self.back_button = button("Take back", self._take_back)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        for part in (heading("Reviews"), self.table, row(self.back_button, None)):
            layout.addWidget(part)
        self.hide()

    def show_item(self, item: Item | None) -> None:
        """Shows every reading of one goal or focus area."""
        readings = () if item is None else tuple(reversed(item.readings))
        self.table.show_lines(readings)
        self.table.fit_height(4)
        self.setVisible(bool(readings))

    def _take_back(self) -> None:
        reading = self.table.current() or next(iter(self.table.model.lines), None)
        if reading is None:
            return
        outcomes, words = self._services.outcomes, f"{reading.value}, asked on {written(reading.taken_on)}."
        if messages.ask(self, "Take it back?", f"{words} The history keeps it.", "Take back", "Keep it"):
            self._screen.save(lambda: outcomes.take_back(reading.id))
