"""Finding somebody, or adding them."""

from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from vrp_desktop.domain import age, codes
from vrp_desktop.domain.changes import Topic
from vrp_desktop.domain.people import PersonLine
from vrp_desktop.domain.permissions import Action
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.kit.parts import label, primary, quiet, row
from vrp_desktop.ui.kit.screen import Screen
from vrp_desktop.ui.kit.tables import Column, Table
from vrp_desktop.ui.kit.work import Work


class PeopleScreen(Screen):
    """Typing finds by any part of a name; without a word, those seen or added last come first."""

    title = "People"
    topics = frozenset({Topic.PEOPLE, Topic.ENROLMENTS})

    def __init__(self, services: Provider, work: Work) -> None:
        super().__init__(work)
        self._services = services
        everybody = services.workspace.actor.may(Action.READ_ALL_RECORDS)
        words = label("Find by name", "label")
        self.text = QLineEdit()
        self.text.setPlaceholderText("Any part of a name or nickname")
        self.text.setClearButtonEnabled(True)
        self.text.setMinimumWidth(160)
        words.setWordWrap(False)
        self.text.setMaximumWidth(460)
        self.text.setAccessibleName("Find by name")
        self.text.setAccessibleIdentifier("find-by-name")
        words.setBuddy(self.text)
        self.text.textChanged.connect(self.load)
        self.text.returnPressed.connect(self._open_first)
        self.text.installEventFilter(self)
        self.how_many = label("", "muted")
        self.how_many.setWordWrap(False)
        self.table: Table[PersonLine] = Table(
            "People",
            [
                Column("Known as", lambda p: p.told_as, stretch=2, tip=lambda p: p.told_as),
                Column("Name", lambda p: p.full_name, stretch=3),
                Column("Age", lambda p: age.in_words(p.age)),
                Column("Lives in", lambda p: codes.label("home_district", p.district, ""), leaves=2),
                Column("Takes part in", lambda p: ", ".join(p.interventions), stretch=3, leaves=1),
            ],
            "Nobody of that name here yet.",
            "Add a person",
            self._add,
        )
        self.table.opened.connect(lambda line: self.go("person", person_id=line.id))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 16, 24, 16)
        layout.setSpacing(12)
        others = [] if everybody else [quiet("Somebody else’s record", lambda: self.go("outside"))]
        if not services.workspace.actor.may(Action.ANSWER_CONCERNS):  # The lead has them in the rail.
            others.append(quiet("Concerns", lambda: self.go("concerns")))
        head = row(words, self.text, self.how_many, primary("Add a person", self._add))
        if isinstance(across := head.layout(), QHBoxLayout):
            across.setStretchFactor(self.text, 2)
            across.setStretchFactor(self.how_many, 1)
        layout.addWidget(head)
        layout.addWidget(self.table, 1)
        if others:
            layout.addWidget(row(*others, None))

    def arrive(self, text: str | None = None, **_: Any) -> None:
        """Begins with a text to find, where one is given."""
        if text is not None and text != self.text.text():
            self.text.setText(text)
        else:
            self.load()

    def load(self) -> None:
        text = self.text.text()
        self.read(
            lambda: (self._services.people.search(text, 200), self._services.people.count()),
            self._show,
            latest="people",
        )

    def first_focus(self) -> QWidget | None:
        return self.text

    def forget(self) -> None:
        self.text.clear()
        self.table.show_lines(())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The down key goes from the text into the list."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Down
            and self.table.model.rowCount()
        ):
            self.table.view.setFocus()
            return True
        return super().eventFilter(watched, event)

    def _show(self, read: tuple[tuple[PersonLine, ...], int]) -> None:
        lines, everybody = read
        self.table.show_lines(lines)
        shown = len(lines)
        self.how_many.setText(f"{shown} of {everybody:,}" if shown < everybody else f"{everybody:,} people")

    def _open_first(self) -> None:
        if self.table.model.lines:
            self.go("person", person_id=self.table.model.lines[0].id)

    def _add(self) -> None:
        self.go("person", known_as=self.text.text().strip())
