"""A list of names pasted into a register: each line matched, everything shown before anything is written."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from vrp_desktop.domain.names import MOST_PASTED, folded
from vrp_desktop.domain.people import PersonLine
from vrp_desktop.ui.kit.fields import ChoiceField
from vrp_desktop.ui.kit.parts import label, primary, quiet, row
from vrp_desktop.ui.kit.tables import Column, Table

NEW, LEAVE_OUT = "new", "leave out"


@dataclass(frozen=True)
class Pasted:
    """One name, who may be meant, and what becomes of it: a person's id, ``NEW`` or ``LEAVE_OUT``; None where
    somebody has to choose."""

    name: str
    people: tuple[PersonLine, ...]
    becomes: str | None


def matched(name: str, found: Sequence[PersonLine], regulars: frozenset[str]) -> Pasted:
    """Who is meant where one person only is called so: among the regulars first, then among everybody. Two
    names or more may be any of theirs, as a preferred name with the family name."""
    words = set(folded(name).split())
    alike = [
        one
        for one in found
        if folded(name) in (folded(one.known_as), folded(one.full_name))
        or (len(words) > 1 and words <= set(folded(f"{one.known_as} {one.full_name}").split()))
    ]
    own = [one for one in alike if one.id in regulars]
    sure = own if len(own) == 1 else alike
    if len(sure) == 1:
        return Pasted(name, tuple(found), sure[0].id)
    return Pasted(name, tuple(found), None if found else NEW)


class PasteDialog(QDialog):
    """Asks once for everything that was pasted."""

    def __init__(
        self, parent: QWidget, lines: Sequence[Pasted], agreed: Callable[[Sequence[Pasted]], None]
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Names pasted into the register")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(720, 560)
        self._agreed = agreed
        self.lines = list(lines)
        self.words = label("")
        self.table: Table[Pasted] = Table(
            "Names pasted",
            [Column("Pasted", lambda p: p.name, stretch=1), Column("Is", _meant, stretch=2)],
            "No name was found in it.",
        )
        self.who = ChoiceField(otherwise="")
        self.who.name_as("pasted-who", "Who is meant", "")
        over = label("Who is meant", "label")
        over.setBuddy(self.who.control())
        over.setWordWrap(False)
        self.yes = primary("Mark as present", self._agree)
        self.table.chosen.connect(self._choose)
        self.who.edited.connect(self._chosen)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(10)
        layout.addWidget(self.words)
        layout.addWidget(self.table, 1)
        layout.addWidget(row(over, self.who, None))
        layout.addWidget(row(self.yes, quiet("Cancel", self.reject), None))
        self._show()
        unsure = next((at for at, line in enumerate(self.lines) if line.becomes is None), 0)
        self.table.choose(unsure)

    def _show(self) -> None:
        self.table.show_lines(self.lines)
        sure = sum(1 for line in self.lines if line.becomes not in (None, NEW, LEAVE_OUT))
        new = sum(1 for line in self.lines if line.becomes == NEW)
        unsure = sum(1 for line in self.lines if line.becomes is None)
        parts = [f"{sure} known", f"{new} new", *([f"{unsure} to be chosen"] if unsure else [])]
        self.words.setText(f"{len(self.lines)} names: {', '.join(parts)}. Nothing is written yet.")
        self.yes.setText(f"Mark {sure + new} as present")
        self.yes.setAccessibleName(self.yes.text())
        self.yes.setEnabled(not unsure and sure + new > 0)

    def _choose(self, line: Pasted | None) -> None:
        self.who.setEnabled(line is not None)
        if line is not None:
            people = [(one.id, _person(one)) for one in line.people]
            self.who.set_choices([*people, (NEW, "Somebody new"), (LEAVE_OUT, "Leave out")])
            self.who.set_value(line.becomes)

    def _chosen(self) -> None:
        at = self.table.view.currentIndex().row()
        if 0 <= at < len(self.lines):
            self.lines[at] = replace(self.lines[at], becomes=self.who.value())
            self._show()

    def _agree(self) -> None:
        self._agreed(self.lines)
        self.accept()


def too_many(number: int) -> str:
    """What to do with a list that is too long."""
    return (
        f"These are {number:,} names, and a register takes {MOST_PASTED} at once. Paste them in parts; "
        "nothing was written."
    )


def _person(line: PersonLine) -> str:
    years = "" if line.age is None else f", {line.age}"
    named = f" ({line.full_name})" if line.full_name not in ("", line.known_as) else ""
    return f"{line.known_as}{named}{years}"


def _meant(line: Pasted) -> str:
    if line.becomes is None:
        return "Choose who is meant"
    if line.becomes == NEW:
        return "somebody new"
    if line.becomes == LEAVE_OUT:
        return "left out"
    return next((_person(one) for one in line.people if one.id == line.becomes), "")
