"""Bringing a store's schema to the one this program knows, by Alembic's steps.

Alembic is imported only where a step is run: it would take a third of the time to the sign-in window.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, MetaData

from vrp_desktop.db import models
from vrp_desktop.domain.permissions import StoreKind

if TYPE_CHECKING:
    from alembic.config import Config

METADATA: dict[StoreKind, MetaData] = {
    StoreKind.PROVIDER: models.PROVIDER,
    StoreKind.COMMISSIONER: models.COMMISSIONER,
}
"""The tables of each kind of store."""

NEWEST: dict[StoreKind, str] = {
    StoreKind.PROVIDER: "p0010",
    StoreKind.COMMISSIONER: "c0002",
}
"""The last step of each kind, which this program works with; a test holds it to the folders of steps."""

_MIGRATIONS = Path(__file__).resolve().parent / "migrations"
"""Beside this file in a source tree, an installed wheel and a bundle alike."""


def kind_of(revision: str) -> StoreKind | None:
    """The kind of store that has this schema; None where this program has never had it: it is newer."""
    for kind, newest in NEWEST.items():
        if revision == newest:
            return kind
    return next((kind for kind in StoreKind if revision in revisions(kind)), None)


def revisions(kind: StoreKind) -> list[str]:
    """Every schema this program has had for a kind of store, the newest first."""
    from alembic.script import ScriptDirectory

    script = ScriptDirectory.from_config(_config(kind))
    return [step.revision for step in script.walk_revisions()]


def upgrade(connection: Connection, kind: StoreKind, target: str = "head") -> None:
    """Runs the steps up to ``target`` inside the transaction that the connection has open."""
    from alembic import command

    command.upgrade(_prepared(connection, kind), target)


def downgrade(connection: Connection, kind: StoreKind, target: str) -> None:
    """Runs the steps down to ``target`` ("base" is an empty file) inside the open transaction."""
    from alembic import command

    command.downgrade(_prepared(connection, kind), target)


def _prepared(connection: Connection, kind: StoreKind) -> "Config":
    config = _config(kind)
    config.attributes["connection"] = connection
    config.attributes["metadata"] = METADATA[kind]
    return config


def _config(kind: StoreKind) -> "Config":
    from alembic.config import Config

    config = Config()
    # A "%" in a folder's name would be read as a variable, a space or a colon as the end of a folder.
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", str(_MIGRATIONS / kind.value).replace("%", "%%"))
    return config
