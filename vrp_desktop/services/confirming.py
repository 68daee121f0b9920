"""Asking for the passphrase once more, before what cannot be taken back or what leaves the house."""

from vrp_desktop.security import keys
from vrp_desktop.services import unlocking
from vrp_desktop.services.workspace import Workspace

_WRONG = "That is not your passphrase. Check capitals and spaces and try again."


def confirm(workspace: Workspace, passphrase: str) -> None:
    """Makes sure that whoever is signed in still sits there.

    Refused (the words stand beside the field "passphrase") where it is not their passphrase, nor the
    recovery key. Wrong ones are counted together with those at sign-in: after three there is a wait."""
    confirmed(workspace, passphrase)


def confirmed(workspace: Workspace, passphrase: str) -> keys.Unlocked:
    """Like ``confirm``, and gives what the passphrase opens, for work on the keys themselves."""

    def theirs(unlocked: keys.Unlocked) -> bool:
        return unlocked.kind == "recovery" or unlocked.user_id == workspace.actor.id

    return unlocking.unlock(workspace.folder, passphrase, workspace.clock, theirs, _WRONG)
