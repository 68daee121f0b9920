"""Reading in one moment, and writing with a journal entry for every row that changes."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from enum import Enum
from typing import Any

from sqlalchemy import (
    Connection,
    Executable,
    FromClause,
    LargeBinary,
    MetaData,
    Result,
    RowMapping,
    Table,
    select,
)
from sqlalchemy.sql.dml import UpdateBase

from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.ids import new_id

_CHUNK = 2_000
"""Rows that go to the file in one call of ``insert_many``: enough to be fast, little enough to hold."""


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

    def one(self, statement: Executable, parameters: Mapping[str, Any] | None = None) -> RowMapping | None:
        """The first row, or None."""
        return self._run(statement, parameters).mappings().first()

    def scalar(self, statement: Executable, parameters: Mapping[str, Any] | None = None) -> Any:
        """The first column of the first row, or None."""
        return self._run(statement, parameters).scalar()

    def _run(self, statement: Executable, parameters: Mapping[str, Any] | None) -> Result[Any]:
        if isinstance(statement, UpdateBase):
            raise TypeError("rows are changed by insert, update and delete, which write the journal")
        return self._connection.execute(statement, parameters)


class WriteTx(Tx):
    """A write transaction. These methods are the only way to change a row: each also writes the journal.

    ``subject`` is the person a change is about, where it is about one.
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
        self._journal = metadata.tables["journal"]
        self._device = device
        self._actor = actor
        self._change = new_id()
        self._seq, last = self._last_entry()
        # A clock that was put back must not put the journal out of order.
        self._at = max(utc(at()), last)
        self.broken = False

    def insert(self, table: Table, values: Mapping[str, Any], subject: str | None = None) -> str:
        """Adds a row (with a new id unless ``values`` has one) and returns its id."""
        return self._insert(table, [values], lambda _: subject)[0]

    def insert_many(
        self, table: Table, rows: Iterable[Mapping[str, Any]], subject_field: str | None = None
    ) -> list[str]:
        """Adds many rows fast; ``subject_field`` names the column that holds each row's subject."""
        if subject_field is None:
            return self._insert(table, rows, lambda _: None)
        return self._insert(table, rows, lambda row: row[subject_field])

    def update(
        self, table: Table, row_id: str, values: Mapping[str, Any], subject: str | None = None
    ) -> bool:
        """Changes what differs; returns whether anything did. Nothing differing writes no journal.

        Refused where the row is no longer there."""
        before = self._before(table, row_id)
        changed = {name: value for name, value in values.items() if plain(before[name]) != plain(value)}
        if not changed:
            return False
        self._write(table.update().where(table.c.id == row_id).values(changed))
        fields = _fields(table, changed, lambda name: (before[name], changed[name]))
        self._note("update", table.name, [(row_id, subject, fields)])
        return True

    def delete(self, table: Table, row_id: str, subject: str | None = None) -> None:
        """Removes a row; the journal keeps what it held. Refused where the row is no longer there."""
        before = self._before(table, row_id)
        self._write(table.delete().where(table.c.id == row_id))
        fields = _fields(table, before.keys(), lambda name: (before[name], None))
        self._note("delete", table.name, [(row_id, subject, fields)])

    def set_tags(self, owner: str, field: str, codes: Sequence[str], subject: str | None = None) -> None:
        """Makes a row's list of codes exactly these, in this order; a code that comes twice counts once."""
        tag = self.tables["tag"]
        there = {
            row["code"]: row
            for row in self.rows(select(tag).where(tag.c.owner == owner, tag.c.field == field))
        }
        wanted = list(dict.fromkeys(codes))
        for code, row in there.items():
            if code not in wanted:
                self.delete(tag, row["id"], subject)
        for position, code in enumerate(wanted):
            if code not in there:
                values = {"owner": owner, "field": field, "code": code, "position": position}
                self.insert(tag, values, subject)
            elif there[code]["position"] != position:
                self.update(tag, there[code]["id"], {"position": position}, subject)

    def _insert(
        self,
        table: Table,
        rows: Iterable[Mapping[str, Any]],
        subject_of: Callable[[Mapping[str, Any]], str | None],
    ) -> list[str]:
        self._check(table)
        names = [column.name for column in table.columns]
        ids: list[str] = []
        chunk: list[dict[str, Any]] = []
        for row in rows:
            if not row.keys() <= set(names):
                raise KeyError(f"{table.name} has no column {sorted(row.keys() - set(names))}")
            whole = {name: row.get(name) for name in names}
            row_id = str(whole["id"] or new_id())
            whole["id"] = row_id
            ids.append(row_id)
            chunk.append(whole)
            if len(chunk) == _CHUNK:
                self._insert_chunk(table, chunk, subject_of)
                chunk = []
        if chunk:
            self._insert_chunk(table, chunk, subject_of)
        return ids

    def _insert_chunk(
        self,
        table: Table,
        rows: list[dict[str, Any]],
        subject_of: Callable[[Mapping[str, Any]], str | None],
    ) -> None:
        self._write(table.insert(), rows)
        told = _told(table)
        entries = [
            (
                row["id"],
                subject_of(row),
                {
                    name: None if hidden else [None, plain(row[name])]
                    for name, hidden in told
                    if row[name] is not None
                },
            )
            for row in rows
        ]
        self._note("insert", table.name, entries)

    def _before(self, table: Table, row_id: str) -> RowMapping:
        self._check(table)
        row = self.one(select(table).where(table.c.id == row_id))
        if row is None:
            raise Refused("This has been removed in the meantime. Go back and look again.")
        return row

    def _note(
        self, action: str, entity: str, entries: Iterable[tuple[str, str | None, dict[str, Any]]]
    ) -> None:
        written = []
        for row_id, subject, fields in entries:
            self._seq += 1
            written.append(
                {
                    "id": new_id(),
                    "device": self._device,
                    "seq": self._seq,
                    "at": self._at,
                    "actor": self._actor,
                    "change": self._change,
                    "action": action,
                    "entity": entity,
                    "row": row_id,
                    "subject": subject,
                    "fields": fields,
                }
            )
        self._write(self._journal.insert(), written)

    def _last_entry(self) -> tuple[int, str]:
        journal = self._journal
        last = self.one(
            select(journal.c.seq, journal.c.at)
            .where(journal.c.device == self._device)
            .order_by(journal.c.seq.desc())
            .limit(1)
        )
        return (0, "") if last is None else (last["seq"], last["at"])

    def _check(self, table: FromClause) -> None:
        if self._metadata.tables.get(getattr(table, "name", "")) is not table:
            raise TypeError(f"this kind of store has no table {table}")
        if table is self._journal:
            raise TypeError("the journal is written by changing rows, never by itself")

    def _write(self, statement: UpdateBase, rows: list[dict[str, Any]] | None = None) -> None:
        try:
            self._connection.execute(statement, rows)
        except BaseException:
            # Part of a chunk may be in the file without its journal: such a transaction never commits.
            self.broken = True
            raise


def utc(moment: datetime) -> str:
    """A moment in UTC as text that sorts in time order."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def plain(value: Any) -> Any:
    """A value as JSON can hold it: dates as ISO text, codes as text, sequences as lists."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(name): plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(one) for one in (sorted(value) if isinstance(value, set | frozenset) else value)]
    return value


def _told(table: Table) -> list[tuple[str, bool]]:
    """The fields the journal tells of, and whether it says only that they changed."""
    return [
        (column.name, column.info.get("journal") == "never" or isinstance(column.type, LargeBinary))
        for column in table.columns
        if column.name != "id" and column.info.get("journal") != "derived"
    ]


def _fields(table: Table, among: Iterable[str], values: Callable[[str], tuple[Any, Any]]) -> dict[str, Any]:
    """Before and after, by field; None instead of the pair where the content is not repeated."""
    names = set(among)
    told = {}
    for name, hidden in _told(table):
        if name in names:
            before, after = values(name)
            if before is not None or after is not None:
                told[name] = None if hidden else [plain(before), plain(after)]
    return told
