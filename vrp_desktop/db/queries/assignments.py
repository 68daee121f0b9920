"""Which interventions a worker works in, whose records are theirs to see, and the records opened beyond that.

A worker's people are those enrolled, at any time, in an intervention the worker is assigned to; those the
worker has added (with a grant that has no end, or a record not yet enrolled would be lost to its writer);
and, for as long as a grant says, somebody whose record was opened with a reason.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Select, or_, select, union

from vrp_desktop.db.models import PROVIDER, access_grant, assignment, enrolment, intervention, person
from vrp_desktop.db.queries import tags
from vrp_desktop.db.store import Tx, WriteTx
from vrp_desktop.domain.access import OpenedRecord

_USER = PROVIDER.tables["user"]


@dataclass(frozen=True)
class Scope:
    """Somebody who sees the people of their own interventions only, at a moment (ISO text, UTC). Where a
    query takes a scope, None is everybody's records."""

    user_id: str
    at: str


def own_interventions(scope: Scope) -> Select[Any]:
    """The ids of the interventions that are somebody's own."""
    return select(assignment.c.intervention_id).where(assignment.c.user_id == scope.user_id)


def own_people(scope: Scope, among: Collection[str] | None = None) -> CompoundSelect[Any]:
    """The ids of the people whose records somebody may see; only ``among`` a few, where they are given."""
    enrolled = select(enrolment.c.person_id).where(enrolment.c.intervention_id.in_(own_interventions(scope)))
    granted = select(access_grant.c.person_id).where(
        access_grant.c.user_id == scope.user_id,
        access_grant.c.from_at <= scope.at,
        or_(access_grant.c.until_at.is_(None), access_grant.c.until_at > scope.at),
    )
    if among is not None:
        enrolled = enrolled.where(enrolment.c.person_id.in_(among))
        granted = granted.where(access_grant.c.person_id.in_(among))
    return union(enrolled, granted)


def only_people(
    column: ColumnElement[Any], scope: Scope | None, among: Collection[str] | None = None
) -> tuple[ColumnElement[bool], ...]:
    """Conditions that keep to the people of a scope; faster where it is known ``among`` which few."""
    return () if scope is None else (column.in_(own_people(scope, among)),)


def unchanged_between(tx: Tx, scope: Scope) -> tuple[str, str | None]:
    """The moments around the scope's own between which no grant of theirs begins or ends: from the first
    on, and before the second (None: for ever)."""
    theirs = select(access_grant.c.from_at, access_grant.c.until_at).where(
        access_grant.c.user_id == scope.user_id
    )
    moments = {moment for row in tx.rows(theirs) for moment in row.values() if moment is not None}
    before = max((moment for moment in moments if moment <= scope.at), default="")
    return before, min((moment for moment in moments if moment > scope.at), default=None)


def only_interventions(column: ColumnElement[Any], scope: Scope | None) -> tuple[ColumnElement[bool], ...]:
    """Conditions that keep to the interventions of a scope."""
    return () if scope is None else (column.in_(own_interventions(scope)),)


def seen_of(tx: Tx, scope: Scope | None, person_ids: Collection[str]) -> set[str]:
    """Which of these people's records may be seen."""
    if scope is None:
        return set(person_ids)
    found: set[str] = set()
    for batch in tags.in_batches(person_ids):
        theirs = only_people(person.c.id, scope, batch)
        rows = tx.rows(select(person.c.id).where(person.c.id.in_(batch), *theirs))
        found.update(row["id"] for row in rows)
    return found


def delivers(tx: Tx, scope: Scope | None, intervention_id: str) -> bool:
    """Whether an intervention is one of the scope's."""
    own = select(intervention.c.id).where(
        intervention.c.id == intervention_id, *only_interventions(intervention.c.id, scope)
    )
    return scope is None or tx.scalar(own) is not None


def of_user(tx: Tx, user_id: str) -> tuple[str, ...]:
    """The interventions somebody is assigned to, in the order they were."""
    mine = select(assignment.c.intervention_id).where(assignment.c.user_id == user_id)
    return tuple(row["intervention_id"] for row in tx.rows(mine.order_by(assignment.c.id)))


def users_of(tx: Tx, intervention_id: str) -> tuple[str, ...]:
    """Who is assigned to an intervention."""
    theirs = select(assignment.c.user_id).where(assignment.c.intervention_id == intervention_id)
    return tuple(row["user_id"] for row in tx.rows(theirs))


def write(tx: WriteTx, user_id: str, intervention_ids: Iterable[str]) -> None:
    """Makes somebody's interventions exactly these."""
    wanted = dict.fromkeys(intervention_ids)
    mine = select(assignment).where(assignment.c.user_id == user_id)
    there = {row["intervention_id"]: row["id"] for row in tx.rows(mine)}
    for intervention_id in there.keys() - wanted.keys():
        tx.delete(assignment, there[intervention_id])
    for intervention_id in wanted:
        if intervention_id not in there:
            tx.insert(assignment, {"user_id": user_id, "intervention_id": intervention_id})


def grant(
    tx: WriteTx, user_id: str, person_id: str, from_at: str, until_at: str | None = None, reason: str = ""
) -> None:
    """Lets somebody see one record. Without an end and a reason it is one that they have added."""
    values = {"user_id": user_id, "from_at": from_at, "until_at": until_at, "reason": reason}
    tx.insert(access_grant, {"person_id": person_id, **values}, subject=person_id)


def opened_since(tx: Tx, at: str, limit: int = 50) -> tuple[OpenedRecord, ...]:
    """The records opened with a reason since a moment, the latest first."""
    statement = (
        select(
            access_grant.c.person_id,
            person.c.known_as,
            _USER.c.name.label("opened_by"),
            access_grant.c.reason,
            access_grant.c.from_at,
            access_grant.c.until_at,
        )
        .join_from(access_grant, person, access_grant.c.person_id == person.c.id)
        .join(_USER, access_grant.c.user_id == _USER.c.id)
        .where(access_grant.c.until_at.is_not(None), access_grant.c.from_at >= at)
        .order_by(access_grant.c.from_at.desc(), access_grant.c.id.desc())
        .limit(limit)
    )
    return tuple(OpenedRecord.at_moments(**row) for row in tx.rows(statement))
