"""Measures filled in, read and written."""

from typing import Any

from sqlalchemy import RowMapping, Select, select

from vrp_desktop.db.models import assessment, enrolment, intervention
from vrp_desktop.db.queries.assignments import Scope, only_people
from vrp_desktop.db.store import Tx, WriteTx
from vrp_desktop.domain.assessments import Assessment, AssessmentDetails
from vrp_desktop.domain.outcomes import Stage


def _built(row: RowMapping) -> Assessment:
    return Assessment(
        row["id"],
        row["enrolment_id"],
        row["version"],
        AssessmentDetails(
            row["instrument"],
            Stage(row["stage"]),
            row["taken_on"],
            row["informant"],
            row["on_paper"],
            row["answers"],
            row["scores"],
            row["note"],
        ),
    )


def get(tx: Tx, assessment_id: str) -> Assessment | None:
    """One, or None."""
    row = tx.one(select(assessment).where(assessment.c.id == assessment_id))
    return None if row is None else _built(row)


def of_enrolment(tx: Tx, enrolment_id: str) -> tuple[Assessment, ...]:
    """Those of a journey, in order of time."""
    statement = select(assessment).where(assessment.c.enrolment_id == enrolment_id)
    return tuple(map(_built, tx.rows(_in_order(statement))))


def of_person(tx: Tx, person_id: str) -> tuple[tuple[Assessment, str], ...]:
    """A person's with the name of the intervention, in order of time."""
    statement = (
        select(assessment, intervention.c.name)
        .join_from(assessment, enrolment, assessment.c.enrolment_id == enrolment.c.id)
        .join(intervention, enrolment.c.intervention_id == intervention.c.id)
        .where(enrolment.c.person_id == person_id)
    )
    return tuple((_built(row), row["name"]) for row in tx.rows(_in_order(statement)))


def of_instrument(
    tx: Tx, code: str, intervention_id: str | None = None, scope: Scope | None = None
) -> tuple[tuple[Assessment, str], ...]:
    """Those of a measure with whose they are, in order of time; of one intervention, where it is given."""
    statement = (
        select(assessment, enrolment.c.person_id)
        .join_from(assessment, enrolment, assessment.c.enrolment_id == enrolment.c.id)
        .where(assessment.c.instrument == code, *only_people(enrolment.c.person_id, scope))
    )
    if intervention_id is not None:
        statement = statement.where(enrolment.c.intervention_id == intervention_id)
    return tuple((_built(row), row["person_id"]) for row in tx.rows(_in_order(statement)))


def _in_order(statement: Select[Any]) -> Select[Any]:
    return statement.order_by(assessment.c.taken_on, assessment.c.id)


def add(tx: WriteTx, enrolment_id: str, person_id: str, version: str, details: AssessmentDetails) -> str:
    """Writes a new one and returns its id."""
    values = {"enrolment_id": enrolment_id, "version": version, **_values(details)}
    return tx.insert(assessment, values, subject=person_id)


def change(tx: WriteTx, assessment_id: str, person_id: str, details: AssessmentDetails) -> None:
    """Rewrites one."""
    tx.update(assessment, assessment_id, _values(details), subject=person_id)


def remove(tx: WriteTx, assessment_id: str, person_id: str) -> None:
    """Removes one; the journal keeps it."""
    tx.delete(assessment, assessment_id, subject=person_id)


def _values(details: AssessmentDetails) -> dict[str, Any]:
    return {
        "instrument": details.instrument,
        "stage": details.stage.value,
        "taken_on": details.taken_on,
        "informant": details.informant,
        "on_paper": details.on_paper,
        "answers": dict(details.answers),
        "scores": dict(details.scores),
        "note": details.note,
    }
