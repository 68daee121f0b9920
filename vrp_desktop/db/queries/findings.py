"""Strengths and needs, read and written."""

from dataclasses import fields
from typing import Any

from sqlalchemy import RowMapping, Select, select

from vrp_desktop.db.models import PROVIDER, enrolment, finding, tag
from vrp_desktop.db.store import Tx, WriteTx
from vrp_desktop.domain.findings import Finding, FindingDetails

_COLUMNS = [f.name for f in fields(FindingDetails)]
_USER = PROVIDER.tables["user"]


def _wanted() -> Select[Any]:
    return select(finding, _USER.c.name.label("writer")).join_from(
        finding, _USER, finding.c.written_by == _USER.c.id, isouter=True
    )


def _finding(row: RowMapping) -> Finding:
    details = FindingDetails(**{name: row[name] for name in _COLUMNS})
    return Finding(row["id"], row["person_id"], details, row["writer"] or "", row["written_by"])


def get(tx: Tx, finding_id: str) -> Finding | None:
    """One, or None."""
    row = tx.one(_wanted().where(finding.c.id == finding_id))
    return None if row is None else _finding(row)


def of_person(tx: Tx, person_id: str) -> tuple[Finding, ...]:
    """Everything found of a person, the earliest first; of one day in the order it was written."""
    statement = _wanted().where(finding.c.person_id == person_id)
    return tuple(map(_finding, tx.rows(statement.order_by(finding.c.seen_on, finding.c.id))))


def areas_of_person(tx: Tx, person_id: str) -> tuple[str, ...]:
    """The focus areas of a person's journeys, those of the latest first."""
    statement = (
        select(tag.c.code)
        .join_from(tag, enrolment, tag.c.owner == enrolment.c.id)
        .where(enrolment.c.person_id == person_id, tag.c.field == "focus_areas")
        .order_by(enrolment.c.referred_on.desc(), enrolment.c.id.desc(), tag.c.position)
    )
    return tuple(dict.fromkeys(row["code"] for row in tx.rows(statement)))


def _values(details: FindingDetails) -> dict[str, Any]:
    return {name: getattr(details, name) for name in _COLUMNS}


def add(tx: WriteTx, person_id: str, details: FindingDetails, written_by: str) -> str:
    """Writes a new one and returns its id."""
    values = {"person_id": person_id, **_values(details), "written_by": written_by}
    return tx.insert(finding, values, subject=person_id)


def change(tx: WriteTx, stored: Finding, details: FindingDetails) -> None:
    """Rewrites one that was written down wrongly."""
    tx.update(finding, stored.id, _values(details), subject=stored.person_id)


def remove(tx: WriteTx, stored: Finding) -> None:
    """Removes one; the journal keeps it."""
    tx.delete(finding, stored.id, subject=stored.person_id)
