"""A list of names pasted into a register: each line matched, everything shown before anything is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vrp_desktop.domain.names import folded
from vrp_desktop.domain.pasting import MOST_PASTED, PastedName
from vrp_desktop.domain.people import PersonLine
from vrp_desktop.domain.sessions import RegisterRow
from vrp_desktop.ui.kit.fields import ChoiceField
from vrp_desktop.ui.kit.parts import label, primary, quiet, row
from vrp_desktop.ui.kit.tables import Column, Table

NEW, LEAVE_OUT = "new", "leave out"


@dataclass(frozen=True)
class Pasted:
    """One name, who may be meant, and what becomes of it: a person's id, ``NEW`` or ``LEAVE_OUT``; None where
    somebody has to choose. ``here``: who of them is in the register."""

    name: str
    age: int | None
    times: int
    people: tuple[PersonLine, ...]
    here: frozenset[str]
    becomes: str | None

    @property
    def is_new(self) -> bool:
        return self.becomes == NEW

    @property
    def is_known(self) -> bool:
        return self.becomes not in (None, NEW, LEAVE_OUT)


def matched(one: PastedName, rows: Sequence[RegisterRow], found: Sequence[PersonLine]) -> Pasted:
    """Who is meant, where one person only is called so: in the register first, then among everybody.
    ``rows`` are those in the register who are called exactly so, ``found`` whom a search brings."""
    here = [PersonLine(r.person_id, r.known_as, r.full_name, r.age, None, ()) for r in rows]
    ids = frozenset(line.id for line in here)
    elsewhere = [line for line in found if line.id not in ids]
    called = {folded(one.name)}
    alike = [
        line
        for line in elsewhere
        if {folded(line.known_as), folded(line.full_name)} & called and not line.sounds_like
    ]
    people = (*here, *elsewhere)
    sure = here or alike
    becomes: str | None = None
    if len(sure) == 1:
        becomes = sure[0].id
    elif not sure and not any(_may_be(one.name, line) for line in elsewhere):
        becomes = NEW
    return Pasted(one.name, one.age, one.times, people, ids, becomes)


def _may_be(name: str, line: PersonLine) -> bool:
    """Whether the words of one are among those of the other: "Dawud Ali" may be a Dawud."""
    wanted, known = set(folded(name).split()), set(folded(f"{line.known_as} {line.full_name}").split())
    return wanted <= known or known <= wanted


class PasteSheet(QWidget):
    """Stands in place of the register until everything that was pasted is agreed, or thrown away."""

    agreed = Signal(object)
    """The ``Pasted`` lines as they were chosen."""
    closed = Signal()
    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[Pasted] = []
        self.text = ""
        self.words = label("", "heading")
        self.rest = label("", "muted")
        self.table: Table[Pasted] = Table(
            "Names pasted",
            [Column("Pasted", _as_pasted, stretch=1), Column("Is", _meant, stretch=2)],
            "No name was found in it.",
        )
        self.who = ChoiceField(otherwise="Choose who is meant")
        self.who.control().setMinimumContentsLength(24)
        self.who.name_as("pasted-who", "Who is meant", "")
        self.over = label("Who is meant", "label")
        self.over.setBuddy(self.who.control())
        self.over.setWordWrap(False)
        self.yes = primary("Mark as present", self.agree)
        self.yes.setToolTip("Ctrl+Enter")
        self.table.chosen.connect(self._choose)
        self.table.opened.connect(lambda _: self.who.control().setFocus())
        self.who.edited.connect(self._chosen)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for part in (self.words, self.rest):
            layout.addWidget(part)
        layout.addWidget(self.table, 1)
        chooses = row(self.over, self.who)
        if isinstance(held := chooses.layout(), QHBoxLayout):
            held.setStretchFactor(self.who, 1)
        layout.addWidget(chooses)
        layout.addWidget(row(self.yes, quiet("Throw the list away", self.closed.emit), None))

    def begin(
        self, text: str, lines: Sequence[Pasted], chosen: Mapping[str, str | None] | None = None
    ) -> None:
        """Asks about a list; ``chosen`` is what was chosen before, by name."""
        self.text = text
        known = chosen or {}
        self.lines = [replace(line, becomes=known.get(line.name, line.becomes)) for line in lines]
        self._show()
        self.table.choose(self._unsure() or 0)
        self.table.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def clear(self) -> None:
        """Forgets the list."""
        self.text, self.lines = "", []
        self.table.show_lines(())
        self.who.set_choices(())

    def chosen(self) -> dict[str, str | None]:
        """What becomes of each, by name."""
        return {line.name: line.becomes for line in self.lines}

    def agree(self) -> None:
        """Marks everybody, unless somebody has still to be chosen: then it leads there."""
        unsure = self._unsure()
        if unsure is not None:
            self.table.choose(unsure)
            self.who.control().setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.yes.isEnabled():
            self.agreed.emit(tuple(self.lines))

    def _unsure(self) -> int | None:
        return next((at for at, line in enumerate(self.lines) if line.becomes is None), None)

    def _show(self) -> None:
        self.table.show_lines(self.lines)
        in_register = sum(1 for line in self.lines if line.becomes in line.here)
        known = sum(1 for line in self.lines if line.is_known) - in_register
        new = sum(1 for line in self.lines if line.is_new)
        unsure = sum(1 for line in self.lines if line.becomes is None)
        counted = (
            (in_register, "in this register"),
            (known, "known"),
            (new, "new"),
            (unsure, "to be chosen"),
        )
        parts = ", ".join(f"{number} {words}" for number, words in counted if number)
        names = "1 name" if len(self.lines) == 1 else f"{len(self.lines)} names"
        self.words.setText(f"{names}: {parts or 'all left out'}. Nothing is written yet.")
        marked = in_register + known + new
        self.yes.setText(f"Choose the other {unsure} first" if unsure else f"Mark {marked} as present")
        self.yes.setAccessibleName(self.yes.text())
        self.yes.setEnabled(bool(unsure or marked))

    def _choose(self, line: Pasted | None) -> None:
        self.who.setEnabled(line is not None)
        if line is not None:
            self.over.setText(f"{line.name} is")
            self.who.set_value(None)  # Else whoever was chosen for the line before would be offered here.
            people = [(one.id, person_words(one, one.id in line.here)) for one in line.people]
            self.who.set_choices([*people, (NEW, "Somebody new"), (LEAVE_OUT, "Leave out")])
            self.who.set_value(line.becomes)

    def _chosen(self) -> None:
        at = self.table.view.currentIndex().row()
        if 0 <= at < len(self.lines):
            self.lines[at] = replace(self.lines[at], becomes=self.who.value())
            self._show()
            self.changed.emit()


def too_many(number: int) -> str:
    """What to do with a list that is too long."""
    return (
        f"These are {number:,} names, and a register takes {MOST_PASTED} at once. The first {MOST_PASTED} "
        "are shown here; the others come when these are done."
    )


def person_words(line: PersonLine, here: bool) -> str:
    """Somebody who may be meant: "Ana (Ana Ali), 14, in this register"."""
    years = "" if line.age is None else f", {line.age}"
    named = f" ({line.full_name})" if line.full_name not in ("", line.known_as) else ""
    return f"{line.known_as}{named}{years}{', in this register' if here else ''}"


def _as_pasted(line: Pasted) -> str:
    years = "" if line.age is None else f", {line.age}"
    return f"{line.name}{years}{f' (stands there {line.times} times)' if line.times > 1 else ''}"


def _meant(line: Pasted) -> str:
    if line.becomes is None:
        return "Choose who is meant"
    if line.is_new:
        return "somebody new"
    if line.becomes == LEAVE_OUT:
        return "left out"
    meant = next((one for one in line.people if one.id == line.becomes), None)
    return "" if meant is None else person_words(meant, meant.id in line.here)
