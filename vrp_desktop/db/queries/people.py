"""The people a provider works with: found, read and written."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import date
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, bindparam, func, select

from vrp_desktop.db.models import attendance, enrolment, intervention, person, session
from vrp_desktop.db.queries import tags
from vrp_desktop.db.queries.assignments import Scope, only_interventions, only_people
from vrp_desktop.db.store import Tx, WriteTx
from vrp_desktop.domain.finding import Match
from vrp_desktop.domain.ids import new_id
from vrp_desktop.domain.names import folded
from vrp_desktop.domain.people import Person, PersonDetails, PersonLine
from vrp_desktop.domain.sessions import ATTENDED

_COLUMNS = [f.name for f in fields(PersonDetails)]
_ATTENDANCES_LOOKED_AT = 20
"""How many of the latest attendances are looked at for each line of a list of recently supported people."""


def folded_names(details: PersonDetails) -> str:
    """What the ``folded`` column holds: preferred, given and family name, ready to be searched."""
    names = (details.known_as, details.given_name, details.family_name)
    return " ".join(filter(None, map(folded, names)))


def values_of(details: PersonDetails) -> dict[str, Any]:
    """The columns of a person's row, except ``id`` and ``added_on``."""
    return {**{name: getattr(details, name) for name in _COLUMNS}, "folded": folded_names(details)}


def count(tx: Tx, scope: Scope | None = None) -> int:
    """How many people there are."""
    counted = select(func.count()).select_from(person).where(*only_people(person.c.id, scope))
    return int(tx.scalar(counted) or 0)


def get(tx: Tx, person_id: str) -> Person | None:
    """One record, or None."""
    row = tx.one(select(person).where(person.c.id == person_id))
    if row is None:
        return None
    return Person(row["id"], PersonDetails(**{name: row[name] for name in _COLUMNS}), row["added_on"])


def existing(tx: Tx, person_ids: Iterable[str]) -> set[str]:
    """Which of these people there are."""
    found: set[str] = set()
    for batch in tags.in_batches(list(person_ids)):
        found.update(row["id"] for row in tx.rows(select(person.c.id).where(person.c.id.in_(batch))))
    return found


def add(tx: WriteTx, details: PersonDetails, added_on: date) -> str:
    """Writes a new record and returns its id."""
    person_id = new_id()
    return tx.insert(person, {"id": person_id, **values_of(details), "added_on": added_on}, subject=person_id)


def change(tx: WriteTx, person_id: str, details: PersonDetails) -> None:
    """Rewrites a record's page."""
    tx.update(person, person_id, values_of(details), subject=person_id)


def by_full_name(tx: Tx, name: str, limit: int) -> tuple[Person, ...]:
    """Whoever has exactly this given and family name; ``name`` is folded."""
    named = select(person).where(func.instr(person.c.folded, name) > 0).order_by(person.c.folded)
    found = [
        Person(row["id"], PersonDetails(**{field: row[field] for field in _COLUMNS}), row["added_on"])
        for row in tx.rows(named)
    ]
    return tuple(one for one in found if folded(one.details.full_name) == name)[:limit]


def names(
    tx: Tx, scope: Scope | None = None, among: Collection[str] | None = None
) -> Iterator[tuple[str, str]]:
    """Everybody's id and folded names, in no order; only ``among`` some, where they are given."""
    if among is None:
        # In one text: 20,000 rows, each fetched by itself, take three times as long.
        line = person.c.id + " " + person.c.folded
        whole = tx.scalar(select(func.group_concat(line, "\n")).where(*only_people(person.c.id, scope)))
        for each in whole.split("\n") if whole else ():
            person_id, _, name = each.partition(" ")
            yield person_id, name
        return
    wanted = select(person.c.id, person.c.folded)
    for batch in tags.in_batches(among):
        theirs = only_people(person.c.id, scope, batch)
        for row in tx.rows(wanted.where(person.c.id.in_(batch), *theirs)):
            yield row["id"], row["folded"]


def ids(tx: Tx, scope: Scope) -> set[str]:
    """Whose records there are in a scope."""
    return {row["id"] for row in tx.rows(select(person.c.id).where(*only_people(person.c.id, scope)))}


def found(
    tx: Tx, matches: Sequence[Match], today: date, scope: Scope | None = None
) -> tuple[PersonLine, ...]:
    """The lines of the people whose names matched, in the same order. Whoever is gone from the store or the
    scope this moment is left out."""
    wanted = {match.person_id: match.sounds_like for match in matches}
    return _lines(tx, wanted, today, *only_people(person.c.id, scope, wanted.keys()))


def recent(tx: Tx, limit: int, today: date, scope: Scope | None = None) -> tuple[PersonLine, ...]:
    """The people most recently added or supported, the latest first."""
    latest: dict[str, tuple[date, str]] = {}
    newest = select(person.c.id, person.c.added_on).where(*only_people(person.c.id, scope))
    for row in tx.rows(newest.order_by(person.c.id.desc()).limit(limit)):
        latest[row["id"]] = (row["added_on"], row["id"])
    came = (
        select(attendance.c.person_id, session.c.held_on)
        .join_from(session, attendance, attendance.c.session_id == session.c.id)
        .where(
            session.c.held_on <= today,
            attendance.c.mark.in_(sorted(ATTENDED)),
            *only_interventions(session.c.intervention_id, scope),
            *only_people(attendance.c.person_id, scope),
        )
        .order_by(session.c.held_on.desc())
        .limit(limit * _ATTENDANCES_LOOKED_AT)
    )
    for row in tx.rows(came):
        key = (row["held_on"], row["person_id"])
        latest[row["person_id"]] = max(key, latest.get(row["person_id"], key))
    chosen = sorted(latest, key=lambda person_id: latest[person_id], reverse=True)[:limit]
    return _lines(tx, dict.fromkeys(chosen, False), today)


_WANTED: BindParameter[str] = bindparam("wanted", expanding=True)
"""Ids. The statements below are made once: with 200 ids, making them takes as long as running them."""
_NAMED = ("known_as", "given_name", "family_name", "birth_date", "approximate_age", "approximate_age_on")
_LINES = select(person.c.id, person.c.district, *(person.c[name] for name in _NAMED)).where(
    person.c.id.in_(_WANTED)
)
_TAKING_PART = (
    select(enrolment.c.person_id, intervention.c.name)
    .join_from(enrolment, intervention, enrolment.c.intervention_id == intervention.c.id)
    .where(
        enrolment.c.person_id.in_(_WANTED),
        enrolment.c.started_on <= bindparam("today"),
        enrolment.c.ended_on.is_(None) | (enrolment.c.ended_on > bindparam("today")),
    )
    .order_by(intervention.c.name)
)


def _lines(
    tx: Tx, wanted: Mapping[str, bool], today: date, *conditions: ColumnElement[bool]
) -> tuple[PersonLine, ...]:
    """The lines of these people (each with whether its name only sounds like what was looked for), in their
    order; only of those for whom the conditions hold."""
    if not wanted:
        return ()
    statement = _LINES.where(*conditions) if conditions else _LINES
    rows = {row["id"]: row for row in tx.rows(statement, {"wanted": list(wanted)})}
    taking_part = _taking_part(tx, list(rows), today)
    lines = []
    for person_id, sounds_like in wanted.items():
        if (row := rows.get(person_id)) is None:
            continue
        details = PersonDetails(**{name: row[name] for name in _NAMED})
        lines.append(
            PersonLine(
                person_id,
                details.known_as,
                details.full_name,
                details.age_on(today),
                row["district"],
                tuple(taking_part.get(person_id, ())),
                sounds_like,
            )
        )
    return tuple(lines)


def _taking_part(tx: Tx, person_ids: Sequence[str], today: date) -> dict[str, list[str]]:
    """The names of the interventions each of these people takes part in on a day."""
    found: dict[str, list[str]] = {}
    for row in tx.rows(_TAKING_PART, {"wanted": person_ids, "today": today}):
        found.setdefault(row["person_id"], []).append(row["name"])
    return found
