"""The frame of an open workspace: the rail, the bar above, the page, the quiet line below."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QActionGroup, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QMenu,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from vrp_desktop.domain.changes import Changes, Topic
from vrp_desktop.domain.looking import OnlyLook
from vrp_desktop.ui.kit import messages
from vrp_desktop.ui.kit.guard import guard
from vrp_desktop.ui.kit.icons import icon, put_icon
from vrp_desktop.ui.kit.parts import Button, OneLine, button, label
from vrp_desktop.ui.kit.screen import Screen
from vrp_desktop.ui.kit.theme import Choice, theme
from vrp_desktop.ui.kit.work import Work
from vrp_desktop.ui.shell.help import Help
from vrp_desktop.ui.shell.icon_button import IconButton
from vrp_desktop.ui.shell.screens import Page
from vrp_desktop.ui.shell.search import Found, SearchLine, find_people

RAIL, NARROW_RAIL = 200, 68
NARROW = 1000
"""Below this width, as on a small laptop at 200 %, the rail and the bar show icons without words."""


class Frame(QWidget):
    """Shows pages by name and keeps the way back. It lives as long as the workspace is open."""

    lock_wanted = Signal()
    sign_out_wanted = Signal()
    colours_wanted = Signal(object)

    def __init__(
        self,
        services: Any,
        pages: Sequence[Page],
        work: Work,
        who: str,
        note: str = "",
        only_look: OnlyLook | None = None,
    ) -> None:
        super().__init__()
        self._services = services
        self._pages = {page.name: page for page in pages}
        self._work = work
        self._made: dict[str, Screen] = {}
        self._stale: set[str] = set()
        self._way: list[tuple[str, dict[str, Any]]] = []
        self._here: tuple[str, dict[str, Any]] | None = None
        self._buttons: dict[str, Button] = {}
        self._icons: dict[Button | IconButton, str] = {}
        self._words: dict[Button | IconButton, str] = {}
        self._narrow = False
        self.stack = QStackedWidget()
        self.help = Help(self.stack, self._help_here, [page.help or page.name for page in pages])
        self.title = OneLine("", "title")
        self.search = SearchLine(
            work, self._known, find_people(services, self.go) if "person" in self._pages else None
        )
        self.saved = label("", "small")
        self.running = label("", "small")
        self.quiet = OneLine("", "small")
        """What everybody should know without being told twice: when a backup was last proven."""
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._rail())
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self._bar(who))
        if only_look is not None:
            right.addWidget(self._notice(only_look))
        right.addWidget(self.stack, 1)
        right.addWidget(self._foot(note))
        layout.addLayout(right, 1)
        self._shortcuts()
        self._tint()
        theme().changed.connect(self._tint)
        work.changed.connect(self._changed)
        work.saved.connect(self._saved)
        work.busy.connect(self.running.setText)

    def start(self) -> None:
        """Shows the first page."""
        if self._pages:
            self.go(next(iter(self._pages)))
        if "person" in self._pages:
            # Behind what the first page reads: nobody waits for it.
            self._work.read(self._services.people.prepare, lambda _: None, owner=self)
            self._read_wording()

    def go(self, name: str, **arguments: Any) -> None:
        """Shows a page, unless the one shown now will not be left."""
        if name in self._pages and self._may_leave():
            if self._here is not None and self._here != (name, arguments):
                self._way = [*self._way[-30:], self._here]
            self._show(name, arguments)

    def back(self) -> None:
        """Shows the page before."""
        if self._way and self._may_leave():
            self._show(*self._way.pop())

    def shown(self) -> Screen | None:
        """The page shown now."""
        shown = self.stack.currentWidget()
        return shown if isinstance(shown, Screen) else None

    def page_names(self) -> list[str]:
        """Every page there is, in the order of the rail."""
        return list(self._pages)

    def forget(self) -> None:
        """Empties every page and the search: the store is being locked."""
        self.search.finish()
        guard().use(None)
        for screen in self._made.values():
            screen.forget()

    def may_close(self) -> bool:
        """Whether the window may be closed or locked by hand now."""
        return self._may_leave()

    def settle(self) -> None:
        """Gives every page the chance to save what is typed."""
        for screen in self._made.values():
            screen.settle()

    def _may_leave(self) -> bool:
        screen = self.shown()
        return screen is None or screen.may_leave()

    def _show(self, name: str, arguments: dict[str, Any]) -> None:
        screen = self._made.get(name) or self._make(name)
        self._here = (name, arguments)
        self._stale.discard(name)
        self.title.setText(screen.title)
        self.stack.setCurrentWidget(screen)
        lit = self._buttons.get(name) or self._buttons.get(self._pages[name].under)
        if lit is not None:
            lit.setChecked(True)
        self.back_button.setEnabled(bool(self._way))
        screen.arrive(**arguments)
        if (first := screen.first_focus()) is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _make(self, name: str) -> Screen:
        screen = self._pages[name].make(self._services, self._work)
        screen.wanted.connect(lambda wanted, arguments: self.go(wanted, **arguments))
        screen.titled.connect(lambda words, screen=screen: self._titled(screen, words))
        self._made[name] = screen
        self.stack.addWidget(screen)
        return screen

    def _titled(self, screen: Screen, words: str) -> None:
        if screen is self.shown():
            self.title.setText(words)

    def _changed(self, changes: Changes) -> None:
        if "person" in self._pages and changes.touch(Topic.SETTINGS):
            self._read_wording()
        # A page that is not shown reads when it is shown again.
        screen = self.shown()
        if screen is not None:
            screen.on_changed(changes)

    def _read_wording(self) -> None:
        """What the wording guard looks for in this organisation."""
        self._work.read(self._services.wordings.wording, guard().use, owner=self, latest="wording")

    def _saved(self, at: datetime) -> None:
        self.saved.setText(f"Saved {at:%H:%M}")

    def _rail(self) -> QFrame:
        rail = QFrame()
        rail.setProperty("ground", "rail")
        rail.setFixedWidth(RAIL)
        self._rail_frame = rail
        rail.setAccessibleName("Pages")
        layout = QVBoxLayout(rail)
        layout.setContentsMargins(10, 16, 10, 12)
        layout.setSpacing(4)
        group = QButtonGroup(rail)
        number = 0
        for page in self._pages.values():
            if not page.word:
                continue
            number += 1
            made = Button(page.word)
            made.setProperty("role", "rail")
            made.setCheckable(True)
            made.setAccessibleName(page.word)
            made.setAccessibleIdentifier(f"rail-{page.name}")
            made.setToolTip(f"{page.word} (Ctrl+{number})")
            made.clicked.connect(lambda _=False, name=page.name: self._rail_clicked(name))
            shortcut = QShortcut(QKeySequence(f"Ctrl+{number}"), self)
            shortcut.activated.connect(lambda name=page.name: self.go(name))
            group.addButton(made)
            layout.addWidget(made)
            self._buttons[page.name] = made
            self._words[made] = page.word
            self._icons[made] = page.icon
        layout.addStretch(1)
        return rail

    def _rail_clicked(self, name: str) -> None:
        self.go(name)
        if self._here is not None and self._here[0] != name:
            page = self._pages[self._here[0]]
            lit = self._buttons.get(page.name) or self._buttons.get(page.under)
            if lit is not None:
                lit.setChecked(True)

    def _bar(self, who: str) -> QFrame:
        bar = QFrame()
        bar.setProperty("ground", "bar")
        layout = QHBoxLayout(bar)
        layout.setContentsMargins(16, 10, 16, 10)
        layout.setSpacing(10)
        self.back_button = self._tool("back", "Back", "Back (Alt+Left)")
        self.back_button.clicked.connect(lambda: self.back())
        layout.addWidget(self.back_button)
        layout.addWidget(self.title, 1)
        self.search.setMaximumWidth(340)
        self.search.setMinimumWidth(150)
        layout.addWidget(self.search, 2)
        lock = self._tool("lock", "Lock", "Lock (Ctrl+L)", words=True)
        lock.clicked.connect(lambda: self.lock_wanted.emit())
        layout.addWidget(lock)
        menu_button = self._tool("person", who, f"{who}: sign out, colours", words=True)
        menu_button.setAccessibleIdentifier("who")
        menu_button.setProperty("menu", True)
        menu_button.setMenu(self._menu(menu_button))
        menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        layout.addWidget(menu_button)
        return bar

    def _notice(self, only_look: OnlyLook) -> QFrame:
        """Says the whole time that nothing can be saved: else somebody types for an hour."""
        notice = QFrame()
        notice.setProperty("ground", "notice")
        words = label(only_look.short, "label")
        words.setAccessibleIdentifier("only-look")
        words.setAccessibleName(only_look.short)
        more = button(
            "How to work in it",
            lambda: messages.inform(self, "Open to be looked at only", only_look.words),
            "link",
        )
        layout = QHBoxLayout(notice)
        layout.setContentsMargins(16, 4, 16, 4)
        layout.addWidget(words, 1)
        layout.addWidget(more)
        return notice

    def _tool(self, picture: str, name: str, tip: str, *, words: bool = False) -> IconButton:
        made = IconButton()
        made.setProperty("role", "quiet")
        made.setIconSize(QSize(20, 20))
        made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        made.setAccessibleName(name)
        made.setAccessibleIdentifier(picture)
        made.setToolTip(tip)
        if words:
            made.setText(name)
            self._words[made] = name
            made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._icons[made] = picture
        return made

    def _menu(self, parent: QWidget) -> QMenu:
        menu = QMenu(parent)
        menu.addSection("Colours")
        group = QActionGroup(menu)
        for choice in Choice:
            action = menu.addAction(_COLOUR_WORDS[choice])
            action.setCheckable(True)
            action.setChecked(theme().choice is choice)
            action.triggered.connect(lambda _=False, choice=choice: self.colours_wanted.emit(choice))
            group.addAction(action)
        menu.addSeparator()
        menu.addAction("Help (F1)").triggered.connect(lambda: self.help.open())
        menu.addAction("Change my passphrase").triggered.connect(lambda: self.go("my-passphrase"))
        menu.addAction("Lock").triggered.connect(lambda: self.lock_wanted.emit())
        menu.addAction("Sign out").triggered.connect(lambda: self.sign_out_wanted.emit())
        return menu

    def _foot(self, note: str) -> QFrame:
        foot = QFrame()
        foot.setProperty("ground", "foot")
        layout = QHBoxLayout(foot)
        layout.setContentsMargins(16, 3, 16, 3)
        self.saved.setAccessibleIdentifier("saved")
        for part in (self.saved, self.running):
            part.setWordWrap(False)
            layout.addWidget(part)
        self.quiet.setAccessibleIdentifier("quiet-line")
        self.quiet.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self.quiet, 1)
        about = label(note, "small")
        about.setWordWrap(False)
        about.setVisible(bool(note))
        layout.addWidget(about)
        foot.setFixedHeight(28)
        return foot

    def _shortcuts(self) -> None:
        for keys, call in (
            ("Ctrl+K", self.search.begin),
            ("Ctrl+L", self.lock_wanted.emit),
            ("Alt+Left", self.back),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(call)

    def _help_here(self) -> str:
        page = self._pages[self._here[0]] if self._here else next(iter(self._pages.values()))
        return page.help or page.name

    def _known(self) -> list[Found]:
        pages = [
            Found(page.word, "page", page.icon, partial(self.go, page.name))
            for page in self._pages.values()
            if page.word
        ]
        commands = [
            Found("Lock", "command", "lock", self.lock_wanted.emit),
            Found("Change my passphrase", "command", "lock", partial(self.go, "my-passphrase")),
            Found("Sign out", "command", "person", self.sign_out_wanted.emit),
            *(
                Found(
                    f"Colours: {words}",
                    "command",
                    "colours",
                    partial(self.colours_wanted.emit, choice),
                )
                for choice, words in _COLOUR_WORDS.items()
            ),
        ]
        helps = [
            Found(f"Help: {title}", "command", "help", partial(self.help.open, name))
            for name, title in self.help.pages()
        ]
        return [*pages, *commands, *helps]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < NARROW
        if narrow != self._narrow:
            self._narrow = narrow
            self._rail_frame.setFixedWidth(NARROW_RAIL if narrow else RAIL)
            self.search.setMaximumWidth(200 if narrow else 340)  # The title needs the room.
            for made, words in self._words.items():
                made.setText("" if narrow else words)  # The accessible name and the tip keep the words.

    def _tint(self) -> None:
        for made, picture in self._icons.items():
            if made in self._words:
                put_icon(made, picture)
            else:
                made.setIcon(icon(picture))


_COLOUR_WORDS = {
    Choice.SYSTEM: "As the system",
    Choice.LIGHT: "Light",
    Choice.DARK: "Dark",
    Choice.HIGH_CONTRAST: "High contrast",
}
