"""Who may sign in: adding and removing people, their roles and passphrases, the recovery key."""

from vrp_desktop.db.queries import settings, users
from vrp_desktop.db.store import Tx
from vrp_desktop.domain.changes import Changes, Saved, Topic
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.ids import new_id
from vrp_desktop.domain.permissions import Action, Actor, Role
from vrp_desktop.domain.users import User, UserDetails
from vrp_desktop.security import keychain, passphrases, rekeying
from vrp_desktop.services import rekeyed
from vrp_desktop.services.confirming import confirm
from vrp_desktop.services.service import Service, found
from vrp_desktop.services.unlocking import changing, in_words

_CHANGES = Changes.in_(Topic.SETTINGS)


class Users(Service):
    """Everybody who may open the store. Every change asks the administrator's own passphrase again."""

    def every(self) -> tuple[User, ...]:
        """Everybody who may sign in, by name, then those who have left."""
        with self._reading(Action.MANAGE_USERS) as tx:
            return users.every(tx)

    def without_passphrase(self) -> frozenset[str]:
        """The ids of users who may sign in, and have no passphrase to do so: give them one."""
        with self._reading(Action.MANAGE_USERS) as tx:
            active = frozenset(user.id for user in users.every(tx) if user.active)
        workspace = self._workspace
        with in_words(workspace.folder), changing(workspace.folder):
            return active - rekeying.has_passphrase(workspace.folder, workspace.store.key)

    def has_keychain(self) -> bool:
        """Whether this computer's keychain holds half of the key of whoever signs in here."""
        self._need(Action.MANAGE_USERS)
        return keychain.works()

    def add(self, details: UserDetails, first: str, passphrase: str) -> Saved:
        """Adds somebody with the first passphrase, which they choose and type themselves.

        Refused with every faulty field (``first`` is theirs, ``passphrase`` the administrator's own)."""
        self._need(Action.MANAGE_USERS)
        confirm(self._workspace, passphrase)
        user_id = new_id()
        with self._writing(Action.MANAGE_USERS) as tx:
            tidy = self._checked(tx, details)
            self._check(tx, first, tidy.name, "first")
            users.add(tx, Actor(user_id, tidy.name, tidy.roles))
            self._set(user_id, first, "first")
        return Saved(user_id, _CHANGES)

    def change(self, user_id: str, details: UserDetails, passphrase: str) -> Saved:
        """Gives a user another name or other roles, from when they next sign in.

        Refused where nobody would be left who looks after users."""
        self._need(Action.MANAGE_USERS)
        confirm(self._workspace, passphrase)
        with self._writing(Action.MANAGE_USERS) as tx:
            known = _known(tx, user_id)
            tidy = self._checked(tx, details, besides=user_id)
            others = [user for user in users.every(tx) if user.is_administrator and user.id != user_id]
            if known.is_administrator and Role.ADMINISTRATOR not in tidy.roles and not others:
                words = "Nobody else is an administrator. Give that role to somebody else first."
                raise Refused.for_fields({"roles": words})
            users.change(tx, user_id, tidy)
        return Saved(user_id, _CHANGES)

    def reset(self, user_id: str, first: str, passphrase: str) -> Saved:
        """Gives somebody who has lost their passphrase another, which they type themselves."""
        self._need(Action.MANAGE_USERS)
        confirm(self._workspace, passphrase)
        if user_id == self._workspace.actor.id:
            raise Refused("This is you. Choose “Change my passphrase”, under your name at the top.")
        with self._writing(Action.MANAGE_USERS) as tx:
            self._check(tx, first, _known(tx, user_id).name, "first")
            self._set(user_id, first, "first")
            tx.event("reset the passphrase of", "user", user_id)
        return Saved(user_id, _CHANGES)

    def remove(self, user_id: str, passphrase: str) -> Saved:
        """Ends somebody's access: their slot goes, and the store gets another key.

        What they did stays in the journal under their name. Refused for oneself, and where the recovery key
        has to be made anew first. Trouble where the disk has no room to encrypt the store again: they are
        kept out all the same, and the next sign-in tries again. Backups from before still open for whoever
        has both such a backup and a passphrase of that time."""
        self._need(Action.MANAGE_USERS)
        confirm(self._workspace, passphrase)
        workspace = self._workspace
        folder, store, old = workspace.folder, workspace.store, workspace.store.key
        self._need_writable()
        if user_id == workspace.actor.id:
            raise Refused("You cannot remove yourself. Ask somebody else who is an administrator.")
        with self._reading(Action.MANAGE_USERS) as reading:
            _known(reading, user_id)
        with in_words(folder), changing(folder):
            new = rekeying.begin(folder, old, user_id)
            with self._writing(Action.MANAGE_USERS) as tx:
                users.leave(tx, user_id)
                tx.event("gave the store another key after removing", "user", user_id)
            store.rekey(new)
            rekeyed.finish(store, [old], workspace.clock)
        return Saved(user_id, _CHANGES)

    def new_recovery_key(self, passphrase: str) -> str:
        """Makes a new recovery key, which is told this once. The one before opens nothing any more."""
        self._need(Action.MANAGE_USERS)
        confirm(self._workspace, passphrase)
        workspace = self._workspace
        with self._writing(Action.MANAGE_USERS) as tx, in_words(workspace.folder), changing(workspace.folder):
            tx.event("made a new recovery key", "user", workspace.actor.id)
            return rekeying.new_recovery_key(workspace.folder, workspace.store.key, workspace.actor.id)

    def change_my_passphrase(self, new: str, passphrase: str) -> Saved:
        """Gives whoever is signed in the passphrase ``new`` in place of ``passphrase``. The records are not
        touched. For everybody: it concerns nobody else."""
        workspace = self._workspace
        actor = workspace.actor
        confirm(workspace, passphrase)
        with workspace.store.writing(actor.id, workspace.clock) as tx:
            self._check(tx, new, actor.name, "new")
            self._set(actor.id, new, "new", here=True)
            tx.event("changed the passphrase of", "user", actor.id)
        return Saved(actor.id, _CHANGES)

    def _checked(self, tx: Tx, details: UserDetails, besides: str = "") -> UserDetails:
        others = [user.name for user in users.every(tx) if user.active and user.id != besides]
        return details.checked(self._workspace.kind, others)

    def _check(self, tx: Tx, passphrase: str, name: str, field: str) -> None:
        organisation = str(settings.read(tx, "organisation")["name"])
        weak = passphrases.fault(passphrase, (organisation, name))
        if weak is not None:
            raise Refused.for_fields({field: weak})

    def _set(self, user_id: str, passphrase: str, field: str, here: bool = False) -> None:
        workspace = self._workspace
        with in_words(workspace.folder), changing(workspace.folder, field):
            rekeying.set_passphrase(workspace.folder, workspace.store.key, user_id, passphrase, here)


def _known(tx: Tx, user_id: str) -> User:
    """A user who has not left."""
    return found(next((user for user in users.every(tx) if user.active and user.id == user_id), None), "user")
