"""The step that chains the journal: the same for both kinds of store."""

import os

import sqlalchemy as sa
from alembic import op

from vrp_desktop.domain.journal import BEGINNING, CHAINED, SALT_BYTES, SEPARATOR, content_of, digest_of

_AT_ONCE = 5_000
_COLUMNS = {"salt": 32, "content": 64, "digest": 64}


def chain() -> None:
    """Adds the chain's columns, and fills them for what the journal holds already."""
    for name, length in _COLUMNS.items():
        op.add_column(
            "journal", sa.Column(name, sa.String(length), nullable=False, server_default=sa.text("''"))
        )
    connection = op.get_bind()
    for device in connection.scalars(sa.text("SELECT DISTINCT device FROM journal")).all():
        _chain(connection, device)


def unchain() -> None:
    """Takes the columns away."""
    for name in reversed(_COLUMNS):
        op.drop_column("journal", name)


def _chain(connection: sa.Connection, device: str) -> None:
    # The text of ``fields`` as it is stored: the chain vouches for these very bytes.
    read = sa.text(
        'SELECT id, device, seq, at, actor, change, "action", entity, "row", subject, fields '
        "FROM journal WHERE device = :device AND seq > :seq ORDER BY seq LIMIT :most"
    )
    write = "UPDATE journal SET salt = ?, content = ?, digest = ? WHERE id = ?"
    seq, digest = 0, BEGINNING
    while rows := connection.execute(read, {"device": device, "seq": seq, "most": _AT_ONCE}).all():
        chained = []
        for row in rows:
            salt = os.urandom(SALT_BYTES).hex()
            content = content_of(salt, row.fields)
            words = (getattr(row, name) for name in CHAINED)
            digest = digest_of(digest, SEPARATOR.join("" if w is None else str(w) for w in words), content)
            chained.append((salt, content, digest, row.id))
        connection.exec_driver_sql(write, chained)
        seq = rows[-1].seq
