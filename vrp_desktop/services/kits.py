"""The recovery kit, written where somebody wants it: for printing, not for keeping on the laptop."""

from pathlib import Path

from vrp_desktop.reports import recovery_kit
from vrp_desktop.reports.recovery_kit import RecoveryKit
from vrp_desktop.services.folders import taken_out
from vrp_desktop.services.workspace import Workspace


def write_kit(workspace: Workspace, recovery_key: str, path: Path) -> Path:
    """Writes the kit for a recovery key that was just made, and notes that it was. Returns the path.

    Trouble where it cannot be written."""
    workspace.store.need_writable()
    organisation = str(workspace.store.setting("organisation")["name"])
    kit = RecoveryKit(recovery_key, organisation, str(workspace.folder), workspace.today)
    about = ("user", workspace.actor.id, None, "saved the recovery kit")
    with taken_out(workspace, (path,), *about) as (written,):
        recovery_kit.write_kit(kit, written)
    return path
