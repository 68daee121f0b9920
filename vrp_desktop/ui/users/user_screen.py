"""One user: added, changed, given another passphrase, removed."""

from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from vrp_desktop.domain.changes import Saved
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.permissions import Role
from vrp_desktop.domain.users import User, UserDetails
from vrp_desktop.services.commissioner import Commissioner
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.kit import messages
from vrp_desktop.ui.kit.fields import ManyField, TextField
from vrp_desktop.ui.kit.forms import Form
from vrp_desktop.ui.kit.parts import COLUMN, button, column, label, primary, row, scrolled
from vrp_desktop.ui.kit.passphrases import PassphraseField
from vrp_desktop.ui.kit.screen import Screen
from vrp_desktop.ui.kit.work import Work
from vrp_desktop.ui.users.words import choices

_HINT = "They type it themselves, here. At least 12 characters: three or four words of their own."


class UserScreen(Screen):
    """Every change asks for the administrator's own passphrase: it is about access to children's records."""

    title = "User"

    def __init__(self, services: Provider | Commissioner, work: Work) -> None:
        super().__init__(work)
        self._services = services
        self._user: User | None = None
        self.form = Form()
        self.form.add("name", "Name", TextField(), "As colleagues know them: it stands in the journal.")
        kinds = choices(services.workspace.kind)
        self.form.add(
            "roles", "Roles", ManyField(kinds, rows=len(kinds)), "They count from the next sign-in."
        )
        self._first: PassphraseField = self.form.add("first", "Passphrase", PassphraseField(), _HINT)
        self._again: PassphraseField = self.form.add("again", "The same passphrase again", PassphraseField())
        self.form.section("Is it you?", "Who may sign in is changed by an administrator only.")
        self._mine: PassphraseField = self.form.add("passphrase", "Your own passphrase", PassphraseField())
        self.save_button = primary("Add the user", self._save)
        self.remove_button = button("Remove this user…", self._ask_to_remove)
        self.form.submitted.connect(self._save)
        self._removing = label(
            "Removing gives the store another key, so that nothing they know or have copied opens it as it "
            "is from then on. It takes some seconds. What they recorded stays, under their name.",
            "muted",
        )
        whole = column(
            self.form, row(self.save_button, self.remove_button), self._removing, None, spacing=14, margin=24
        )
        whole.setMaximumWidth(COLUMN + 60)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(whole))

    def arrive(self, user_id: str = "", **_: Any) -> None:
        self._user = None
        self.forget()
        self._dress()
        if user_id:
            self.read(self._services.users.every, lambda users: self._show(users, user_id), latest="user")

    def forget(self) -> None:
        self.form.write({"name": "", "roles": ()})
        self._clear()

    def first_focus(self) -> QWidget | None:
        return self.form.field("name").control()

    def _show(self, users: tuple[User, ...], user_id: str) -> None:
        self._user = next((user for user in users if user.active and user.id == user_id), None)
        if self._user is None:
            self.go("users")
            return
        details = self._user.details
        self.form.write({"name": details.name, "roles": tuple(role.value for role in details.roles)})
        self._dress()

    def _dress(self) -> None:
        """For a new user, somebody else, or oneself."""
        user = self._user
        mine = user is not None and user.id == self._services.workspace.actor.id
        self.titled.emit(user.name if user is not None else "Add a user")
        self._first.edit.setPlaceholderText("" if user is None else "Only if they have lost theirs")
        for name in ("first", "again"):
            self.form.show_field(name, not mine)
        self.save_button.setText("Add the user" if user is None else "Save")
        self.remove_button.setVisible(user is not None and not mine)
        self._removing.setVisible(user is not None and not mine)

    def _save(self) -> None:
        if not self.save_button.isEnabled():
            return
        self.form.clear_faults()
        said = self.form.values()
        if said["first"] != said["again"]:
            self.form.refuse(
                Refused.for_fields({"again": "The two passphrases differ. Type the same one twice."})
            )
            return
        details = UserDetails(said["name"], frozenset(Role(role) for role in said["roles"]))
        first, mine = said["first"], said["passphrase"]
        users, user = self._services.users, self._user

        def change() -> Saved:
            if user is None:
                return users.add(details, first, mine)
            saved = users.change(user.id, details, mine)
            return users.reset(user.id, first, mine) if first else saved

        self._run(change)

    def _ask_to_remove(self) -> None:
        user = self._user
        if user is None:
            return
        mine = self._mine.value()
        if not mine:
            self.form.refuse(Refused.for_fields({"passphrase": "Type your own passphrase first."}))
            return
        if messages.ask(
            self,
            f"Remove {user.name}?",
            f"{user.name} can then not sign in any more. The store gets another key, which takes a moment.",
            "Remove",
        ):
            user_id = user.id
            self._run(lambda: self._services.users.remove(user_id, mine))

    def _run(self, call: Any) -> None:
        for each in (self.save_button, self.remove_button):
            each.setEnabled(False)
        self.save(call, self._done, self.form.refuse, always=self._ready)

    def _done(self, _: Saved) -> None:
        self._clear()
        self.go("users")

    def _ready(self) -> None:
        for each in (self.save_button, self.remove_button):
            each.setEnabled(True)

    def _clear(self) -> None:
        for each in (self._first, self._again, self._mine):
            each.clear()
