"""Notices and consents, read and written. An answer is never taken away: a withdrawal is added to it."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import RowMapping, select

from vrp_desktop.db.models import PROVIDER, consent, notice
from vrp_desktop.db.queries.tags import in_batches
from vrp_desktop.db.store import Tx, WriteTx
from vrp_desktop.domain.consent import Answer, Conversation, Notice, NoticeDetails

_USER = PROVIDER.tables["user"]
_SAID = ("kind", "agreed", "given_by", "name", "decided_on", "how", "until_on", "withdrawn_on")
_ANSWER = ("id", *_SAID, "withdrawn_by", "note")


def of_person(tx: Tx, person_id: str) -> tuple[Answer, ...]:
    """Every answer about a person, the latest first."""
    statement = (
        select(consent, _USER.c.name.label("colleague"))
        .join_from(consent, _USER, consent.c.written_by == _USER.c.id)
        .where(consent.c.person_id == person_id)
        .order_by(consent.c.decided_on.desc(), consent.c.id.desc())
    )
    return tuple(map(_answer, tx.rows(statement)))


def of_kind(tx: Tx, kind: str, person_ids: Collection[str]) -> dict[str, list[Answer]]:
    """What these people answered to one thing, by whose it is."""
    found: dict[str, list[Answer]] = {}
    for batch in in_batches(person_ids):
        statement = (
            select(consent, _USER.c.name.label("colleague"))
            .join_from(consent, _USER, consent.c.written_by == _USER.c.id)
            .where(consent.c.kind == kind, consent.c.person_id.in_(batch))
        )
        for row in tx.rows(statement):
            found.setdefault(row["person_id"], []).append(_answer(row))
    return found


def get(tx: Tx, consent_id: str) -> tuple[str, Answer] | None:
    """Whom an answer is about, and the answer; None where there is none."""
    statement = (
        select(consent, _USER.c.name.label("colleague"))
        .join_from(consent, _USER, consent.c.written_by == _USER.c.id)
        .where(consent.c.id == consent_id)
    )
    row = tx.one(statement)
    return None if row is None else (row["person_id"], _answer(row))


def add(tx: WriteTx, person_id: str, said: Conversation, kind: str, user_id: str) -> str:
    """Writes one answer of a conversation, and returns its id."""
    agreed = said.answers[kind]
    values = {
        "person_id": person_id,
        "kind": kind,
        "agreed": agreed,
        "given_by": said.given_by,
        "name": said.name,
        "decided_on": said.decided_on,
        "how": said.how,
        "until_on": said.until_on if agreed else None,
        "withdrawn_on": None,
        "withdrawn_by": None,
        "note": said.note,
        "written_by": user_id,
    }
    return tx.insert(consent, values, subject=person_id)


def withdraw(tx: WriteTx, person_id: str, consent_id: str, on: date, by: str) -> None:
    """Adds to an answer that it was withdrawn."""
    tx.update(consent, consent_id, {"withdrawn_on": on, "withdrawn_by": by}, subject=person_id)


def notices(tx: Tx, person_id: str) -> tuple[Notice, ...]:
    """Every time somebody was told, the latest first."""
    statement = (
        select(notice, _USER.c.name.label("colleague"))
        .join_from(notice, _USER, notice.c.written_by == _USER.c.id)
        .where(notice.c.person_id == person_id)
        .order_by(notice.c.told_on.desc(), notice.c.id.desc())
    )
    return tuple(
        Notice(
            row["id"],
            NoticeDetails(row["told_on"], row["told_to"], row["form"], row["how"], row["note"]),
            row["colleague"],
        )
        for row in tx.rows(statement)
    )


def add_notice(tx: WriteTx, person_id: str, told: NoticeDetails, user_id: str) -> str:
    """Writes that somebody was told, and returns its id."""
    values = {
        "person_id": person_id,
        "told_on": told.told_on,
        "told_to": told.told_to,
        "form": told.form,
        "how": told.how,
        "note": told.note,
        "written_by": user_id,
    }
    return tx.insert(notice, values, subject=person_id)


def _answer(row: RowMapping) -> Answer:
    return Answer(**{name: row[name] for name in _ANSWER}, written_by=row["colleague"])
