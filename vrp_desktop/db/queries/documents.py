"""Documents, read and written. What is in one is read only when it is opened or taken out."""

from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Select, select

from vrp_desktop.db.models import PROVIDER, document
from vrp_desktop.db.store import Tx, WriteTx
from vrp_desktop.domain.documents import PORTRAIT, Document, DocumentDetails

_USER = PROVIDER.tables["user"]
_DETAILS = ("name", "kind", "added_on", "note")
_TOLD = ("id", "person_id", *_DETAILS, "media_type", "size", "digest")
"""All but the content."""


def of_person(tx: Tx, person_id: str) -> tuple[Document, ...]:
    """A person's documents without their content, the latest first."""
    return tuple(map(_document, tx.rows(_listed(document.c.person_id == person_id))))


def get(tx: Tx, document_id: str) -> Document | None:
    """One without its content, or None."""
    row = tx.one(_listed(document.c.id == document_id))
    return None if row is None else _document(row)


def same(tx: Tx, person_id: str, digest: str) -> Document | None:
    """A person's document that holds the very same bytes, if there is one."""
    row = tx.one(_listed(document.c.person_id == person_id, document.c.digest == digest))
    return None if row is None else _document(row)


def portrait(tx: Tx, person_id: str) -> Document | None:
    """The latest photo of a person, without its content; None where there is none."""
    row = tx.one(_listed(document.c.person_id == person_id, document.c.kind == PORTRAIT))
    return None if row is None else _document(row)


def content(tx: Tx, document_id: str) -> bytes | None:
    """The bytes of one, or None."""
    held = tx.scalar(select(document.c.content).where(document.c.id == document_id))
    return None if held is None else bytes(held)


def add(tx: WriteTx, person_id: str, details: DocumentDetails, **file: Any) -> str:
    """Writes a document and returns its id. ``file`` is the rest of the row: media type, size, digest,
    content, and who adds it."""
    values = {"person_id": person_id, **{name: getattr(details, name) for name in _DETAILS}, **file}
    return tx.insert(document, values, subject=person_id)


def change(tx: WriteTx, stored: Document, details: DocumentDetails) -> None:
    """Rewrites what is written about a document; what is in it stays."""
    values = {name: getattr(details, name) for name in _DETAILS}
    tx.update(document, stored.id, values, subject=stored.person_id)


def remove(tx: WriteTx, stored: Document) -> None:
    """Deletes a document with all that is in it."""
    tx.delete(document, stored.id, subject=stored.person_id)


def _listed(*conditions: ColumnElement[bool]) -> Select[Any]:
    return (
        select(*(document.c[name] for name in _TOLD), _USER.c.name.label("colleague"))
        .join_from(document, _USER, document.c.added_by == _USER.c.id)
        .where(*conditions)
        .order_by(document.c.added_on.desc(), document.c.id.desc())
    )


def _document(row: RowMapping) -> Document:
    return Document(
        row["id"],
        row["person_id"],
        DocumentDetails(**{name: row[name] for name in _DETAILS}),
        row["media_type"],
        row["size"],
        row["digest"],
        row["colleague"],
    )
