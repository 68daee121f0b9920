"""Whose goals and steps: everybody who is taking part."""

from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from vrp_desktop.domain.changes import Topic
from vrp_desktop.domain.outcomes import OutcomeLine
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.kit.dates import written
from vrp_desktop.ui.kit.parts import label, row
from vrp_desktop.ui.kit.screen import Screen
from vrp_desktop.ui.kit.tables import Column, Table
from vrp_desktop.ui.kit.work import Work


class OutcomesScreen(Screen):
    """One line a journey that is under way. Enter opens its goals and steps."""

    title = "Outcomes"
    topics = frozenset({Topic.OUTCOMES, Topic.ENROLMENTS, Topic.PEOPLE})

    def __init__(self, services: Provider, work: Work) -> None:
        super().__init__(work)
        self._services = services
        words = label("Find by name", "label")
        self.text = QLineEdit()
        self.text.setPlaceholderText("Any part of a name or nickname")
        self.text.setClearButtonEnabled(True)
        self.text.setMinimumWidth(160)
        words.setWordWrap(False)
        self.text.setMaximumWidth(460)
        self.text.setAccessibleName("Find by name")
        self.text.setAccessibleIdentifier("find-outcomes")
        words.setBuddy(self.text)
        self.text.textChanged.connect(self.load)
        self.table: Table[OutcomeLine] = Table(
            "Outcomes",
            [
                Column("Known as", lambda line: line.known_as, stretch=2),
                Column("Intervention", lambda line: line.intervention, stretch=3),
                Column("Goals", lambda line: str(line.goals) if line.goals else "", number=True, leaves=1),
                Column(
                    "Met", lambda line: str(line.goals_met) if line.goals_met else "", number=True, leaves=3
                ),
                Column(
                    "Readings",
                    lambda line: str(line.readings) if line.readings else "",
                    number=True,
                    leaves=2,
                ),
                Column(
                    "Last looked at",
                    lambda line: written(line.last_reading_on) if line.last_reading_on else "Not yet",
                ),
            ],
            "Goals appear here once somebody takes part in an intervention.",
            "See people",
            lambda: self.go("people"),
        )
        self.table.opened.connect(lambda line: self.go("outcome-sheet", enrolment_id=line.enrolment_id))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 16, 24, 16)
        layout.setSpacing(12)
        head = row(words, self.text, None)
        if isinstance(across := head.layout(), QHBoxLayout):
            across.setStretchFactor(self.text, 2)
        layout.addWidget(head)
        layout.addWidget(self.table, 1)

    def arrive(self, **_: Any) -> None:
        self.load()

    def load(self) -> None:
        text = self.text.text()
        self.read(
            lambda: self._services.outcomes.open_enrolments(text), self.table.show_lines, latest="outcomes"
        )

    def first_focus(self) -> QWidget | None:
        return self.text

    def forget(self) -> None:
        self.text.clear()
        self.table.show_lines(())
