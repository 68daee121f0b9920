"""Real parts for every test: encrypted stores in temporary folders, a clock that stands still."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# Nothing goes into the keychain of whoever runs the tests.
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"

import pytest

from tests.builders import NOW, ORGANISATION, PASSPHRASE, USER, Clock
from vrp_desktop.db.store import Store
from vrp_desktop.domain.permissions import Actor, StoreKind
from vrp_desktop.security import keys
from vrp_desktop.services import stores
from vrp_desktop.services.provider import Provider
from vrp_desktop.services.workspace import Workspace


@dataclass(frozen=True)
class Template:
    """An empty store, closed, to be copied: deriving a key from a passphrase is paid once a run."""

    folder: Path
    actor: Actor
    recovery_key: str
    key: bytes


def made(folder: Path, kind: StoreKind) -> Template:
    created = stores.create(folder, kind, ORGANISATION, USER, PASSPHRASE, Clock(NOW))
    created.workspace.close()
    return Template(
        folder, created.workspace.actor, created.recovery_key, keys.unlock(folder, PASSPHRASE).key
    )


def copied(template: Template, folder: Path, clock: Clock) -> Workspace:
    shutil.copytree(template.folder, folder)
    return Workspace(folder, Store.open(folder, template.key), template.actor, clock)


@pytest.fixture
def clock() -> Clock:
    """Seven on a Sunday evening, until the test moves it."""
    return Clock(NOW)


@pytest.fixture(scope="session")
def provider_template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    return made(tmp_path_factory.mktemp("templates") / "provider", StoreKind.PROVIDER)


@pytest.fixture(scope="session")
def commissioner_template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    return made(tmp_path_factory.mktemp("templates") / "commissioner", StoreKind.COMMISSIONER)


@pytest.fixture
def provider_folder(provider_template: Template, tmp_path: Path) -> Path:
    """An empty provider's store that nobody has signed in to; ``builders.PASSPHRASE`` opens it."""
    return Path(shutil.copytree(provider_template.folder, tmp_path / "signed out"))


@pytest.fixture
def workspace(provider_template: Template, tmp_path: Path, clock: Clock) -> Iterator[Workspace]:
    """An empty provider's store, its manager and administrator signed in."""
    workspace = copied(provider_template, tmp_path / "provider", clock)
    yield workspace
    workspace.close()


@pytest.fixture
def provider(workspace: Workspace) -> Provider:
    """A provider's services over a real, empty store, by somebody who is manager and administrator."""
    return Provider(workspace)


@pytest.fixture
def commissioner_workspace(
    commissioner_template: Template, tmp_path: Path, clock: Clock
) -> Iterator[Workspace]:
    """An empty commissioner's store, with its first user signed in."""
    workspace = copied(commissioner_template, tmp_path / "commissioner", clock)
    yield workspace
    workspace.close()
