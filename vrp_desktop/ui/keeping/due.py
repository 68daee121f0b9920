"""Due for review: whose time is up, and what is decided of each."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from vrp_desktop.domain import retention
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.people import PersonLine
from vrp_desktop.domain.retention import DueLine, Queue, Schedule
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.keeping.picker import Picker
from vrp_desktop.ui.keeping.schedule import ScheduleForm
from vrp_desktop.ui.kit import messages
from vrp_desktop.ui.kit.dates import DateField, written
from vrp_desktop.ui.kit.fields import TextArea
from vrp_desktop.ui.kit.flow import Beside
from vrp_desktop.ui.kit.forms import Form
from vrp_desktop.ui.kit.parts import button, column, heading, label, line, primary, row
from vrp_desktop.ui.kit.screen import Screen
from vrp_desktop.ui.kit.tables import Column, Table

_BY_HAND = "These are only counted: an old note is shortened in its session."


class DuePart(QWidget):
    """The queue at the left, the decision at the right, the schedule below."""

    erase_wanted = Signal(str)
    """The id of somebody whose record is to be erased."""

    def __init__(self, services: Provider, screen: Screen) -> None:
        super().__init__()
        self._services, self._screen = services, screen
        self._person_id = ""
        self.table: Table[DueLine] = Table(
            "Due for review",
            [
                Column("Known as", lambda p: p.known_as, stretch=2, tip=lambda p: p.full_name),
                Column("Why", lambda p: p.standing.why, stretch=3),
                Column("Since", lambda p: written(p.standing.due_on)),
            ],
            "Nobody is due for review.",
        )
        self.held: Table[DueLine] = Table(
            "Held",
            [
                Column("Known as", lambda p: p.known_as, stretch=2),
                Column("Since", lambda p: written(p.held_on) if p.held_on else ""),
                Column("Why", lambda p: p.held, stretch=4, tip=lambda p: p.held),
            ],
            "No record is held.",
        )
        self.old = label("", "muted")
        self.table.chosen.connect(self._chosen)
        self.table.opened.connect(lambda one: screen.go("person", person_id=one.person_id))
        self.held.opened.connect(lambda one: screen.go("person", person_id=one.person_id))
        self.lift_button = button("Lift the hold", self._lift)
        self.held.chosen.connect(lambda one: self.lift_button.setEnabled(one is not None and one.legally))
        self.picker = Picker(screen, services.people.search, "keeping-find")
        self.picker.picked.connect(self._picked)
        self.who = label("", "label")
        self.form = Form()
        self.form.section("What is decided", "The queue is only a reminder: nothing is deleted by itself.")
        self.form.place(self.who)
        self.form.add("until", "Kept until", DateField(services.workspace.today, start_today=False))
        self.form.add(
            "reason", "Why", TextArea(2), "For keeping it on, or for a legal hold: who asked, and for what."
        )
        self.keep_button = primary("Keep until that day", self._keep)
        self.hold_button = button("Legal hold", self._hold)
        self.erase_button = button("Erase …", lambda: self.erase_wanted.emit(self._person_id))
        self.form.place(row(self.keep_button, self.hold_button, self.erase_button))
        self.schedule = ScheduleForm()
        self.schedule.wanted.connect(self._change_schedule)
        left = column(
            heading("Whose time is up"),
            self.table,
            self.old,
            heading("Held: must not be erased"),
            self.held,
            row(self.lift_button),
            None,
        )
        right = column(self.form, label("Or somebody else:", "muted"), self.picker, None, spacing=12)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 16, 24, 24)
        layout.setSpacing(20)
        layout.addWidget(Beside(left, right, (3, 2), spacing=28))
        layout.addWidget(line())
        about = column(heading("How long things are kept"), label(retention.about(), "muted"), None)
        layout.addWidget(Beside(self.schedule, about, (2, 1), spacing=28))
        layout.addStretch(1)
        self._choose("", "")

    def load(self) -> None:
        """Reads the queue and the schedule."""
        retention_service = self._services.retention
        self._screen.read(
            lambda: (retention_service.queue(), retention_service.schedule()), self._show, latest="queue"
        )

    def forget(self) -> None:
        """Empties it: the store is being locked."""
        self._choose("", "")
        self.table.show_lines(())
        self.held.show_lines(())
        self.old.setText("")
        self.picker.clear()
        self.form.write({"until": None, "reason": ""})
        self.schedule.settled()

    def _show(self, read: tuple[Queue, Schedule]) -> None:
        queue, schedule = read
        there = {line.person_id for line in (*queue.due, *queue.held)}
        self.table.show_lines(queue.due)
        self.table.fit_height(8)
        self.held.show_lines(queue.held)
        self.held.fit_height(4)
        current_hold = self.held.current()
        self.lift_button.setEnabled(current_hold is not None and current_hold.legally)
        told = [
            f"{retention.words()[one.kind].title}: {one.count:,} past their time, the oldest of "
            f"{written(one.oldest)}."
            for one in queue.old
        ]
        self.old.setText(" ".join([*told, _BY_HAND] if told else []))
        self.schedule.show_schedule(schedule)
        current = self.table.current()
        if current is not None:
            self._chosen(current)
        elif self._person_id not in there:
            self._choose("", "")

    def _picked(self, line: PersonLine) -> None:
        self._choose(line.id, line.known_as)
        self.form.focus_first()

    def _chosen(self, line: DueLine | None) -> None:
        if line is not None:
            named = f" ({line.full_name})" if line.full_name not in ("", line.known_as) else ""
            self._choose(line.person_id, f"{line.known_as}{named}. Last contact: {written(line.last)}")

    def _choose(self, person_id: str, words: str) -> None:
        self._person_id = person_id
        self.who.setText(
            f"About {words}" if person_id else "Choose somebody in the list, or find them below."
        )
        for part in (self.keep_button, self.hold_button, self.erase_button):
            part.setEnabled(bool(person_id))

    def _keep(self) -> None:
        try:
            answers = self.form.values()
        except Refused as refused:
            self.form.refuse(refused)
            return
        person_id = self._person_id
        self._screen.save(
            lambda: self._services.retention.keep(person_id, answers["until"], answers["reason"]),
            lambda _: self._decided(),
            self.form.refuse,
        )

    def _hold(self) -> None:
        person_id, reason = self._person_id, self.form.field("reason").value()
        self._screen.save(
            lambda: self._services.retention.hold(person_id, reason),
            lambda _: self._decided(),
            self.form.refuse,
        )

    def _decided(self) -> None:
        self.form.write({"until": None, "reason": ""})
        self._choose("", "")
        self.table.view.setFocus()

    def _lift(self) -> None:
        held = self.held.current()
        if (
            held is not None
            and held.legally
            and messages.ask(
                self,
                "Lift the legal hold?",
                f"The record of {held.known_as} can be erased again afterwards, unless a safeguarding "
                f"concern is recorded. It is held because: {held.held}",
                "Lift the hold",
            )
        ):
            self._screen.save(lambda: self._services.retention.lift(held.person_id))

    def _change_schedule(self, schedule: Schedule) -> None:
        self._screen.save(
            lambda: self._services.retention.change_schedule(schedule),
            lambda _: self.schedule.settled(),
            self.schedule.refuse,
        )
