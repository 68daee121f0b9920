"""Everybody who may sign in, and the recovery key."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from vrp_desktop.domain.changes import Topic
from vrp_desktop.domain.users import User
from vrp_desktop.services.commissioner import Commissioner
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.kit.parts import COLUMN, button, card, column, label, primary, row, scrolled
from vrp_desktop.ui.kit.screen import Screen
from vrp_desktop.ui.kit.tables import Column, Table
from vrp_desktop.ui.kit.work import Work
from vrp_desktop.ui.users.words import listed

_Read = tuple[tuple[User, ...], frozenset[str], bool]

WITH_KEYCHAIN = (
    "Each key is in two halves: the passphrase, and a secret in this computer’s keychain. A copied store "
    "opens on no other computer without the recovery key."
)
WITHOUT_KEYCHAIN = (
    "This computer has no keychain that the program can use. The store is protected by the passphrases and "
    "the recovery key alone: choose long ones."
)


class UsersScreen(Screen):
    """A list to choose from; what can be done with one of them stands on their own page."""

    title = "Users"
    topics = frozenset({Topic.SETTINGS})

    def __init__(self, services: Provider | Commissioner, work: Work) -> None:
        super().__init__(work)
        self._services = services
        self._without: frozenset[str] = frozenset()
        self.table: Table[User] = Table(
            "Users",
            [
                Column("Name", lambda user: user.name, stretch=2),
                Column("Roles", lambda user: listed(user.details.roles), stretch=3, leaves=1),
                Column("Standing", self._standing),
            ],
            "Who may sign in?",
            "Add a user",
            self._add,
        )
        self.table.opened.connect(self._open)
        self.protection = label("", "muted")
        self.recovery_button = button("Make a new recovery key…", lambda: self.go("recovery-key"))
        whole = column(
            row(label("Who may sign in", "heading"), None, primary("Add a user", self._add)),
            self.table,
            self.protection,
            card(
                label("Recovery key", "heading"),
                label(
                    "It opens the store when a passphrase is lost, and was put away on paper when it was "
                    "made. It cannot be shown again. Make a new one if the paper is lost, or somebody who "
                    "knew it has left.",
                    "muted",
                ),
                row(self.recovery_button),
            ),
            None,
            spacing=14,
            margin=24,
        )
        whole.setMaximumWidth(COLUMN + 320)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(whole))

    def load(self) -> None:
        users = self._services.users
        self.read(
            lambda: (users.every(), users.without_passphrase(), users.has_keychain()),
            self._show,
            latest="users",
        )

    def forget(self) -> None:
        self.table.show_lines(())

    def first_focus(self) -> QWidget | None:
        return self.table.view

    def _show(self, read: _Read) -> None:
        users, self._without, keychain = read
        self.table.show_lines(users)
        self.table.fit_height(10)
        self.protection.setText(WITH_KEYCHAIN if keychain else WITHOUT_KEYCHAIN)

    def _standing(self, user: User) -> str:
        if not user.active:
            return "Has left"
        if user.id in self._without:
            return "Has no passphrase"
        return "You" if user.id == self._services.workspace.actor.id else "May sign in"

    def _add(self) -> None:
        self.go("user")

    def _open(self, user: User) -> None:
        if user.active:
            self.go("user", user_id=user.id)
