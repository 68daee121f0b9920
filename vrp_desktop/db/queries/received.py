"""Returns as they came to the commissioner, and the keys that providers sign with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import RowMapping, select

from vrp_desktop.db.models import provider_key, received
from vrp_desktop.db.transactions import Tx, WriteTx
from vrp_desktop.domain.checking import Finding, Severity
from vrp_desktop.domain.returns.figures import Header, Key, ReturnDocument


@dataclass(frozen=True)
class StoredReturn:
    """A return in the store. ``intervals``: what its hidden counts can be at least and at most (None: not
    bounded). ``findings`` are what was said of it when it came in."""

    id: str
    document: ReturnDocument
    file_name: str
    received_at: datetime
    signature: str
    findings: tuple[Finding, ...]
    intervals: Mapping[Key, tuple[int, int | None]]
    current: bool

    @property
    def header(self) -> Header:
        return self.document.header


@dataclass(frozen=True)
class ProviderKey:
    """The key pinned for a provider; ``confirmed`` once its fingerprint was compared by telephone."""

    id: str
    provider_id: str
    provider: str
    public: bytes
    seen_on: date
    confirmed: bool


def all_received(tx: Tx) -> tuple[StoredReturn, ...]:
    """Everything that has come in, in the order of arrival."""
    return tuple(map(_stored, tx.rows(select(received).order_by(received.c.received_at, received.c.id))))


def of_quarters(tx: Tx, quarters: Sequence[str]) -> tuple[StoredReturn, ...]:
    """Every version of every return for these quarters, oldest first."""
    statement = select(received).where(received.c.quarter.in_(quarters))
    return tuple(map(_stored, tx.rows(statement.order_by(received.c.received_at, received.c.id))))


def of_intervention(tx: Tx, intervention_code: str, quarter: str) -> tuple[StoredReturn, ...]:
    """Every version of every provider's return for one intervention and quarter."""
    statement = select(received).where(
        received.c.quarter == quarter, received.c.intervention_code == intervention_code
    )
    return tuple(map(_stored, tx.rows(statement.order_by(received.c.received_at, received.c.id))))


def quarters(tx: Tx) -> tuple[str, ...]:
    """The quarters there are returns for, oldest first."""
    rows = tx.rows(select(received.c.quarter).distinct().order_by(received.c.quarter))
    return tuple(row["quarter"] for row in rows)


def add(
    tx: WriteTx,
    document: ReturnDocument,
    stored_bytes: bytes,
    file: tuple[str, str],
    received_at: datetime,
    signature: str,
    findings: Sequence[Finding],
    intervals: Mapping[Key, tuple[int, int | None]],
    current: bool,
) -> str:
    """Keeps a return with the very bytes that were signed; ``file`` is its name and SHA-256."""
    header = document.header
    values: dict[str, Any] = {
        "provider_id": header.provider_id,
        "intervention_code": header.intervention_code,
        "quarter": str(header.quarter),
        "version": header.version,
        "standing": header.standing.value,
        "content_hash": document.content_hash,
        "file_hash": file[1],
        "file_name": file[0],
        "received_at": received_at.isoformat(timespec="seconds"),
        "signature": signature,
        "document": stored_bytes,
        "findings": [[f.severity.value, f.what, f.mend, f.sheet, f.cell] for f in findings],
        "intervals": [[*key, low, high] for key, (low, high) in intervals.items()],
        "current": current,
    }
    return tx.insert(received, values)


def retire(tx: WriteTx, row_id: str) -> None:
    """A later version has taken its place: it is kept and counts no more."""
    tx.update(received, row_id, {"current": False})


def key_of(tx: Tx, provider_id: str) -> ProviderKey | None:
    """The key pinned for a provider."""
    row = tx.one(select(provider_key).where(provider_key.c.provider_id == provider_id))
    return None if row is None else _key(row)


def all_keys(tx: Tx) -> tuple[ProviderKey, ...]:
    """Every pinned key, by the provider's name."""
    return tuple(
        map(_key, tx.rows(select(provider_key).order_by(provider_key.c.provider, provider_key.c.id)))
    )


def pin(tx: WriteTx, header: Header, public: bytes, seen_on: date, confirmed: bool) -> None:
    """Pins the key a provider signs with, in the place of the one before it, if any."""
    values = {
        "provider_id": header.provider_id,
        "provider": header.provider,
        "public": public,
        "seen_on": seen_on,
        "confirmed": confirmed,
    }
    before = key_of(tx, header.provider_id)
    if before is None:
        tx.insert(provider_key, values)
    else:
        tx.update(provider_key, before.id, values)


def confirm(tx: WriteTx, row_id: str) -> None:
    """Somebody compared the fingerprint by telephone."""
    tx.update(provider_key, row_id, {"confirmed": True})


def _stored(row: RowMapping) -> StoredReturn:
    return StoredReturn(
        row["id"],
        ReturnDocument.from_bytes(row["document"]),
        row["file_name"],
        datetime.fromisoformat(row["received_at"]),
        row["signature"],
        tuple(
            Finding(Severity(s), what, mend, sheet, cell) for s, what, mend, sheet, cell in row["findings"]
        ),
        {(table, line, column): (low, high) for table, line, column, low, high in row["intervals"]},
        row["current"],
    )


def _key(row: RowMapping) -> ProviderKey:
    return ProviderKey(
        row["id"], row["provider_id"], row["provider"], row["public"], row["seen_on"], row["confirmed"]
    )
