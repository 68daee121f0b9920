"""A person's line of time: everything that happened, month by month, and what is still to be done."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QLineEdit, QListView, QPushButton, QVBoxLayout, QWidget

from vrp_desktop.domain.changes import Saved, Topic
from vrp_desktop.domain.names import folded
from vrp_desktop.domain.tasks import TaskDetails
from vrp_desktop.domain.timeline import SHOWN, Kind, Moment, Timeline
from vrp_desktop.domain.users import User
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.kit.dates import MONTHS, WEEKDAYS
from vrp_desktop.ui.kit.flow import Rows
from vrp_desktop.ui.kit.parts import button, column, label, scrolled
from vrp_desktop.ui.kit.task_row import TaskRow
from vrp_desktop.ui.kit.work import Work
from vrp_desktop.ui.record.page import RecordPage

_MOMENT = Qt.ItemDataRole.UserRole + 1
_EVERYTHING = 100_000
"""How far back a word is looked for: as far as there is anything."""
_TYPING = 250
"""Milliseconds after the last letter until a word is looked for."""
_NOTE = 300
"""Characters of a note that stand in a line; the page it leads to has all of it."""


class TimePage(RecordPage):
    """The latest first. Enter opens what a line tells of."""

    name = "time"
    word = "Timeline"
    topics = frozenset(Topic) - {Topic.RETURNS, Topic.RECEIVED, Topic.SETTINGS, Topic.KEEPING}

    def __init__(self, services: Provider, work: Work) -> None:
        super().__init__(services, work)
        self._limit = SHOWN
        self._read = Timeline()
        self.search = QLineEdit()
        self.search.setPlaceholderText("Find a word in it")
        self.search.setAccessibleName("Find a word in the timeline")
        self.search.setClearButtonEnabled(True)
        self.search.setMaximumWidth(320)
        self._typing = QTimer(self, singleShot=True, interval=_TYPING)
        self._typing.timeout.connect(self.load)
        self.search.textEdited.connect(lambda _: self._typing.start())
        self.chips: dict[Kind, QPushButton] = {}
        chips = QWidget()
        flow = Rows(across=6, down=6)
        flow.setContentsMargins(0, 0, 0, 0)
        chips.setLayout(flow)
        chips.setAccessibleName("Show only")
        for kind in Kind:
            made = button(kind.label, self._again, "quick")
            made.setCheckable(True)
            made.setAccessibleName(f"Show only: {kind.label}")
            self.chips[kind] = made
            flow.addWidget(made)
        self.view = _Moments()
        self.view.opened.connect(self._open)
        self.nothing = label("Nothing has happened yet.", "heading")
        self.earlier_button = button("Show earlier", self._earlier)
        self.adding = TaskRow(services.workspace.today)
        self.adding.wanted.connect(self._add)
        inner = column(
            self.search, chips, self.nothing, self.view, self.earlier_button, self.adding, spacing=10
        )
        inner.setContentsMargins(24, 14, 24, 10)
        held = inner.layout()
        assert isinstance(held, QVBoxLayout)  # noqa: S101 - what a column is made of
        held.setStretchFactor(self.view, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scrolled(inner))
        self.empty()

    def load(self) -> None:
        person_id, services = self.person_id, self.services
        if not person_id:
            return
        kinds = [kind for kind, chip in self.chips.items() if chip.isChecked()] or list(Kind)
        limit = _EVERYTHING if self.search.text().strip() else self._limit

        def read() -> tuple[Timeline, tuple[User, ...]]:
            timeline = services.timelines.of_person(person_id, kinds, limit=limit)
            return timeline, services.tasks.owners()

        def show(answer: tuple[Timeline, tuple[User, ...]]) -> None:
            if person_id == self.person_id:
                self._read = answer[0]
                self.adding.offer(answer[1])
                self._show()

        self.read(read, show, lambda _: None, latest="time")

    def empty(self) -> None:
        self._typing.stop()
        self._limit, self._read = SHOWN, Timeline()
        self.search.clear()
        for chip in self.chips.values():
            chip.setChecked(False)
        self.adding.clear()
        self._show()
        self.nothing.hide()

    def first_focus(self) -> QWidget | None:
        return self.view if self._read.moments else self.search

    def lines(self) -> list[str]:
        """The line of time as it reads, months and all."""
        return self.view.lines()

    def _show(self) -> None:
        words = folded(self.search.text()).split()
        moments = [m for m in self._read.moments if all(word in _searched(m) for word in words)]
        self.view.show_moments(moments)
        self.view.setVisible(bool(moments))
        filtered = bool(words) or any(chip.isChecked() for chip in self.chips.values())
        self.nothing.setText("Nothing of that kind." if filtered else "Nothing has happened yet.")
        self.nothing.setVisible(not moments)
        self.earlier_button.setVisible(self._read.more)

    def _again(self) -> None:
        self._limit = SHOWN
        self.load()

    def _earlier(self) -> None:
        self._limit += SHOWN
        self.view.setFocus()
        self.load()

    def _open(self, moment: Moment) -> None:
        arguments = dict(moment.arguments)
        if (moment.page, arguments.get("page")) != ("person", self.name):
            self.go(moment.page, **arguments)

    def _add(self, details: TaskDetails) -> None:
        person_id, tasks = self.person_id, self.services.tasks
        about = TaskDetails(details.words, details.owner_id, details.due_on, person_id)

        def added(_: Saved) -> None:
            if person_id == self.person_id:
                self.adding.added()

        self.save(lambda: tasks.add(about), added, self.adding.form.refuse)


class _Moments(QListView):
    """Lines under the months they belong to; the keyboard goes from line to line."""

    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._items = QStandardItemModel(self)
        self.setModel(self._items)
        self.setAccessibleName("Timeline")
        self.setAccessibleIdentifier("timeline")
        self.setWordWrap(True)
        self.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setMinimumHeight(260)
        self.doubleClicked.connect(self._open)

    def show_moments(self, moments: Sequence[Moment]) -> None:
        """Shows these; the keyboard stays on the line it stands on, where that is still there."""
        before = self.currentIndex().data(_MOMENT)
        self._items.clear()
        month = None
        for moment in moments:
            if (moment.day.year, moment.day.month) != month:
                month = (moment.day.year, moment.day.month)
                self._items.appendRow(_heading(f"{MONTHS[month[1] - 1]} {month[0]}"))
            item = QStandardItem(_line(moment))
            item.setData(moment, _MOMENT)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            self._items.appendRow(item)
            if moment == before:
                self.setCurrentIndex(item.index())

    def lines(self) -> list[str]:
        """Every line as it reads."""
        return [self._items.item(row).text() for row in range(self._items.rowCount())]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex())
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: Any) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self._items.rowCount() > 1:
            first = self._items.index(1, 0)
            self.selectionModel().setCurrentIndex(first, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def _open(self, index: QModelIndex) -> None:
        if (moment := index.data(_MOMENT)) is not None:
            self.opened.emit(moment)


def _heading(words: str) -> QStandardItem:
    item = QStandardItem(words)
    item.setFlags(Qt.ItemFlag.NoItemFlags)
    font = item.font()
    font.setBold(True)
    item.setFont(font)
    return item


def _line(moment: Moment) -> str:
    day = f"{WEEKDAYS[moment.day.weekday()][:3]} {moment.day.day}"
    at = f" {moment.at:%H:%M}" if moment.at is not None else ""
    note = " ".join(moment.note.split())
    cut = note if len(note) <= _NOTE else f"{note[:_NOTE].rstrip()}…"
    words = moment.words if len(moment.words) <= _NOTE else f"{moment.words[:_NOTE].rstrip()}…"
    return f"{day}{at}  ·  {words}" + (f"  –  {cut}" if cut else "")


def _searched(moment: Moment) -> str:
    return folded(f"{moment.words} {moment.note} {MONTHS[moment.day.month - 1]} {moment.day.year}")
