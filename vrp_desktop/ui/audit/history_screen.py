"""What a record has held: each change of it, and of one field of it; a change taken back."""

from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.journal import Told
from vrp_desktop.domain.journal_words import details, field_words, happened
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.audit.chosen import ChosenEntry
from vrp_desktop.ui.kit import messages
from vrp_desktop.ui.kit.fields import ChoiceField
from vrp_desktop.ui.kit.parts import column, label, row, scrolled
from vrp_desktop.ui.kit.screen import Screen
from vrp_desktop.ui.kit.tables import Column, Table
from vrp_desktop.ui.kit.work import Work


class HistoryScreen(Screen):
    """The latest change first. The choice above keeps to one field."""

    title = "History"

    def __init__(self, services: Provider, work: Work) -> None:
        super().__init__(work)
        self._services = services
        self._entity, self._row = "person", ""
        self._entries: tuple[Told, ...] = ()
        self.name = label("", "title")
        self.field = ChoiceField(otherwise="Every field")
        self.field.name_as("history-field", "Field", "")
        self.field.edited.connect(self._keep_to)
        over = label("Field", "label")
        over.setBuddy(self.field.control())
        self.table: Table[Told] = Table(
            "Changes of this record",
            [
                Column("When", lambda told: f"{told.at.astimezone():%d/%m/%Y %H:%M}"),
                Column("Who", lambda told: told.who, stretch=1),
                Column("What", happened, leaves=1),
                Column("Before → after", lambda told: "; ".join(self._said(told)), stretch=3),
            ],
            "Nothing has changed since it was added.",
        )
        self.table.chosen.connect(self._choose)
        self.chosen = ChosenEntry(self, services, self.load)
        self.table.setMinimumHeight(280)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(
            scrolled(
                column(
                    self.name,
                    row(column(over, self.field, spacing=2), None),
                    self.table,
                    self.chosen,
                    None,
                    spacing=12,
                    margin=24,
                )
            )
        )

    def arrive(self, entity: str = "person", row: str = "", called: str = "", **_: Any) -> None:
        """Opens the history of a row; ``called`` says whose it is."""
        self._entity, self._row = entity, row
        self.name.setText(called)
        self.field.set_value(None)
        self.load()

    def load(self) -> None:
        if self._row:
            audit, entity, row_id = self._services.audit, self._entity, self._row
            self.read(lambda: audit.history(entity, row_id), self._show, self._refused, latest="history")

    def forget(self) -> None:
        self._row, self._entries = "", ()
        self.name.setText("")
        self.table.show_lines(())
        self._choose(None)

    def first_focus(self) -> QWidget | None:
        return self.table.view

    def _show(self, entries: tuple[Told, ...]) -> None:
        self._entries = entries
        names = sorted({name for told in entries for name in told.fields if details(told, name)})
        self.field.set_choices([(name, field_words(name)) for name in names])
        self._keep_to()

    def _keep_to(self) -> None:
        wanted = self.field.value()
        self.table.show_lines([told for told in self._entries if wanted is None or wanted in told.fields])
        self._choose(self.table.current())

    def _said(self, told: Told) -> tuple[str, ...]:
        wanted = self.field.value()
        return details(told, wanted)

    def _choose(self, told: Told | None) -> None:
        self.chosen.show_entry(told, () if told is None else (happened(told), *self._said(told)))

    def _refused(self, refused: Refused) -> None:
        messages.refused(self, refused)
        self.go("sessions" if self._entity == "session" else "people")
