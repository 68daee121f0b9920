"""The journal, read: for the page that shows it, and for proving that it is whole."""

from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, bindparam, func, or_, select, type_coerce

from vrp_desktop.db.models import PROVIDER
from vrp_desktop.db.queries.tags import in_batches
from vrp_desktop.db.store import PROGRAM, Tx
from vrp_desktop.domain.journal import (
    CHAINED,
    CORRECTING,
    EXPORTED,
    NOT_EXPORTED,
    OF_ROWS,
    OPEN_ENTITIES,
    SEPARATOR,
    VIEWED,
    Chained,
    Head,
    Kind,
    Sought,
    Told,
    Verified,
    Verifier,
)
from vrp_desktop.domain.names import folded

_JOURNAL = PROVIDER.tables["journal"]
_USER = PROVIDER.tables["user"]
"""The same in both kinds of store."""

_PERSON = PROVIDER.tables["person"]
_GLASS = "access_grant"
_AT_ONCE = 100
"""Entries read at once: while they are, nothing else of the program goes on. More of them would outlive
Python's quick collections, and then it looks through all it holds, for a tenth of a second."""


def viewed_between(tx: Tx, actor: str, person_id: str, first: str, last: str) -> bool:
    """Whether somebody's look at a record has been noted between two moments. What a clock that was wrong
    has noted in the future does not count."""
    noted = select(_JOURNAL.c.id).where(
        _JOURNAL.c.entity == "person",
        _JOURNAL.c.row == person_id,
        _JOURNAL.c.action == VIEWED,
        _JOURNAL.c.actor == actor,
        _JOURNAL.c.at.between(first, last),
    )
    return tx.scalar(noted.limit(1)) is not None


def verified(tx: Tx, known: Mapping[str, Collection[Head]]) -> Verified:
    """Looks at every device's entries. ``known``: by device, where its journal is known to have stood."""
    entries = erased = 0
    broken = None
    devices = {str(row["device"]) for row in tx.rows(select(_JOURNAL.c.device).distinct())}
    for device in sorted(devices | known.keys()):
        verifier = Verifier(_last_erasure(tx, device), known.get(device, ()))
        for entry in _chained(tx, device):
            verifier.take(entry)
        verifier.finish()
        entries, erased = entries + verifier.entries, erased + verifier.erased
        broken = broken or verifier.broken
    return Verified(entries, erased, broken)


def _last_erasure(tx: Tx, device: str) -> int:
    """The last entry of a device that an erasure can have blanked: erasing in one copy of the store also
    blanks what others wrote before, as after a backup was restored under a new name."""
    erased = select(func.max(_JOURNAL.c.at)).where(
        _JOURNAL.c.entity == "erasure", _JOURNAL.c.action == "insert"
    )
    latest = tx.scalar(erased)
    if latest is None:
        return 0
    last = select(func.max(_JOURNAL.c.seq)).where(_JOURNAL.c.device == device, _JOURNAL.c.at <= latest)
    return int(tx.scalar(last) or 0)


def _chained(tx: Tx, device: str) -> Iterator[Chained]:
    names = (*(_JOURNAL.c[name] for name in CHAINED), *(_JOURNAL.c[n] for n in ("salt", "content", "digest")))
    wanted = (
        select(*names, type_coerce(_JOURNAL.c.fields, Text).label("told"))
        .where(_JOURNAL.c.device == device, _JOURNAL.c.seq > bindparam("after"))
        .order_by(_JOURNAL.c.seq)
        .limit(_AT_ONCE)
    )
    seq = -1
    while rows := tx.rows(wanted, {"after": seq}):
        for row in rows:
            words = SEPARATOR.join("" if row[name] is None else str(row[name]) for name in CHAINED)
            yield Chained(row["seq"], words, row["told"], row["salt"], row["content"], row["digest"])
        seq = rows[-1]["seq"]


def told(tx: Tx, sought: Sought, zone: Any, everybody: bool) -> tuple[Told, ...]:
    """The entries that are wanted, the latest first. What tells of people is withheld from whoever does not
    see ``everybody``."""
    statement = _seeking(tx, sought, zone).order_by(_JOURNAL.c.seq.desc()).limit(sought.limit)
    return _built(tx, tx.rows(statement), everybody)


def of_change(tx: Tx, change: str) -> tuple[Told, ...]:
    """Every entry of one saved intention, in the order they were written."""
    statement = select(_JOURNAL).where(_JOURNAL.c.change == change).order_by(_JOURNAL.c.seq)
    return _built(tx, tx.rows(statement), True)


def as_told(tx: Tx, rows: Collection[Any]) -> tuple[Told, ...]:
    """Rows of the journal as entries, nothing withheld."""
    return _built(tx, rows, True)


def last_saved(tx: Tx) -> datetime | None:
    """When anything was last written, by the clock of that moment; None in an empty journal."""
    # By the key, which grows with time: there is no index on ``at``.
    at = tx.scalar(select(_JOURNAL.c.at).order_by(_JOURNAL.c.id.desc()).limit(1))
    return None if at is None else datetime.fromisoformat(at)


def of_row(tx: Tx, entity: str, row: str) -> tuple[Told, ...]:
    """Every entry that tells of a row, and why it was opened to be corrected, the first one first; other
    events left out."""
    wanted = sorted(OF_ROWS | {CORRECTING})
    statement = (
        select(_JOURNAL)
        .where(_JOURNAL.c.entity == entity, _JOURNAL.c.row == row, _JOURNAL.c.action.in_(wanted))
        .order_by(_JOURNAL.c.seq)
    )
    return _built(tx, tx.rows(statement), True)


def touched_after(tx: Tx, entity: str, row: str, seq: int) -> bool:
    """Whether a row was changed again after an entry."""
    later = select(_JOURNAL.c.id).where(
        _JOURNAL.c.entity == entity,
        _JOURNAL.c.row == row,
        _JOURNAL.c.seq > seq,
        _JOURNAL.c.action.in_(sorted(OF_ROWS)),
    )
    return tx.scalar(later.limit(1)) is not None


def actors(tx: Tx) -> tuple[tuple[str, str], ...]:
    """Everybody the journal could name, by name: their id and name."""
    rows = tx.rows(select(_USER.c.id, _USER.c.name).order_by(func.lower(_USER.c.name)))
    return tuple((row["id"], row["name"]) for row in rows)


def _seeking(tx: Tx, sought: Sought, zone: Any) -> Select[Any]:
    conditions: list[ColumnElement[bool]] = []
    if sought.first is not None:
        conditions.append(_JOURNAL.c.at >= _moment(datetime.combine(sought.first, time(), zone)))
    if sought.last is not None:
        after = sought.last + timedelta(days=1)
        conditions.append(_JOURNAL.c.at < _moment(datetime.combine(after, time(), zone)))
    for name in ("actor", "entity", "row", "change"):
        if getattr(sought, name):
            conditions.append(_JOURNAL.c[name] == getattr(sought, name))
    if sought.before is not None:
        conditions.append(_JOURNAL.c.seq < sought.before)
    if sought.kind is not None:
        conditions.append(_of_kind(sought.kind))
    words = folded(sought.person).split()
    if words:
        named = select(_PERSON.c.id).where(*(func.instr(_PERSON.c.folded, word) > 0 for word in words))
        conditions.append(_JOURNAL.c.subject.in_(named))
    return select(_JOURNAL).where(*conditions)


def _of_kind(kind: Kind) -> ColumnElement[bool]:
    action, entity = _JOURNAL.c.action, _JOURNAL.c.entity
    rows = action.in_(sorted(OF_ROWS))
    opened = (
        (entity == _GLASS) & (action == "insert") & (type_coerce(_JOURNAL.c.fields, Text).like("%until_at%"))
    )
    chosen: dict[Kind, ColumnElement[bool]] = {
        Kind.CHANGES: rows,
        Kind.VIEWS: action == VIEWED,
        Kind.SIGN_INS: (entity == "user") & ~rows,
        Kind.EXPORTS: action.in_((EXPORTED, NOT_EXPORTED)),
        Kind.OPENED: opened,
        Kind.OTHER: ~or_(rows, action.in_((VIEWED, EXPORTED, NOT_EXPORTED)), entity == "user"),
    }
    return chosen[kind]


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _built(tx: Tx, rows: Collection[Any], everybody: bool) -> tuple[Told, ...]:
    names = dict(actors(tx)) | {PROGRAM: "The program"}
    called = _called(tx, {row["subject"] for row in rows if row["subject"]} if everybody else set())
    built = []
    for row in rows:
        withheld = not everybody and (row["subject"] is not None or row["entity"] not in OPEN_ENTITIES)
        built.append(
            Told(
                row["seq"],
                datetime.fromisoformat(row["at"]),
                row["actor"],
                names.get(row["actor"], "Somebody who is no longer known"),
                row["action"],
                row["entity"],
                "" if withheld else row["row"],
                None if withheld else row["subject"],
                called.get(row["subject"], ""),
                row["change"],
                {} if withheld else row["fields"],
                withheld,
                row["salt"] == "",
            )
        )
    return tuple(built)


def _called(tx: Tx, person_ids: Collection[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for batch in in_batches(person_ids):
        rows = tx.rows(select(_PERSON.c.id, _PERSON.c.known_as).where(_PERSON.c.id.in_(batch)))
        found.update({row["id"]: row["known_as"] for row in rows})
    return found
