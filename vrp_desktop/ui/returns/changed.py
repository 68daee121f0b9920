"""That a final return was made, and what has changed since: the corrections, and the figures they moved."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from vrp_desktop.domain.returns.corrections import Correction, Difference, Since
from vrp_desktop.ui.kit.dates import written
from vrp_desktop.ui.kit.flow import Beside
from vrp_desktop.ui.kit.parts import button, card, column, heading, label
from vrp_desktop.ui.kit.tables import Column, Table

MOST = 200
"""Corrections that are listed; the journal has them all."""

SUBTRACT = (
    "Whoever has both versions lays them side by side. So a figure that has changed by fewer people than the "
    "threshold is hidden in the new one, with what it would follow from. Where that hides much, wait until "
    "more corrections have come together."
)


class Changed(QWidget):
    """Shown only where there is a final return. Enter on a correction leads to its record."""

    opened = Signal(object)
    """The ``Correction`` that was opened."""

    def __init__(self) -> None:
        super().__init__()
        self.title = heading("")
        self.said = label("", "muted")
        self.warning = label(SUBTRACT)
        self.corrections: Table[Correction] = Table(
            "Corrections since",
            [
                Column("When", lambda one: f"{one.at.astimezone():%d/%m/%Y %H:%M}", leaves=2),
                Column("Who", lambda one: one.who, leaves=1),
                Column("Of what", lambda one: one.place.about, stretch=2, tip=lambda one: one.place.about),
                Column("What", lambda one: one.what, stretch=3, tip=lambda one: one.what),
                Column("Why", lambda one: one.reason, stretch=2, leaves=3, tip=lambda one: one.reason),
            ],
            "No record of this quarter has been touched since.",
        )
        self.figures: Table[Difference] = Table(
            "Figures that would be different",
            [
                Column("Figure", lambda one: one.figure, stretch=2, tip=lambda one: one.table),
                Column("Table", lambda one: one.table, stretch=2, leaves=2),
                Column("Sent", lambda one: one.before, number=True),
                Column("Now", lambda one: one.now, number=True),
            ],
            "Every figure would be the same.",
        )
        self.corrections.opened.connect(self.opened)
        self.moved = column(heading("Figures as they are sent"), self.figures, spacing=4)
        touched = column(heading("Corrections since"), self.corrections, spacing=4)
        self.lists = column(self.warning, self.moved, touched, spacing=10)
        self.lists.hide()
        self.toggle = button("Show what changed", self._toggle)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        across = Beside(column(self.title, self.said, spacing=4), self.toggle, (1, 0), wide=560, below=6)
        layout.addWidget(card(across, self.lists, spacing=8))
        self.hide()

    def show_since(self, since: Since | None) -> None:
        """Shows it; None hides it."""
        corrections = () if since is None else since.corrections[:MOST]
        figures = () if since is None else since.figures or ()
        self.corrections.show_lines(corrections)
        self.figures.show_lines(figures)
        self.corrections.fit_height(6)
        self.figures.fit_height(6)
        self.toggle.setVisible(bool(corrections or figures))
        if not corrections and not figures:
            self.lists.hide()
            self._name()
        self.moved.setVisible(since is not None and since.figures is not None)
        self.warning.setVisible(bool(figures))
        if since is not None:
            self.title.setText(f"Version {since.version} was made final on {written(since.made_on)}")
            self.said.setText(_told(since))
        self.setVisible(since is not None)

    def _toggle(self) -> None:
        self.lists.setVisible(self.lists.isHidden())
        self._name()

    def _name(self) -> None:
        self.toggle.setText("Show what changed" if self.lists.isHidden() else "Hide what changed")
        self.toggle.setAccessibleName(self.toggle.text())


def _told(since: Since) -> str:
    """The whole of it in a sentence or two."""
    made = len(since.corrections)
    if not made and since.figures == ():
        return "The records still say the same: nothing has changed since."
    corrected = "1 correction" if made == 1 else f"{made:,} corrections"
    latest = f" The latest {MOST} are listed." if made > MOST else ""
    if since.figures is None:
        return (
            f"{corrected} since.{latest} Whether a figure changed cannot be told: see what to look at first."
        )
    moved = len(since.figures)
    figures = {0: "no figure that is sent", 1: "1 figure that is sent"}.get(
        moved, f"{moved} figures that are sent"
    )
    would = "is" if moved < 2 else "are"
    return f"{corrected} since; {figures} {would} different now.{latest}"
