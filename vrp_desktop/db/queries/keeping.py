"""How long records are kept: what decides it, holds, reviews, and answers to those who asked."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import RowMapping, func, select

from vrp_desktop.db.models import (
    attendance,
    enrolment,
    finding,
    goal,
    legal_hold,
    person,
    reading,
    release,
    retention_review,
    session,
    subject_access,
)
from vrp_desktop.db.queries import settings
from vrp_desktop.db.store import Tx, WriteTx
from vrp_desktop.domain.people import PersonDetails
from vrp_desktop.domain.retention import Kind, Life, OldLine, Rule, Schedule, default_rules
from vrp_desktop.domain.sessions import ATTENDED
from vrp_desktop.domain.subject_access import Request

_SCHEDULE = "retention"


@dataclass(frozen=True)
class Kept:
    """A person and what decides how long they are kept."""

    person_id: str
    known_as: str
    full_name: str
    life: Life


@dataclass(frozen=True)
class Hold:
    """A legal hold that nobody has lifted."""

    id: str
    person_id: str
    reason: str
    placed_on: date


def schedule(tx: Tx) -> Schedule:
    """The organisation's own schedule; the one shipped, where it has changed nothing."""
    stored: dict[str, Any] = settings.read(tx, _SCHEDULE, {})
    rules = default_rules()
    for name, rule in stored.items():
        rules[Kind(name)] = Rule(rule["years"], rule["until_age"])
    return Schedule(rules)


def write_schedule(tx: WriteTx, wanted: Schedule) -> None:
    """Keeps the organisation's own schedule."""
    settings.write(
        tx,
        _SCHEDULE,
        {
            kind.value: {"years": rule.years, "until_age": rule.until_age}
            for kind, rule in wanted.rules.items()
        },
    )


def people(tx: Tx, only: Collection[str] | None = None) -> tuple[Kept, ...]:
    """Everybody with what decides how long they are kept; ``only`` a few, where their ids are given."""
    last: dict[str, date] = {}
    came: set[str] = set()
    declined: dict[str, date | None] = {}

    def touched(person_id: str, *days: date | None) -> None:
        for day in days:
            if day is not None and day > last.get(person_id, date.min):
                last[person_id] = day

    for row in tx.rows(select(enrolment)):
        touched(row["person_id"], row["referred_on"], row["decided_on"], row["started_on"], row["ended_on"])
        if row["started_on"] is not None:
            came.add(row["person_id"])
        turned_down = row["decided_on"] if row["decision"] == "declined" else None
        before = declined.get(row["person_id"], turned_down)
        declined[row["person_id"]] = max(turned_down, before) if turned_down and before else None
    for row in tx.rows(_attended()):
        touched(row["person_id"], row["latest"])
        came.add(row["person_id"])
    seen = select(finding.c.person_id, func.max(finding.c.seen_on).label("latest"))
    for row in tx.rows(seen.group_by(finding.c.person_id)):
        touched(row["person_id"], row["latest"])
    for table, day in ((reading, reading.c.taken_on), (goal, func.coalesce(goal.c.met_on, goal.c.set_on))):
        latest = (
            select(enrolment.c.person_id, func.max(day).label("latest"))
            .join_from(table, enrolment, table.c.enrolment_id == enrolment.c.id)
            .group_by(enrolment.c.person_id)
        )
        for row in tx.rows(latest):
            touched(row["person_id"], _day(row["latest"]))
    wanted = set(only) if only is not None else None
    found = []
    for row in tx.rows(select(*(person.c[name] for name in _NEEDED)).order_by(person.c.folded, person.c.id)):
        if wanted is None or row["id"] in wanted:
            touched(row["id"], row["added_on"])
            found.append(_kept(row, last[row["id"]], row["id"] in came, declined.get(row["id"])))
    return tuple(found)


_NEEDED = (
    *("id", "known_as", "given_name", "family_name", "added_on"),
    *("birth_date", "approximate_age", "approximate_age_on"),
)


def _attended() -> Any:
    return (
        select(attendance.c.person_id, func.max(session.c.held_on).label("latest"))
        .join_from(attendance, session, attendance.c.session_id == session.c.id)
        .where(attendance.c.mark.in_(sorted(ATTENDED)))
        .group_by(attendance.c.person_id)
    )


def _kept(row: RowMapping, last: date, came: bool, declined_on: date | None) -> Kept:
    details = PersonDetails(row["known_as"], row["given_name"], row["family_name"])
    life = Life(
        row["added_on"],
        last,
        came,
        None if came else declined_on,
        row["birth_date"],
        row["approximate_age"],
        row["approximate_age_on"],
    )
    return Kept(row["id"], row["known_as"], details.full_name, life)


def _day(stored: Any) -> date | None:
    """``coalesce`` loses the column's type, so a day can come back as its text."""
    return date.fromisoformat(stored) if isinstance(stored, str) else stored


def notes_before(tx: Tx, day: date) -> OldLine | None:
    """Notes of sessions held on or before a day; None where there are none."""
    statement = select(func.count().label("count"), func.min(session.c.held_on).label("oldest")).where(
        session.c.note != "", session.c.held_on <= day
    )
    return _old(Kind.SESSION_NOTES, tx.one(statement))


def returns_before(tx: Tx, day: date) -> OldLine | None:
    """Returns made on or before a day."""
    statement = select(func.count().label("count"), func.min(release.c.made_on).label("oldest")).where(
        release.c.made_on <= day
    )
    return _old(Kind.RELEASED_RETURNS, tx.one(statement))


def journal_before(tx: Tx, day: date) -> OldLine | None:
    """Entries of the journal on or before a day."""
    journal = tx.tables["journal"]
    statement = select(
        func.count().label("count"), func.min(func.substr(journal.c.at, 1, 10)).label("oldest")
    ).where(journal.c.at < f"{day.isoformat()}T99")
    return _old(Kind.JOURNAL, tx.one(statement))


def _old(kind: Kind, row: RowMapping | None) -> OldLine | None:
    count, first = (0, None) if row is None else (row["count"], _day(row["oldest"]))
    return OldLine(kind, count, first) if count and first is not None else None


def holds(tx: Tx, person_id: str | None = None) -> dict[str, Hold]:
    """The legal holds in force, by person; of one person only, where given."""
    statement = select(legal_hold).where(legal_hold.c.lifted_on.is_(None)).order_by(legal_hold.c.id)
    if person_id is not None:
        statement = statement.where(legal_hold.c.person_id == person_id)
    return {
        row["person_id"]: Hold(row["id"], row["person_id"], row["reason"], row["placed_on"])
        for row in tx.rows(statement)
    }


def place_hold(tx: WriteTx, person_id: str, reason: str, day: date) -> str:
    """Puts a record under a legal hold."""
    values = {"person_id": person_id, "reason": reason, "placed_on": day, "lifted_on": None}
    return tx.insert(legal_hold, values, subject=person_id)


def lift_hold(tx: WriteTx, hold: Hold, day: date) -> None:
    """Ends a legal hold; that it was there stays."""
    tx.update(legal_hold, hold.id, {"lifted_on": day}, subject=hold.person_id)


def kept_until(tx: Tx) -> dict[str, date]:
    """By person, until when a review said that they are kept on: the latest review counts."""
    statement = select(retention_review.c.person_id, retention_review.c.keep_until).order_by(
        retention_review.c.id
    )
    return {row["person_id"]: row["keep_until"] for row in tx.rows(statement)}


def add_review(tx: WriteTx, person_id: str, day: date, until: date, reason: str) -> str:
    """Notes that a record is kept on."""
    values = {"person_id": person_id, "reviewed_on": day, "keep_until": until, "reason": reason}
    return tx.insert(retention_review, values, subject=person_id)


def requests(tx: Tx) -> tuple[Request, ...]:
    """Everybody who asked what is held about somebody, the latest first."""
    statement = (
        select(subject_access, person.c.known_as)
        .join_from(subject_access, person, subject_access.c.person_id == person.c.id)
        .order_by(subject_access.c.asked_on.desc(), subject_access.c.id.desc())
    )
    return tuple(map(_request, tx.rows(statement)))


def get_request(tx: Tx, request_id: str) -> Request | None:
    """One of them, or None."""
    return next((request for request in requests(tx) if request.id == request_id), None)


def _request(row: RowMapping) -> Request:
    named = ("id", "person_id", "known_as", "asked_by", "asked_on", "given_on", "pack_digest")
    return Request(**{name: row[name] for name in named})


def add_request(tx: WriteTx, person_id: str, asked_by: str, asked_on: date) -> str:
    """Notes that somebody asked."""
    values = {"person_id": person_id, "asked_by": asked_by, "asked_on": asked_on}
    return tx.insert(subject_access, values, subject=person_id)


def answer_request(tx: WriteTx, request: Request, given_on: date, pack_digest: str) -> None:
    """Notes that the pack was given, and which."""
    values = {"given_on": given_on, "pack_digest": pack_digest}
    tx.update(subject_access, request.id, values, subject=request.person_id)
