"""What is held about one person, gathered for those who ask."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select

from vrp_desktop.db.models import (
    attendance,
    enrolment,
    intervention,
    legal_hold,
    person,
    release,
    retention_review,
    session,
)
from vrp_desktop.db.queries import merging, network
from vrp_desktop.db.store import Tx
from vrp_desktop.domain.permissions import Role
from vrp_desktop.domain.quarters import Quarter
from vrp_desktop.domain.sessions import ATTENDED


@dataclass(frozen=True)
class Returned:
    """A final return in which the person may have been counted among others."""

    id: str
    intervention: str
    quarter: Quarter
    version: int
    made_on: date


@dataclass(frozen=True)
class Told:
    """An entry of the journal about the person; ``roles`` stand for whoever did it."""

    id: str
    at: str
    roles: tuple[Role, ...]
    action: str
    entity: str
    row: str
    fields: Mapping[str, Any]


@dataclass(frozen=True)
class Decision:
    """That a record is kept on, or held."""

    id: str
    day: date
    kept_until: date | None
    reason: str
    lifted_on: date | None = None


def names_of_others(tx: Tx, person_id: str) -> tuple[str, ...]:
    """The names of everybody in the store but the person: people, users, and who is written into their
    life."""
    columns = (person.c.known_as, person.c.given_name, person.c.family_name)
    rows = tx.rows(select(*columns).where(person.c.id != person_id))
    users = tx.rows(select(tx.tables["user"].c.name))
    written = network.names_written(tx, person_id)
    return tuple({name for row in (*rows, *users) for name in row.values() if name} | written)


def notes_of_sessions(tx: Tx, person_id: str) -> dict[str, tuple[str, bool]]:
    """By session, its own note and whether the person was alone in its register: those they are in."""
    theirs = select(attendance.c.session_id).where(attendance.c.person_id == person_id)
    statement = (
        select(session.c.id, session.c.note, func.count(attendance.c.id).label("people"))
        .join_from(session, attendance, attendance.c.session_id == session.c.id)
        .where(session.c.id.in_(theirs), session.c.note != "")
        .group_by(session.c.id)
    )
    return {row["id"]: (row["note"], row["people"] == 1) for row in tx.rows(statement)}


def returned(tx: Tx, person_id: str) -> tuple[Returned, ...]:
    """The final returns of quarters in which they had a journey, or came, in the intervention."""
    spans: list[tuple[str, date, date]] = [
        (row["intervention_id"], row["referred_on"], row["ended_on"] or row["decided_on"] or date.max)
        if row["started_on"] is None
        else (row["intervention_id"], row["referred_on"], row["ended_on"] or date.max)
        for row in tx.rows(select(enrolment).where(enrolment.c.person_id == person_id))
    ]
    came = (
        select(session.c.intervention_id, session.c.held_on)
        .join_from(attendance, session, attendance.c.session_id == session.c.id)
        .where(attendance.c.person_id == person_id, attendance.c.mark.in_(sorted(ATTENDED)))
    )
    spans += [(row["intervention_id"], row["held_on"], row["held_on"]) for row in tx.rows(came)]
    statement = (
        select(release, intervention.c.name)
        .join_from(release, intervention, release.c.intervention_id == intervention.c.id)
        .where(release.c.intervention_id.in_({span[0] for span in spans}))
        .order_by(release.c.quarter, intervention.c.name, release.c.version)
    )
    found = []
    for row in tx.rows(statement):
        quarter = Quarter.parse(row["quarter"])
        if any(
            whose == row["intervention_id"] and first <= quarter.end and last >= quarter.start
            for whose, first, last in spans
        ):
            found.append(Returned(row["id"], row["name"], quarter, row["version"], row["made_on"]))
    return tuple(found)


def journal(tx: Tx, person_id: str) -> tuple[Told, ...]:
    """Everything the journal says of them, the oldest first."""
    table, user = tx.tables["journal"], tx.tables["user"]
    roles = {row["id"]: row["roles"] for row in tx.rows(select(user.c.id, user.c.roles))}
    everybody = {person_id, *merging.parts_of(tx, person_id)}
    statement = select(table).where(table.c.subject.in_(everybody)).order_by(table.c.at, table.c.id)
    return tuple(
        Told(
            row["id"],
            row["at"],
            tuple(sorted(Role(role) for role in roles.get(row["actor"], ()))),
            row["action"],
            row["entity"],
            row["row"],
            row["fields"],
        )
        for row in tx.rows(statement)
    )


def decisions(tx: Tx, person_id: str) -> tuple[Decision, ...]:
    """What was decided of how long they are kept, the oldest first."""
    reviews = tx.rows(select(retention_review).where(retention_review.c.person_id == person_id))
    holds = tx.rows(select(legal_hold).where(legal_hold.c.person_id == person_id))
    found = [
        *(Decision(row["id"], row["reviewed_on"], row["keep_until"], row["reason"]) for row in reviews),
        *(Decision(row["id"], row["placed_on"], None, row["reason"], row["lifted_on"]) for row in holds),
    ]
    return tuple(sorted(found, key=lambda one: (one.day, one.id)))
