"""What somebody had begun: a button for each page, above all else."""

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from vrp_desktop.domain.today import HalfDone
from vrp_desktop.ui.kit.parts import button, card, heading


class Begun(QWidget):
    """Hidden where there is nothing to go on with. ``opened`` is called with what was pressed."""

    def __init__(self, opened: Callable[[HalfDone], None]) -> None:
        super().__init__()
        self._opened = opened
        self.buttons: list[QPushButton] = []
        self._lines = QVBoxLayout()
        self._lines.setSpacing(6)
        surface = card(heading("You had begun"), spacing=6)
        inside = surface.layout()
        assert isinstance(inside, QVBoxLayout)  # noqa: S101 - what a card is made of
        inside.addLayout(self._lines)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(surface)
        self.hide()

    def show_pages(self, begun: tuple[HalfDone, ...], today: date) -> None:
        """Shows these."""
        self.clear()
        for one in begun:
            made = button(one.words(today), partial(self._opened, one))
            if one.session is not None:
                made.setAccessibleDescription(one.session.group or one.session.intervention)
                made.setToolTip(made.accessibleDescription())
            self.buttons.append(made)
            self._lines.addWidget(made)
        self.setVisible(bool(begun))

    def clear(self) -> None:
        """Forgets them."""
        for made in self.buttons:
            self._lines.removeWidget(made)
            made.deleteLater()
        self.buttons = []
        self.hide()
