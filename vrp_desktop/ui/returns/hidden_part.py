"""The step before signing: what is hidden in what is sent, why, and what could still be said of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtWidgets import QVBoxLayout, QWidget

from vrp_desktop.domain.returns import form
from vrp_desktop.domain.returns.figures import Key, ReturnDocument, Shown
from vrp_desktop.domain.returns.form import keys as every_figure
from vrp_desktop.ui.kit.parts import heading, label
from vrp_desktop.ui.kit.tables import Column, Table
from vrp_desktop.ui.returns.model import best_guess, written


@dataclass(frozen=True)
class HiddenLine:
    """A hidden figure: its table, what was counted, why it is hidden, the best anybody could say."""

    table: form.Table
    figure: str
    counted: str
    why: str
    best: str


class HiddenPart(QWidget):
    """Every hidden figure of the return, in its order."""

    def __init__(self) -> None:
        super().__init__()
        self.said = label("", "muted")
        self.lines: Table[HiddenLine] = Table(
            "Hidden figures",
            [
                Column("Figure", lambda one: one.figure, stretch=3, tip=lambda one: one.figure),
                Column("Table", lambda one: one.table.section, leaves=2, tip=lambda one: one.table.title),
                Column("Counted", lambda one: one.counted, number=True),
                Column("Why", lambda one: one.why, stretch=2, leaves=1, tip=lambda one: one.why),
                Column("Best guess", lambda one: one.best, tip=lambda one: one.best),
            ],
            "Nothing is hidden: no count is small.",
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(heading("What is hidden, and why"))
        layout.addWidget(self.said)
        layout.addWidget(self.lines, 1)

    def show_hidden(
        self,
        counted: ReturnDocument,
        protected: ReturnDocument,
        intervals: Mapping[Key, tuple[int, int | None]],
    ) -> None:
        """Shows every figure that is marked [c] in what is sent."""
        lines = []
        for table, row, column, key in every_figure():
            whole, leaves = counted.get(*key), protected.get(*key)
            if leaves.shown is not Shown.CONFIDENTIAL:
                continue
            why = _why(whole.value, table.counts_people(row, column), counted.header.threshold)
            best = best_guess(intervals[key]) if key in intervals else "–"
            lines.append(HiddenLine(table, form.name_of(key), written(whole, whole), why, best))
        self.lines.show_lines(lines)
        self.said.setText(
            "Every return sent before is laid beside this one, and the best reasoning there is has been "
            "tried on all of them. The best guess is how near it comes."
            if lines
            else ""
        )

    def clear(self) -> None:
        """Forgets it."""
        self.lines.show_lines([])
        self.said.setText("")


def _why(value: object, counts: bool, threshold: int) -> str:
    if not counts:
        return "It is made of a hidden count"
    if isinstance(value, int) and 1 <= value < threshold:
        return f"It is from 1 to {threshold - 1}"
    return "It covers for a small one"
