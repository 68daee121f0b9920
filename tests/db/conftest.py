"""Stores without users: opened with a key that a test has made up, so that no passphrase is paid for."""

import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from vrp_desktop.db.store import Store
from vrp_desktop.domain.permissions import StoreKind

# These set limits of the system that Windows does not have.
collect_ignore = ["test_disk.py"] if sys.platform == "win32" else []

KEY = bytes(range(32))
ACTOR = "0190a000-0000-7000-8000-00000000000a"
NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


def now() -> datetime:
    return NOW


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


def a_row(known_as: str = "Ana", **fields: Any) -> dict[str, Any]:
    """A row of the table ``person``."""
    texts = ["given_name", "family_name", "pronouns", "enjoys", "good_at", "wants", "trusts", "communication"]
    row = dict.fromkeys(texts, "") | {"known_as": known_as, "folded": known_as.casefold()}
    return row | {"added_on": date(2026, 11, 22)} | fields
