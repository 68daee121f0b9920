"""The return as a list of things to do: all that is noted first, then its sections, then what is hidden."""

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from vrp_desktop.domain.returns.sections import Section, Standing
from vrp_desktop.ui.kit.parts import heading
from vrp_desktop.ui.kit.tables import Column, Table

OVERVIEW, HIDDEN = "overview", "hidden"


@dataclass(frozen=True)
class Step:
    """One line of the list. ``section`` is None for the first and the last."""

    code: str
    title: str
    state: str
    section: Section | None = None


class Steps(QWidget):
    """Up and down walks through the sections; each is shown beside the list."""

    chosen = Signal(object)
    """The ``Step`` the keyboard stands on."""

    def __init__(self) -> None:
        super().__init__()
        self.table: Table[Step] = Table(
            "Sections of the return",
            [
                Column("Section", lambda step: step.title, stretch=3),
                Column("How it stands", lambda step: step.state, stretch=2, tip=lambda step: step.state),
            ],
            "Choose an intervention and a quarter.",
        )
        self.table.chosen.connect(self._tell)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(heading("The return, step by step"))
        layout.addWidget(self.table)

    def show_standings(self, noted: int, standings: tuple[Standing, ...], hidden: int) -> None:
        """Shows how it stands; the keyboard stays where it was."""
        at = max(self.table.view.currentIndex().row(), 0)
        self.table.show_lines(
            [
                Step(OVERVIEW, "To look at first", f"{noted:,} noted" if noted else "Nothing noted"),
                *(Step(one.section.code, one.section.title, one.words, one.section) for one in standings),
                Step(HIDDEN, "What is hidden", f"{hidden:,} figures" if hidden else "Nothing"),
            ]
        )
        self.table.fit_height(len(standings) + 2)
        self.table.choose(at)

    def clear(self) -> None:
        """Forgets how it stands."""
        self.table.show_lines([])

    def choose(self, code: str) -> None:
        """Goes to a section by its code."""
        for at, step in enumerate(self.table.model.lines):
            if step.code == code:
                self.table.choose(at)

    def _tell(self, step: Step | None) -> None:
        if step is not None:
            self.chosen.emit(step)
