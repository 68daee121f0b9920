"""Opening a store from the window. The services are imported on the working thread, when first needed:
the sign-in page stands long before the database libraries are loaded."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from vrp_desktop.ui.kit.preferences import usual_folder

if TYPE_CHECKING:
    from vrp_desktop.domain.permissions import StoreKind
    from vrp_desktop.domain.users import User
    from vrp_desktop.services.commissioner import Commissioner
    from vrp_desktop.services.provider import Provider
    from vrp_desktop.services.restoring import Choice, Restored
    from vrp_desktop.services.workspace import Workspace
    from vrp_desktop.ui.kit.work import Job


class Opened(NamedTuple):
    """An open workspace with its services. ``recovery_key`` is there once, after a store was made."""

    workspace: Workspace
    services: Provider | Commissioner
    recovery_key: str = ""


def demo_folder() -> Path:
    """Where the demo's store is kept."""
    return usual_folder("demo")


def is_store(folder: Path) -> bool:
    """Whether a folder looks like a store at a glance; what is wrong with it is said at sign-in."""
    return any(folder.glob("store.*"))


def sign_in(folder: Path, passphrase: str) -> Opened:
    """Opens a store. Refused for a wrong passphrase, Trouble for a damaged or newer store."""
    from vrp_desktop.services import stores

    return _with_services(stores.sign_in(folder, passphrase))


def choices(folder: Path) -> tuple[Choice, ...]:
    """The backups beside a store's folder, the newest first."""
    from vrp_desktop.services import restoring

    return restoring.choices(folder)


def choice_of(path: Path) -> Choice:
    """A backup that somebody has pointed at. Refused where it is none, Trouble where it is damaged."""
    from vrp_desktop.services import restoring

    return restoring.choice_of(path)


def restore(path: Path, secret: str, folder: Path, job: Job) -> Restored:
    """Brings a store back; one that is there already is kept aside."""
    from vrp_desktop.services import restoring

    return restoring.restore(
        path, secret, folder, replace=True, progress=job.progress, cancelled=job.cancelled
    )


def create(folder: Path, kind: StoreKind, organisation: str, user: str, passphrase: str) -> Opened:
    """Makes a store and opens it. Refused where a field is faulty."""
    from vrp_desktop.services import stores

    made = stores.create(folder, kind, organisation, user, passphrase)
    return _with_services(made.workspace, made.recovery_key)


def seconds_to_wait(folder: Path) -> int:
    """Seconds until the next passphrase is taken, after wrong ones, also before the program was started."""
    if not any(folder.glob("*.guesses")) and "vrp_desktop.services.stores" not in sys.modules:
        return 0  # Without importing anything: mostly nobody has guessed, in this run of the program either.
    from vrp_desktop.services import stores

    return stores.seconds_to_wait(folder)


def users_by_recovery_key(folder: Path, recovery_key: str) -> tuple[User, ...]:
    """Who may sign in, for whoever holds the recovery key."""
    from vrp_desktop.services import stores

    return stores.users_by_recovery_key(folder, recovery_key)


def recover(folder: Path, recovery_key: str, user_id: str, passphrase: str) -> Opened:
    """Sets a new passphrase and opens the store; it comes with a new recovery key."""
    from vrp_desktop.services import stores

    made = stores.recover(folder, recovery_key, user_id, passphrase)
    return _with_services(made.workspace, made.recovery_key)


def write_kit(workspace: Workspace, recovery_key: str, path: Path) -> Path:
    """Writes the recovery kit to be printed."""
    from vrp_desktop.services import kits

    return kits.write_kit(workspace, recovery_key, path)


def make_demo(folder: Path, job: Job) -> Opened:
    """Makes the demo's store, or opens it where it stands already."""
    from vrp_desktop.services import demo, stores

    if stores.look(folder) is stores.Found.STORE:
        return sign_in(folder, demo.PASSPHRASE)
    return _with_services(demo.make(folder, demo.PASSPHRASE, progress=job.progress))


def demo_passphrase() -> str:
    """The passphrase of the demo, for the sign-in page to show."""
    from vrp_desktop.services import demo

    return demo.PASSPHRASE


def prepare() -> None:
    """Wipes what a killed program left open, and imports what signing in needs, while the passphrase is being
    typed."""
    from vrp_desktop.services import commissioner, opened, provider, stores

    opened.wipe_left_behind()
    del commissioner, provider, stores


def _with_services(workspace: Workspace, recovery_key: str = "") -> Opened:
    from vrp_desktop.domain.permissions import StoreKind

    services: Provider | Commissioner
    if workspace.kind is StoreKind.PROVIDER:
        from vrp_desktop.services.provider import Provider

        services = Provider(workspace)
    else:
        from vrp_desktop.services.commissioner import Commissioner

        services = Commissioner(workspace)
    return Opened(workspace, services, recovery_key)
