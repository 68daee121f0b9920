"""The numbers of the home screen."""

from datetime import date

from sqlalchemy import func, select

from vrp_desktop.db.models import attendance, session
from vrp_desktop.db.queries.assignments import Scope, only_interventions
from vrp_desktop.db.queries.sessions import only_led_by
from vrp_desktop.db.store import Tx
from vrp_desktop.domain.sessions import ATTENDED, Status


def supported(tx: Tx, first: date, last: date, scope: Scope | None = None, led_by: str | None = None) -> int:
    """How many different people attended at least one delivered session of those days (that one user led,
    where they are named)."""
    statement = (
        select(func.count(attendance.c.person_id.distinct()))
        .join_from(session, attendance, attendance.c.session_id == session.c.id)
        .where(
            session.c.held_on.between(first, last),
            session.c.status == Status.DELIVERED.value,
            attendance.c.mark.in_(sorted(ATTENDED)),
            *only_interventions(session.c.intervention_id, scope),
            *only_led_by(led_by),
        )
    )
    return int(tx.scalar(statement) or 0)


def delivered(tx: Tx, first: date, last: date, scope: Scope | None = None) -> int:
    """How many sessions of those days took place."""
    statement = (
        select(func.count())
        .select_from(session)
        .where(
            session.c.held_on.between(first, last),
            session.c.status == Status.DELIVERED.value,
            *only_interventions(session.c.intervention_id, scope),
        )
    )
    return int(tx.scalar(statement) or 0)
