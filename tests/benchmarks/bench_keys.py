"""Signing in takes less than a second and locking less than 100 ms, with eight users and 20,000 people."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests import keychains
from tests.benchmarks.conftest import Town
from tests.builders import PASSPHRASE
from vrp_desktop.domain.permissions import Role
from vrp_desktop.domain.users import UserDetails
from vrp_desktop.services import stores
from vrp_desktop.services.users import Users
from vrp_desktop.ui.kit import theme
from vrp_desktop.ui.kit.preferences import Preferences
from vrp_desktop.ui.shell.window import Window
from vrp_desktop.ui.welcome.sign_in import SignInPage

UNLOCK, LOCK = 1.0, 0.100
USERS = 8


@pytest.fixture(scope="module")
def keychain() -> Iterator[None]:
    with keychains.in_use(keychains.InMemory()):
        yield


@pytest.fixture(scope="module")
def folder(town: Town, keychain: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The town's store, everybody's key bound to this computer; the last user's slot is the last tried."""
    town.provider.workspace.store.checkpoint()
    place = tmp_path_factory.mktemp("keys") / "store"
    shutil.copytree(town.provider.workspace.folder, place)
    workspace = stores.sign_in(place, PASSPHRASE)
    for number in range(1, USERS):
        details = UserDetails(f"Worker {number}", frozenset({Role.WORKER}))
        Users(workspace).add(details, passphrase_of(number), PASSPHRASE)
    workspace.close()
    for number in range(1, USERS):
        stores.sign_in(place, passphrase_of(number)).close()
    return place


def passphrase_of(number: int) -> str:
    return f"wooden spoons in drawer {number}"


def test_signing_in(benchmark: Any, folder: Path) -> None:
    def sign_in_and_out() -> None:
        stores.sign_in(folder, passphrase_of(USERS - 1)).close()

    benchmark.pedantic(sign_in_and_out, rounds=10, warmup_rounds=1)
    assert benchmark.stats.stats.max < UNLOCK


def test_removing_somebody_of_a_large_store(benchmark: Any, folder: Path) -> None:
    """No bar stands for it; it is told, because everybody waits for it."""
    workspace = stores.sign_in(folder, PASSPHRASE)
    users = Users(workspace)

    def somebody() -> tuple[tuple[str, str], dict[str, Any]]:
        details = UserDetails("Leaves soon", frozenset({Role.WORKER}))
        return (users.add(details, "a lamp behind the piano", PASSPHRASE).id, PASSPHRASE), {}

    benchmark.pedantic(users.remove, setup=somebody, rounds=3)
    workspace.close()


@pytest.fixture
def window(
    qapp: QApplication, qtbot: QtBot, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Window]:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    theme.start(qapp, theme.Choice.LIGHT)
    made = Window(qapp, Preferences(), folder)
    qtbot.addWidget(made)
    made.show()
    yield made
    qtbot.waitUntil(lambda: not made.work.is_busy(), timeout=10_000)
    made.close()


def unlock(window: Window, qtbot: QtBot) -> None:
    page = window.welcome.page()
    assert isinstance(page, SignInPage)
    page.passphrase.set_value(PASSPHRASE)
    page.form.submitted.emit()
    qtbot.waitUntil(lambda: window.frame is not None, timeout=10_000)


def test_unlocking_the_window(benchmark: Any, window: Window, qtbot: QtBot) -> None:
    """From Enter to the first page."""

    def locked() -> None:
        if window.frame is not None:
            window.lock()
        qtbot.waitUntil(lambda: not window.work.is_busy(), timeout=10_000)

    benchmark.pedantic(lambda: unlock(window, qtbot), setup=locked, rounds=5, warmup_rounds=1)
    assert benchmark.stats.stats.max < UNLOCK


def test_locking_the_window(benchmark: Any, window: Window, qtbot: QtBot) -> None:
    """From Ctrl+L until nothing of the store is on the screen and its key is forgotten."""

    def opened() -> None:
        qtbot.waitUntil(lambda: not window.work.is_busy(), timeout=10_000)
        unlock(window, qtbot)
        assert window.frame is not None
        window.frame.go("people")
        qtbot.waitUntil(lambda: not window.work.is_busy(), timeout=10_000)

    def lock() -> None:
        assert window.opened is not None
        store = window.opened.workspace.store
        window.lock()
        while store._engine is not None:
            QApplication.processEvents()

    benchmark.pedantic(lock, setup=opened, rounds=10, warmup_rounds=1)
    assert benchmark.stats.stats.max < LOCK
