"""Pauses of journeys, read and written."""

from collections.abc import Collection
from dataclasses import asdict

from sqlalchemy import RowMapping, select

from vrp_desktop.db.models import pause
from vrp_desktop.db.queries import tags
from vrp_desktop.db.store import Tx, WriteTx
from vrp_desktop.domain.pauses import Pause, PauseDetails


def get(tx: Tx, pause_id: str) -> Pause | None:
    """One, or None."""
    row = tx.one(select(pause).where(pause.c.id == pause_id))
    return None if row is None else _built(row)


def of_journeys(tx: Tx, enrolment_ids: Collection[str]) -> dict[str, tuple[Pause, ...]]:
    """By journey, its pauses, the latest first; a journey without any has none."""
    found: dict[str, tuple[Pause, ...]] = dict.fromkeys(enrolment_ids, ())
    for batch in tags.in_batches(enrolment_ids):
        statement = select(pause).where(pause.c.enrolment_id.in_(batch))
        for row in tx.rows(statement.order_by(pause.c.from_on.desc(), pause.c.id.desc())):
            found[row["enrolment_id"]] += (_built(row),)
    return found


def of_journey(tx: Tx, enrolment_id: str) -> tuple[Pause, ...]:
    """A journey's pauses, the latest first."""
    return of_journeys(tx, (enrolment_id,))[enrolment_id]


def add(tx: WriteTx, enrolment_id: str, person_id: str, details: PauseDetails) -> str:
    """Writes a new one and returns its id."""
    return tx.insert(pause, {"enrolment_id": enrolment_id, **asdict(details)}, subject=person_id)


def change(tx: WriteTx, pause_id: str, person_id: str, details: PauseDetails) -> None:
    """Rewrites one."""
    tx.update(pause, pause_id, asdict(details), subject=person_id)


def remove(tx: WriteTx, pause_id: str, person_id: str) -> None:
    """Takes one away; the journal keeps it."""
    tx.delete(pause, pause_id, subject=person_id)


def _built(row: RowMapping) -> Pause:
    return Pause(row["id"], row["enrolment_id"], PauseDetails(row["from_on"], row["until_on"], row["reason"]))
