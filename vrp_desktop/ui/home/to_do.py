"""What somebody has to do, on Home: said to be done with one key, and taken back with one button."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from vrp_desktop.domain.changes import Saved
from vrp_desktop.domain.tasks import TaskDetails, TaskLine
from vrp_desktop.domain.users import User
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.kit.parts import button, label, quiet, row
from vrp_desktop.ui.kit.screen import Screen
from vrp_desktop.ui.kit.tables import Column, Table
from vrp_desktop.ui.kit.task_row import TaskRow

_LONGEST = 90


class ToDo(QWidget):
    """One's own tasks, what is overdue first. Space says that one is done; Enter opens whom it is about."""

    def __init__(self, screen: Screen, services: Provider) -> None:
        super().__init__()
        self._screen, self._tasks = screen, services.tasks
        today = services.workspace.today
        self._undo: TaskLine | None = None
        self.table: Table[TaskLine] = Table(
            "To do",
            [
                Column("To do", _short, stretch=3, tip=lambda line: line.words[:2_000]),
                Column("About", lambda line: line.about or "–", leaves=1),
                Column("Due", lambda line: line.due_words(today) or "–", stretch=1),
            ],
            "Nothing to do is written down.",
        )
        self.table.view.setAccessibleDescription("Space says that it is done, Enter opens the record.")
        self.table.opened.connect(self._open)
        self.done_button = button("Done", self._done)
        self.done_button.setToolTip("Space, in the list")
        self.told = label("", "muted")
        self.undo_button = quiet("Undo", self.undo)
        self._undone = row(self.told, self.undo_button)
        self.adding = TaskRow(today)
        self.adding.wanted.connect(self._add)
        for keys, act in (("Space", self._done), ("Ctrl+Z", self.undo)):
            QShortcut(QKeySequence(keys), self.table.view, act, context=Qt.ShortcutContext.WidgetShortcut)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for part in (self.table, row(self.done_button), self._undone, self.adding):
            layout.addWidget(part)
        self.clear()

    def load(self) -> None:
        """Reads them."""
        tasks = self._tasks
        self._screen.read(lambda: (tasks.mine(), tasks.owners()), self._show, latest="to do")

    def clear(self) -> None:
        """Forgets them."""
        self.table.show_lines(())
        self.table.fit_height()
        self.done_button.setEnabled(False)
        self.adding.clear()
        self._tell(None)

    def undo(self) -> None:
        """What was said to be done last is to be done after all."""
        line, tasks = self._undo, self._tasks
        if line is not None:
            self._tell(None)
            self._screen.save(lambda: tasks.not_done(line.id), lambda _: self.table.view.setFocus())

    def _show(self, read: tuple[tuple[TaskLine, ...], tuple[User, ...]]) -> None:
        lines, owners = read
        self.table.show_lines(lines)
        self.table.fit_height(6)
        self.done_button.setEnabled(bool(lines))
        self.adding.offer(owners)

    def _done(self) -> None:
        line, tasks = self.table.current() or next(iter(self.table.model.lines), None), self._tasks
        if line is not None:
            self._screen.save(lambda: tasks.done(line.id), lambda _: self._tell(line))

    def _tell(self, line: TaskLine | None) -> None:
        self._undo = line
        self._undone.setVisible(line is not None)
        self.told.setText("" if line is None else f"Done: {_short(line)}")
        self.undo_button.setAccessibleName("Undo" if line is None else f"Undo: {_short(line)}")

    def _open(self, line: TaskLine) -> None:
        if line.person_id is not None:
            self._screen.go("person", person_id=line.person_id, page="time")

    def _add(self, details: TaskDetails) -> None:
        tasks = self._tasks

        def added(_: Saved) -> None:
            self.adding.added()

        self._screen.save(lambda: tasks.add(details), added, self.adding.form.refuse)


def _short(line: TaskLine) -> str:
    words = " ".join(line.words.split())
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1].rstrip()}…"
