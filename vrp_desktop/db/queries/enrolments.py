"""Journeys through interventions, read and written."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, and_, select

from vrp_desktop.db.models import PROVIDER, enrolment, intervention, pause, person
from vrp_desktop.db.queries import tags
from vrp_desktop.db.store import Tx, WriteTx
from vrp_desktop.domain.enrolments import Enrolment, EnrolmentDetails, EnrolmentLine
from vrp_desktop.domain.users import told_as

_USER = PROVIDER.tables["user"]
TAGGED = ("focus_areas",)
_COLUMNS = [f.name for f in fields(EnrolmentDetails) if f.name not in TAGGED]


def _details(row: RowMapping, codes: tags.Codes) -> EnrolmentDetails:
    return EnrolmentDetails(**{name: row[name] for name in _COLUMNS}, **tags.fields(codes, TAGGED))


def _built(tx: Tx, rows: Sequence[RowMapping]) -> tuple[Enrolment, ...]:
    codes = tags.of_many(tx, [row["id"] for row in rows])
    return tuple(
        Enrolment(row["id"], row["person_id"], row["intervention_id"], _details(row, codes[row["id"]]))
        for row in rows
    )


def get(tx: Tx, enrolment_id: str) -> Enrolment | None:
    """One, or None."""
    return next(iter(_built(tx, tx.rows(select(enrolment).where(enrolment.c.id == enrolment_id)))), None)


def of_person(tx: Tx, person_id: str, intervention_id: str | None = None) -> tuple[Enrolment, ...]:
    """A person's, the latest first; of one intervention only, where it is given."""
    statement = select(enrolment).where(enrolment.c.person_id == person_id)
    if intervention_id is not None:
        statement = statement.where(enrolment.c.intervention_id == intervention_id)
    return _built(tx, tx.rows(statement.order_by(enrolment.c.referred_on.desc(), enrolment.c.id.desc())))


def lines_of_person(tx: Tx, person_id: str) -> tuple[EnrolmentLine, ...]:
    """A person's with the intervention's name, the latest first."""
    return _lines(tx, enrolment.c.person_id == person_id)


def line(tx: Tx, enrolment_id: str) -> EnrolmentLine | None:
    """One as a list shows it, or None."""
    return next(iter(_lines(tx, enrolment.c.id == enrolment_id)), None)


def _lines(tx: Tx, which: ColumnElement[bool]) -> tuple[EnrolmentLine, ...]:
    statement = (
        select(
            enrolment,
            person.c.known_as,
            intervention.c.name,
            _USER.c.name.label("key_worker"),
            _USER.c.active,
            pause.c.from_on.label("paused_since"),
        )
        .join_from(enrolment, intervention, enrolment.c.intervention_id == intervention.c.id)
        .join(person, enrolment.c.person_id == person.c.id)
        .outerjoin(_USER, enrolment.c.key_worker_id == _USER.c.id)
        .outerjoin(pause, and_(pause.c.enrolment_id == enrolment.c.id, pause.c.until_on.is_(None)))
        .where(which)
        .order_by(enrolment.c.referred_on.desc(), enrolment.c.id.desc())
    )
    rows = tx.rows(statement)
    codes = tags.of_many(tx, [row["id"] for row in rows])
    return tuple(
        EnrolmentLine(
            row["id"],
            row["person_id"],
            row["known_as"],
            row["intervention_id"],
            row["name"],
            _details(row, codes[row["id"]]),
            told_as(row["key_worker"], row["active"]) if row["key_worker"] else "",
            row["paused_since"],
        )
        for row in rows
    )


def _values(details: EnrolmentDetails) -> dict[str, Any]:
    return {name: getattr(details, name) for name in _COLUMNS}


def _codes(details: EnrolmentDetails) -> dict[str, tuple[str, ...]]:
    return {name: getattr(details, name) for name in TAGGED}


def add(tx: WriteTx, person_id: str, intervention_id: str, details: EnrolmentDetails) -> str:
    """Writes a new one and returns its id."""
    values = {"person_id": person_id, "intervention_id": intervention_id, **_values(details)}
    enrolment_id = tx.insert(enrolment, values, subject=person_id)
    tags.write(tx, enrolment_id, _codes(details), subject=person_id)
    return enrolment_id


def change(tx: WriteTx, stored: Enrolment, details: EnrolmentDetails) -> None:
    """Rewrites one."""
    tx.update(enrolment, stored.id, _values(details), subject=stored.person_id)
    tags.write(tx, stored.id, _codes(details), subject=stored.person_id)
