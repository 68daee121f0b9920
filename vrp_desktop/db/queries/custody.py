"""Archives that were sealed: who keeps them, and until when."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from vrp_desktop.db.models import custody, release
from vrp_desktop.db.transactions import Tx, WriteTx
from vrp_desktop.domain.custody import Handover


@dataclass(frozen=True)
class Archive:
    """A sealed archive. ``path`` is where it was written, ``digest`` the SHA-256 of its bytes."""

    id: str
    made_on: date
    path: str
    digest: str
    custodian: str
    contact: str
    destroy_on: date
    destroyed_on: date | None


_COLUMNS = [custody.c[name] for name in Archive.__dataclass_fields__]


def add(tx: WriteTx, made_on: date, path: str, digest: str, handover: Handover) -> str:
    """Keeps that an archive was sealed and handed over."""
    values = {
        "made_on": made_on,
        "path": path,
        "digest": digest,
        "custodian": handover.custodian,
        "contact": handover.contact,
        "destroy_on": handover.destroy_on,
    }
    return tx.insert(custody, values)


def every(tx: Tx) -> tuple[Archive, ...]:
    """Every archive, the next to be destroyed first, those destroyed last."""
    ordered = select(*_COLUMNS).order_by(custody.c.destroyed_on.is_not(None), custody.c.destroy_on)
    return tuple(Archive(**row) for row in tx.rows(ordered))


def get(tx: Tx, archive_id: str) -> Archive | None:
    """One archive, or None."""
    row = tx.one(select(*_COLUMNS).where(custody.c.id == archive_id))
    return None if row is None else Archive(**row)


def destroyed(tx: WriteTx, archive_id: str, day: date) -> None:
    """Keeps that it is no more."""
    tx.update(custody, archive_id, {"destroyed_on": day})


def returns(tx: Tx) -> tuple[bytes, ...]:
    """Every final return, as the bytes that were signed."""
    ordered = select(release.c.document).order_by(
        release.c.quarter, release.c.intervention_id, release.c.version
    )
    return tuple(row["document"] for row in tx.rows(ordered))
