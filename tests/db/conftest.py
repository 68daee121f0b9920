"""Stores without users: opened with a key that a test has made up, so that no passphrase is paid for."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.db.rows import KEY, now
from vrp_desktop.db.store import Store
from vrp_desktop.domain.permissions import StoreKind

# These set limits and take rights of the system that Windows does not have.
collect_ignore = ["test_disk.py", "test_looking.py"] if sys.platform == "win32" else []


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty provider's store."""
    store = Store.create(tmp_path / "store", StoreKind.PROVIDER, KEY, now)
    yield store
    store.close()


@pytest.fixture
def county_store(tmp_path: Path) -> Iterator[Store]:
    """An empty commissioner's store."""
    store = Store.create(tmp_path / "county", StoreKind.COMMISSIONER, KEY, now)
    yield store
    store.close()
