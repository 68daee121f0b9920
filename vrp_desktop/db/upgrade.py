"""Bringing a store's schema to the one this program knows, by Alembic's steps."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData

from vrp_desktop.db import models
from vrp_desktop.domain.permissions import StoreKind

METADATA: dict[StoreKind, MetaData] = {
    StoreKind.PROVIDER: models.PROVIDER,
    StoreKind.COMMISSIONER: models.COMMISSIONER,
}
"""The tables of each kind of store."""

_MIGRATIONS = Path(__file__).resolve().parent / "migrations"
"""Beside this file in a source tree, an installed wheel and a bundle alike."""


def _config(kind: StoreKind) -> Config:
    config = Config()
    # A "%" in a folder's name would be read as a variable, a space or a colon as the end of a folder.
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", str(_MIGRATIONS / kind.value).replace("%", "%%"))
    return config


def revisions(kind: StoreKind) -> list[str]:
    """Every schema this program has had for a kind of store, the newest first.

    A store with any other schema comes from a newer version of the program."""
    script = ScriptDirectory.from_config(_config(kind))
    return [step.revision for step in script.walk_revisions()]


def upgrade(connection: Connection, kind: StoreKind, target: str = "head") -> None:
    """Runs the steps up to ``target`` inside the transaction that the connection has open."""
    command.upgrade(_prepared(connection, kind), target)


def downgrade(connection: Connection, kind: StoreKind, target: str) -> None:
    """Runs the steps down to ``target`` ("base" is an empty file) inside the open transaction."""
    command.downgrade(_prepared(connection, kind), target)


def _prepared(connection: Connection, kind: StoreKind) -> Config:
    config = _config(kind)
    config.attributes["connection"] = connection
    config.attributes["metadata"] = METADATA[kind]
    return config
