"""The regulars of a group, as a field of its form: found by name, suggested, taken off again."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QTableView, QVBoxLayout

from vrp_desktop.domain.groups import Member
from vrp_desktop.domain.people import PersonLine
from vrp_desktop.ui.kit.field import Field
from vrp_desktop.ui.kit.parts import button, label, row
from vrp_desktop.ui.kit.picker import Picker
from vrp_desktop.ui.kit.screen import Screen
from vrp_desktop.ui.kit.tables import Column, Table

WITH_CHILDREN = Qt.ShortcutContext.WidgetWithChildrenShortcut


class RegularsField(Field):
    """Whoever is chosen, by name. ``look`` says of somebody whether they are enrolled; ``enrolled`` and
    ``lately`` suggest regulars."""

    def __init__(
        self,
        screen: Screen,
        search: Callable[[str, int], tuple[PersonLine, ...]],
        look: Callable[[str], Member],
        enrolled: Callable[[], tuple[Member, ...]],
        lately: Callable[[], tuple[Member, ...]],
    ) -> None:
        super().__init__()
        self._screen, self._look = screen, look
        self.picker = Picker(screen, search, "find-regular")
        self.picker.picked.connect(self._picked)
        self.enrolled_button = button("Add everybody enrolled", lambda: self._suggest(enrolled))
        self.lately_button = button("Add who came to the last four sessions", lambda: self._suggest(lately))
        self.count = label("", "muted")
        self.table: Table[Member] = Table(
            "Regulars",
            [
                Column("Known as", lambda one: one.known_as, stretch=2),
                Column("Name", lambda one: one.full_name, stretch=2, leaves=1),
                Column("Enrolled", lambda one: "" if one.enrolled else "Not enrolled"),
            ],
            "Nobody yet.",
        )
        QShortcut(QKeySequence("Delete"), self.table, self._take_off, context=WITH_CHILDREN)
        self.off_button = button("Take off the list", self._take_off)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for part in (
            self.picker,
            row(self.enrolled_button, self.lately_button),
            self.count,
            self.table,
            row(self.off_button),
        ):
            layout.addWidget(part)
        self._list(())

    def value(self) -> tuple[str, ...]:
        return tuple(one.person_id for one in self.table.model.lines)

    def typed(self) -> list[list[Any]]:
        return [
            [one.person_id, one.known_as, one.full_name, one.joined_on.isoformat(), one.enrolled]
            for one in self.table.model.lines
        ]

    def put_back(self, typed: Any) -> None:
        self._list(
            Member(person_id, known_as, full_name, date.fromisoformat(joined), None, enrolled)
            for person_id, known_as, full_name, joined, enrolled in typed
        )

    def control(self) -> QTableView:
        return self.table.view

    def add(self, members: Iterable[Member]) -> None:
        """Puts these on the list; who is on it already stays once."""
        there = {one.person_id: one for one in self.table.model.lines}
        for one in members:
            there.setdefault(one.person_id, one)
        self._list(there.values())
        self._tell()

    def _picked(self, line: PersonLine) -> None:
        look = self._look
        self._screen.read(lambda: look(line.id), lambda one: self.add((one,)))

    def _suggest(self, found: Callable[[], tuple[Member, ...]]) -> None:
        self._screen.read(found, self.add, latest="suggested")

    def _take_off(self) -> None:
        gone = self.table.current()
        if gone is not None:
            self._list(one for one in self.table.model.lines if one != gone)
            self._tell()

    def _list(self, members: Iterable[Member]) -> None:
        lines = tuple(members)
        self.table.show_lines(lines)
        self.table.fit_height(12)
        for part in (self.table, self.off_button):
            part.setVisible(bool(lines))
        number = len(lines)
        self.count.setText(
            "Nobody belongs to it yet."
            if not number
            else f"{number} {'regular' if number == 1 else 'regulars'}"
        )

    def _show(self, value: Any) -> None:
        self._list(value or ())
