"""The parts that have as many lines as there are things to say: risks and targets."""

from collections.abc import Mapping
from typing import Any, ClassVar

from PySide6.QtWidgets import QWidget

from vrp_desktop.domain import codes
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.returns import form as return_form
from vrp_desktop.domain.returns.asked import RISKS, TARGETS
from vrp_desktop.domain.returns.figures import Line
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.asking.part import Part
from vrp_desktop.ui.kit import messages
from vrp_desktop.ui.kit.fields import ChoiceField, Field, TextArea, TextField
from vrp_desktop.ui.kit.flow import Beside
from vrp_desktop.ui.kit.forms import Form
from vrp_desktop.ui.kit.parts import column, label, quiet, row
from vrp_desktop.ui.kit.screen import Screen
from vrp_desktop.ui.kit.tables import Column, Table


class LineForm(Form):
    """The fields of one line. ``which`` says which of the stored ones it is, and is kept with a draft."""

    which: str = ""

    def typed(self) -> dict[str, Any]:
        return {**super().typed(), "which": self.which}

    def put_back(self, typed: Mapping[str, Any]) -> None:
        self.which = str(typed.get("which", ""))
        super().put_back(typed)


def field_for(column: return_form.WordColumn, lines: int = 3) -> Field:
    """What a cell of a table of words is typed into."""
    if column.kind is return_form.Kind.SCORE:
        return ChoiceField([(str(score), str(score)) for score in range(1, 6)], otherwise="Choose")
    if column.kind is return_form.Kind.CHOICE:
        return ChoiceField(codes.code_list(column.codes), otherwise="Not said")
    return TextField() if column.kind is return_form.Kind.LINE else TextArea(lines)


class LinesPart(Part):
    """Every line at the left; at the right the one that is written now."""

    table: ClassVar[str] = ""
    one: ClassVar[str] = ""
    """What a line is called: "risk"."""

    def __init__(self, screen: Screen, services: Provider) -> None:
        super().__init__(screen, services)
        self.of = return_form.word_table(self.table)
        self.list: Table[tuple[str, Line]] = Table(
            self.of.title, self.columns(), f"No {self.one} yet. Write the first one beside this."
        )
        self.list.opened.connect(self._open)
        self.new_button = quiet(f"New {self.one}", self._new)
        self.remove_button = quiet("Remove it", self._remove)
        self.form = LineForm()
        self.form.section(f"One {self.one}", self.of.about)
        for each in self.of.columns:
            self.form.add(each.code, each.label, field_for(each))
        self.form.finish()
        self.form.submitted.connect(self.save)
        keys = label("Enter on a line opens it here.", "small")
        left = column(self.list, row(self.new_button, self.remove_button), keys, None)
        self.lay_out(Beside(left, self.form, (1, 1), spacing=28, second_above=True), self.form)

    def columns(self) -> list[Column[tuple[str, Line]]]:
        """What the list shows of a line. Override."""
        return []

    @property
    def stored(self) -> tuple[Line, ...]:
        """The lines as they are kept."""
        return () if self.asking is None else self.asking.asked.words.get(self.table, ())

    def fit(self) -> None:
        self.list.show_lines([(str(number), line) for number, line in enumerate(self.stored)])
        self.list.fit_height(8)
        self.remove_button.setEnabled(bool(self.stored))

    def write(self) -> None:
        number = int(self.form.which) if self.form.which else len(self.stored)
        if number < len(self.stored):
            line: Line = self.stored[number]
        else:
            self.form.which, line = "", ("",) * len(self.of.columns)
        self.form.write({c.code: text or None for c, text in zip(self.of.columns, line, strict=True)})

    def save(self) -> None:
        asking = self.asking
        if asking is None:
            return
        values = self.form.values()
        line = tuple(str(values[each.code] or "") for each in self.of.columns)
        lines = list(self.stored)
        number = int(self.form.which) if self.form.which else len(lines)
        lines[number : number + 1] = [line]
        if not any(line):
            self.refuse(Refused.for_fields({self.of.columns[0].code: f"Write the {self.one} first."}))
            return
        self._write(tuple(lines))

    def _write(self, lines: tuple[Line, ...]) -> None:
        asking = self.asking
        if asking is None:
            return
        where, statements = (asking.intervention_id, asking.quarter), self.services.statements

        def then(_: object) -> None:
            self.form.which = ""
            self.write()
            self.form.focus_first()

        self.store(lambda: statements.write_lines(*where, self.table, lines), then)

    def refuse(self, refused: Refused) -> None:
        # A refusal names "number/column"; this form is about one line.
        bare = {name.split("/")[-1]: words for name, words in refused.fields.items()}
        super().refuse(Refused(str(refused), bare))

    def first_focus(self) -> QWidget | None:
        return self.form.field(self.of.columns[0].code).control()

    def clear(self) -> None:
        super().clear()
        self.form.which = ""
        self.list.show_lines(())
        self.write()

    def _may_turn(self) -> bool:
        if not self.form.touched:
            return True
        return messages.ask(
            self,
            "Not saved yet",
            f"What you wrote about this {self.one} is not saved.",
            "Leave it",
            "Stay here",
        )

    def _open(self, chosen: tuple[str, Line]) -> None:
        if self._may_turn():
            self.form.which = chosen[0]
            self._turned()

    def _new(self) -> None:
        if self._may_turn():
            self.form.which = ""
            self._turned()

    def _turned(self) -> None:
        self.write()
        self.kept.drop()
        self.form.focus_first()

    def _remove(self) -> None:
        chosen = self.list.current()
        if chosen is not None and self._may_turn():
            self._write(tuple(line for number, line in enumerate(self.stored) if str(number) != chosen[0]))


class RisksPart(LinesPart):
    """Risks to the delivery."""

    name, word, one = "risks", "Risks", "risk"
    covers = (RISKS,)
    brings = table = RISKS

    def columns(self) -> list[Column[tuple[str, Line]]]:
        return [
            Column("Risk", lambda one: _first(one[1][0]), stretch=3, tip=lambda one: one[1][0]),
            Column("Score", lambda one: str(int(one[1][1]) * int(one[1][2])), number=True),
            Column("Trend", lambda one: codes.label("trend", one[1][5], ""), leaves=1),
        ]


class TargetsPart(LinesPart):
    """What was agreed, and how far it has come."""

    name, word, one = "targets", "Targets", "target"
    covers = (TARGETS,)
    brings = table = TARGETS

    def columns(self) -> list[Column[tuple[str, Line]]]:
        return [
            Column("Target", lambda one: one[1][0], stretch=3, tip=lambda one: one[1][0]),
            Column("Profile", lambda one: one[1][1], leaves=2),
            Column("Actual", lambda one: one[1][2]),
            Column("Rating", lambda one: codes.label("rating", one[1][3], "").split(":")[0], leaves=1),
        ]


def _first(text: str) -> str:
    return text.partition("\n")[0]
