"""What was typed and not saved yet: one draft a user, page and subject."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select

from vrp_desktop.db.models import draft
from vrp_desktop.db.transactions import Tx, WriteTx
from vrp_desktop.domain.drafts import Draft


def of(tx: Tx, user_id: str, page: str, subject: str) -> Draft | None:
    """The draft of a page about somebody or something, or None."""
    row = tx.one(_one(user_id, page, subject))
    return None if row is None else Draft(row["fields"], datetime.fromisoformat(row["saved_at"]))


def begun(tx: Tx, user_id: str, pages: Collection[str]) -> tuple[tuple[str, str], ...]:
    """Which of these pages somebody has typed into and not saved: page and subject, the latest first."""
    mine = select(draft).where(draft.c.user_id == user_id, draft.c.page.in_(pages))
    rows = tx.rows(mine.order_by(draft.c.saved_at.desc(), draft.c.id.desc()))
    return tuple((row["page"], row["subject"]) for row in rows)


def keep(tx: WriteTx, user_id: str, page: str, subject: str, fields: Mapping[str, Any], at: datetime) -> str:
    """Writes it in place of the one before; returns its id."""
    values = {"fields": dict(fields), "saved_at": at.isoformat(timespec="seconds")}
    row = tx.one(_one(user_id, page, subject))
    if row is None:
        return tx.insert(draft, {"user_id": user_id, "page": page, "subject": subject, **values})
    tx.update(draft, row["id"], values)
    return str(row["id"])


def drop(tx: WriteTx, user_id: str, page: str, subject: str) -> None:
    """Removes it, where there is one."""
    row = tx.one(_one(user_id, page, subject))
    if row is not None:
        tx.delete(draft, row["id"])


def _one(user_id: str, page: str, subject: str) -> Select[Any]:
    return select(draft).where(draft.c.user_id == user_id, draft.c.page == page, draft.c.subject == subject)
