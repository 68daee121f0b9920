"""Who is in somebody's life, read and written. One row is a link seen from both its ends."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy import RowMapping, or_, select

from vrp_desktop.db.models import person, relationship
from vrp_desktop.db.queries.assignments import Scope, seen_of
from vrp_desktop.db.queries.people import get as person_of
from vrp_desktop.db.store import Tx, WriteTx
from vrp_desktop.domain import codes
from vrp_desktop.domain.names import sort_key
from vrp_desktop.domain.network import Link, LinkDetails, inverse_words, same_link, same_name
from vrp_desktop.domain.people import PersonDetails

_NAMED = ("known_as", "given_name", "family_name", "birth_date", "approximate_age", "approximate_age_on")


def of_person(tx: Tx, person_id: str, today: date, scope: Scope | None = None) -> tuple[Link, ...]:
    """Everybody in somebody's life: those who are now first, whom to call in an emergency before the others;
    then in the order of the list of relations. Of somebody outside the scope only what this person's own
    record says of them."""
    rows = tx.rows(
        select(relationship).where(
            or_(relationship.c.person_id == person_id, relationship.c.other_id == person_id)
        )
    )
    ends = {row["id"]: _other_end(row, person_id) for row in rows}
    others = _people(tx, {end for end in ends.values() if end is not None})
    seen = seen_of(tx, scope, others.keys())
    found = [_link(row, person_id, ends[row["id"]], others, seen, today) for row in rows]
    order = {code.code: number for number, code in enumerate(codes.code_list("relation").codes)}
    return tuple(
        sorted(
            found,
            key=lambda one: (
                one.ended_on is not None,
                not one.emergency,
                order.get(one.relation, len(order)),
                sort_key(one.name),
                one.id,
            ),
        )
    )


def owner_of(tx: Tx, link_id: str) -> str | None:
    """On whose record a link was written; None where there is no such link."""
    found: str | None = tx.scalar(select(relationship.c.person_id).where(relationship.c.id == link_id))
    return found


def other_of(tx: Tx, link_id: str) -> str | None:
    """The record at the other end of a link, where there is one."""
    found: str | None = tx.scalar(select(relationship.c.other_id).where(relationship.c.id == link_id))
    return found


def twin(
    tx: Tx, person_id: str, details: LinkDetails, other_id: str | None, besides: str | None = None
) -> bool:
    """Whether a link that has not ended says the same already, from either end."""
    for row in _open_rows(tx, person_id):
        if row["id"] == besides:
            continue
        turned = row["person_id"] != person_id
        if other_id is not None:
            same_people = other_id == _other_end(row, person_id)
        else:
            same_people = not turned and row["other_id"] is None and same_name(row["name"], details.name)
        if same_people and same_link(str(details.relation), row["relation"], turned):
            return True
    return False


def add(tx: WriteTx, person_id: str, details: LinkDetails, other_id: str | None) -> str:
    """Writes a new one and returns its id."""
    values = {"person_id": person_id, "other_id": other_id, **asdict(details)}
    return tx.insert(relationship, values, subject=person_id)


def change(tx: WriteTx, link_id: str, person_id: str, details: LinkDetails) -> None:
    """Rewrites one; at whose record it ends stays."""
    tx.update(relationship, link_id, asdict(details), subject=person_id)


def link(tx: WriteTx, link_id: str, person_id: str, other_id: str, name: str) -> None:
    """Somebody who was only a name is this record."""
    tx.update(relationship, link_id, {"other_id": other_id, "name": name}, subject=person_id)


def remove(tx: WriteTx, link_id: str, person_id: str) -> None:
    """Takes one away; the journal keeps what it said."""
    tx.delete(relationship, link_id, subject=person_id)


def names_written(tx: Tx, person_id: str) -> set[str]:
    """The names of others that stand on somebody's record as people in their life."""
    rows = tx.rows(select(relationship.c.name).where(relationship.c.person_id == person_id))
    return {row["name"] for row in rows if row["name"]}


def _open_rows(tx: Tx, person_id: str) -> Iterator[RowMapping]:
    yield from tx.rows(
        select(relationship).where(
            or_(relationship.c.person_id == person_id, relationship.c.other_id == person_id),
            relationship.c.ended_on.is_(None),
        )
    )


def _other_end(row: RowMapping, person_id: str) -> str | None:
    end: str | None = row["other_id"] if row["person_id"] == person_id else row["person_id"]
    return end


def _people(tx: Tx, person_ids: set[str]) -> dict[str, PersonDetails]:
    columns = select(person.c.id, *(person.c[name] for name in _NAMED))
    rows = tx.rows(columns.where(person.c.id.in_(person_ids))) if person_ids else ()
    return {row["id"]: PersonDetails(**{name: row[name] for name in _NAMED}) for row in rows}


def _link(
    row: RowMapping,
    person_id: str,
    end: str | None,
    others: Mapping[str, PersonDetails],
    seen: set[str],
    today: date,
) -> Link:
    own, visible = row["person_id"] == person_id, end in seen
    other = others[end] if end is not None else None
    written: dict[str, Any] = {name: row[name] for name in ("trusted", "emergency", "contact")}
    if not own:
        # Whom the other trusts and calls is theirs; it does not turn round.
        written = {"trusted": False, "emergency": False, "contact": ""}
    told = own or visible
    name = other.known_as if other is not None and (visible or not own) else row["name"]
    return Link(
        id=row["id"],
        own=own,
        other_id=end if visible else None,
        relation=row["relation"],
        words=codes.label("relation", row["relation"]) if own else inverse_words(row["relation"]),
        name=name,
        age=other.age_on(today) if other is not None and visible else None,
        lives_with=told and row["lives_with"],
        note=row["note"] if told else "",
        ended_on=row["ended_on"],
        **written,
    )


def called(tx: Tx, person_id: str, today: date) -> tuple[str, int | None]:
    """What somebody is called, and how old they are on a day; where there is no such person, nothing."""
    found = person_of(tx, person_id)
    return ("", None) if found is None else (found.known_as, found.details.age_on(today))
