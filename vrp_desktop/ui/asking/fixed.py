"""The parts whose rows are the same each quarter: money, narrative, what lasts."""

from typing import ClassVar

from PySide6.QtWidgets import QWidget

from vrp_desktop.domain.changes import Saved
from vrp_desktop.domain.returns import form as return_form
from vrp_desktop.domain.returns.asked import (
    AMOUNTS,
    AMOUNTS_PART,
    LASTING,
    MONEY_WORDS,
    NARRATIVE,
    field_of,
)
from vrp_desktop.domain.returns.figures import Key
from vrp_desktop.services.asking import SavedAmounts
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.asking.part import Part
from vrp_desktop.ui.kit.fields import TextArea, TextField
from vrp_desktop.ui.kit.flow import Beside
from vrp_desktop.ui.kit.forms import Form
from vrp_desktop.ui.kit.parts import column, label
from vrp_desktop.ui.kit.screen import Screen


class FixedPart(Part):
    """Amounts at the left, where there are any, and a text for each row of a table of words."""

    table: ClassVar[str] = ""
    section: ClassVar[str] = ""
    """Of which section the amounts are asked for here."""
    why: ClassVar[str] = ""
    lines: ClassVar[int] = 4

    def __init__(self, screen: Screen, services: Provider) -> None:
        super().__init__(screen, services)
        self.keys: tuple[Key, ...] = tuple(key for key in AMOUNTS if key[0] == self.section)
        self.words = Form()
        table = return_form.word_table(self.table)
        self.words.section(table.title, table.about)
        for code, words in table.items:
            self.words.add(code, words, TextArea(self.lines))
        self.said = label("", "muted")
        self.said.setAccessibleIdentifier("said-of-the-amounts")
        self.so_far = label("", "muted")
        if self.keys:
            self.amounts = self._amounts()
            beside = column(self.words, self.so_far, self.said, None)
            both = Beside(self.amounts, beside, spacing=32)
            self.lay_out(both, self.amounts, self.words)
        else:
            self.lay_out(self.words, self.words)
        for form in self.forms:
            form.submitted.connect(self.save)

    def _amounts(self) -> Form:
        made = Form()
        made.section(return_form.table(self.section).title, self.why)
        for key in self.keys:
            made.add(field_of(key), return_form.name_of(key), TextField(width=14))
        made.finish()
        return made

    def write(self) -> None:
        if self.asking is None:
            return
        asked = self.asking.asked
        said = {line[0]: line[1] for line in asked.words.get(self.table, ())}
        table = return_form.word_table(self.table)
        self.words.write({code: said.get(code, "") for code, _ in table.items})
        if self.keys:
            shown = {field_of(key): f"{asked.amounts[key]:,}" for key in self.keys if key in asked.amounts}
            self.amounts.write({field_of(key): shown.get(field_of(key), "") for key in self.keys})

    def save(self) -> None:
        asking = self.asking
        if asking is None:
            return
        lines = tuple((code, str(text)) for code, text in self.words.values().items())
        statements, where = self.services.statements, (asking.intervention_id, asking.quarter)
        if not self.keys:
            self.store(lambda: statements.write_lines(*where, self.table, lines))
            return
        values = self.amounts.values()
        typed = {key: str(values[field_of(key)]) for key in self.keys}
        self.store(lambda: statements.write_amounts(*where, typed, {self.table: lines}), self._saved)

    def first_focus(self) -> QWidget | None:
        if self.keys:
            return self.amounts.field(field_of(self.keys[0])).control()
        return self.words.field(return_form.word_table(self.table).items[0][0]).control()

    def clear(self) -> None:
        super().clear()
        self.said.setText("")
        self.so_far.setText("")
        self.words.write({code: "" for code, _ in return_form.word_table(self.table).items})
        if self.keys:
            self.amounts.write({field_of(key): "" for key in self.keys})

    def _saved(self, done: Saved) -> None:
        if isinstance(done, SavedAmounts):
            self.said.setText("\n".join(done.noted))


class MoneyPart(FixedPart):
    """What was planned, spent and is expected, and why it differs."""

    name, word = "money", "Money"
    covers = ("R10", MONEY_WORDS)
    brings = AMOUNTS_PART
    table, section = MONEY_WORDS, "R10"
    why = (
        "Budget and forecast for the whole financial year, what was spent in this quarter. Pounds; pence are "
        "rounded. Leave empty what you cannot say."
    )

    def fit(self) -> None:
        if self.asking is None:
            return
        before, amounts = self.asking.asked.spent_before, self.asking.asked.amounts
        parts = []
        for row in return_form.table("R10").rows:
            spent = amounts.get(("R10", row.code, "spent"))
            if row.code in before or spent is not None:
                parts.append(f"{row.label} £{before.get(row.code, 0) + (spent or 0):,}")
        self.so_far.setText(f"Spent in the year so far: {', '.join(parts)}." if parts else "")


class NarrativePart(FixedPart):
    """What the figures do not say."""

    name, word = "narrative", "Narrative"
    covers = (NARRATIVE,)
    table = NARRATIVE
    lines = 5


class LastingPart(FixedPart):
    """What stays when the funding ends."""

    name, word = "lasting", "What lasts"
    covers = ("R15", LASTING)
    brings = LASTING
    table, section = LASTING, "R15"
    why = "People who give their time, and funds that came from elsewhere, in this quarter."
