"""Ctrl+K: finds people, pages and commands from one line."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QFrame, QLineEdit, QListView, QWidget

from vrp_desktop.domain import age
from vrp_desktop.domain.people import SOUNDS_LIKE, PersonLine
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.kit.icons import icon
from vrp_desktop.ui.kit.theme import colours
from vrp_desktop.ui.kit.work import Work

_ROW = 44
_FOUND = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True)
class Found:
    """One thing that was found: its words, what kind of thing it is, and how it is opened."""

    words: str
    kind: str
    icon: str
    open: Callable[[], None]
    unsure: bool = False
    """Whether it only sounds like what was written: then it comes after everything else."""


def find_people(services: Provider, go: Callable[..., None]) -> Callable[[str], Sequence[Found]]:
    """Finds people by a part of a name; opening one shows the page "person"."""

    def look_up(text: str) -> Sequence[Found]:
        return [
            Found(
                # First, so that it is read whole however long the name is.
                f"{SOUNDS_LIKE.capitalize()}: {_named(line)}" if line.sounds_like else _named(line),
                "age not known" if line.age is None else f"{age.word_for(line.age)}, {line.age}",
                "person",
                partial(go, "person", person_id=line.id),
                line.sounds_like,
            )
            for line in services.people.search(text, limit=6)
        ]

    return look_up


def _named(line: PersonLine) -> str:
    known_by_it = line.full_name in ("", line.known_as)
    return line.known_as if known_by_it else f"{line.known_as} ({line.full_name})"


class SearchLine(QLineEdit):
    """A line of text with what it finds under it. ``known`` are pages and commands; ``look_up`` asks the
    store for people off the window's thread."""

    def __init__(
        self,
        work: Work,
        known: Callable[[], Sequence[Found]],
        look_up: Callable[[str], Sequence[Found]] | None,
    ) -> None:
        super().__init__()
        self._work = work
        self._known = known
        self._look_up = look_up
        self._people: Sequence[Found] = ()
        self.setPlaceholderText("Find people, pages, commands (Ctrl+K)" if look_up else "Find pages (Ctrl+K)")
        self.setAccessibleName("Find")
        self.setAccessibleIdentifier("find")
        self.list: QListView | None = None
        self.found = QStandardItemModel(self)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(60)
        self._later.timeout.connect(self._ask)
        self.textEdited.connect(self._typed)
        self.installEventFilter(self)

    def begin(self) -> None:
        """Takes the keyboard and shows what can be found."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()
        self._typed()

    def finish(self) -> None:
        """Empties the line and takes the list away."""
        self._later.stop()
        self.clear()
        self._people = ()
        self.found.clear()
        if self.list is not None:
            self.list.hide()

    def texts(self) -> list[str]:
        """What is found, as it reads."""
        return [self.found.item(row).text() for row in range(self.found.rowCount())]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(Qt.Key(event.key()))
        if event.type() == QEvent.Type.FocusOut and self.list is not None:
            self.list.hide()
        return super().eventFilter(watched, event)

    def _key(self, key: Qt.Key) -> bool:
        shown = self.list is not None and self.list.isVisible()
        if key == Qt.Key.Key_Escape:
            self.finish()
            return True
        if not shown:
            return False
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._step(1 if key == Qt.Key.Key_Down else -1)
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open()
            return True
        return False

    def _typed(self) -> None:
        self._show()
        if self._look_up is not None:
            self._later.start()

    def _ask(self) -> None:
        text, look_up = self.text().strip(), self._look_up
        if look_up is not None and text:
            self._work.read(lambda: look_up(text), self._answered, owner=self, latest="find")
        else:
            self._people = ()
            self._show()

    def _answered(self, people: Sequence[Found]) -> None:
        self._people = people
        if self.text().strip() and self.list is not None and self.list.isVisible():
            self._show()

    def _show(self) -> None:
        text = self.text().strip().lower()
        known = [one for one in self._known() if text in one.words.lower()]
        self.found.clear()
        people = self._people if text else ()
        sure, unsure = ([one for one in people if one.unsure is so] for so in (False, True))
        for one in [*sure, *known, *unsure][:9]:
            item = QStandardItem(f"{one.words}   ·   {one.kind}")
            item.setIcon(icon(one.icon, colours().muted))
            item.setData(one, _FOUND)
            self.found.appendRow(item)
        if not self.found.rowCount():
            nothing = QStandardItem("Nothing found. Try a part of a name.")
            nothing.setFlags(Qt.ItemFlag.NoItemFlags)
            self.found.appendRow(nothing)
        self._place()
        self._step(0)

    def _place(self) -> None:
        if self.list is None:
            self.list = _results(self.window(), self.found)
            self.list.clicked.connect(lambda index: self._open())
        corner = self.mapTo(self.window(), QPoint(0, self.height() + 2))
        width = max(self.width(), 420)
        left = min(corner.x(), self.window().width() - width - 8)
        self.list.setGeometry(left, corner.y(), width, self.found.rowCount() * _ROW + 8)
        self.list.show()
        self.list.raise_()

    def _step(self, by: int) -> None:
        if self.list is None or not self.found.rowCount():
            return
        row = self.list.currentIndex().row() + by if by else 0
        row = max(0, min(row, self.found.rowCount() - 1))
        self.list.setCurrentIndex(self.found.index(row, 0))
        # The keyboard stays in the line, so the line says to a screen reader what is chosen.
        self.setAccessibleDescription(f"{self.found.item(row).text()}, {row + 1} of {self.found.rowCount()}")

    def _open(self) -> None:
        if self.list is None:
            return
        one = self.list.currentIndex().data(_FOUND)
        if isinstance(one, Found):
            self.finish()
            one.open()


def _results(window: QWidget, model: QStandardItemModel) -> QListView:
    made = QListView(window)
    made.setModel(model)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    made.setAccessibleName("Found")
    made.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    made.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    made.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    made.setIconSize(QSize(20, 20))
    made.setGridSize(QSize(0, _ROW))
    made.setFrameShape(QFrame.Shape.NoFrame)
    return made
