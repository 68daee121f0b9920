"""One encrypted store file: opened with a key, read and written in transactions, every change journalled."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Executable, RowMapping, Table

from vrp_desktop.domain.permissions import StoreKind

STORE_FILE = "store.db"


class Tx:
    """A read transaction: everything read through it is of one moment."""

    def rows(
        self, statement: Executable, parameters: Mapping[str, Any] | None = None
    ) -> Sequence[RowMapping]:
        """Every row of a select, as mappings by column name."""
        raise NotImplementedError

    def one(self, statement: Executable, parameters: Mapping[str, Any] | None = None) -> RowMapping | None:
        """The first row, or None."""
        raise NotImplementedError

    def scalar(self, statement: Executable, parameters: Mapping[str, Any] | None = None) -> Any:
        """The first column of the first row, or None."""
        raise NotImplementedError


class WriteTx(Tx):
    """A write transaction. These methods are the only way to change a row: each also writes the journal.

    ``subject`` is the person a change is about, where it is about one.
    """

    def insert(self, table: Table, values: Mapping[str, Any], subject: str | None = None) -> str:
        """Adds a row (with a new id unless ``values`` has one) and returns its id."""
        raise NotImplementedError

    def insert_many(
        self, table: Table, rows: Iterable[Mapping[str, Any]], subject_field: str | None = None
    ) -> list[str]:
        """Adds many rows fast; ``subject_field`` names the column that holds each row's subject."""
        raise NotImplementedError

    def update(
        self, table: Table, row_id: str, values: Mapping[str, Any], subject: str | None = None
    ) -> bool:
        """Changes what differs; returns whether anything did. Nothing differing writes no journal."""
        raise NotImplementedError

    def delete(self, table: Table, row_id: str, subject: str | None = None) -> None:
        """Removes a row; the journal keeps what it held."""
        raise NotImplementedError

    def set_tags(self, owner: str, field: str, codes: Sequence[str], subject: str | None = None) -> None:
        """Makes a row's list of codes exactly these, in this order."""
        raise NotImplementedError


class Store:
    """An open store. Safe to use from several threads; one writer at a time."""

    kind: StoreKind
    folder: Path

    @classmethod
    def create(cls, folder: Path, kind: StoreKind, key: bytes) -> "Store":
        """Makes the file and its schema. Trouble where the folder cannot be written."""
        raise NotImplementedError

    @classmethod
    def open(cls, folder: Path, key: bytes) -> "Store":
        """Opens it, upgrading an older schema after a copy. Trouble if damaged or from a newer version."""
        raise NotImplementedError

    @contextmanager
    def reading(self) -> Iterator[Tx]:
        raise NotImplementedError
        yield

    @contextmanager
    def writing(self, actor: str, at: Callable[[], datetime]) -> Iterator[WriteTx]:
        """Commits when the block ends, rolls back if it raises. Durable once this returns."""
        raise NotImplementedError
        yield

    def setting(self, name: str, otherwise: Any = None) -> Any:
        """A stored setting's value. Settings are written with ``writing`` through ``db.queries.settings``."""
        raise NotImplementedError

    def close(self) -> None:
        raise NotImplementedError
