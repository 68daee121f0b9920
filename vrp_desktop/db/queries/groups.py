"""Groups and their members, read and written."""

from collections.abc import Collection
from dataclasses import asdict
from datetime import date, timedelta

from sqlalchemy import ColumnElement, RowMapping, and_, func, or_, select

from vrp_desktop.db.models import attendance, enrolment, group_member, intervention, person, regular_group
from vrp_desktop.db.models import session as session_table
from vrp_desktop.db.queries import tags
from vrp_desktop.db.queries.assignments import Scope, only_interventions, seen_of
from vrp_desktop.db.store import Tx, WriteTx
from vrp_desktop.domain.groups import Group, GroupDetails, GroupLine, Member
from vrp_desktop.domain.names import sort_key
from vrp_desktop.domain.people import PersonDetails
from vrp_desktop.domain.sessions import ATTENDED, Status

_LAST_SESSIONS = 4


def get(tx: Tx, group_id: str) -> Group | None:
    """One group, or None."""
    row = tx.one(select(regular_group).where(regular_group.c.id == group_id))
    return None if row is None else Group(row["id"], _details(row))


def _details(row: RowMapping) -> GroupDetails:
    return GroupDetails(row["intervention_id"], row["name"], row["closed"], row["ended_on"])


def _belongs(day: date) -> ColumnElement[bool]:
    return and_(
        group_member.c.joined_on <= day, or_(group_member.c.left_on.is_(None), group_member.c.left_on >= day)
    )


def lines(
    tx: Tx, day: date, intervention_id: str | None = None, scope: Scope | None = None
) -> tuple[GroupLine, ...]:
    """The groups there are, by name, with how many belong to each on a day; those that have ended last."""
    count = (
        select(func.count(group_member.c.person_id.distinct()))
        .where(group_member.c.group_id == regular_group.c.id, _belongs(day))
        .scalar_subquery()
    )
    statement = (
        select(regular_group, intervention.c.name.label("intervention"), count.label("members"))
        .join_from(regular_group, intervention, regular_group.c.intervention_id == intervention.c.id)
        .where(*only_interventions(regular_group.c.intervention_id, scope))
    )
    if intervention_id is not None:
        statement = statement.where(regular_group.c.intervention_id == intervention_id)
    found = [
        GroupLine(row["id"], _details(row), row["intervention"], row["members"]) for row in tx.rows(statement)
    ]

    def key(line: GroupLine) -> tuple[bool, object, str]:
        ended = line.details.ended_on
        return ended is not None and ended < day, sort_key(line.details.name), line.id

    return tuple(sorted(found, key=key))


def add(tx: WriteTx, details: GroupDetails) -> str:
    """Writes a new one and returns its id."""
    return tx.insert(regular_group, asdict(details))


def change(tx: WriteTx, group_id: str, details: GroupDetails) -> None:
    """Rewrites one."""
    tx.update(regular_group, group_id, asdict(details))


def members(tx: Tx, group_id: str, day: date, scope: Scope | None = None) -> tuple[Member, ...]:
    """Everybody who has ever belonged to it, by name, once for each time; those who have left last.
    ``day`` says who takes part in its intervention; of somebody outside the scope only the preferred name
    is told."""
    statement = (
        select(group_member, *(person.c[name] for name in _NAMED), regular_group.c.intervention_id)
        .join_from(group_member, person, group_member.c.person_id == person.c.id)
        .join(regular_group, group_member.c.group_id == regular_group.c.id)
        .where(group_member.c.group_id == group_id)
    )
    rows = tx.rows(statement)
    who = {row["person_id"] for row in rows}
    seen = seen_of(tx, scope, who)
    taking_part = _enrolled(tx, rows[0]["intervention_id"], day, who) if rows else set()
    found = [
        Member(
            row["person_id"],
            row["known_as"],
            PersonDetails(**{name: row[name] for name in _NAMED}).full_name
            if row["person_id"] in seen
            else "",
            row["joined_on"],
            row["left_on"],
            row["person_id"] in taking_part,
        )
        for row in rows
    ]
    return tuple(sorted(found, key=lambda one: (not one.on(day), *_by_name(one), one.joined_on)))


_NAMED = ("known_as", "given_name", "family_name")


def _by_name(one: Member) -> tuple[object, ...]:
    return sort_key(one.known_as, one.full_name), one.person_id


def of_person(tx: Tx, person_id: str) -> tuple[tuple[str, str, str, date, date | None], ...]:
    """Each time that somebody belonged to a group, in order of time: the row's id, the names of the group and
    of its intervention, when they joined, and their last day."""
    statement = (
        select(group_member, regular_group.c.name, intervention.c.name.label("intervention"))
        .join_from(group_member, regular_group, group_member.c.group_id == regular_group.c.id)
        .join(intervention, regular_group.c.intervention_id == intervention.c.id)
        .where(group_member.c.person_id == person_id)
        .order_by(group_member.c.joined_on, group_member.c.id)
    )
    return tuple(
        (row["id"], row["name"], row["intervention"], row["joined_on"], row["left_on"])
        for row in tx.rows(statement)
    )


def _enrolled(tx: Tx, intervention_id: str, day: date, person_ids: Collection[str] | None = None) -> set[str]:
    """Who takes part in an intervention on a day; of these people only, where they are given."""
    statement = select(enrolment.c.person_id).where(
        enrolment.c.intervention_id == intervention_id,
        enrolment.c.started_on <= day,
        or_(enrolment.c.ended_on.is_(None), enrolment.c.ended_on >= day),
    )
    found = {row["person_id"] for row in tx.rows(statement)}
    return found if person_ids is None else found & set(person_ids)


def enrolled(tx: Tx, intervention_id: str, day: date, scope: Scope | None = None) -> tuple[Member, ...]:
    """Everybody who takes part in an intervention on a day, as members from that day on, by name."""
    who = _enrolled(tx, intervention_id, day)
    return _as_members(tx, who, who, day, scope)


def came_lately(
    tx: Tx, intervention_id: str, group_id: str | None, day: date, scope: Scope | None = None
) -> tuple[Member, ...]:
    """Who came to its last four sessions that took place (of the group, where one is given), as members from
    that day on, by name."""
    last = (
        select(session_table.c.id)
        .where(
            session_table.c.intervention_id == intervention_id,
            session_table.c.status == Status.DELIVERED.value,
            session_table.c.held_on <= day,
        )
        .order_by(session_table.c.held_on.desc(), session_table.c.id.desc())
        .limit(_LAST_SESSIONS)
    )
    if group_id is not None:
        last = last.where(session_table.c.group_id == group_id)
    came = select(attendance.c.person_id).where(
        attendance.c.session_id.in_(last), attendance.c.mark.in_(sorted(ATTENDED))
    )
    who = {row["person_id"] for row in tx.rows(came)}
    return _as_members(tx, who, _enrolled(tx, intervention_id, day, who), day, scope)


def as_member(
    tx: Tx, intervention_id: str, person_id: str, day: date, scope: Scope | None = None
) -> Member | None:
    """Somebody as a member from a day on, or None where they are not there to be seen."""
    who = {person_id}
    return next(iter(_as_members(tx, who, _enrolled(tx, intervention_id, day, who), day, scope)), None)


def _as_members(
    tx: Tx, who: Collection[str], taking_part: Collection[str], day: date, scope: Scope | None
) -> tuple[Member, ...]:
    found = []
    for batch in tags.in_batches(sorted(seen_of(tx, scope, who))):
        columns = select(person.c.id, *(person.c[name] for name in _NAMED))
        for row in tx.rows(columns.where(person.c.id.in_(batch))):
            details = PersonDetails(**{name: row[name] for name in _NAMED})
            found.append(
                Member(row["id"], details.known_as, details.full_name, day, enrolled=row["id"] in taking_part)
            )
    return tuple(sorted(found, key=_by_name))


def member_on(tx: Tx, group_id: str, person_id: str, day: date) -> bool:
    """Whether somebody belongs to a group on a day."""
    statement = select(group_member.c.id).where(
        group_member.c.group_id == group_id, group_member.c.person_id == person_id, _belongs(day)
    )
    return tx.scalar(statement) is not None


def members_on(tx: Tx, group_id: str, day: date) -> set[str]:
    """Who belongs to a group on a day."""
    statement = select(group_member.c.person_id).where(group_member.c.group_id == group_id, _belongs(day))
    return {row["person_id"] for row in tx.rows(statement)}


def join(tx: WriteTx, group_id: str, person_id: str, day: date) -> None:
    """They belong to it from a day on."""
    values = {"group_id": group_id, "person_id": person_id, "joined_on": day, "left_on": None}
    tx.insert(group_member, values, subject=person_id)


def leave(tx: WriteTx, group_id: str, person_id: str, last_on: date) -> bool:
    """A day is the last on which they belong to it; whether they did. Whoever would have left before they
    joined had never belonged to it: that row goes."""
    statement = select(group_member).where(
        group_member.c.group_id == group_id,
        group_member.c.person_id == person_id,
        or_(group_member.c.left_on.is_(None), group_member.c.left_on > last_on),
    )
    rows = tx.rows(statement)
    for row in rows:
        if row["joined_on"] > last_on:
            tx.delete(group_member, row["id"], subject=person_id)
        else:
            tx.update(group_member, row["id"], {"left_on": last_on}, subject=person_id)
    return bool(rows)


def before(day: date) -> date:
    """The last day of somebody who does not belong to a group from ``day`` on."""
    return day - timedelta(days=1)
