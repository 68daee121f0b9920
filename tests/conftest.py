"""Real parts for every test: encrypted stores in temporary folders, a clock that stands still."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest

from tests.builders import NOW, Clock
from vrp_desktop.db.queries import settings
from vrp_desktop.db.store import Store
from vrp_desktop.domain.ids import new_id
from vrp_desktop.domain.permissions import Actor, Role, StoreKind
from vrp_desktop.services.provider import Provider
from vrp_desktop.services.workspace import Workspace


@pytest.fixture
def clock() -> Clock:
    """Seven on a Sunday evening, until the test moves it."""
    return Clock(NOW)


@pytest.fixture(scope="session")
def provider_template(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes]:
    folder, key = tmp_path_factory.mktemp("template") / "provider", os.urandom(32)
    store = Store.create(folder, StoreKind.PROVIDER, key)
    with store.writing(new_id(), lambda: NOW) as tx:
        settings.write(tx, "organisation", "Northside Youth")
    store.close()
    return folder, key


@pytest.fixture
def workspace(provider_template: tuple[Path, bytes], tmp_path: Path, clock: Clock) -> Iterator[Workspace]:
    template, key = provider_template
    folder = tmp_path / "provider"
    shutil.copytree(template, folder)
    actor = Actor(new_id(), "Sam Worker", frozenset({Role.MANAGER, Role.ADMINISTRATOR}))
    workspace = Workspace(folder, Store.open(folder, key), actor, clock)
    yield workspace
    workspace.close()


@pytest.fixture
def provider(workspace: Workspace) -> Provider:
    """A provider's services over a real, empty store, by somebody who is manager and administrator."""
    return Provider(workspace)
