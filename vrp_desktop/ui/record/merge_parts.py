"""The parts of the page on which two records become one: a card a record, a choice a field."""

from collections.abc import Sequence

from PySide6.QtWidgets import QButtonGroup, QFrame, QGridLayout, QRadioButton, QVBoxLayout, QWidget

from vrp_desktop.domain import age
from vrp_desktop.domain.merging import Choice, Facing, Side
from vrp_desktop.ui.kit.parts import label


class SideCard(QFrame):
    """One of two records: who it is, and what is held."""

    def __init__(self, role: str) -> None:
        super().__init__()
        self.setProperty("ground", "surface")
        self.role = label(role, "small")
        self.name = label("", "heading")
        self.about = label("", "muted")
        self.holds = label("")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(4)
        for part in (self.role, self.name, self.about, self.holds):
            layout.addWidget(part)
        layout.addStretch(1)

    def say(self, side: Side | None) -> None:
        """Shows a record, or nobody's."""
        self.name.setText("" if side is None else side.known_as)
        self.about.setText(
            "" if side is None else " · ".join(filter(None, (side.full_name, age.in_words(side.years))))
        )
        self.holds.setText("" if side is None else ", ".join(side.holds) or "Nothing else is held.")


class Choosing(QWidget):
    """Field by field, what either record says: where they differ one is chosen, or both where that can be."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: tuple[Facing, ...] = ()
        self._groups: dict[str, tuple[QButtonGroup, dict[Choice, QRadioButton]]] = {}
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._grid: QWidget | None = None

    def show_fields(self, fields: Sequence[Facing]) -> None:
        """Shows these fields, each with what would stand chosen."""
        if self._grid is not None:
            self._layout.removeWidget(self._grid)
            self._grid.hide()
            self._grid.deleteLater()
        self.shown, self._groups = tuple(fields), {}
        self._grid = QWidget()
        grid = QGridLayout(self._grid)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        # Where they differ somebody has to look; the rest follows.
        for number, one in enumerate(sorted(self.shown, key=lambda one: not one.differs)):
            self._add(grid, number, one)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        self._layout.addWidget(self._grid)

    def choices(self) -> dict[str, Choice]:
        """By field, what is chosen."""
        return {
            field: next((choice for choice, pressed in buttons.items() if pressed.isChecked()), Choice.KEPT)
            for field, (_, buttons) in self._groups.items()
        }

    def button(self, field: str, choice: Choice) -> QRadioButton:
        """What is pressed to choose."""
        return self._groups[field][1][choice]

    def _add(self, grid: QGridLayout, number: int, one: Facing) -> None:
        grid.addWidget(label(one.words, "label"), number, 0)
        group = QButtonGroup(self._grid)
        buttons: dict[Choice, QRadioButton] = {}
        offered = [(Choice.KEPT, one.kept, 1), (Choice.GONE, one.gone, 2)]
        if one.both:
            offered.append((Choice.BOTH, "Both", 3))
        if one.kept == one.gone:
            offered = offered[:1]
        for choice, said, column in offered:
            made = QRadioButton()
            made.setText(_short(said) or "(empty)")
            made.setToolTip(said)
            made.setAccessibleName(f"{one.words}: {said or 'empty'}")
            made.setAccessibleIdentifier(f"{one.field}-{choice.value}")
            made.setChecked(choice is one.stands)
            made.setMinimumWidth(80)
            group.addButton(made)
            buttons[choice] = made
            grid.addWidget(made, number, column)
        self._groups[one.field] = (group, buttons)


def _short(said: str) -> str:
    """One line of it: the whole stands on hovering."""
    line = " ".join(said.split())
    return line if len(line) <= 40 else line[:39] + "…"
