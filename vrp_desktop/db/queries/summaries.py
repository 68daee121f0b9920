"""Who was supported in which intervention, over any days: for counting different people."""

from collections import defaultdict
from datetime import date

from sqlalchemy import func, select

from vrp_desktop.db.models import attendance, session
from vrp_desktop.db.store import Tx
from vrp_desktop.domain.sessions import ATTENDED, Status


def supported(tx: Tx, first: date, last: date) -> dict[str, frozenset[str]]:
    """By intervention, who attended one of its delivered sessions from the first to the last day."""
    statement = (
        select(session.c.intervention_id, attendance.c.person_id)
        .distinct()
        .join_from(session, attendance, attendance.c.session_id == session.c.id)
        .where(
            session.c.held_on.between(first, last),
            session.c.status == Status.DELIVERED.value,
            attendance.c.mark.in_([mark.value for mark in ATTENDED]),
        )
    )
    found: dict[str, set[str]] = defaultdict(set)
    for row in tx.rows(statement):
        found[row["intervention_id"]].add(row["person_id"])
    return {intervention: frozenset(people) for intervention, people in found.items()}


def delivered(tx: Tx, first: date, last: date) -> dict[str, int]:
    """By intervention, how many sessions were delivered from the first to the last day."""
    statement = (
        select(session.c.intervention_id, func.count().label("sessions"))
        .where(session.c.held_on.between(first, last), session.c.status == Status.DELIVERED.value)
        .group_by(session.c.intervention_id)
    )
    return {row["intervention_id"]: row["sessions"] for row in tx.rows(statement)}
