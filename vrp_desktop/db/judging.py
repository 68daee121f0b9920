"""Looking at a store file before anything is changed, and bringing an older one up to date."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import text

from vrp_desktop.db import upgrade
from vrp_desktop.db.connection import DAMAGED, WRITE, engine, in_words
from vrp_desktop.domain.errors import Damaged, Trouble
from vrp_desktop.domain.permissions import StoreKind

# By hand, because the tables of this version may not be the ones in the file.
_TABLES = text("SELECT name FROM sqlite_master")
_REVISION = text("SELECT version_num FROM alembic_version")
_SAID = text("SELECT name, json_extract(value, '$') AS value FROM setting WHERE name IN ('kind', 'device')")


@dataclass(frozen=True)
class Standing:
    """What a store says it is."""

    kind: StoreKind
    revision: str
    device: str


def judge(path: Path, key: bytes) -> Standing:
    """Reads what a store is without changing a byte of it.

    Trouble where it is damaged, or of a schema that this version of the program does not know."""
    damaged = Damaged(DAMAGED.format(folder=path.parent))
    looking = engine(path, key, only_look=True)
    try:
        with in_words(path.parent), looking.connect() as connection:
            tables = set(connection.execute(_TABLES).scalars())
            if "alembic_version" not in tables:
                raise damaged
            revision = str(connection.execute(_REVISION).scalar())
            kind = upgrade.kind_of(revision)
            if kind is None:
                raise Trouble(
                    f"The store in {path.parent} was made by a newer version of this program. It has not "
                    "been touched. Install the newer version, then sign in again."
                )
            said: dict[str, Any] = {row.name: row.value for row in connection.execute(_SAID)}
    finally:
        looking.dispose()
    if said.get("kind") != kind.value or not said.get("device"):
        raise damaged
    return Standing(kind, revision, str(said["device"]))


def bring_up_to_date(path: Path, key: bytes, standing: Standing) -> None:
    """Runs every missing step in one transaction; whoever calls it has a proven backup.

    Whatever happens, the store has the old schema or the new one, never something between."""
    pool = engine(path, key)
    try:
        with in_words(path.parent), pool.connect().execution_options(**WRITE) as connection:
            raw = connection.connection.driver_connection
            assert raw is not None  # noqa: S101 - a connection that was just opened
            # Outside a transaction: no cascade while a step rebuilds a table (SQLite cannot alter most of
            # one).
            raw.execute("PRAGMA foreign_keys=OFF")
            with connection.begin():
                upgrade.upgrade(connection, standing.kind)
                if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
                    raise RuntimeError("the upgrade would leave a row that refers to nothing")
    finally:
        pool.dispose()
