"""Referrals onward, read and written."""

from collections.abc import Collection
from dataclasses import asdict, fields

from sqlalchemy import RowMapping, select

from vrp_desktop.db.models import onward_referral
from vrp_desktop.db.queries import tags
from vrp_desktop.db.store import Tx, WriteTx
from vrp_desktop.domain.onward import Onward, OnwardDetails

_COLUMNS = [f.name for f in fields(OnwardDetails)]


def get(tx: Tx, onward_id: str) -> Onward | None:
    """One, or None."""
    row = tx.one(select(onward_referral).where(onward_referral.c.id == onward_id))
    return None if row is None else _built(row)


def of_journeys(tx: Tx, enrolment_ids: Collection[str]) -> dict[str, tuple[Onward, ...]]:
    """By journey, its referrals onward, the latest first; a journey without any has none."""
    found: dict[str, tuple[Onward, ...]] = dict.fromkeys(enrolment_ids, ())
    newest = (onward_referral.c.referred_on.desc(), onward_referral.c.id.desc())
    for batch in tags.in_batches(enrolment_ids):
        statement = select(onward_referral).where(onward_referral.c.enrolment_id.in_(batch))
        for row in tx.rows(statement.order_by(*newest)):
            found[row["enrolment_id"]] += (_built(row),)
    return found


def add(tx: WriteTx, enrolment_id: str, person_id: str, details: OnwardDetails) -> str:
    """Writes a new one and returns its id."""
    return tx.insert(onward_referral, {"enrolment_id": enrolment_id, **asdict(details)}, subject=person_id)


def change(tx: WriteTx, onward_id: str, person_id: str, details: OnwardDetails) -> None:
    """Rewrites one."""
    tx.update(onward_referral, onward_id, asdict(details), subject=person_id)


def remove(tx: WriteTx, onward_id: str, person_id: str) -> None:
    """Takes one away; the journal keeps it."""
    tx.delete(onward_referral, onward_id, subject=person_id)


def _built(row: RowMapping) -> Onward:
    return Onward(row["id"], row["enrolment_id"], OnwardDetails(**{name: row[name] for name in _COLUMNS}))
