"""The commands that keep a store: backup, verify, restore."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from vrp_desktop.cli import common
from vrp_desktop.domain.errors import Refused, Trouble

# The services are imported when a command runs: no command pays for the libraries of another.


def add_to(commands: "argparse._SubParsersAction[Any]") -> None:
    """Adds the commands to the parser."""
    backup = commands.add_parser(
        "backup",
        help="make a backup, restored on trial before it counts",
        description="Makes a backup of a store: one file, encrypted as the store is, restored on trial and "
        "compared before it gets its name. Beside the store, and in the second place if one was chosen; or "
        "in a folder (--to), where the rotation leaves it alone.",
    )
    common.add_store(backup)
    backup.add_argument("--to", type=Path, metavar="DIR", help="a folder for this one backup")
    common.add_json(backup)
    backup.set_defaults(run=_backup)

    verify = commands.add_parser(
        "verify",
        help="check a store, or backups of it, to the last page",
        description="Checks a store: every page, every reference, the journal's chain. With files, restores "
        "each backup on trial instead and compares it with what was written. Exit status 0: all sound; 1: a "
        "fault.",
    )
    common.add_store(verify)
    verify.add_argument("files", nargs="*", type=Path, metavar="FILE")
    common.add_json(verify)
    verify.set_defaults(run=_verify)

    restore = commands.add_parser(
        "restore",
        help="bring a store back from a backup",
        description="Brings a store back from a backup into a new folder. The passphrase is one that was in "
        "use when the backup was made, or the recovery key of that time.",
    )
    restore.add_argument("file", type=Path, metavar="FILE")
    common.add_store(restore)
    common.add_json(restore)
    restore.set_defaults(run=_restore)


def _steps() -> Callable[[int, int, str], None]:
    """Says each step of long work once."""
    said: set[str] = set()

    def tell(_: int, __: int, what: str) -> None:
        if what not in said:
            said.add(what)
            common.progress(what)

    return tell


def _backup(asked: argparse.Namespace) -> int:
    from vrp_desktop.services.backups import Backups

    workspace = common.signed_in(asked)
    try:
        made = Backups(workspace).back_up(asked.to, _steps())
    finally:
        workspace.close()
    plain = {"file": str(made.path), "size": made.size, "counts": made.counts, "second": made.second}
    words = f"Backed up and proven: {made.path} ({made.size / 1_000_000:.1f} MB). {made.second}"
    common.answer(asked, plain, words.strip())
    return 0


def _verify(asked: argparse.Namespace) -> int:
    from vrp_desktop.services.backups import Backups

    workspace = common.signed_in(asked)
    try:
        backups = Backups(workspace)
        if asked.files:
            checked = [(str(path), _fault(backups.verify, path)) for path in asked.files]
        else:
            checked = [(str(asked.store), " ".join(backups.faults()))]
    finally:
        workspace.close()
    plain = {
        "sound": not any(f for _, f in checked),
        "checked": [{"path": p, "fault": f} for p, f in checked],
    }
    common.answer(asked, plain, "\n".join(f"{path}: {fault or 'sound'}" for path, fault in checked))
    return 1 if any(fault for _, fault in checked) else 0


def _fault(verify: Callable[[Path], object], path: Path) -> str:
    try:
        verify(path)
    except (Refused, Trouble) as said:
        return str(said)
    return ""


def _restore(asked: argparse.Namespace) -> int:
    from vrp_desktop.services import restoring

    restored = restoring.restore(asked.file, common.passphrase(asked), asked.store, progress=_steps())
    plain = {
        "store": str(restored.folder),
        "made_at": restored.made_at.isoformat(),
        "counts": restored.counts,
        "erased_again": restored.erased_again,
    }
    again = f" {restored.erased_again} erased again." if restored.erased_again else ""
    words = f"Restored to {restored.folder}, as it was at {restored.made_at:%H:%M on %d %B %Y}.{again}"
    common.answer(asked, plain, words)
    return 0
