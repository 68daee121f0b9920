"""What the front page of a record shows of sessions: the last one and the next."""

from datetime import date

from sqlalchemy import and_, exists, func, or_, select

from vrp_desktop.db.models import attendance, enrolment, group_member, intervention, regular_group, session
from vrp_desktop.db.queries.sessions import clock_time
from vrp_desktop.db.store import Tx
from vrp_desktop.domain.front import Coming
from vrp_desktop.domain.session_kinds import KINDS
from vrp_desktop.domain.sessions import Status

FOR_ONE = [kind for kind, asks in KINDS.items() if not asks.regulars or asks.trained]
"""Kinds that only those in their register come to: a talk with one, a family, a workshop in a school."""


def coming(tx: Tx, person_id: str, today: date) -> Coming | None:
    """The next planned session that is for them: of a group they belong to, in whose register they stand
    already, or open to everybody in an intervention they take part in."""
    listed = exists().where(attendance.c.session_id == session.c.id, attendance.c.person_id == person_id)
    belongs = exists().where(
        group_member.c.group_id == session.c.group_id,
        group_member.c.person_id == person_id,
        group_member.c.joined_on <= session.c.held_on,
        or_(group_member.c.left_on.is_(None), group_member.c.left_on > session.c.held_on),
    )
    open_to_all = and_(
        session.c.group_id.is_(None),
        session.c.kind.not_in(FOR_ONE),
        exists().where(
            enrolment.c.intervention_id == session.c.intervention_id,
            enrolment.c.person_id == person_id,
            enrolment.c.started_on <= session.c.held_on,
            or_(enrolment.c.ended_on.is_(None), enrolment.c.ended_on > session.c.held_on),
        ),
    )
    row = tx.one(
        select(
            session.c.id,
            session.c.held_on,
            session.c.starts_at,
            session.c.title,
            session.c.place,
            regular_group.c.name.label("group"),
            intervention.c.name.label("intervention"),
        )
        .join_from(session, intervention, session.c.intervention_id == intervention.c.id)
        .outerjoin(regular_group, session.c.group_id == regular_group.c.id)
        .where(
            session.c.held_on >= today,
            session.c.status == Status.PLANNED.value,
            or_(listed, belongs, open_to_all),
        )
        .order_by(session.c.held_on, func.coalesce(session.c.starts_at, ""), session.c.id)
        .limit(1)
    )
    if row is None:
        return None
    what = row["title"] or row["group"] or row["intervention"]
    return Coming(row["id"], row["held_on"], clock_time(row["starts_at"]), what, row["place"])
