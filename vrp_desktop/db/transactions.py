"""Reading in one moment, and writing with a journal entry for every row that changes."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Executable, MetaData, Result, RowMapping, Table, bindparam, select
from sqlalchemy.sql.dml import UpdateBase

from vrp_desktop.db import journal
from vrp_desktop.db.connection import copy
from vrp_desktop.db.journal import Entry, Journal, blank_of, plain
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.ids import new_id

_CHUNK = 2_000
"""Rows that go to the file in one call where there are many: enough to be fast, little enough to hold."""

_ROW = "row that changes"
"""Stands for a row's id beside its new values: no column is called so."""
_GONE = "This has been removed in the meantime. Go back and look again."

_OF_ROWS = frozenset({"insert", "update", "delete"})


class Tx:
    """A read transaction: everything read through it is of one moment.

    ``tables`` are the tables of the store's kind, by name.
    """

    def __init__(self, connection: Connection, metadata: MetaData) -> None:
        self._connection = connection
        self._metadata = metadata

    @property
    def tables(self) -> Mapping[str, Table]:
        return self._metadata.tables

    def rows(
        self, statement: Executable, parameters: Mapping[str, Any] | None = None
    ) -> Sequence[RowMapping]:
        """Every row of a select, as mappings by column name."""
        return self._run(statement, parameters).mappings().all()

    def tuples(self, statement: Executable) -> Sequence[Sequence[Any]]:
        """Every row of a select, as the values of its columns in their order: for tens of thousands."""
        return self._run(statement, None).all()

    def one(self, statement: Executable, parameters: Mapping[str, Any] | None = None) -> RowMapping | None:
        """The first row, or None."""
        return self._run(statement, parameters).mappings().first()

    def scalar(self, statement: Executable, parameters: Mapping[str, Any] | None = None) -> Any:
        """The first column of the first row, or None."""
        return self._run(statement, parameters).scalar()

    def copy_to(self, path: Path, key: bytes, told: Callable[[int, int], None]) -> None:
        """Copies the whole store, as it is in this transaction, into a new file that ``key`` opens.

        ``told`` hears how many pages of how many there are, and may raise to stop."""
        copy(self._connection.connection.driver_connection, path, key, told)

    def _run(self, statement: Executable, parameters: Mapping[str, Any] | None) -> Result[Any]:
        if isinstance(statement, UpdateBase):
            raise TypeError("rows are changed by insert, update and delete, which write the journal")
        return self._connection.execute(statement, parameters)


class WriteTx(Tx):
    """A write transaction. These methods are the only way to change a row: each also writes the journal.

    ``subject`` is the person a change is about, where it is about one. A row changes through the table
    object of the store's own kind: in a commissioner's store there is no way to write a person.
    """

    def __init__(
        self,
        connection: Connection,
        metadata: MetaData,
        device: str,
        actor: str,
        at: Callable[[], datetime],
    ) -> None:
        super().__init__(connection, metadata)
        self._journal = Journal(connection, metadata.tables["journal"], device, actor, at)
        self.broken = False
        """Whether a write failed. What follows such a failure must not be committed."""
        self.written: dict[str, set[str]] = {}
        """The ids of the rows that were added, changed or removed, by table."""

    def insert(self, table: Table, values: Mapping[str, Any], subject: str | None = None) -> str:
        """Adds a row (with a new id unless ``values`` has one) and returns its id."""
        return self._insert(table, [values], lambda _: subject)[0]

    def insert_many(
        self, table: Table, rows: Iterable[Mapping[str, Any]], subject_field: str | None = None
    ) -> list[str]:
        """Adds many rows fast; ``subject_field`` names the column that holds each row's subject."""
        return self._insert(table, rows, lambda row: None if subject_field is None else row[subject_field])

    def update(
        self, table: Table, row_id: str, values: Mapping[str, Any], subject: str | None = None
    ) -> bool:
        """Changes what differs; returns whether anything did. Nothing differing writes no journal.

        Refused where the row is no longer there."""
        before = self._before(table, row_id)
        changed = {name: value for name, value in values.items() if plain(before[name]) != plain(value)}
        if not changed:
            return False
        with self._all_or_nothing():
            self._connection.execute(table.update().where(table.c.id == row_id).values(changed))
            self._wrote(table, [row_id])
            fields = journal.updated(table, before, changed)
            self._journal.note("update", table.name, [Entry(row_id, subject, fields)])
        return True

    def delete(self, table: Table, row_id: str, subject: str | None = None) -> None:
        """Removes a row; the journal keeps what it held. Refused where the row is no longer there."""
        if table.info.get("kept"):
            raise TypeError(f"a row of {table.name} is never deleted")
        before = self._before(table, row_id)
        with self._all_or_nothing():
            self._connection.execute(table.delete().where(table.c.id == row_id))
            self._wrote(table, [row_id])
            self._journal.note("delete", table.name, [Entry(row_id, subject, journal.deleted(table, before))])

    def update_many(
        self, table: Table, changes: Mapping[str, Mapping[str, Any]], subject: str | None = None
    ) -> None:
        """Changes what differs in many rows, fast: the new values by the row's id, each row in the journal.

        Refused where one of the rows is no longer there."""
        for batch in _batches(changes):
            before = self._many_before(table, batch, {name for one in batch for name in changes[one]})
            writes: dict[tuple[str, ...], list[dict[str, Any]]] = {}
            entries = []
            for row_id in batch:
                was = before[row_id]
                changed = {
                    name: value for name, value in changes[row_id].items() if plain(was[name]) != plain(value)
                }
                if changed:
                    writes.setdefault(tuple(sorted(changed)), []).append({**changed, _ROW: row_id})
                    entries.append(Entry(row_id, subject, journal.updated(table, was, changed)))
            if not entries:
                continue
            with self._all_or_nothing():
                for alike in writes.values():
                    # By the names of the first are the columns of all; ``_ROW`` is none of them.
                    self._connection.execute(table.update().where(table.c.id == bindparam(_ROW)), alike)
                self._wrote(table, (entry.row for entry in entries))
                self._journal.note("update", table.name, entries)

    def delete_many(self, table: Table, row_ids: Collection[str], subject: str | None = None) -> None:
        """Removes many rows, fast; the journal keeps what each held. Refused where one is no longer there."""
        if table.info.get("kept"):
            raise TypeError(f"a row of {table.name} is never deleted")
        for batch in _batches(dict.fromkeys(row_ids)):
            before = self._many_before(table, batch, table.columns.keys())
            with self._all_or_nothing():
                self._connection.execute(table.delete().where(table.c.id.in_(batch)))
                self._wrote(table, batch)
                entries = [Entry(row_id, subject, journal.deleted(table, before[row_id])) for row_id in batch]
                self._journal.note("delete", table.name, entries)

    def set_tags(self, owner: str, field: str, codes: Sequence[str], subject: str | None = None) -> None:
        """Makes a row's list of codes exactly these, in this order; a code that comes twice counts once."""
        tag = self.tables["tag"]
        mine = select(tag).where(tag.c.owner == owner, tag.c.field == field)
        there = {row["code"]: row for row in self.rows(mine)}
        wanted = {code: position for position, code in enumerate(dict.fromkeys(codes))}
        for code in there.keys() - wanted.keys():
            self.delete(tag, there[code]["id"], subject)
        for code, position in wanted.items():
            if code in there:
                self.update(tag, there[code]["id"], {"position": position}, subject)
            else:
                values = {"owner": owner, "field": field, "code": code, "position": position}
                self.insert(tag, values, subject)

    def event(self, action: str, entity: str, row: str, subject: str | None = None, /, **fields: Any) -> None:
        """Writes into the journal what happened without a row changing: somebody signed in, looked at a
        record, took a file out of the house. ``action`` says it in the past tense, ``entity`` and ``row``
        what it happened to, ``fields`` what else is worth knowing (anything that JSON can hold)."""
        if action in _OF_ROWS:
            raise ValueError("rows are changed by insert, update and delete, which write the journal")
        told: journal.Fields = {name: [None, plain(value)] for name, value in fields.items()}
        with self._all_or_nothing():
            self._journal.note(action, entity, [Entry(row, subject, told)])

    def forget(self, table: Table, row_ids: Collection[str]) -> None:
        """Removes rows of somebody who is erased. The journal does not hear what they held, nor even that
        each was there: whoever erases says once, by an event, what was done."""
        self._check(table)
        with self._all_or_nothing():
            for batch in _batches(row_ids):
                self._connection.execute(table.delete().where(table.c.id.in_(batch)))
                self._wrote(table, batch)

    def redact(self, table: Table, row_id: str, values: Mapping[str, Any]) -> None:
        """Rewrites fields from which a name is taken out. The journal says only that they changed."""
        self._check(table)
        with self._all_or_nothing():
            self._connection.execute(table.update().where(table.c.id == row_id).values(dict(values)))
            self._wrote(table, [row_id])
            self._journal.note("update", table.name, [Entry(row_id, None, dict.fromkeys(values))])

    def blank(self, entry_ids: Collection[str]) -> None:
        """Takes out of entries of the journal what they tell of their row, and the salt, so that it cannot
        be guessed at either. That there was an entry stays: the chain holds."""
        table = self.tables["journal"]
        with self._all_or_nothing():
            for batch in _batches(entry_ids):
                emptied = table.update().where(table.c.id.in_(batch)).values(fields={}, salt="")
                self._connection.execute(emptied)

    def _insert(
        self,
        table: Table,
        rows: Iterable[Mapping[str, Any]],
        subject_of: Callable[[Mapping[str, Any]], str | None],
    ) -> list[str]:
        self._check(table)
        tell = journal.inserted(table)
        blank = {name: blank_of(column) for name, column in table.columns.items()}
        ids: list[str] = []
        waiting = iter(rows)
        while given := list(islice(waiting, _CHUNK)):
            whole: list[dict[str, Any]] = [{**blank, **row} for row in given]
            for row in whole:
                if row.keys() != blank.keys():
                    raise KeyError(f"{table.name} has no column {sorted(row.keys() - blank.keys())}")
                row["id"] = row["id"] or new_id()
                ids.append(row["id"])
            with self._all_or_nothing():
                self._connection.execute(table.insert(), whole)
                self._wrote(table, (row["id"] for row in whole))
                entries = [Entry(row["id"], subject_of(row), tell(row)) for row in whole]
                self._journal.note("insert", table.name, entries)
        return ids

    def _wrote(self, table: Table, row_ids: Iterable[str]) -> None:
        self.written.setdefault(table.name, set()).update(row_ids)

    def _before(self, table: Table, row_id: str) -> dict[str, Any]:
        self._check(table)
        row = self.one(select(table).where(table.c.id == row_id))
        if row is None:
            raise Refused(_GONE)
        return dict(zip(table.columns.keys(), row.values(), strict=True))

    def _many_before(
        self, table: Table, row_ids: Sequence[str], names: Collection[str]
    ) -> dict[str, dict[str, Any]]:
        """These columns of the rows, by their ids."""
        self._check(table)
        columns = [name for name in names if name != "id"]
        wanted = (table.c[name] for name in ("id", *columns))
        found = self.rows(select(*wanted).where(table.c.id.in_(row_ids)))
        if len(found) < len(row_ids):
            raise Refused(_GONE)
        return {row["id"]: dict(zip(("id", *columns), row.values(), strict=True)) for row in found}

    def _check(self, table: Table) -> None:
        if self.tables.get(table.name) is not table:
            raise TypeError(f"this kind of store has no table {table.name}")
        if table.name == "journal":
            raise TypeError("the journal is written by changing rows, never by itself")

    @contextmanager
    def _all_or_nothing(self) -> Iterator[None]:
        """Rows and their journal belong together: after half of it, the transaction never commits."""
        self.broken, before = True, self.broken
        yield
        self.broken = before


def _batches(ids: Collection[str]) -> Iterator[list[str]]:
    waiting = iter(ids)
    while batch := list(islice(waiting, _CHUNK)):
        yield batch
