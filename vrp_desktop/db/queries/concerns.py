"""Safeguarding concerns: raised, read, added to. None is ever rewritten, and none deleted."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, tzinfo
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, func, select

from vrp_desktop.db.models import PROVIDER, concern, concern_addition, intervention, person, session
from vrp_desktop.db.store import Tx, WriteTx
from vrp_desktop.domain.concerns import (
    Addition,
    Concern,
    ConcernDetails,
    ConcernLine,
    Kind,
    Standing,
    Veiled,
    in_order,
)

_USER = PROVIDER.tables["user"]
_WRITTEN = ("person_id", "session_id", "about", "seen_on", "urgent", "seen", "done", "told")
"""What is written on the day."""


def add(tx: WriteTx, details: ConcernDetails, raised_by: str, at: str) -> str:
    """Writes a new one, unread; returns its id. ``at`` is the moment, in UTC."""
    values = {
        **{name: getattr(details, name) for name in _WRITTEN},
        "raised_by": raised_by,
        "raised_at": at,
        "standing": Standing.NEW.value,
        "unread": True,
    }
    return tx.insert(concern, values, subject=details.person_id)


def get(tx: Tx, concern_id: str, zone: tzinfo | None) -> Concern | None:
    """One with all that came to it, or None. ``zone`` is that of its moments."""
    rows = _rows(tx, concern.c.id == concern_id)
    if not rows:
        return None
    row = rows[0]
    written = select(concern_addition, _USER.c.name.label("by")).join_from(
        concern_addition, _USER, concern_addition.c.written_by == _USER.c.id
    )
    additions = tuple(
        Addition(
            each["by"],
            _moment(each["written_at"], zone),
            Kind(each["kind"]),
            each["words"],
            each["day"],
        )
        for each in tx.rows(
            written.where(concern_addition.c.concern_id == concern_id).order_by(concern_addition.c.id)
        )
    )
    revealed = sum(each.kind is Kind.REVEALED for each in additions)
    details = ConcernDetails(**{name: row[name] for name in _WRITTEN})
    return Concern(_line(row, revealed, zone), details, where(tx, row["session_id"]), additions)


def raised_by(tx: Tx, concern_id: str) -> str | None:
    """The id of whoever raised one; None where there is none."""
    found: str | None = tx.scalar(select(concern.c.raised_by).where(concern.c.id == concern_id))
    return found


def subject_of(tx: Tx, concern_id: str) -> str | None:
    """The person one is about, where they are named."""
    found: str | None = tx.scalar(select(concern.c.person_id).where(concern.c.id == concern_id))
    return found


def every(tx: Tx, zone: tzinfo | None) -> tuple[ConcernLine, ...]:
    """All of them: those with something to read first, then the newest first."""
    return _lines(tx, zone)


def of_user(tx: Tx, user_id: str, zone: tzinfo | None) -> tuple[ConcernLine, ...]:
    """Those that somebody has raised."""
    return _lines(tx, zone, concern.c.raised_by == user_id)


def raised_in(tx: Tx, session_id: str, user_id: str) -> set[str]:
    """About whom somebody has raised a concern in a session."""
    about = select(concern.c.person_id).where(
        concern.c.session_id == session_id, concern.c.raised_by == user_id, concern.c.person_id.is_not(None)
    )
    return {row["person_id"] for row in tx.rows(about)}


def veiled(tx: Tx, user_id: str, zone: tzinfo | None, person_id: str | None = None) -> tuple[Veiled, ...]:
    """That there are concerns, of one person where given, the newest first; ``user_id`` is who asks."""
    rows = _rows(tx, *(() if person_id is None else (concern.c.person_id == person_id,)))
    return tuple(
        Veiled(
            row["id"],
            row["person_id"],
            row["known_as"] or "",
            _moment(row["raised_at"], zone),
            bool(row["unread"]),
            row["raised_by"] == user_id,
        )
        for row in sorted(rows, key=lambda row: (row["raised_at"], row["id"]), reverse=True)
    )


def write_addition(
    tx: WriteTx, concern_id: str, user_id: str, at: str, kind: Kind, words: str, day: date | None = None
) -> None:
    """Puts something to a concern, with its own time and name."""
    values = {
        "concern_id": concern_id,
        "written_by": user_id,
        "written_at": at,
        "kind": kind.value,
        "words": words,
        "day": day,
    }
    tx.insert(concern_addition, values, subject=subject_of(tx, concern_id))


def move_on(tx: WriteTx, concern_id: str, values: Mapping[str, Any]) -> None:
    """Changes how far the lead has come with one; what was written on the day is not among it."""
    if values.keys() & set(_WRITTEN):
        raise ValueError("what was written on the day stays")
    tx.update(concern, concern_id, values, subject=subject_of(tx, concern_id))


def link(tx: WriteTx, concern_id: str, person_id: str) -> None:
    """Says whose record a concern belongs to that was about nobody named; whom it said it was about stays."""
    tx.update(concern, concern_id, {"person_id": person_id}, subject=person_id)


def unread(tx: Tx) -> int:
    """How many wait for the lead to read them, or what was added to them."""
    return int(tx.scalar(select(func.count()).select_from(concern).where(concern.c.unread)) or 0)


def holding(tx: Tx, person_id: str | None = None) -> dict[str, date]:
    """By person, the day (in UTC) of the first concern that keeps their record: one that the lead has not let
    go."""
    statement = (
        select(concern.c.person_id, func.min(concern.c.raised_at).label("first"))
        .where(concern.c.person_id.is_not(None), concern.c.released_on.is_(None))
        .group_by(concern.c.person_id)
    )
    if person_id is not None:
        statement = statement.where(concern.c.person_id == person_id)
    return {row["person_id"]: datetime.fromisoformat(row["first"]).date() for row in tx.rows(statement)}


def count_of(tx: Tx, person_id: str) -> int:
    """How many there are about a person."""
    counted = select(func.count()).select_from(concern).where(concern.c.person_id == person_id)
    return int(tx.scalar(counted) or 0)


def kept_rows(tx: Tx) -> set[tuple[str, str]]:
    """The rows, by table and id, of the concerns that the lead has not let go: nothing is taken out of
    them."""
    kept = select(concern.c.id).where(concern.c.released_on.is_(None))
    additions = select(concern_addition.c.id).where(concern_addition.c.concern_id.in_(kept))
    return {
        *((concern.name, str(row["id"])) for row in tx.rows(kept)),
        *((concern_addition.name, str(row["id"])) for row in tx.rows(additions)),
    }


def where(tx: Tx, session_id: str | None) -> str:
    """A session in words: its intervention, place and day; empty without one."""
    if session_id is None:
        return ""
    statement = (
        select(session.c.held_on, session.c.place, intervention.c.name)
        .join_from(session, intervention, session.c.intervention_id == intervention.c.id)
        .where(session.c.id == session_id)
    )
    row = tx.one(statement)
    if row is None:
        return ""
    day = f"{row['held_on'].day} {row['held_on']:%B %Y}"
    return ", ".join(filter(None, (row["name"], row["place"], day)))


def _lines(tx: Tx, zone: tzinfo | None, *conditions: ColumnElement[bool]) -> tuple[ConcernLine, ...]:
    revealed = Counter(
        str(row["concern_id"])
        for row in tx.rows(
            select(concern_addition.c.concern_id).where(concern_addition.c.kind == Kind.REVEALED.value)
        )
    )
    return in_order(_line(row, revealed[row["id"]], zone) for row in _rows(tx, *conditions))


def _rows(tx: Tx, *conditions: ColumnElement[bool]) -> list[RowMapping]:
    statement = (
        select(concern, person.c.known_as, _USER.c.name.label("by"))
        .join_from(concern, _USER, concern.c.raised_by == _USER.c.id)
        .outerjoin(person, concern.c.person_id == person.c.id)
        .where(*conditions)
    )
    return list(tx.rows(statement))


def _line(row: RowMapping, revealed: int, zone: tzinfo | None) -> ConcernLine:
    return ConcernLine(
        row["id"],
        row["person_id"],
        row["known_as"] or row["about"],
        row["by"],
        _moment(row["raised_at"], zone),
        bool(row["urgent"]),
        Standing(row["standing"]),
        bool(row["unread"]),
        row["referred_on"],
        row["closed_on"],
        row["released_on"],
        revealed,
    )


def _moment(stored: str, zone: tzinfo | None) -> datetime:
    return datetime.fromisoformat(stored).astimezone(zone)
