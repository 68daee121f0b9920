"""Somebody else's record: found by the whole name, opened for a reason, for a day."""

from datetime import datetime

from PySide6.QtWidgets import QVBoxLayout, QWidget

from vrp_desktop.domain.access import Outside
from vrp_desktop.domain.errors import Refused
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.kit.fields import TextArea, TextField
from vrp_desktop.ui.kit.forms import Form
from vrp_desktop.ui.kit.parts import COLUMN, column, label, primary, row, scrolled
from vrp_desktop.ui.kit.screen import Screen
from vrp_desktop.ui.kit.tables import Column, Table
from vrp_desktop.ui.kit.work import Work

WHY = (
    "You see the people of your own interventions. If you have to see somebody else’s record, say why: it "
    "opens at once and for a day, and your managers are shown that you opened it."
)


class OutsideScreen(Screen):
    """Whole name, then the person, then the reason."""

    title = "Somebody else’s record"

    def __init__(self, services: Provider, work: Work) -> None:
        super().__init__(work)
        self._services = services
        self.form = Form()
        self.form.add("name", "First and last name", TextField(), "Part of a name finds nobody here.")
        self.find_button = primary("Find", self._find)
        self.form.place(row(self.find_button))
        self.form.finish()
        self.form.submitted.connect(self._find)
        self.table: Table[Outside] = Table(
            "People of that name",
            [
                Column("Name", lambda one: one.full_name, stretch=1),
                Column("Age", lambda one: "–" if one.age is None else str(one.age), number=True),
            ],
            "Nobody of that name stands outside your interventions.",
        )
        self.reason = Form()
        self.reason.add("reason", "Why you have to see this record", TextArea(2), "A manager will read it.")
        self.open_button = primary("Open the record", self._open)
        self.reason.place(row(self.open_button))
        self.reason.finish()
        self.table.fit_height(3)
        for part in (self.table, self.reason):
            part.hide()
        whole = column(label(WHY, "muted"), self.form, self.table, self.reason, None, spacing=14, margin=24)
        whole.setMaximumWidth(COLUMN + 200)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(whole))

    def load(self) -> None:
        self.forget()

    def forget(self) -> None:
        self.form.write({"name": ""})
        self.reason.write({"reason": ""})
        self.table.show_lines(())
        for part in (self.table, self.reason):
            part.hide()

    def first_focus(self) -> QWidget | None:
        return self.form.field("name").control()

    def _find(self) -> None:
        name = self.form.values()["name"]
        self.form.clear_faults()
        self.read(lambda: self._services.assignments.find_outside(name), self._found, self._unfound)

    def _unfound(self, refused: Refused) -> None:
        self.form.refuse(Refused(str(refused), {"name": str(refused)}))

    def _found(self, people: tuple[Outside, ...]) -> None:
        self.table.show_lines(people)
        self.table.fit_height(3)
        self.table.show()
        self.reason.setVisible(bool(people))
        if people:
            self.table.choose(0)
            self.reason.focus_first()

    def _open(self) -> None:
        person = self.table.current()
        if person is None:
            return
        reason = self.reason.values()["reason"]

        def opened(_: datetime) -> None:
            self.go("person", person_id=person.person_id)

        assignments = self._services.assignments
        self.save(lambda: assignments.break_glass(person.person_id, reason), opened, self.reason.refuse)
