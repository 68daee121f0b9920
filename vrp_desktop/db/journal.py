"""The journal: one entry for every row that changes, in the transaction that changes it.

An entry says which row of which table, who, when, and each field's value before and after. Audit, undo and
the exchange between laptops all read it: ``device`` and ``seq`` name an entry everywhere, and ``change``
holds together what one saved intention did. How each entry vouches for all before it is told in
``domain.journal``.
"""

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import Enum
from typing import Any

from sqlalchemy import Column, Connection, LargeBinary, Table, select
from sqlalchemy.sql.schema import ScalarElementColumnDefault

from vrp_desktop.db.connection import as_json
from vrp_desktop.domain.ids import new_id
from vrp_desktop.domain.journal import BEGINNING, CHAINED, SALT_BYTES, SEPARATOR, content_of, digest_of

Fields = dict[str, list[Any] | None]
"""By field: before and after; None where the journal says only that it changed."""

_COLUMNS = (*CHAINED, "fields", "salt", "content", "digest")


@dataclass(frozen=True)
class Entry:
    """What happened to one row. ``subject`` is the person it is about, if it is about one."""

    row: str
    subject: str | None
    fields: Fields


class Journal:
    """Where one transaction notes what it changes."""

    def __init__(
        self, connection: Connection, table: Table, device: str, actor: str, at: Callable[[], datetime]
    ) -> None:
        self._connection = connection
        self._device = device
        self._actor = actor
        self._change = new_id()
        last = connection.execute(
            select(table.c.seq, table.c.at, table.c.digest)
            .where(table.c.device == device)
            .order_by(table.c.seq.desc())
            .limit(1)
        ).first()
        self._seq: int = 0 if last is None else last.seq
        self._digest: str = BEGINNING if last is None else last.digest
        # A clock that was put back must not put the journal out of order.
        self._at = in_utc(at()) if last is None else max(in_utc(at()), last.at)
        names = ", ".join(f'"{name}"' for name in _COLUMNS)
        # By hand, because a demo of 240,000 attendances spends a third of its time in building statements.
        self._statement = f"INSERT INTO journal ({names}) VALUES ({', '.join('?' * len(_COLUMNS))})"  # noqa: S608

    def note(self, action: str, entity: str, entries: Iterable[Entry]) -> None:
        """Writes an entry for each row; ``action`` is insert, update or delete, ``entity`` the table; or both
        are an event's."""
        given = list(entries)
        salts = os.urandom(SALT_BYTES * len(given)).hex()
        length = 2 * SALT_BYTES
        seq, digest, written = self._seq, self._digest, []
        for number, entry in enumerate(given):
            seq += 1
            name, fields, subject = new_id(), as_json(entry.fields), entry.subject
            salt = salts[number * length : (number + 1) * length]
            # As ``CHAINED`` lists them.
            words = SEPARATOR.join(
                (
                    *(name, self._device, str(seq), self._at, self._actor, self._change),
                    *(action, entity, entry.row, subject or ""),
                )
            )
            content = content_of(salt, fields)
            digest = digest_of(digest, words, content)
            written.append(
                (
                    *(name, self._device, seq, self._at, self._actor, self._change),
                    *(action, entity, entry.row, subject),
                    *(fields, salt, content, digest),
                )
            )
        self._connection.exec_driver_sql(self._statement, written)
        self._seq, self._digest = seq, digest


def inserted(table: Table) -> Callable[[Mapping[str, Any]], Fields]:
    """Tells of a new row: what it holds, nothing of what it leaves empty."""
    told = [(name, hidden, blank_of(table.columns[name])) for name, hidden in _told(table)]

    def tell(row: Mapping[str, Any]) -> Fields:
        return {
            name: None if hidden else [None, plain(row[name])]
            for name, hidden, blank in told
            if row[name] is not None and row[name] != blank
        }

    return tell


def updated(table: Table, before: Mapping[str, Any], after: Mapping[str, Any]) -> Fields:
    """Tells of the fields in ``after``, which have changed."""
    return {
        name: None if hidden else [plain(before[name]), plain(after[name])]
        for name, hidden in _told(table)
        if name in after
    }


def deleted(table: Table, before: Mapping[str, Any]) -> Fields:
    """Tells what a row held that is no more."""
    return {
        name: None if hidden else [plain(before[name]), None]
        for name, hidden in _told(table)
        if before[name] is not None
    }


def blank_of(column: Column[Any]) -> Any:
    """What a column holds where nothing is said: its default, else None."""
    return column.default.arg if isinstance(column.default, ScalarElementColumnDefault) else None


def plain(value: Any) -> Any:
    """A value as JSON can hold it: dates as ISO text, codes as text, sequences as lists."""
    if value is None or type(value) in (str, int, bool, float):
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(name): plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return value


def _told(table: Table) -> list[tuple[str, bool]]:
    """The fields the journal tells of, and whether it says only that they changed. Bytes are never told."""
    return [
        (column.name, column.info.get("journal") == "never" or isinstance(column.type, LargeBinary))
        for column in table.columns
        if column.name != "id" and column.info.get("journal") != "derived"
    ]


def in_utc(moment: datetime) -> str:
    """As text that sorts in time order."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
